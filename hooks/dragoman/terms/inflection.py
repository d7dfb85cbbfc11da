"""How the words of the four languages change in a sentence: finding terms in prose, and sorting them.

Endings that follow a rule are known here; others are listed as forms in the term base. In doubt a
word is not found: a reader misses nothing, and a check must not accuse the innocent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

_SPACE = r"[\s\u00a0]+"
_HYPHEN = r"[-\u2010\u2011]"
_MARK = re.compile("[\u064b-\u0655\u0670\u0640]")  # Arabic vowel signs and the stretching of letters
_ALEF = "[اأإآٱ]"
_VARIANTS = {"ا": _ALEF, "أ": _ALEF, "إ": _ALEF, "آ": _ALEF, "ٱ": _ALEF, "ء": "[ءؤئ]", "ى": "[ىي]"}
# The article, unless its two letters belong to the root, as in التفاف and التزام.
_ARTICLE = re.compile(r"^ال(?!ت\wا\wي?ة?\b)(?=\w{2})")
_ARABIC_ARTICLE = "(?:لل|ال)?"
_ARABIC_PREFIX = "[وف]?(?:لل|[بكل]?(?:ال)?)"
_ARABIC_PRONOUN = "(?:ه(?:ا|ما?)?|نا)"
_TURKISH_SUFFIXES = (
    r"(?:['’]?"
    r"(?:l[ae]r)?(?:l[ıiuü]|s[ıiuü]z|l[ıiuü][kğ])?"  # plural, with, without, -ness
    r"(?:[ıiuü][mn][ıiuü]z|[ıiuü]m|s?[ıiuü])?"  # whose
    r"(?:[yn]?[ıiuü]n|[yn]?[ıiuü]|[yn]?[ae]|n?[dt][ae]n?|y?l[ae])?"  # case
    r"(?:ki(?:l[ae]r)?(?:n[ıiuü]n|n[ıiuü]|n[ae]|nd[ae]n?)?)?"
    r"(?:[dt][ıiuü]r|yd[ıiuü]|ym[ıiuü]ş|yken|ys[ae])?)"  # is, was, while, if
)
_SUFFIXING = frozenset({"tr", "ar"})  # whose endings are too many to be listed
_SOFTENED = {"k": "[kğ]", "ç": "[çc]", "t": "[td]", "p": "[pb]"}
_TURKISH_ORDER = {letter: index for index, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")}


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a text that uses a term: the term by its index, and where it stands."""

    index: int
    start: int
    end: int


class Finder:
    """Finds the terms of one language in prose, the longest where several begin."""

    def __init__(self, lang: str, terms: Sequence[Sequence[str]]) -> None:
        """``terms`` holds the ways to write each term, the term itself first."""
        regular = _RULES.get(lang, _plain)
        listed = regular if lang in _SUFFIXING else _plain
        spellings = sorted(
            {(phrase, index, at > 0) for index, phrases in enumerate(terms) for at, phrase in enumerate(phrases)},
            key=lambda spelling: (-len(spelling[0]), spelling),
        )
        # The empty group behind each alternative tells which it was; a group around it would
        # keep the engine from looking at the first letter before it tries one.
        alternatives = "|".join(
            f"{_phrase(phrase, lang, listed if is_form else regular)}()" for phrase, _, is_form in spellings
        )
        prefix = _ARABIC_PREFIX if lang == "ar" else ""
        suffix = _TURKISH_SUFFIXES if lang == "tr" else ""
        self._index = [index for _, index, _ in spellings]
        self._pattern = re.compile(rf"(?<![\w-]){prefix}(?:{alternatives or '(?!)'}){suffix}(?!\w|{_HYPHEN}\w)")

    def uses(self, text: str) -> Iterator[Use]:
        """Yield every use of a term in ``text``, in order and without overlaps."""
        bare = _MARK.sub("", text)
        # Where each letter of the bare text is in the text itself.
        places = [*(at for at, sign in enumerate(text) if not _MARK.match(sign)), len(text)] if bare != text else None
        for match in self._pattern.finditer(bare):
            start, end = (places[match.start()], places[match.end()]) if places else match.span()
            yield Use(self._index[(match.lastindex or 1) - 1], start, end)


