"""What is left of printed text on a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.execution.isolated.terminal import shown


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("plain\ttext\né\n", "plain\ttext\né\n"),
        ("a\0b\x7fc\x9f\n", "abc\n"),
        ("\x1b[1;31mred\x1b[0m and \x9b4mmore\x1b[m\n", "red and more\n"),
        ("\x1b[38:2::1:2:3mx\x1b[?25h\x1b(B\n", "x\n"),
        ("\x1b]0;title\x07x\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\\n", "xlink\n"),
        ("unfinished \x1b", "unfinished "),
        ("unfinished \x1b[3", "unfinished "),
        ("one\r\ntwo\r\n", "one\ntwo\n"),
        ("  5%|#    |\r 50%|##   |\r100%|#####|\ndone\n", "100%|#####|\ndone\n"),
        ("longer\rshort", "shortr"),
        ("longer\r\x1b[Kshort", "short"),
        ("longer\x1b[2K\rshort", "short"),
        ("ab\b\bc", "cb"),
        ("\b\bx", "x"),
        ("a: 1\nb: 1\x1b[A\ra: 2\x1b[B\rb: 2\n", "a: 2\nb: 2\n"),
        ("a\nb\nc\n\x1b[3A\x1b[Jx\n", "x\n"),
        ("a\nb\x1b[2J\x1b[Hc", "c"),
        ("abc\x1b[2Dx", "axc"),
        ("abc\x1b[1Gx", "xbc"),
        ("a\vb\fc", "a\nb\nc"),
    ],
)
def test_text_is_what_a_terminal_shows_in_the_end(printed: str, read: str) -> None:
    assert shown(printed) == read


@given(st.text(alphabet=st.sampled_from("ab1;[]?\x1b\x9b\r\n\b\0\x07AJKHm\x1c\x90")) | st.text())
def test_no_control_sign_is_left_of_any_text(text: str) -> None:
    found = shown(text)
    assert not [sign for sign in found if unicodedata.category(sign) == "Cc" and sign not in "\n\t"]
    assert shown(found) == found


def test_long_rows_with_many_signs_take_no_longer_than_short_ones() -> None:
    assert shown("a\x1b[0m" * 300_000) == "a" * 300_000
