"""Whether a translated page uses the terms of the term base.

Precise rather than complete: what could be right is not reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.findings import Finding, Severity
from dragoman.formulas.finder import find
from dragoman.pages.fences import code_blocks, code_spans
from dragoman.pages.links import links
from dragoman.pages.spans import blotted
from dragoman.terms.inflection import Finder, Use
from dragoman.terms.term_base import FILE, Glossary

_NO_PROSE = re.compile(r"<!--.*?-->|<[^<>]*>|\{[:#.][^{}\n]*\}|https?://[^\s)>]+", re.DOTALL)
_PARENTHESES = re.compile(r"\([^()]*\)")
_OFTEN = 2  # blocks of the source page that use a term, before the translation must


@dataclass(frozen=True, slots=True)
class Pair:
    """A block of a translated page: its source, its translation, and the line where that begins."""

    source: str
    translation: str
    line: int


class TermCheck:
    """Compares pages of one language with the term base."""

    def __init__(self, glossary: Glossary, lang: str, source: str, *, name: str = f"docs/{FILE}") -> None:
        """``name`` is what messages call the term base."""
        self._name = name
        self._terms = glossary.of(lang)
        self._source = Finder(source, [entry.wordings[source].spellings for entry, _ in self._terms])
        self._accepted = Finder(lang, [wording.spellings for _, wording in self._terms])
        self._avoided = Finder(lang, [wording.avoid for _, wording in self._terms])
        self._lang = lang

    def check(self, file: str, pairs: Iterable[Pair]) -> tuple[Finding, ...]:
        """Return what the page ``file`` with these blocks says otherwise than the term base asks."""
        blocks = [(prose(pair.source), prose(pair.translation), pair.line) for pair in pairs]
        found: list[Finding] = []
        blocks_of: dict[int, list[int]] = {}
        for number, (source, translation, line) in enumerate(blocks):
            asked = Counter(use.index for use in self._source.uses(source))
            for index in asked:
                blocks_of.setdefault(index, []).append(number)
            found += [
                _finding(file, line + translation.count("\n", 0, use.start), self._instead(translation, use))
                for use in self._wrong(translation, asked)
            ]
        found += self._missing(file, blocks, {index: at for index, at in blocks_of.items() if len(at) >= _OFTEN})
        return tuple(sorted(set(found)))

    def _wrong(self, translation: str, asked: Counter[int]) -> Iterator[Use]:
        """Yield each avoided translation of a term that the source has more often than the translation."""
        accepted = list(self._accepted.uses(translation))
        # In parentheses stands the term in English, or in the words of another author.
        for use in self._avoided.uses(_blank(_PARENTHESES, translation)):
            is_part_of_term = any(use.start < other.end and other.start < use.end for other in accepted)
            if not is_part_of_term and self._times(use.index, translation) < asked[use.index]:
                yield use

    def _missing(self, file: str, blocks: list[tuple[str, str, int]], often: dict[int, list[int]]) -> Iterator[Finding]:
        for index, at in often.items():
            if not any(self._times(index, translation) for _, translation, _ in blocks):
                entry, wording = self._terms[index]
                message = (
                    f"found no translation of {entry.term!r} that is in {self._name}, expected {wording.term!r}: "
                    f"use it, or add the form that this page uses to its forms in {self._name}"
                )
                _, translation, line = blocks[at[0]]
                blank = translation[: len(translation) - len(translation.lstrip())].count("\n")
                yield _finding(file, line + blank, message)

    def _times(self, index: int, translation: str) -> int:
        # The finder of all terms sees the longest only; alone, a term is found within longer ones, too.
        alone = Finder(self._lang, [self._terms[index][1].spellings])
        return sum(1 for _ in alone.uses(translation))

    def _instead(self, translation: str, use: Use) -> str:
        entry, wording = self._terms[use.index]
        return (
            f"found {translation[use.start : use.end]!r} for {entry.term!r}, expected {wording.term!r} as in "
            f"{self._name}: use that term"
        )


def prose(markdown: str) -> str:
    """Return ``markdown`` with spaces in place of code, formulas, tags and addresses."""
    spans = [*code_blocks(markdown), *code_spans(markdown)]
    spans += [(formula.start, formula.end) for formula in find(markdown).formulas]
    text = blotted(markdown, spans)
    return _blank(_NO_PROSE, blotted(text, ((link.words[1] + 1, link.end) for link in links(text))))


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return blotted(text, (found.span() for found in pattern.finditer(text)))


def _finding(file: str, line: int, message: str) -> Finding:
    return Finding(file, line, "glossary.term", message, Severity.WARNING)
