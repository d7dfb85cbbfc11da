"""What a change to a translation must never do: the last look before a file is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeVar

from dragoman.pages.lecture import Lecture, parse

T = TypeVar("T")


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


def grown(more: Sequence[T], is_safe: Callable[[Sequence[T]], bool], kept: Sequence[T] = ()) -> list[T]:
    """Return ``kept`` and as many of ``more`` as are safe together, few of them tried alone."""
    if not more:
        return list(kept)
    together = [*kept, *more]
    if is_safe(together):
        return together
    if len(more) == 1:
        return list(kept)
    half = len(more) // 2
    return grown(more[half:], is_safe, grown(more[:half], is_safe, kept))


def comment_findings(page: Lecture) -> Counter[str]:
    """Return how often each kind of malformed comment is in a page."""
    return Counter(finding.kind for finding in page.findings if finding.kind.startswith("comment."))
