"""What the search sees of an article."""

from __future__ import annotations

from dragoman.rendering.direction import isolate_all
from dragoman.rendering.tree import Tree
from dragoman.rendering.words import FENCE, GLUE, Section, read

PAGE = """<p>Before the title.</p>
<h1 id="title">The <em>title</em></h1>
<p>An intro with <span class="math" dir="ltr" data-math="1">x² &lt; 1</span>, and mini<b>-batch</b>es.</p>
<h2 id="first"><a href="https://video.example">First</a><a class="headerlink" href="#first">&para;</a></h2>
<div class="example"><div class="highlight"><pre><code>wombat = 1</code></pre></div>
<div class="highlight output"><pre><code>quokka</code></pre></div>
<figure class="plot"><div data-search-exclude><svg><text>axis</text></svg></div><figcaption>A caption</figcaption></figure></div>
<ul><li>one</li><li>two</li></ul>
<h3>No anchor</h3><p>Below<br>it.</p><p hidden>never</p>
<h2 id="second">Second</h2>
<p class="downloads">code.py</p>"""


def text(words: list) -> str:
    return " ".join(word.shown for word in words)


def sections(page: str, lang: str = "en") -> list[Section]:
    tree = Tree(page)
    formulas = {node.mem_id: "x^2 < 1" for node in tree.all("span[data-math]")}
    if lang == "ar":
        isolate_all(tree)
    return read(tree, formulas, "A page", rtl=lang == "ar")


def test_headings_with_anchors_begin_sections_and_the_title_is_the_first() -> None:
    found = sections(PAGE)
    assert [(one.level, one.anchor, text(one.heading)) for one in found] == [
        (1, "", "The title"),
        (2, "first", "First"),
        (2, "second", "Second"),
    ]
    assert text(found[0].text).startswith("Before the title. An intro")


def test_terms_with_anchors_are_sections_until_their_list_ends() -> None:
    page = """<h1>Words</h1><p>All of them.</p><h2 id="a-to-z">A to Z</h2>
    <dl><dt id="adam"><dfn>Adam</dfn></dt><dd>A method.</dd>
    <dt id="bias"><dfn>biais</dfn> <span dir="ltr">(bias)</span></dt><dd>A number.
    <dl><dt id="bias-term">bias term</dt><dd>An inner one.</dd></dl> More of it.</dd>
    <dt>No anchor</dt><dd>stays here.</dd></dl>
    <p>Further reading.</p><h2 id="end">End</h2><p>Thanks.</p>"""
    assert [(one.level, one.anchor, text(one.heading), text(one.text)) for one in sections(page)] == [
        (1, "", "Words", "All of them."),
        (2, "a-to-z", "A to Z", "Further reading."),
        (6, "adam", "Adam", "A method."),
        (6, "bias", "biais (bias)", "A number. More of it. No anchor stays here."),
        (6, "bias-term", "bias term", "An inner one."),
        (2, "end", "End", "Thanks."),
    ]


def test_code_output_axes_navigation_and_links_of_the_theme_are_no_words_and_captions_are() -> None:
    found = sections(PAGE)
    assert text(found[1].text) == "A caption one two No anchor Below it."
    assert text(found[2].text) == ""


def test_formula_is_shown_whole_and_is_searched_by_its_tex_and_not_as_words() -> None:
    words = sections(PAGE)[0].text
    formula = next(word for word in words if "x²" in word.shown)
    assert formula == (f"{FENCE}x² < 1{FENCE},", ",", "x^2 < 1")


def test_of_code_the_lines_that_name_something_are_kept_and_output_and_what_is_left_out_are_not() -> None:
    page = """<h1>T</h1><h2 id="a">A</h2><div class="highlight"><pre><code>y = 2
    with torch.no_grad():  # e.g. x
1 + 1</code></pre></div><div class="highlight output"><pre><code>nn.Linear(1)</code></pre></div>
    <div data-search-exclude><div class="highlight"><pre><code>nn.ReLU()</code></pre></div></div>"""
    code = sections(page)[1].code
    assert "".join(f"{word.shown} " for word in code) == "y = 2\n with torch.no_grad(): # e.g. x\n "
    assert text(sections(page)[1].text) == ""


def test_chinese_has_no_space_where_its_source_breaks_a_line_or_a_paragraph_ends() -> None:
    (found,) = sections("<p>梯度\n下降，\n<b>收敛</b>。</p><p>用 PyTorch 算。</p><ul><li>学习</li><li>率</li></ul>")
    shown = "".join(word.shown if word.shown.startswith(GLUE) else f" {word.shown}" for word in found.text)
    assert shown.replace(GLUE, "").strip() == "梯度下降，收敛。用 PyTorch 算。学习 率"


def test_word_in_two_elements_is_one_word() -> None:
    assert "mini-batches." in [word.searched for word in sections(PAGE)[0].text]


def test_left_to_right_runs_of_arabic_stay_isolated() -> None:
    page = "<p>دالة (cost function) عند <code>lr--</code> هنا.</p>"
    shown = text(sections(page, "ar")[0].text)
    assert "\u2066cost function\u2069" in shown
    assert "\u2066lr--\u2069" in shown
    assert "\u2066" not in text(sections(page, "en")[0].text)


def test_page_that_does_not_begin_with_its_title_has_it_all_the_same() -> None:
    (found,) = sections("<p>text</p>")
    assert (text(found.heading), text(found.text)) == ("A page", "text")


def test_mark_of_a_note_is_no_part_of_the_word_before_it_and_the_way_back_is_no_word() -> None:
    html = (
        '<p>uphill<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup> then</p><div class="footnote"><ol>'
        '<li id="fn:a"><p>Against it. <a class="footnote-backref" href="#fnref:a">↩</a></p></li></ol></div>'
    )
    (section,) = read(Tree(html), {}, "Title", rtl=False)
    assert [word.searched for word in section.text] == ["uphill", "then", "Against", "it."]
