"""``course accept``: says of translations that they are right though their source has changed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import click

from dragoman.cli import files as cli_files
from dragoman.cli import options
from dragoman.cli import sync as cli_sync
from dragoman.cli.options import Course
from dragoman.findings import Severity
from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing.accept import Wish, accept
from dragoman.sync.pairing.pairs import source_blocks

_PLACE = re.compile(r"(?P<path>.+?):(?P<line>\d+)")


@click.command(name="accept")
@click.argument("places", metavar="[PATH[:LINE]]...", nargs=-1)
@click.option("--changed", metavar="RANGE", help="Only what these commits changed in the source: main, or v1..v2.")
@options.language_option
@options.of_course
@options.dry_run_option
def accepting(
    places: tuple[str, ...], changed: str | None, languages: tuple[str, ...], course: Course, dry_run: bool
) -> None:
    """Say that translations are right though their source has changed: in PATHs, or in the block on a LINE of one.

    PATH may be a page of the source, then it is about its translations in all languages. The comments become
    the current source, the translations stay as they are. Where the source has changed a formula, a number, an
    address or code and the translation has not, it is left.

    Exits with 1 if something is left.
    """
    if not places and changed is None:
        raise click.UsageError("found neither a path nor --changed, expected one of them: course accept PATH")
    sync = cli_sync.opened(course.project)
    spots = [_spot(sync, place) for place in places]
    history = _History(course.project.docs, changed) if changed is not None else None
    saved = cli_files.all_read(cli_sync.hindrances(sync, [spot.path for spot in spots]))
    pages = (
        (sync.file(page), page.to_bytes(), accept(page, original, sync.pairs(page), wish, partial(_wrong, sync, page)))
        for page, original in cli_sync.in_languages(sync, languages)
        if (wish := _wish(sync, page, original, spots, history))
    )
    sys.exit(cli_files.write_all(pages, course, saved=saved, dry_run=dry_run, nothing="nothing to accept"))


def _wrong(sync: Sync, page: Lecture) -> frozenset[int]:
    """Return the lines of a translation that do not say what its source says."""
    found = (one for one in sync.check(page) if one.severity is Severity.ERROR and one.kind.startswith("parity."))
    return frozenset(one.line for one in found)


@dataclass(frozen=True, slots=True)
class _Spot:
    """A file or a folder, or a line of a file."""

    path: Path
    line: int | None

    def holds(self, file: str) -> bool:
        return cli_sync.is_in(file, [self.path])


def _spot(sync: Sync, place: str) -> _Spot:
    """Return what a place on the command line means.

    Raises:
        click.UsageError: for a place in which there is no translation and no source page of one.
    """
    match = None if Path(place).exists() else _PLACE.fullmatch(place)
    spot = _Spot(Path(match["path"]), int(match["line"])) if match else _Spot(Path(place), None)
    files = {sync.file(one) for pair in sync.translations() for one in pair}
    if not any(map(spot.holds, files)) or (spot.line is not None and spot.path.is_dir()):
        found = cli_sync.hindrances(sync, [spot.path])
        said = f"found {place}, expected a page, a line of one as PATH:LINE, or a folder of pages"
        raise click.UsageError("\n".join(map(str, found)) or said)
    return spot


def _wish(sync: Sync, page: Lecture, source: Lecture, spots: Sequence[_Spot], history: _History | None) -> Wish | None:
    """Return what is wished of a translation, None for nothing."""
    here = [spot for spot in spots if spot.holds(sync.file(page))]
    there = [spot for spot in spots if spot.holds(sync.file(source))]
    if spots and not here and not there:
        return None
    if history and str(source.path) not in history.changed:
        return None
    before, now = history.of(source) if history else (None, None)
    if not spots or any(spot.line is None for spot in (*here, *there)):
        return Wish(before=before, now=now)
    lines, source_lines = [{spot.line for spot in some if spot.line is not None} for some in (here, there)]
    return Wish(lines, source_lines, before, now)


class _History:
    """What the source pages were in a range of commits."""

    def __init__(self, docs: Path, commits: str) -> None:
        self._docs = docs
        self._first, _, last = commits.partition("..")
        self._last = last.removeprefix(".")
        self._known: dict[PurePosixPath, tuple[frozenset[str], frozenset[str] | None]] = {}
        ends = [self._git("rev-parse", "--verify", "--quiet", f"{one}^{{commit}}").strip() for one in self._ends]
        self.changed = frozenset(self._git("diff", "--name-only", "--relative", "-z", *ends, "--", ".").split("\0"))
        """The files of the docs folder that are others at the end of it."""

    @property
    def _ends(self) -> list[str]:
        return [self._first, self._last] if self._last else [self._first]

    def of(self, source: Lecture) -> tuple[frozenset[str], frozenset[str] | None]:
        """Return the keys of the blocks that a page had before the last of the changes, and those that it had then.

        None for what it had then where the range goes on to what is saved now.
        """
        if source.path not in self._known:
            commits = self._git("rev-list", f"{self._first}..{self._last or 'HEAD'}", "--", str(source.path)).split()
            before = frozenset(key for commit in (self._first, *commits) for key in self._keys(commit, source))
            now = frozenset(self._keys(self._last, source)) if self._last else None
            self._known[source.path] = before, now
        return self._known[source.path]

    def _keys(self, commit: str, source: Lecture) -> Iterator[str]:
        text = self._git("show", f"{commit}:./{source.path}", missing="")
        yield from (block.key for block in source_blocks(parse(source.path, text.encode())))

    def _git(self, *arguments: str, missing: str | None = None) -> str:
        """Return what git prints in the docs folder; ``missing`` where it cannot do what is asked.

        Raises:
            click.UsageError: where it cannot, and nothing stands for that.
        """
        try:
            done = subprocess.run(
                ["git", *arguments],  # noqa: S607 - the git of the user
                cwd=self._docs,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
        except OSError as error:
            raise click.UsageError("found no git, expected it for --changed: install it, or name paths") from error
        if done.returncode and missing is None:
            why = done.stderr.strip().split("\n")[-1] or f"git {' '.join(arguments)}"
            raise click.UsageError(f"found no such commits ({why}), expected main, or v1..v2: correct --changed")
        return done.stdout if not done.returncode else missing or ""
