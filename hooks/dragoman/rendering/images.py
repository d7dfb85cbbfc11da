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
from dragoman.pages.links import BASE
from dragoman.rendering.tree import Tree

_BASE = BASE.pattern
_MARKDOWN_IMAGE = re.compile(rf"!\[(?P<alt>[^\]]*)\]\(\s*{_BASE}(?P<path>[^)\"]*?)\s*(?:\"[^\"]*\")?\)")
_IMAGE_TAG = re.compile(
    rf"<img\b(?P<before>[^>]*?)\bsrc\s*=\s*([\"']){_BASE}(?P<path>[^\"']*)\2(?P<after>[^>]*)>", re.IGNORECASE
)
# An image in HTML whose address begins at the page: no scheme, no host, no top of the site.
_BESIDE = re.compile(
    r"(?P<before><img\b[^>]*?\bsrc\s*=\s*(?P<quote>[\"']))(?P<path>(?![a-zA-Z][\w+.-]*:|[/#{])[^\"'\0]+)(?P=quote)",
    re.IGNORECASE,
)
_PAGE_LINK = re.compile(rf"\]\(\s*{_BASE}/(?P<lang>[a-z]{{2}})/(?P<page>[^)#\s]*?)/?(?P<anchor>#[^)\s]*)?\s*\)")
_ALT = re.compile(r"\balt\s*=\s*([\"'])(.*?)\1", re.IGNORECASE)
_WORDLESS = re.compile(r"!\[\s*\](?=[(\[])|<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)


def find_images(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the path below the site of each image that is named by ``{{site.baseurl}}``."""
    for pattern in (_MARKDOWN_IMAGE, _IMAGE_TAG):
        for match in pattern.finditer(text):
            yield match.start(), _path(match)


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
        text = _IMAGE_TAG.sub(self._image, _MARKDOWN_IMAGE.sub(self._image, text))
        return BASE.sub(self.root.rstrip("/") or ".", _PAGE_LINK.sub(self._link, text))

    def _address(self, path: str) -> str:
        return escape(self.root + path.removeprefix(f"{self.source}/"))

    def _beside(self, match: re.Match[str]) -> str:
        """Point an image in HTML, which Markdown leaves alone, at the file beside the page or beside its source."""
        path = os.path.normpath(f"{self.page.parent}/{unquote(match['path'])}")
        for found in (path, f"{self.source}/{path.partition('/')[2]}"):
            if self.exists(found):
                return f"{match['before']}{self._address(found)}{match['quote']}"
        return match.group()

    def _image(self, match: re.Match[str]) -> str:
        path = _path(match)
        if "alt" in match.groupdict():
            alt, before, after = match["alt"], " ", ""
        else:
            before, after = match["before"], match["after"].rstrip("/ ")
            found = _ALT.search(before + after)
            alt = found[2] if found else ""
        if not self.exists(path):
            name = escape(path.rpartition("/")[2])
            return f'<span class="missing-image" dir="ltr">{name}</span>'
        alt_attribute = "" if _ALT.search(before + after) else f' alt="{escape(alt)}"'
        return f'<img{before}src="{self._address(path)}"{alt_attribute}{after} loading="lazy">'

    def _link(self, match: re.Match[str]) -> str:
        target = PurePosixPath(match["lang"], match["page"] + ".md")
        return f"](/{target}{match['anchor'] or ''})" if target in self.pages else match.group()


def _path(match: re.Match[str]) -> str:
    return unquote(match["path"].strip().lstrip("/"))
