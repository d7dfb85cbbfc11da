"""``course language``: what has to do with a language as a whole."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import click
from babel import Locale

from dragoman import files
from dragoman.cli import options
from dragoman.cli import sync as cli_sync
from dragoman.cli.options import Course
from dragoman.languages.language import language
from dragoman.languages.scripts import canonical
from dragoman.pages.directives import TODO
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing import scaffold
from dragoman.website import new_language

_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HOME = "index.md"


@click.group(name="language")
def about_language() -> None:
    """Look after the languages of the course."""


@about_language.command()
@click.argument("tag", metavar="LANG")
@options.of_course
@options.dry_run_option
def add(tag: str, course: Course, dry_run: bool) -> None:
    """Begin the language LANG, a tag such as es, pt-BR or zh-Hans: write what the course needs, say what is left."""
    tag = _checked(tag, course)
    text = course.file.read_bytes().decode()
    spoken = language(tag)
    name = spoken.phrases.own_name
    entry = new_language.added(text, tag, name[:1].upper() + name[1:])
    if entry is None:
        message = f"found no languages of i18n in {course.file}, expected them there, and not in what it inherits"
        raise click.UsageError(f"{message}: add locale: {tag} and name: {name} where they are")
    changed, line = entry
    sync = cli_sync.opened(course.project)
    if dry_run:
        click.echo(f"{course.file}:{line}: would add {tag} ({name})")
        return
    files.write(course.file, changed.encode())
    click.echo(f"{course.file}:{line}: added {tag} ({name})")
    begun = _begin(sync, course.project.docs / tag, tag)
    if begun:
        click.echo(f"{begun}: write each translation in the place of {TODO}")
    for one in _left(sync, course, tag, text, begun):
        click.echo(f"left: {course.pasted(one)}")


def _checked(named: str, course: Course) -> str:
    """Return the tag of a language that the course does not have.

    Raises:
        click.UsageError: for what is none.
    """
    tag, known = canonical(named), course.project.languages
    if not course.project.is_configured:
        raise click.UsageError(f"found no {course.file}, expected the configuration of a course: name it with -f")
    if not _TAG.fullmatch(tag):
        by_name = {name.lower(): one for one, name in Locale("en").languages.items()}
        meant = by_name.get(named.lower(), "").replace("_", "-")
        raise click.UsageError(
            f"found the language {named!r}, expected its tag, "
            + (f"{meant!r}" if meant else "such as es, pt-BR or zh-Hans")
        )
    if tag.lower() in {one.replace("_", "-").lower() for one in known}:
        raise click.UsageError(
            f"found the language {tag} in {course.file} already, expected one beside {', '.join(known)}"
        )
    return tag


def _begin(sync: Sync, folder: Path, tag: str) -> Path | None:
    """Begin the translation of the home page, so that the language has one; return its file."""
    folder.mkdir(exist_ok=True)
    home = next((page for page in sync.library.of(sync.library.source).values() if page.name == _HOME), None)
    path = folder / _HOME
    if home is None or path.exists():
        return None
    text = scaffold.translation(home, tag, date.today().isoformat())  # noqa: DTZ011 - the translator's own day
    files.write(path, text.encode(), new=True)
    return path


def _left(sync: Sync, course: Course, tag: str, text: str, begun: Path | None) -> list[str]:
    """Return what a language needs that only people can give it."""
    others = [one for one in course.project.languages if one != course.project.source]
    said = new_language.keys(text, others[-1]) if others else ["site_name", "site_description"]
    pages = len(sync.library.of(sync.library.source)) - (begun is not None)
    terms = len(sync.glossary.entries)
    left = []
    if len(tag.partition("-")[0]) > 2 and -1 < text.find("i18n:") < text.find("dragoman"):
        left.append(
            f"in {course.file}, dragoman before i18n among the plugins, which refuses tags of three letters otherwise"
        )
    left += [f"{', '.join(said)} of {tag} in {course.file}"] if said else []
    left += [f"{pages} more pages: course status {tag}"] if pages else []
    left += [f"{terms} terms of the glossary, each with term: and definition: below {tag}:"] if terms else []
    if language(tag).phrases.are_missing:
        left.append("the site's own phrases, which are in English, and marked so: “A new language” in CONTRIBUTING.md")
    return left
