"""``course diff``: what has changed in the source since a page was translated, beside the translation that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dragoman.cli import options
from dragoman.cli import sync as cli_sync
from dragoman.cli.options import Course
from dragoman.pages.blocks import Block
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State
from dragoman.sync.checks.word_diff import Run, word_diff
from dragoman.sync.pairing.pairs import Languages, Link, Pair

_UNKNOWN = "to be looked at: the source as it is now, as no comment keeps what it was"


@click.command(name="diff")
@click.argument("lang")
@click.argument("lang_ref", metavar="LANG-REF")
@options.of_course
def differing(lang: str, lang_ref: str, course: Course) -> None:
    """Show what has changed in the source of a page beside its translation: in blocks, new ones, gone and moved ones."""
    sync = cli_sync.opened(course.project)
    page, source = cli_sync.page_of(sync, course, lang, lang_ref)
    console = Console()
    found = list(_changes(sync, page, source))
    for one in found:
        if not console.is_terminal:
            click.echo(f"{one.where}\n{_plain(one.runs)}\n\n{one.translation}\n" if one.runs else f"{one.where}\n")
            continue
        heading = "source, as it has changed" if any(run.sign != " " for run in one.runs) else "source, as it is now"
        table = Table(heading, "translation that stands", title=escape(one.where), title_justify="left", expand=True)
        table.add_row(_coloured(one.runs), escape(one.translation))
        console.print(table)
    if not found:
        click.echo(f"{sync.file(page)}: no block is stale")


@dataclass(frozen=True, slots=True)
class _Change:
    """A block of the source that is another than when it was translated, and its translation."""

    where: str
    runs: tuple[Run, ...]
    translation: str


def _changes(sync: Sync, page: Lecture, source: Lecture) -> Iterator[_Change]:
    """Yield what has changed, in the order of the translation."""
    file, origin, paired = sync.file(page), sync.file(source), sync.pairs(page)
    for pair, link, state in drift.iterate(paired):
        told = _told(pair, link, state, paired.langs)
        reasons, runs = told or ([], ())
        if link.moved and pair.target:
            reasons = [*reasons, f"moved: in the source it stands {_place(sync.blocks(source), link.current[0])}"]
            runs = runs or word_diff(_text(link.current), _text(link.current))
        if reasons:
            line = link.comments[0].line if link.comments else pair.line
            there = f"{origin}:{link.current[0].line}" if link.current else origin
            where = f"{file}:{line} ({there}, {', '.join(reasons)})"
            yield _Change(where, runs, _text(pair.target))


def _told(pair: Pair, link: Link, state: State, langs: Languages) -> tuple[list[str], tuple[Run, ...]] | None:
    """Return what has changed in a link and how, None for nothing."""
    before, now = _text(link.comments), _text(link.current)
    if state is State.ORPHAN:
        return ["gone"], word_diff(before, "")
    if state is State.MISSING and not link.comments:
        return ["new"], word_diff("", now)
    if drift.is_outdated(link) and state in (State.STALE, State.MISSING):
        return list(drift.change(link, langs).names), word_diff(before, now)
    if state is State.STALE and not link.comments and not pair.is_marked("review"):
        return ["compared with the translation"], word_diff(_text(pair.target), now)
    return ([_UNKNOWN], word_diff(now, now)) if state is State.STALE else None


def _place(blocks: Sequence[Block], block: Block) -> str:
    before = [one for one in blocks if one.line < block.line]
    return f"after “{before[-1].key[:40]}”" if before else "first"


def _text(blocks: Iterable[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


def _plain(runs: Iterable[Run]) -> str:
    """Return a word diff as git shows it, ``[-old-]{+new+}``."""
    marks = {" ": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return _joined((run, marks[run.sign].format(run.text)) for run in runs)


def _coloured(runs: Iterable[Run]) -> str:
    styles = {" ": "{}", "-": "[red strike]{}[/]", "+": "[green]{}[/]"}
    return _joined((run, styles[run.sign].format(escape(run.text))) for run in runs)


def _joined(shown: Iterable[tuple[Run, str]]) -> str:
    return "".join(text if run.glued else f" {text}" for run, text in shown).removeprefix(" ")
