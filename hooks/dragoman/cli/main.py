"""The ``course`` command: reads its arguments and prints what ``course`` finds."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from dragoman.cli import files as cli_files
from dragoman.cli import options, summary, watching
from dragoman.cli import run as cli_run
from dragoman.cli import status as standings
from dragoman.cli import sync as cli_sync
from dragoman.cli.accept import accepting
from dragoman.cli.diff import differing
from dragoman.cli.fix import fixing
from dragoman.cli.init import init
from dragoman.cli.language import about_language
from dragoman.cli.new import new
from dragoman.cli.options import Course
from dragoman.cli.rename import renaming
from dragoman.execution.cluster import ClusterExecutor
from dragoman.execution.remote import UnusableClusterError
from dragoman.execution.runner import Runner
from dragoman.findings import Severity
from dragoman.sync.editing import adopt as adopting
from dragoman.sync.editing import update as updating
from dragoman.website import finished


@click.group(cls=cli_files.Group, commands=[accepting, differing, fixing, about_language, init, new, renaming])
def main() -> None:
    """Look after the pages of a multilingual course."""
    cli_files.print_anywhere()
    # Many small values that live as long as the command: looking for garbage among them takes a fifth of its time.
    gc.set_threshold(200_000, 20, 100)


@main.command()
@options.paths_argument
@options.of_course
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    help="How to print it; as markdown a summary for a pull request.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="With --format markdown: the docs folder as it was before.",
)
@click.option("--site", help="With --format markdown: what the addresses of the built pages begin with.")
@click.option(
    "--fail-on",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.INFO.value,
    help="What is severe enough for exit code 1; all of it is printed.",
)
@click.option(
    "--watch", "watches", is_flag=True, help="Go on, and print after each save what is wrong in what it changed."
)
@click.option(
    "--rendered", is_flag=True, help="Also look at the finished pages: what of their source would a reader see?"
)
@click.option(
    "--external", is_flag=True, help="Ask for the public addresses that pages link to instead: which are dead?"
)
@click.option(
    "--leave", metavar="PATTERN", multiple=True, help="With --external: addresses not to ask for, https://x.org/*."
)
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    paths: tuple[Path, ...],
    course: Course,
    form: str,
    against: Path | None,
    site: str | None,
    fail_on: str,
    watches: bool,
    rendered: bool,
    external: bool,
    leave: tuple[str, ...],
) -> None:
    """Print what is wrong in the pages, all of them or those in PATHS.

    Exits with 0 if nothing is, with 1 if something is, with 2 if the call cannot be carried out.
    """
    kept = cli_sync.kept_by(course.project)
    sync = cli_sync.opened(course.project, kept)
    if form != "markdown" and (against or site):
        raise click.UsageError("found --against or --site without --format markdown, expected them with it: add it")
    if watches:
        watching.watch(sync, paths, lambda found: cli_sync.print_findings(found, sync, form, course.pasted))
        return
    if external:
        found = cli_sync.dead_links(sync, paths, leave)
    else:
        seen = [
            *(finding for one in cli_sync.catalogues(course.project) for finding in one.findings),
            *(finished.findings(course.project, kept) if rendered else ()),
        ]
        found = cli_sync.findings(sync, paths, kept, seen)
    kept.close()
    if form == "markdown":
        old = cli_sync.opened(replace(course.project, docs=against), name=sync.name) if against else None
        before = summary.read(old) if old else None
        click.echo(summary.markdown(summary.Course(sync, found, standings.standings(sync, ())), before, site))
    else:
        cli_sync.print_findings(found, sync, form, course.pasted)
    severities = list(Severity)
    sys.exit(1 if any(severities.index(one.severity) <= severities.index(Severity(fail_on)) for one in found) else 0)


@main.command()
@click.argument("languages", metavar="[LANG]...", nargs=-1)
@options.of_course
@options.form_option
def status(languages: tuple[str, ...], course: Course, form: str) -> None:
    """Print how far each page is translated, in all languages or in LANG."""
    sync = cli_sync.opened(course.project)
    for lang in languages:
        course.check_target(lang)
    standings.print_status(standings.standings(sync, languages), form, course.pasted)
    for one in cli_sync.catalogues(course.project, languages) if form == "text" else ():
        click.echo(f"{one.file}: {len(one.texts)}/{len(one.known)} texts of examples translated")


@main.command()
@options.required_paths
@options.of_course
@options.dry_run_option
@click.option("--accept", is_flag=True, help="The translations are right: remove marks, update cosmetic changes too.")
def update(paths: tuple[Path, ...], course: Course, dry_run: bool, accept: bool) -> None:
    """Replace stale source comments in PATHS by the current source, and put new blocks in their place.

    Translations are kept; those whose source has changed are marked with <!-- course: review -->.
    Exits with 1 if something is left to be done by hand, with 2 if a page cannot be read or written, or says that it
    translates another one.
    """
    sync = cli_sync.opened(course.project)
    saved = cli_files.all_read(cli_sync.hindrances(sync, paths))
    pages = (
        (sync.file(page), page.to_bytes(), updating.update(page, original, sync.pairs(page), accept=accept))
        for page, original in cli_sync.chosen(sync, paths)
    )
    sys.exit(cli_files.write_all(pages, course, saved=saved, dry_run=dry_run))


@main.command()
@options.required_paths
@options.of_course
@options.dry_run_option
@click.option("--least", type=click.FloatRange(0, 1), default=0.5, help="How sure the alignment must be, from 0 to 1.")
def adopt(paths: tuple[Path, ...], course: Course, dry_run: bool, least: float) -> None:
    """Give the blocks in PATHS that have no source comment theirs, by alignment with the source."""
    sync = cli_sync.opened(course.project)
    saved = cli_files.all_read(cli_sync.hindrances(sync, paths))
    pages = cli_sync.chosen(sync, paths)
    groups = [[sides] for sides in pages]
    done = cli_sync.shared_out(partial(adopting.adopt_shared, sync, least), groups, "adopting")
    results = {page.path: result for (page, _), result in done}
    for page, _ in pages:
        text, adopted = results[page.path]
        name = sync.file(page)
        said = [f"{name}:{one}" for one in adopted]
        saved &= cli_files.replace(name, page.to_bytes(), text.encode(), said, dry_run=dry_run)
    sys.exit(0 if saved else cli_files.UNUSABLE)


@main.command()
@click.argument("snippets", nargs=-1)
@options.config_option
@click.option("--snippets", "folder", type=click.Path(path_type=Path), help="Their folder.")
@click.option("--docs", type=click.Path(path_type=Path), help="The pages whose code runs, too.")
@click.option("--source", help="The language whose pages bring code.")
@click.option("--cache", type=click.Path(path_type=Path), help="Where results are kept (.cache/snippets).")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="How many run at a time (one a core).")
@click.option("--update", is_flag=True, help="Write what they print to FOLDER/expected/.")
@click.option("--twice", is_flag=True, help="Run each two more times and find what is not reproducible.")
@click.option(
    "--texts",
    is_flag=True,
    help="Write the texts of figures and the comments to FOLDER/locale/LANG.po, to be translated.",
)
@click.option("--scheduler", default=None, help="Run on the Dask cluster of this scheduler, tcp://host:port.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the results.")
def run(  # noqa: PLR0913, PLR0917 - one parameter for each option
    snippets: tuple[str, ...],
    config: Path | None,
    folder: Path | None,
    docs: Path | None,
    source: str | None,
    cache: Path | None,
    jobs: int | None,
    update: bool,
    twice: bool,
    texts: bool,
    scheduler: str | None,
    form: str,
) -> None:
    """Run SNIPPETS, all and the code of pages by default, and compare what they print with FOLDER/expected/.

    Exits with 1 if one fails, prints something else or is not reproducible, with 2 if the call
    cannot be carried out.
    """
    course = options.of_snippets(config)
    project = course.project
    is_named, folder = folder is not None, folder or project.folder / project.options.snippets
    if not folder.is_dir() and (is_named or not project.docs.is_dir()):  # a course needs none
        raise click.UsageError(f"found no folder {folder}, expected the snippets: name it with --snippets")
    if docs is not None and not docs.is_dir():
        raise click.UsageError(f"found no folder {docs}, expected a docs folder: name it with --docs")
    pages = cli_run.of_pages(docs or project.docs, source or project.source, folder)
    try:
        chosen = cli_run.read(folder, snippets, pages)
    except LookupError as error:
        raise click.UsageError(str(error.args[0])) from error
    executor = None
    try:
        executor = None if scheduler is None else ClusterExecutor(scheduler, cli_run.say)
        runner = Runner(cache or project.folder / ".cache" / "snippets", folder, jobs=jobs, executor=executor)
        if flaws := list(runner.check(Path.as_posix)):
            raise click.UsageError(str(flaws[0]))
        for snippet in chosen:
            if absent := ", ".join(runner.absent(snippet)):
                message = f"found no {absent}, which {snippet.name} imports, expected it to run that: install {absent}"
                raise click.UsageError(message)
        rows = cli_run.check(runner, chosen, folder, update=update, twice=twice)
        rows = [replace(row, message=row.message and course.pasted(row.message)) for row in rows]
        cli_files.all_read(runner.check(Path.as_posix))
        targets = [lang for lang in project.languages if texts and lang != (source or project.source)]
        for line in cli_run.update_texts(runner, chosen, folder, targets, whole=not snippets):
            cli_run.say(line)
    except UnusableClusterError as error:
        cli_run.say(str(error))
        sys.exit(cli_files.UNUSABLE)
    finally:
        if executor:
            executor.shutdown()
    cli_run.report(rows, form)
    sys.exit(1 if cli_run.wrong(rows) else 0)
