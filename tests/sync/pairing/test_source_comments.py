"""The comments of a translation and the text that they part, in their order."""

from __future__ import annotations

import pytest

from dragoman.sync.pairing.source_comments import Comment, units
from translated import HEAD, commented, matches, reading


def pieces(body: str) -> list[tuple[str, str]]:
    return [
        ("comment", " | ".join(block.text.strip() for block in piece.blocks))
        if isinstance(piece, Comment)
        else ("text", " | ".join(block.text.strip() for block in piece))
        for piece in reading(body).pieces
    ]


def test_comments_and_text_are_read_in_order():
    body = "\n<!-- One -->\n\nUn\n\n<!--\n## Two\n\nThree\n-->\n\n## Deux\n\nTrois\n"
    assert pieces(body) == [
        ("comment", "One"),
        ("text", "Un"),
        ("comment", "## Two | Three"),
        ("text", "## Deux | Trois"),
    ]


def test_comments_know_their_lines():
    (first, _, second, _) = reading("\n<!-- One -->\nUn\n\n<!--\nTwo\n-->\nDeux\n").pieces
    assert (first.line - HEAD, first.last_line - HEAD, first.blocks[0].line - HEAD) == (2, 2, 2)
    assert (second.line - HEAD, second.last_line - HEAD, second.blocks[0].line - HEAD) == (5, 7, 6)


@pytest.mark.parametrize("closer", ["..>", "->", "–>", "--!>", "-- >"])
def test_mistyped_delimiter_is_no_part_of_the_comment(closer: str):
    assert pieces(f"<!-- A title {closer}\nUn titre\n")[0] == ("comment", "A title")


def test_mistyped_opener_is_no_part_of_the_comment():
    assert pieces("<--! A title -->\nUn titre\n")[0] == ("comment", "A title")


@pytest.mark.parametrize(
    "comment",
    ["title: Gradient descent", "lang-ref: ch.05-1\ntitle: A", "TODO", "NOTE: look this up", "translation date: 1 May"],
)
def test_front_matter_and_notes_in_comments_are_no_source_comments(comment: str):
    assert pieces(f"\n<!-- {comment} -->\n\nUn\n") == [("text", "Un")]


def test_note_that_the_english_page_has_too_is_a_source_comment():
    body = commented(("NOTE: we begin at zero.", "NOT: sıfırdan başlarız."), ("The end $e$.", "Son $e$."))
    assert [one[:2] for one in matches("\nNOTE: we begin at one.\n\nThe end $e$.\n", body, "tr")] == [
        ("NOTE: we begin at one.", "NOTE: we begin at zero."),
        ("The end $e$.", "The end $e$."),
    ]


def test_directives_are_no_source_comments():
    page = reading("\n<!-- course: ignore parity.math -- split on purpose -->\n\nUn\n")
    assert [(one.name, one.kinds, one.reason, one.line - HEAD) for one in page.directives] == [
        ("ignore", ("parity.math",), "split on purpose", 2)
    ]
    assert len(page.pieces) == 1


def test_comment_inside_of_a_line_is_about_a_part_of_its_block():
    (part,) = reading("\nUn <!-- one --> et deux\n").parts
    assert (part.comment.text.strip(), part.comment.partial, part.target.line - HEAD) == ("one", True, 2)


def test_comment_inside_of_a_figure_is_about_a_part_of_it():
    body = '\n<center>\n<img src="a.png"/><br>\n<!-- Fig. 1: A net -->\nAbb. 1: Ein Netz\n</center>\n'
    (part,) = reading(body, "de").parts
    assert part.comment.text.strip() == "Fig. 1: A net"
    assert part.target.text.startswith("<center>")


def test_text_glued_to_a_comment_is_read():
    assert pieces("\n<!-- One -->Un\n") == [("comment", "One"), ("text", "Un")]


def test_comments_that_no_text_parts_are_one_unit():
    body = "\n<!-- One -->\n\n<!-- Two -->\n\nUn\n\nDeux\n\n<!-- Three -->\n\nTrois\n"
    assert [(len(unit.comments), len(unit.text)) for unit in units(reading(body).pieces)] == [(2, 2), (1, 1)]


def test_text_before_the_first_comment_is_a_unit_without_comment():
    assert [len(unit.comments) for unit in units(reading("\nZero\n\n<!-- One -->\n\nUn\n").pieces)] == [0, 1]


def test_windows_line_ends_and_decomposed_letters_are_read_as_others():
    assert pieces("\r\n<!--\r\nOne\r\n-->\r\n\r\ne\u0301te\u0301\r\n") == [("comment", "One"), ("text", "été")]
