"""Images: where ``{{site.baseurl}}`` leads, which do not exist, which lack words or a size."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote

from dragoman.pages.fences import code_blocks, code_spans
from dragoman.rendering.tree import Tree

_BASE = r"\{\{\s*site\.\s*baseurl\s*\}\}"
_BASE_RE = re.compile(_BASE)
_MARKDOWN_IMAGE = re.compile(rf"!\[(?P<alt>[^\]]*)\]\(\s*{_BASE}(?P<path>[^)\"]*?)\s*(?:\"[^\"]*\")?\)")
_IMAGE_TAG = re.compile(
    rf"<img\b(?P<before>[^>]*?)\bsrc\s*=\s*([\"']){_BASE}(?P<path>[^\"']*)\2(?P<after>[^>]*)>", re.IGNORECASE
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


def resolve(
    text: str,
    *,
    root: str,
    pages: Collection[PurePosixPath],
    exists: Callable[[str], bool],
) -> str:
    """Return ``text`` with ``{{site.baseurl}}`` made relative.

    ``root`` leads from the page to the top of the site (``../../``), ``pages`` are all pages below
    the docs folder, ``exists`` tells whether an image is there. A missing image becomes its name,
    so that the page asks for nothing that fails.
    """

    def image(match: re.Match[str]) -> str:
        path = _path(match)
        if "alt" in match.groupdict():
            alt, before, after = match["alt"], " ", ""
        else:
            before, after = match["before"], match["after"].rstrip("/ ")
            found = _ALT.search(before + after)
            alt = found[2] if found else ""
        if not exists(path):
            name = escape(path.rpartition("/")[2])
            return f'<span class="missing-image" dir="ltr">{name}</span>'
        alt_attribute = "" if _ALT.search(before + after) else f' alt="{escape(alt)}"'
        return f'<img{before}src="{escape(root + path)}"{alt_attribute}{after} loading="lazy">'

    def link(match: re.Match[str]) -> str:
        target = PurePosixPath(match["lang"], match["page"] + ".md")
        if target not in pages:
            return match.group()
        return f"](/{target}{match['anchor'] or ''})"

    text = _IMAGE_TAG.sub(image, _MARKDOWN_IMAGE.sub(image, text))
    return _BASE_RE.sub(root.rstrip("/") or ".", _PAGE_LINK.sub(link, text))


def _path(match: re.Match[str]) -> str:
    return unquote(match["path"].strip().lstrip("/"))
