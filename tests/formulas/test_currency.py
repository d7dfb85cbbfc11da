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


# Prices as the languages write them, and variables: none is a formula, and none is a finding.
DOLLARS = """\
From **$5** to **$10** | Say "$5" or "$6" | US$10. A $5 coupon | 5 $ et 10 $ | $5'lık ve $10'luk | السعر $5 و $10
de 5\u00a0$ à 10\u00a0$, puis 20\u00a0$ | 5\u202f$ ou 10\u202f$ | « 5 $ » et « 10 $ » | (5 $) et (10 $) | **5 $** ou **10 $**
5 $ y 10 $ | 5 $ e 10 $ | $ 5 y $ 10 | $ 5 and $ 10 | R$5 e R$10,50 | A$5, NZ$6 and HK$7 | CA$5 and $5 CAD | 5 $US et 10 $US
5 $ - 10 $ | 5 $–10 $ | $5-$10 | $5–10 or $20-30 | $5‑$10 | $5/$10 | $5 → $10 | -$5 and -$10 | $-5 and $-10
٥ $ و ١٠ $ | $٥ و $١٠ | السعر 5 $ أو 10 $ | 价格$5和$10 | 5 $、10 $ | ราคา $5 หรือ $10 | $5-os és $10-es | $5:n ja $10:n
*$5* and *$6* | _$5_ to _$10_ | ~~$5~~ $4 | <b>$5</b> to <b>$10</b> | ($5) or ($10) | [$5](a.md) or [$6](b.md) | “$5” or ‘$6’
$1,000 and $2,000 | $1’000 et $2’000 | $0.50/$1.00 | $.50 or $.75 | $5k, $10M and $2bn | $5 million to $10 million | $5+ or $10+
$5/month or $50/year | $5?! No, $6! | $5; $6: $7 | $5 $6 $7 | $5, $6, and $7 | $5… $6… | $5's and $10's | USD $5 vs EUR 4
It is 5$ now | 5$ now | costs (5$) now | price: 5$ | 5 $, 10 $ or 15 $ | from $5 to 10 $
5 US$ ou 10 US$ | 5 US$, 10 US$ | C$5 and C$ 10 | 5 AU$ or S$ 6 | Mex$5 y Mex$10 | R$ 5,00 a R$ 10,50 | US$5–US$10 | 5$CA, 10$CA | 5 $ CA
1 000 $ et 2 000 $ | 1.000 $ und 2.000,50 $ | 1'000 $ und 2’000.50 $ | $1 000 et $2 000 | 5$/h et 10$/j | 5 $/mois, 10 $/an | $5.- | $ 5,-
5 Mio. $ und 6 Mrd. $ | 5 milliards de $ et 6 millions de $ | 5 млн $ и 6 млрд $ | $5 млн и $6 млрд | 5 mln $ i 6 mld $ | 5万$和6万$ | $5億と$10億
$5, $6; $7. $8 | $5 to 10$ | es kostet 5$ (nicht $10) | **5** $ et **10** $ | **5 $** et *10 $* | $5<br>$10 | ₺5 ve $5 | €5, $5 and £5 | ≈$5, ~$6
۵ $ و ۱۰ $ | ₹5 और $10 | $5 שקל ו-$10 | 5달러($5)와 $10 | 5ドル($5)と10ドル($10) | 价格为$5，或$6为
$HOME and $PATH | "$HOME" and "$PATH" | **$HOME** or **$PATH** | $HOME/$USER | $PATH:$HOME | echo $(pwd) and $(ls -l)
$HOME, $PATH; $USER | ${HOME}/$USER | $(pwd)/$HOME | $USER@$HOST | $CUDA_VISIBLE_DEVICES=0,1 | awk prints $1, $2 | export X=$HOME
${x} and ${y} | "${x}" or "${y}" | ${HOME}/bin | $(pwd)/$(date) | set $LD_LIBRARY_PATH, then $PYTHONPATH"""


