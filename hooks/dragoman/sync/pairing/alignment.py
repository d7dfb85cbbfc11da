"""Which block of a translation belongs to which source block: the best alignment in order."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.pages.blocks import VERBATIM, Block, Kind
from dragoman.sync.pairing.features import of_block, of_text

# How many blocks of one side may belong to one of the other: lists and tables are often taken apart.
_MOST, _MOST_PARTS = 4, 8
# Below this similarity two blocks rather have no counterpart.
_THRESHOLD = 0.3
NEAR = 0.15  # how much more than 1 a similarity may be
_MOST_GAIN = 1 + NEAR - _THRESHOLD
# What it costs that a block has no counterpart, or that blocks are merged: little where a list is taken apart, or a
# caption stands in its figure.
_SKIP, _MERGE, _CHEAP_MERGE = 0.06, 0.06, 0.01
# Never merged.
_ALONE = VERBATIM | {Kind.ABBREVIATION, Kind.CONTAINER, Kind.DIAGRAM, Kind.HEADING, Kind.NOTE}
_PARTS = frozenset({Kind.LIST, Kind.TABLE})
_BAND, _NARROW, _CLEAR = 12, 5, 2
# "**Fig 1:**" in any language
_CAPTION = re.compile(r"(?:<[^>]*>|[\s*_])*[^\W\d_]+\.?\s*\d+(?:\.\d+)?[\s*_]*(?:</?\w+>|[\s*_])*[.:]")
_MERGED_LENGTH = 0.3
_LENGTH_SPREAD = 0.45  # of the logarithm of the ratio of two lengths


Places = tuple[tuple[int, ...], tuple[int, ...]]
"""Some blocks of each side that belong together; one side may be empty."""


def best(
    left: Sequence[Block], right: Sequence[Block], similarity: Callable[[range, range], float]
) -> tuple[Places, ...]:
    """Return the alignment in order of two texts with the largest total similarity.

    ``similarity`` compares a range of each side, from 0 (unlike) to 1 + `NEAR`. Blocks whose
    places in their texts are far apart are not compared.
    """
    apart = abs(len(left) - len(right))
    band, most = apart + _NARROW, apart + _BAND + max(len(left), len(right)) // 8
    while True:
        matches = _best(left, right, similarity, min(band, most))
        strayed = max((abs(lefts[-1] - rights[-1]) for lefts, rights in matches if lefts and rights), default=0)
        # What keeps clear of the edge of a narrow band would not be found beyond it.
        if band >= most or strayed < band - _CLEAR:
            return matches
        band *= 2


def _best(
    left: Sequence[Block], right: Sequence[Block], similarity: Callable[[range, range], float], band: int
) -> tuple[Places, ...]:
    """Return the best alignment among those that match blocks at most ``band`` places apart."""
    rows, columns = len(left), len(right)
    merges_left, merges_right = _merges(left), _merges(right)
    gain = [[-math.inf] * (columns + 1) for _ in range(rows + 1)]
    step = [[(0, 1)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows + 1):
        # No better way leads through places that are farther apart: blocks without a counterpart come in any order.
        for column in range(max(0, row - band), min(columns, row + band) + 1):
            options = [(0.0, (0, 0))] if not row and not column else []
            if row:
                options.append((gain[row - 1][column] - _SKIP, (1, 0)))
            if column:
                options.append((gain[row][column - 1] - _SKIP, (0, 1)))
            found = max(options)
            for down, across in _spans(merges_left[row], merges_right[column]):
                before = gain[row - down][column - across]
                if before + _MOST_GAIN < found[0]:
                    continue
                value = similarity(range(row - down, row), range(column - across, column)) - _THRESHOLD
                if value > 0:
                    found = max(found, (before + value, (down, across)))
            gain[row][column], step[row][column] = found
    return _trace(step, rows, columns)


def _merges(blocks: Sequence[Block]) -> list[int]:
    """Return for each number of blocks how many of the last of them may be merged; 0 for none, -1 for one alone."""
    result = [0]
    for index, block in enumerate(blocks, 1):
        count = 1
        if block.kind not in _ALONE:
            while count < min(index, _MOST) and blocks[index - count - 1].kind not in _ALONE:
                count += 1
        if block.kind in _PARTS:
            while count < min(index, _MOST_PARTS) and blocks[index - count - 1].kind is block.kind:
                count += 1
        result.append(-1 if block.kind in _ALONE else count)
    return result


@cache
def _spans(most_left: int, most_right: int) -> tuple[tuple[int, int], ...]:
    """Return how many blocks of each side may be matched: one with one, one with several, several with one."""
    if not most_left or not most_right:
        return ()
    if most_left < 0 or most_right < 0:
        return ((1, 1),)
    return (
        (1, 1),
        *((1, count) for count in range(2, most_right + 1)),
        *((count, 1) for count in range(2, most_left + 1)),
    )


def _trace(step: list[list[tuple[int, int]]], row: int, column: int) -> tuple[Places, ...]:
    matches: list[Places] = []
    while row or column:
        down, right = step[row][column]
        matches.append((tuple(range(row - down, row)), tuple(range(column - right, column))))
        row, column = row - down, column - right
    return tuple(reversed(matches))


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a text has that survives translation: weights by mark, and words that may be names."""

    weights: Mapping[str, float]
    total: float
    words: Mapping[str, int]
    length: float


