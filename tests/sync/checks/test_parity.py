from __future__ import annotations

import pytest

from translated import check, commented, found, message, parity

LANGUAGES = ("fr", "tr", "ar", "es")


# Formulas


def test_formula_that_differs_is_found_at_its_line_with_the_one_to_write():
    english, target = "We minimise\nthe loss $L(w)$ by steps.", "Minimizamos\nla pérdida $L(v)$ por pasos."
    assert parity(english, target, "es") == [(2, "parity.math")]
    assert message(english, target, "es") == "found $L(v)$, expected $L(w)$ as in the source: correct it"


def test_suggestion_is_the_formula_as_the_english_writes_it():
    (one,) = check("\nThe $L( w )$ here.\n", commented(("The $L( w )$ here.", "Le $L(v)$ ici.")))
    assert one.suggestion == "$L( w )$"


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("We define the loss $L$ and the weights $w$.", "سنقوم بتعريف الخسارة $w$ و الأوزان $w$."),
        ("The step $\\gamma$ is small.", "الخطوة صغيرة."),
        ("Here $x \\Rightarrow y$.", "هنا $x \\to y$."),
        ("It is $a+b$.", "إنه $a-b$."),
        ("It is $\\frac{a}{b}$.", "إنه $\\frac{b}{a}$."),
        ("It is $x_i y_j$.", "إنه $x_j y_i$."),
        ("Take $x$ and $x$.", "خذ $x$."),
        ("It is $f'$.", "إنه $f$."),
        ("Then $x = 3.5$.", "ثم $x = 3.6$."),
        ("Then $2^{10}$.", "ثم $210$."),
    ],
)
def test_formula_that_says_something_else_is_found_once(english: str, target: str):
    assert parity(english, target, "ar") == [(1, "parity.math")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("x $a + b$ y", "x $a+b$ y"),
        ("x $a+b$ y", "x $a\u00a0+\u202fb$ y"),
        ("x $a+b$ y", "x $\u200fa+b\u200e$ y"),
        ("x $\\text{if } a$ y", "x $\\text{si } a$ y"),
        ("x $a = 0.5$ y", "x $a = 0,5$ y"),
        ("x $a = 5.$ y", "x $a = 5$. y"),
        ("x $f'(a)$ y", "x $f’(a)$ y"),
        ("x $a\\,b\\quad c$ y", "x $a b c$ y"),
        ("x $\\left(\\frac{a}{b}\\right)$ y", "x $(\\frac{a}{b})$ y"),
        ("x $5$ y", "x 5 y"),
        ("x 5 y", "x $5$ y"),
        ("x $50\\%$ y", "x % 50 y"),
        ("x 3 $\\times$ 3 y", "x 3 × 3 y"),
        ("x 3$\\times$3 y", "x 3$\\times3$ y"),
        ("x $a$ y", "x $$a$$ y"),
        ("x $$a$$ y", "x $a$ y"),
        ("x $a_1, a_2$ y", "x $a_1$ z $a_2$ y"),
        ("x $a_1$, $a_2$ y", "x $a_1, a_2$ y"),
        ("x $\\mathcal{L}$ is $a+b$ y", "x $\\mathcal{L} = a+b$ y"),
        ("x $62$ ($=64-3+1$) y", "x $62$ ($64-3+1$) y"),
        ("the dimension x of it", "la dimension $x$ de x"),
        ("x $a$ y $b$ z", "x $b$ y $a$ z"),
        ("x \\(a\\) y", "x $a$ y"),
        ("x $10000$ y", "x $10\\,000$ y"),
    ],
)
def test_typography_of_a_formula_is_not_found(english: str, target: str, lang: str):
    assert parity(english, target, lang) == []


@pytest.mark.parametrize(("arrow", "other"), [("\\Rightarrow", "\\Leftarrow"), ("\\to", "\\leftarrow")])
def test_mirrored_arrow_is_found_only_where_the_page_is_read_from_left_to_right(arrow: str, other: str):
    assert parity(f"Then $a {arrow} b$.", f"ثم $a {other} b$.", "ar") == []
    assert parity(f"Then $a {arrow} b$.", f"Sonra $a {other} b$.", "tr") == [(1, "parity.math")]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("Ici w$ de $x$.", "found $ without a partner"),
        ("Ici $x et.", "found $ without a partner"),
        ("Ici $\\frac{a}{b$.", "expected a partner for each { and }"),
        ("Ici $x}$.", "expected a partner for each { and }"),
        ("Ici \\times et $x$.", "found \\times outside of a formula"),
    ],
)
def test_what_cannot_be_tex_is_found_once_and_silences_the_formulas_of_its_block(target: str, text: str):
    english = "Here $x$ and $y$ and $\\frac{a}{b}$."
    assert parity(english, target) == [(1, "parity.math")]
    assert text in message(english, target)


