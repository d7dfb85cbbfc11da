"""Links in the text of a page when a page of the course gets another name: where they lead, and what to write instead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from dragoman.findings import Edit
from dragoman.formulas.prose import prose
from dragoman.pages.links import in_tags, links

_TOP = re.compile(r"(?P<site>\{\{\s*site\.\s*baseurl\s*\}\})?/")
_FOREIGN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|\Z")
_SUFFIX = re.compile(r"(?:\.md|\.html|/index\.html|/)?\Z")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A page that gets another name: paths below the language folders, without suffix."""

    old: str
    new: str
    languages: Collection[str]
    exists: Callable[[PurePosixPath], bool]
    """Whether the docs folder has a file."""

    def edits(self, path: PurePosixPath, text: str) -> Iterator[Edit]:
        """Yield what is to be written in the page ``path`` so that its links lead where they led."""
        for start, end in _addresses(text):
            address = text[start:end]
            way, mark, place = _parted(address)
            new = self._way(path, way)
            if new != way:
                yield Edit(start, end, new + mark + place)

    def _way(self, page: PurePosixPath, way: str) -> str:
        """Return how a page gets where it got by ``way``."""
        if _FOREIGN.match(way):
            return way
        if top := _TOP.match(way):
            return self._from_top(top.group(), way)
        here = self._moved(page)
        # Markdown leads from file to file, HTML from address to address, which is a folder deeper.
        found = self._from_folder(page.parent, here.parent, way)
        if found is None and not way.endswith(".md"):
            found = self._from_folder(_address(page), _address(here), way)
        return way if found is None else found

    def _from_folder(self, before: PurePosixPath, now: PurePosixPath, way: str) -> str | None:
        """Return how one gets from the folder ``now`` where ``way`` led from ``before``, None if that was nowhere."""
        target = posixpath.normpath(before / unquote(way)) + ("/" if way.endswith("/") else "")
        stem, suffix = _without_suffix(target)
        if self._is_old(stem):
            old, new = PurePosixPath(self.old), PurePosixPath(self.new)
            given = way.removesuffix(suffix)
            if old.parent == new.parent and given.endswith(old.name):
                return given.removesuffix(old.name) + new.name + suffix
            goal = self._moved(PurePosixPath(f"{stem}.md")).with_suffix("")
            return posixpath.relpath(goal, now) + suffix
        if not self._is_there(target, stem):
            return None
        moved = posixpath.relpath(posixpath.normpath(before / way), now) + ("/" if way.endswith("/") else "")
        return way if before == now else moved

    def _from_top(self, top: str, way: str) -> str:
        """Return a way that begins at the top of the site, with its language or without."""
        stem, suffix = _without_suffix(way[len(top) :])
        for lang in ("", *(f"{lang}/" for lang in self.languages)):
            if unquote(stem) == lang + self.old:
                return top + lang + self.new + suffix
        return way

    def _is_old(self, stem: str) -> bool:
        lang, _, name = stem.partition("/")
        return lang in self.languages and name == self.old

    def _moved(self, page: PurePosixPath) -> PurePosixPath:
        if not self._is_old(page.with_suffix("").as_posix()):
            return page
        return PurePosixPath(page.parts[0], f"{self.new}{page.suffix}")

    def _is_there(self, target: str, stem: str) -> bool:
        """Tell whether a file or a page is there, in some language: a translation shows what stands beside its source."""
        names = (target, f"{stem}.md", f"{stem}/index.md")
        parts = [PurePosixPath(name).parts for name in names]
        return any(
            self.exists(PurePosixPath(lang, *rest[1:]))
            for rest in parts
            for lang in ((*self.languages,) if rest and rest[0] in self.languages else rest[:1])
        )


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the addresses of links, images and tags stand in Markdown, its comments included."""
    words = prose(text)
    for link in (*links(words), *in_tags(words)):
        begin = link.words[1] if link.is_inline else words.find("]:", link.start)
        start = words.find(link.url, begin, link.end)
        if start >= 0 and link.url:
            yield start, start + len(link.url)


def _parted(address: str) -> tuple[str, str, str]:
    """Return an address as its way, and what names a place in the page: the sign that begins it, and the rest."""
    match = re.search(r"[?#]", address)
    return (address[: match.start()], match.group(), address[match.end() :]) if match else (address, "", "")


def _without_suffix(name: str) -> tuple[str, str]:
    suffix = _SUFFIX.search(name)
    assert suffix is not None  # noqa: S101 - it may be empty
    return name[: suffix.start()], suffix.group()


def _address(page: PurePosixPath) -> PurePosixPath:
    """Return the folder that a page is at in the site, as its language folder has it."""
    return page.parent if page.stem == "index" else page.with_suffix("")
