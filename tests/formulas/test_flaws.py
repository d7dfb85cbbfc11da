from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.findings import Flaw, Severity
from dragoman.formulas.finder import find
from dragoman.formulas.flaws import clashes, flaws
from dragoman.formulas.katex import Katex

KATEX = Katex(Path(__file__).parents[2] / "node_modules" / "katex" / "dist" / "katex.min.js", {})


def found(text: str) -> list[Flaw]:
    return list(flaws(text, find(text)))


def numbers(text: str) -> list[tuple[int, int, str]]:
    """Return the line of each formula whose number is not its own, that of the first, and the number."""
    formulas = find(text).formulas
    results = KATEX.render((formula.tex, formula.display) for formula in formulas)
    return [
        (text.count("\n", 0, one.start) + 1, text.count("\n", 0, first.start) + 1, number)
        for one, first, number in clashes(zip(formulas, results, strict=True))
    ]


@pytest.mark.parametrize(
    "text", ["$x$ and $y$", "$$\nx \\\\\ny\n$$", "$5 or $10", r"$a\%$", "| $a$ | $|b|$ |", r"$\|x\|$"]
)
def test_good_formula_has_no_flaw(text: str):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("a $x b", "unbalanced", "found $ without a partner at “$x b”, expected $…$: add the missing $"),
        (r"a \alpha b", "outside", r"found \alpha outside of a formula, expected TeX between dollars"),
        ("a $90%$ b", "comment", "found % in $90%$, after which TeX reads nothing on the line"),
        ("$$\n90 % of x\n+ y\n$$", "comment", "found % in $$ 90 % of x + y $$"),
        ("$$\nx\n+ 90%\n$$", "comment", "found %"),
        (r"$\text{90%}$", "comment", "found %"),
        (r"| a | $x \| y$ |", "pipe", r"found \| in $x \| y$ in a table, which is | in a cell and ‖ in TeX"),
        ("a | b\n--|--\n$x \\| y$ | b", "pipe", "found \\|"),
        ("a $ x$ b", "spaced", "found $ x$ with a space inside the dollars, which others take for prose, expected $x$"),
    ],
)
def test_flaw_is_named_where_it_stands(text: str, kind: str, message: str):
    (flaw,) = found(text)
    assert flaw.kind == kind
    assert flaw.message.startswith(message)
    assert text[flaw.offset] in "$\\%"
    assert (flaw.severity is Severity.WARNING) == (kind in ("pipe", "spaced"))


@pytest.mark.parametrize("text", ["$$\nx % the sum\n= y\n$$", "$$\n% all of it\nx\n$$", r"$x \\% a" + "\n= y$"])
def test_comment_that_is_one_is_no_flaw(text: str):
    assert found(text) == []


def test_pipe_of_a_cell_is_a_pipe_in_its_formula_and_a_norm_elsewhere():
    assert [one.tex for one in find("| $a \\| b$ | $\\Vert x$ |\n\n$\\|x\\|$").formulas] == [
        "a | b",
        r"\Vert x",
        r"\|x\|",
    ]


TAGGED = "$$x \\tag{1}$$"
EQUATION = r"\begin{equation}%s\end{equation}"
ALIGN = r"\begin{align}a&=b\\c&=d\end{align}"


def page(*formulas: str) -> str:
    return "\n\n".join(formula if formula.startswith("$$") else f"$${formula}$$" for formula in formulas)


@pytest.mark.parametrize(
    ("text", "clash"),
    [
        (page(EQUATION % "a", TAGGED), [(3, 1, "1")]),
        (page(TAGGED, EQUATION % "a"), [(3, 1, "1")]),
        (page(r"x\tag{2}", ALIGN), [(3, 1, "2")]),
        (page(TAGGED, r"y\tag{1}"), [(3, 1, "1")]),
        (page(r"\begin{align}a\tag{1}\\b\end{align}"), [(1, 1, "1")]),
        (page(r"x\tag{3}", ALIGN, EQUATION % "b", EQUATION % "c"), [(5, 1, "3")]),
        (page(EQUATION % "a", EQUATION % "a", ALIGN), []),
        (page(TAGGED, r"y\tag{2}", r"z\tag{A}"), []),
        (page(TAGGED, TAGGED), []),
        (page(TAGGED, r"y\tag*{1}", r"\begin{align*}a\end{align*}", r"\begin{align}a\notag\end{align}"), []),
    ],
)
def test_number_that_two_equations_have_is_named(text: str, clash: list[tuple[int, int, str]]):
    assert numbers(text) == clash


@given(h.hostile_text | h.any_text)
def test_flaws_of_any_text_stand_in_it(text: str):
    assert all(0 <= flaw.offset < len(text) for flaw in found(text))
