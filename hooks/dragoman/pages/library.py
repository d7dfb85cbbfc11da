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

# What MkDocs takes for a page; ours end in the first.
_PAGES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn"})
NAME = re.compile(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")
"""What a page may be called: its path below the language folder, without suffix."""
_SLUG = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pages of a course lie."""

    aside: frozenset[str] = frozenset()
    """Languages whose folders are left alone."""


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
    _known: dict[str, dict[str, Lecture]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def of(self, lang: str) -> dict[str, Lecture]:
        """Return the pages of a language by their ``lang-ref``; the first of two that share one."""
        if lang not in self._known:
            # Built backwards, so that the first one stays.
            pages = [page for page in self.pages.values() if page.lang == lang and page.lang_ref]
            by_name = {page.lang_ref: page for page in reversed(pages)}
            self._known[lang] = {str(page.lang_ref): page for page in pages if by_name[page.lang_ref] is page}
        return self._known[lang]

    def source_of(self, page: Lecture) -> Lecture | None:
        """Return the source page that ``page`` translates, itself for a source page."""
        return self.of(self.source).get(page.lang_ref) if page.lang_ref else None

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
            known = self._known[file, name] = state, self._parsed(path, file.read_bytes(), name)
        return known[1]

    def _parsed(self, path: PurePosixPath, data: bytes, name: str) -> Lecture:
        return self._kept.of(partial(parse, path, data, root=name), "lecture", path, data, name)


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
    for page in pages.values():
        findings += page.findings
        findings += _check_page(page, source, name)
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


def expected_path(lang_ref: str) -> str | None:
    """Return where a ``lang-ref`` belongs below its language folder, or None if it is malformed.

    ``ch.05-1`` belongs to ``week05/05-1.md``, ``home`` to ``index.md``, ``about`` to ``about.md``.
    """
    if chapter := LANG_REF.fullmatch(lang_ref):
        week, section = chapter[1], chapter[2]
        return f"week{week}/{week}-{section}.md" if section else f"week{week}/{week}.md"
    if lang_ref == "home":
        return "index.md"
    return f"{lang_ref}.md" if _SLUG.fullmatch(lang_ref) else None


def expected_lang_ref(path: str) -> str:
    """Return the ``lang-ref`` that belongs to a path below its language folder."""
    if chapter := re.fullmatch(r"week\d\d/(\d\d(?:-\d)?)\.md", path):
        return f"ch.{chapter[1]}"
    return "home" if path == "index.md" else path.removesuffix(".md")


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


def _check_page(page: Lecture, source: str, name: str) -> Iterator[Finding]:
    if not page.segments or not page.meta.values:  # that it cannot be read, or has no front matter, is finding enough
        return
    file = f"{name}/{page.path}"
    yield from _check_lang(page, source, file)
    expected = expected_lang_ref(page.name)
    if page.lang_ref is None:
        message = f"found no lang-ref, expected lang-ref: {expected}: add it to the front matter"
        yield Finding(file, 1, "front-matter.lang-ref", message)
    elif expected_path(page.lang_ref) != page.name:
        where = expected_path(page.lang_ref)
        remedy = f", or move the file to {name}/{page.lang}/{where}" if where else ""
        message = f"found lang-ref {page.lang_ref!r}, expected {expected!r} at this path: correct it{remedy}"
        yield Finding(file, page.meta.lines["lang-ref"], "front-matter.lang-ref", message)
    if not page.meta.get("title"):
        message = "found no title, expected title: with the title of the page: add it"
        yield Finding(file, page.meta.lines.get("title", 1), "front-matter.title", message)


def _check_lang(page: Lecture, source: str, file: str) -> Iterator[Finding]:
    lang = page.meta.get("lang")
    if lang is None:
        if page.lang != source:
            message = f"found no lang, expected lang: {page.lang}: add it to the front matter"
            yield Finding(file, 1, "front-matter.lang", message, Severity.WARNING)
    elif lang != page.lang:
        message = f"found lang {lang!r}, expected {page.lang!r} as the folder says: correct one of them"
        yield Finding(file, page.meta.lines["lang"], "front-matter.lang", message)


def _check_references(library: Library, name: str) -> Iterator[Finding]:
    sources = library.of(library.source)
    for lang in library.languages:
        first = library.of(lang)
        for page in library.pages.values():
            if page.lang != lang or page.lang_ref is None:
                continue
            file, line = f"{name}/{page.path}", page.meta.lines["lang-ref"]
            if first[page.lang_ref] is not page:
                other = f"{name}/{first[page.lang_ref].path}"
                message = f"found lang-ref {page.lang_ref!r}, which {other} has too, expected it once: change one"
                yield Finding(file, line, "front-matter.lang-ref", message)
            elif page.lang_ref not in sources:
                message = (
                    f"found lang-ref {page.lang_ref!r}, expected one that a page in {name}/{library.source}/ has: "
                    "correct it, or add the source page"
                )
                yield Finding(file, line, "library.source", message, Severity.WARNING)