def test_percent_sign_that_tex_takes_for_a_comment_is_found_at_its_line():
    assert parity("Here $90\\%$ of it.", "Ici\n$90%$ en tout.") == [(2, "parity.math")]
    assert message("Here $90\\%$ of it.", "Ici $90%$.").endswith("expected a percent sign: write \\%")


def test_formula_with_spaces_inside_is_found_with_its_fix():
    (finding,) = check("\nHere $x$ is.\n", "\n<!--\nHere $x$ is.\n-->\n\nIci $ x $ est.\n")
    assert (finding.kind, finding.severity, finding.suggestion) == ("math.spaced", "warning", "$x$")


@pytest.mark.parametrize(
    ("macro", "english", "lang"),
    [
        ("\\partiel", "\\partial", "fr"),
        ("\\moyen", "\\mid", "fr"),
        ("\\somme", "\\sum", "fr"),
        ("\\kesir", "\\frac", "tr"),
        ("\\sombrero", "\\hat", "es"),
    ],
)
def test_translated_macro_is_found_with_the_one_that_is_meant(macro: str, english: str, lang: str):
    source, target = f"It is ${english} x$.", f"– ${macro} x$."
    assert parity(source, target, lang) == [(1, "parity.math")]
    assert message(source, target, lang) == f"found {macro} in ${macro} x$, expected a TeX command: write {english}"


def test_macro_that_the_english_course_uses_or_katex_knows_is_known():
    assert parity("It is $\\relu(x)$.", "Es $\\relu(x)$.", "es") == []
    assert "TeX command" not in message("It is $x$.", "Es $\\omega$.", "es")


def test_formula_that_moved_to_the_next_block_is_not_found():
    english = "First $x$ and $y$.\n\nThen $z$."
    body = commented(("First $x$ and $y$.", "Önce $x$."), ("Then $z$.", "Sonra $y$ ve $z$."))
    assert found(f"\n{english}\n", body, "tr") == []


def test_formulas_are_compared_with_the_comment_and_the_edit_is_only_drift():
    assert found("\nNow $y$.\n", commented(("Now $x$.", "Jetzt $x$.")), "de") == [(3, "drift.stale")]


def test_formula_that_follows_the_english_already_is_right_though_its_comment_is_old():
    assert found("\nNow $y$.\n", commented(("Now $x$.", "Jetzt $y$.")), "de") == [(3, "drift.cosmetic")]


def test_formula_lost_with_its_whole_block_is_found():
    body = "\n<!--\nWe set\n\n$$\nx = 1\n$$\n-->\n\nPonemos\n"
    assert found("\nWe set\n\n$$\nx = 1\n$$\n", body, "es") == [(5, "parity.math")]


def test_formula_in_a_list_below_a_blank_line_is_read():
    english = "- one $a$\n\n    - two $b$"
    assert parity(english, "- eins $a$\n\n    - zwei $b$", "de") == []
    assert parity(english, "- eins $a$\n\n    - zwei $c$", "de") == [(3, "parity.math")]


# Code in a sentence


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("Call `torch.rand` now.", "Appelez `torche.rand` ici."),
        ("Call `backward()` now.", "Appelez ici."),
        ("Call `zero_grad()` now.", "Appelez `zéro_grad()` ici."),
        ("Use `conv1` now.", 'Utilisez "conv1" ici.'),
    ],
)
def test_inline_code_that_differs_is_found(english: str, target: str):
    assert parity(english, target) == [(1, "parity.code")]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("Call `x = 1` now.", "Appelez `x=1` ici."),
        ("Call `a` and `b` now.", "Appelez `b` et `a` ici."),
        ("It is `a nice word` here.", "C'est `un beau mot` ici."),
        ("The sequential, as it is", "Le `Sequential()`, tel quel"),
        ("Call `f(x)` now.", "Appelez «`f(x)`» ici."),
        ("Call `f(x)` now.", "Appelez `f(x).` ici."),
    ],
)
def test_inline_code_that_says_the_same_is_not_found(english: str, target: str):
    assert parity(english, target) == []


def test_backtick_without_a_partner_is_found():
    assert message("Call `f(x)` now.", "Ruf `f(x) auf.", "de").startswith("found ` without a partner")
