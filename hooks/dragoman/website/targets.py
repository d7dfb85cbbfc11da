"""Where the links and images of a page lead: to pages, to places in them, to files that exist."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from dragoman.findings import quoted
from dragoman.formulas.prose import prose
from dragoman.kept import Kept
from dragoman.pages import labels
from dragoman.pages.blocks import Kind, split
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.pages.links import BASE, Link, in_tags, links
from dragoman.references.anchors import Heading, anchors, slug
from dragoman.references.labels import read

_ID = re.compile(r"<[A-Za-z][^<>]{0,1000}?\s(?:id|name)\s*=\s*[\"']?([^\s\"'>]+)", re.IGNORECASE)
_LISTED_ID = re.compile(r"\{:?[^{}\n]*?(?:#|\bid=[\"']?)([^\s{}=#.\"']+)[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Loss:
    """What of a page a reader would not see, or would see as source, at an offset of the visible text."""

    offset: int
    kind: str
    found: str | None
    """What is named in the source already where that has it; None for what is wrong in a translation only."""
    message: str


class Targets:
    """The pages of a library with their places, and the images beside them."""

    def __init__(self, library: Library, kept: Kept | None = None) -> None:
        self.library = library
        self.kept = kept or Kept()
        self._anchors: dict[PurePosixPath, frozenset[str]] = {}

    def losses(self, page: Lecture) -> Iterator[Loss]:
        """Yield what of the links and images of a page leads nowhere."""
        for link in self.kept.of(partial(_links, page), "links", page.visible.text):
            yield from self._link(page, link)

    def _link(self, page: Lecture, link: Link) -> Iterator[Loss]:
        url = BASE.sub("", link.url)
        try:
            parts = urlsplit(url)
        except ValueError:
            shown = quoted(link.url)
            yield Loss(
                link.start,
                "link.address",
                link.url,
                f"found the address {shown}, expected one that can be read: correct it",
            )
            return
        if parts.scheme or parts.netloc or not url:
            return
        from_top = url != link.url or url.startswith("/")
        if link.image:
            if url == link.url and parts.path:  # what the top of the site has is looked for when it is built
                yield from self._image(page, link, unquote(parts.path), from_top=url.startswith("/"))
            return
        target = self._page(page, unquote(parts.path), from_top=from_top)
        if target is None:
            if parts.path.endswith(".md") or (url != link.url and self._is_of_language(parts.path)):
                message = f"found a link to {quoted(link.url)}, expected a page that exists: correct the address"
                yield Loss(link.start, "link.page", link.url, message)
        elif labels.of_address(url) and link.words[0] == link.start + 1:
            return  # a reference, which finds its page wherever it leads
        elif parts.fragment and unquote(parts.fragment) not in self.places(target):
            near = get_close_matches(unquote(parts.fragment), sorted(self.places(target)), 1)
            correction = f"write {quoted('#' + near[0])}" if near else "correct it"
            message = (
                f"found a link to {quoted('#' + parts.fragment)}, expected a heading or an id of {target.path}: "
                f"{correction}, or give the heading that id: {{#{unquote(parts.fragment)}}}"
            )
            yield Loss(link.start, "link.anchor", link.url, message)

    def _is_of_language(self, path: str) -> bool:
        """Tell whether an address from the top of the site is one of a page in a language."""
        top, _, rest = path.removeprefix("/").partition("/")
        return top in self.library.languages and not re.search(r"\.(?!html?$)\w+$", rest)

    def _image(self, page: Lecture, link: Link, path: str, *, from_top: bool) -> Iterator[Loss]:
        """Yield that an image does not exist beside the page, nor beside the source page."""
        library = self.library
        base = "" if from_top else page.path.parent.as_posix()
        wanted = PurePosixPath(os.path.normpath(f"{base}/{path}").lstrip("/"))
        source = PurePosixPath(library.source, *wanted.parts[1:])
        if not any(_is_file(library.root / one) for one in (wanted, source)):
            message = f"found the image {quoted(link.url)}, expected it in {library.root.name}/{wanted}: add it, or correct the address"
            yield Loss(link.start, "image.missing", link.url, message)

    def _page(self, page: Lecture, path: str, *, from_top: bool) -> Lecture | None:
        """Return the page that a link leads to; itself for a place in the page."""
        if not path:
            return page
        base = "" if from_top else page.path.parent.as_posix()
        wanted = PurePosixPath(os.path.normpath(f"{base}/{path}").lstrip("/"))
        for candidate in (wanted, wanted.with_name(f"{wanted.name}.md") if wanted.name else wanted):
            if found := self._of_language(candidate) or self._of_language(PurePosixPath(page.lang, candidate)):
                return found
        return None

    def _of_language(self, path: PurePosixPath) -> Lecture | None:
        """Return a page, or that of the source which stands for it where it is not translated."""
        pages, source = self.library.pages, self.library.source
        if path.parts and path.parts[0] in self.library.languages:
            return pages.get(path) or pages.get(PurePosixPath(source, *path.parts[1:]))
        return None

    def places(self, page: Lecture) -> frozenset[str]:
        """Return the ids of the places in a page that links may lead to."""
        if page.path not in self._anchors:
            source = self.library.source_of(page)
            self._anchors[page.path] = frozenset().union(
                *(self.kept.of(partial(_anchors, one), "anchors", one.visible.text) for one in (page, source) if one)
            )
        return self._anchors[page.path]


def _links(page: Lecture) -> tuple[Link, ...]:
    """Return the links and images of a page, those in HTML last."""
    words = prose(page.visible.text)
    return (*links(words), *in_tags(words, "a", "img"))


def _anchors(page: Lecture) -> frozenset[str]:
    """Return the ids of a page: those of its headings, and those that it gives."""
    text = page.visible.text
    words = prose(text)
    blocks = [block for block in split(text, page.visible.lines) if block.kind is Kind.HEADING]
    firsts = (block.text.strip().split("\n")[0].lstrip("#").rstrip("# \t") for block in blocks)
    titles = (re.sub(r"\{:?[^{}]*\}\s*$|\[-?@[^\[\]]*\]", "", first) for first in firsts)
    headings = [Heading(block.level, slug(title)) for block, title in zip(blocks, titles, strict=True)]
    given = (one.label for one in read(text).given if one.fits)
    return frozenset({*anchors(headings), *_ID.findall(words), *_LISTED_ID.findall(words), *given})


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds what no name may
        return False
