"""Headings and their anchors: the same in every language, so that a link works in all of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from course.fences import fence_lines
from course.math import Formula, find

_HEADING = re.compile(r"^(?P<marks>#{1,6})(?P<text>[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_EXPLICIT = re.compile(r"\{:?[^{}\n]*#(?P<id>[\w:.-]+)[^{}\n]*\}[ \t]*$")
_PRE = re.compile(r"<pre\b.*?</pre\s*>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?P<list>[.#][^{}\n]*)\}$")
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)[^)]*\)")
_MARKUP = re.compile(r"<[^>]*>|[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a page."""

    level: int
    text: str
    """Its Markdown, without the marks."""
    anchor: str | None
    """The id that the source sets, ``{#so}``."""
    link: str | None
    """Where the heading leads, usually the moment of a video; the same in all languages."""
    start: int
    end: int
    """The heading is ``text[start:end]`` of the page."""


def find_headings(text: str, formulas: Sequence[Formula] | None = None) -> tuple[Heading, ...]:
    """Return the headings of a page without comments, in order.

    ``formulas`` are those of the page, where they are known already.
    """
    if formulas is None:
        formulas = find(text).formulas
    pre = [match.span() for match in _PRE.finditer(text)]
    hidden = [*fence_lines(text), *pre, *((formula.start, formula.end) for formula in formulas)]
    blocked = [(start, end) for start, end in hidden if "\n" in text[start:end]]
    found = []
    for match in _HEADING.finditer(text):
        if any(start <= match.start() < end for start, end in blocked) or not match["text"].strip():
            continue
        explicit = _EXPLICIT.search(match["text"])
        link = _LINK.search(match["text"])
        found.append(
            Heading(
                len(match["marks"]),
                _EXPLICIT.sub("", match["text"]).strip(),
                explicit["id"] if explicit else None,
                link[2] if link else None,
                match.start(),
                match.end(),
            )
        )
    return tuple(found)


def slug(heading: str) -> str:
    """Return the anchor for a heading's Markdown: its words in lower case, joined by hyphens."""
    for formula in reversed(find(heading).formulas):
        heading = heading[: formula.start] + " " + heading[formula.end :]
    text = _MARKUP.sub("", _LINK.sub(r"\1", heading))
    text = unicodedata.normalize("NFC", text).lower()
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", text)).strip("-")


def anchors(headings: Sequence[Heading]) -> tuple[str, ...]:
    """Return a unique anchor for each heading of a source page."""
    taken = {heading.anchor for heading in headings if heading.anchor}
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
    base = slug(heading.text) or "section"
    anchor, count = base, 1
    while anchor in taken:
        count += 1
        anchor = f"{base}-{count}"
    return anchor


def translated_anchors(headings: Sequence[Heading], source: Sequence[Heading]) -> tuple[str, ...]:
    """Return the anchor of each heading of a translation: that of its source heading.

    Headings are matched by position, where level and link help to find the position in a page
    that lost or gained one. A heading without a counterpart gets an anchor of its own.
    """
    source_anchors = anchors(source)
    counterparts = _match(headings, source)
    taken = set(source_anchors) | {heading.anchor for heading in headings if heading.anchor}
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


def with_anchors(text: str, headings: Sequence[Heading], ids: Sequence[str]) -> str:
    """Return the page with the anchor of each heading written out as ``{#id}``."""
    pieces = []
    position = 0
    for heading, anchor in zip(headings, ids, strict=True):
        words, attributes = heading.text, ""
        if listed := _ATTRIBUTES.search(words):
            words, attributes = words[: listed.start()], f" {listed['list'].strip()}"
        pieces += [text[position : heading.start], "#" * heading.level, f" {words} {{#{anchor}{attributes}}}"]
        position = heading.end
    return "".join([*pieces, text[position:]])
