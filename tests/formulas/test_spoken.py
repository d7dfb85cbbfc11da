"""Formulas in words and signs: what the search and titles show of them."""

from __future__ import annotations

import unicodedata

import pytest

from dragoman.formulas.katex import Katex, Rendered
from projects import ROOT

SCRIPT = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
KATEX = Katex(SCRIPT, {r"\R": r"\mathbb{R}", r"\pd": r"\frac{\partial #1}{\partial #2}"})


def plain(tex: str, *, display: bool = False) -> str:
    result = KATEX.render([(tex, display)])[0]
    assert isinstance(result, Rendered), result
    return result.plain


def said(*formulas: tuple[str, str]) -> pytest.MarkDecorator:
    """Return the cases of a test: TeX, and what it should be in words."""
    return pytest.mark.parametrize(("tex", "words"), formulas)


@said(
    ("w_k", "wₖ"),
    ("x^2", "x²"),
    ("x_i^2", "xᵢ²"),
    (r"\alpha", "α"),
    ("a = b", "a = b"),
    ("a+b", "a + b"),
    (r"\hat{y} = w^T x", "ŷ = wᵀx"),
    (r"\text{loss} \to 0", "loss → 0"),
    (r"\theta_{t+1}", "θₜ₊₁"),
    (r"h : \R \to \R", "h: ℝ → ℝ"),
    ("x[1:T]", "x[1:T]"),
    (r"\boldsymbol{W_h} \boldsymbol{\hat{x}}", "Wₕx̂"),
    (r"2.1 \cdot 10^{-9}", "2.1 ⋅ 10⁻⁹"),
    (r"[\,\cdot\,]", "[⋅]"),
    ("", ""),
)
def test_formula_is_read_in_a_line(tex: str, words: str) -> None:
    assert plain(tex) == words


@said(
    (r"\frac{a}{b}", "a/b"),
    (r"\frac{a+1}{b}", "(a + 1)/b"),
    (r"\frac{1}{ab}", "1/(ab)"),
    (r"\frac{2\pi}{K}", "2π/K"),
    (r"\frac{dC}{dz}\, \mathrm{d}z", "(dC/dz) dz"),
    (r"\frac{\exp(x_i)}{\sum_j \exp(x_j)}", "exp(xᵢ)/(∑_j exp(x_j))"),
    (r"\frac{a/b}{c}", "(a/b)/c"),
    (r"\pd{C}{z_j}", "∂C/∂z_j"),
    (r"\frac{\lambda}{2} w^2", "(λ/2)w²"),
    (r"\tfrac{c}{2}\, Q_k", "(c/2) Qₖ"),
    (r"2 \frac{a}{b} - 1", "2(a/b) − 1"),
    (r"\log \frac{a}{b}", "log(a/b)"),
    (r"\frac{1}{P} \sum_i L_i", "(1/P)∑ᵢ Lᵢ"),
    (r"\sum_i \frac{1}{n} x_i", "∑ᵢ (1/n)xᵢ"),
    (r"\left( \frac{a}{b} \right)^2", "(a/b)²"),
    (r"\underbrace{\pd{C}{w}}_{1 \times N}", "(∂C/∂w)_(1×N)"),
    (r"\kappa = \frac{L}{\mu}. \tag{2}", "κ = L/μ. (2)"),
    (r"x = \frac{a}{b} \quad y = 1", "x = a/b y = 1"),
    (r"\frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}", "(x − μ)/√(σ² + ε)"),
    (r"\binom{n}{k}", "(n; k)"),
)
def test_fraction_beside_a_factor_is_in_brackets(tex: str, words: str) -> None:
    assert plain(tex, display=r"\tag" in tex) == words


