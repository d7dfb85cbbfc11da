"""The ``course`` command: reads its arguments and prints what ``course`` finds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from course import cli_run, library
from course.findings import Finding, errors
from course.runner import Runner, installed
from course.scheduler import ClusterExecutor, UnusableClusterError


@click.group()
def main() -> None:
    """Look after the pages of a multilingual course."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--docs", type=click.Path(path_type=Path), default=Path("docs"), help="The docs folder.")
@click.option("--source", default="en", help="The language that the others are translated from.")
def check(paths: tuple[Path, ...], docs: Path, source: str) -> None:
    """Print what is wrong in the pages, all of them or those in PATHS.

    Exits with 1 if there are errors, with 2 if the call cannot be carried out.
    """
    if not docs.is_dir():
        raise click.UsageError(f"found no folder {docs}, expected a docs folder: name it with --docs")
    languages = sorted(folder.name for folder in docs.iterdir() if folder.is_dir() and len(folder.name) == 2)
    if source not in languages:
        raise click.UsageError(f"found no folder {docs / source}, expected the source language: name it with --source")
    found = library.read(docs, languages, source, name=docs.as_posix()).findings
    chosen = [finding for finding in found if not paths or _is_in(finding, paths)]
    for finding in chosen:
        click.echo(str(finding))
    sys.exit(1 if errors(chosen) else 0)


def _is_in(finding: Finding, paths: tuple[Path, ...]) -> bool:
    file = Path(finding.file).resolve()
    return any(file.is_relative_to(path.resolve()) for path in paths)


@main.command()
@click.argument("snippets", nargs=-1)
@click.option("--snippets", "folder", type=click.Path(path_type=Path), default=Path("snippets"), help="Their folder.")
@click.option("--docs", type=click.Path(path_type=Path), default=None, help="The pages whose code runs, too (docs).")
@click.option("--source", default="en", help="The language whose pages bring code.")
@click.option(
    "--cache", type=click.Path(path_type=Path), default=Path(".cache/snippets"), help="Where results are kept."
)
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="How many run at a time (one a core).")
@click.option("--update", is_flag=True, help="Write what they print to FOLDER/expected/.")
@click.option("--twice", is_flag=True, help="Run each two more times and find what is not reproducible.")
@click.option("--scheduler", default=None, help="Run on the Dask cluster of this scheduler, tcp://host:port.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the results.")
def run(  # noqa: PLR0913, PLR0917 - one parameter for each option
    snippets: tuple[str, ...],
    folder: Path,
    docs: Path | None,
    source: str,
    cache: Path,
    jobs: int | None,
    update: bool,  # noqa: FBT001
    twice: bool,  # noqa: FBT001
    scheduler: str | None,
    form: str,
) -> None:
    """Run SNIPPETS, all and the code of pages by default, and compare what they print with FOLDER/expected/.

    Exits with 1 if one fails, prints something else or is not reproducible, with 2 if the call
    cannot be carried out.
    """
    if not folder.is_dir():
        raise click.UsageError(f"found no folder {folder}, expected the snippets: name it with --snippets")
    if not installed():
        raise click.UsageError("found no PyTorch, expected it to run snippets: pip install torch")
    if docs is not None and not docs.is_dir():
        raise click.UsageError(f"found no folder {docs}, expected a docs folder: name it with --docs")
    try:
        chosen = cli_run.read(folder, snippets, cli_run.of_pages(docs or Path("docs"), source, folder))
        executor = ClusterExecutor(scheduler, folder.resolve()) if scheduler else None
    except (LookupError, UnusableClusterError) as error:
        raise click.UsageError(str(error.args[0])) from error
    try:
        runner = Runner(cache, folder, jobs=jobs, executor=executor)
        if flaws := list(runner.check(Path.as_posix)):
            raise click.UsageError(str(flaws[0]))
        rows = cli_run.check(runner, chosen, folder, update=update, twice=twice)
    finally:
        if executor:
            executor.shutdown()
    cli_run.report(rows, form)
    sys.exit(1 if cli_run.wrong(rows) else 0)
