from __future__ import annotations

from collections import Counter

import pytest

from dragoman.findings import Grade
from dragoman.sync.checks import drift
from dragoman.sync.checks.drift import State
from dragoman.sync.checks.word_diff import Run, plain_diff
from translated import commented, paired


def states(english: str, body: str, lang: str = "fr") -> list[str]:
    return [state.value for _, _, state in drift.iterate(paired(f"\n{english}\n", body, lang))]


def state(comment: str, english: str) -> str:
    (one,) = states(english, commented((comment, "Texto.")), "es")
    return one


def change(comment: str, english: str) -> list[str]:
    one = paired(f"\n{english}\n", commented((comment, "Texto.")), "es")
    ((_, link, _),) = drift.iterate(one)
    return list(drift.change(link, one.langs).names)


def test_comment_that_equals_the_english_is_fresh():
    assert state("The loss falls.", "The loss falls.") == "fresh"


@pytest.mark.parametrize(
    ("comment", "english"),
    [
        ("The loss\nfalls  slowly.", "The loss falls\nslowly."),
        ("from a → b here", "from a --> b here"),
        ("  - one\n  - two", "- one\n- two"),
    ],
)
def test_white_space_and_the_sign_of_an_arrow_make_no_difference(comment: str, english: str):
    assert state(comment, english) == "fresh"


@pytest.mark.parametrize(
    ("comment", "english"),
    [
        ('The "loss" falls.', "The “loss” falls."),
        ("The net's loss falls.", "The net’s loss falls."),
        ("The loss -- at last -- falls.", "The loss — at last — falls."),
        ("The loss, i.e. the cost, falls.", "The loss, *i.e.* the cost, falls."),
        ("The **loss** falls.", "The loss falls."),
        ("The <b>loss</b> falls.", "The loss falls."),
        ("* one\n* two", "- one\n- two"),
        ("1. one\n2. two", "1) one\n2) two"),
        ("The loss falls.", "The loss falls!"),
        ("The LOSS falls here.", "The loss falls here."),
        ("The color at the center", "The colour at the centre"),
        ("We minimise and analyse it", "We minimize and analyze it"),
        ("The algoritm falls", "The algorithm falls"),
        ("A nonlinear data-set", "A non-linear dataset"),
        ("A MLP falls", "An MLP falls"),
    ],
)
def test_marks_only_are_cosmetic(comment: str, english: str):
    assert state(comment, english) == "cosmetic"


@pytest.mark.parametrize(
    ("comment", "english"),
    [
        ("The loss is convex here.", "The loss is not convex here."),
        ("The loss falls slowly here.", "The loss falls slowly there."),
        ("The loss $x$ falls.", "The loss $y$ falls."),
        ("The loss $-x$ falls.", "The loss $x$ falls."),
        ("The loss $x_1$ falls.", "The loss $x_2$ falls."),
        ("See [this](https://a.org) now.", "See [that](https://a.org) now."),
        ("The loss falls by 3.", "The loss falls by 4."),
        ("See [this](https://a.org/1) now.", "See [this](https://a.org/2) now."),
        ("![A net](a.png) here", "![A net](b.png) here"),
        ("The error is casual here.", "The error is causal here."),
        ("It is symmetric here.", "It is asymmetric here."),
        ("Take the vector here.", "Take the vectors here."),
        ("It is not able to.", "It is notable to."),
        ("So $a \\text{ if } b$.", "So $a \\text{ iff } b$."),
        ("See https://a.org/1 for it.", "See https://a.org/2 for it."),
        ("Call `f(x)` now.", "Call `f(y)` now."),
    ],
)
def test_whatever_else_has_changed_is_stale(comment: str, english: str):
    assert state(comment, english) == "stale"


def test_one_not_in_a_long_paragraph_is_stale():
    words = "the gradient of the loss points away from the minimum and its length tells how steep the slope is"
    assert state(f"We know that {words}, which is true.", f"We know that {words}, which is not true.") == "stale"


