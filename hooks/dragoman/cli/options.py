"""The options and arguments that commands share, and the course that they name."""

from __future__ import annotations

import functools
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dragoman.findings import CourseError, Finding
from dragoman.website import project
from dragoman.website.project import Project

CONFIGURATION = Path("mkdocs.yml")
LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z0-9]{2,8})*")
_HINT = re.compile(r"\bcourse (?:accept|adopt|check|diff|fix|language add|new|rename|run|status|update)\b")

dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
form_option = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to print it."
)
paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path, readable=False))
required_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
language_option = click.option(
    "--language", "languages", metavar="LANG", multiple=True, help="Only in this language; may be given again."
)
config_option = click.option(
    "-f",
    "--config-file",
    "config",
    type=click.Path(path_type=Path),
    help="The configuration of the course (mkdocs.yml).",
)


@dataclass(frozen=True, slots=True)
class Course:
    """The course that a command is about, and how it was named."""

    project: Project
    flags: str = ""
    """The options that name it; none for the course in this folder."""
    file: Path = CONFIGURATION

    def pasted(self, text: str) -> str:
        """Return a text in which each command names this course, as it must where it is pasted."""
        return _HINT.sub(lambda found: f"{found[0]} {self.flags}", text) if self.flags else text

    def check_target(self, lang: str, *, new: bool = False) -> None:
        """Refuse what is no language to translate into; a course without a configuration may get a ``new`` one.

        Raises:
            click.UsageError: naming the languages.
        """
        known = [one for one in self.project.languages if one != self.project.source]
        is_free = new and not self.project.is_configured
        if lang in known or (is_free and lang != self.project.source and LANGUAGE.fullmatch(lang)):
            return
        if is_free:
            expected = f"two small letters, not {self.project.source!r}"
        else:
            expected = f"one of {', '.join(known)}" if known else "one beside the source language"
        remedy = ": add it to the languages in mkdocs.yml" if self.project.is_configured else ""
        raise click.UsageError(f"found the language {lang!r}, expected {expected}{remedy}")


def of_course(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that name a course, and hand it the course."""

    @config_option
    @click.option("--docs", type=click.Path(path_type=Path), help="A docs folder to look at without a configuration.")
    @click.option("--source", help="The language that the others are translated from there (en).")
    @functools.wraps(command)
    def called(*args: Any, config: Path | None, docs: Path | None, source: str | None, **kwargs: Any) -> None:
        if config and (docs or source):
            raise click.UsageError(
                "found -f with --docs or --source, expected one of both: the configuration names them"
            )
        configured = config or (CONFIGURATION if not (docs or source) and CONFIGURATION.exists() else None)
        course = named(configured) if configured else unconfigured(docs, source)
        command(*args, course=course, **kwargs)

    return called


def named(config: Path) -> Course:
    """Return the course that a configuration describes.

    Raises:
        CourseError: naming what is wrong with it.
    """
    from dragoman.hosts import configuration  # noqa: PLC0415 - MkDocs takes time to load

    if not config.is_file():
        message = "found no such file, expected the configuration of a course: correct its name"
        raise CourseError([Finding(config.as_posix(), 1, "setup", message)])
    flags = "" if config == CONFIGURATION else f"-f {shlex.quote(str(config))}"
    text = config.read_text("utf-8-sig", "replace")
    return Course(project.read(configuration.read(config), config, text), flags, config)


def of_snippets(config: Path | None) -> Course:
    """Return the course whose snippets are run; one without a configuration has them where they usually are."""
    if config or CONFIGURATION.exists():
        return named(config or CONFIGURATION)
    return Course(Project(Path(), Path("docs"), ("en",), "en"))


def unconfigured(docs: Path | None, source: str | None) -> Course:
    """Return the course in a docs folder, whose languages are its folders."""
    folder, tag = docs or Path("docs"), source or "en"
    if not folder.is_dir():
        found = "mkdocs.yml" if docs is None else f"folder {folder}"
        message = f"found no {found}, expected a course: go to its folder, or name its configuration with -f"
        raise click.UsageError(message)
    languages = sorted(one.name for one in folder.iterdir() if one.is_dir() and LANGUAGE.fullmatch(one.name))
    if tag not in languages:
        raise click.UsageError(f"found no folder {folder / tag}, expected the source language: name it with --source")
    flags = [f"--docs {shlex.quote(str(docs))}"] if docs else []
    flags += [f"--source {shlex.quote(source)}"] if source else []
    return Course(Project(folder.parent, folder, tuple(languages), tag), " ".join(flags), folder.parent / CONFIGURATION)
