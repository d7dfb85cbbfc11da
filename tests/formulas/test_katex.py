from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.formulas.katex import Katex, Rendered, TexError

SCRIPT = Path(__file__).parents[2] / "node_modules" / "katex" / "dist" / "katex.min.js"
KATEX = Katex(SCRIPT, {r"\R": r"\mathbb{R}", r"\pd": r"\frac{\partial #1}{\partial #2}"})


def render(tex: str, *, display: bool = False) -> Rendered | TexError:
    return KATEX.render([(tex, display)])[0]


def plain(tex: str) -> str:
    result = render(tex)
    assert isinstance(result, Rendered), result
    return result.plain


def html(tex: str, *, display: bool = False) -> str:
    result = render(tex, display=display)
    assert isinstance(result, Rendered), result
    return result.html


def test_formula_is_html_and_mathml():
    assert '<span class="katex-html"' in html("x^2")
    assert "<math" in html("x^2")
    assert '<annotation encoding="application/x-tex">x^2</annotation>' in html("x^2")


def test_display_is_told_from_inline():
    assert "katex-display" in html("x", display=True)
    assert "katex-display" not in html("x")


def test_results_come_in_the_order_of_the_formulas():
    first, second, third = KATEX.render([("a", False), (r"\nope", False), ("a", True)])
    assert isinstance(first, Rendered)
    assert isinstance(second, TexError)
    assert isinstance(third, Rendered)
    assert first.html != third.html


def test_nothing_to_render_renders_nothing():
    assert KATEX.render([]) == []


def test_macros_are_known_and_take_arguments():
    assert plain(r"\R") == "ℝ"
    assert plain(r"\pd{y}{x}") == "∂y/∂x"


def test_macro_of_a_page_is_gone_on_the_next():
    render(r"\gdef\mine{x} \mine")
    assert isinstance(render(r"\mine"), TexError)


def test_refused_formula_says_why_and_where():
    result = render(r"a + \nope")
    assert isinstance(result, TexError)
    assert r"\nope" in result.message
    assert result.position == 4


@pytest.mark.parametrize("tex", ["{", "a}", r"\frac{a}", r"\left( a", "a & b", "x^2^3", r"\begin{matrix} a"])
def test_malformed_formula_is_an_error(tex: str):
    assert isinstance(render(tex), TexError)


@pytest.mark.parametrize("tex", [r"\href{javascript:alert(1)}{a}", r"\includegraphics{a.png}", r"\htmlClass{a}{b}"])
def test_command_that_could_leave_the_formula_is_an_error(tex: str):
    result = render(tex)
    assert isinstance(result, TexError)
    assert "is not allowed" in result.message


def test_formula_without_end_is_an_error():
    assert isinstance(render(r"\def\a{\a\a}\a"), TexError)
    assert isinstance(render("{" * 3000 + "x" + "}" * 3000), TexError)


@pytest.mark.parametrize("sign", ["\ufffe", "\uffff", "\x01", "\x0c"])
def test_character_that_html_does_not_know_is_an_error(sign: str):
    assert isinstance(render(f"a{sign}b"), TexError)


@pytest.mark.parametrize("levels", [600, 3000])
@pytest.mark.parametrize("tex", [r"\sqrt{", r"\hat{", r"\frac{1}{", "x_{"])
def test_formula_that_is_nested_too_deeply_is_an_error(tex: str, levels: int):
    assert isinstance(render(tex * levels + "x" + "}" * levels), TexError)


def test_arabic_words_in_a_formula_run_from_right_to_left():
    assert '<span class="mord text" dir="rtl">' in html(r"x = \text{سطر}")
    assert 'dir="rtl"' not in html(r"x = \text{row}")


def test_only_the_words_that_are_arabic_change_direction():
    page = html(r"\text{row} + \text{سطر} + \text{col}")
    assert page.count('<span class="mord text"') == 3
    assert page.count('<span class="mord text" dir="rtl">') == 1


@given(h.tex | st.text(max_size=20))
def test_any_tex_is_rendered_or_refused(tex: str):
    result = render(tex)
    if isinstance(result, Rendered):
        assert result.html.startswith("<span")
        assert "<" not in result.plain or "<" in tex or r"\l" in tex
    else:
        assert result.message
        assert result.position >= 0