class Sides:
    """The blocks of a source and of a translation, compared by what survives translation."""

    def __init__(self, source: Sequence[Block], target: Sequence[Block], *, mirrored: bool, ratio: float) -> None:
        """``mirrored`` as in `course.tex.normalise`; ``ratio`` is how much longer a translation is than its source."""
        self._source = _Side(source, mirrored=mirrored)
        self._target = _Side(target, mirrored=mirrored)
        self._ratio = ratio

    def similarity(self, rows: range, columns: range) -> float:
        """Return how alike a range of each side is, up to 1; merges cost something."""
        (mine, ours), (theirs, others) = self._source.at(rows), self._target.at(columns)
        merged = len(rows) + len(columns) - 2
        if not merged:
            form = _same_kind(mine[0], theirs[0])
            return form and form * self._alike(ours, others)
        captioned = merged == 1 and (_is_captioned(mine, theirs) or _is_captioned(theirs, mine))
        if not captioned and self._alike_lengths(ours, others) < _MERGED_LENGTH:
            return 0.0
        form = _same_form(mine, theirs)
        if not form:
            return 0.0
        cost = _CHEAP_MERGE if captioned or _are_parts([*mine, *theirs]) else _MERGE
        return form * self._alike(ours, others) - merged * cost

    def _alike(self, source: _Marks, target: _Marks) -> float:
        length = self._alike_lengths(source, target)
        shared = _overlap(source, target)
        return 0.35 + 0.5 * length if shared is None else 0.2 + 0.55 * shared + 0.25 * length

    def _alike_lengths(self, source: _Marks, target: _Marks) -> float:
        """Return 1 for the lengths that a text and its translation have, falling to 0 the more they differ."""
        expected, found = source.length * self._ratio, target.length
        if not expected and not found:
            return 1.0
        return math.exp(-((math.log((found + 5) / (expected + 5)) / _LENGTH_SPREAD) ** 2) / 2)


class _Side:
    """The blocks of one side."""

    def __init__(self, blocks: Sequence[Block], *, mirrored: bool) -> None:
        self._blocks = blocks
        self._marks = [_marks(block.text, block.kind, mirrored) for block in blocks]
        self._known: dict[range, tuple[Sequence[Block], _Marks]] = {}

    def at(self, places: range) -> tuple[Sequence[Block], _Marks]:
        """Return the blocks at ``places``, and what they have together."""
        if places not in self._known:
            start, stop = places.start, places.stop
            self._known[places] = self._blocks[start:stop], _sum(self._marks[start:stop])
        return self._known[places]


