"""Giving a page another name: in all languages, with its snippets, the links to it and the way from its old address."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dragoman.execution.snippets import known_snippets, parse, snippet_files
from dragoman.findings import Edit, Severity
from dragoman.pages import library as pages
from dragoman.pages.front_matter import REDIRECTS
from dragoman.pages.lecture import Kind, Lecture
from dragoman.pages.library import Layout, Library
from dragoman.sync.editing.addresses import Renamed
from dragoman.sync.editing.edits import Lines, apply

# What keeps the text of a page from being read.
_UNREAD = frozenset({"library.file", "encoding.utf-8", "encoding.newline", "page.size"})
_WEEKS = Layout(weeks=True)


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a new name changes: what files are to hold, None for those that go, and what is in its way."""

    files: dict[Path, bytes | None]
    moved: tuple[tuple[Path, Path], ...] = ()
    """Files and their new places."""
    left: tuple[str, ...] = ()
    """What keeps its name, and why."""
    obstacles: tuple[str, ...] = ()


def rename(library: Library, old: str, new: str, *, snippets: Path, config: Path) -> Renaming:
    """Return what it takes to call the page ``old`` ``new``, both below the language folders and without suffix.

    ``snippets`` is the folder of the snippets, ``config`` the file with the navigation.
    """
    if obstacles := list(_obstacles(library, old, new)):
        return Renaming({}, obstacles=tuple(obstacles))
    one = _Rename(library, old, new, snippets)
    found = one.of_pages() | one.of_snippets() | one.of_navigation(config)
    taken = [
        f"found {place}, expected nothing there yet: rename or remove it"
        for _, place in one.moved
        if os.path.lexists(place)
    ]
    return Renaming(found, tuple(one.moved), tuple(one.left), tuple(taken))


def _obstacles(library: Library, old: str, new: str) -> Iterator[str]:
    names = {page.name.removesuffix(".md") for page in library.pages.values() if page.lang == library.source}
    folder = (library.root / library.source).as_posix()
    if old not in names:
        near = difflib.get_close_matches(old, names, 3) or sorted(names)
        yield f"found {old!r}, expected a page of {folder}/: {', '.join(near)}"
    elif not pages.NAME.fullmatch(new) or new.split("/", maxsplit=1)[0] in library.languages or new == old:
        yield f"found the new name {new!r}, expected a path below {folder}/ of letters, digits, points and hyphens: correct it"
    elif (ref := _followed(library, old, new)[1]) in library.of(library.source):
        yield f"found a page with the lang-ref {ref!r} already, expected a new one: choose another name"
    for one in library.findings:
        if one.kind in _UNREAD and one.severity is Severity.ERROR:
            yield f"{one}: its links cannot be looked through"


def _followed(library: Library, old: str, new: str) -> tuple[str, str]:
    """Return the ``lang-ref`` that a page has by its name, and the one that it has by its new one."""
    source = library.pages[PurePosixPath(library.source, f"{old}.md")]
    layout = replace(library.layout, weeks=library.layout.weeks or source.lang_ref == _WEEKS.lang_ref(old))
    return layout.lang_ref(old), layout.lang_ref(new)