@pytest.mark.parametrize("title", ["Descent of the gradient", "[Descent of the gradient](https://a.org/1)"])
def test_comment_without_the_marks_of_its_heading_is_cosmetic(title: str):
    english = "## [Descent of the gradient](https://a.org/1)\n\nWe begin."
    body = commented((title, "## [Descenso](https://a.org/1)"), ("We begin.", "Empezamos."))
    assert states(english, body, "es") == ["cosmetic", "fresh"]


def test_comment_without_the_marks_of_a_heading_that_was_reworded_is_stale():
    english = "## [Descent with momentum (SGD)](https://a.org/1)\n\nWe begin."
    body = commented(("Descent with momentum and friction", "## Descenso"), ("We begin.", "Empezamos."))
    assert states(english, body, "es") == ["stale", "fresh"]
    assert states("## [Recap](https://a.org/1)\n\n" + "We begin.", commented(("We begin.", "## Empezamos.")), "es") == [
        "missing",
        "fresh",
    ]


def test_comment_without_the_mark_of_its_list_is_cosmetic():
    body = commented(
        ("We pool.", "Agrupamos."), ("**Pooling**\n* Max pooling\n* Other", "* **Agrupación**\n* Máx\n* Otra")
    )
    assert states("We pool.\n\n* **Pooling**\n  * Max pooling\n\n  * Other", body, "es") == ["fresh", "cosmetic"]


def test_comment_whose_english_is_gone_is_an_orphan():
    body = commented(
        ("We begin here.", "Wir beginnen."), ("Old words about nets.", "Altes."), ("We end here.", "Ende.")
    )
    assert states("We begin here.\n\nWe end here.", body, "de") == ["fresh", "orphan", "fresh"]


def test_english_block_with_neither_comment_nor_translation_is_missing():
    body = commented(("We begin here.", "Wir beginnen."), ("We end here.", "Ende."))
    assert states("We begin here.\n\nThis is new.\n\nWe end here.", body, "de") == ["fresh", "missing", "fresh"]


def test_comment_without_its_translation_is_missing():
    body = commented(("## Descent", "## İniş"), ("We begin at $x$.", "$x$ ile başlarız."), ("This is new.", ""))
    assert states("## Descent\n\nWe begin at $x$.\n\nThis is new.", body, "tr") == ["fresh", "fresh", "missing"]


def test_translation_without_comment_is_unverified():
    assert states("## Descent\n\nWe begin here.", "\n## Descente\n\nNous commençons ici.\n") == ["unverified"] * 2


def test_repeated_formula_and_code_are_fresh_without_comment():
    english = "We set\n\n$$\nx = 1\n$$\n\nand run\n\n```\nrun()  # now\n```"
    body = "\n<!-- We set -->\nPonemos\n\n$$ x=1. $$\n\n<!-- and run -->\ny corremos\n\n```\nrun()  # ahora\n```\n"
    assert states(english, body, "es") == ["fresh"] * 4


def test_example_with_texts_is_unverified_without_comment():
    english = 'We run\n\n```python exec="1" snippet="a:b" alt="A plot"\n```'
    body = '\n<!-- We run -->\nCorremos\n\n```python exec="1" snippet="a:b" alt="Un gráfico"\n```\n'
    assert states(english, body, "es") == ["fresh", "unverified"]


FORMULA = "We set\n\n$$\nx = 1.5 \\text{ if } y \\Rightarrow z\n$$"


def formula(tex: str, lang: str = "es") -> str:
    return states(FORMULA, f"\n<!-- We set -->\nPonemos\n\n$$\n{tex}\n$$\n", lang)[1]


def test_formula_without_comment_is_fresh_as_long_as_it_says_the_same():
    assert formula("x=1{,}5 \\, \\text{ si } y \\Rightarrow z.") == "fresh"
    assert formula("x = 1.5 \\text{ إذا } y \\Leftarrow z", "ar") == "fresh"
    assert formula("x = 1.5 \\text{ si } y \\Leftarrow z") == "stale"
    assert formula("x = 2.5 \\text{ si } y \\Rightarrow z") == "stale"


