r"""What a dollar sign means: one end of a formula, money, or a variable of the shell.

Pandoc's rule: after the first dollar of a formula and before its last one there is no space, and
no digit follows the last one. Two changes make it fit real lectures. A digit may follow unless one
follows the first dollar, too (``$5 or $10``, but ``3$\times$3``); the same holds for amounts before
their signs (``5$ or 10$``) and for variables. And spaces inside are allowed around what reads as TeX.
"""

from __future__ import annotations

import re

_SPACE = "[ \u00a0\u202f]"
# What follows a dollar that begins no formula, each kind by its number.
_KINDS = re.compile(r"([.,]?\d)|([A-Z][A-Z0-9_]+\b)|(\{\w+\})|(\([a-z][\w-]+[ )])")
_AMOUNT = re.compile(
    rf"{_SPACE}?[-−]?[.,]?\d[\d.,]*(?:{_SPACE}?(?:[kKmMbBtT]n?|million|billion|USD)\b)?\+?"
    r"(?![A-Za-z0-9\\^={(>|]|<(?!/)|[_*]\w)"
)
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]{2,}\b")
_EXPANSION = re.compile(r"\{\w+\}|\([a-z][\w-]+[ )]")
_AMOUNT_BEFORE = re.compile(rf"\d{_SPACE}?\Z")
# An amount that stands in a sentence, or begins a line, up to its sign; a formula that lost its beginning has no space.
_SPACED_PRICE = re.compile(rf"(?:[^\W\d_]|[^\w\s\\^={{}}<|+*/$]|\*\*|>|\n[ \t+#-]*){_SPACE}?\(?\d[\d.,]*{_SPACE}\Z")
_TIGHT_PRICE = re.compile(rf"(?:[^\W\d_]{{2,}}{_SPACE}|[(\[\"'“«*_~>:–-]{_SPACE}?|\n[ \t>+#-]*)[*_(]*\d[\d.,]*\Z")
_BEGINNINGS = frozenset("\\{([<|$")
_COUNTRY = re.compile(r"[A-Z]{2}\b")
_SENTENCE = 40  # characters before an amount that must hold no sign of TeX
_TEX_SIGN = re.compile(r"[\\^={}<>|]|_\w")
_TEX_AHEAD = re.compile(r"[^\n$]{0,20}?(?:\\[A-Za-z]|\^|_[\w{])")
_TEX = re.compile(r"\\ ?[A-Za-z]|[\w)}\]] ?[\^_] ?[\w{\\(*]")
_COMMAND_OR_GROUP = re.compile(r"\\ ?[A-Za-z]+|\{[^{}]*\}")
_WORD = re.compile(r"(?<!\S)[^\W\d_]{2,}(?!\S)")


def is_formula(text: str, start: int, close: int) -> bool:
    """Tell whether ``text[start:close]``, which stands between two dollars, is a formula."""
    inside = text[start:close]
    after = _AMOUNT_BEFORE.search(text, max(0, start - 3), start - 1) and _AMOUNT_BEFORE.search(inside[-2:])
    opening, closing = _KINDS.match(inside), _KINDS.match(text, close + 1)
    before = opening and closing and opening.lastindex == closing.lastindex
    if inside[:1].strip() and inside[-1:].strip():
        return not before and not (after and text[start - 2].isdigit() and not _begins_tex(inside))
    alike = before or after or (_AMOUNT.match(inside) and _AMOUNT.match(text, close + 1))
    prose = _WORD.search(_COMMAND_OR_GROUP.sub("1", inside))
    return not prose and (_TEX.search(inside) if alike else re.search(r"\w", inside)) is not None


def _begins_tex(inside: str) -> bool:
    return inside[0] in _BEGINNINGS or (inside[0].isascii() and inside[0].isalnum())


def is_dollar(text: str, start: int, offset: int) -> bool:
    """Tell whether a dollar that ends no formula is meant to be seen: before an amount, after a space, or a variable.

    ``start`` is where its line or cell begins.
    """
    if _AMOUNT.match(text, offset + 1) or _EXPANSION.match(text, offset + 1):
        return _TEX_AHEAD.match(text, offset + 1) is None
    return _VARIABLE.match(text, offset + 1) is not None or _ends(_SPACED_PRICE, text, start, offset)


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
