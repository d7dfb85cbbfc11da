"""Saying of translations that they are right though their source has changed: its comment becomes the current source."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from dragoman.findings import Grade
from dragoman.pages.blocks import Block
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks import drift, grading
from dragoman.sync.checks.drift import State
from dragoman.sync.checks.grading import Change as Changed
from dragoman.sync.checks.grading import Token
from dragoman.sync.editing import update
from dragoman.sync.editing.revision import Change, Rewritten
from dragoman.sync.pairing.pairs import Languages, Link, Pair, Paired

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


def accept(
    page: Lecture, source: Lecture, paired: Paired, wish: Wish, wrong: Callable[[], Collection[int]]
) -> Rewritten:
    """Return the file with the comments that ``wish`` is about brought up to date, its translations as they are.

    Where the source has changed a formula, a number, an address or code and the translation has not followed, the
    comment is left, and said in the changes; so is a mark to be looked at beside one of the lines that are ``wrong``.
    """
    right: set[int] = set()
    left: list[Change] = []
    for pair, link, state in drift.iterate(paired):
        if state not in (State.STALE, State.COSMETIC) or not link.comments or not wish.covers(pair, link):
            continue
        lacks = _lacking(pair, link, paired.langs)
        if not drift.is_outdated(link) and _touch(pair.target, wrong()):
            lacks = ["course check says what"]  # no comment tells what the source was
        if lacks:
            more = " …" if len(lacks) > _SHOWN else ""
            what = f"the translation has not followed the source ({', '.join(lacks[:_SHOWN])}{more}): course fix, or correct it"
            left.append(Change(link.comments[0].line, what, done=False))
        else:
            right |= {block.line for block in link.current}
    done = update.update(page, source, paired, accept=True, only=right)
    return replace(done, changes=tuple(sorted((*done.changes, *left), key=lambda one: one.line)))


def _lacking(pair: Pair, link: Link, langs: Languages) -> list[str]:
    """Return what is not words, has changed in the source of a link, and has not in its translation."""
    swaps = drift.change(link, langs).swaps
    if not swaps or grading.grade(Changed(0, swaps), pair.current, pair.target, langs) is Grade.NOTHING:
        return []
    old, new = ([one for one in side if one] for side in zip(*((swap.old, swap.new) for swap in swaps), strict=True))
    if sorted(map(_form, old)) == sorted(map(_form, new)):  # in another order, which the translation has or has not
        order = [_form(one) for block in pair.target for one in grading.tokens(block.text, block.kind, langs.target)]
        if [one for one in order if one in set(map(_form, old))] != list(map(_form, old)):
            return []
    return [" -> ".join(one.written if one else "nothing" for one in (swap.old, swap.new)) for swap in swaps]


def _form(one: Token) -> tuple[str, str]:
    return one.kind, one.form
