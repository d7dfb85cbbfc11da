"""Headings and their anchors: the same in every language, so that a link works in all of them.

They are read in the tree that Markdown made, so that a heading counts however it is written and
wherever it stands: underlined, in a list, in a quotation, in an admonition.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from html import unescape
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor, UnescapeTreeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from dragoman.pages.labels import of_address
from dragoman.pages.markup import TAG
from dragoman.pages.placeholders import TOKEN
from dragoman.references.anchors import Heading, anchors, translated_anchors

_LEVELS = {f"h{level}": level for level in range(1, 7)}


class Outlines:
    """The headings of the source pages of one build, which give those of their translations their ids."""

    def __init__(self, source_of: Callable[[PurePosixPath], PurePosixPath | None]) -> None:
        """``source_of`` gives the page that a page translates, itself for a source page."""
        self._source_of = source_of
        self._read: dict[PurePosixPath, tuple[Heading, ...]] = {}

    def of(self, page: PurePosixPath) -> tuple[Heading, ...]:
        """Return the headings of a page that was asked for."""
        return self._read.get(page, ())

    def learn(self, page: PurePosixPath, headings: tuple[Heading, ...]) -> None:
        """Take in the headings of a page that need not be read again."""
        self._read[page] = headings

    def ids(self, page: PurePosixPath, headings: Sequence[Heading], taken: Collection[str] = ()) -> tuple[str, ...]:
        """Return the id of each heading of a page; ``taken`` are those of what is no heading.

        Source pages are asked for before their translations.
        """
        source = self._source_of(page)
        if source != page and source in self._read:
            return translated_anchors(headings, self._read[source], taken)
        result = anchors(headings, taken)
        self._read[page] = tuple(
            replace(heading, anchor=anchor) for heading, anchor in zip(headings, result, strict=True)
        )
        return result


class HeadingsExtension(Extension):
    """Python-Markdown with the ids of ``outlines`` on the headings of one page."""

    def __init__(self, outlines: Outlines, page: PurePosixPath) -> None:
        """``outlines`` is shared by all pages of a build."""
        super().__init__()
        self._outlines = outlines
        self._page = page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register after ``attr_list``, which sets the ids of the source, and before ``toc``, which reads them."""
        md.treeprocessors.register(_SetIds(md, self._outlines, self._page), "course-headings", 6)


class _SetIds(Treeprocessor):
    def __init__(self, md: Markdown, outlines: Outlines, page: PurePosixPath) -> None:
        super().__init__(md)
        self._outlines = outlines
        self._page = page

    def run(self, root: ET.Element) -> None:
        elements = [element for element in root.iter() if element.tag in _LEVELS]
        taken = {element.get("id", "") for element in root.iter() if element.tag not in _LEVELS}
        headings = [self._heading(element) for element in elements]
        for element, anchor in zip(elements, self._outlines.ids(self._page, headings, taken), strict=True):
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
        # The number of a reference or of a note may be another tomorrow.
        if not of_address(child.get("href", "")) and not child.get("id", "").startswith("fnref"):
            yield from _texts(child)
        yield child.tail or ""
