"""The anchors of headings: the same in every language, so that a link works in all of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from dragoman.formulas.finder import find
from dragoman.pages import links
from dragoman.pages.matching import matched
from dragoman.pages.spans import replaced

_MARKUP = re.compile(r"<[^>]*>|\[\^[^\[\]\n]+\]|[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a page."""

    level: int
    words: str
    """Its text, without formulas."""
    anchor: str | None = None
    """The id that it has, ``{#so}`` in the source."""
    link: str | None = None
    """Where it leads, usually the moment of a video; the same in all languages."""


def slug(heading: str) -> str:
    """Return the anchor for a heading's Markdown, see `hyphenated`."""
    heading = replaced(heading, ((formula.start, formula.end, " ") for formula in find(heading).formulas))
    return hyphenated(_MARKUP.sub("", links.words(heading)))


def hyphenated(words: str) -> str:
    """Return the letters and digits of ``words`` in lower case, joined by hyphens."""
    text = unicodedata.normalize("NFC", words).lower()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", text)).strip("-")


def anchors(headings: Sequence[Heading], others: Collection[str] = ()) -> tuple[str, ...]:
    """Return a unique anchor for each heading of a source page; ``others`` are taken already."""
    taken = {heading.anchor for heading in headings if heading.anchor} | set(others)
    result = []
    for heading in headings:
        anchor = heading.anchor
        if anchor is None:
            anchor = _own_anchor(heading, taken)
            taken.add(anchor)
        result.append(anchor)
    return tuple(result)


def _own_anchor(heading: Heading, taken: Collection[str]) -> str:
    """Return an anchor made of the heading's words that is not ``taken``."""
    base = hyphenated(heading.words) or "section"
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    return anchor


def translated_anchors(
    headings: Sequence[Heading], source: Sequence[Heading], others: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the anchor of each heading of a translation: that of its source heading.

    Headings are matched by position, where level and link help to find the position in a page
    that lost or gained one. A heading without a counterpart gets an anchor of its own.
    """
    source_anchors = anchors(source)
    counterparts = _match(headings, source)
    taken = set(source_anchors) | {heading.anchor for heading in headings if heading.anchor} | set(others)
    result = []
    for heading, counterpart in zip(headings, counterparts, strict=True):
        anchor = heading.anchor
        if anchor is None and counterpart is not None:
            anchor = source_anchors[counterpart]
        if anchor is None or anchor in result:
            anchor = _own_anchor(heading, taken)
        taken.add(anchor)
        result.append(anchor)
    return tuple(result)


def _match(headings: Sequence[Heading], source: Sequence[Heading]) -> list[int | None]:
    """Return for each heading the index of its source heading: of the same link and level, else in the same place."""
    if [heading.level for heading in headings] == [heading.level for heading in source]:
        return list(range(len(source)))
    result: list[int | None] = [None] * len(headings)

    def pair(mine: range, theirs: range, keys: Sequence[Callable[[Heading], object]]) -> None:
        """Match what two ranges have in common by the first of some keys, and what lies between by the next."""
        if not keys:
            result[mine.start : mine.stop] = [*theirs, *[None] * len(mine)][: len(mine)]
            return
        left, right = [keys[0](headings[at]) for at in mine], [keys[0](source[at]) for at in theirs]
        for tag, a, b, c, d in matched(left, right).get_opcodes():
            pair(mine[a:b], theirs[c:d], () if tag == "equal" else keys[1:])

    pair(range(len(headings)), range(len(source)), (lambda one: (one.level, one.link), lambda one: one.level))
    return result
