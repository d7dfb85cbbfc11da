"""Giving a translation the source comments that it lacks, by alignment with its source page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dragoman.findings import Edit, Finding
from dragoman.languages.language import language
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State
from dragoman.sync.editing import safety
from dragoman.sync.editing.edits import edited
from dragoman.sync.editing.layout import Layout
from dragoman.sync.pairing import alignment
from dragoman.sync.pairing.pairs import Pair, Paired
from dragoman.sync.pairing.source_blocks import comment, is_verbatim, source_text

# A comment tells more about its neighbours, which may then be surer.
_ROUNDS = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Adopted:
    """A block that gets its source comment, and how sure the alignment is of it, from 0 to 1."""

    line: int
    source: str
    translation: str
    confidence: float
    left: str = ""
    """Why it gets none after all."""

    def __str__(self) -> str:
        left = f", left without a comment ({self.left})" if self.left else ""
        start = f"{self.source[:40]!r} for {self.translation[:40]!r}"
        return f"{self.line}: confidence {self.confidence:.2f}{left}: {start}"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A block without comment, and the edit that would give it one."""

    about: Adopted
    edit: Edit
    below: bool
    """Whether it stands below its text."""


def adopt(page: Lecture, source: Lecture, sync: Sync, least: float) -> tuple[str, tuple[Adopted, ...]]:
    """Return the file with a source comment for each block that has none, and what was adopted.

    Blocks of which the alignment is less sure than ``least`` get none, nor do those after which
    ``sync`` would find more wrong in the page than before.
    """
    paired = sync.pairs(page)
    lines = {block.key: block.line for one in paired.pairs for block in one.target}
    judge = _Judge(sync, page)
    done: list[Adopted] = []
    current = page
    for _ in range(_ROUNDS):
        candidates, left = _candidates(current, source, sync.pairs(current), least)
        kept, current = judge.kept(candidates, current)
        left += [
            replace(one.about, left="its comment would bring findings that the page does not have")
            for one in candidates
            if one not in kept
        ]
        if not kept:
            break
        done += [one.about for one in kept]
        if judge.says_the_same(current):
            break  # what was refused would be again
    adopted = [replace(one, line=lines.get(one.translation, one.line)) for one in (*done, *left)]
    return current.to_bytes().decode(), tuple(sorted(adopted, key=lambda one: one.line))


def adopt_shared(sync: Sync, least: float, sides: tuple[Lecture, Lecture]) -> tuple[str, tuple[Adopted, ...]]:
    """Do as `adopt` does with a page and its source page, as processes that share the work ask for it."""
    return adopt(*sides, sync, least)


# A page is looked at as a whole at each try: the more comments, the fewer tries.
_WORK, _FEWEST = 8_000, 2


