"""The same page in every language: where it is, and whether it has been translated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urljoin

from course.library import Library

# What search engines take for "any other language".
_DEFAULT = "x-default"


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one language; ``url`` is below the top of the site."""

    lang: str
    url: str
    translated: bool
    """False where the reader gets the source text, or the home page, instead."""


def prefix(lang: str, source: str) -> str:
    """Return the folder of the site that a language is in: none for the source."""
    return "" if lang == source else f"{lang}/"


def versions(library: Library, name: str, url: str, lang: str) -> tuple[Version, ...]:
    """Return a page in every language, in the order of the languages.

    ``name`` is its path below the language folder, ``url`` its address in the language ``lang``. A
    page that is in no folder was made by the build, which makes it for every language.
    """
    rest = url.removeprefix(prefix(lang, library.source))
    written = {one for one in library.languages if PurePosixPath(one, name) in library.pages}
    everywhere = library.source in written or not written
    return tuple(
        Version(
            one,
            prefix(one, library.source) + (rest if everywhere or one in written else ""),
            one in written or not written,
        )
        for one in library.languages
    )


def homes(library: Library) -> tuple[Version, ...]:
    """Return the home page of every language."""
    return tuple(Version(one, prefix(one, library.source), translated=True) for one in library.languages)


def hreflang(pages: Iterable[Version], source: str, site_url: str) -> tuple[tuple[str, str], ...]:
    """Return the absolute address of a page by language, where it exists, and by default the source."""
    found = {page.lang: urljoin(site_url, page.url) for page in pages if page.translated}
    return (*found.items(), (_DEFAULT, found[source])) if source in found else tuple(found.items())
