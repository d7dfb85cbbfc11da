"""The addresses that pages had before: from each of them a page of its own leads to the page as it is named now."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from dragoman.findings import Finding
from dragoman.pages.front_matter import REDIRECTS
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import NAME, Library


def redirects(library: Library) -> dict[str, Lecture]:
    """Return the source pages by the names below their language folder, without suffix, that they had before."""
    found: dict[str, Lecture] = {}
    for page, name in _named(library):
        if NAME.fullmatch(name) and not _is_page(library, name):
            found.setdefault(name, page)
    return found


def find(library: Library, folder: str) -> Iterator[Finding]:
    """Yield the old names that are none; findings call the docs folder ``folder``."""
    for page, name in _named(library):
        file, line = f"{folder}/{page.path}", page.meta.lines[REDIRECTS]
        if not NAME.fullmatch(name):
            message = f"found the old address {name!r}, expected one like week05/05-2: correct it"
            yield Finding(file, line, f"front-matter.{REDIRECTS}", message)
        elif _is_page(library, name):
            message = f"found the old address {name!r}, at which there is a page, expected none there: remove it"
            yield Finding(file, line, f"front-matter.{REDIRECTS}", message)


def _named(library: Library) -> Iterator[tuple[Lecture, str]]:
    for page in library.of(library.source).values():
        for name in (page.meta.get(REDIRECTS) or "").split(","):
            if name.strip():
                yield page, name.strip()


def _is_page(library: Library, name: str) -> bool:
    return any(page.name == f"{name}.md" for page in library.pages.values() if page.lang == library.source)


def html(lang: str, way: str, address: str, title: str) -> str:
    """Return the page that leads to another, which is at ``way`` from it and at ``address`` for search engines."""
    link = escape(way)
    # The script keeps the place in the page, which the line for readers without scripts loses.
    return f"""<!doctype html>
<html lang="{escape(lang)}">
<head>
<meta charset="utf-8">
<title>{escape(title)}</title>
<link rel="canonical" href="{escape(address)}">
<meta name="robots" content="noindex">
<script data-way="{link}">location.replace(document.currentScript.dataset.way + location.hash)</script>
<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>
</head>
<body><a href="{link}">{escape(title)}</a></body>
</html>
"""