def sort_key(term: str, lang: str) -> tuple[object, ...]:
    """Return what orders the terms of ``lang`` as its dictionaries do."""
    if lang == "tr":
        lowered = term.replace("I", "ı").replace("İ", "i").lower()
        return ([_TURKISH_ORDER.get(letter, -1) for letter in lowered], term)
    if lang == "ar":
        bare = _ARTICLE.sub("", _MARK.sub("", term))
        return (re.sub("[أإآٱ]", "ا", bare).replace("ى", "ي").casefold(), term)
    letters = unicodedata.normalize("NFKD", term.casefold().replace("œ", "oe"))
    return ("".join(letter for letter in letters if letter.isalnum() or letter == " "), term)


def _phrase(phrase: str, lang: str, rule: Callable[[str, bool, bool], str]) -> str:
    """Return the pattern of a term, in which every word may end as its language lets it."""
    words = _MARK.sub("", phrase).split()
    gap = f"(?:{_SPACE}|{_HYPHEN})" if lang == "en" else _SPACE
    patterns = [rule(word, index == 0, index == len(words) - 1) for index, word in enumerate(words)]
    return gap.join(patterns)


def _letters(word: str, *, initial: bool, lang: str = "") -> str:
    """Return the pattern of the letters of a word, a capital allowed at the start of a sentence."""
    hyphen = f"(?:{_SPACE}|{_HYPHEN}|)" if lang == "en" else _HYPHEN
    pieces = ["['’]" if sign in "'’" else hyphen if sign == "-" else re.escape(sign) for sign in word]
    if initial and word[0].islower():
        capital = {"i": "İ", "ı": "I"}.get(word[0], word[0].upper()) if lang == "tr" else word[0].upper()
        pieces[0] = f"[{word[0]}{capital}]"
    return "".join(pieces)


def _plain(word: str, first: bool, last: bool) -> str:  # noqa: ARG001, FBT001 - the shape of a rule
    return _letters(word, initial=first)


def _english(word: str, first: bool, last: bool) -> str:  # noqa: FBT001
    letters = _letters(word, initial=first, lang="en")
    if not last:
        return letters
    if re.search("[^aeiou]y$", word):
        return f"{letters[:-1]}(?:y|ies)"
    return letters + ("(?:es)?" if re.search("(?:[sx]|[cs]h)$", word) else "s?")


def _french(word: str, first: bool, last: bool) -> str:  # noqa: ARG001, FBT001
    return _letters(word, initial=first) + ("" if word[-1] in "sxz" else "[sx]?")


def _turkish(word: str, first: bool, last: bool) -> str:  # noqa: FBT001
    letters = _letters(word, initial=first, lang="tr")
    softened = _SOFTENED.get(word[-1]) if last and len(word) > 2 else None
    return letters[:-1] + softened if softened else letters


def _arabic(word: str, first: bool, last: bool) -> str:  # noqa: FBT001
    if not re.search("[\u0600-\u06ff]", word):
        return _letters(word, initial=False)
    word = _ARTICLE.sub("", word)
    feminine = word.endswith("ة")
    stem = word[:-1] if feminine else word
    letters = "".join(_VARIANTS.get(letter, re.escape(letter)) for letter in stem)
    pronoun = _ARABIC_PRONOUN if last else "(?!)"
    if feminine:
        ending = f"(?:ة|ات{pronoun}?|ت(?:ان|ين|{pronoun}))"
    else:
        agreement = "" if first and last else "|ة"
        ending = f"(?:(?:ا[تن]?|[يو]ن)?{pronoun}|ا[تن]?|[يو]ن{agreement})?"
    return ("" if first else _ARABIC_ARTICLE) + letters + ending


_RULES: dict[str, Callable[[str, bool, bool], str]] = {
    "en": _english,
    "fr": _french,
    "tr": _turkish,
    "ar": _arabic,
}


def same(phrases: Iterable[str]) -> set[str]:
    """Return ``phrases`` as they are compared with each other: without marks, in small letters."""
    return {" ".join(_MARK.sub("", phrase).casefold().replace("’", "'").split()) for phrase in phrases}
