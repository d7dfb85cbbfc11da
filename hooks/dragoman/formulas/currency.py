r"""What a dollar sign means: one end of a formula, money, or a variable of the shell.

Pandoc's rule: after the first dollar of a formula and before its last one there is no space, and
no digit follows the last one. Two changes make it fit real lectures. A digit may follow unless one
follows the first dollar, too (``$5 or $10``, but ``3$\times$3``); the same holds for amounts before
their signs (``5$ or 10$``) and for variables. And spaces inside are allowed around what reads as TeX.
Where that leaves a choice (``$5-$x$``), `pairs` takes the reading that leaves the fewest dollars over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SPACE = "[ \u00a0\u202f]"
_NUMBER = r"\d(?:[\d.,]|[ \u00a0\u202f'’](?=\d{3}))*"
# What follows a dollar that begins no formula, each kind by its number.
_KINDS = re.compile(r"([.,]?\d)|([A-Z][A-Z0-9_]+\b|\{\w+\}|\([a-z][\w-]+[ )])")
_AMOUNT = re.compile(
    rf"{_SPACE}?[-−]?[.,]?{_NUMBER}(?:{_SPACE}?(?:[kKmMbBtT]n?|million|billion|USD)\b)?\+?"
    r"(?![A-Za-z0-9\\^={(>|]|<(?!/|[a-z]+[ ]*/?>)|[_*]\w)"
)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{2,}\b")
_EXPANSION = re.compile(r"\{\w+\}|\([a-z][\w-]+[ )]")
_AMOUNT_BEFORE = re.compile(rf"\d{_SPACE}?\Z")
_MARKS = r"(?:[*_]{1,3}|</\w+>)?"  # that close what an amount stands in
# An amount that stands in a sentence, or begins a line, up to its sign; a formula that lost its beginning has no space.
_SPACED_PRICE = re.compile(
    rf"(?:[^\W\d_]|[^\w\s\\^={{}}<|+/$]|>|\n[ \t+#-]*){_SPACE}?\(?{_NUMBER}{_MARKS}"
    rf"(?:(?:{_SPACE}?[^\W\d_]{{2,9}}\.?){{0,2}}{_SPACE}|{_SPACE}?[A-Z]{{1,3}}|[千万亿億兆만억])\Z"
)
_TIGHT_PRICE = re.compile(rf"(?:[^\W\d_]{{2,}}{_SPACE}|[(\[\"'“«*_~>:–-]{_SPACE}?|\n[ \t>+#-]*)[*_(]*{_NUMBER}\Z")
_RATED_PRICE = re.compile(rf"(?:\s|\(){_NUMBER}\Z")
_BEGINNINGS = frozenset("\\{([<|$")
_COUNTRY = re.compile(r"[A-Z]{2}\b")
_RATE = re.compile(r"[A-Z]{2}\b|/[^\W\d_]+\b")  # what follows the sign of an amount only
_SENTENCE = 40  # characters before an amount that must hold no sign of TeX
_TEX_SIGN = re.compile(r"[\\^={}<>|]|_\w")
_TEX_AHEAD = re.compile(r"[^\n$]{0,20}?(?:\\[A-Za-z]|\^|_[\w{])")
_TEX = re.compile(r"\\ ?[A-Za-z]|[\w)}\]] ?[\^_] ?[\w{\\(*]")
_COMMAND_OR_GROUP = re.compile(r"\\ ?[A-Za-z]+|\{[^{}]*\}")
# A word, or a letter that no formula is written with.
_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}(?![^\s.,;:!?])|(?![A-Za-zͰ-Ͽ])[^\W\d_]")


def pairs(text: str, dollars: Sequence[int], is_money: Callable[[int], bool]) -> frozenset[int]:
    """Return those of the ``dollars`` of a block that begin a formula, which the next one ends.

    As few as can be are left over that are no money; where that is the same, as few as can be enclose prose, and
    as many as can be enclose something.
    """
    best = [(0, 0, 0)] * (len(dollars) + 2)
    begin = set()
    for index in range(len(dollars) - 1, -1, -1):
        offset = dollars[index]
        if index + 1 < len(dollars) and dollars[index + 1] == offset + 1:  # two together are no single ones
            best[index] = best[index + 2]
            continue
        left, prose, alone = best[index + 1]
        best[index] = left + (not is_money(offset)), prose, alone + 1
        if index + 1 < len(dollars) and is_formula(text, offset + 1, dollars[index + 1]):
            left, prose, alone = best[index + 2]
            paired = left, prose + _is_prose(text[offset + 1 : dollars[index + 1]]), alone
            if paired <= best[index]:
                best[index] = paired
                begin.add(offset)
    return frozenset(begin)


def is_formula(text: str, start: int, close: int) -> bool:
    """Tell whether ``text[start:close]``, which stands between two dollars, can be a formula."""
    inside = text[start:close]
    after = _AMOUNT_BEFORE.search(text, max(0, start - 3), start - 1) and _AMOUNT_BEFORE.search(inside[-2:])
    opening, closing = _KINDS.match(inside), _KINDS.match(text, close + 1)
    before = opening and closing and opening.lastindex == closing.lastindex
    if inside[:1].strip() and inside[-1:].strip():
        return not before and not (after and text[start - 2].isdigit() and not _begins_tex(inside))
    # A space that belongs outside: the first dollar ends an amount, or the last one begins something.
    following = text[close + 1 : close + 2]
    if inside[:1].isspace() and text[start - 2 : start - 1].isdigit() and not inside.lstrip().startswith("\\"):
        return False
    if inside[-1:].isspace() and following != "$" and _begins_tex(following):
        return False
    alike = (
        before or after or inside.lstrip().startswith("|") or (_AMOUNT.match(inside) and _AMOUNT.match(text, close + 1))
    )
    return not _is_prose(inside) and (_TEX.search(inside) if alike else re.search(r"\w", inside)) is not None


def _is_prose(inside: str) -> bool:
    return _WORD.search(_COMMAND_OR_GROUP.sub("1", inside)) is not None


def _begins_tex(text: str) -> bool:
    return text[:1] in _BEGINNINGS or (text[:1].isascii() and text[:1].isalnum())


def is_dollar(text: str, start: int, offset: int) -> bool:
    """Tell whether a dollar that ends no formula is meant to be seen: before an amount, after a space, or a variable.

    ``start`` is where its line or cell begins.
    """
    if _AMOUNT.match(text, offset + 1) or _EXPANSION.match(text, offset + 1):
        return _TEX_AHEAD.match(text, offset + 1) is None
    is_rate = _RATE.match(text, offset + 1) and _ends(_RATED_PRICE, text, start, offset)
    return bool(_VARIABLE.match(text, offset + 1) or is_rate or _ends(_SPACED_PRICE, text, start, offset))


def is_tight_price(text: str, start: int, offset: int) -> bool:
    """Tell whether a dollar stands right after an amount, as in "It is 5$ now"; a lost dollar may be meant, too."""
    return _ends(_TIGHT_PRICE, text, start, offset)


def _ends(price: re.Pattern[str], text: str, start: int, offset: int) -> bool:
    following = text[offset + 1 : offset + 2]
    begins_tex = following.isascii() and (following.isalnum() or following in "\\{([$")
    if following and begins_tex and not _COUNTRY.match(text, offset + 1):
        return False
    first = max(start, offset - _SENTENCE)
    sentence = text[first:offset].rpartition("$")[2]
    if len(sentence) == offset - start:
        sentence = f"\n{sentence}"
    amount = price.search(sentence)
    return amount is not None and not _TEX_SIGN.search(sentence[: amount.start()].lstrip("> \t\n"))
