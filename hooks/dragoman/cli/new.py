"""``course new``: begins translations, of one page or of a whole folder, into one language or several."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from datetime import date

import click

from dragoman import files
from dragoman.cli import files as cli_files
from dragoman.cli import options
from dragoman.cli import sync as cli_sync
from dragoman.cli.options import Course
from dragoman.pages.directives import TODO
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing import scaffold


@click.command()
@click.argument("languages", metavar="LANG[,LANG]...")
@click.argument("names", metavar="PAGE...", nargs=-1, required=True)
@options.of_course
@options.dry_run_option
def new(languages: str, names: tuple[str, ...], course: Course, dry_run: bool) -> None:
    """Begin the translation of each PAGE into each LANG: a file with the source and places for yours.

    A PAGE is named by its lang-ref (ch.05-2), by its path below the source language (week05/05-2), or
    with all others by their folder (week05). What is there already is left as it is.
    """
    sync = cli_sync.opened(course.project)
    pages = list({page.path: page for name in names for page in _pages(sync, name)}.values())
    places = [(lang, page) for lang in _languages(languages, course) for page in pages]
    if dry_run:
        click.echo("".join(_text(page, lang) for lang, page in places), nl=False)
        return
    hindered = []
    for lang, page in places:
        path = course.project.docs / lang / page.name
        try:
            files.write(path, _text(page, lang).encode(), new=True)
        except FileExistsError:
            hindrance = cli_sync.hindrance(sync, lang, page)
            said = (
                f"{path}: found a translation already, which is left as it is: course update {shlex.quote(str(path))}"
            )
            if len(places) == 1:
                raise click.UsageError(str(hindrance or course.pasted(said))) from None
            if hindrance:
                hindered.append(str(hindrance))
            else:
                click.echo(course.pasted(said))
        except OSError as error:
            hindered.append(files.explained(error))
        else:
            then = course.pasted(f"course check {shlex.quote(str(path))}")
            click.echo(f"{path}: write each translation in the place of {TODO}, then: {then}")
    for line in hindered:
        click.echo(line, err=True)
    sys.exit(cli_files.UNUSABLE if hindered else 0)


def _languages(named: str, course: Course) -> list[str]:
    found = list(dict.fromkeys(filter(None, named.split(","))))
    for lang in found or [named]:
        course.check_target(lang, new=True)
    return found


def _pages(sync: Sync, name: str) -> Sequence[Lecture]:
    """Return the source pages of a name.

    Raises:
        click.UsageError: where there is none.
    """
    sources = sync.library.of(sync.library.source)
    folder = sync.library.root / sync.library.source
    path = name.removeprefix(f"{folder.as_posix()}/").removesuffix("/").removesuffix(".md")
    found = [page for lang_ref, page in sources.items() if lang_ref == name or page.name == f"{path}.md"]
    found = found or [page for page in sources.values() if page.name.startswith(f"{path}/")]
    if not found:
        known = ", ".join(sorted(sources))
        raise click.UsageError(f"found {name!r}, expected the lang-ref of a page in {folder}/, or its folder: {known}")
    return found


def _text(page: Lecture, lang: str) -> str:
    return scaffold.translation(page, lang, date.today().isoformat())  # noqa: DTZ011 - the translator's own day
