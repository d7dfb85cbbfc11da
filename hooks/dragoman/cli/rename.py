"""``course rename``: gives a page another name, in all languages and wherever it is named."""

from __future__ import annotations

from pathlib import Path

import click

from dragoman import files
from dragoman.cli import options
from dragoman.cli import sync as cli_sync
from dragoman.cli.options import Course
from dragoman.sync.editing import edits
from dragoman.sync.editing.rename import Renaming, rename


@click.command(name="rename")
@click.argument("old")
@click.argument("new")
@click.option("--snippets", type=click.Path(path_type=Path), help="The folder of the snippets.")
@options.of_course
@options.dry_run_option
def renaming(old: str, new: str, snippets: Path | None, course: Course, dry_run: bool) -> None:
    """Call the page OLD (week05/05-2) NEW (week05/05-adam): in all languages, with its snippets and what they print.

    Links to it are changed wherever they stand, and so are those in it and the navigation in mkdocs.yml. Its old
    address leads to the new one. Where something is in the way, nothing is changed.
    """
    project = course.project
    library = cli_sync.opened(project).library
    folder = f"{(project.docs / project.source).as_posix()}/"
    snippets = snippets or project.folder / project.options.snippets
    names = [name.removeprefix(folder).removesuffix(".md") for name in (old, new)]
    found = rename(library, *names, snippets=snippets, config=course.file)
    if found.obstacles:
        raise click.UsageError("\n".join((*found.obstacles, "Nothing was changed.")))
    if not dry_run:
        files.change(found.files)
    for place, goal in found.moved:
        click.echo(f"{place} -> {goal}")
    for line in found.left:
        click.echo(f"left: {line}")
    if dry_run:
        click.echo(_diff(found), nl=False)
    else:
        changed = [
            path for path, data in found.files.items() if data is not None and path not in dict(found.moved).values()
        ]
        for path in changed:
            click.echo(f"{path}: what names the page is changed")


def _diff(found: Renaming) -> str:
    """Return all changes as unified diffs."""
    before = {goal: place for place, goal in found.moved}
    texts = [
        (before.get(path, path).read_bytes().decode("utf-8", "replace"), data.decode("utf-8", "replace"), path)
        for path, data in found.files.items()
        if data is not None
    ]
    return "".join(edits.unified(old, new, str(path)) for old, new, path in texts)