class _Rename:
    """Collects what changes."""

    def __init__(self, library: Library, old: str, new: str, snippets: Path) -> None:
        self._library = library
        self._old, self._new = old, new
        self._snippets = snippets
        self._links = Renamed(old, new, library.languages, lambda path: (library.root / path).is_file())
        self.moved: list[tuple[Path, Path]] = []
        self.left: list[str] = []
        self._names: dict[str, str] = {}
        self._files: dict[Path, Path] = {}
        self._find_snippets()

    def of_pages(self) -> dict[Path, bytes | None]:
        """Return the pages that move, and those in which a link or the name of a snippet changes."""
        found: dict[Path, bytes | None] = {}
        for path, page in self._library.pages.items():
            before = page.to_bytes().decode()
            moves = page.name == f"{self._old}.md"
            edits = [*self._links.edits(path, before), *self._in_fences(before)]
            if moves:
                edits += self._in_front_matter(page, Lines(before))
            after = apply(before, edits).encode()
            place = self._library.root / path
            if moves:
                new = self._library.root / page.lang / f"{self._new}.md"
                self.moved.append((place, new))
                found |= {place: None, new: after}
            elif edits:
                found[place] = after
        return found

    def of_snippets(self) -> dict[Path, bytes | None]:
        """Return the snippets of the page under their new names, each with what it must print."""
        found: dict[Path, bytes | None] = {}
        for first, second in self._files.items():
            expected = (
                self._snippets / "expected" / one.relative_to(self._snippets).with_suffix(".txt")
                for one in (first, second)
            )
            for place, goal in ((first, second), tuple(expected)):
                if place.is_file():
                    self.moved.append((place, goal))
                    found |= {place: None, goal: place.read_bytes()}
        return found

    def of_navigation(self, config: Path) -> dict[Path, bytes | None]:
        """Return the configuration with the new name wherever it names the page."""
        if not config.is_file():
            return {}
        before = config.read_bytes()
        after = re.sub(
            rf"(?<![\w./-])((?:(?:{'|'.join(map(re.escape, self._library.languages))})/)?){re.escape(self._old)}\.md(?![\w/-])",
            lambda match: f"{match[1]}{self._new}.md",
            before.decode("utf-8"),
        ).encode()
        return {} if after == before else {config: after}

    def _find_snippets(self) -> None:
        """Find the snippets that have the name of the page in theirs, and new names for those that can have one."""
        old, new = PurePosixPath(self._old), PurePosixPath(self._new)
        known, files = known_snippets(self._snippets), snippet_files(self._snippets)
        for name in [name for name in known if name.startswith(f"{old.name}-")]:
            file, renamed = files[name], new.name + name[len(old.name) :]
            beside = file.parent == self._snippets / old.parent
            goal = (self._snippets / new.parent if beside else file.parent) / f"{renamed}.py"
            if renamed in files:
                self.left.append(f"snippet {name}: it keeps its name, as another is called {renamed}")
            elif file.parent != goal.parent and _has_neighbours(name, file, known):
                self.left.append(f"{file}: it stays beside the files that it reads, and keeps its name")
            else:
                self._names[name], self._files[file] = renamed, goal

    def _in_fences(self, text: str) -> Iterator[Edit]:
        """Yield what names the snippets anew in the first lines of fences, those in comments included."""
        if not self._names:
            return
        known = "|".join(map(re.escape, self._names))
        for line in re.finditer(r"^[ \t>]*(?:`{3,}|~{3,})[^\n]*", text, re.MULTILINE):
            for match in re.finditer(rf"\bsnippet=[\"']?(?P<name>{known})(?=[\"':\s}}]|$)", line.group()):
                start, end = (line.start() + offset for offset in match.span("name"))
                yield Edit(start, end, self._names[match["name"]])

    def _in_front_matter(self, page: Lecture, lines: Lines) -> Iterator[Edit]:
        """Yield the new ``lang-ref``, where it followed the old name, and in the source the old address."""
        number = page.meta.lines.get("lang-ref")
        ref, new = _followed(self._library, self._old, self._new)
        if number and page.lang_ref == ref:
            start = lines.text.index(":", lines.start(number))
            at = lines.text.index(ref, start)
            yield Edit(at, at + len(ref), new)
        if page.lang != self._library.source:
            return
        if known := page.meta.lines.get(REDIRECTS):
            line = lines.text[lines.start(known) : lines.start(known + 1)]
            place = lines.start(known) + len(re.match(r"[^:]*:[ \t]*\[?", line).group())  # type: ignore[union-attr]
            is_list = not line.partition(":")[2].strip()
            yield Edit(place, place, f"\n  - {self._old}" if is_list else f"{self._old}, ")
        else:
            head = next(one for one in page.segments if one.kind is Kind.FRONT_MATTER)
            after = number + 1 if number else head.text.count("\n")
            yield Edit(lines.start(after), lines.start(after), lines.adapt(f"{REDIRECTS}: {self._old}\n"))


def _has_neighbours(name: str, file: Path, snippets: Collection[str]) -> bool:
    """Tell whether a snippet declares files, or may import modules that are beside it."""
    declares = parse(name, file, file.read_text("utf-8-sig", errors="replace")).reads
    return bool(declares) or any(other.stem not in snippets for other in file.parent.glob("*.py"))
