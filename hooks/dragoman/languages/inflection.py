"""How the words of a language change in a sentence, as patterns that find them, and how its dictionaries order them.

What follows a rule stands in the rules of the language; other forms are listed in the term base. In doubt a
word is not found: a reader misses nothing, and a check must not accuse the innocent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SPACE = r"[\s\u00a0]+"
_HYPHEN = r"[-\u2010\u2011]"
# Vowel signs of Arabic and Hebrew, and the stretching of Arabic letters.
MARK = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670\u0640]")
# What belongs to a word: the vowel signs of Indian scripts are no letters to Python.
_IN_WORD = r"\w\u0900-\u0963\u0966-\u0dff"

Endings = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Inflection:
    """The rules of one language."""

    each: Endings = ()
    """How a word may end: of the first pattern that its end matches, what stands in that place."""
    last: Endings = ()
    """The same for the last word of a term, in the place of ``each``."""
    only: Endings = ()
    """The same for the word of a term that has no other, in the place of ``last``."""
    inflects: str = ""
    """What a word has that these hold for."""
    forms_inflect: bool = False
    """Whether forms that the term base lists change as terms do."""
    before: str = ""
    """What may stand before a term, written as one word with it."""
    after: str = ""
    """What may stand after a term, written as one word with it."""
    inner: str = ""
    """What may stand before each word of a term but the first."""
    article: str = "(?!)"
    """What a word of a term may begin with that is no part of it."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """By letter, the pattern of what it may be written as."""
    capitals: Mapping[str, str] = field(default_factory=dict)
    """By letter, its capital, where that is another than usual."""
    joins: bool = False
    """Whether the words of a term may be written apart, together or with a hyphen."""
    spaced: bool = True
    """Whether there is something between words."""
    order: str = ""
    """The letters in the order of dictionaries, where that is not the one without accents."""

    def pattern(self, spellings: Sequence[tuple[str, bool]]) -> str:
        """Return the pattern that finds one of ``spellings``: each a term, or a listed form of one, before an empty group."""
        # The empty group behind each alternative tells which it was; a group around it would
        # keep the engine from looking at the first letter before it tries one.
        terms = "|".join(
            f"{self._phrase(text, inflects=self.forms_inflect or not listed)}()" for text, listed in spellings
        )
        found = f"{self.before}(?:{terms or '(?!)'}){self.after}"
        if self.spaced:
            return rf"(?<![{_IN_WORD}-]){found}(?![{_IN_WORD}]|{_HYPHEN}\w)"
        return rf"(?:(?<![A-Za-z0-9_-])|(?=[^\x00-\x7f])){found}(?:(?![A-Za-z0-9_])|(?<=[^\x00-\x7f]))"

    def sort_key(self, term: str) -> tuple[object, ...]:
        """Return what orders terms as dictionaries do."""
        small = {capital: letter for letter, capital in self.capitals.items()}
        lowered = "".join(small.get(sign, sign) for sign in re.sub(self.article, "", bare(term))).casefold()
        if self.order:
            return ([self.order.find(sign) for sign in lowered], term)
        letters = unicodedata.normalize("NFKD", lowered.replace("œ", "oe").replace("ى", "ي").replace("ٱ", "ا"))
        return ("".join(sign for sign in letters if sign.isalnum() or sign == " "), term)

    def _phrase(self, phrase: str, *, inflects: bool) -> str:
        words = bare(phrase).split()
        gap = f"(?:{_SPACE}|{_HYPHEN})" if self.joins else _SPACE
        return gap.join(
            self._word(word, first=at == 0, last=at == len(words) - 1, inflects=inflects)
            for at, word in enumerate(words)
        )

    def _word(self, word: str, *, first: bool, last: bool, inflects: bool) -> str:
        """Return the pattern of a word of a term."""
        if not inflects or not re.search(self.inflects, word):
            return self._letters(word, initial=first)
        word = re.sub(self.article, "", word)
        rules = (first and last and self.only) or (last and self.last) or self.each
        cut, ending = next(
            ((found.start(), ending) for end, ending in rules if (found := re.search(f"(?:{end})$", word))),
            (len(word), ""),
        )
        return ("" if first else self.inner) + self._letters(word[:cut], initial=first) + ending

    def _letters(self, word: str, *, initial: bool) -> str:
        """Return the pattern of letters, a capital allowed at the start of a sentence."""
        hyphen = f"(?:{_SPACE}|{_HYPHEN}|)" if self.joins else _HYPHEN
        special = {"'": "['’]", "’": "['’]", "-": hyphen, **self.letters}
        pieces = [special.get(sign, re.escape(sign)) for sign in word]
        if initial and word[:1].islower():
            pieces[0] = f"[{word[0]}{self.capitals.get(word[0], word[0].upper())}]"
        return "".join(pieces)


def bare(text: str) -> str:
    """Return a text without the signs that readers supply themselves."""
    return MARK.sub("", text)