@lru_cache(maxsize=1 << 14)
def _marks(text: str, kind: Kind, mirrored: bool) -> _Marks:  # noqa: FBT001 - the cache wants no keywords
    features = of_text(text, kind, mirrored)
    if kind is Kind.CODE:
        # Code is repeated, so that each of its words counts, and not only those that both have.
        return _Marks(features.words, features.words.total(), {}, features.length)
    weights: dict[str, float] = {}
    kinds = (("t", features.tex, 3.0), ("l", features.links, 3.0), ("i", features.images, 4.0))
    # Numbers may be written in words.
    for prefix, counted, weight in (*kinds, ("c", features.code, 2.0), ("n", features.numbers, 0.5)):
        weights |= {prefix + mark: weight * count for mark, count in counted.items()}
    return _Marks(weights, sum(weights.values()), features.words, features.length)


def _sum(parts: Sequence[_Marks]) -> _Marks:
    if len(parts) == 1:
        return parts[0]
    weights: dict[str, float] = {}
    words: dict[str, int] = {}
    for part in parts:
        for mark, weight in part.weights.items():
            weights[mark] = weights.get(mark, 0) + weight
        for word, count in part.words.items():
            words[word] = words.get(word, 0) + count
    return _Marks(weights, sum(part.total for part in parts), words, sum(part.length for part in parts))


def confidence(source: Sequence[Block], target: Sequence[Block], *, mirrored: bool) -> float:
    """Return how sure it is that ``target`` translates ``source``, from 0 to 1."""
    length, found = (sum(of_block(block, mirrored=mirrored).length for block in side) for side in (source, target))
    sides = Sides(source, target, mirrored=mirrored, ratio=min(1.6, max(0.6, found / length if length else 1.0)))
    return max(0.0, min(1.0, sides.similarity(range(len(source)), range(len(target)))))


def _are_parts(blocks: Sequence[Block]) -> bool:
    """Tell whether all blocks are lists, or all are tables."""
    return blocks[0].kind in _PARTS and all(block.kind is blocks[0].kind for block in blocks)


def _same_form(source: Sequence[Block], target: Sequence[Block]) -> float:
    """Return 1 for several blocks of the same kinds, less for kinds that translators exchange, 0 for others."""
    if len(source) + len(target) > _MOST + 1 and not _are_parts([*source, *target]):
        return 0.0
    kinds, others = {block.kind for block in source}, {block.kind for block in target}
    if (kinds | others) & _ALONE:
        return 0.0
    if Kind.FIGURE in kinds or Kind.FIGURE in others:
        return 1.0 if kinds == others or _is_captioned(source, target) or _is_captioned(target, source) else 0.5
    return 1.0 if kinds == others else 0.8


def _same_kind(source: Block, target: Block) -> float:
    one, other = source.kind, target.kind
    if one is other:
        return 1.0 - 0.1 * min(3, abs(source.level - target.level))
    if one in _ALONE or other in _ALONE:
        # Only a heading may have been made text, or the other way round.
        text = {one, other} - {Kind.HEADING}
        return 0.45 if len(text) == 1 and not text & _ALONE else 0.0
    return 0.5 if Kind.FIGURE in (one, other) else 0.8


def _is_captioned(blocks: Sequence[Block], other: Sequence[Block]) -> bool:
    """Tell whether some blocks are a figure and the paragraph that is its caption, and ``other`` is a figure."""
    if len(blocks) != 2 or len(other) != 1 or other[0].kind is not Kind.FIGURE:
        return False
    captions = [block for block in blocks if block.kind is not Kind.FIGURE]
    return len(captions) == 1 and _CAPTION.match(captions[0].text) is not None


def _overlap(source: _Marks, target: _Marks) -> float | None:
    """Return the share of formulas, links, images, code, numbers and names that both have, from 0 to 1.

    None where neither has anything of the kind.
    """
    # Few words are the same in two languages; those that are not say nothing.
    names = _common(source.words, target.words)
    total = source.total + target.total + 2 * names
    return 2 * (_common(source.weights, target.weights) + names) / total if total else None


def _common(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    # A sum that does not depend on the order of the set, which differs from run to run.
    return math.fsum(min(left[mark], right[mark]) for mark in left.keys() & right.keys())
