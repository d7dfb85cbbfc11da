"""``course init``: begins a course."""

from __future__ import annotations

import os
import shlex
from datetime import date
from pathlib import Path

import click

from dragoman import files
from dragoman.website import beginning
from dragoman.website.beginning import Wish


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=str, file_okay=False))
@click.option("--title", help="What the course is called (as DIR is).")
@click.option("--source", default="en", show_default=True, help="The language that it is written in.")
@click.option(
    "--language", "languages", metavar="LANG", multiple=True, help="One that it is translated into; may be given again."
)
def init(folder: str, title: str | None, source: str, languages: tuple[str, ...]) -> None:
    """Begin a course in the folder DIR: a lecture with an example, translations, what checks and publishes it.

    What is there already is left as it is: where a file is in the way, nothing is written.
    """
    if not folder.strip():
        raise click.UsageError("found no name of a folder, expected one: course init DIR")
    place = Path(folder)
    wish = Wish(title if title is not None else _title(place), source, languages)
    if flaws := list(wish.flaws):
        raise click.UsageError("\n".join(flaws))
    wanted = beginning.files(wish, place, date.today().isoformat())  # noqa: DTZ011 - the author's own day
    if taken := [path for path in wanted if os.path.lexists(path)]:
        lines = [f"found {path}, expected nothing there yet: move it, or begin in another folder" for path in taken]
        raise click.UsageError("\n".join((*lines, "Nothing was written.")))
    files.change(wanted)
    for path in wanted:
        click.echo(path)
    steps = [] if place.resolve() == Path.cwd() else [f"cd {shlex.quote(folder)}"]
    click.echo(f"then: {' && '.join([*steps, 'mkdocs serve'])}")


def _title(folder: Path) -> str:
    """Return a title for a course that is given none: the name of its folder, in words."""
    name = " ".join(folder.resolve().name.replace("-", " ").replace("_", " ").split())
    return name[:1].upper() + name[1:] or "Course"
