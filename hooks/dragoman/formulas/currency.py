"""What a dollar sign means: one end of a formula, money, or a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dragoman.pages.fences import block_end, code_span_end

_MARK = re.compile(r"\\\\|\\\$|\$\$|\$|`+")
_AMOUNT = re.compile(r"\d[\d.,]*(?:[ \u00a0]?(?:[kKmMbBtT]n?|million|billion|USD))?\+?(?=[\s,;.)/–-]|$)")
_AMOUNT_BEFORE = re.compile(r"\d[ \u00a0\u202f]?\Z")
# An amount that stands in a sentence, or begins a line, up to its sign.
_PRICE_BEFORE = re.compile(r"(?:[^\W\d_]{2,}[ \u00a0\u202f]\(?|^[ \t>+-]*)\d[\d.,]*[ \u00a0\u202f]?\Z")
_TEX_SIGNS = frozenset("\\^_={}<>|")
_CLOSING = frozenset(".,;:!?)…»”")
_SENTENCE = 40  # characters before an amount that must hold no sign of TeX
_WORD = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{2,}")
_COMMAND_OR_GROUP = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_TEX_AHEAD = re.compile(r"[^\n$]{0,20}?(?:\\[A-Za-z]|[\^_])")


class Orphans:
    """The dollars without a partner: where a block has an odd number, one must be left out.

    Pairing from the left would turn all prose after a lost dollar into formulas. The one is left
    out whose absence makes the rest look most like TeX.
    """

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._limit = -1
        self._orphan: int | None = None

    def holds(self, offset: int) -> bool:
        """Tell whether the dollar at ``offset`` is to be read as a dollar."""
        if offset >= self._limit:
            self._limit = block_end(self._text, offset, self._end)
            self._orphan = self._find(offset)
        return offset == self._orphan

    def _find(self, start: int) -> int | None:
        dollars = _without_money(self._text, list(_single_dollars(self._text, start, self._limit)))
        if len(dollars) % 2 == 0 or len(dollars) == 1:
            return None
        candidates = range(len(dollars) - 1, -1, -2)
        best = min(candidates, key=lambda index: self._prose(dollars[:index] + dollars[index + 1 :]))
        return dollars[best]

    def _prose(self, dollars: list[int]) -> int:
        """Return how many words stand between the dollars that would be pairs."""
        return sum(
            len(_WORD.findall(_COMMAND_OR_GROUP.sub(" ", self._text[opening + 1 : closing])))
            for opening, closing in zip(dollars[::2], dollars[1::2], strict=True)
        )


def _single_dollars(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets of the single dollars outside code between ``start`` and ``end``."""
    position = start
    while mark := _MARK.search(text, position, end):
        position = mark.end()
        if mark.group()[0] == "`":
            position = code_span_end(text, mark.start(), end)
        elif mark.group() == "$":
            yield mark.start()


def _without_money(text: str, dollars: list[int]) -> list[int]:
    """Return ``dollars`` without those that stand before an amount of money."""
    kept: list[int] = []
    index = 0
    while index < len(dollars):
        following = dollars[index + 1] if index + 1 < len(dollars) else None
        if following is None or not is_money(text, dollars[index] + 1, following):
            kept += dollars[index : index + 2]
            index += 2
        else:
            index += 1
    return kept


def is_money(text: str, start: int, close: int) -> bool:
    """Tell whether ``text[start:close]`` is prose after a price, up to the next dollar."""
    content = text[start:close]
    if content[:1].isspace() and _AMOUNT_BEFORE.search(text[max(0, start - 12) : start - 1]):
        # "5 $ et 10 $", the amount before its sign
        return _WORD.search(content) is not None and not set(content) & set("\\^_=")
    amount = _AMOUNT.match(content)
    if not amount:
        return False
    rest = content[amount.end() :]
    following = text[close + 1 : close + 2]
    if not rest.strip(" ,;–-"):  # "$5–$10", not "$0$s"
        return rest != "" and following.isdigit()
    prose = _COMMAND_OR_GROUP.sub(" ", rest)
    return (content[-1].isspace() or following.isalnum()) and _WORD.search(prose) is not None


def _ends_price(text: str, offset: int) -> bool:
    """Tell whether the dollar at ``offset`` stands after an amount of money in a sentence: "It is 5$ now"."""
    following = text[offset + 1 : offset + 2]
    if following.strip() and following not in _CLOSING | set("-–/"):
        return False
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    sentence = line[line.rfind("$") + 1 :][-_SENTENCE:]
    price = _PRICE_BEFORE.search(sentence)
    if price is None or _TEX_SIGNS.intersection(sentence[: price.start()].lstrip(" \t>")):
        return False
    return price.group()[:1].isalpha() or sentence == line


def without_price(text: str, dollars: Sequence[int]) -> tuple[int, ...]:
    """Return ``dollars``, which have no partner, without those that end the one price of their block.

    Two in a block, "from 3$ to 8$", may as well be formulas that lost their beginnings.
    """
    return tuple(
        dollar
        for index, dollar in enumerate(dollars)
        if not _ends_price(text, dollar)
        or any(_in_one_block(text, *pair) for pair in pairwise(dollars[max(0, index - 1) : index + 2]))
    )


def _in_one_block(text: str, start: int, end: int) -> bool:
    return block_end(text, start, end) == end


def is_price(text: str, start: int, end: int) -> bool:
    """Tell whether an amount of money, and no TeX, begins at ``start``, after a dollar without a partner."""
    return _AMOUNT.match(text, start, end) is not None and _TEX_AHEAD.match(text, start, end) is None
