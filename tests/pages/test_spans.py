from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.pages.spans import blotted, replaced


def test_stretches_are_replaced_in_whatever_order_they_come():
    assert replaced("one two three", [(8, 13, "3"), (0, 3, "1"), (3, 3, "!")]) == "1! two 3"


def test_stretches_are_blotted_out_and_lines_stay():
    assert blotted("a `b\nc` d", [(2, 7)]) == "a   \n   d"
    assert blotted("abcdef", [(0, 4), (1, 2), (3, 5)], "x") == "xxxxxf"


@given(h.any_text, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_blotted_text_is_as_long_as_it_was(text: str, pairs: list[tuple[int, int]]):
    spans = [(min(pair), max(pair)) for pair in pairs if max(pair) <= len(text)]
    found = blotted(text, spans, "x")
    hidden = {at for start, end in spans for at in range(start, end)}
    assert len(found) == len(text)
    assert all(
        new == (old if at not in hidden or old == "\n" else "x")
        for at, (old, new) in enumerate(zip(text, found, strict=True))
    )
