"""What two sequences have in common in their order, as difflib finds it, in a time that is bounded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import Any

_MOST = 200_000  # pairs of equal items that are all looked at


def matched(left: Sequence[Hashable], right: Sequence[Hashable]) -> SequenceMatcher[Any]:
    """Return the matcher of two sequences.

    Where the same few items stand over and over, which would take minutes, matches do not begin with these.
    """
    others = Counter(right)
    pairs = sum(count * others[one] for one, count in Counter(left).items())
    return SequenceMatcher(None, left, right, autojunk=pairs > _MOST)
