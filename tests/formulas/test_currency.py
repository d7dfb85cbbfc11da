from __future__ import annotations

import pytest

from dragoman.formulas.finder import find
from reading import found


@pytest.mark.parametrize("text", ["it costs $5 and then $6 each", "$5", "$3.50 a day", "from $5–$10 now", "$2 million"])
def test_dollar_before_an_amount_is_money(text: str):
    math = find(text)
    assert (math.formulas, math.unbalanced) == ((), ())


def test_money_beside_a_formula_is_still_money():
    assert found("it costs $5 and $x$ is dear") == ["x"]


@pytest.mark.parametrize("tex", ["0", "5", "1 + 2", "2^n", "4\\times 4", "0.5"])
def test_number_between_dollars_is_a_formula(tex: str):
    assert found(f"with ${tex}$ of them") == [tex]


def test_escaped_dollar_is_a_dollar():
    text = r"\$3 and $x$ and \$4"
    math = find(text)
    assert [formula.tex for formula in math.formulas] == ["x"]
    assert [text[offset : offset + 2] for offset in math.escaped] == [r"\$", r"\$"]


def test_escaped_dollar_in_a_formula_belongs_to_it():
    assert found(r"$a = \$3$ b") == [r"a = \$3"]


@pytest.mark.parametrize("edge", ["\n\n", "\n- ", "\n1. ", "\n## ", "\n| "])
def test_dollar_without_a_partner_spoils_no_other_block(edge: str):
    text = f"a $ b{edge}c $x$ d"
    math = find(text)
    assert [formula.tex for formula in math.formulas] == ["x"]
    assert math.unbalanced == (2,)


def test_dollar_without_a_partner_is_the_one_that_makes_most_sense():
    text = "the word $ stands before $x$ and $y$ here"
    math = find(text)
    assert [formula.tex for formula in math.formulas] == ["x", "y"]
    assert math.unbalanced == (text.index("$"),)


def test_empty_dollars_are_no_formula():
    assert found("a $ $ b") == []


@pytest.mark.parametrize(
    "text",
    ["Cela coûte 5 $ et 10 $ par mois.", "From 5$ to 10$ here.", "$10K vs $20K", "$2M, or $3bn", "$100+ to $200+ then"],
)
def test_price_is_no_formula(text: str) -> None:
    assert find(text).formulas == ()


@pytest.mark.parametrize(
    "text",
    [
        "It is 5$ now.",
        "5$ each",
        "> It costs (2.50 $).",
        "Cela coûte 5 $ par mois.",
        "It is 5$ now.\n\nIt was 3$ then.",
        "السعر 5$ الآن",
        "- 5$/month",
    ],
)
def test_amount_before_its_sign_is_money_and_needs_no_backslash(text: str) -> None:
    math = find(text)
    assert (math.formulas, math.unbalanced) == ((), ())


@pytest.mark.parametrize(
    "text",
    ["with $x$ it is 5$ now", "it is 5$, with $x$", "it is 5$ now, with $x$"],
)
def test_amount_before_its_sign_hides_no_formula(text: str) -> None:
    assert found(text) == ["x"]
    assert find(text).unbalanced == ()


@pytest.mark.parametrize(
    "text", ["where x = 5$ holds", "where x_1 is 5$ then", "a $y$ 5$ b", "the 5$x", r"\alpha is 5$"]
)
def test_dollar_after_a_number_that_lost_its_partner_is_reported(text: str) -> None:
    assert find(text).unbalanced == (text.rindex("$"),)


def test_two_dollars_after_numbers_may_be_formulas_that_lost_their_beginnings() -> None:
    assert len(find("it turns the digit 3$ into 8$.").unbalanced) == 2


@pytest.mark.parametrize("tex", ["5", "n = 5", "for all 5", "x \\text{ is } 5"])
def test_formula_that_ends_in_a_number_is_a_formula(tex: str) -> None:
    assert found(f"and ${tex}$. So ${tex}$, or ${tex}$ too") == [tex] * 3
