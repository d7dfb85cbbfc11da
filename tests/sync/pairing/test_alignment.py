from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile  # noqa: F401 - loads the profile
from dragoman.pages.blocks import Block, Kind, split
from dragoman.sync.pairing.alignment import Sides, best, confidence


def blocks(text: str) -> tuple[Block, ...]:
    return split(text, range(1, text.count("\n") + 2))


def paragraphs(count: int) -> list[Block]:
    return [Block(Kind.PARAGRAPH, f"paragraph {number}", number, number) for number in range(1, count + 1)]


def aligned(source: str, target: str, *, mirrored: bool = False) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    mine, theirs = blocks(source), blocks(target)
    sides = Sides(mine, theirs, mirrored=mirrored, ratio=1.1)
    return list(best(mine, theirs, sides.similarity))


def test_blocks_of_the_same_form_are_aligned_in_order():
    source = "## Descent\n\nWe follow the gradient.\n\n- one\n- two"
    target = "## Abstieg\n\nWir folgen dem Gradienten.\n\n- eins\n- zwei"
    assert aligned(source, target) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_formulas_tell_which_paragraph_is_which_where_one_is_missing():
    source = "The weight $w$ is small.\n\nThe step $\\gamma$ is large.\n\nThe loss is $L$."
    target = "El peso $w$ es pequeño.\n\nLa pérdida es $L$."
    assert aligned(source, target) == [((0,), (0,)), ((1,), ()), ((2,), (1,))]


def test_links_and_numbers_tell_which_paragraph_is_which():
    source = "See [one](https://a.org/1).\n\nSee [two](https://b.org/2).\n\nIn 1958 it was built.\n\nIn 1986 it was."
    target = "Siehe [zwei](https://b.org/2).\n\n1986 wurde es gebaut."
    assert aligned(source, target) == [((0,), ()), ((1,), (0,)), ((2,), ()), ((3,), (1,))]


def test_paragraph_that_was_translated_as_two_belongs_to_both():
    source = "First we take $x$, which is a vector of numbers, and then we multiply it by the matrix $W$.\n\nThe end."
    target = (
        "Zuerst nehmen wir $x$, einen Vektor von Zahlen.\n\nDann multiplizieren wir ihn mit der Matrix $W$.\n\nEnde."
    )
    assert aligned(source, target) == [((0,), (0, 1)), ((1,), (2,))]


def test_two_paragraphs_that_were_translated_as_one_belong_to_it():
    source = "First we take $x$, a vector of numbers.\n\nThen we multiply it by the matrix $W$.\n\nThe end."
    target = "Önce $x$ vektörünü alırız, bu bir sayı vektörüdür; sonra onu $W$ matrisiyle çarparız.\n\nSon."
    assert aligned(source, target) == [((0, 1), (0,)), ((2,), (1,))]


def test_caption_may_stand_inside_of_its_figure():
    source = (
        'Text before it.\n\n<center><img src="a.png"/></center>\n\n**Fig 1:** A network with many layers of weights'
    )
    target = 'Texte avant.\n\n<center><img src="a.png"/><br>\n<b>Figure 1 :</b> Réseau</center>'
    assert aligned(source, target) == [((0,), (0,)), ((1, 2), (1,))]


def test_caption_may_stand_below_its_figure():
    source = '<center><img src="a.png"/><br>\n<b>Fig. 1</b>: A network</center>\n\nText after it.'
    target = '<center><img src="a.png"/></center>\n\n**Şekil 1:** Bir ağ\n\nSonraki metin.'
    assert aligned(source, target) == [((0,), (0, 1)), ((1,), (2,))]


def test_paragraph_after_a_figure_is_not_taken_for_its_caption():
    source = '<center><img src="a.png"/></center>\n\nWe see that the network learns slowly.'
    target = '<center><img src="a.png"/></center>\n\nNous voyons que le réseau apprend lentement.'
    assert aligned(source, target) == [((0,), (0,)), ((1,), (1,))]


def test_code_and_formulas_are_never_taken_for_text():
    source = "```\nx = 1\n```\n\n$$\ny\n$$"
    target = "texto\n\n## título"
    assert all(not left or not right for left, right in aligned(source, target))


def test_examples_are_told_apart_by_their_first_line():
    source = '```python exec="1" snippet="a:one"\n```\n\n```python exec="1" snippet="a:two"\n```'
    assert aligned(source, '```python exec="1" snippet="a:one"\n```') == [((0,), (0,)), ((1,), ())]
    assert aligned(source, '```python exec="1" snippet="a:two"\n```') == [((0,), ()), ((1,), (0,))]


def test_heading_is_not_merged_with_the_text_below_it():
    assert aligned("## A\n\nText here", "## B") == [((0,), (0,)), ((1,), ())]


def test_arrow_that_points_the_other_way_is_the_same_on_a_right_to_left_page():
    source, target = blocks(r"so $a \Rightarrow b$"), blocks(r"إذن $a \Leftarrow b$")
    mirrored = Sides(source, target, mirrored=True, ratio=1.0).similarity(range(1), range(1))
    assert mirrored > Sides(source, target, mirrored=False, ratio=1.0).similarity(range(1), range(1))


def test_confidence_is_high_for_a_translation_and_low_for_another_text():
    source = blocks("The gradient $\\nabla f$ of [the loss](https://a.org) has 3 parts.")
    right = blocks("Le gradient $\\nabla f$ de [la perte](https://a.org) a 3 parties.")
    wrong = blocks("Au contraire, la matrice $W$ en a 7, comme nous le verrons bien plus tard dans ce cours.")
    assert confidence(source, right, mirrored=False) > 0.8
    assert confidence(source, wrong, mirrored=False) < 0.5


def test_nothing_is_aligned_with_nothing():
    assert best((), (), lambda *_: 1.0) == ()
    assert list(best((), paragraphs(2), lambda *_: 1.0)) == [((), (0,)), ((), (1,))]


@pytest.mark.parametrize("size", [1, 3, 40])
def test_best_alignment_of_equal_blocks_is_one_to_one(size: int):
    def similarity(rows: range, columns: range) -> float:
        return float(len(rows) == len(columns) == 1 and rows.start == columns.start)

    assert list(best(paragraphs(size), paragraphs(size), similarity)) == [((n,), (n,)) for n in range(size)]


@given(st.integers(0, 9), st.integers(0, 9), st.randoms(use_true_random=False))
def test_every_block_is_in_one_match_in_order_whatever_they_are(rows: int, columns: int, random):
    matches = best(paragraphs(rows), paragraphs(columns), lambda *_: random.random())
    assert [row for left, _ in matches for row in left] == list(range(rows))
    assert [column for _, right in matches for column in right] == list(range(columns))
