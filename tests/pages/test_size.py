from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from dragoman.pages.lecture import parse
from dragoman.pages.size import flaws

HEAD = "---\nlang-ref: ch.05\ntitle: x\n---\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 30_001, "found 30,001 characters in a line, expected at most 30,000 in a page: split it"),
        ("a\n" * 5_001, "found 5,002 lines"),
        ("a\n\n" * 1_501, "found 1,501 paragraphs"),
        ("[a](" * 5_001, "found 5,001 of the sign [, expected"),
        (">" * 41 + " a", "found 41 quotations in each other, expected at most 40: take some out"),
        ("[" * 41, "found 41 brackets in each other"),
        ("![" * 41, "found 41 brackets in each other"),
        (" " * 90 + "- a", "found 45 lists in each other"),
        ("[a](b " * 2_001, "found 2,001 links, expected at most 2,000 in a page: split it"),
        ("[^1]: a\n" * 1_001, "found 1,001 notes, expected at most 1,000 in a page: split it"),
        ("*[a]: b\n" * 1_001, "found 1,001 notes"),
        ("<div>\n" * 201, "found 201 elements in each other, expected at most 200: end or take out some"),
        ("<div><details markdown>\n</div>" * 201, "found 202 elements in each other"),
        ("<math>" * 201, "found 201 elements in each other"),
        ("&#" + "9" * 4_001 + ";", "found 4,001 digits in a row, expected at most 4,000 in a page: split it"),
        ("\u0669" * 5_000, "found 5,000 digits in a row"),
        ("a b\n" * 80_000, "found 320,000 characters"),
    ],
)
def test_page_that_is_larger_than_anyone_writes_is_named_and_not_read(text: str, expected: str) -> None:
    assert expected in [message[: len(expected)] for _, message in flaws(text)]
    page = parse(PurePosixPath("en/week05/05.md"), (HEAD + text).encode())
    assert {finding.kind for finding in page.findings} == {"page.size"}
    assert page.visible.text == ""


def test_page_as_people_write_them_is_not() -> None:
    assert list(flaws("<div>\n<p>a</p>\n</div>\n<ul><li>a<li>b</ul><dl></dl><divide><br/>" * 300)) == []
    text = HEAD + "## A heading\n\nA sentence with $x_1$, [a link](b.md) and `code`.\n\n- one\n    - two\n\n" * 200
    assert list(flaws(text)) == []
    assert parse(PurePosixPath("en/week05/05.md"), text.encode()).findings == ()


@pytest.mark.parametrize("sign", ["- ", "1. ", "* 1. ", "> - "])
def test_lists_that_open_each_other_in_one_line_are_named(sign: str) -> None:
    assert [what for _, what in flaws(f"Text.\n\n{sign * 60}a\n") if "in each other" in what]
    assert list(flaws(f"Text.\n\n{'- ' * 60}\n\n{sign * 3}a\n")) == []
