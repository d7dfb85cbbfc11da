"""Finding terms in prose, in whatever form their language gives them there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.languages.inflection import MARK, bare
from dragoman.languages.language import language


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
        spellings = sorted(
            {(phrase, index, at > 0) for index, phrases in enumerate(terms) for at, phrase in enumerate(phrases)},
            key=lambda spelling: (-len(spelling[0]), spelling),
        )
        self._index = [index for _, index, _ in spellings]
        self._pattern = re.compile(
            language(lang).inflection.pattern([(phrase, listed) for phrase, _, listed in spellings])
        )

    def uses(self, text: str) -> Iterator[Use]:
        """Yield every use of a term in ``text``, in order and without overlaps."""
        letters = bare(text)
        # Where each letter of the bare text is in the text itself.
        places = [*(at for at, sign in enumerate(text) if not MARK.match(sign)), len(text)] if letters != text else None
        for match in self._pattern.finditer(letters):
            start, end = (places[match.start()], places[match.end()]) if places else match.span()
            yield Use(self._index[(match.lastindex or 1) - 1], start, end)


def same(phrases: Iterable[str]) -> set[str]:
    """Return ``phrases`` as they are compared with each other: without marks, in small letters."""
    return {" ".join(bare(phrase).casefold().replace("’", "'").split()) for phrase in phrases}
