from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile  # noqa: F401 - loads the profile
from dragoman.findings import Edit
from dragoman.sync.editing.edits import Lines, apply, unified


def inserted(text: str, line: int, content: str) -> str:
    return apply(text, [Lines(text).insert(line, content)])


def test_edits_leave_every_other_byte():
    assert apply("a\r\nb\tc\n", [Edit(3, 4, "XX")]) == "a\r\nXX\tc\n"


def test_edits_at_one_place_keep_their_order():
    assert apply("ab", [Edit(1, 1, "1"), Edit(1, 1, "2"), Edit(0, 0, "0")]) == "0a12b"


def test_no_edit_changes_nothing():
    assert apply("a\r\n\ufeffb", []) == "a\r\n\ufeffb"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a\n\nb\n", 3, "a\n\nX\n\nb\n"),
        ("a\nb\n", 2, "a\n\nX\n\nb\n"),
        ("a\n", 2, "a\n\nX\n"),
        ("a", 2, "a\n\nX\n"),
        ("a\n\n\nb\n", 3, "a\n\nX\n\nb\n"),
        ("", 1, "X\n"),
        ("a\n", 9, "a\n\nX\n"),
    ],
)
def test_text_that_is_put_in_has_a_blank_line_on_each_side(text: str, line: int, expected: str):
    assert inserted(text, line, "X") == expected


def test_text_that_is_put_in_has_the_line_ends_of_the_file():
    assert inserted("a\r\n\r\nb\r\n", 3, "X\nY") == "a\r\n\r\nX\r\nY\r\n\r\nb\r\n"


@given(st.text("ab\n", max_size=12), st.integers(1, 9))
def test_text_is_put_in_before_a_line_and_nothing_else_changes(text: str, line: int):
    at = Lines(text).start(line)
    result = inserted(text, line, "X")
    assert result.startswith(text[:at])
    assert result.endswith(text[at:])
    assert result[at : len(result) - len(text) + at].strip("\n") == "X"


def test_diff_shows_what_changes():
    diff = unified("a\nb\n", "a\nc", "docs/tr/a.md")
    assert diff == "--- a/docs/tr/a.md\n+++ b/docs/tr/a.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
