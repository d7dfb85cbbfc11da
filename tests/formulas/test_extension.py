from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from markdown import Markdown

import hypothesis_profile as h
from dragoman.formulas.extension import FormulaStash, MathExtension
from dragoman.formulas.katex import Katex, TexError
from dragoman.rendering.kramdown import KramdownExtension

SCRIPT = Path(__file__).parents[2] / "node_modules" / "katex" / "dist" / "katex.min.js"
KATEX = Katex(SCRIPT, {})


def ignore(_tex: str, _error: TexError) -> None:
    pass


def new_stash() -> FormulaStash:
    return FormulaStash(KATEX, ignore)


def convert(text: str, stash: FormulaStash | None = None) -> str:
    extensions = ["tables", "md_in_html", "sane_lists", "attr_list", "toc", "pymdownx.superfences"]
    math = MathExtension(stash or new_stash())
    return Markdown(extensions=[*extensions, math, KramdownExtension()]).convert(text)


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_formula_is_words_in_a_span_until_the_page_is_finished():
    html = convert("a $w_k$ b")
    assert html == '<p>a <span class="math" dir="ltr" data-math="0">wₖ</span> b</p>'


def test_finished_page_has_the_formula_of_katex():
    stash = new_stash()
    page = stash.typeset(convert("a $w_k$ b", stash))
    assert page.startswith('<p>a <span class="math" dir="ltr"><span class="katex">')
    assert "data-math" not in page


def test_display_can_be_scrolled_with_the_keyboard():
    stash = new_stash()
    page = stash.typeset(convert("$$\nx\n$$", stash))
    assert '<span class="math math-display" dir="ltr" tabindex="0">' in page
    assert "katex-display" in page


@pytest.mark.parametrize("tex", ["a_1 * b_1 * c", r"\{ x \}", r"a \\ b", "a < b", "[a](b)", "x_{i}_", r"a | b", "<b>"])
def test_markdown_leaves_tex_alone(tex: str):
    stash = new_stash()
    convert(f"- a ${tex}$ *b*\n", stash)
    assert [formula[0] for formula in stash._formulas] == [tex]


def test_pipe_in_a_formula_splits_no_cell():
    html = convert("| a | b |\n|---|---|\n| $|x|$ | c |\n")
    assert html.count("<td>") == 2


def test_formula_twice_is_one_formula():
    html = convert("$x$ and $x$ and $y$")
    assert re.findall(r'data-math="(\d+)"', html) == ["0", "0", "1"]


def test_pages_share_the_numbers_of_a_stash():
    stash = new_stash()
    assert 'data-math="0"' in convert("$x$", stash)
    assert 'data-math="1"' in convert("$y$", stash)


def test_escaped_dollar_is_a_dollar():
    assert convert(r"it costs \$5 and \$6") == "<p>it costs $5 and $6</p>"


@pytest.mark.parametrize("code", ["`$x$`", "```\n$x$\n```"])
def test_dollars_in_code_stay_as_they_are(code: str):
    assert words(convert(f"a\n\n{code}\n")).split() == ["a", "$x$"]


def test_formula_in_a_raw_html_block_is_typeset():
    stash = new_stash()
    assert "katex" in stash.typeset(convert("<p>\na $x$\n</p>\n", stash))


def test_formula_in_an_attribute_is_in_words():
    assert 'alt="the wₖ of it"' in convert('<img src="a.png" alt="the $w_k$ of it">')


@pytest.mark.parametrize("alt", ["f(x) > 0, $w_k$", "a <b> $w_k$"])
def test_formula_in_an_attribute_with_angle_brackets_is_in_words(alt: str):
    stash = new_stash()
    html = stash.mark(stash.stash(f'<img alt="{alt}" src="a.png"> $x$'))
    assert html.count("<span") == 1
    assert f'alt="{alt.replace("$w_k$", "wₖ")}"' in html


def test_formula_in_the_code_of_a_raw_element_is_its_source():
    stash = new_stash()
    token = stash.stash("$x<y$")
    assert stash.mark(f"<code>{token}</code> {token}").startswith("<code>$x&lt;y$</code> <span")


def test_heading_and_its_anchor_have_no_token():
    html = convert("## The $x^2$ term\n")
    assert re.search(r'<h2 id="[\w-]+">The <span class="math"', html)


def test_title_is_in_words():
    assert new_stash().plain(r"The $w_k$ for \$5") == "The wₖ for $5"


@pytest.mark.parametrize(
    "tex", [r"\kern-15em\colorbox{white}{x}", r"a\kern19em b", r"\smash{\raisebox{9em}{x}}", r"\llap{x}"]
)
def test_formula_that_reaches_out_of_its_place_is_kept_in_a_box_of_its_own(tex: str):
    stash = new_stash()
    assert '<span class="math math-wide" dir="ltr" tabindex="0">' in stash.typeset(convert(f"a ${tex}$", stash))
    assert "math-wide" not in stash.typeset(convert(r"a $x \quad y \, z \neq \! 0$", stash))


def test_refused_formula_is_shown_as_its_source_and_reported():
    refused = []
    stash = FormulaStash(KATEX, lambda tex, _: refused.append(tex))
    page = stash.typeset(convert(r"a $\nope{<b>}$ b", stash))
    assert set(refused) == {r"\nope{<b>}"}
    assert re.search(r'<code class="math-error" dir="ltr" title="[^"<>]+">\\nope\{&lt;b&gt;\}</code>', page)


def test_page_that_spoofs_a_token_shows_no_formula_of_another_page():
    stash = new_stash()
    token = stash.stash("$secret$")
    assert "secret" not in words(convert(f"a {token} b", stash)).replace(" ", "")
    assert convert("a \U000f0000\U000f0019\U000f0019\U000f0001 b", stash) == "<p>a  b</p>"


@given(h.hostile_text)
def test_no_token_is_left_of_any_text(text: str):
    stash = new_stash()
    for html in (stash.mark(stash.stash(text)), stash.plain(text), convert(text, stash)):
        assert not set(html) & set(h.PRIVATE)
        assert not set(stash.typeset(html)) & set(h.PRIVATE)


@given(h.prose, h.tex)
def test_every_formula_reaches_the_finished_page(before: str, tex: str):
    stash = new_stash()
    page = stash.typeset(convert(f"{before} ${tex}$ end", stash))
    assert 'class="katex"' in page or 'class="math-error"' in page
    assert words(re.sub(r'<span class="math" .*', "", page)).strip() == before
