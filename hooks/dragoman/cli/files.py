"""What the ``course`` command writes: pages, and one line for each file that cannot be read or written."""

from __future__ import annotations

import codecs
import errno
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from dragoman import files
from dragoman.cli.options import Course
from dragoman.findings import CourseError, Finding
from dragoman.sync.editing import edits
from dragoman.sync.editing.revision import Rewritten

UNUSABLE = 2


class Group(click.Group):
    """Commands that say in a line what they cannot read or write."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; exit with 2 where a file or folder stops it."""
        try:
            return super().invoke(ctx)
        except CourseError as error:
            click.echo(str(error), err=True)
            ctx.exit(UNUSABLE)
        except OSError as error:
            if error.errno == errno.EPIPE:  # nobody reads on, which click knows
                raise
            click.echo(files.explained(error), err=True)
            ctx.exit(UNUSABLE)


def print_anywhere() -> None:
    r"""Let standard output and error show every character: one that their encoding lacks as ``\u0131``.

    Inside of strings that is how JSON writes it, too.
    """
    codecs.register_error("course.escape", _escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="course.escape")


def _escape(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    data = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = (data[at : at + 2].hex() for at in range(0, len(data), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


def all_read(hindrances: Iterable[Finding]) -> bool:
    """Tell whether nothing hinders; say what does."""
    found = list(hindrances)
    for one in found:
        click.echo(str(one), err=True)
    return not found


def write_all(
    pages: Iterable[tuple[str, bytes, Rewritten]], course: Course, *, saved: bool, dry_run: bool, nothing: str = ""
) -> int:
    """Write pages, each given with its file and what that holds, and say what was done; return the exit code.

    ``saved`` tells whether all others could be read. Where ``nothing`` says that there is no change at all, pages
    without one are passed over.
    """
    found = left = False
    for name, before, done in pages:
        if nothing and not done.changes:
            continue
        found, left = True, left or any(not one.done for one in done.changes)
        said = [f"{name}:{one.line}: {'' if one.done else 'left: '}{one.what}" for one in done.changes]
        saved &= replace(name, before, done.data, map(course.pasted, said), dry_run=dry_run)
    if nothing and not found and saved:
        click.echo(nothing)
    return UNUSABLE if not saved else 1 if left else 0


def replace(name: str, before: bytes, after: bytes, said: Iterable[str], *, dry_run: bool) -> bool:
    """Write changed bytes to the file ``name``, or show how they would change; False if it cannot be written.

    ``said`` is printed of what was or would be done.
    """
    if after != before and not dry_run:
        try:
            files.write(Path(name), after)
        except OSError as error:
            click.echo(files.explained(error), err=True)
            return False
    lines = list(said)
    for line in lines:
        click.echo(line)
    if dry_run:
        click.echo(edits.unified(before.decode(), after.decode(), name), nl=False)
    elif after == before and not lines:
        click.echo(f"{name}: nothing to change")
    return True
