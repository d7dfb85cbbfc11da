"""Words that are the same but for their spelling: variants of a language, and slips of the pen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from dragoman.languages import folders

if TYPE_CHECKING:
    from spellchecker import SpellChecker

_ALONE = frozenset({"a", "i", "no", "not"})  # joined to another word they change what is said
_LEAST = 5  # letters of a word in which a slip is told from another word
_INFLECTION = re.compile(r"(?:'?s|e?d|ing|ly|e?r|est)$")


def are_same(before: Sequence[str], now: Sequence[str], lang: str) -> bool:
    """Tell whether words in small letters are the same but for spelling, hyphens, and slips that were mended."""
    mine, theirs = [folded(word, lang) for word in before], [folded(word, lang) for word in now]
    if "".join(mine) == "".join(theirs):
        return mine == theirs or not _ALONE.intersection([*mine, *theirs])
    if len(mine) != len(theirs):
        return False
    return all(
        one == other or is_slip(one, other, lang) or is_slip(other, one, lang)
        for one, other in zip(mine, theirs, strict=True)
    )


@cache
def folded(word: str, lang: str) -> str:
    """Return the form that all spellings of a word share."""
    for pattern, form in _variants(lang):
        word = pattern.sub(form, word)
    return word


@cache
def _variants(lang: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what each spelling of a word becomes, so that all become the same; no two words do."""
    return tuple((re.compile(pattern), form) for pattern, form in folders.rules(lang).get("spellings", ()))


def is_slip(wrong: str, right: str, lang: str) -> bool:
    """Tell whether one word is another with a slip in it: one letter, and no word of the language."""
    if len(right) < _LEAST or wrong[:1] != right[:1] or not _is_one_apart(wrong, right):
        return False
    if _INFLECTION.sub("", wrong) == _INFLECTION.sub("", right):
        return False
    words = _dictionary(lang)
    return words is not None and right in words and wrong not in words


def _is_one_apart(left: str, right: str) -> bool:
    """Tell whether one letter is another, one too many, or changes places with its neighbour."""
    start = next((at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return abs(len(left) - len(right)) == 1
    one, other = left[start:], right[start:]
    swapped = one[1::-1] + one[2:]
    return one[1:] == other[1:] or one[1:] == other or one == other[1:] or (len(one) > 1 and swapped == other)


@cache
def _dictionary(lang: str) -> SpellChecker | None:
    """Return the words of a language, None for one that the library does not have."""
    from spellchecker import SpellChecker  # noqa: PLC0415 - it takes a while, and few calls need it

    return SpellChecker(lang) if lang in SpellChecker.languages() else None
