from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from markdown import Markdown

import hypothesis_profile as h
from dragoman.formulas.extension import Formulas
from dragoman.pages.placeholders import Placeholders, without
from rendered import KATEX, both, convert, filled, finished


def stashed(text: str) -> tuple[str, Placeholders]:
    """Return a text with tokens, and what these stand for."""
    waiting: Placeholders = Placeholders()
    return Formulas(KATEX, waiting, lambda *_: None).stash(text), waiting


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_formula_is_words_in_a_span_until_the_page_is_finished():
    html = convert("a $w_k$ b")
    assert html == '<p>a <span class="math" dir="ltr">wₖ</span> b</p>'


def test_finished_page_has_the_formula_of_katex():
    page = finished("a $w_k$ b")
    assert page.startswith('<p>a <span class="math" dir="ltr"><span class="katex">')
    assert "data-math" not in page


def test_display_can_be_scrolled_with_the_keyboard():
    page = finished("$$\nx\n$$")
    assert '<span class="math math-display" dir="ltr" tabindex="0">' in page
    assert "katex-display" in page


@pytest.mark.parametrize("tex", ["a_1 * b_1 * c", r"\{ x \}", r"a \\ b", "a < b", "[a](b)", "x_{i}_", r"a | b", "<b>"])
def test_markdown_leaves_tex_alone(tex: str):
    html = Markdown().convert(stashed(f"- a ${tex}$ *b*\n")[0])
    assert re.fullmatch(r"<ul>\n<li>a [^ <>]+ <em>b</em></li>\n</ul>", html)
    text, waiting = stashed(f"${tex}$")
    assert [one.tex for one in waiting.split(text)] == [tex]


def test_pipe_in_a_formula_splits_no_cell():
    html = convert("| a | b |\n|---|---|\n| $|x|$ | c |\n")
    assert html.count("<td>") == 2


def test_escaped_dollar_is_a_dollar():
    assert convert(r"it costs \$5 and \$6") == "<p>it costs $5 and $6</p>"


@pytest.mark.parametrize("code", ["`$x$`", "```\n$x$\n```"])
def test_dollars_in_code_stay_as_they_are(code: str):
    assert words(convert(f"a\n\n{code}\n")).split() == ["a", "$x$"]


def test_formula_in_a_raw_html_block_is_typeset():
    assert "katex" in finished("<p>\na $x$\n</p>\n")


def test_formula_in_an_attribute_is_in_words():
    assert 'alt="the wₖ of it"' in convert('<img src="a.png" alt="the $w_k$ of it">')


@pytest.mark.parametrize("alt", ["f(x) > 0, $w_k$", "a <b> $w_k$"])
def test_formula_in_an_attribute_with_angle_brackets_is_in_words(alt: str):
    html, _ = filled(*stashed(f'<img alt="{alt}" src="a.png"> $x$'))
    assert html.count("<span") == 1
    assert f'alt="{alt.replace("$w_k$", "wₖ")}"' in unescape(html)


def test_formula_in_the_code_of_a_raw_element_is_its_source():
    token, waiting = stashed("$x<y$")
    assert filled(f"<code>{token}</code> {token}", waiting)[0].startswith("<code>$x&lt;y$</code> <span")


def test_heading_and_its_anchor_have_no_token():
    html = convert("## The $x^2$ term\n")
    assert re.search(r'<h2 id="[\w-]+">The <span class="math"', html)


def test_title_is_in_words():
    assert Formulas(KATEX, Placeholders(), lambda *_: None).plain(r"The $w_k$ for \$5") == "The wₖ for $5"


@pytest.mark.parametrize(
    "tex", [r"\kern-15em\colorbox{white}{x}", r"a\kern19em b", r"\smash{\raisebox{9em}{x}}", r"\llap{x}"]
)
def test_formula_that_reaches_out_of_its_place_is_kept_in_a_box_of_its_own(tex: str):
    assert '<span class="math math-wide" dir="ltr" tabindex="0">' in finished(f"a ${tex}$")
    assert "math-wide" not in finished(r"a $x \quad y \, z \neq \! 0$")


def test_refused_formula_is_shown_as_its_source_and_reported():
    refused = []
    _, page = both(r"a $\nope{<b>}$ b", on_error=lambda tex, _: refused.append(tex))
    assert set(refused) == {r"\nope{<b>}"}
    assert re.search(r'<code class="math-error" dir="ltr" title="[^"<>]+">\\nope\{&lt;b&gt;\}</code>', page)


def test_page_that_spoofs_a_token_shows_no_formula():
    token, _ = stashed("$secret$")
    entities = "".join(f"&#{ord(sign)};" for sign in token)
    for forged in (token, entities, "\U000f0000\U000f0019\U000f0001"):
        for html in both(f"a {forged} b $x$"):
            assert "secret" not in html
            assert not set(html) & set(h.PRIVATE)
    assert convert("a \U000f0000\U000f0019\U000f0019\U000f0001 b") == "<p>a  b</p>"


@given(h.hostile_text)
def test_no_token_is_left_of_any_text(text: str):
    plain = Formulas(KATEX, Placeholders(), lambda *_: None).plain(text)
    for html in (plain, *filled(*stashed(without(text))), *both(text)):
        assert not set(html) & set(h.PRIVATE)


@given(h.prose, h.tex)
def test_every_formula_reaches_the_finished_page(before: str, tex: str):
    page = finished(f"{before} ${tex}$ end")
    assert 'class="katex"' in page or 'class="math-error"' in page
    assert words(re.sub(r'<span class="math" .*', "", page)).strip() == before
