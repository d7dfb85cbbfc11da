"""An article as the Markdown of a notebook: Jupyter shows what the page shows."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dragoman.execution.downloads import Example
from dragoman.formulas.extension import Stashed
from dragoman.formulas.katex import Rendered
from dragoman.pages.placeholders import Placeholders
from dragoman.rendering import notebook
from dragoman.rendering.notebook import Writing
from dragoman.rendering.tree import Tree, text
from jupyter import rendered, split

LINK = "https://example.org/course/week05/05-1/"
EXAMPLE = Example("05-1-a:draw", "")


def cells(html: str, direction: str = "ltr") -> tuple[notebook.Piece, ...]:
    """Return the cells of an article: formulas stand in `span.math`, the example in `run`."""
    tree, waiting = Tree(html), Placeholders[Example]()
    for place in tree.all("run"):
        tree.put(place, f'<div class="example">{waiting.put(EXAMPLE)}<div class="frame"><pre>code</pre></div></div>')
    examples = notebook.places(tree, waiting)
    formulas = {
        node.mem_id: Stashed(text(node), "display" in node.attrs.sget("class"), "", Rendered("", ""))
        for node in tree.all("span.math")
    }
    return notebook.pieces(tree, Writing(formulas, examples, LINK, direction, {r"\R": r"\mathbb{R}"}))


def markdown(html: str, direction: str = "ltr") -> str:
    return "\n\n".join(cell for cell in cells(html, direction) if isinstance(cell, str))


def plain(html: str) -> str:
    return re.sub(r"[\s\u200b]+", "", unescape(re.sub(r"<[^>]*>", "", html)))


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <em>two</em> <strong>three</strong>, f<em>our</em>.</p><p>Second.</p>",
        "<h2>A <code>b</code> *c*</h2><p>d</p>",
        "<p>1. no list</p><p>- none</p><p>+ none</p><p># no heading</p><p>&gt; no quotation</p><p>=== no rule</p>",
        "<p>*a* _b_ `c` [d](e) ~~f~~ &lt;g&gt; &amp;amp; h|i \\ $5 and $6 \\(j\\) snake_case_name</p>",
        "<p><code>a`b</code> <code>``</code> <code>$x$</code> <code>a|b</code> <code>*</code></p>",
        "<ul><li>one</li><li>two<ul><li>inner</li></ul></li></ul>",
        "<ol start='3'><li><p>one</p><p>more</p></li><li><p>two</p></li></ol>",
        "<ul><li><label><input type='checkbox' checked></label> done</li></ul>".replace(" done", "done"),
        "<blockquote><p>said</p><ul><li>twice</li></ul></blockquote>",
        "<div class='admonition note'><p class='admonition-title'>Note</p><p>Body</p><ol><li>a</li></ol></div>",
        "<details class='question'><summary>Why <em>so</em> &lt; much?</summary><p>Because.</p><ul><li>a</li></ul></details>",
        "<table><caption>Losses</caption><thead><tr><th>a</th><th>b|c</th></tr></thead><tr><td><code>x|y</code></td></tr></table>",
        "<table><tbody><tr><td>no</td><td>head</td></tr></tbody></table>",
        "<div class='language-python highlight'><pre><code>x = '```'\nif x:\n    y = \"$a$\"\n</code></pre></div>",
        "<dl><dt>term</dt><dd>what it is</dd></dl>",
        "<div class='footnote'><hr><ol><li id='fn:1'><p>A note.&#160;<a class='footnote-backref' href='#fnref:1'></a></p></li></ol></div>",
        "<p>x<sup id='fnref:1'><a class='footnote-ref' href='#fn:1'>1</a></sup> H<sub>2</sub>O <kbd>Ctrl</kbd></p>",
        "<center><p>in the middle</p></center><section><p>a part</p></section>",
        "<p>a<br>b</p>",
        "<ul><li>tight<pre><code>a:\n\n- b\n\n1. c</code></pre></li><li>last</li></ul>",
        "<ol><li>a</li></ol><ol><li>b</li></ol><ul><li>c</li></ul><ul><li>d</li></ul>",
        "<table><tr><th>only</th></tr><tr><td>one</td><td>two</td></tr></table>",
        "<table><tr><th colspan='2'>both *</th></tr><tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
        "<p>The <ruby>word<rp>(</rp><rt>said</rt><rp>)</rp></ruby> goes on</p>",
        "<p>The <a class='term' href='../glossary/#x' data-definition='y'>term</a> and <abbr title='z'>abbr</abbr></p>",
        "<figure><img src='a.png' alt=''><figcaption><span class='number'>Figure 5.1</span> A hill</figcaption></figure>",
    ],
)
def test_what_jupyter_shows_says_what_the_page_says(html: str) -> None:
    shown = rendered(markdown(html)).replace("☑", "")
    assert plain(shown) == plain(html)
    for tag in ("em", "strong", "li", "blockquote", "details", "table", "td", "code", "h2", "sup", "sub", "kbd", "ol"):
        expected = 0 if tag == "strong" and "<strong" not in html else html.count(f"<{tag}>") + html.count(f"<{tag} ")
        assert shown.count(f"<{tag}>") + shown.count(f"<{tag} ") >= expected, tag


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "a<br>b"),
        ("<p>a</p><pre>x = 1\ny|z</pre>b", r"a<br><code>x = 1</code><br><code>y\|z</code><br>b"),
        ("a <em>b</em><table><tr><td>c</td></tr></table>", "a <em>b</em><br>c"),
    ],
)
def test_blocks_in_a_cell_are_lines_of_their_own(cell: str, shown: str) -> None:
    html = f"<table><tr><th>h</th></tr><tr><td>{cell}</td></tr></table>"
    assert markdown(html) == f"| h |\n| --- |\n| {shown} |"


def test_example_in_a_cell_or_in_a_line_comes_after_it() -> None:
    assert cells("<table><tr><td>a<run></run></td></tr></table>")[1:] == (EXAMPLE,)
    assert cells("<span><run></run></span>") == (EXAMPLE,)


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "li", "details"])
def test_elements_however_deep_are_written(tag: str) -> None:
    assert "x_1".replace("_", r"\_") in markdown(f"<{tag}>" * 2000 + "x_1" + f"</{tag}>" * 2000)


def test_list_that_counts_from_too_far_counts_from_one() -> None:
    assert markdown(f"<ol start='{'9' * 5000}'><li>a</li></ol>") == "1. a"


def test_formulas_survive_wherever_they_stand() -> None:
    html = (
        (
            r"<p>Let <span class='math'>a_1 < b_1 * c_1</span><span class='math'>\R</span>:<span class='math display'>x \tag{5.1}</span>so.</p>"
            r"<table><tbody><tr><td><span class='math'>|x| \le \|y\|</span></td></tr></tbody></table>"
            r"<details><summary>Why <span class='math'>x<y</span>?</summary><ul><li><span class='math display'>z</span></li></ul></details>"
            r"<h3>About <span class='math display'>\R</span></h3>"
        )
        .replace("a_1 < b", "a_1 &lt; b")
        .replace("x<y", "x&lt;y")
    )
    made = markdown(html)
    _, formulas = split(made)
    assert formulas == [
        r"$a_1 < b_1 * c_1$",
        r"$\mathbb{R}$",
        r"$$x \tag{5.1}$$",
        r"$\vert x\vert \le \Vert y\Vert$",
        r"$x&lt; y$",
        r"$$z$$",
        r"$\displaystyle \mathbb{R}$",
    ]
    assert rendered(made).count('class="formula"') == len(formulas)


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("../05-2/#adam", "https://example.org/course/week05/05-2/#adam"),
        ("#eq:momentum", f"{LINK}#eq:momentum"),
        ("hill (1).png", f"{LINK}hill%20%281%29.png"),
        ("https://example.org/a_b_c", "https://example.org/a_b_c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://[broken", "https://[broken"),
    ],
)
def test_links_and_images_lead_to_the_site(address: str, leads: str) -> None:
    html = f'<p><a href="{address}">there</a></p><p><img src="{address}" alt="a *hill*"></p>'
    assert markdown(html) == f"[there]({leads})\n\n![a \\*hill\\*]({leads})"


def test_cells_begin_at_headings_and_around_examples() -> None:
    html = (
        "<p>a</p><h2>b</h2><p>c</p><run></run><p>d</p><ul><li>e<run></run></li><li>f</li></ul><p>g</p>"
        "<details><summary>h</summary><run></run></details>"
    )
    box = "<details>\n<summary>h</summary>\n\n\n\n</details>"
    assert cells(html) == ("a", "## b\n\nc", EXAMPLE, "d\n\n- e\n- f", EXAMPLE, f"g\n\n{box}", EXAMPLE)


def test_example_has_its_name_above_and_its_captions_below() -> None:
    tree, waiting = Tree(""), Placeholders[Example]()
    html = (
        f'<div class="example">{waiting.put(EXAMPLE)}<div class="frame"><div class="highlight"><span class="filename">Listing 5.1 '
        'step.py</span><pre>x</pre></div></div><figure><figcaption><span class="number">Figure 5.1</span> It falls</figcaption></figure></div>'
    )
    tree = Tree(html)
    examples = notebook.places(tree, waiting)
    made = notebook.pieces(tree, Writing({}, examples, LINK, "ltr", {}))
    assert made == ("**Listing 5.1 step.py**", EXAMPLE, "**Figure 5.1** It falls")


def test_right_to_left_cells_are_read_as_markdown_in_their_direction() -> None:
    html = (
        '<h2>عنوان</h2><p>نص <bdi dir="ltr">loss.backward()</bdi> و <code dir="ltr">x*y*z</code></p>'
        '<pre dir="ltr"><code>x = 1</code></pre><div class="untranslated" lang="en" dir="ltr"><p>Not <em>yet</em></p></div>'
    )
    made = markdown(html, "rtl")
    assert made.startswith('<div dir="rtl">\n\n## عنوان\n\n')
    shown = rendered(made)
    assert '<bdi dir="ltr">loss.backward()</bdi>' in shown
    assert '<code dir="ltr">x*y*z</code>' in shown
    assert re.search(r'<div dir="ltr">\s*<pre><code>x = 1\n</code></pre>\s*</div>', shown)
    assert re.search(r'<div dir="ltr">\s*<p>Not <em>yet</em></p>\s*</div>', shown)
    assert shown.count("<div") == shown.count("</div>") == 3
