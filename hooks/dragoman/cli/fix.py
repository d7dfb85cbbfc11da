"""``course fix``: writes what ``course check`` proposes, where nobody has to look at it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from dragoman.cli import files as cli_files
from dragoman.cli import options
from dragoman.cli import sync as cli_sync
from dragoman.cli.options import Course
from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing.fix import fix, is_mechanical
from dragoman.sync.editing.revision import Rewritten
from dragoman.sync.editing.tidy import Wanted, stored, tidy


@click.command(name="fix")
@options.paths_argument
@options.language_option
@click.option(
    "--kind",
    "kinds",
    metavar="KIND",
    multiple=True,
    help="Only findings of this kind, parity.math or parity; may be given again.",
)
@options.of_course
@options.dry_run_option
def fixing(
    paths: tuple[Path, ...], languages: tuple[str, ...], kinds: tuple[str, ...], course: Course, dry_run: bool
) -> None:
    """Write what check proposes in PATHS, in all pages by default: formulas, numbers, addresses, code, images, encoding.

    A PATH may be a page of the source: what was corrected there is written into its translations in all languages.
    Words are never changed. See first what would be with --dry-run.

    Exits with 1 if something of that is left to be done by hand, with 2 if a page cannot be read or written.
    """
    sync = cli_sync.opened(course.project)
    cli_sync.in_languages(sync, [lang for lang in languages if lang != sync.library.source])
    saved = cli_files.all_read(cli_sync.hindrances(sync, paths or [course.project.docs]))

    def wanted(kind: str) -> bool:
        return not kinds or any(kind == one or kind.startswith(f"{one}.") for one in kinds)

    pages = ((sync.file(page), *_fixed(sync, page, wanted)) for page in _chosen(sync, paths, languages))
    sys.exit(cli_files.write_all(pages, course, saved=saved, dry_run=dry_run, nothing="nothing to fix"))


def _chosen(sync: Sync, paths: Sequence[Path], languages: Sequence[str]) -> list[Lecture]:
    """Return the pages in ``paths``, and the translations of those of the source, in which something may be fixed.

    Raises:
        click.UsageError: for a path in which there is no page.
    """
    for path in paths:
        if not any(cli_sync.is_in(sync.file(page), [path]) for page in sync.library.pages.values()):
            raise click.UsageError(f"found {path}, expected a page, or a folder of pages, in {sync.name}/")
    sources = {page.path: source for page, source in sync.translations()}

    def is_meant(page: Lecture) -> bool:
        names = [sync.file(one) for one in (page, sources.get(page.path, page))]
        is_in = not paths or any(cli_sync.is_in(name, paths) for name in names)
        return is_in and (not languages or page.lang in languages)

    wrong = {one.file for one in cli_sync.checked(sync, is_meant) if is_mechanical(one)}
    return [
        page
        for page in sync.library.pages.values()
        if is_meant(page) and (sync.file(page) in wrong or page.findings or "lang" not in page.meta.lines)
    ]


def _fixed(sync: Sync, page: Lecture, wanted: Wanted) -> tuple[bytes, Rewritten]:
    """Return a file as it is, and as it is to be."""
    before = page.to_bytes() or (sync.library.root / page.path).read_bytes()
    done = stored(before, wanted)
    now = parse(page.path, done.data)
    if not now.segments:  # of what cannot be read nothing is known
        return before, done
    steps = [done, tidy(now, sync.library.source, wanted)]
    now = parse(page.path, steps[-1].data)
    source = sync.source_of(now)
    if source is not None and source.name == page.name:
        steps.append(fix(now, sync, wanted))
    return before, Rewritten(steps[-1].data, tuple(change for step in steps for change in step.changes))
