"""The anchors of headings: the same in every language, so that a link works in all of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dragoman.formulas.finder import find
from dragoman.pages import links
from dragoman.pages.spans import replaced

_MARKUP = re.compile(r"<[^>]*>|[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")


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
    """Return for each heading the index of its source heading, by the cheapest alignment in order."""
    if [heading.level for heading in headings] == [heading.level for heading in source]:
        return list(range(len(source)))
    rows, columns = len(headings) + 1, len(source) + 1
    cost = [[float(row + column) for column in range(columns)] for row in range(rows)]
    for row in range(1, rows):
        for column in range(1, columns):
            pair = cost[row - 1][column - 1] + _difference(headings[row - 1], source[column - 1])
            cost[row][column] = min(pair, cost[row - 1][column] + 1, cost[row][column - 1] + 1)
    result: list[int | None] = [None] * len(headings)
    row, column = len(headings), len(source)
    while row and column:
        pair = cost[row - 1][column - 1] + _difference(headings[row - 1], source[column - 1])
        if cost[row][column] == pair:
            row, column = row - 1, column - 1
            result[row] = column
        elif cost[row][column] == cost[row - 1][column] + 1:
            row -= 1
        else:
            column -= 1
    return result


def _difference(heading: Heading, source: Heading) -> float:
    if heading.link and heading.link == source.link:
        return 0.0
    return (
        0.25 * (heading.level == source.level)
        + 1.25 * (heading.level != source.level)
        + 0.5 * ((heading.link is None) != (source.link is None))
    )
