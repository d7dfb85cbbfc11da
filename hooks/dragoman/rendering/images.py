"""Images: where ``{{site.baseurl}}`` leads, which do not exist, which lack words or a size."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from html import escape
from pathlib import PurePosixPath
from urllib.parse import unquote

from dragoman.pages.fences import code_blocks, code_spans

_BASE = r"\{\{\s*site\.\s*baseurl\s*\}\}"
_BASE_RE = re.compile(_BASE)
_MARKDOWN_IMAGE = re.compile(rf"!\[(?P<alt>[^\]]*)\]\(\s*{_BASE}(?P<path>[^)\"]*?)\s*(?:\"[^\"]*\")?\)")
_IMAGE_TAG = re.compile(
    rf"<img\b(?P<before>[^>]*?)\bsrc\s*=\s*([\"']){_BASE}(?P<path>[^\"']*)\2(?P<after>[^>]*)>", re.IGNORECASE
)
_PAGE_LINK = re.compile(rf"\]\(\s*{_BASE}/(?P<lang>[a-z]{{2}})/(?P<page>[^)#\s]*?)/?(?P<anchor>#[^)\s]*)?\s*\)")
_ALT = re.compile(r"\balt\s*=\s*([\"'])(.*?)\1", re.IGNORECASE)
_WORDLESS = re.compile(r"!\[\s*\](?=[(\[])|<img\b(?![^>]*\balt\s*=)[^>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*?)\s*/?>")
_ATTRIBUTE = re.compile(r"\b(?P<name>src|width|height|loading|decoding)\s*=\s*[\"'](?P<value>[^\"']*)[\"']")


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


def sized(html: str, size: Callable[[str], tuple[int, int] | None]) -> str:
    """Return a page whose images keep their place free while they load, and load when they are near.

    ``size`` is the width and height of the image that a ``src`` names, if it is known.
    """

    def image(match: re.Match[str]) -> str:
        given = {one["name"].lower(): one["value"] for one in _ATTRIBUTE.finditer(match["attributes"])}
        added = {"loading": "lazy", "decoding": "async"}
        if "height" not in given and (found := size(given.get("src", ""))) and all(found):
            width, height = found
            if "width" not in given:
                added |= {"width": str(width), "height": str(height)}
            elif given["width"].isdecimal():
                added["height"] = str(round(int(given["width"]) * height / width))
        new = "".join(f' {name}="{value}"' for name, value in added.items() if name not in given)
        return f"<img{match['attributes'].rstrip()}{new}>"

    return _IMAGE.sub(image, html)


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
