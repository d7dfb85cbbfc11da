"""Formulas in the tree of an article, and what a no-break space ties to one."""

from __future__ import annotations

import pytest

from dragoman.rendering.tree import Tree
from rendered import finished


def tied(text: str) -> str:
    """Return a paragraph with the word FORMULA for each formula, typeset."""
    tree = Tree(finished(text))
    for formula in tree.all("span.math"):
        tree.put(formula, "FORMULA")
    return tree.html


@pytest.mark.parametrize("text", ["و\u00a0$x$", "$x$\u00a0:", "$x$\u202f;", "«\u00a0$x$\u00a0»", "و&nbsp;$x$&nbsp;:"])
def test_word_or_sign_behind_a_no_break_space_is_tied_to_the_formula(text: str):
    inside = text.replace("$x$", "FORMULA").replace("\u00a0", "&nbsp;")
    assert tied(f"word {text} word") == f'<p>word <span class="tied">{inside}</span> word</p>'


@pytest.mark.parametrize(
    "text", ["($x$)", "$x$.", "$x$’nin,", "$x$-ème", "$x$th).", "$x$،", "$x$。", "「$x$」", "$x$:"]
)
def test_mark_and_ending_that_touch_a_formula_do_not_begin_the_next_line(text: str):
    inside = text.replace("$x$", "FORMULA")
    assert tied(f"word {text} word") == f'<p>word <span class="tied">{inside}</span> word</p>'


def test_formula_that_is_tied_is_broken_where_others_are():
    html = finished("word $a = b + c$, word")
    assert html.count("<wbr>") == html.count('class="katex-base"') - 1 == 2
    assert "<wbr>" not in finished("word $a = b + c$ word")


@pytest.mark.parametrize("text", ["word $x$ word", "$x$—$x$", "$x$则有", "$x$を求める", "$x$ / $x$", "$x$*word*"])
def test_formula_between_words_stays_as_it_is(text: str):
    shown = text.replace("$x$", "FORMULA").replace("*word*", "<em>word</em>")
    assert tied(text) == f"<p>{shown}</p>"


def test_formulas_tied_to_each_other_and_beside_markup_are_all_typeset():
    html = finished("**a\u00a0$x$**\u00a0$y$\u00a0$z$ *b*")
    assert html.count('class="katex"') == 3
    assert html.count('class="tied"') >= 2