@said(
    (r"(\nabla_w L)^\top \boldsymbol{D}", "(∇_w L)ᵀD"),
    (r"\sum_j w_{ij} z_j", "∑_j w_ij z_j"),
    (r"\sum_i t_i \log y_i", "∑ᵢ tᵢ log yᵢ"),
    (r"\sum_{(x, y) \in S} L(x)", "∑_((x, y) ∈ S) L(x)"),
    (r"\sum_{j=1}^{K} \sum_k x_k", "∑_(j=1)ᴷ ∑ₖ xₖ"),
    (r"\nabla_{w_k} C", "∇_(wₖ) C"),
    (r"\nabla_x C", "∇ₓC"),
    ("x_c(t)", "x_c(t)"),
    (r"\min_{w} f(w)", "min_w f(w)"),
    (r"\operatorname*{arg\,min}_k \|x - w_k\|^2", "arg minₖ ∥x − wₖ∥²"),
    (r"\underset{k}{\arg\min} f(k)", "arg minₖ f(k)"),
    (r"w^\star x + w^\star", "w⋆ x + w⋆"),
    (r"\nabla f_i(w^\star)", "∇fᵢ(w⋆)"),
)
def test_index_and_operator_do_not_run_into_what_follows(tex: str, words: str) -> None:
    assert plain(tex) == words


@said(
    (r"w \in \R^N", "w ∈ ℝᴺ"),
    (r"\R^{N \times N}", "ℝ^(N×N)"),
    (r"\R^{d_k}", "ℝ^(dₖ)"),
    (r"\R^{c' \times c}", "ℝ^(c′×c)"),
    ("h'(s)", "h′(s)"),
    ("f''(x)", "f″(x)"),
    ("f'^2", "f′²"),
    ("{x^2}^3", "(x²)³"),
    ("{ab}^2", "(ab)²"),
    (r"\sqrt{x}^2", "(√x)²"),
)
def test_exponent_is_raised_where_letters_allow_and_its_base_is_clear(tex: str, words: str) -> None:
    assert plain(tex) == words


@said(
    (r"\sqrt{x}", "√x"),
    (r"\sqrt{x+1}", "√(x + 1)"),
    (r"\sqrt{x^2}", "√(x²)"),
    (r"\sqrt[3]{x}", "³√x"),
)
def test_root_is_told_from_what_stands_beside_it(tex: str, words: str) -> None:
    assert plain(tex) == words


@said(
    (r"\sin x", "sin x"),
    (r"2 \sin^2 x \cos(x)", "2 sin² x cos(x)"),
    (r"h = \tanh", "h = tanh"),
    (r"a \operatorname{ReLU}(s)", "a ReLU(s)"),
)
def test_name_of_a_function_is_a_word(tex: str, words: str) -> None:
    assert plain(tex) == words


@said(
    (r"\exp(-m)", "exp(−m)"),
    (r"w \in [-1, 1]", "w ∈ [−1, 1]"),
    (r"m = -20", "m = −20"),
    (r"1 - \eta", "1 − η"),
    (r"1 + \cdots + n", "1 + ⋯ + n"),
    (r"\pm 1", "±1"),
)
def test_sign_of_a_number_stands_at_the_number(tex: str, words: str) -> None:
    assert plain(tex) == words


@said(
    (r"\text{à côté, île, ça}", "à côté, île, ça"),
    (r"\text{vektörünü şuna İÇİN ığ}", "vektörünü şuna İÇİN ığ"),
    (r"\text{معدل التقارب}", "معدل التقارب"),
    (r"\hat{m}_{k+1}", "m̂ₖ₊₁"),
    (r"\bar{x} \tilde{y} \dot{z}", "x̄ỹż"),
)
def test_accents_are_those_of_letters(tex: str, words: str) -> None:
    assert plain(tex) == unicodedata.normalize("NFC", words)


@said(
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", "(a b; c d)"),
    (r"\begin{cases} a & x > 0 \\ b & \text{else} \end{cases}", "{a x > 0; b else"),
    (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b; c = d"),
)
def test_rows_are_parted(tex: str, words: str) -> None:
    assert plain(tex) == words
