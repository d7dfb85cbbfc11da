"""What only the whole course tells of its findings: a source that is wrong, a translation of another page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
_BESIDE = 6  # lines before and after what is known
_OWN, _THEIRS = 0.3, 0.6  # shares of its marks that a page has in common with its source, and with the right one


Marks = dict[PurePosixPath, tuple[Lecture, Counter[str]]]
"""What tells each page from others, and the page."""


def judged(sync: Sync, found: Sequence[Finding], known: Marks | None = None) -> list[Finding]:
    """Return the findings of a course with those that explain several others in the place of these.

    What is ``known`` of pages need not be looked for again.
    """
    pages = {sync.file(page): (page, source) for page, source in sync.translations()}
    return _wrong_sources(sync, pages, _wrong_pages(_Seek(sync, {} if known is None else known), pages, found))


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


@dataclass(frozen=True, slots=True)
class _Strayed:
    """A finding about where the content of a page belongs, and the others that it explains."""

    finding: Finding
    kinds: tuple[str, ...]
    """What the kinds begin with."""
    lines: range | None = None
    """Where they stand; None for anywhere."""

    def explains(self, one: Finding) -> bool:
        """Tell whether another finding of its file ends with it."""
        return one.kind.startswith(self.kinds) and (self.lines is None or one.line in self.lines)


def _wrong_pages(seek: _Seek, pages: dict[str, tuple[Lecture, Lecture]], found: Sequence[Finding]) -> list[Finding]:
    """Return one finding for a translation of another page, of two pages or of a part of one, which explains others of it."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in found:
        kinds[one.file].add(one.kind)
    strayed = {}
    for file in sorted(kinds.keys() & pages.keys()):
        if any(kind.startswith(("parity.", "drift.")) for kind in kinds[file]):
            strayed[file] = seek.strayed(*pages[file], kinds[file])
    wrong = {file: one for file, one in strayed.items() if one}
    kept = [one for one in found if not (one.file in wrong and wrong[one.file].explains(one))]
    return [*kept, *(one.finding for one in wrong.values())]


class _Seek:
    """Looks for the pages to which the content of a page belongs."""

    def __init__(self, sync: Sync, known: Marks) -> None:
        self._sync = sync
        self._known = known
        self._sources = list(sync.library.of(sync.library.source).values())

    def strayed(self, page: Lecture, source: Lecture, kinds: set[str]) -> _Strayed | None:
        """Return what explains findings of these ``kinds`` in a translation of ``source``; None for its own content."""
        mine = self._of(page)
        if mine.total() < _MARKS:
            return None
        if _share(mine, self._of(source)) <= _OWN:
            return self._wrong(page, source)
        if kinds & {"drift.orphan", "parity.extra"} and (merged := self._merged(page, source)):
            return merged
        return self._split(page, source) if "drift.missing" in kinds else None

    def _wrong(self, page: Lecture, source: Lecture) -> _Strayed | None:
        right = self._nearest(self._of(page), source)
        if right is None:
            return None
        there = self._sync.library.pages.get(PurePosixPath(page.lang, right.name))
        what = "a part of the translation" if there and self._is_own(there) else "the translation"
        message = (
            f"found {what} of {self._sync.file(right)}, expected that of {self._sync.file(source)}: "
            f"move it to {self._sync.name}/{page.lang}/{right.name}, or correct its name and lang-ref"
        )
        finding = Finding(self._sync.file(page), 1, "drift.page", message)
        return _Strayed(finding, ("parity.", "drift.", "text.", "trust."))

    def _merged(self, page: Lecture, source: Lecture) -> _Strayed | None:
        """Return what is said of a page that holds the translation of another page beside its own."""
        more = self._of(page) - self._of(source)
        right = self._nearest(more, source)
        if more.total() < _MARKS or right is None or _share(self._of(right) - self._of(source), more) < _THEIRS:
            return None
        theirs = set(self._of(right) - self._of(source))
        blocks = [one for one in source_blocks(page) if theirs.intersection(_marks(one))]
        first, last = blocks[0].line, blocks[-1].last_line
        message = (
            f"found the translation of {self._sync.file(right)}, too, expected that of {self._sync.file(source)} alone: "
            f"move it to {self._sync.name}/{page.lang}/{right.name}"
        )
        finding = Finding(self._sync.file(page), first, "drift.page", message)
        # Its first and last texts may have nothing by which they are known.
        ends = (min((one.line for one in self._strangers(page, first)), default=first), last + _BESIDE)
        return _Strayed(finding, ("parity.", "drift.", "text.", "trust."), range(ends[0] - _BESIDE, ends[1]))

    def _strangers(self, page: Lecture, first: int) -> Iterator[Block]:
        """Yield the comments before a line that quote nothing of the source page, back to the last one that does."""
        before = [one for one in self._sync.pairs(page).pairs if one.line <= first and (one.comments or one.target)]
        for one in reversed(before):
            if one.current:
                return
            yield from one.comments or one.target

    def _split(self, page: Lecture, source: Lecture) -> _Strayed | None:
        """Return what is said of a page that holds a part of its translation, where another page holds the rest."""
        rest = self._of(source) - self._of(page)
        if rest.total() < max(_MARKS, _OWN * self._of(source).total()):
            return None
        others = [
            one
            for one in self._sync.library.pages.values()
            if one.lang == page.lang and one is not page and not self._is_own(one) and self._of(one).total() >= _MARKS
        ]
        other = max(others, key=lambda one: _share(self._of(one), rest), default=None)
        if other is None or _share(self._of(other), rest) < _THEIRS:
            return None
        message = (
            f"found a part of the translation of {self._sync.file(source)}, expected all of it: "
            f"the rest is in {self._sync.file(other)}, move it here"
        )
        return _Strayed(Finding(self._sync.file(page), 1, "drift.page", message), ("drift.missing",))

    def _nearest(self, mine: Counter[str], source: Lecture) -> Lecture | None:
        """Return the source page of which some marks are, but its own; None for none."""
        others = [one for one in self._sources if one is not source]
        right = max(others, key=lambda one: _share(mine, self._of(one)), default=None)
        return right if right is not None and _share(mine, self._of(right)) >= _THEIRS else None

    def _is_own(self, page: Lecture) -> bool:
        """Tell whether a page has the content of its own source page."""
        source = self._sync.source_of(page)
        return source is not None and _share(self._of(page), self._of(source)) > _OWN

    def _of(self, page: Lecture) -> Counter[str]:
        known = self._known.get(page.path)
        if known is None or known[0] is not page:
            known = self._known[page.path] = (
                page,
                Counter(mark for block in source_blocks(page) for mark in _marks(block)),
            )
        return known[1]


def _share(mine: Counter[str], theirs: Counter[str]) -> float:
    return (mine & theirs).total() / mine.total() if mine else 0.0


def _marks(block: Block) -> Iterable[str]:
    """Return what tells a page from others in any language: its formulas, addresses, images and code."""
    if block.kind is Kind.CODE:
        return [line for line, _ in code_lines(block.text) if len(line) > _MARKS]
    one = of_block(block)
    return [mark for mark in (*one.tex, *one.links, *one.images, *one.code) if len(mark) > _MARKS]
