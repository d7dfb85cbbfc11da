"""Which source blocks the source comments of a translation quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dragoman.pages import links
from dragoman.pages.blocks import VERBATIM, Block, Kind
from dragoman.pages.matching import matched
from dragoman.sync.pairing.alignment import Places, best

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SHORT = 3  # words; so few say nothing without their signs
_MUCH = 0.6  # of what two texts have in common that are versions of one
_TOKEN = re.compile(r"\\?\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Links:
    """Which source blocks source comments quote, the blocks first: a comment that quotes none is linked with none."""

    in_order: tuple[Places, ...]
    moved: tuple[Places, ...]
    """Comments that stand at another place among the comments than their source among the source."""


def link(comments: Sequence[Block], source: Sequence[Block]) -> Links:
    """Return which source blocks the blocks of source comments quote.

    Equal blocks first, those in the same order before others; between them what is most alike. An
    source block without comment does not appear.
    """
    quoted, current = [block.key for block in comments], [block.key for block in source]
    matches = matched(quoted, current).get_matching_blocks()
    ends = [(0, 0), *((match.a + match.size, match.b + match.size) for match in matches)]
    gaps = [(range(end[0], match.a), range(end[1], match.b)) for end, match in zip(ends, matches, strict=False)]
    moved = dict(_moved(comments, source, gaps))
    rows_moved = set(moved.values())
    result: list[Places] = []
    for (columns, rows), match in zip(gaps, matches, strict=True):
        left_columns, left_rows = (
            [at for at in columns if at not in moved],
            [at for at in rows if at not in rows_moved],
        )
        result += _link_gap(comments, source, left_columns, left_rows)
        result += [((match.b + step,), (match.a + step,)) for step in range(match.size)]
    return Links(tuple(result), tuple(((row,), (column,)) for column, row in moved.items()))


def _moved(
    comments: Sequence[Block], source: Sequence[Block], gaps: Sequence[tuple[range, range]]
) -> Iterator[tuple[int, int]]:
    """Yield the comments that quote a source block of another gap word for word, each with this block.

    What stands more than once on either side is left out, as nobody can tell which was moved.
    """
    gap_of = {row: gap for gap, (_, rows) in enumerate(gaps) for row in rows}
    loose = [(column, gap) for gap, (columns, _) in enumerate(gaps) for column in columns]
    if not gap_of or not loose:
        return
    quoted, current = [_words(block) for block in comments], [_words(block) for block in source]
    times, others = Counter(quoted), Counter(current)
    for column, gap in loose:
        words = quoted[column]
        if times[words] == others[words] == 1 and not comments[column].partial:
            row = current.index(words)
            if gap_of.get(row, gap) != gap and _mergeable([comments[column]], [source[row]]):
                yield column, row


def _words(block: Block) -> str:
    """Return what tells a block from others: its words; a short one as a whole."""
    words = _prose(block.text)
    return " ".join(words) if len(words) > _SHORT else block.key


def _link_gap(
    comments: Sequence[Block], source: Sequence[Block], columns: Sequence[int], rows: Sequence[int]
) -> Iterable[Places]:
    """Yield the links between comments and source blocks of which none are equal."""
    if not columns:
        return
    mine = [comments[column] for column in columns]
    theirs = [source[row] for row in rows]
    same = _SameLanguage(mine, theirs)
    for left, right in _between(_completed(best(mine, theirs, same.similarity), same), mine, theirs):
        if left:
            yield tuple(rows[at] for at in right), tuple(columns[at] for at in left)


def _between(places: list[Places], mine: Sequence[Block], theirs: Sequence[Block]) -> list[Places]:
    """Return places in which the one comment that quotes nothing quotes the one source block that is left.

    It was written anew, or is the translation of it.
    """
    comments, blocks = ([at for at, one in enumerate(places) if one[side] and not one[1 - side]] for side in (0, 1))
    if len(comments) != 1 or len(blocks) != 1:
        return places
    (left, _), (_, right) = places[comments[0]], places[blocks[0]]
    if abs(comments[0] - blocks[0]) > 1 or len(left) + len(right) > 2 or mine[left[0]].partial:
        return places
    if mine[left[0]].kind is not theirs[right[0]].kind or theirs[right[0]].kind in VERBATIM:
        return places
    rest = [one for at, one in enumerate(places) if at not in (comments[0], blocks[0])]
    return [*rest[: min(comments[0], blocks[0])], (left, right), *rest[min(comments[0], blocks[0]) :]]


def _completed(matches: Sequence[Places], same: _SameLanguage) -> list[Places]:
    """Return the two sides of ``matches``, neighbours joined where only together they have the same words.

    A list may be in pieces on both sides: its first line is one where a comment lacks its mark. A formula may stand
    apart from the sentence that leads to it on one side.
    """
    result: list[Places] = []
    for match in matches:
        result.append(match)
        for size in (2, 3):
            last = result[-size:]
            joined = tuple(at for left, _ in last for at in left), tuple(at for _, right in last for at in right)
            if same.are_led(*joined) or (same.are_equal(*joined) and not all(same.are_equal(*one) for one in last)):
                result[-size:] = [joined]
                break
    return result


class _SameLanguage:
    """Compares blocks of one language by their words and pairs of words."""

    def __init__(self, left: Sequence[Block], right: Sequence[Block]) -> None:
        self._left, self._right = left, right
        self._words_left, self._words_right = ([_signs(block.text) for block in side] for side in (left, right))
        self._said_left, self._said_right = ([_signs(_said(block.text)) for block in side] for side in (left, right))
        self._prose_left = [_prose(block.text) for block in left]
        self._prose_right = [_prose(block.text) for block in right]

    def similarity(self, rows: range, columns: range) -> float:
        """Return how alike a range of each side is, from 0 to 1."""
        mine, theirs = self._left[rows.start : rows.stop], self._right[columns.start : columns.stop]
        if not _mergeable(mine, theirs):
            return 0.0
        if self._have_words(rows, columns):
            return 1.0
        left = [word for at in rows for word in self._words_left[at]]
        right = [word for at in columns for word in self._words_right[at]]
        # A comment may quote a figure by its caption alone.
        said, other = (
            [word for at in side for word in signs[at]]
            for side, signs in ((rows, self._said_left), (columns, self._said_right))
        )
        alike = max(_alike(left, right), 0.9 * _alike(said, other))
        if len(mine) == len(theirs) == 1 and mine[0].kind is theirs[0].kind:
            # What is short is changed as a whole by one word.
            alike += 0.3 if mine[0].kind in (Kind.HEADING, Kind.MATH) else 0.2 if len(left) < 8 else 0.05
        return min(1.0, alike) - 0.05 * (len(mine) + len(theirs) - 2)

    def are_equal(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        """Tell whether some blocks of each side may quote each other and have the same words."""
        mine, theirs = [self._left[at] for at in rows], [self._right[at] for at in columns]
        return bool(mine and theirs) and _mergeable(mine, theirs) and self._have_words(rows, columns)

    def are_led(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        """Tell whether a sentence and its formula are apart on one side, and much the same on the other."""
        mine, theirs = [self._left[at] for at in rows], [self._right[at] for at in columns]
        if not _is_led_to(mine, theirs) and not _is_led_to(theirs, mine):
            return False
        left = [word for at in rows for word in self._words_left[at]]
        return _alike(left, [word for at in columns for word in self._words_right[at]]) > _MUCH

    def _have_words(self, rows: Sequence[int], columns: Sequence[int]) -> bool:
        """Tell whether some blocks of each side have the same words, the targets of links left out."""
        left = [word for at in rows for word in self._prose_left[at]]
        return left == [word for at in columns for word in self._prose_right[at]]


def _alike(left: Sequence[str], right: Sequence[str]) -> float:
    """Return the share of words and of pairs of words that two texts have in common."""
    return (_dice(left, right) + _dice(pairwise(left), pairwise(right))) / 2


def _said(text: str) -> str:
    """Return a text without its tags; nothing where it says nothing else."""
    said = _TAG.sub(" ", text)
    return said if re.search(r"\w", said) else ""


def _signs(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


@lru_cache(maxsize=1 << 14)
def _prose(text: str) -> tuple[str, ...]:
    words = _signs(links.words(text))
    return tuple(word for word in words if word[-1].isalnum())


def _mergeable(mine: Sequence[Block], theirs: Sequence[Block]) -> bool:
    """Tell whether some blocks may quote others: code only code, a heading only one heading."""
    kinds, others = {block.kind for block in mine}, {block.kind for block in theirs}
    if Kind.HEADING in kinds | others and len(mine) + len(theirs) > 2:
        return False
    return kinds & VERBATIM == others & VERBATIM


def _is_led_to(blocks: Sequence[Block], other: Sequence[Block]) -> bool:
    """Tell whether some blocks are a sentence and the formula it leads to, which ``other`` has in one paragraph."""
    is_pair = [block.kind for block in blocks] == [Kind.PARAGRAPH, Kind.MATH]
    return is_pair and len(other) == 1 and other[0].kind is Kind.PARAGRAPH and other[0].text.rstrip().endswith("$$")


def _dice(left: Iterable[Hashable], right: Iterable[Hashable]) -> float:
    one, other = Counter(left), Counter(right)
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
