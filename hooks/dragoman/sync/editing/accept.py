"""Saying of translations that they are right though their source has changed: its comment becomes the current source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.formulas.finder import find_in_block
from dragoman.formulas.normal_form import is_trifle, normalise
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift
from dragoman.sync.checks.drift import State
from dragoman.sync.editing import update
from dragoman.sync.editing.revision import Change
from dragoman.sync.editing.update import Updated
from dragoman.sync.pairing.code import code_lines
from dragoman.sync.pairing.features import of_block, read_links
from dragoman.sync.pairing.pairs import Link, Pair, Paired

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_GROUP = re.compile(r"[.,٬](?=\d{3}(?!\d))")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What of a page is to be accepted."""

    lines: Collection[int] | None = None
    """Lines of the translation; None, together with ``source_lines``, for the whole page."""
    source_lines: Collection[int] | None = None
    before: Collection[str] | None = None
    """What a comment may quote, as keys of blocks: the source as it was; None for anything."""
    now: Collection[str] | None = None
    """What its source may have become, as keys of blocks; None for anything."""

    def covers(self, pair: Pair, link: Link) -> bool:
        """Tell whether it is about what a link says."""
        is_whole = self.lines is None and self.source_lines is None
        return (
            (
                is_whole
                or _touch((*link.comments, *pair.target), self.lines or ())
                or _touch(link.current, self.source_lines or ())
            )
            and (self.before is None or all(block.key in self.before for block in link.comments))
            and (self.now is None or all(block.key in self.now for block in link.current))
        )


def _touch(blocks: Iterable[Block], lines: Collection[int]) -> bool:
    return any(block.line <= line <= block.last_line for block in blocks for line in lines)


def accept(page: Lecture, source: Lecture, paired: Paired, wish: Wish, wrong: Collection[int] = ()) -> Updated:
    """Return the file with the comments that ``wish`` is about brought up to date, its translations as they are.

    Where the source has changed a formula, a number, an address or code and the translation has not followed, the
    comment is left, and said in the changes; so is a mark to be looked at beside one of the lines that are ``wrong``.
    """
    right: set[int] = set()
    left: list[Change] = []
    for pair, link, state in drift.iterate(paired):
        if state not in (State.STALE, State.COSMETIC) or not link.comments or not wish.covers(pair, link):
            continue
        lacks = list(lacking(pair, link, mirrored=paired.mirrored))
        if not drift.is_outdated(link) and _touch(pair.target, wrong):
            lacks = ["course check says what"]  # no comment tells what the source was
        if lacks:
            more = " …" if len(lacks) > _SHOWN else ""
            what = f"the translation has not followed the source ({', '.join(lacks[:_SHOWN])}{more}): course fix, or correct it"
            left.append(Change(link.comments[0].line, what, done=False))
        else:
            right |= {block.line for block in link.current}
    done = update.update(page, source, paired, accept=True, only=right)
    return Updated(done.text, tuple(sorted((*done.changes, *left), key=lambda one: one.line)))


def lacking(pair: Pair, link: Link, *, mirrored: bool) -> Iterator[str]:
    """Yield what has changed in the source of a link that is not words, and that the translation still lacks or has."""
    for read in _kinds(mirrored=mirrored):
        before, now = _sum(read, link.comments), _sum(read, link.current)
        wanted, found = _sum(read, pair.current), _sum(read, pair.target)
        for one in sorted(now - before):
            if found[one] < wanted[one]:
                yield f"{one} is new"
        for one in sorted(before - now):
            if found[one] > wanted[one]:
                yield f"{one} is gone"


def _kinds(*, mirrored: bool) -> Sequence[Callable[[Block], Mapping[str, int]]]:
    """Return what reads each kind of what a translation repeats out of a block."""
    return (
        lambda block: of_block(block, mirrored=mirrored).tex,
        lambda block: of_block(block, mirrored=mirrored).links,
        lambda block: of_block(block, mirrored=mirrored).images,
        lambda block: of_block(block, mirrored=mirrored).code,
        lambda block: Counter(line for line, _ in code_lines(block.text)) if block.kind is Kind.CODE else {},
        _numbers,
    )


def _sum(read: Callable[[Block], Mapping[str, int]], blocks: Iterable[Block]) -> Counter[str]:
    total: Counter[str] = Counter()
    for block in blocks:
        total.update(read(block))
    return total


def _numbers(block: Block) -> Counter[str]:
    """Return the numbers in the prose of a block and in formulas that are hardly more, in Latin digits."""
    if block.kind is Kind.CODE:
        return Counter()
    text = block.text
    for formula in reversed(find_in_block(text).formulas):
        normal = normalise(formula.tex)
        text = (
            text[: formula.start] + (f" {normal.replace(' ', '')} " if is_trifle(normal) else " ") + text[formula.end :]
        )
    _, _, prose = read_links(re.sub(r"`[^`\n]*`", " ", text))
    return Counter(_plain(number) for number in _NUMBER.findall(prose))


def _plain(number: str) -> str:
    digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in number)
    return re.sub("[,٫]", ".", _GROUP.sub("", digits))