def test_code_without_comment_is_stale_where_it_is_not_the_same():
    english, body = "We run\n\n```\nrun({})  # now\n```", "\n<!-- We run -->\nCorremos\n\n```\nrun(1)  # ahora\n```\n"
    assert states(english.format(1), body, "es") == ["fresh", "fresh"]
    assert states(english.format(2), body, "es") == ["fresh", "stale"]


def test_formulas_and_code_without_comment_that_have_changed_are_to_be_copied():
    english = "We set\n\n$$\nx = 2\n$$\n\n```\nrun(2)\n```"
    body = "\n<!-- We set -->\nPonemos\n\n$$\nx = 1\n$$\n\n```\nrun(1)\n```\n"
    one = paired(f"\n{english}\n", body, "es")
    stale = [(pair, link) for pair, link, state in drift.iterate(one) if state is State.STALE]
    assert [drift.grade(pair, link, one.langs) for pair, link in stale] == [Grade.MECHANICAL] * 2


def test_formula_that_differs_on_purpose_is_fresh_below_its_comment():
    body = commented(("We set", "Ponemos"), ("$$\nx = 1\n$$", "$$\nx = 2\n$$"))
    assert states("We set\n\n$$\nx = 1\n$$", body, "es") == ["fresh", "fresh"]


def test_comments_inside_of_a_list_are_fresh_as_long_as_the_english_has_their_words():
    body = "\n<!-- We begin. -->\nBaşlarız.\n\n- bir şey <!-- one thing --> olur\n- başka <!-- another thing --> olur\n"
    assert states("We begin.\n\n- one thing\n- another thing", body, "tr") == ["fresh", "fresh"]
    assert states("We begin.\n\n- one thing\n- another matter", body, "tr") == ["fresh", "stale"]


def test_translation_that_is_to_be_looked_at_is_stale_until_the_mark_is_gone():
    body = commented(("We begin.", "<!-- course: review -->\n\nOn commence."), ("We end.", "On finit."))
    assert states("We begin.\n\nWe end.", body) == ["stale", "fresh"]
    assert states("We begin.\n\nWe end.", body.replace("<!-- course: review -->", "")) == ["fresh", "fresh"]


def test_states_are_counted_by_english_block():
    body = commented(
        ("One here.", "Un ici."), ("Gone is this sentence about matrices.", "Parti."), ("Two $x$.", "Deux $x$.")
    )
    assert drift.states(paired("\nOne here.\n\nTwo $y$.\n\nThree $z$.\n", body)) == Counter(
        {State.FRESH: 1, State.ORPHAN: 1, State.STALE: 1, State.MISSING: 1}
    )


@pytest.mark.parametrize(
    ("comment", "english", "expected"),
    [
        ("The loss $x$ falls here.", "The loss $y$ falls here.", ["math"]),
        ("The loss x falls here.", "The loss $x$ falls here.", ["math"]),
        ("See https://a.org/1 for it.", "See https://a.org/2 for it.", ["URL"]),
        ("The loss falls here.", "The loss rises here.", ["word"]),
        ("The loss falls down here.", "The loss falls here.", ["word"]),
        ("The loss falls here.", "The whole loss rises here.", ["words"]),
        ("We know that the loss falls here.", "We know that at last everything rises here.", ["words"]),
    ],
)
def test_class_of_a_change_is_told(comment: str, english: str, expected: list[str]):
    assert change(comment, english) == expected


def test_word_diff_turns_one_text_into_the_other():
    runs = plain_diff("a b c d", "a x c d e")
    assert runs == (Run(" ", "a"), Run("-", "b"), Run("+", "x"), Run(" ", "c d"), Run("+", "e"))
    assert " ".join(run.text for run in runs if run.sign != "-") == "a x c d e"
    assert " ".join(run.text for run in runs if run.sign != "+") == "a b c d"
