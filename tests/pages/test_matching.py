"""Two sequences are compared in a time that is bounded, and exactly where they are as people write them."""

from __future__ import annotations

import pytest

from dragoman.pages.matching import matched


def test_common_items_of_ordinary_texts_are_all_found() -> None:
    left, right = (
        ["the", "cat", "and", "the", "dog", "and", "the", "bird"],
        ["the", "cat", "and", "a", "dog", "and", "the", "fish"],
    )
    assert [one for one in matched(left, right).get_opcodes() if one[0] != "equal"] == [
        ("replace", 3, 4, 3, 4),
        ("replace", 7, 8, 7, 8),
    ]


def steps(left: list[str], right: list[str]) -> int:
    """Return how many pairs of items are looked at for the matches."""
    count = 0

    class Counted(dict[str, list[int]]):
        def get(self, key: str, default: list[int] | None = None) -> list[int] | None:  # type: ignore[override]
            nonlocal count
            found = super().get(key, default)
            count += len(found or ())
            return found

    matcher = matched(left, right)
    matcher.b2j = Counted(matcher.b2j)
    matcher.get_opcodes()
    return count


@pytest.mark.parametrize("piece", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_same_items_over_and_over_are_not_all_compared(piece: list[str]) -> None:
    assert steps(piece * 2_000, [*piece * 1_000, "x", *piece * 1_001]) < 1_000_000
    opcodes = matched(piece * 2_000, [*piece * 2_000, "x"]).get_opcodes()
    assert opcodes[0][:3] == ("equal", 0, 2_000 * len(piece))
