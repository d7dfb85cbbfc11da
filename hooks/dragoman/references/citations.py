"""Citations: where they stand in a text, how a language says author and year, and what is wrong with them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum
from string import ascii_lowercase

from dragoman.findings import Finding, Severity
from dragoman.formulas.prose import prose
from dragoman.languages.phrases import Phrases
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.pages.links import Link, links
from dragoman.pages.spans import blotted
from dragoman.references.bibliography import Bibliography, Work

_KEY = r"@(?:\{(?P<braced>[^{}\s]+)\}|(?P<key>\w(?:\w|[:.#$%&+?<>~/-]+(?=\w))*))"
# In front of it stands no part of a word or of an address, whose sign it would be; a particle of another script may.
_FREE = r"(?<![A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff0-9_\\@./+=%^])"
MENTIONED = re.compile(_FREE + _KEY)
"""What may be the key of a citation."""
_BARE = re.compile(rf"(?P<minus>(?<!\S)-)?{_FREE}{_KEY}")
_GROUP = re.compile(r"(?<![\\!\[])\[(?!\^)(?P<inside>[^\[\]]+)\](?!\(|\[(?!\^)[^@\]]*\])")
_BLANK = re.compile(r"\n\s*\n")
_NEXT = re.compile(r"[;；؛]|[,،，、](?=\s*-?@)")
_ONE = re.compile(rf"(?P<before>(?:[^@]*\s)?)(?P<minus>-?){_KEY}(?P<after>.*)\Z", re.DOTALL)
# What HTML follows with is no part of it.
_WITHIN = re.compile(r"[!-%'-;=-~]+")
_IN_ALT = re.compile(r"\balt\s*=\s*\"[^\"\n]*\Z")
# What nobody writes who means no work: names and a year.
_LIKELY = re.compile(r"[a-z]{2,}\d{4}[a-z]*", re.IGNORECASE)
_NEAR = 0.8
# Links in each other, and letters of an attribute; who writes more wants to keep us busy.
_NESTED, _LONGEST = 4, 1000


@dataclass(frozen=True, slots=True)
class Cited:
    """A work in a citation: its key, the words before and after it, and whether only its year is meant."""

    key: str
    before: str = ""
    after: str = ""
    is_year: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, ``text[start:end]``."""

    start: int
    end: int
    works: tuple[Cited, ...]
    is_narrative: bool
    """Whether its author is a part of the sentence."""
    is_plain: bool
    """Whether it stands where no link can."""


def known_key(written: str, known: Collection[str]) -> str:
    """Return the key that is meant: what is written, or what of it is before HTML or a script without spaces."""
    first = _WITHIN.match(written)
    if written in known or first is None:
        return written
    return first[0] if first[0] in known and first[0][-1].isalnum() else written


def key_of(found: re.Match[str]) -> str:
    """Return the key as it is written in what `MENTIONED` finds."""
    return found["braced"] or found["key"]


def find(text: str, known: Collection[str]) -> Iterator[Citation]:
    """Yield the citations of Markdown without comments; there are none where no works are ``known``.

    What is in brackets may name works that are not known; elsewhere that is no citation.
    """
    if "@" not in text or not known:
        return
    words = prose(text)
    if "@" not in words:
        return
    # The text of a note begins as an address that stands elsewhere does.
    places = _Places([one for one in links(words) if one.is_inline or not words[one.start :].lstrip().startswith("[^")])
    taken = []
    for group in _GROUP.finditer(words):
        if "@" not in group["inside"] or _BLANK.search(group["inside"]):
            continue
        works = tuple(_works(text, words, *group.span("inside"), known))
        is_meant = group["inside"].startswith(("@", "-@")) or any(one.key in known for one in works)
        place = places.at(words, group.start()) if works and is_meant else Place.NONE
        if place is not Place.NONE:
            taken.append(group.span())
            yield Citation(*group.span(), works, is_narrative=False, is_plain=place is Place.WORDS)
    for found in _BARE.finditer(blotted(words, taken)):
        key = known_key(key_of(found), known)
        place = places.at(words, found.start()) if key in known else Place.NONE
        if place is not Place.NONE:
            end = found.end() - len(key_of(found)) + len(key)
            works = (Cited(key, is_year=bool(found["minus"])),)
            is_narrative = not found["minus"]
            yield Citation(found.start(), end, works, is_narrative=is_narrative, is_plain=place is Place.WORDS)


