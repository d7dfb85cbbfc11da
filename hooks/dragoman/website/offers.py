"""What a site has to take away: the code of each page, a week at its overview, all of the course at the home page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath

from dragoman.execution.downloads import Downloads, Example, archive
from dragoman.kept import Kept
from dragoman.languages.phrases import Phrases
from dragoman.pages.lecture import LANG_REF, Lecture
from dragoman.pages.library import Library

COURSE = "course.zip"


class Offers:
    """What the pages of a language offer."""

    def __init__(self, library: Library, code: Downloads, kept: Kept) -> None:
        self._library = library
        self._code = code
        self._kept = kept

    def names(self, page: Lecture, lang: str) -> list[str]:
        """Return the names of what a page offers in a language, which may not have translated it."""
        together = self._together(page)
        if together and any(map(self._code.names, self._pages(page, lang))):
            return [*self._code.names(page), together]
        return self._code.names(page)

    def contents(
        self, lang: str, pages: Mapping[PurePosixPath, tuple[str, Sequence[str | Example]]], phrase: Phrases
    ) -> Iterator[tuple[Lecture, dict[str, bytes]]]:
        """Yield what each page of a language offers, by name; ``pages`` are what stands above and in their notebooks."""
        fresh = phrase("The next example begins afresh, as on the page.")
        files = {
            path: self._code.files(self._library.pages[path], head, pieces, fresh)
            for path, (head, pieces) in pages.items()
        }
        for path in pages:
            page = self._library.pages[path]
            offered = self._code.offered(page, files[path])
            for name in set(self.names(page, lang)) - offered.keys():
                whole: dict[str, bytes] = {}
                for one in self._pages(page, lang):
                    whole |= files.get(one.path, {})
                offered[name] = self._kept.of(partial(archive, whole), "archive", sorted(whole.items()))
            yield page, offered

    def _together(self, page: Lecture) -> str:
        """Return what the archive is called that a page offers of several; empty where it offers none."""
        week = LANG_REF.fullmatch(self._ref(page)) if self._library.layout.weeks else None
        return COURSE if page.name == "index.md" else f"week{week[1]}.zip" if week and not week[2] else ""

    def _pages(self, page: Lecture, lang: str) -> list[Lecture]:
        """Return the pages of the archive that a page offers, in a language or in the source."""
        own, source = self._library.of(lang), self._library.of(self._library.source)
        begins = "" if page.name == "index.md" else f"{self._ref(page)}-"
        return [own.get(ref, one) for ref, one in source.items() if self._ref(one).startswith(begins)]

    def _ref(self, page: Lecture) -> str:
        return self._library.layout.lang_ref(page.name)
