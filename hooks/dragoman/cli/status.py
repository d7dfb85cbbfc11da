"""How every page stands in every language, and the table that `course status` prints of it."""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dragoman.cli.sync import hindrance, tracked
from dragoman.languages.scripts import UNSPACED
from dragoman.pages.blocks import VERBATIM, Block
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State

_NEXT = 5  # how many pages are named as worth doing next
_COLUMNS = 80
_PAGE = 24  # of them, those of the names of pages where many languages stand beside each other
_MOST = 3  # languages whose standings are told in words
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
    copied: int = 0
    """How many of the stale ``parts`` need no words: a formula, a number, an address or code."""

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
    sources = [page for page in sync.library.of(sync.library.source).values() if not page.is_draft]
    for source in tracked(sources, "reading", len(sources)):
        result += [_standing(sync, lang, source, pages.get((lang, source.lang_ref))) for lang in wanted]
    return result


def _standing(sync: Sync, lang: str, source: Lecture, page: Lecture | None) -> Standing:
    lang_ref = source.lang_ref or ""
    if page is None:
        blocks = sync.blocks(source)
        why = str(hindrance(sync, lang, source) or "")
        missing = Counter({State.MISSING: len(blocks)})
        return Standing(lang, lang_ref, None, missing, missing, _words(blocks), why)
    paired = sync.pairs(page)
    parts, untranslated, copied = Counter[State](), 0, 0
    for pair, link, state in drift.iterate(paired):
        parts[state] += drift.counted(link, state)
        if drift.is_to_copy(pair, link, state, paired.langs):
            copied += drift.counted(link, state)
        untranslated += _words(link.current) if state is State.MISSING else 0
    return Standing(lang, lang_ref, str(page.path), drift.states(paired), parts, untranslated, copied=copied)


def _blocks(states: Counter[State]) -> int:
    return states.total() - states[State.ORPHAN]


def _words(blocks: Iterable[Block]) -> int:
    """Return how many words blocks have, of a script without spaces how many letters, as word processors count."""
    return sum(len(UNSPACED.sub(" x ", block.text).split()) for block in blocks if block.kind not in VERBATIM)


def print_status(rows: Sequence[Standing], form: str, pasted: Callable[[str], str]) -> None:
    """Print the state of every page in every language, and what is most worth doing next.

    ``pasted`` makes of a command what can be pasted here.
    """
    if form == "json":
        click.echo(json.dumps(_status_json(rows), ensure_ascii=False, indent=2))
    elif form == "github":
        click.echo(_status_markdown(rows))
    elif rows:
        _print_table(rows, pasted)
    else:
        click.echo(f"no language beside the source yet: {pasted('course language add LANG')}")


def _status_json(rows: Sequence[Standing]) -> dict[str, dict[str, dict[str, object]]]:
    """Return the translations that exist, by language and ``lang-ref``."""
    result: dict[str, dict[str, dict[str, object]]] = {row.lang: {} for row in rows}
    for row in rows:
        if row.file is not None:
            counts = {state.value: row.states[state] for state in State}
            told = {"file": row.file, "blocks": _blocks(row.states), **counts}
            grades = {"words": row.parts[State.STALE] - row.copied, "mechanical": row.copied}
            result[row.lang][row.lang_ref] = {**told, "behind": {**grades, "missing": row.parts[State.MISSING]}}
    return result


def _cell(row: Standing) -> str:
    if row.hindrance:
        return "cannot be read"
    if not row.is_translated:
        return f"not translated, {row.words} words"
    cell = [f"{row.parts[State.FRESH]}/{row.total} fresh"]
    cell += [f"{row.parts[state]} {state.value}" for state in State if state is not State.FRESH and row.parts[state]]
    told = ", ".join(cell).replace("missing", f"missing ({row.words} words)" if row.words else "missing")
    return told.replace("stale", f"stale ({row.copied} to copy)") if row.copied else told


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
    console = Console()
    if len(languages) > _MOST:
        for line in _signs(pages, languages, cells):
            console.print(line, soft_wrap=True, highlight=False, markup=False)
    else:
        table = Table("page", *languages)
        for page in pages:
            table.add_row(page, *(_coloured(cells[page, lang]) for lang in languages))
        table.add_section()
        table.add_row("all pages", *(_folded(_sum([row for row in rows if row.lang == lang])) for lang in languages))
        if not console.is_terminal:
            console = Console(width=40 * (len(languages) + 1))
        console.print(table)
    for told in map(pasted, _worth_doing(rows)):
        what, _, command = told.rpartition(": ")
        lines = [told] if len(told) <= _COLUMNS or not command.startswith("course ") else [f"{what}:", f"    {command}"]
        for line in lines:
            console.print(line, soft_wrap=True, highlight=False, markup=False)


def _signs(pages: Sequence[str], languages: Sequence[str], cells: Mapping[tuple[str, str], Standing]) -> Iterator[str]:
    """Yield a table in which many languages stand beside each other, some signs for each page."""
    first = min(_PAGE, max(map(len, [*pages, "current"]), default=0))
    widths = {lang: max(len(lang), 3) + 1 for lang in languages}
    waiting = list(languages)
    while waiting:
        some: list[str] = []
        while waiting and (not some or first + sum(widths[lang] for lang in [*some, waiting[0]]) <= _COLUMNS):
            some.append(waiting.pop(0))
        yield " " * first + "".join(lang.rjust(widths[lang]) for lang in some)
        for page in pages:
            name = page if len(page) <= first else "…" + page[1 - first :]
            yield name.ljust(first) + "".join(_sign(cells[page, lang]).rjust(widths[lang]) for lang in some)
        shares = [_share([cells[page, lang] for page in pages]) for lang in some]
        yield "current".ljust(first) + "".join(
            share.rjust(widths[lang]) for lang, share in zip(some, shares, strict=True)
        )
        yield ""
    yield "ok: current   3: blocks to translate or to look at   3c: only to be copied"
    yield "-: not translated   ?: cannot be read"


def _sign(row: Standing) -> str:
    behind = _behind(row)
    if row.hindrance or not row.is_translated:
        return "?" if row.hindrance else "-"
    return f"{behind}{'c' if row.copied == behind else ''}" if behind else "ok"


def _behind(row: Standing) -> int:
    return row.parts[State.STALE] + row.parts[State.MISSING]


def _share(rows: Sequence[Standing]) -> str:
    """Return how much of some pages is current, in percent."""
    total = sum(row.total for row in rows)
    current = total - sum(map(_behind, rows))
    return f"{100 * current // total}%" if current < total else "ok"


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
