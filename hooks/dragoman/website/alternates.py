"""The same page in every language: where it is, and whether it has been translated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urljoin

from dragoman.pages.library import Library

# What search engines take for "any other language".
_DEFAULT = "x-default"


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one language; ``url`` is below the top of the site."""

    lang: str
    url: str
    translated: bool
    """False where the reader gets the source text, or the home page, instead."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a page says about where it is, to its readers and to search engines."""

    versions: tuple[Version, ...]
    text_lang: str
    """The language of its text: that of the source where it has not been translated."""
    alternates: tuple[tuple[str, str], ...]
    """Its absolute addresses by language; none where the text is not its own."""
    canonical: str | None
    """Its own absolute address, that of the source where the text is not its own."""


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


def addresses(library: Library, name: str, url: str, lang: str, site_url: str | None) -> Addresses:
    """Return what a page says of its addresses, absolute ones only where the site has a ``site_url``."""
    found = versions(library, name, url, lang)
    own = next(version for version in found if version.lang == lang)
    known = hreflang(found, library.source, site_url) if site_url else ()
    return Addresses(
        found,
        lang if own.translated else library.source,
        known if own.translated else (),
        dict(known).get(lang) or dict(known).get(library.source),
    )


def locator(urls: Mapping[str, str], lang: str, source: str) -> Callable[[str, str], str]:
    """Return what gives the address of a page, by its path below the language folder, in a language.

    ``urls`` are the addresses of the pages in the language ``lang``; that of a page that is not among
    them is the home page.
    """
    rest = {name: url.removeprefix(prefix(lang, source)) for name, url in urls.items()}
    return lambda name, other: prefix(other, source) + rest.get(name, "")
