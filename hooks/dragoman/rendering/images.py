"""Images: where ``{{site.baseurl}}`` leads, which do not exist, which lack words or a size."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote

from dragoman.pages.fences import code_blocks, code_spans
from dragoman.pages.links import BASE, links
from dragoman.pages.spans import replaced
from dragoman.rendering.tree import Tree

_BASE = BASE.pattern
_IMAGE_TAG = re.compile(
    rf"<img\b(?P<before>[^>]*?)\bsrc\s*=\s*([\"']){_BASE}(?P<path>[^\"']*)\2(?P<after>[^>]*)>", re.IGNORECASE
)
# An image in HTML whose address begins at the page: no scheme, no host, no top of the site.
_BESIDE = re.compile(
    r"(?P<before><img\b[^>]*?\bsrc\s*=\s*(?P<quote>[\"']))(?P<path>(?![a-zA-Z][\w+.-]*:|[/#{])[^\"'\0]+)(?P=quote)",
    re.IGNORECASE,
)
_PAGE = re.compile(r"/(?P<lang>[a-z]{2})/(?P<page>[^#\s]*?)/?(?P<anchor>#\S*)?")
_ALT = re.compile(r"\balt\s*=\s*([\"'])(.*?)\1", re.IGNORECASE)
_WORDLESS = re.compile(r"!\[\s*\](?=[(\[])|<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)


def find_images(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the path below the site of each image that is named by ``{{site.baseurl}}``."""
    for link in links(text):
        if link.image and (base := BASE.match(link.url)):
            yield link.start, _path(link.url[base.end() :])
    for tag in _IMAGE_TAG.finditer(text):
        yield tag.start(), _path(tag["path"])


def find_wordless(text: str) -> Iterator[int]:
    """Yield the offset of each image without alternative text; ``alt=""`` says that there is nothing to say."""
    code = [*code_blocks(text), *code_spans(text)]
    for match in _WORDLESS.finditer(text):
        if not any(start <= match.start() < end for start, end in code):
            yield match.start()


def size_all(tree: Tree, size: Callable[[str], tuple[int, int] | None]) -> None:
    """Have images keep their place free while they load, and load when they are near.

    ``size`` is the width and height of the image that a ``src`` names, if it is known.
    """
    for image in tree.all("img"):
        given = image.attrs
        if "height" not in given and (found := size(given.sget("src"))) and all(found):
            width, height = found
            asked = given.sget("width")
            if "width" not in given:
                given["width"], given["height"] = str(width), str(height)
            elif asked.isdecimal():
                given["height"] = str(round(int(asked) * height / width))
        for name, value in (("loading", "lazy"), ("decoding", "async")):
            if name not in given:
                given[name] = value


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where images and pages are, as seen from one page."""

    page: PurePosixPath
    root: str
    """From the page to the top of the site: ``../../``."""
    source: str
    """The source language, whose files stand at the top of the site."""
    pages: Collection[PurePosixPath]
    """All pages below the docs folder."""
    exists: Callable[[str], bool]
    """Whether an image is there, by its path below the docs folder."""

    def resolved(self, text: str) -> str:
        """Return the Markdown ``text`` of the page with ``{{site.baseurl}}`` made relative, and images in HTML found.

        A missing image becomes its name, so that the page asks for nothing that fails.
        """
        code = [*code_blocks(text), *code_spans(text)] if _BESIDE.search(text) else []

        def beside(match: re.Match[str]) -> str:
            hidden = any(start <= match.start() < end for start, end in code)
            return match.group() if hidden else self._beside(match)

        text = _BESIDE.sub(beside, text)
        text = _IMAGE_TAG.sub(self._image, replaced(text, self._links(text)))
        return BASE.sub(self.root.rstrip("/") or ".", text)

    def _links(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield what stands in the place of images in Markdown, and of the addresses of links to pages."""
        for link in links(text):
            if base := BASE.match(link.url):
                path = link.url[base.end() :]
                page = _PAGE.fullmatch(path)
                target = PurePosixPath(page["lang"], page["page"] + ".md") if page else None
                if link.image:
                    yield link.start, link.end, self._shown(_path(path), text[slice(*link.words)])
                elif page and target in self.pages:
                    yield link.words[1], link.end, f"](/{target}{page['anchor'] or ''})"

    def _address(self, path: str) -> str:
        return escape(self.root + path.removeprefix(f"{self.source}/"))

    def _beside(self, match: re.Match[str]) -> str:
        """Point an image in HTML, which Markdown leaves alone, at the file beside the page or beside its source."""
        path = os.path.normpath(f"{self.page.parent}/{unquote(match['path'])}")
        for found in (path, f"{self.source}/{path.partition('/')[2]}"):
            if self.exists(found):
                return f"{match['before']}{self._address(found)}{match['quote']}"
        return match.group()

    def _image(self, tag: re.Match[str]) -> str:
        found = _ALT.search(tag["before"] + tag["after"])
        return self._shown(_path(tag["path"]), found[2] if found else "", tag["before"], tag["after"].rstrip("/ "))

    def _shown(self, path: str, alt: str, before: str = " ", after: str = "") -> str:
        """Return an image, or its name where it is missing; ``before`` and ``after`` are its other attributes."""
        if not self.exists(path):
            name = escape(path.rpartition("/")[2])
            return f'<span class="missing-image" dir="ltr">{name}</span>'
        alt_attribute = "" if _ALT.search(before + after) else f' alt="{escape(alt)}"'
        return f'<img{before}src="{self._address(path)}"{alt_attribute}{after} loading="lazy">'


def _path(written: str) -> str:
    return unquote(written.strip().lstrip("/"))
