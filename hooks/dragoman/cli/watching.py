"""``course check --watch``: what is wrong in the pages, told again for those that were saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from dragoman.cli import sync as cli_sync
from dragoman.files import states
from dragoman.findings import Finding, Severity
from dragoman.kept import Kept
from dragoman.pages import library as pages
from dragoman.pages.lecture import Lecture
from dragoman.references import bibliography
from dragoman.sync.checks import overall
from dragoman.sync.checks.check import Sync
from dragoman.terms import term_base
from dragoman.website import losses

_PAUSE = 0.05  # seconds between two looks; longer where a look itself takes long
_SHARE = 10  # how many times as long as a look takes


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the files found: which of them are others, and what is wrong in what that is about."""

    changed: tuple[str, ...]
    files: frozenset[str]
    """The files of which the findings were looked for again."""
    findings: tuple[Finding, ...]


class Watch:
    """The findings of a course, kept up to date with its files."""

    def __init__(self, sync: Sync) -> None:
        """Check everything once, beginning with the pages as ``sync`` has them."""
        self._sync, self._checks = sync, cli_sync.Checks(sync)
        self._pages = pages.Pages()
        self._stats: dict[str, tuple[int, int]] = {}
        self._checked: dict[PurePosixPath, tuple[Lecture, Lecture, frozenset[str], list[Finding]]] = {}
        self._kept = Kept()
        self._marks: overall.Marks = {}
        self._of_file: dict[str, tuple[Finding, ...]] = {}
        self.look()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong now."""
        return tuple(sorted({one for found in self._of_file.values() for one in found}))

    def look(self) -> Seen | None:
        """Return what has changed since the last look, None for nothing."""
        stats = states(self._sync.library.root)
        changed = {name for name in {**stats, **self._stats} if stats.get(name) != self._stats.get(name)}
        if not changed:
            return None
        self._stats = stats
        self._follow(changed)
        before, self._of_file = self._of_file, self._grouped()
        names = tuple(sorted(f"{self._sync.name}/{name}" for name in changed))
        others = {file for file in {**before, **self._of_file} if before.get(file) != self._of_file.get(file)}
        files = others.union(names)
        return Seen(names, frozenset(files), tuple(one for one in self.findings if one.file in files))

    def _follow(self, changed: Collection[str]) -> None:
        """Read what has changed."""
        old, name = self._sync.library, self._sync.name
        library = pages.read(old.root, old.languages, old.source, name=name, layout=old.layout, known=self._pages)
        glossary = self._sync.glossary
        works = self._sync.bibliography
        file = works.name.removeprefix(f"{name}/")
        if file in changed:
            works = bibliography.load(old.root, file, name)
            self._checked.clear()
        if term_base.FILE in changed:
            glossary = term_base.load(old.root, old.languages, old.source, name)
            self._checked.clear()
        self._sync.follow(library, glossary, works)

    def _grouped(self) -> dict[str, tuple[Finding, ...]]:
        """Return all findings by their files; only what has changed is checked."""
        general = [*cli_sync.across(self._sync), *losses.find(self._sync.library, self._sync.name, self._kept)]
        self._kept.save()
        found: list[Finding] = []
        for page, source in self._sync.translations():
            known = self._checked.get(page.path)
            macros = self._sync.macros
            if known is None or known[0] is not page or known[1] is not source or known[2] != macros:
                known = self._checked[page.path] = page, source, macros, self._checks((page, source))
            found += known[3]
        grouped: dict[str, list[Finding]] = {}
        for one in cli_sync.told(self._sync, general, found, self._marks):
            grouped.setdefault(one.file, []).append(one)
        return {file: tuple(some) for file, some in grouped.items()}


def watch(sync: Sync, paths: Sequence[Path], tell: Callable[[Sequence[Finding]], None]) -> None:
    """Tell what is wrong in some pages, none for all of them, and again after each save, until Ctrl-C."""
    try:
        click.echo("checking all pages")
        watching = Watch(sync)
        tell(_chosen(watching.findings, paths))
        click.echo(_counts(watching.findings, paths))
        while True:
            begun = time.perf_counter()
            if seen := watching.look():
                click.echo(f"saved: {', '.join(seen.changed)}")
                tell(_chosen(seen.findings, paths))
                click.echo(_counts(watching.findings, paths))
            time.sleep(max(_PAUSE, _SHARE * (time.perf_counter() - begun) if seen is None else 0))
    except KeyboardInterrupt:
        click.echo()


def _chosen(found: Iterable[Finding], paths: Sequence[Path]) -> list[Finding]:
    return [one for one in found if not paths or cli_sync.is_in(one.file, paths)]


def _counts(found: Iterable[Finding], paths: Sequence[Path]) -> str:
    """Return in a line how many findings there are, and that more is waited for."""
    chosen = _chosen(found, paths)
    counts = ", ".join(
        f"{count} {one.value}{'s' if count != 1 and one is not Severity.INFO else ''}"
        for one in Severity
        if (count := sum(finding.severity is one for finding in chosen))
    )
    return f"{counts or 'nothing'} found in all; waiting for a save (Ctrl-C ends)"
