"""``course run``: the gate for snippets, and the tool of those who write them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from dragoman import files
from dragoman.execution import expected, texts
from dragoman.execution.catalogue import Examples
from dragoman.execution.results import Failure, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import Snippet, known_snippets, parse, snippet_files
from dragoman.pages import library

_ADDRESS = re.compile(r"\b0x[0-9a-f]{8,}\b")


@dataclass(frozen=True, slots=True)
class Row:
    """What `course run` says of one snippet; ``status`` is ``ok`` or what is wrong."""

    name: str
    file: str
    line: int
    status: str
    seconds: float | None = None
    peak_mb: float | None = None
    cached: bool = False
    message: str | None = None
    stderr: str = ""
    kind: str = "snippet"
    """The name of the exception where one was raised."""
    remarks: tuple[str, ...] = ()
    """What cannot be shown as it is, each with its line."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.kind}: {self.message}"


def read(folder: Path, names: Sequence[str], pages: Sequence[Snippet] = ()) -> list[Snippet]:
    """Return the snippets in ``folder`` and the code of ``pages``, all or those of ``names``; a name may be a path.

    Raises:
        LookupError: for a name that no snippet has.
    """
    brought = {snippet.name: snippet for snippet in pages}
    files, known = snippet_files(folder), [*known_snippets(folder), *brought]
    wanted = [_name(name, files) for name in names] or known
    if unknown := sorted(set(wanted) - {*files, *brought}):
        message = f"found {unknown[0]!r}, expected the name of a snippet in {folder}/ ({', '.join(known) or 'none'})"
        raise LookupError(message)
    return [brought[name] if name in brought else _of_file(name, files[name]) for name in dict.fromkeys(wanted)]


def of_pages(docs: Path, source: str, folder: Path) -> list[Snippet]:
    """Return the code that the source pages in ``docs`` bring themselves; ``folder`` holds the snippets."""
    return Examples(library.read(docs, (source,), source), folder, Path.as_posix).of_pages


def _name(given: str, files: Mapping[str, Path]) -> str:
    """Return the name of a snippet that was given with its cell, or as the path of its file."""
    if not given.endswith(".py"):
        return given.partition(":")[0]
    return next((name for name, file in files.items() if file.resolve() == Path(given).resolve()), Path(given).stem)


def _of_file(name: str, path: Path) -> Snippet:
    return parse(name, path, path.read_text("utf-8-sig", "replace"))


def check(runner: Runner, snippets: Sequence[Snippet], folder: Path, *, update: bool, twice: bool) -> list[Row]:
    """Run snippets and compare what they print with what they must print."""
    sound = [snippet for snippet in snippets if not snippet.flaws]
    cached = {snippet.name for snippet in sound if runner.stored(snippet) is not None}
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("running", total=None)
        results = runner.run(sound, progress=lambda done, total: bar.update(task, completed=done, total=total))
        again: dict[str, tuple[Output | Failure, Output | Failure]] = {}
        if twice:
            first = {snippet.name: result for snippet, result in runner.execute(sound)}
            # Other seeds: a snippet that sets its own is not moved by them.
            second = {snippet.name: result for snippet, result in runner.execute(sound, seed=1)}
            again = {name: (first[name], second[name]) for name in first}
    rows: list[Row] = []
    for snippet in snippets:
        rows += [
            Row(snippet.name, _file(snippet), flaw.line, "unreadable", message=flaw.message) for flaw in snippet.flaws
        ]
        if not snippet.flaws:
            row = _row(snippet, results[snippet.name], folder, cached=snippet.name in cached, update=update)
            if row.status in ("ok", "updated") and snippet.name in again:
                row = _compare_runs(row, snippet, *again[snippet.name])
            rows.append(row)
    return rows