@pytest.mark.parametrize("text", [text.strip() for line in DOLLARS.split("\n") for text in line.split(" | ")])
@pytest.mark.parametrize("around", ["{}", "- {}", "> {}", "| {} | {} |", "With $x$: {}", "## {}", "{}\n\n{}"])
def test_price_or_variable_is_text_and_no_finding(text: str, around: str) -> None:
    math = find(around.format(text, text))
    assert [formula.tex for formula in math.formulas] == ["x"] * around.count("$x$")
    assert (math.unbalanced, math.outside) == ((), ())


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"3$\times$3", [r"\times"]),
        (r"a 3$\times 3$ kernel", [r"\times 3"]),
        (r"4$\times$4$\times$50", [r"\times", r"\times"]),
        ("2$x^2$ or 2$n-1$", ["x^2", "n-1"]),
        ("$x$1 and $y$2", ["x", "y"]),
        ("$16$GB of $100$MB, $2$D", ["16", "100", "2"]),
        ("$1$-$2$, ($0$, $1$), $5$–$10$", ["1", "2", "0", "1", "5", "10"]),
        ("3 $n-1$ and 2 $x1$", ["n-1", "x1"]),
        ("$n = 5$ et $k = 10$ ou 5 $k$", ["n = 5", "k = 10", "k"]),
        ("$ABC$ and $DEF$", ["ABC", "DEF"]),
        ("${x}$ and ${y}$, $(a)$(b)", ["{x}", "{y}", "(a)"]),
        ("$2^{10}$ 3 $2^3$ 4", ["2^{10}", "2^3"]),
        ('"$5$" and **$6$**', ["5", "6"]),
        ("$x$$y$", ["x", "y"]),
        ("$x$'in ve $y$’ye", ["x", "y"]),
        ("a$b$c and $5**2$", ["b", "5**2"]),
        ("$5$ $6$, $5$-$6$ and $-5$ to $+5$", ["5", "6", "5", "6", "-5", "+5"]),
        ("$a$$b$ and ($a$,$b$)", ["a", "b", "a", "b"]),
    ],
)
def test_formula_beside_digits_and_letters_is_no_price(text: str, tex: list[str]) -> None:
    math = find(text)
    assert ([formula.tex for formula in math.formulas], math.unbalanced) == (tex, ())


@pytest.mark.parametrize(
    "text",
    [
        *(
            "$5, {} and $10",
            "5 $, {} und 10 $",
            "$5 - {}",
            "$5-{}",
            "$5/{}",
            "$5 = {}",
            "$5 (or {})",
            '"$5", "{}"',
            "$5. {}",
        ),
        *(
            "**$5**, **{}**",
            "[$5](a.md) and [{}](b.md)",
            "| $5 | $10 | {} |",
            "{}, $5, $10",
            "$5; {}",
            "$5! {}",
            "≈$5, {}",
        ),
        *(
            "R$ 5 e {}",
            "5 $/mois, {}",
            "价格为$5，{}为",
            "٥ $ و {}",
            "₹5 और $10, {}",
            "from $5 to {}",
            "## $5, {}",
            "> $5, {}",
        ),
        *("$HOME, {} and $PATH", "$HOME/{}", "with ${{HOME}}/{}", "$(pwd): {}", "a$5 {}", "- $5, {}"),
        *("5$ is {}", "pay $5 or {} or 5$", "it is $5, $10 or {}", "$5 per {} samples", "son $ 5.000, {}"),
    ],
)
@pytest.mark.parametrize("tex", ["x", "x^2", "\\alpha", "n = 5", "5", "28\\times28"])
def test_money_or_a_variable_beside_a_formula_leaves_it_whole(text: str, tex: str) -> None:
    math = find(text.format(f"${tex}$"))
    assert ([formula.tex for formula in math.formulas], math.unbalanced) == ([tex], ())


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("$ x $", "x"),
        ("$ x_1$ here", "x_1"),
        (r"$\hat y $ here", r"\hat y"),
        ("the $0 $", "0"),
        ("$\nx\n$", "x"),
        (r"5 $ \times 3 $ 5", r"\times 3"),
        (r"$ x \text{ where } y $", r"x \text{ where } y"),
    ],
)
def test_formula_with_spaces_inside_is_typeset_and_marked(text: str, tex: str) -> None:
    (formula,) = find(text).formulas
    assert (formula.tex, formula.spaced) == (tex, True)


def test_prose_between_dollars_with_spaces_is_no_formula() -> None:
    text = "the loss $ is not the cost $ of $x$"
    assert found(text) == ["x"]
    assert len(find(text).unbalanced) == 2


@pytest.mark.parametrize("text", ["costs $5 in `a$b`", "costs $5 in <kbd>a$b</kbd>", "$5 and ``` $x$ ```"])
def test_dollar_in_code_closes_no_formula(text: str) -> None:
    math = find(text)
    assert (math.formulas, math.unbalanced) == ((), ())
