from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from course.lecture import Lecture
from course.library import read
from course.math import INVISIBLE, find, find_in_block


def found(text: str) -> list[str]:
    return [formula.tex for formula in find(text).formulas]


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


def test_line_break_before_a_dollar_does_not_escape_it():
    assert found(r"$a \\$ b") == [r"a \\"]


def test_formula_crosses_a_line_end_but_no_blank_line():
    assert found("$a +\nb$") == ["a +\nb"]
    assert found("$a +\n\nb$") == []


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


def test_empty_dollars_are_no_formula():
    assert found("a $ $ b") == []


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


# The corpus, read a second time in another way: line by line and sign by sign.

# Sources that are broken: the paragraphs with these lines have no reading that is right.
BROKEN = {
    ("ar/week07/07-2.md", 109),  # $ without a partner
    ("ar/week07/07-3.md", 254),  # closed by & instead of $
    ("fr/week01/01-3.md", 235),  # closed by $$ instead of $
    ("fr/week02/02-3.md", 144),
    ("fr/week08/08-3.md", 76),
    ("fr/week08/08-3.md", 463),
    ("tr/week03/03-2.md", 132),
    ("tr/week05/05-3.md", 44),
    ("tr/week06/06-2.md", 259),
}


def without_fences(lines: list[str]) -> list[str]:
    fence = ""
    kept = []
    for line in lines:
        sign = re.match(r"[ \t>]*(`{3,}|~{3,})", line)
        if fence:
            if sign and sign[1].startswith(fence) and line.strip(" \t\r>") == sign[1]:
                fence = ""
            kept.append("")
        elif sign and "`" not in line[sign.end() :]:
            fence = sign[1]
            kept.append("")
        else:
            kept.append(line)
    return kept


def formulas_of_paragraph(paragraph: str) -> list[str]:
    result = []
    paragraph = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", paragraph, flags=re.DOTALL)
    index = 0
    while index < len(paragraph):
        if paragraph[index] == "\\":
            index += 2
            continue
        sign = "$$" if paragraph.startswith("$$", index) else "$"
        if not paragraph.startswith(sign, index):
            index += 1
            continue
        end = index + len(sign)
        while end < len(paragraph) and not paragraph.startswith(sign, end):
            end += 2 if paragraph[end] == "\\" else 1
        if end < len(paragraph):
            result.append(paragraph[index + len(sign) : end])
            index = end
        index += len(sign)
    return result


def reading(page: Lecture) -> list[str]:
    """Return the TeX of a page as a reader finds it, without the broken paragraphs."""
    lines = without_fences(page.visible.text.split("\n"))
    paragraphs: list[tuple[list[str], list[int]]] = [([], [])]
    in_display = False
    for number, line in zip(page.visible.lines, lines, strict=True):
        starts_block = re.match(r"[ \t]*(?:[*+-][ \t]|\d+\.[ \t]|#|\|)", line)
        if not in_display and (not line.strip() or starts_block):
            paragraphs.append(([], []))
        paragraphs[-1][0].append(line)
        paragraphs[-1][1].append(number)
        if line.count("$$") % 2:
            in_display = not in_display
    return [
        tex
        for words, numbers in paragraphs
        if not any((str(page.path), number) in BROKEN for number in numbers)
        for tex in formulas_of_paragraph("\n".join(words))
    ]


def bare(tex: str) -> str:
    """Return TeX without what makes no difference: whitespace, quotation marks, and how scripts are written."""
    tex = INVISIBLE.sub("", tex).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("\\_", "_")
    return re.sub(r"[\s{}]", "", re.sub(r"^[ \t]*>", "", tex, flags=re.MULTILINE))


def test_a_second_reading_of_the_corpus_finds_the_same_formulas(corpus_folder: Path):
    library = read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    total = 0
    differences = []
    for page in library.pages.values():
        expected = Counter(bare(tex) for tex in reading(page))
        actual = Counter(bare(tex) for tex in found(page.visible.text))
        total += expected.total()
        differences += [f"{page.path}: {tex}" for tex in (expected - actual).elements()]
    assert total > 4000
    assert len(differences) <= total / 1000, "\n".join(differences)


@pytest.mark.parametrize(("path", "line"), sorted(BROKEN))
def test_unbalanced_dollars_of_the_corpus_are_reported_at_their_lines(corpus_folder: Path, path: str, line: int):
    library = read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    (page,) = (page for page in library.pages.values() if str(page.path) == path)
    found_lines = {page.visible.line_at(offset) for offset in find(page.visible.text).unbalanced}
    assert line in found_lines
    assert found_lines == {broken for name, broken in BROKEN if name == path}


@pytest.mark.parametrize(
    "text",
    ["Cela coûte 5 $ et 10 $ par mois.", "From 5$ to 10$ here.", "$10K vs $20K", "$2M, or $3bn", "$100+ to $200+ then"],
)
def test_price_is_no_formula(text: str) -> None:
    assert find(text).formulas == ()


def test_indented_block_taken_from_a_list_holds_formulas_not_code():
    text = "    - first $x$\n    - second $y$"
    assert [formula.tex for formula in find_in_block(text).formulas] == ["x", "y"]
    assert find(text).formulas == ()


def test_fence_in_a_block_holds_no_formulas():
    assert find_in_block("```\n$x$\n```\n$y$").formulas[0].tex == "y"
