"""Which blocks of the source a comment quotes, also where both have changed since."""

from __future__ import annotations

from dragoman.pages.blocks import split
from dragoman.sync.pairing.quotation import link


def links(comments: str, english: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    sides = [split(text, range(1, text.count("\n") + 2)) for text in (comments, english)]
    linked = link(*sides)
    return [*linked.in_order, *linked.moved]


def test_equal_blocks_are_linked_as_english_and_comment():
    assert links("A\n\nB", "A\n\nB") == [((0,), (0,)), ((1,), (1,))]


def test_english_block_without_comment_is_in_no_link():
    assert links("A\n\nC", "A\n\nB\n\nC") == [((0,), (0,)), ((2,), (1,))]


def test_comment_of_what_is_gone_is_linked_with_nothing():
    english = "We begin here.\n\nWe end here."
    assert links("We begin here.\n\nOnce upon a time, nets were shallow.\n\nWe end here.", english) == [
        ((0,), (0,)),
        ((), (1,)),
        ((1,), (2,)),
    ]


def test_block_that_stands_elsewhere_in_english_is_linked_with_it():
    assert links("A\n\nB\n\nC\n\nD", "C\n\nA\n\nB\n\nD") == [((1,), (0,)), ((2,), (1,)), ((3,), (3,)), ((0,), (2,))]


def test_block_that_stands_more_than_once_is_linked_in_order_only():
    assert links("E.g.\n\nA\n\nE.g.\n\nB", "A\n\nE.g.\n\nB\n\nE.g.") == [
        ((), (0,)),
        ((0,), (1,)),
        ((1,), (2,)),
        ((2,), (3,)),
    ]


def test_comment_whose_marks_have_changed_in_its_place_was_not_moved():
    sides = [
        split(text, range(1, 6))
        for text in ("A\n\nThe 'loss' falls at last.\n\nB", "A\n\nThe loss falls at last.\n\nB")
    ]
    assert link(*sides).moved == ()


def test_changed_block_is_linked_with_what_it_became():
    comments = "A\n\nThe loss is not convex in general.\n\nB"
    assert links(comments, "A\n\nThe loss is convex in general.\n\nB") == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_short_heading_of_which_one_word_has_changed_is_linked():
    assert links("A\n\n## Review\n\nB", "A\n\n## Recap\n\nB")[1] == ((1,), (1,))


def test_block_that_english_has_split_is_linked_with_both():
    comments = "A\n\nThe first part is about nets. The second part is about their training.\n\nB"
    english = "A\n\nThe first part is about nets.\n\nThe second part is about their training.\n\nB"
    assert ((1, 2), (1,)) in links(comments, english)


def test_mark_and_list_that_were_quoted_apart_are_linked_as_one():
    comments = "**Pooling**\n* Aggregating over a feature map, and over its neighbours\n* Max pooling of $x$"
    english = "* **Pooling**\n  * Aggregating over a feature map, and over its neighbours\n  * Max pooling of $x$"
    assert links(comments, english) == [((0,), (0, 1))]


def test_list_that_was_taken_apart_is_linked_with_the_comment_that_lacks_its_mark():
    comments = "**Pooling**\n* Aggregating over it\n* Max pooling\n* Other pooling"
    english = "* **Pooling**\n  * Aggregating over it\n  * Max pooling\n\n  * Other pooling"
    assert links(comments, english) == [((0, 1), (0, 1))]


def test_code_is_linked_with_code_only():
    assert links("```\nx = 1\n```", "x = 1 is code") == [((), (0,))]
