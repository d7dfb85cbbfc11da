"""What the sync commands print: findings, the table of translations, word diffs."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import track

from dragoman import processes
from dragoman.cli.options import Course, unconfigured
from dragoman.execution import texts
from dragoman.findings import Finding, Severity
from dragoman.kept import ABSENT, Kept, version
from dragoman.pages import library
from dragoman.pages.lecture import Lecture
from dragoman.references import bibliography, citations
from dragoman.references.numbers import Numbers
from dragoman.rendering import raw
from dragoman.rendering.judging import Judge
from dragoman.sync.checks import explaining, overall
from dragoman.sync.checks.check import Sync
from dragoman.terms import term_base
from dragoman.trust import files as trusted
from dragoman.website import external, losses, redirects, weeks
from dragoman.website.assets import KATEX
from dragoman.website.project import Project

T = TypeVar("T")
R = TypeVar("R")

# What keeps a file from being read as a page, or as the page that it should be.
_UNREAD = frozenset({"library.file", "page.size", "encoding.utf-8", "front-matter.missing", "front-matter.lang-ref"})
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def open_docs(docs: Path, source: str) -> Sync:
    """Return the translations in a docs folder that has no configuration."""
    return opened(unconfigured(docs, source).project)


def opened(project: Project, kept: Kept | None = None, name: str = "") -> Sync:
    """Return the translations of a course; pages that are ``kept`` need not be parsed.

    Findings call its docs folder ``name``, as it is called where nothing is given.
    """
    name, languages = name or project.docs.as_posix(), project.languages
    terms = term_base.load(project.docs, languages, project.source, name)
    known = library.Pages(kept)
    pages = library.read(project.docs, languages, project.source, name=name, layout=project.layout, known=known)
    sync = Sync(pages, name, KATEX, terms, project.options.macros if project.is_configured else None)
    sync.bibliography = bibliography.load(project.docs, project.options.bibliography, name)
    return sync


def kept_by(project: Project) -> Kept:
    """Return what is known of the pages of a course from checks and builds before; nothing without a configuration."""
    return Kept(project.folder / ".cache" / "kept.sqlite" if project.is_configured else None, version(), held=False)


def findings(
    sync: Sync, paths: Sequence[Path], kept: Kept | None = None, finished: Iterable[Finding] = ()
) -> list[Finding]:
    """Return everything that is wrong in the pages, or in those of ``paths``, also where they are ``finished``.

    Raises:
        click.UsageError: for a path that does not exist, or that is no page of these.
    """
    general = (*across(sync), *losses.find(sync.library, sync.name, kept))
    finished = list(finished)
    files = [
        *(sync.file(page) for page in sync.library.pages.values()),
        *(finding.file for finding in (*general, *finished)),
    ]
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise click.UsageError(f"found no file {path}, expected a page or a folder of pages")
        if not any(is_in(file, [path]) for file in files):
            raise click.UsageError(f"found {path}, expected a page or a folder of pages in {sync.name}/")
    some = [finding for finding in (*general, *finished) if not paths or is_in(finding.file, paths)]
    return told(sync, some, checked(sync, lambda page: not paths or is_in(sync.file(page), paths), kept))


def told(
    sync: Sync, general: Iterable[Finding], compared: Sequence[Finding], known: overall.Marks | None = None
) -> list[Finding]:
    """Return the findings of a course in their order, without those that end with another one.

    ``compared`` are those of translations, ``known`` is as in `overall.judged`.
    """
    found = [*general, *overall.judged(sync, compared, known)]
    named = {(one.file, one.line) for one in found if one.kind != raw.KIND and one.kind.startswith(raw.SAID)}
    said = {one for one in found if one.kind != raw.KIND or (one.file, one.line) not in named}
    return sorted(explaining.without_explained(said, lines_of(sync)))


def lines_of(sync: Sync) -> Callable[[str], list[str]]:
    """Return what gives the lines of a page that findings name; none of another file."""
    pages = {sync.file(page): page for page in sync.library.pages.values()}
    return lambda file: pages[file].to_bytes().decode("utf-8", "replace").split("\n") if file in pages else []


def checked(sync: Sync, is_meant: Callable[[Lecture], bool], kept: Kept | None = None) -> list[Finding]:
    """Return what is wrong in some translations compared with their source pages."""
    kept = kept or Kept()
    pages = [[(page, source) for page, source in sides if is_meant(page)] for sides in sync.by_source()]
    keys = {page.path: kept.key("check", *sync.inputs(page)) for group in pages for page, _ in group}
    known = {path: kept.find(key) for path, key in keys.items()}
    found = [one for of_page in known.values() if of_page is not ABSENT for one in of_page]
    groups = [[sides for sides in group if known[sides[0].path] is ABSENT] for group in pages]
    for (page, _), of_page in shared_out(Checks(sync), groups, "checking"):
        found += of_page
        kept.put(keys[page.path], of_page)
    return found


def shared_out(function: Callable[[T], R], groups: Sequence[Sequence[T]], what: str) -> Iterator[tuple[T, R]]:
    """Yield each item with ``function`` of it, from all processors, in no certain order, with a bar of progress where somebody looks.

    Raises:
        click.ClickException: when a process ends that should work.
    """
    try:
        yield from tracked(processes.mapped(function, groups), what, sum(map(len, groups)))
    except processes.WorkerError as error:
        raise click.ClickException(str(error)) from error


def dead_links(sync: Sync, paths: Sequence[Path], leave: Sequence[str]) -> list[Finding]:
    """Return the public addresses of the pages, or of those of ``paths``, at which nothing is."""
    found = external.addresses(sync.library, sync.name)
    chosen = {url: [at for at in places if not paths or is_in(at[0], paths)] for url, places in found.items()}
    asked = {url: places for url, places in chosen.items() if places}
    return sorted(external.find(asked, leave))


def catalogues(project: Project, languages: Sequence[str] = ()) -> list[texts.Catalogue]:
    """Return the catalogues of the texts of examples, in all languages or in some."""
    root = project.folder / project.options.snippets
    targets = [lang for lang in languages or project.languages if lang != project.source]
    return list(texts.catalogues(root, targets, root.as_posix()).values())


def across(sync: Sync) -> Iterator[Finding]:
    """Yield what is wrong with files and between them; it takes no time to find."""
    yield from sync.library.findings
    yield from sync.glossary.findings
    yield from redirects.find(sync.library, sync.name)
    yield from Numbers(sync.library, weeks.chapters(sync.library)).findings(sync.name)
    yield from citations.findings(sync.library, sync.bibliography, sync.name)
    yield from trusted.findings(trusted.refused(sync.library), sync.name)


class Checks:
    """All checks of one translation, for processes to share."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync
        self._judge = Judge(sync.name)

    def __call__(self, sides: tuple[Lecture, Lecture]) -> list[Finding]:
        """Return what is wrong in a translation of a source page."""
        return [*self._sync.check(sides[0]), *self._judge.findings(*sides)]


