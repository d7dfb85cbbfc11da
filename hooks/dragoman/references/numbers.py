"""The numbers of a course: what has a label is counted by chapter, the same in all languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from dragoman.findings import Finding, Severity
from dragoman.languages.phrases import Phrases
from dragoman.pages.labels import BOXES, KINDS, NAMES
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.references.labels import Given, read


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a label names: its number, with western digits, and the page that it stands on, below the language folder."""

    label: str
    number: str
    page: str

    def shown(self, phrase: Phrases, command: str = "") -> str:
        r"""Return how a text refers to it: “(5.1)”, “Figure 5.1”, and only “5.1” for ``\ref``."""
        kind, number = self.label.partition(":")[0], phrase.digits(self.number)
        if command == "ref":
            return number
        if kind == "eq" or command:
            return f"({number})"
        return phrase(f"{NAMES[kind]}\u00a0{{number}}", number=number)


class Numbers:
    """The labels of all pages of a course with their numbers."""

    def __init__(self, library: Library, order: Iterable[tuple[str, str]]) -> None:
        """``order`` names the source pages as a reader turns them, each with its chapter; "" is none, and a page counts alone."""
        self._library = library
        self._counts: Counter[tuple[str, str]] = Counter()
        self._source: dict[str, Numbered] = {}
        sources = {page.name: page for page in library.pages.values() if page.lang == library.source}
        chapters = dict(order)
        self._order = [sources[name] for name in dict.fromkeys([*chapters, *sources]) if name in sources]
        for page in self._order:
            self._count(page, chapters.get(page.name, ""), self._source)
        self._of: dict[str, Mapping[str, Numbered]] = {library.source: self._source}

    def of(self, lang: str) -> Mapping[str, Numbered]:
        """Return what the pages of a language may refer to: what the source numbers, and its own pages that translate none."""
        if lang not in self._of:
            known = dict(self._source)
            for page in self._library.pages.values():
                if page.lang == lang and self._library.source_of(page) is None:
                    self._count(page, "", known)
            self._of[lang] = known
        return self._of[lang]

    def _count(self, page: Lecture, chapter: str, known: dict[str, Numbered]) -> None:
        """Number what has a label on a page; of two that have the same the first keeps it."""
        for one in read(page.visible.text).given:
            if not one.fits or one.label in known:
                continue
            kind = one.label.partition(":")[0]
            if not one.number:
                self._counts[chapter or str(page.path), kind] += 1
            place = str(self._counts[chapter or str(page.path), kind])
            known[one.label] = Numbered(one.label, one.number or ".".join(filter(None, (chapter, place))), page.name)

    def shown_on(self, page: Lecture) -> tuple[tuple[str, Numbered | None], ...]:
        """Return all that a page shows of what is numbered, its own and that of others."""
        source = self._library.source_of(page)
        labels: set[str] = set()
        for here in [read(one.visible.text) for one in (page, source) if one]:
            labels |= {one.label for one in here.given} | {one.label for one in here.references}
        known = self.of(page.lang)
        return tuple((label, known.get(label)) for label in sorted(labels))

    def findings(self, name: str) -> Iterator[Finding]:
        """Yield what is wrong with labels and references; ``name`` is the docs folder as findings call it."""
        first: dict[str, str] = {}
        others = (page for page in self._library.pages.values() if page.lang != self._library.source)
        for page in (*self._order, *others):
            if page.path in self._library.misplaced:
                continue
            for kind, offset, message in self._flaws(page, name, first):
                line = page.visible.line_at(offset)
                yield Finding(f"{name}/{page.path}", line, f"label.{kind}", message, Severity.WARNING)

    def _flaws(self, page: Lecture, name: str, first: dict[str, str]) -> Iterator[tuple[str, int, str]]:
        labels, known = read(page.visible.text), self.of(page.lang)
        source = self._library.source_of(page)
        seen = first if source is page else {}
        for one in labels.given:
            place = f"{name}/{page.path}:{page.visible.line_at(one.start)}"
            if not one.fits:
                yield "place", one.start, _misplaced(one)
            elif one.label in seen:
                message = f"found the label {one.label}, which {seen[one.label]} has, expected each once: change one"
                yield "twice", one.start, message
            elif one.label not in known or known[one.label].page != page.name:
                of_page = [other.label for other in known.values() if other.page == page.name]
                yield "unknown", one.start, _unknown(one.label, of_page, "a label of the source page")
            seen.setdefault(one.label, place)
        for offset, shown, label in labels.strays:
            begin, _, rest = label.partition(":")
            near = BOXES.get(begin) or next(iter(get_close_matches(begin, KINDS, 1, 0.4)), "") if rest else ""
            remedy = f"write {near}:{rest}" if near else "correct it"
            expected = ", ".join(f"{kind}:" for kind in KINDS)
            yield "kind", offset, f"found {shown}, expected a label that begins with one of {expected}: {remedy}"
        for reference in labels.references:
            if reference.label not in known:
                yield "unknown", reference.start, _unknown(reference.label, known, "a label that the course gives")


def _unknown(label: str, known: Collection[str], expected: str) -> str:
    near = get_close_matches(label, sorted(known), 1)
    return f"found {label}, expected {expected}: " + (f"write {near[0]}" if near else "correct it, or give it")


def _misplaced(one: Given) -> str:
    rest = one.label.partition(":")[2]
    if one.fitting:
        meant = " or ".join(f"{{#{kind}:{rest}}}" for kind in one.fitting)
        noun = NAMES.get(one.label.partition(":")[0], "Equation").lower()
        return f"found {{#{one.label}}} behind what is no {noun}, expected {meant}: correct it"
    return (
        f"found the label {one.label}, where nothing is numbered, expected it at the end of the line of a $$…$$, an image, "
        "a heading, a fence or a box such as !!! theorem, or of the paragraph beside a table: move it"
    )
