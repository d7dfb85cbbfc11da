"""How every page stands in every language, and the table that `course status` prints of it."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dragoman.cli.sync import hindrance, tracked
from dragoman.pages.blocks import VERBATIM, Block
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State

_NEXT = 5  # how many pages are named as worth doing next
_WIDTH = 26  # of the column of a language, so that three of them are legible in 100


@dataclass(frozen=True, slots=True)
class Standing:
    """How a translation stands to its source page; ``file`` is None where there is none."""

    lang: str
    lang_ref: str
    file: str | None
    states: Counter[State]
    """Of all blocks."""
    parts: Counter[State]
    """Of the blocks that are translated; of formulas and code only those that are not the same."""
    words: int
    """Of the source blocks that are not translated."""
    hindrance: str = ""
    """Why the file in its place is not read as the translation."""

    @property
    def total(self) -> int:
        """How many ``parts`` the source page has."""
        return _blocks(self.parts)

    @property
    def is_translated(self) -> bool:
        """Whether something is translated, and not only formulas and code repeated."""
        return self.file is not None and (not self.total or self.parts[State.MISSING] < self.total)


def standings(sync: Sync, languages: Sequence[str]) -> list[Standing]:
    """Return how every page stands in every language, or in some; missing pages too."""
    wanted = [lang for lang in sync.library.languages if lang != sync.library.source]
    wanted = [lang for lang in wanted if not languages or lang in languages]
    pages = {(page.lang, source.lang_ref): page for page, source in sync.translations()}
    result = []
    for lang_ref, source in _tracked_sources(sync):
        for lang in wanted:
            page = pages.get((lang, lang_ref))
            result.append(_standing(sync, lang, source, page))
    return result


def _tracked_sources(sync: Sync) -> Iterator[tuple[str, Lecture]]:
    sources = sync.library.of(sync.library.source)
    for page in tracked(sources.values(), "reading", len(sources)):
        yield page.lang_ref or "", page


def _standing(sync: Sync, lang: str, source: Lecture, page: Lecture | None) -> Standing:
    lang_ref = source.lang_ref or ""
    if page is None:
        blocks = sync.blocks(source)
        why = str(hindrance(sync, lang, source) or "")
        missing = Counter({State.MISSING: len(blocks)})
        return Standing(lang, lang_ref, None, missing, missing, _words(blocks), why)
    paired = sync.pairs(page)
    parts, untranslated = Counter[State](), 0
    for _, link, state in drift.iterate(paired):
        parts[state] += drift.counted(link, state)
        untranslated += _words(link.current) if state is State.MISSING else 0
    return Standing(lang, lang_ref, str(page.path), drift.states(paired), parts, untranslated)


def _blocks(states: Counter[State]) -> int:
    return states.total() - states[State.ORPHAN]


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks if block.kind not in VERBATIM)


def print_status(rows: Sequence[Standing], form: str, pasted: Callable[[str], str]) -> None:
    """Print the state of every page in every language, and what is most worth doing next.

    ``pasted`` makes of a command what can be pasted here.
    """
    if form == "json":
        click.echo(json.dumps(_status_json(rows), ensure_ascii=False, indent=2))
    elif form == "github":
        click.echo(_status_markdown(rows))
    else:
        _print_table(rows, pasted)


def _status_json(rows: Sequence[Standing]) -> dict[str, dict[str, dict[str, object]]]:
    """Return the translations that exist, by language and ``lang-ref``."""
    result: dict[str, dict[str, dict[str, object]]] = {row.lang: {} for row in rows}
    for row in rows:
        if row.file is not None:
            counts = {state.value: row.states[state] for state in State}
            result[row.lang][row.lang_ref] = {"file": row.file, "blocks": _blocks(row.states), **counts}
    return result


def _cell(row: Standing) -> str:
    if row.hindrance:
        return "cannot be read"
    if not row.is_translated:
        return f"not translated, {row.words} words"
    cell = [f"{row.parts[State.FRESH]}/{row.total} fresh"]
    cell += [f"{row.parts[state]} {state.value}" for state in State if state is not State.FRESH and row.parts[state]]
    return ", ".join(cell).replace("missing", f"missing ({row.words} words)" if row.words else "missing")


def _folded(cell: str) -> str:
    """Return a cell in lines of `_WIDTH`, which end after a comma."""
    lines = [""]
    for part in re.split(r"(?<=,) ", cell):
        joined = f"{lines[-1]} {part}".strip()
        lines[-1:] = [joined] if len(joined) <= _WIDTH else [lines[-1], part]
    return "\n".join(lines)


def _columns(rows: Sequence[Standing]) -> tuple[list[str], list[str]]:
    return list(dict.fromkeys(row.lang_ref for row in rows)), list(dict.fromkeys(row.lang for row in rows))


def _status_markdown(rows: Sequence[Standing]) -> str:
    pages, languages = _columns(rows)
    cells = {(row.lang_ref, row.lang): _cell(row) for row in rows}
    lines = ["| page | " + " | ".join(languages) + " |", "|---" * (len(languages) + 1) + "|"]
    lines += [f"| {page} | " + " | ".join(cells[page, lang] for lang in languages) + " |" for page in pages]
    return "\n".join(lines)


def _print_table(rows: Sequence[Standing], pasted: Callable[[str], str]) -> None:
    pages, languages = _columns(rows)
    cells = {(row.lang_ref, row.lang): row for row in rows}
    table = Table("page", *languages)
    for page in pages:
        table.add_row(page, *(_coloured(cells[page, lang]) for lang in languages))
    table.add_section()
    table.add_row("all pages", *(_folded(_sum([row for row in rows if row.lang == lang])) for lang in languages))
    console = Console()
    if not console.is_terminal:
        console = Console(width=40 * (len(languages) + 1))
    console.print(table)
    for line in _worth_doing(rows):
        console.print(pasted(line), soft_wrap=True, highlight=False, markup=False)


def _sum(rows: Sequence[Standing]) -> str:
    words = sum(row.words for row in rows)
    return f"{sum(row.is_translated for row in rows)}/{len(rows)} translated" + (
        f", {words} words left" if words else ""
    )


def _coloured(row: Standing) -> str:
    behind = row.parts[State.STALE] + row.parts[State.MISSING] + row.parts[State.ORPHAN]
    colour = "yellow" if behind else "green"
    return f"[{colour if row.is_translated else 'dim'}]{escape(_folded(_cell(row)))}[/]"


def _worth_doing(rows: Sequence[Standing]) -> Iterator[str]:
    """Yield what brings readers most for least: pages that are nearly current, then short ones that are missing."""
    behind = [row for row in rows if row.file and (row.parts[State.STALE] or row.parts[State.MISSING])]
    behind.sort(key=lambda row: (row.parts[State.STALE] + row.parts[State.MISSING], row.lang, row.lang_ref))
    absent = sorted(
        (row for row in rows if row.file is None and not row.hindrance),
        key=lambda row: (row.words, row.lang, row.lang_ref),
    )
    hindrances = dict.fromkeys(row.hindrance for row in rows if row.hindrance)
    if behind or absent or hindrances:
        yield "Most worth doing next:"
    yield from (f"  {one}" for one in hindrances)
    for row in behind[:_NEXT]:
        stale, missing = row.parts[State.STALE], row.parts[State.MISSING]
        what = f"course diff {row.lang} {shlex.quote(row.lang_ref)}" if stale else "translate them"
        yield f"  {row.file}: {stale} stale and {missing} missing of {row.total} blocks: {what}"
    for row in absent[: max(0, _NEXT - len(behind))]:
        yield f"  {row.lang} {row.lang_ref}: {row.words} words: course new {row.lang} {shlex.quote(row.lang_ref)}"
