"""A docs folder as values: every page of every language, and what is wrong between them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath

from dragoman.findings import Finding, Severity
from dragoman.kept import Kept
from dragoman.pages import includes, leftovers
from dragoman.pages.lecture import LANG_REF, Lecture, parse

_CHAPTER = re.compile(r"week(\d\d)/(\1(?:-\d{1,2})?)")
# What MkDocs takes for a page; ours end in the first.
_PAGES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
NAME = re.compile(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")
"""What a page may be called: its path below the language folder, without suffix."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages of a course lie."""

    weeks: bool = False
    """Whether the pages of week 5 are ``week05/05.md`` and ``week05/05-1.md``, called ``ch.05`` and ``ch.05-1``."""
    own_pages: bool = False
    """Whether a translation may have pages that the source does not have."""
    aside: frozenset[str] = frozenset()
    """Languages whose folders are left alone."""

    def lang_ref(self, name: str) -> str:
        """Return the ``lang-ref`` that belongs to a path below the language folder: that path, if nothing is agreed."""
        path = name.removesuffix(".md")
        if self.weeks and (chapter := _CHAPTER.fullmatch(path)):
            return f"ch.{chapter[2]}"
        return "home" if self.weeks and path == "index" else path

    def path(self, lang_ref: str) -> str | None:
        """Return where a ``lang-ref`` belongs that names a week or one of its parts, None for any other."""
        chapter = LANG_REF.fullmatch(lang_ref) if self.weeks else None
        section = f"-{chapter[2]}" if chapter and chapter[2] else ""
        if self.weeks and lang_ref == "home":
            return "index.md"
        return f"week{chapter[1]}/{chapter[1]}{section}.md" if chapter else None

    def is_lecture(self, page: Lecture) -> bool:
        """Tell whether a page teaches, and does not only lead to others."""
        if self.weeks:
            return bool(LANG_REF.fullmatch(page.lang_ref or ""))
        return page.name not in ("index.md", "glossary.md")


USUAL = Layout()


@dataclass(frozen=True, slots=True)
class Library:
    """The pages of a docs folder by their path below it (``fr/week05/05-1.md``)."""

    root: Path
    languages: tuple[str, ...]
    source: str
    pages: dict[PurePosixPath, Lecture]
    findings: tuple[Finding, ...]
    layout: Layout = USUAL
    misplaced: frozenset[PurePosixPath] = frozenset()
    """Translations that say they are of another page than that at their path: nobody knows which of the two is right."""
    _known: dict[str, dict[str, Lecture]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, lang: str) -> dict[str, Lecture]:
        """Return the pages of a language by the ``lang-ref`` of their source page; the first of two that share one."""
        if lang not in self._known:
            known = self._known[lang] = {}
            for page in self.pages.values():
                if page.lang == lang and page.lang_ref and page.path not in self.misplaced:
                    known.setdefault(str((self.source_of(page) or page).lang_ref), page)
        return self._known[lang]

    def source_of(self, page: Lecture) -> Lecture | None:
        """Return the source page that ``page`` translates, which has the same path; itself for a source page."""
        source = self.pages.get(PurePosixPath(self.source, page.name))
        is_read = source and source.lang_ref and page.lang_ref
        return source if is_read and page.path not in self.misplaced else None

    def place_of(self, lang_ref: str) -> str | None:
        """Return where below its language folder the page of a ``lang-ref`` belongs, None where none has it."""
        pages = (page for page in self.pages.values() if page.lang == self.source and page.lang_ref == lang_ref)
        return self.layout.path(lang_ref) or next((page.name for page in pages), None)

    @property
    def drafts(self) -> frozenset[PurePosixPath]:
        """The pages that are not to be published yet: those that say so, and the translations of such source pages."""
        return frozenset(
            page.path
            for page in self.pages.values()
            if page.is_draft or ((source := self.source_of(page)) and source.is_draft)
        )

    def without(self, pages: Collection[PurePosixPath]) -> Library:
        """Return the library without some of its pages."""
        kept = {path: page for path, page in self.pages.items() if path not in pages}
        return replace(self, pages=kept)


