"""Giving a translation the source comments that it lacks, by alignment with its source page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.findings import Edit
from dragoman.languages.language import language
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State
from dragoman.sync.editing import safety
from dragoman.sync.editing.edits import Lines, apply
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
        kept = safety.grown(candidates, lambda some: judge.accepts(_changed(current, some)))  # noqa: B023 - called at once
        left += [
            replace(one.about, left="its comment would bring findings that the page does not have")
            for one in candidates
            if one not in kept
        ]
        if not kept:
            break
        done += [one.about for one in kept]
        current = judge.accepted  # of ever more comments the last that were accepted are all that are kept
    adopted = [replace(one, line=lines.get(one.translation, one.line)) for one in (*done, *left)]
    return current.to_bytes().decode(), tuple(sorted(adopted, key=lambda one: one.line))


class _Judge:
    """Tells whether comments do a page good."""

    def __init__(self, sync: Sync, page: Lecture) -> None:
        self._sync = sync
        self._page = page
        self._before = self._findings(page)
        self.accepted = page
        """The page as it was accepted last."""

    def accepts(self, after: Lecture) -> bool:
        """Tell whether a changed page shows what it showed and has no finding that it did not have."""
        if safety.damage(self._page, after.to_bytes().decode()) or not self._findings(after) <= self._before:
            return False
        self.accepted = after
        return True

    def _findings(self, page: Lecture) -> Counter[tuple[str, str]]:
        # How many blocks are without a comment is what is to change.
        return Counter(
            (one.kind, "" if one.kind == "drift.unverified" else one.message) for one in self._sync.check(page)
        )


def _changed(page: Lecture, kept: Sequence[_Candidate]) -> Lecture:
    text = page.to_bytes().decode()
    return parse(page.path, apply(text, [one.edit for one in kept]).encode())


def _candidates(page: Lecture, source: Lecture, paired: Paired, least: float) -> tuple[list[_Candidate], list[Adopted]]:
    """Return the blocks that may get a comment, and those that may not."""
    lines = Lines(page.to_bytes().decode())
    layout = Layout(page, lines)
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
            candidates.append(_Candidate(about, lines.insert_at(at, comment(source_text(source, one.current)))))
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
