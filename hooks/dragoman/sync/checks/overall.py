"""What only the whole course tells of its findings: a source that is wrong, a translation of another page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from dragoman.findings import Finding, Severity
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks.check import Sync
from dragoman.sync.pairing.code import code_lines
from dragoman.sync.pairing.features import of_block
from dragoman.sync.pairing.pairs import source_blocks

_OTHER = re.compile(r"found (?P<found>.+), expected (?P<expected>.+) as in the source: correct it", re.DOTALL)
_COMPARED = ("parity.math", "parity.code", "parity.number", "parity.link")
_LEAST = 2  # translations that agree
_MARKS = 4  # that a page must have to be told from others
_OWN, _THEIRS = 0.3, 0.6  # shares of its marks that a page has in common with its source, and with the right one


def judged(sync: Sync, found: Sequence[Finding]) -> list[Finding]:
    """Return the findings of a course with those that explain several others in the place of these."""
    pages = {sync.file(page): (page, source) for page, source in sync.translations()}
    return _wrong_sources(sync, pages, _wrong_pages(sync, pages, found))


def _wrong_sources(sync: Sync, pages: dict[str, tuple[Lecture, Lecture]], found: Iterable[Finding]) -> list[Finding]:
    """Return one finding about the source where most of its translations say the same other thing."""
    translated = Counter(source.path for _, source in pages.values())
    agreeing: dict[tuple[str, str, str, str], list[Finding]] = defaultdict(list)
    for one in found:
        told = _OTHER.fullmatch(one.message) if one.kind in _COMPARED and one.file in pages else None
        if told:
            source = pages[one.file][1]
            agreeing[sync.file(source), one.kind, _plain(told["found"]), _plain(told["expected"])].append(one)
    by_file = {sync.file(source): source for _, source in pages.values()}
    explained: set[Finding] = set()
    result = []
    for (file, kind, _, _), some in agreeing.items():
        source = by_file[file]
        languages = {one.file for one in some}
        if len(languages) < _LEAST or 2 * len(languages) <= translated[source.path]:
            continue
        told = _OTHER.fullmatch(some[0].message)
        if told is None:
            continue
        explained.update(some)
        message = (
            f"found {told['expected']}, but {len(languages)} of {translated[source.path]} translations have {told['found']}: "
            "correct the source, if they are right"
        )
        line = source.visible.line_of(told["expected"])
        result.append(Finding(file, line, kind.replace("parity", "source"), message, Severity.WARNING, told["found"]))
    return [*(one for one in found if one not in explained), *result]


def _plain(text: str) -> str:
    return "".join(text.split())


def _wrong_pages(sync: Sync, pages: dict[str, tuple[Lecture, Lecture]], found: Sequence[Finding]) -> list[Finding]:
    """Return one finding for a translation of another page, which explains all others of it."""
    wrong = {}
    sources = list(sync.library.of(sync.library.source).values())
    marks: dict[PurePosixPath, Counter[str]] = {}
    for file in {one.file for one in found if one.kind.startswith(("parity.", "drift."))} & pages.keys():
        page, source = pages[file]
        mine = _marks_of(page)
        if mine.total() < _MARKS or _share(mine, _marks_of(source)) > _OWN:
            continue
        marks = marks or {one.path: _marks_of(one) for one in sources}
        right = max(sources, key=lambda one: _share(mine, marks[one.path]))
        if right is not source and _share(mine, marks[right.path]) >= _THEIRS:
            name = f"{page.lang}/{right.name}"
            message = (
                f"found the translation of {sync.file(right)}, expected that of {sync.file(source)}: "
                f"move it to {sync.name}/{name}, or correct its name and lang-ref"
            )
            wrong[file] = Finding(file, 1, "drift.page", message)
    return [
        *(
            one
            for one in found
            if one.file not in wrong or one.kind.split(".")[0] not in ("parity", "drift", "text", "trust")
        ),
        *wrong.values(),
    ]


def _share(mine: Counter[str], theirs: Counter[str]) -> float:
    return (mine & theirs).total() / mine.total()


def _marks_of(page: Lecture) -> Counter[str]:
    """Return what tells a page from others in any language: its formulas, addresses, images and code."""
    return Counter(mark for block in source_blocks(page) for mark in _marks(block))


def _marks(block: Block) -> Iterable[str]:
    if block.kind is Kind.CODE:
        return [line for line, _ in code_lines(block.text) if len(line) > _MARKS]
    one = of_block(block)
    return [mark for mark in (*one.tex, *one.links, *one.images, *one.code) if len(mark) > _MARKS]