def chosen(sync: Sync, paths: Sequence[Path]) -> list[tuple[Lecture, Lecture]]:
    """Return the translations that ``paths`` name, each with its source page.

    Raises:
        click.UsageError: for a path that names neither a translation nor what hinders one.
    """
    result: dict[PurePosixPath, tuple[Lecture, Lecture]] = {}
    for path in paths:
        found = {page.path: (page, source) for page, source in sync.translations() if is_in(sync.file(page), [path])}
        if not found and not hindrances(sync, [path]):
            message = f"found {path}, expected a translation with a page in {sync.library.source}/, or a folder of them"
            raise click.UsageError(message)
        result |= found
    return list(result.values())


def in_languages(sync: Sync, languages: Sequence[str]) -> list[tuple[Lecture, Lecture]]:
    """Return the translations into some languages, none for all of them, each with its source page.

    Raises:
        click.UsageError: for a language that the course has no translations into.
    """
    known = [lang for lang in sync.library.languages if lang != sync.library.source]
    for lang in languages:
        if lang not in known:
            raise click.UsageError(f"found the language {lang!r}, expected one of {', '.join(known)}")
    return [(page, source) for page, source in sync.translations() if page.lang in (languages or known)]


def hindrances(sync: Sync, paths: Sequence[Path]) -> list[Finding]:
    """Return why files and folders in ``paths``, or that hold them, are not read as translations."""
    read = {sync.file(page) for page, _ in sync.translations()}
    return [one for one in _unread(sync, paths) if one.file not in read]


