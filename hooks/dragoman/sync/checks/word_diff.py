"""A word diff that looks into formulas and addresses: which sign of a formula has changed, which address a link had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.formulas.finder import find_in_block
from dragoman.pages.matching import matched

_SIGN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:[.,]\d+)*|\S", re.DOTALL)
_PART = re.compile(r"(?<=\]\()[^()\s]+|(?:(?!\]\([^()\s])\S)+(?:\]\()?")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words of a diff: kept, taken out or put in."""

    sign: str
    """A space, ``-`` or ``+``."""
    text: str
    glued: bool = False
    """Whether nothing parts it from the run before it."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    glued: bool
    """Whether nothing parts it from the token before it."""


def word_diff(before: str, now: str) -> tuple[Run, ...]:
    """Return what turns ``before`` into ``now``: words, and of formulas and addresses their parts."""
    return _runs(list(_tokens(before)), list(_tokens(now)))


def plain_diff(before: str, now: str) -> tuple[Run, ...]:
    """Return what turns ``before`` into ``now``: words, and whatever else stands between spaces, as a whole."""
    return _runs(*([_Token(word, glued=False) for word in text.split()] for text in (before, now)))


def _runs(left: Sequence[_Token], right: Sequence[_Token]) -> tuple[Run, ...]:
    matcher = matched([one.text for one in left], [one.text for one in right])
    runs: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            runs.append(_run(" ", right[k:m]))
            continue
        if j > i:
            runs.append(_run("-", left[i:j]))
        if m > k:
            runs.append(_run("+", right[k:m]))
    return tuple(runs)


def _run(sign: str, tokens: Sequence[_Token]) -> Run:
    text = "".join(one.text if one.glued or not at else f" {one.text}" for at, one in enumerate(tokens))
    return Run(sign, text, tokens[0].glued)


def _tokens(text: str) -> Iterator[_Token]:
    """Yield the words of a text, and in their places the signs of formulas and the addresses of links."""
    position = 0
    for formula in (*find_in_block(text).formulas, None):
        start, end = (formula.start, formula.end) if formula else (len(text), len(text))
        for pattern, first, last in ((_PART, position, start), (_SIGN, start, end)):
            for found in pattern.finditer(text, first, last):
                yield _Token(found.group(), found.start() > 0 and not text[found.start() - 1].isspace())
        position = end
