"""TeX for MathJax: macros written out, nothing that only KaTeX knows."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.formulas.mathjax import written_out

MACROS = {
    r"\R": r"\mathbb{R}",
    r"\pd": r"\frac{\partial #1}{\partial #2}",
    r"\twice": r"\pair{#1}{#1}",
    r"\pair": r"(#1,#2)",
    r"\grad": r"\nabla",
    r"\loop": r"x\loop",
}


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"w \in \R^N", r"w \in \mathbb{R}^N"),
        (r"\pd{f}{w_1}", r"\frac{\partial f}{\partial w_1}"),
        (r"\pd f w", r"\frac{\partial f}{\partial w}"),
        (r"\pd{\frac{1}{2}}{\R}", r"\frac{\partial \frac{1}{2}}{\partial \mathbb{R}}"),
        (r"\twice{\R}", r"(\mathbb{R},\mathbb{R})"),
        (r"\grad f", r"\nabla f"),
        (r"\twice\grad x", r"(\nabla,\nabla)x"),
        (r"\Rightarrow \Re", r"\Rightarrow \Re"),
        (r"\bm{x} \coloneqq \argmin_x", r"\boldsymbol{x} \mathrel{:=}\operatorname*{arg\,min}_x"),
        ("a % why\n+ b\n\n= c", "a + b = c"),
        (r"5\,\% < 6", r"5\,\% < 6"),
        (r"a<b", r"a< b"),
        (r"x \\ y \{ \} \$", r"x \\ y \{ \} \$"),
        (r"\pd{f", r"\frac{\partial f}{\partial }"),
        ("a \\\\% why\nb", r"a \\b"),
        (r"\text{if $x$ or \text{$y$ and $\R$}}", r"\text{if \(x\) or \text{\(y\) and \(\mathbb{R}\)}}"),
        (r"\hat\R \sqrt \R \alpha\R", r"\hat{\mathbb{R}}\sqrt {\mathbb{R}}\alpha\mathbb{R}"),
        (r"\newcommand{\R}[1]{#1^2}\R x", "x^2"),
        (r"\def\bm#1{|#1|}\bm{x}", "|x|"),
    ],
)
def test_formula_is_written_out(tex: str, written: str) -> None:
    assert written_out(tex, MACROS) == written


def test_macro_of_a_course_goes_before_one_of_katex() -> None:
    assert written_out(r"\bm x", {r"\bm": r"\mathbf{#1}"}) == r"\mathbf{x}"


def test_macro_that_never_ends_does() -> None:
    assert written_out(r"\loop", MACROS).startswith("xxx")


def test_macros_that_double_what_they_are_given_end() -> None:
    doubling = {f"\\{name}": f"\\{after}{{#1#1}}" for name, after in pairwise("abcdefghijklmnopqrstuvwxyz")}
    assert len(written_out(r"\a{x}", doubling)) < 50_000
