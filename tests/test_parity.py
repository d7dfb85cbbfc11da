from __future__ import annotations

import pytest

from course.features import link_key
from course.structure import code_lines
from translated import HEAD, check, commented, found

LANGUAGES = ("fr", "tr", "ar", "es")


def of(english: str, target: str, lang: str = "fr", *, comment: str | None = None) -> list[tuple[int, str]]:
    """Return the findings in one translated block, with lines counted in the block."""
    body = f"\n<!--\n{comment or english}\n-->\n\n{target}\n"
    first = body.count("\n", 0, body.rindex("-->")) + 2
    return [(line - first, kind) for line, kind in found(f"\n{english}\n", body, lang) if kind.startswith("parity.")]


def message(english: str, target: str, lang: str = "fr", *, comment: str | None = None) -> str:
    (one,) = [
        one
        for one in check(f"\n{english}\n", f"\n<!--\n{comment or english}\n-->\n\n{target}\n", lang)
        if one.kind.startswith("parity.")
    ]
    return one.message


# Formulas


def test_formula_that_differs_is_found_at_its_line_with_the_one_to_write():
    english, target = "We minimise\nthe loss $L(w)$ by steps.", "Minimizamos\nla pérdida $L(v)$ por pasos."
    assert of(english, target, "es") == [(2, "parity.math")]
    assert message(english, target, "es") == "found $L(v)$, expected $L(w)$ as in the English: correct it"


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
    assert of(english, target, "ar") == [(1, "parity.math")]


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
        ("the dimension x of it", "la dimension $x$ de x"),
        ("x $a$ y $b$ z", "x $b$ y $a$ z"),
        ("x \\(a\\) y", "x $a$ y"),
        ("x $10000$ y", "x $10\\,000$ y"),
    ],
)
def test_typography_of_a_formula_is_not_found(english: str, target: str, lang: str):
    assert of(english, target, lang) == []


@pytest.mark.parametrize(("arrow", "other"), [("\\Rightarrow", "\\Leftarrow"), ("\\to", "\\leftarrow")])
def test_mirrored_arrow_is_found_only_where_the_page_is_read_from_left_to_right(arrow: str, other: str):
    assert of(f"Then $a {arrow} b$.", f"ثم $a {other} b$.", "ar") == []
    assert of(f"Then $a {arrow} b$.", f"Sonra $a {other} b$.", "tr") == [(1, "parity.math")]


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
    assert of(english, target) == [(1, "parity.math")]
    assert text in message(english, target)


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
    assert of(source, target, lang) == [(1, "parity.math")]
    assert message(source, target, lang) == f"found {macro} in ${macro} x$, expected a TeX command: write {english}"


def test_macro_that_the_english_course_uses_or_katex_knows_is_known():
    assert of("It is $\\relu(x)$.", "Es $\\relu(x)$.", "es") == []
    assert "TeX command" not in message("It is $x$.", "Es $\\omega$.", "es")


def test_formula_that_moved_to_the_next_block_is_not_found():
    english = "First $x$ and $y$.\n\nThen $z$."
    body = commented(("First $x$ and $y$.", "Önce $x$."), ("Then $z$.", "Sonra $y$ ve $z$."))
    assert found(f"\n{english}\n", body, "tr") == []


def test_formulas_are_compared_with_the_comment_and_the_edit_is_only_drift():
    assert found("\nNow $y$.\n", commented(("Now $x$.", "Jetzt $x$.")), "de") == [(3, "drift.stale")]


def test_formula_that_follows_the_english_already_is_right_though_its_comment_is_old():
    assert found("\nNow $y$.\n", commented(("Now $x$.", "Jetzt $y$.")), "de") == [(3, "drift.stale")]


def test_formula_lost_with_its_whole_block_is_found():
    body = "\n<!--\nWe set\n\n$$\nx = 1\n$$\n-->\n\nPonemos\n"
    assert found("\nWe set\n\n$$\nx = 1\n$$\n", body, "es") == [(5, "parity.math")]


def test_formula_in_a_list_below_a_blank_line_is_read():
    english = "- one $a$\n\n    - two $b$"
    assert of(english, "- eins $a$\n\n    - zwei $b$", "de") == []
    assert of(english, "- eins $a$\n\n    - zwei $c$", "de") == [(3, "parity.math")]


