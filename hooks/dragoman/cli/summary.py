"""``course check --format markdown``: what a pull request does to the translations, for those who look at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.cli import status
from dragoman.cli import sync as cli_sync
from dragoman.cli.status import Standing
from dragoman.findings import Finding, Severity
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State
from dragoman.website.alternates import prefix

_MOST = 40  # lines of a list
_DONE = (State.FRESH, State.COSMETIC, State.UNVERIFIED)


@dataclass(frozen=True, slots=True)
class Course:
    """The translations of a course, and what is wrong with them."""

    sync: Sync
    findings: Sequence[Finding]
    standings: Sequence[Standing]


def read(sync: Sync) -> Course:
    """Return a course with all that is to be found in it."""
    return Course(sync, cli_sync.findings(sync, ()), status.standings(sync, ()))


def markdown(now: Course, before: Course | None, site: str | None) -> str:
    """Return the summary of a course, compared with what it was ``before``; ``site`` begins the addresses of its pages."""
    lines = ["## Translations", "", *_table(now, before)]
    if before is None:
        lines += _listed("What is wrong", [one for one in now.findings if one.severity is Severity.ERROR])
    else:
        lines += _listed("What got better", _without(before.findings, now.findings))
        lines += _listed("What is new to do", _without(now.findings, before.findings))
        lines += _changed(now, before, site)
    return "\n".join(lines)


def _table(now: Course, before: Course | None) -> Iterator[str]:
    """Yield the rows of a table of all languages; what was otherwise before is said beside it."""
    yield "| language | pages | blocks up to date | to look at | missing | errors |"
    yield "|---|---|---|---|---|---|"
    old = dict(_rows(before)) if before else {}
    for lang, counts in _rows(now):
        was = old.get(lang, [0] * len(counts)) if before else counts
        yield f"| {lang} | {' | '.join(map(_cell, counts, was))} |"


def _rows(course: Course) -> Iterator[tuple[str, list[int]]]:
    for lang in dict.fromkeys(one.lang for one in course.standings):
        rows = [one for one in course.standings if one.lang == lang]
        states = sum((one.parts for one in rows), Counter[State]())
        folder = f"{course.sync.name}/{lang}/"
        counts = [
            sum(one.is_translated for one in rows),
            sum(states[state] for state in _DONE),
            states[State.STALE] + states[State.ORPHAN],
            states[State.MISSING],
            sum(one.severity is Severity.ERROR and one.file.startswith(folder) for one in course.findings),
        ]
        yield lang, counts


def _cell(count: int, before: int) -> str:
    return str(count) if count == before else f"{count} (was {before})"


def _without(some: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """Return the findings of which there are more than among others; what only stands on another line is the same."""
    left = Counter(map(_key, others))
    found = []
    for one in some:
        left[_key(one)] -= 1
        if left[_key(one)] < 0 and one.severity is not Severity.INFO:
            found.append(one)
    return found


def _key(one: Finding) -> tuple[str, str, str]:
    return one.file, one.kind, re.sub(r":\d+", "", one.message)


def _listed(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    if findings:
        yield from ("", f"### {title}", "")
        yield from (f"- `{one.file}:{one.line}` {one.kind}: {_literal(one.message)}" for one in findings[:_MOST])
    if len(findings) > _MOST:
        yield f"- … and {len(findings) - _MOST} more"


def _literal(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    return re.sub(r"([\\`*_{}\[\]<>#$|~&@])", r"\\\1", " ".join(text.split()))


def _changed(now: Course, before: Course, site: str | None) -> Iterator[str]:
    """Yield a line for each page that is another than before."""
    old = before.sync.library.pages
    pages = [page for path, page in now.sync.library.pages.items() if path not in old or old[path] != page]
    if pages:
        yield from ("", "### Pages of this change", "")
    standings = {one.file: one for one in now.standings if one.file}
    for page in pages[:_MOST]:
        standing = standings.get(str(page.path))
        yield f"- {_name(page, now.sync.library.source, site)}{_state(standing) if standing else ''}"
    if len(pages) > _MOST:
        yield f"- … and {len(pages) - _MOST} more"


def _name(page: Lecture, source: str, site: str | None) -> str:
    name = page.path.with_suffix("")
    rest = "" if page.name == "index.md" else f"{page.name.removesuffix('.md').removesuffix('/index')}/"
    return f"[{name}]({site}{prefix(page.lang, source)}{rest})" if site else str(name)


def _state(one: Standing) -> str:
    done = sum(one.parts[state] for state in _DONE)
    rest = [f"{one.parts[state]} {state.value}" for state in State if state not in _DONE and one.parts[state]]
    return ": " + ", ".join([f"{done} of {one.total} blocks up to date", *rest])