class Pages:
    """Pages as they were read: whoever reads them again gets those whose files are the same as they are."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept or Kept()
        self._known: dict[tuple[Path, str], tuple[tuple[int, ...], Lecture]] = {}

    def read(self, file: Path, path: PurePosixPath, name: str) -> Lecture:
        """Return the page in a file, which findings look for below the docs folder ``name``.

        Raises:
            OSError: where it cannot be read.
        """
        stat = file.stat()
        state = stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
        known = self._known.get((file, name))
        if known is None or known[0] != state:
            data = file.read_bytes()
            page = self._kept.of(partial(parse, path, data, root=name), "lecture", path, data, name)
            known = self._known[file, name] = state, page
        return known[1]


def read(  # noqa: PLR0913 - the last three are for few callers
    root: Path,
    languages: Sequence[str],
    source: str,
    *,
    name: str | None = None,
    layout: Layout = USUAL,
    known: Pages | None = None,
) -> Library:
    """Read the docs folder ``root``; findings call it ``name``, by default its own name.

    What is ``known`` of an earlier reading is not read again.
    """
    name = root.name if name is None else name
    known = known or Pages()
    pages: dict[PurePosixPath, Lecture] = {}
    findings: list[Finding] = []
    files, errors = _files(root)
    for error in errors:
        folder = PurePosixPath(Path(error.filename).relative_to(root).as_posix())
        findings.append(_unreadable(f"{name}/{folder}", "folder", error))
    for file in files:
        path = PurePosixPath(file.relative_to(root).as_posix())
        if path.parts[0] in layout.aside:
            continue
        if leftovers.is_leftover(path.name):
            findings += _check_leftover(file, path, languages, name)
            continue
        if path.suffix.lower() not in _PAGES or any(part.startswith(".") for part in path.parts):
            continue
        if path.suffix != ".md":
            message = f"found a page that ends in {path.suffix}, expected .md: rename it"
            findings.append(Finding(f"{name}/{path}", 1, "library.extension", message))
            continue
        if path.parts[0] not in languages or len(path.parts) < 2:
            findings += _check_folder(path, languages, name)
            continue
        try:
            page = known.read(file, path, name)
            pages[path] = includes.read(page, root, f"{name}/{path}") if page.lang == source else page
        except OSError as error:
            findings.append(_unreadable(f"{name}/{path}", "file", error))
            # Nothing is known of what stands in it.
            pages[path] = replace(parse(path, b"", root=name), findings=())
    library = Library(root, tuple(languages), source, pages, (), layout)
    library = replace(library, misplaced=frozenset(_misplaced(library)))
    for page in pages.values():
        findings += page.findings
        findings += _check_page(page, library, name)
    findings += _check_references(library, name)
    return replace(library, findings=tuple(sorted(set(findings))))


def _files(root: Path) -> tuple[list[Path], list[OSError]]:
    """Return the files below a folder, in order, and why some folders could not be looked into."""
    errors: list[OSError] = []
    found = [Path(folder, file) for folder, _, files in os.walk(root, onerror=errors.append) for file in files]
    return sorted(found), errors


def _check_leftover(file: Path, path: PurePosixPath, languages: Sequence[str], name: str) -> Iterator[Finding]:
    """Yield that a page was meant, where one was: saved as something else, or only left as a copy of what is gone."""
    if path.parts[0] not in languages or any(part.startswith(".") for part in path.parts):
        return
    if page := leftovers.renamed_page(path.name):
        message = f"found a page that ends in {path.name[len(page) - 3 :]}, expected .md: rename it to {page}"
        yield Finding(f"{name}/{path}", 1, "library.extension", message)
    elif (page := leftovers.copied_page(path.name)) and not file.with_name(page).exists():
        message = f"found what an editor left of {page}, expected the page itself: rename it to {page}, or remove it"
        yield Finding(f"{name}/{path}", 1, "library.extension", message, Severity.WARNING)


def _unreadable(file: str, what: str, error: OSError) -> Finding:
    expected = {"file": "a page", "folder": "pages"}[what]
    message = f"found a {what} that cannot be read ({error.strerror}), expected {expected}: mend or remove it"
    return Finding(file, 1, "library.file", message)


def _check_folder(path: PurePosixPath, languages: Sequence[str], name: str) -> Iterator[Finding]:
    folders = ", ".join(f"{name}/{lang}/" for lang in languages)
    if len(path.parts) < 2:
        message = f"found a page outside the language folders, expected it in one of {folders}: move it"
        yield Finding(f"{name}/{path}", 1, "library.folder", message)
    else:
        message = (
            f"found the language folder {path.parts[0]!r}, expected one of {folders}: "
            "rename it, or add the language to mkdocs.yml"
        )
        yield Finding(f"{name}/{path}", 1, "library.folder", message)


def _check_page(page: Lecture, library: Library, name: str) -> Iterator[Finding]:
    if not page.segments or not page.meta.values:  # that it cannot be read, or has no front matter, is finding enough
        return
    file = f"{name}/{page.path}"
    yield from _check_lang(page, library.source, file)
    yield from _check_lang_ref(page, library, name)
    if not page.meta.get("title"):
        message = "found no title, expected title: with the title of the page: add it"
        yield Finding(file, page.meta.lines.get("title", 1), "front-matter.title", message)


def _check_lang_ref(page: Lecture, library: Library, name: str) -> Iterator[Finding]:
    """Yield that a page names another one than that of its path, or none where the convention wants it named."""
    usual, written = library.layout.lang_ref(page.name), page.meta.get("lang-ref")
    source = library.pages.get(PurePosixPath(library.source, page.name))
    own = written if page.lang == library.source or source is None else source.lang_ref
    expected = usual if library.layout.weeks else own or usual
    where = library.place_of(written) if written else None
    message = ""
    if not written:
        if expected != page.lang_ref and library.layout.weeks:
            message = f"found no lang-ref, expected lang-ref: {expected}: add it to the front matter"
    elif written != expected:
        move = f", or move the file to {name}/{page.lang}/{where}" if where and where != page.name else ""
        message = f"found lang-ref {written!r}, expected {expected!r} at this path: correct it{move}"
    elif page.path in library.misplaced:
        message = f"found lang-ref {written!r}, expected it in {name}/{page.lang}/{where}, at the path of its source page: move the file"
    if message:
        yield Finding(f"{name}/{page.path}", page.meta.lines.get("lang-ref", 1), "front-matter.lang-ref", message)


def _check_lang(page: Lecture, source: str, file: str) -> Iterator[Finding]:
    lang = page.meta.get("lang")
    if lang is None:
        if page.lang != source:
            message = f"found no lang, expected lang: {page.lang}: add it to the front matter"
            yield Finding(file, 1, "front-matter.lang", message, Severity.WARNING)
    elif lang != page.lang:
        message = f"found lang {lang!r}, expected {page.lang!r} as the folder says: correct it, or move the file to the folder of its language"
        yield Finding(file, page.meta.lines["lang"], "front-matter.lang", message)


def _check_references(library: Library, name: str) -> Iterator[Finding]:
    """Yield which pages share a name, and which translate nothing."""
    first: dict[tuple[str, str], Lecture] = {}
    for page in library.pages.values():
        file, source = f"{name}/{page.path}", library.source_of(page)
        if page.lang_ref is None or page.path in library.misplaced or (source and source is not page):
            continue
        line = page.meta.lines.get("lang-ref", 1)
        known = first.setdefault((page.lang, page.lang_ref), page)
        if known is not page:
            message = (
                f"found lang-ref {page.lang_ref!r}, which {name}/{known.path} has too, expected it once: change one"
            )
            yield Finding(file, line, "front-matter.lang-ref", message)
        elif source is None and page.lang != library.source and not library.layout.own_pages:
            message = (
                f"found a page without a source page, expected {name}/{library.source}/{page.name}: write it, move this "
                "one to where its source page is, or set own_pages: true for dragoman in mkdocs.yml"
            )
            yield Finding(file, line, "library.source", message, Severity.WARNING)


def _misplaced(library: Library) -> Iterator[PurePosixPath]:
    sources = [page for page in library.pages.values() if page.lang == library.source and page.lang_ref]
    places = {page.lang_ref: page.name for page in reversed(sources)}
    names = {page.name: page.lang_ref for page in sources}
    for page in library.pages.values():
        written = page.meta.get("lang-ref")
        if page.lang != library.source and written:
            here = names.get(page.name)
            if written != here if here else places.get(written, page.name) != page.name:
                yield page.path
