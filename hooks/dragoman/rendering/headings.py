"""Headings and their anchors: the same in every language, so that a link works in all of them.

They are read in the tree that Markdown made, so that a heading counts however it is written and
wherever it stands: underlined, in a list, in a quotation, in an admonition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from dragoman.formulas.extension import TOKEN
from dragoman.formulas.finder import find
from dragoman.pages.markup import TAG

_LEVELS = {f"h{level}": level for level in range(1, 7)}
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^)\s>]*)[^)]*\)")
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


class Outlines:
    """The headings of the source pages of one build, which give those of their translations their ids."""

    def __init__(self, source_of: Callable[[PurePosixPath], PurePosixPath | None]) -> None:
        """``source_of`` gives the page that a page translates, itself for a source page."""
        self._source_of = source_of
        self._read: dict[PurePosixPath, tuple[Heading, ...]] = {}
        self._page = PurePosixPath()

    def begin(self, page: PurePosixPath) -> None:
        """Take what is rendered from now on for ``page``; source pages come before their translations."""
        self._page = page

    def ids(self, headings: Sequence[Heading], taken: Collection[str] = ()) -> tuple[str, ...]:
        """Return the id of each heading of the page; ``taken`` are those of what is no heading."""
        source = self._source_of(self._page)
        if source != self._page and source in self._read:
            return translated_anchors(headings, self._read[source], taken)
        result = anchors(headings, taken)
        self._read[self._page] = tuple(
            replace(heading, anchor=anchor) for heading, anchor in zip(headings, result, strict=True)
        )
        return result


class HeadingsExtension(Extension):
    """Python-Markdown with the ids of ``outlines`` on headings."""

    def __init__(self, outlines: Outlines) -> None:
        """``outlines`` is shared by all pages of a build."""
        super().__init__()
        self._outlines = outlines

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register after ``attr_list``, which sets the ids of the source, and before ``toc``, which reads them."""
        md.treeprocessors.register(_SetIds(md, self._outlines), "course-headings", 6)


class _SetIds(Treeprocessor):
    def __init__(self, md: Markdown, outlines: Outlines) -> None:
        super().__init__(md)
        self._outlines = outlines

    def run(self, root: ET.Element) -> None:
        elements = [element for element in root.iter() if element.tag in _LEVELS]
        taken = {element.get("id", "") for element in root.iter() if element.tag not in _LEVELS}
        headings = [self._heading(element) for element in elements]
        for element, anchor in zip(elements, self._outlines.ids(headings, taken), strict=True):
            element.set("id", anchor)

    def _heading(self, element: ET.Element) -> Heading:
        link = next((found.get("href") for found in element.iter("a")), None)
        return Heading(_LEVELS[element.tag], self._words(element), element.get("id"), link)

    def _words(self, element: ET.Element) -> str:
        """Return the text of an element, whose raw HTML, formulas and escapes are stashed still."""
        stash = self.md.htmlStash.rawHtmlBlocks
        text = HTML_PLACEHOLDER_RE.sub(lambda found: TAG.sub("", str(stash[int(found[1])])), "".join(_texts(element)))
        return UnescapeTreeprocessor().unescape(TOKEN.sub(" ", unescape(text))).strip()


def _texts(element: ET.Element) -> Iterator[str]:
    """Yield the pieces of text in an element; an image has that of its ``alt``."""
    yield element.text or element.get("alt") or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def slug(heading: str) -> str:
    """Return the anchor for a heading's Markdown, see `hyphenated`."""
    for formula in reversed(find(heading).formulas):
        heading = heading[: formula.start] + " " + heading[formula.end :]
    return hyphenated(_MARKUP.sub("", _LINK.sub(r"\1", heading)))


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