# Links and images


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("[a](https://x.org/watch?v=1)", "[b](https://x.org/watch؟v=1)"),
        ("[a](https://x.org/1)", "[b](https://x.org/2)"),
        ("[a](https://x.org/1)", "b"),
        ("[a]({{site.baseurl}}/week07/x)", "[b]({{site.baseurl}}/semaine07/x)"),
        ("[a](../05-2.md#one)", "[b](../05-2.md#un)"),
        ("see https://x.org/1", "voir https://x.org/l"),
        ('<a href="https://x.org/1">a</a>', '<a href="https://x.org/2">a</a>'),
    ],
)
def test_link_to_another_address_is_found_at_its_line(english: str, target: str):
    assert of(f"See {english} now.", f"Voir\n{target} maintenant.")[0][1] == "parity.link"
    (one,) = check(f"\nSee {english} now.\n", commented((f"See {english} now.", f"Voir\n{target} maintenant.")))
    assert one.suggestion
    assert one.suggestion in english


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("[a](https://en.wikipedia.org/wiki/Gradient)", "[b](https://fr.wikipedia.org/wiki/D%C3%A9riv%C3%A9e)"),
        ("[a](http://www.x.org/)", "[b](https://x.org)"),
        ("[a](https://x.org/a%20b)", "[b](https://x.org/a b)".replace(" b)", "%20b)")),
        ("[a](https://x.org/1)", "[b](https://x.org/1) et [c](https://y.org)"),
        ("[a]({{site.baseurl}}/en/week07/x)", "[b]({{site.baseurl}}/fr/week07/x)"),
        ("[a](https://x.org/?a=1&amp;b=2)", "[b](https://x.org/?a=1&b=2)"),
        ("[a](https://x.org/1)", "[b](\u200fhttps://x.org/1)"),
        ("https://x.org/1.", "https://x.org/1،"),
    ],
)
def test_link_to_the_same_is_not_found(english: str, target: str):
    assert of(f"See {english} now.", f"Voir {target} maintenant.") == []


def test_links_are_compared_with_the_current_english():
    body = commented(("See [a](https://x.org/1) now.", "Voir [a](https://x.org/2) ici."))
    assert [kind for _, kind in found("\nSee [a](https://x.org/2) now.\n", body)] == ["drift.cosmetic"]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("![a](a.png)", "![b](b.png)"),
        ('<img src="a.png" alt="a"/>', '<img src="a-tr.png" alt="b"/>'),
        ("Look at ![a](a.png) here.", "Bak buraya."),
        ("Look here.", "Bak ![a](a.png) buraya."),
    ],
)
def test_other_image_is_found(english: str, target: str):
    assert [kind for _, kind in of(english, target, "tr")] == ["parity.image"]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ('<img src="a.png" style="zoom:40%;" alt="A net"/>', '<img src="a.png" alt="Bir ağ" style="zoom: 40%"/>'),
        ("![A net](a.png)", '<img src="a.png" alt="Bir ağ"/>'),
        ('![A net](a.png "one")', '![Bir ağ](a.png "bir")'),
    ],
)
def test_image_with_another_text_or_size_is_the_same(english: str, target: str):
    assert of(english, target, "tr") == []


def test_figure_that_is_lost_is_found():
    english = '\nText here.\n\n<center><img src="a.png"/></center>\n\nMore text.\n'
    body = "\n<!--\nText here.\n-->\nTexto aquí.\n\n<!--\nMore text.\n-->\nMás texto.\n"
    assert [kind for _, kind in found(english, body, "es")] == ["drift.missing"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://www.a.org/x/", "http://a.org/x"),
        ("https://de.wikipedia.org/wiki/A", "https://tr.m.wikipedia.org/wiki/B"),
        ("{{site.baseurl}}/en/week01/01", "{{ site.baseurl }}/ar/week01/01"),
    ],
)
def test_key_of_a_link_is_the_same_in_all_languages(left: str, right: str):
    assert link_key(left) == link_key(right)


# Code


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
    assert of(english, target) == [(1, "parity.code")]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("Call `x = 1` now.", "Appelez `x=1` ici."),
        ("Call `a` and `b` now.", "Appelez `b` et `a` ici."),
        ("It is `a nice word` here.", "C'est `un beau mot` ici."),
        ("Call `f(x)` now.", "Appelez «`f(x)`» ici."),
        ("Call `f(x)` now.", "Appelez `f(x).` ici."),
    ],
)
def test_inline_code_that_says_the_same_is_not_found(english: str, target: str):
    assert of(english, target) == []