def update_texts(
    runner: Runner, snippets: Sequence[Snippet], folder: Path, languages: Iterable[str], *, whole: bool
) -> Iterator[str]:
    """Write the texts of figures and comments into the catalogues of languages; yield a line for each that changed.

    ``whole`` tells that these are all snippets: what none of them has is obsolete.
    """
    results = {snippet.name: runner.stored(snippet) for snippet in snippets}
    wanted = texts.wanted(snippets, results, {snippet.name: _file(snippet) for snippet in snippets})
    for lang in languages:
        path = folder / texts.FOLDER / f"{lang}.po"
        if wanted and texts.update(path, lang, wanted, whole=whole and None not in results.values()):
            yield f"wrote {path.as_posix()}"


def _row(snippet: Snippet, result: Output | Failure, folder: Path, *, cached: bool, update: bool) -> Row:
    if isinstance(result, Failure):
        kind = result.exception or "snippet"
        return Row(
            snippet.name, _file(snippet), result.line, "failed", message=result.told, stderr=result.stderr, kind=kind
        )
    status, note = "ok", ""
    path = expected.expected_path(snippet, folder)
    given = expected.render(snippet, result)
    wanted = path.read_text("utf-8") if path.is_file() else None
    if update and wanted != given:
        files.write(path, given.encode())
        status, note = "updated", f"wrote {path.as_posix()}"
    elif wanted is None:
        status, note = (
            "new",
            f"found no {path.as_posix()}, expected what it must print: course run --update {snippet.name}",
        )
    elif difference := expected.difference(wanted, given):
        status, note = (
            "differs",
            f"{difference}: correct the code, or accept it with course run --update {snippet.name}",
        )
    return Row(
        snippet.name,
        _file(snippet),
        snippet.cells[0].line,
        status,
        result.seconds,
        result.peak_mb,
        cached,
        note or None,
        result.stderr,
        remarks=tuple(f"{_file(snippet)}:{line}: snippet: {remark}" for line, remark in result.remarks),
    )


def _compare_runs(row: Row, snippet: Snippet, first: Output | Failure, second: Output | Failure) -> Row:
    """Return ``row``, or one that names the first cell that two runs with different seeds disagree on."""
    if isinstance(first, Failure) or isinstance(second, Failure):
        failure = first if isinstance(first, Failure) else second
        assert isinstance(failure, Failure)  # noqa: S101 - one of them is
        fields = asdict(row) | {"status": "failed", "line": failure.line, "message": failure.full}
        return Row(**fields)
    for cell, one, other in zip(snippet.cells, first.cells, second.cells, strict=True):
        if address := _ADDRESS.search(one.text):
            message = f"found the address {address.group()}, expected what is the same elsewhere: print something else"
            return Row(**asdict(row) | {"status": "unstable", "line": cell.line, "message": message})
        if one != other:
            what = "output" if one.text != other.text else "figure"
            message = (
                f"found another {what} in a second run, expected the same: set the seed, or sort what has no order"
            )
            return Row(**asdict(row) | {"status": "unstable", "line": cell.line, "message": message})
    return row


def report(rows: Iterable[Row], form: str) -> None:
    """Print the rows as a table with what is wrong below it, or as JSON."""
    rows = list(rows)
    if form == "json":
        sys.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
        return
    table = Table("snippet", "status", box=None, pad_edge=False)
    for title in ("time, s", "memory, MB"):
        table.add_column(title, justify="right")
    table.add_column("cached")
    for row in rows:
        table.add_row(
            row.name,
            row.status,
            "" if row.seconds is None else f"{row.seconds:.2f}",
            "" if row.peak_mb is None else f"{row.peak_mb:.0f}",
            "yes" if row.cached else "no",
        )
    console = Console(soft_wrap=True, highlight=False)
    console.print(table)
    for row in rows:
        if row.message:
            console.print(str(row), markup=False)
        for remark in row.remarks:
            console.print(remark, markup=False)
        for line in row.stderr.splitlines():
            console.print(f"{row.name}: {line}", markup=False, style="dim")


def wrong(rows: Iterable[Row]) -> bool:
    """Tell whether a row needs somebody's attention."""
    return any(row.status not in ("ok", "updated") for row in rows)


def say(line: str) -> None:
    """Print a line beside the results, also while they are awaited."""
    click.echo(line, err=True)


def _file(snippet: Snippet) -> str:
    return snippet.path.as_posix()
