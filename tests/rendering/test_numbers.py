"""What is numbered in an article, and what refers to it: their anchors, their words, their links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dragoman.rendering import constructs
from dragoman.rendering.page import Article, Place
from dragoman.website.build import Settings, Site
from projects import PNG, ROOT

PLACE = Place("Title", None, lambda name, lang: f"/{lang}/{name}", lambda _: (3, 2))
LABELLED = """\
## Momentum {#sec:momentum}

$$
p = \\nabla f
$$ {#eq:p}

$$
\\begin{align} a &= b \\label{eq:a} \\\\ c &= d \\\\ e &= f \\label{eq:e} \\end{align}
$$

![A hill](hill.png "Where $f$ falls"){width="30"} {#fig:hill}

Losses of $x$. {#tbl:losses}

| a |
| - |
| b |

```python title="train.py" {#lst:train}
x = 1
```

- An item

    ```text {#lst:plain}
    y
    ```

!!! theorem "Sums of $f$" {#thm:sums}
    A sum.

??? lemma {#lem:one}
    A lemma.
"""
REFERRING = (
    "See [](#sec:momentum), [](#eq:p), \\eqref{eq:a}, \\ref{eq:e}, [](#fig:hill), [](#tbl:losses), [](#lst:train), "
    "[](#lst:plain), [](#thm:sums), [](#lem:one), [the hill](#fig:hill), [](#eq:none).\n\n$$ x + \\eqref{eq:p} $$\n"
)


def site(folder: Path, **files: str) -> Site:
    for name, text in files.items():
        file = folder / "docs" / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        head = "---\ntitle: x\n" + (f"lang: {file.parent.parent.name}\n" if file.parent.parent.name != "en" else "")
        file.with_suffix(".md").write_text(f"{head}---\n\n{text}", "utf-8")
        (file.parent / "hill.png").write_bytes(PNG)
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    nav = [{"One": ["one/x.md"]}, {"Two": ["two/a.md", "two/b.md"]}]
    folders = (folder, folder / "docs", ("en", "fa"), "en")
    return Site(Settings(*folders, {}, katex, folder / "snippets", folder / ".cache", nav=nav))


def article(made: Site, path: str) -> Article:
    page = made.page(path)
    assert page is not None
    extensions, settings = constructs.extended([], {})
    return page.article(page.markdown("../"), PLACE, extensions, settings)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    files = {"en__one__x": "$$ x $$ {#eq:x}\n", "en__two__a": LABELLED, "en__two__b": REFERRING}
    files |= {"fa__two__a": LABELLED.replace(" {#sec:momentum}", ""), "fa__two__b": REFERRING}
    return site(tmp_path_factory.mktemp("numbers"), **files)


@pytest.fixture(scope="module")
def articles(made: Site) -> dict[str, Article]:
    return {path: article(made, path) for path in ("en/two/a.md", "en/two/b.md", "fa/two/a.md", "fa/two/b.md")}


def tree(made: Article) -> LexborNode:
    root = LexborHTMLParser(made.html).root
    assert root is not None
    return root


def words(node: LexborNode | None) -> str:
    assert node is not None
    for hidden in node.css(".katex-mathml, .headerlink"):
        hidden.decompose()
    return " ".join(node.text().replace("\u200b", "").split())


def at(root: LexborNode, anchor: str) -> LexborNode | None:
    return root.css_first(f'[id="{anchor}"]')


@pytest.mark.parametrize(
    ("anchor", "inside", "english", "persian"),
    [
        ("sec:momentum", "*", "2.1 Momentum", "۲.۱ Momentum"),
        ("eq:p", ".katex-tag", "(2.1)", "(۲.۱)"),
        ("fig:hill", "figcaption", "Figure 2.1 Where f falls", "شکل ۲.۱ Where f falls"),
        ("tbl:losses", "caption", "Table 2.1 Losses of x.", "جدول ۲.۱ Losses of x."),
        ("lst:train", ".filename", "Listing 2.1 train.py", "برنامهٔ ۲.۱ train.py"),
        ("lst:plain", ".filename", "Listing 2.2", "برنامهٔ ۲.۲"),
        ("thm:sums", ".admonition-title", "Theorem 2.1 (Sums of f)", "قضیهٔ ۲.۱ (Sums of f)"),
        ("lem:one", "summary", "Lemma 2.1", "لم ۲.۱"),
    ],
)
def test_what_has_a_label_shows_its_number(
    articles: dict[str, Article], anchor: str, inside: str, english: str, persian: str
) -> None:
    for lang, shown in (("en", english), ("fa", persian)):
        carrier = at(tree(articles[f"{lang}/two/a.md"]), anchor)
        assert carrier is not None
        assert words(carrier if inside == "*" else carrier.css_first(inside)) == shown


def test_rows_of_a_formula_have_numbers_where_they_have_labels_and_anchors_of_their_own(
    articles: dict[str, Article],
) -> None:
    root = tree(articles["en/two/a.md"])
    shown = words(at(root, "eq:a"))
    assert "(2.2)" in shown
    assert "(2.3)" in shown
    assert "(1)" not in shown
    assert at(root, "eq:e") is not None


@pytest.mark.parametrize("lang", ["en", "fa"])
def test_references_lead_to_the_page_that_has_the_label_and_say_its_number(
    articles: dict[str, Article], lang: str
) -> None:
    root = tree(articles[f"{lang}/two/b.md"])
    links = {words(link): link.attributes["href"] for link in root.css("a.reference")}
    western = {one.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")): link for one, link in links.items()}
    assert {one.split()[-1] for one in western} == {"(2.1)", "(2.2)", "2.3", "2.1", "2.2", "hill"}
    assert {link.partition("#")[0] for link in links.values() if link} == {"a.md"}
    assert len(links) == 11
    assert "eq:none" in words(root)
    assert ("(2.1)" if lang == "en" else "(۲.۱)") in words(root.css(".math")[-1])


def test_caption_and_formula_are_found_with_their_numbers(articles: dict[str, Article]) -> None:
    found = [word.shown for section in articles["en/two/a.md"].sections for word in section.text]
    assert "Figure 2.1 Where f falls Table 2.1 Losses" in " ".join(found).replace("\u2063", "")
    assert any("(2.1)" in one for one in found)


def test_nothing_of_a_label_shows_in_the_page(made: Site, articles: dict[str, Article]) -> None:
    for lang in ("en", "fa"):
        shown = words(tree(articles[f"{lang}/two/a.md"]))
        assert "{#" not in shown
        assert "label" not in shown
    assert [str(one) for one in made.late if "label" in one.message or "{#" in one.message] == []


def test_page_is_made_from_the_numbers_that_it_shows(tmp_path: Path) -> None:
    def inputs(other: str) -> object:
        made = site(tmp_path, en__one__x="$$ x $$ {#eq:x}\n", en__two__b="[](#eq:x)\n", en__two__a=other)
        page = made.page("en/two/b.md")
        assert page is not None
        return page.inputs("", PLACE)

    assert inputs("Words.\n") == inputs("$$ y $$ {#eq:y}\n")
    before = inputs("")
    (tmp_path / "docs" / "en" / "one" / "x.md").unlink()
    made = site(tmp_path, en__one__x="$$ z $$ {#eq:z}\n\n$$ x $$ {#eq:x}\n")
    page = made.page("en/two/b.md")
    assert page is not None
    assert page.inputs("", PLACE) != before


def test_nothing_around_what_is_numbered_is_lost(tmp_path: Path) -> None:
    text = (
        "Right above\n```python {#lst:a}\nx = 1\n```\nright below.\n\nText\n![w](hill.png) {#fig:a}\n\n"
        "> Quoted:\n>\n> ```python {#lst:b}\n> y = 2\n> ```\n\n```mermaid {#fig:d}\nflowchart LR\n  a --> b\n```\n\n"
        '!!! theorem "" {#thm:a}\n    !!! note "Inner"\n        z\n\n## As in [](#lst:a)\n'
    )
    made = site(tmp_path, en__one__x=text)
    found = article(made, "en/one/x.md")
    root = tree(found)
    shown = words(root)
    for one in ("Right above", "x = 1", "right below.", "Text", "Quoted:", "y = 2", "a --> b", "Inner", "z"):
        assert one in shown
    assert [words(one) for one in root.css(".number")] == ["Listing 1.1", "Listing 1.2", "Figure 1.1", "Theorem 1.1"]
    assert words(at(root, "thm:a").css_first("p")) == "Theorem 1.1"
    assert root.css_first("h2").attributes["id"] == "as-in"
    assert "blockquote" in {one.tag for one in root.css("blockquote")}


CONTAINERS = (
    "Note[^1].\n\n[^1]: Text.\n\n    $$\n    x\n    $$ {#eq:note}",
    "Term\n:   Meaning\n\n    $$\n    x\n    $$ {#eq:meaning}",
    '=== "Tab"\n\n    ![A](hill.png) {#fig:tab}\n\n    Words. {#tbl:tab}\n\n    | a |\n    | - |\n\n    ```text {#lst:tab}\n    x\n    ```',
    '<div markdown="1">\n\n$$ x $$ {#eq:div}\n\n</div>',
    "> !!! theorem {#thm:quoted}\n>     x",
    "1. one\n   $$\n   x\n   $$ {#eq:item}\n2. two\n\n    ![A](hill.png){width=30} {#fig:item}",
    "- a\n  - b\n\n    Words. {#tbl:item}\n\n    | a |\n    | - |\n    | b |",
    "Right above. {#tbl:above}\n| a |\n| - |\n| b |",
    "a | b\n--|--\n1 | 2\n\nBelow. {#tbl:below}",
    "Underlined {#sec:underlined}\n---",
    "\\[ x \\] {#eq:bracket}",
    '```{.python title="a.py"} {#lst:braces}\nx\n```',
    '```python linenums="1" {#lst:lines}\nx\ny\n```',
)


def test_label_is_read_in_every_container(tmp_path: Path) -> None:
    text = "\n\nBetween.\n\n".join(CONTAINERS)
    made = site(tmp_path, en__one__x=text)
    root = tree(article(made, "en/one/x.md"))
    assert "{#" not in words(root)
    assert [str(one) for one in made.findings] == []
    labels = re.findall(r"\{#([\w:]+)\}", text)
    assert [one for one in labels if at(root, one) is None] == []


def test_figure_and_table_of_html_get_a_caption_where_they_have_none(tmp_path: Path) -> None:
    text = (
        '<figure id="fig:a"><img src="hill.png" alt="A"></figure>\n\n<figure id="fig:b"><img src="hill.png" alt="B">'
        '<figcaption>High</figcaption></figure>\n\n<table id="tbl:a"><tr><td>1</td></tr></table>\n'
    )
    root = tree(article(site(tmp_path, en__one__x=text), "en/one/x.md"))
    assert [words(one) for one in root.css("figcaption, caption")] == ["Figure 1.1", "Figure 1.2 High", "Table 1.1"]
    assert root.css_first("figure").last_child.tag == "figcaption"
    assert root.css_first("table").first_child.tag == "caption"


def test_reference_finds_a_page_whatever_its_name(tmp_path: Path) -> None:
    files = {"en__été (1)": "$$ x $$ {#eq:x}\n", "en__one__x": "[](#eq:x) and [$x$ there](#eq:x)\n"}
    root = tree(article(site(tmp_path, **files), "en/one/x.md"))
    assert [one.attributes["href"] for one in root.css("a")] == ["../%C3%A9t%C3%A9%20%281%29.md#eq:x"] * 2
    assert [words(one)[-5:] for one in root.css("a")] == ["(1)", "there"]


def test_description_of_a_page_has_the_numbers_and_no_marks(tmp_path: Path) -> None:
    made = site(tmp_path, en__one__x="By [](#eq:a) and \\ref{eq:a}, $x$ falls.\n\n$$ x $$ {#eq:a}\n")
    assert made.description("en/one/x.md") == "By (1.1) and 1.1, x falls."


def test_paragraph_image_and_fence_that_may_have_no_label_stay_as_they_are(tmp_path: Path) -> None:
    made = site(tmp_path, en__one__x="Words {#fig:a}\n\n```python {#eq:b}\nx = 1\n```\n\nWords.\n")
    root = tree(article(made, "en/one/x.md"))
    assert root.css_first("figure") is None
    assert {one.kind for one in made.findings} == {"label.place"}


def test_reference_in_the_title_of_what_folds_is_its_words_alone(tmp_path: Path) -> None:
    text = '$$ x $$ {#eq:x}\n\n??? note "Why [](#eq:x)?"\n    See [](#eq:x).\n'
    root = tree(article(site(tmp_path, en__one__x=text), "en/one/x.md"))
    assert words(root.css_first("summary")) == "Why (1.1)?"
    assert len(root.css("a.reference")) == 1
