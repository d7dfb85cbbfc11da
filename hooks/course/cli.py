"""The ``course`` command: reads its arguments and prints what ``course`` finds."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from course import library
from course.findings import Finding, errors


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