def test_backtick_without_a_partner_is_found():
    assert message("Call `f(x)` now.", "Ruf `f(x) auf.", "de").startswith("found ` without a partner")


CODE = "```python\nemulator = f(x)  # the model\nloss = g(emulator)\n```"


@pytest.mark.parametrize(
    ("change", "line", "expected"),
    [
        (("emulator = f", "émulateur = f"), 1, "emulator = f(x)"),
        (("loss = g(emulator)\n", ""), 2, "loss = g(emulator)"),
        (("loss = g(emulator)\n", "loss = g(emulator)\nprint(1)\n"), 3, "the end"),
    ],
)
def test_code_that_differs_is_found_at_its_line(change: tuple[str, str], line: int, expected: str):
    body = "\n<!-- Text here. -->\nTexte.\n\n" + CODE.replace(*change) + "\n"
    (one,) = [one for one in check(f"\nText here.\n\n{CODE}\n", body) if one.kind != "drift.unverified"]
    assert (one.kind, one.line - HEAD - 5) == ("parity.code", line)
    assert f"expected {expected}" in one.message


@pytest.mark.parametrize(
    "change", [("the model", "le modèle"), ("  # the model", ""), ("emulator = f", "emulator  =  f"), ("loss", "loss")]
)
def test_comments_and_spaces_in_code_are_translated_as_one_likes(change: tuple[str, str]):
    body = "\n<!-- Text here. -->\nTexte.\n\n" + CODE.replace(*change) + "\n"
    assert check(f"\nText here.\n\n{CODE}\n", body) == []


def test_number_sign_in_a_string_is_code():
    assert code_lines('x = "# no"  # yes') == [('x = "# no"', 0)]


def test_caption_and_alternative_text_of_an_example_are_translated_and_its_other_options_not():
    english = '```python exec="1" snippet="05-1-a:b" alt="One" caption="Two"\n```'
    right = english.replace("One", "Un").replace("Two", "Deux")
    wrong = right.replace("a:b", "a:c")
    for target, kinds in ((right, []), (wrong, ["parity.code"])):
        assert [kind for _, kind in of(english, target)] == kinds


# Form


def test_heading_of_another_level_is_found_with_the_one_to_write():
    assert of("## Descent", "### Abstieg", "de") == [(1, "parity.heading")]
    (one,) = check("\n## Descent\n", commented(("## Descent", "### Abstieg")), "de")
    assert one.suggestion == "## Abstieg"


def test_heading_that_became_text_and_text_that_became_a_heading_are_found():
    assert of("## The descent", "Der Abstieg", "de") == [(1, "parity.heading")]
    assert of("**The descent**", "### Der Abstieg", "de") == [(1, "parity.heading")]


@pytest.mark.parametrize(("english", "target"), [("## Descent", "## Abstieg"), ("## Descent", "Abstieg\n---")])
def test_heading_of_the_same_level_is_not_found(english: str, target: str):
    assert of(english, target, "de") == []


def test_heading_that_follows_the_english_already_is_right_though_its_comment_is_old():
    assert of("The idea is simple.", "Die Idee ist einfach.", "de", comment="### The idea is simple.") == []


def test_lost_item_of_a_list_is_found():
    assert of("- one\n- two\n- three", "- uno\n- dos", "es") == [(1, "parity.list")]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("- one\n- two", "* uno\n* dos"),
        ("1. one\n2. two", "1) uno\n2) dos"),
        ("- one\n- two", "- uno\n  sigue\n- dos"),
        ("- one\n- two", "uno y dos"),
    ],
)
def test_list_with_other_marks_or_as_text_has_its_items(english: str, target: str):
    kinds = [kind for _, kind in of(english, target, "es")]
    assert kinds == ([] if "uno y dos" not in target else ["parity.list"])


def test_table_of_another_shape_is_found():
    english = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    assert of(english, "| أ | ب |\n|---|---|\n| 1 | 2 |", "ar") == [(1, "parity.table")]
    assert of(english, "| أ |\n|---|\n| 1 |\n| 3 |", "ar") == [(1, "parity.table")]
    assert of(english, "| أ | ب |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |", "ar") == []


def test_bar_in_a_formula_or_code_makes_no_cell():
    assert of("| $p(a|b)$ | `x|y` |", "| $p(a|b)$ | `x|y` |", "ar") == []
