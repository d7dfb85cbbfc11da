from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.formulas.normal_form import is_trifle, macros, normalise, unbalanced_brace


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (r"a+b", r"a + b"),
        ("a+b", "a\u00a0+\u202fb"),
        ("a+b", "\u200fa+\u2066b\u2069"),
        (r"x \text{if } y", r"x \text{si } y"),
        (r"\mbox{where {nested}} x", r"\mbox{où} x"),
        ("0.5", "0,5"),
        ("12.25", "12,25"),
        ("x = y.", "x = y"),
        ("x = y", "x = y,"),
        ("x = y", "x = y؛"),
        ("f'(x)", "f’(x)"),
        ("f'(x)", r"f\prime(x)"),
        (r"a\,b\;c\quad d", "a b c d"),
        (r"\left( x \right)", "( x )"),
        (r"\bigl[ x \bigr]", "[ x ]"),
        (r"x^{2}", "x^2"),
        (r"{x}", "x"),
        (r"x_{\theta}", r"x_\theta"),
        (r"a \leq b", r"a \le b"),
        (r"\{a\}", r"\lbrace a\rbrace"),
        ("a, ..., b", r"a, \ldots, b"),
        ("٣ + ٤", "3 + 4"),
        (r"\displaystyle\sum\limits_i", r"\sum_i"),
        ("10\u202f000", "10000"),
    ],
)
def test_typography_makes_no_difference(left: str, right: str):
    assert normalise(left) == normalise(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("a+b", "a-b"),
        ("x", "X"),
        ("x_i", "x^i"),
        (r"\partial", r"\partiel"),
        (r"\frac{a}{b}", r"\frac{b}{a}"),
        ("x_{ij}", "x_i j"),
        ("0.5", "0.6"),
        ("f'", "f"),
        (r"\alpha", "alpha"),
        ("a,b", "a.b"),
        (r"\Rightarrow", r"\Leftarrow"),
        ("-x", "x"),
        ("x^{2}y", "x^{2y}"),
    ],
)
def test_other_mathematics_makes_a_difference(left: str, right: str):
    assert normalise(left) != normalise(right)


@pytest.mark.parametrize(
    ("arrow", "other"),
    [(r"\Rightarrow", r"\Leftarrow"), (r"\to", r"\leftarrow"), (r"\implies", r"\impliedby")],
)
def test_arrow_may_point_the_other_way_on_a_right_to_left_page_only(arrow: str, other: str):
    assert normalise(f"a {arrow} b", mirrored=True) == normalise(f"a {other} b", mirrored=True)
    assert normalise(f"a {arrow} b") != normalise(f"a {other} b")


@pytest.mark.parametrize("tex", ["5", "12", "0.5", "1,5", "-3", "50%", r"50\%", "%", r"\%", r"\times"])
def test_lone_number_percent_or_times_is_a_trifle(tex: str):
    assert is_trifle(normalise(tex))


@pytest.mark.parametrize("tex", ["x", "5x", "2^3", "1+1", r"\times x", r"\pi"])
def test_formula_is_no_trifle(tex: str):
    assert not is_trifle(normalise(tex))


def test_macros_are_the_commands_without_line_breaks():
    assert macros(r"\frac{\partial x}{y} \\n \alpha_1") == {r"\frac", r"\partial", r"\alpha"}


@pytest.mark.parametrize(
    ("tex", "unbalanced"),
    [("{x}", False), (r"\{x", False), ("{x", True), ("x}", True), ("}{", True), (r"\hat{Y}}", True), (r"{a\}}", False)],
)
def test_brace_without_a_partner_is_found(tex: str, unbalanced: bool):
    assert unbalanced_brace(tex) is unbalanced


@given(h.tex | h.any_text)
def test_normal_form_of_any_text_is_found(tex: str):
    normalised = normalise(tex)
    assert is_trifle(normalised) in (True, False)
    assert unbalanced_brace(tex) in (True, False)
    assert normalised == normalise(tex + " ")


@given(h.tex)
def test_spaces_around_and_marks_of_direction_never_make_a_difference(tex: str):
    assert normalise(f"\u200f {tex} \u200e") == normalise(tex)
