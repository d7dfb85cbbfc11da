"""What a change to a translation must never do: the last look before a file is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count
from typing import TypeVar

from dragoman.pages.lecture import Lecture, parse

T = TypeVar("T")
_TRIES = 400


def damage(page: Lecture, after: str, repeated: Sequence[str] = ()) -> str | None:
    """Return what a change would damage, None for a safe one.

    Readers of the text ``after`` it must see what they saw before, and ``repeated`` formulas and code;
    no comment may begin or end elsewhere than intended.
    """
    changed = parse(page.path, after.encode())
    if comment_findings(changed) - comment_findings(page):
        return "a comment would not end where it should"
    before, now = (Counter(one.visible.text.split()) for one in (page, changed))
    if now != before + Counter(word for text in repeated for word in text.split()):
        return "readers would see other text than before"
    return None


def grown(more: Sequence[T], is_safe: Callable[[Sequence[T]], bool], most: int = _TRIES) -> list[T]:
    """Return as many of ``more`` as are safe together, few of them tried alone; after ``most`` tries the rest is left."""
    tries = count()

    def grow(kept: list[T], more: Sequence[T]) -> list[T]:
        together = [*kept, *more]
        if not more or (next(tries) < most and is_safe(together)):
            return together
        if len(more) == 1:
            return kept
        half = len(more) // 2
        return grow(grow(kept, more[:half]), more[half:])

    return grow([], more)


def comment_findings(page: Lecture) -> Counter[str]:
    """Return how often each kind of malformed comment is in a page."""
    return Counter(finding.kind for finding in page.findings if finding.kind.startswith("comment."))
