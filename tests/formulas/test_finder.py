from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.formulas.finder import INVISIBLE, find, find_in_block
from reading import found


def displays(text: str) -> list[bool]:
    return [formula.display for formula in find(text).formulas]


@pytest.mark.parametrize(
    ("text", "display"),
    [("a $x_1$ b", False), (r"a \(x_1\) b", False), ("a\n\n$$x_1$$\n\nb", True), ("a\n\n\\[x_1\\]\n\nb", True)],
)
def test_formula_is_found_between_its_delimiters(text: str, display: bool):
    (formula,) = find(text).formulas
    assert (formula.tex, formula.display) == ("x_1", display)
    assert text[formula.tex_start :].startswith("x_1")
    assert text[: formula.start] + text[formula.end :] == text.replace(text[formula.start : formula.end], "")


def test_display_over_several_lines_is_one_formula():
    assert found("$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n$$\n") == [
        "\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}"
    ]


def test_display_with_a_blank_line_is_one_formula():
    assert found("$$\na\n\n= b\n$$\n\n$c$\n") == ["a\n\n= b", "c"]


@pytest.mark.parametrize("before", ["", "  ", "    ", "- ", "1. ", "> "])
def test_double_dollars_with_lines_to_themselves_are_a_display(before: str):
    assert displays(f"{before}$$x$$\n") == [True]


def test_double_dollars_in_mid_line_are_inline():
    assert displays("a $$x$$ b") == [False]


def test_double_dollars_in_mid_line_do_not_cross_a_blank_line():
    assert found("a $$ b\n\nc $x$ $$ d") == ["x"]


@pytest.mark.parametrize(
    "code",
    [
        "`$x$`",
        "`` $x$ ` ``",
        "```\n$x$\n```",
        "~~~\n$$x$$\n~~~",
        "    $x$ = 1",
        "<code>$x$</code>",
        "<pre>\n$x$\n</pre>",
    ],
)
def test_dollars_in_code_are_code(code: str):
    assert found(f"a\n\n{code}\n\nb $y$\n") == ["y"]
    assert find(f"a\n\n{code}\n\nb $y$\n").unbalanced == ()


def test_formula_in_an_indented_paragraph_of_a_list_is_a_formula():
    assert found("- a\n\n    with $x$\n\n    $$y$$\n") == ["x", "y"]


def test_line_break_before_a_dollar_does_not_escape_it():
    assert found(r"$a \\$ b") == [r"a \\"]


def test_formula_crosses_a_line_end_but_no_blank_line():
    assert found("$a +\nb$") == ["a +\nb"]
    assert found("$a +\n\nb$") == []


def test_command_outside_of_a_formula_is_reported():
    text = r"a \alpha b $\beta$"
    assert [text[offset:] for offset in find(text).outside] == [r"\alpha b $\beta$"]


def test_invisible_characters_do_not_reach_katex():
    assert found("$a\u200f_\u202a1\u202c$ \ufeff") == ["a_1"]


def test_entities_are_their_characters():
    assert found("$a &lt; b &amp; c$") == ["a < b & c"]


def test_escaped_subscript_is_a_subscript_between_single_dollars_only():
    assert found(r"$x\_i$") == ["x_i"]
    assert found("$$\nx\\_i\n$$") == [r"x\_i"]


def test_script_that_is_a_font_command_gets_its_braces():
    assert found(r"$x_\text{max}^\boldsymbol{k}$") == [r"x_{\text{max}}^{\boldsymbol{k}}"]


def test_quotation_marks_of_a_block_are_no_part_of_its_formula():
    assert found("> $$\n> a\n> > b\n> $$\n") == ["a\n> b"]


def test_windows_line_ends_hide_no_formula():
    assert found("a $x$\r\n\r\n$$\r\ny\r\n$$\r\n") == ["x", "y"]


@given(h.hostile_text | h.any_text)
def test_formulas_of_any_text_are_in_order_and_apart(text: str):
    math = find(text)
    position = 0
    for formula in math.formulas:
        assert position <= formula.start < formula.tex_start <= formula.end <= len(text)
        assert not INVISIBLE.search(formula.tex)
        position = formula.end
    for offset in (*math.unbalanced, *math.outside, *math.escaped):
        assert not any(formula.start <= offset < formula.end for formula in math.formulas)
    assert all(text[offset] == "$" or text[offset : offset + 2] in ("\\(", "\\[") for offset in math.unbalanced)


@given(st.lists(st.tuples(h.prose, h.tex), min_size=1, max_size=5))
def test_tex_between_dollars_comes_back_as_it_was(pieces: list[tuple[str, str]]):
    text = " ".join(f"{words} ${tex}$" for words, tex in pieces) + " end"
    math = find(text)
    assert [formula.tex for formula in math.formulas] == [tex for _, tex in pieces]
    assert (math.unbalanced, math.outside) == ((), ())


@given(st.lists(st.tuples(h.prose, h.tex), min_size=1, max_size=5), st.sampled_from([("$$", "$$"), ("\\[", "\\]")]))
def test_tex_between_display_delimiters_comes_back_as_it_was(
    pieces: list[tuple[str, str]], delimiters: tuple[str, str]
):
    opening, closing = delimiters
    text = "\n\n".join(f"{words}\n\n{opening}\n{tex}\n{closing}" for words, tex in pieces)
    math = find(text)
    assert [(formula.tex, formula.display) for formula in math.formulas] == [(tex, True) for _, tex in pieces]
    assert (math.unbalanced, math.outside) == ((), ())


@given(h.prose, h.tex, h.prose)
def test_tex_between_brackets_comes_back_as_it_was(before: str, tex: str, after: str):
    assert found(f"{before} \\({tex}\\) {after}") == [tex]


def test_indented_block_taken_from_a_list_holds_formulas_not_code():
    text = "    first $x$\n    second $y$"
    assert [formula.tex for formula in find_in_block(text).formulas] == ["x", "y"]
    assert find(text).formulas == ()


def test_fence_in_a_block_holds_no_formulas():
    assert find_in_block("```\n$x$\n```\n$y$").formulas[0].tex == "y"