class _Judge:
    """Tells which comments do a page good."""

    def __init__(self, sync: Sync, page: Lecture) -> None:
        self._sync = sync
        self._page = page
        self._said = self._said_of(page)

    def kept(self, candidates: Sequence[_Candidate], current: Lecture) -> tuple[list[_Candidate], Lecture]:
        """Return the comments after which a page shows what it showed and has no finding that it did not have, and that page.

        Those at which findings would stand are left out together.
        """
        kept = list(candidates)
        most = max(_FEWEST, _WORK // max(1, len(kept)))
        for _ in range(most):
            after = _changed(current, kept)
            places = self._worse(after)
            if not places:
                return kept, after
            blamed = _at(places, kept, current)
            if not blamed:
                kept = safety.grown(kept, lambda some: not self._worse(_changed(current, some)), most)
                return kept, _changed(current, kept) if kept else current
            kept = [one for one in kept if one not in blamed]
            if not kept:
                break
        return [], current

    def _worse(self, after: Lecture) -> list[int]:
        """Return the lines of a changed page where something is wrong that was not; 0 for the whole of it."""
        if safety.damage(self._page, after.to_bytes().decode()):
            return [0]
        if self.says_the_same(after):
            return []
        before = self._before  # first, as `Sync` remembers of a page the pairs of one version
        found = self._sync.check(after)
        more = Counter(map(_said, found)) - before
        return [one.line for one in found if _said(one) in more]

    def says_the_same(self, page: Lecture) -> bool:
        """Tell whether findings about a page can be no others than those before."""
        return self._said_of(page) == self._said

    def _said_of(self, page: Lecture) -> list[tuple[object, ...]]:
        """Return all that findings are made of: what translates what, and what is marked; comments say what the source says."""
        paired = self._sync.pairs(page)
        return [
            (
                [block.key for block in one.current],
                [block.text for block in one.target],
                [block.text for block in one.unfinished],
                [(mark.name, mark.kinds, mark.reason) for mark in one.directives],
                [(link.moved, drift.is_outdated(link), not link.current) for link in one.links],
            )
            for one in paired.pairs
        ]

    @cached_property
    def _before(self) -> Counter[tuple[str, str]]:
        return Counter(map(_said, self._sync.check(self._page)))


def _said(one: Finding) -> tuple[str, str]:
    # How many blocks are without a comment is what is to change.
    return one.kind, "" if one.kind == "drift.unverified" else one.message


def _at(places: Iterable[int], candidates: Sequence[_Candidate], page: Lecture) -> list[_Candidate]:
    """Return the candidates whose comments, or the blocks beside them, stand at lines of the page that has them all."""
    lines = Layout(page).lines
    starts, put_in = [], 0
    ordered = sorted(candidates, key=lambda one: one.edit.start)
    for one in ordered:
        starts.append(lines.at(one.edit.start) + put_in)
        put_in += one.edit.text.count("\n")
    indexes = {bisect_right(starts, place) - 1 for place in places if place}
    # Where comments stand below, the next one is that of a text.
    return [ordered[at] for at in range(len(ordered)) if at in indexes or (ordered[at].below and at - 1 in indexes)]


def _changed(page: Lecture, kept: Sequence[_Candidate]) -> Lecture:
    return edited(page, [one.edit for one in kept])


def _candidates(page: Lecture, source: Lecture, paired: Paired, least: float) -> tuple[list[_Candidate], list[Adopted]]:
    """Return the blocks that may get a comment, and those that may not."""
    layout = Layout(page)
    candidates: list[_Candidate] = []
    left: list[Adopted] = []
    others = [link.comments for _, link, state in drift.iterate(paired) if state in (State.STALE, State.ORPHAN)]
    for one in paired.pairs:
        if not one.target or not one.current or one.comments or is_verbatim(one.current):
            continue
        sure = alignment.confidence(one.current, one.target, mirrored=language(page.lang).is_rtl)
        about = Adopted(one.target[0].line, one.current[0].key, one.target[0].key, sure)
        first, last = layout.element(one.target[0].line, one.target[-1].last_line)
        if sure < least:
            left.append(replace(about, left="less sure than asked"))
        elif first < one.target[0].line:
            left.append(replace(about, left="it stands inside of an HTML element"))
        elif layout.has_comment(first, last) or _is_quoted(one, others):
            left.append(replace(about, left="a comment quotes it already, in pieces or with other blocks"))
        else:
            at = layout.gap(last + 1 if paired.below else first, below=paired.below)
            edit = layout.lines.insert_at(at, comment(source_text(source, one.current)))
            candidates.append(_Candidate(about, edit, paired.below))
    return candidates, left


def _is_quoted(one: Pair, others: Sequence[Sequence[Block]]) -> bool:
    """Tell whether a comment that quotes no block as it is holds the source of a pair beside other text."""
    words = _words(block.text for block in one.current)
    if one.current[0].kind is Kind.HEADING:  # its few words may stand in any sentence
        return words in [_words([line]) for comments in others for block in comments for line in block.text.split("\n")]
    return any(words in _words(block.text for block in comments) for comments in others)


def _words(texts: Iterable[str]) -> str:
    """Return the words of texts, a space on each side of each word."""
    return f" {' '.join(word for text in texts for word in _WORD.findall(text))} "