def hindrance(sync: Sync, lang: str, source: Lecture) -> Finding | None:
    """Return why the file in which a translation of ``source`` belongs is not read as one."""
    return next(_unread(sync, [sync.library.root / lang / source.name]), None)


def _unread(sync: Sync, paths: Sequence[Path]) -> Iterator[Finding]:
    source = sync.library.root / sync.library.source
    for one in sync.library.findings:
        if one.kind in _UNREAD and one.severity is Severity.ERROR and not is_in(one.file, [source]):
            file = Path(one.file)
            if is_in(one.file, paths) or any(is_in(str(path), [file]) for path in paths):
                yield one


def page_of(sync: Sync, course: Course, lang: str, lang_ref: str) -> tuple[Lecture, Lecture]:
    """Return a translation and its source page.

    Raises:
        click.UsageError: where there is none.
    """
    for page, source in sync.translations():
        if page.lang == lang and source.lang_ref == lang_ref:
            return page, source
    original = sync.library.of(sync.library.source).get(lang_ref)
    if original and (found := hindrance(sync, lang, original)):
        raise click.UsageError(str(found))
    message = f"found no page {lang_ref} in {lang}, expected one: course new {lang} {shlex.quote(lang_ref)}"
    raise click.UsageError(course.pasted(message))


def tracked(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """Return ``items`` as they come, with a bar of progress where somebody looks."""
    console = Console(stderr=True)
    return track(items, what, total, console=console, transient=True, disable=not console.is_terminal)


def is_in(file: str, paths: Iterable[Path]) -> bool:
    """Tell whether a file is one of ``paths`` or below one, as it is named or where links lead."""
    ways = Path(os.path.abspath(file)), Path(file).resolve()  # noqa: PTH100 - absolute() keeps ".."
    folders = [folder for path in paths for folder in (Path(os.path.abspath(path)), path.resolve())]  # noqa: PTH100
    return any(way.is_relative_to(folder) for way in ways for folder in folders)


def print_findings(found: Iterable[Finding], sync: Sync, form: str, pasted: Callable[[str], str]) -> None:
    """Print findings as lines, as JSON or as annotations of a GitHub workflow.

    ``pasted`` makes of a command what can be pasted here.
    """
    found = [replace(one, message=pasted(one.message)) for one in found]
    if form == "json":
        click.echo(json.dumps([_as_json(one, sync) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        if form == "github":
            click.echo(_annotation(one))
            continue
        click.echo(str(one))
        if one.suggestion and one.suggestion not in one.message:
            click.echo("\n".join(f"    {line}".rstrip() for line in one.suggestion.split("\n")))


def _as_json(one: Finding, sync: Sync) -> dict[str, object]:
    file, docs = PurePosixPath(one.file), PurePosixPath(sync.name)
    file = file.relative_to(docs) if file.is_relative_to(docs) else file
    page = sync.library.pages.get(file)
    folder = file.parts[0] if len(file.parts) > 1 else None
    return {
        "file": str(file),
        "line": one.line,
        "lang": page.lang if page else file.stem if file.suffix == ".po" else folder,
        "lang_ref": (sync.library.source_of(page) or page).lang_ref if page else None,
        "kind": one.kind,
        "severity": one.severity.value,
        "message": one.message,
        "suggestion": one.suggestion,
        "grade": one.grade.value if one.grade else None,
    }


def _annotation(one: Finding) -> str:
    message = one.message + (f"\n\n{one.suggestion}" if one.suggestion else "")
    data = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = one.file.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{_LEVELS[one.severity]} file={file},line={one.line},title={one.kind}::{data}"