def _works(text: str, words: str, start: int, end: int, known: Collection[str]) -> Iterator[Cited]:
    """Yield the works of a citation in brackets; nothing where a part of it names none."""
    stops = list(_NEXT.finditer(words, start, end))
    starts, ends = [start, *(one.end() for one in stops)], [*(one.start() for one in stops), end]
    # A semicolon behind the last is one too many.
    stretches = [(first, last) for first, last in zip(starts, ends, strict=True) if words[first:last].strip()]
    parts = [_ONE.match(words[first:last]) for first, last in stretches]
    if not all(parts):
        return
    for (first, _), part in zip(stretches, parts, strict=True):
        if part is None:
            continue
        written, key = key_of(part), known_key(key_of(part), known)
        rest = part.start("after") - len(written) + len(key)
        yield Cited(
            key,
            text[first : first + part.end("before")].strip(),
            text[first + rest : first + part.end("after")].strip(),
            bool(part["minus"]),
        )


class Place(Enum):
    """Where a citation may stand."""

    LINKS = "links"
    WORDS = "words"
    """Within a link, or in the words of a figure for those who do not see it."""
    NONE = "none"
    """In an address."""


class _Places:
    """The links and images of a text."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._links = sorted(links, key=lambda one: one.start)
        self._starts = [one.start for one in self._links]

    def at(self, words: str, offset: int) -> Place:
        """Return what a citation at ``offset`` stands in."""
        last = bisect_right(self._starts, offset)
        for link in reversed(self._links[max(0, last - _NESTED) : last]):
            if offset < link.end:
                if link.words[0] <= offset < link.words[1]:
                    return Place.WORDS
                return Place.LINKS if link.image else Place.NONE  # in a caption
        line = words.rfind("\n", max(0, offset - _LONGEST), offset) + 1 or max(0, offset - _LONGEST)
        return Place.WORDS if _IN_ALT.search(words, line, offset) else Place.LINKS


@dataclass(frozen=True, slots=True)
class Citations:
    """How the works that a page cites are called in a language."""

    works: Mapping[str, Work]
    phrase: Phrases
    letters: Mapping[str, str]
    """What tells works of the same authors and year apart, by key."""

    def authors(self, work: Work, shown: Callable[[str], str] = lambda name: name) -> str:
        """Return the authors of a work; ``shown`` sets each name."""
        return authors(work, self.phrase, shown)

    def year(self, work: Work) -> str:
        """Return the year of a work with its letter."""
        year = self.phrase.digits(work.year) if work.year else self.phrase("n.d.")
        return year + self.letters.get(work.key, "")

    def short(self, work: Work, shown: Callable[[str], str] = lambda name: name) -> str:
        """Return author and year as they stand between parentheses."""
        return self.phrase("{authors}, {year}", authors=self.authors(work, shown), year=self.year(work))

    def said(self, work: Work, shown: Callable[[str], str] = lambda name: name) -> str:
        """Return author and year as they stand in a sentence."""
        return self.phrase("{authors} ({year})", authors=self.authors(work, shown), year=self.year(work))

    def text(self, citation: Citation, one: Callable[[Cited], str], words: Callable[[str], str]) -> str:
        """Return a citation; ``one`` gives what stands for a work, ``words`` what stands around it."""
        if citation.is_narrative:
            return one(citation.works[0])
        parts = []
        for cited in citation.works:
            before = f"{words(cited.before)} " if cited.before else ""
            parts.append(before + one(cited) + self._after(words(cited.after)))
        separator = self.phrase("{citation}; {other}", citation="", other="")
        return self.phrase("({citations})", citations=separator.join(parts))

    def _after(self, words: str) -> str:
        """Return what stands behind a work with the comma of the language before it."""
        rest = words.lstrip(",،，、 \n")
        if not words or (rest == words and not words[0].isalnum()):
            return words
        return self.phrase("{authors}, {year}", authors="", year=rest)

    def plain(self, citation: Citation) -> str:
        """Return a citation as text."""

        def one(cited: Cited) -> str:
            work = self.works.get(cited.key)
            if work is None:
                return f"@{cited.key}"
            if cited.is_year:
                return self.year(work)
            return self.said(work) if citation.is_narrative else self.short(work)

        return self.text(citation, one, lambda words: words)


def authors(work: Work, phrase: Phrases, shown: Callable[[str], str] = lambda name: name) -> str:
    """Return who wrote a work, in the words of a language; what it is called, where nobody is named."""
    names = [shown(name.family) for name in work.names]
    if not names:
        return shown(work.title.replace("$", ""))
    if work.has_others or len(names) > 2:
        return phrase("{name} et al.", name=names[0])
    return phrase("{name} and {other}", name=names[0], other=names[1]) if len(names) == 2 else names[0]


def of_page(text: str, works: Mapping[str, Work], phrase: Phrases) -> Citations:
    """Return how the works are called that a text cites."""
    cited = {one.key for citation in find(text, works) for one in citation.works}
    chosen = ordered(works[key] for key in cited if key in works)
    same = Counter((authors(work, phrase), work.year) for work in chosen)
    counted: Counter[tuple[str, str]] = Counter()
    letters = {}
    for work in chosen:
        who = authors(work, phrase), work.year
        if same[who] > 1:
            letters[work.key] = ascii_lowercase[counted[who] % 26] * (counted[who] // 26 + 1)
            counted[who] += 1
    return Citations({work.key: work for work in chosen}, phrase, letters)


def ordered(works: Iterable[Work]) -> list[Work]:
    """Return works as a list has them, the same in all languages: by names, year and title."""
    return sorted(
        works,
        key=lambda work: (
            [name.family.casefold() for name in work.names] or [work.title.casefold()], work.year, work.title, work.key,
        ),
    )  # fmt: skip


def findings(library: Library, bibliography: Bibliography, name: str) -> Iterator[Finding]:
    """Yield what is wrong with the works, and the citations that name none; ``name`` is the docs folder in findings."""
    yield from bibliography.findings
    if any(one.kind == "bibliography.syntax" for one in bibliography.findings):
        return  # what is not read may be what is cited
    for page in library.pages.values():
        yield from _unknown_works(page, bibliography, f"{name}/{page.path}")


def _unknown_works(page: Lecture, bibliography: Bibliography, file: str) -> Iterator[Finding]:
    text, known = page.visible.text, bibliography.works
    spans = []
    for citation in find(text, known):
        spans.append((citation.start, citation.end))
        for cited in citation.works:
            at = max(citation.start, text.find(f"@{cited.key}", citation.start, citation.end))
            if cited.key not in known:
                message = _unknown(cited.key, known, bibliography.name)
                yield Finding(file, page.visible.line_at(at), "citation.unknown", message)
            if further := MENTIONED.search(cited.after):
                message = f"found {further[0]} behind @{cited.key}, expected a semicolon between two works: write ; {further[0]}"
                yield Finding(file, page.visible.line_at(at), "citation.two", message)
    if not known and not bibliography.findings:
        yield from _without_works(page, bibliography, file)
    said: set[str] = set()
    for found in MENTIONED.finditer(blotted(prose(text), spans)) if "@" in text and known else ():
        key = known_key(key_of(found), known)
        if key not in said and key not in known and _LIKELY.fullmatch(key) and get_close_matches(key, known, 1, _NEAR):
            said.add(key)
            message = _unknown(key, known, bibliography.name)
            yield Finding(file, page.visible.line_at(found.start()), "citation.unknown", message, Severity.WARNING)


def _without_works(page: Lecture, bibliography: Bibliography, file: str) -> Iterator[Finding]:
    """Yield the first of what must be citations on a page of a course that has no works."""
    text = page.visible.text
    for group in _GROUP.finditer(prose(text)) if "[@" in text else ():
        found = MENTIONED.match(group["inside"])
        if found and _LIKELY.fullmatch(key_of(found)):
            message = f"found @{key_of(found)}, expected the works that are cited in {bibliography.name}: add that file"
            yield Finding(file, page.visible.line_at(group.start()), "citation.unknown", message, Severity.WARNING)
            return


def _unknown(key: str, known: Collection[str], name: str) -> str:
    near = get_close_matches(key, sorted(known), 1)
    written = f"@{near[0]}" if near else ""
    if near and not MENTIONED.fullmatch(written):
        written = f"@{{{near[0]}}}"
    remedy = f"write {written}" if near else "add it"
    return f"found @{key}, expected a key of {name}: {remedy}, or write \\@ for the sign alone"
