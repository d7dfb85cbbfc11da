"""Everything that is wrong with the translations of a docs folder, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

from dragoman.findings import Finding, Grade, Severity
from dragoman.formulas import normal_form
from dragoman.formulas.finder import Formula, find
from dragoman.formulas.katex import Katex, TexError
from dragoman.languages.language import language
from dragoman.pages.blocks import Block
from dragoman.pages.directives import NAMES
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.references.bibliography import Bibliography
from dragoman.sync.checks import drift, drift_findings, parity, untranslated
from dragoman.sync.checks.differences import located
from dragoman.sync.checks.drift import State
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import Languages, Pair, Paired, source_blocks
from dragoman.terms import check as glossary_check
from dragoman.terms import term_base
from dragoman.terms.check import TermCheck
from dragoman.terms.term_base import Glossary


class Sync:
    """The translations of a library beside their source pages."""

    def __init__(
        self,
        library: Library,
        name: str,
        katex: Path,
        glossary: Glossary | None = None,
        course_macros: Mapping[str, str] | None = None,
    ) -> None:
        """``name`` is the docs folder as findings call it, ``katex`` KaTeX's script, which may be missing.

        Where the course's macros are not known, a command that KaTeX does not know may be one of them.
        """
        self.library = library
        self.glossary = glossary or Glossary()
        self.bibliography = Bibliography()
        """What the pages may cite."""
        self._terms: dict[str, TermCheck] = {}
        self.name = name
        self._katex = katex
        self.course_macros = course_macros
        self._blocks: dict[PurePosixPath, tuple[Lecture, tuple[Block, ...]]] = {}
        self._paired: dict[PurePosixPath, tuple[Lecture, Lecture, Paired]] = {}
        self._sources = library.of(library.source)

    def follow(self, library: Library, glossary: Glossary, bibliography: Bibliography) -> None:
        """Go on with the pages, the terms and what is cited as they are now; what is known of those that have not changed holds."""
        self.library, self._sources = library, library.of(library.source)
        self.__dict__.pop("macros", None)
        self.bibliography = bibliography
        if glossary is not self.glossary:
            self.glossary, self._terms = glossary, {}

    def source_of(self, page: Lecture) -> Lecture | None:
        """Return the source page of a translation; None for source pages and for pages without one."""
        return None if page.lang == self.library.source else self.library.source_of(page)

    def translations(self) -> Iterator[tuple[Lecture, Lecture]]:
        """Yield each translation with its source page."""
        for lang in self.library.languages:
            for page in self.library.of(lang).values() if lang != self.library.source else ():
                if source := self.source_of(page):
                    yield page, source

    def by_source(self) -> list[list[tuple[Lecture, Lecture]]]:
        """Return the `translations` of each source page together: they have much to read in common."""
        groups: dict[PurePosixPath, list[tuple[Lecture, Lecture]]] = {}
        for page, source in self.translations():
            groups.setdefault(source.path, []).append((page, source))
        return list(groups.values())

    def pairs(self, page: Lecture) -> Paired:
        """Return the pairs of a translation that has a source page."""
        source = self.source_of(page)
        if source is None:
            raise LookupError(page.path)
        known = self._paired.get(page.path)
        if known is None or known[0] is not page or known[1] is not source:
            known = self._paired[page.path] = page, source, pair(page, self.blocks(source), source.lang)
        return known[2]

    def blocks(self, source: Lecture) -> tuple[Block, ...]:
        """Return the blocks of a source page."""
        known = self._blocks.get(source.path)
        if known is None or known[0] is not source:
            known = self._blocks[source.path] = source, source_blocks(source)
        return known[1]

    def check(self, page: Lecture) -> tuple[Finding, ...]:
        """Return what is wrong in a translation compared with its source page, by line."""
        source = self.source_of(page)
        if source is None:
            return ()
        paired = self.pairs(page)
        file, origin = self.file(page), self.file(source)
        found = [
            *drift_findings.check(paired, file, origin, page.to_bytes().decode()),
            *self._parity(paired, page, file),
            *_untranslated(paired, page, source, file),
            *self._check_terms(paired, page, file),
        ]
        # What belongs after the last line is reported on it.
        last = sum(segment.text.count("\n") for segment in page.segments) + 1
        return tuple(sorted(replace(one, line=min(one.line, last)) for one in _unsilenced(found, paired, file)))

    def inputs(self, page: Lecture) -> tuple[object, ...]:
        """Return all that `check` finds something about: the page, its source page, terms, and what TeX is known."""
        source = self.source_of(page)
        terms = [self.glossary.of(lang) for lang in (page.lang, self.library.source)]
        sides = [(one.path, one.to_bytes(), one.visible.text) if one else None for one in (page, source)]
        keys = sorted(self.bibliography.works)
        return self.name, sides, terms, keys, self.macros, self.course_macros, self._engine.identity

    def file(self, page: Lecture) -> str:
        """Return a page as findings name it."""
        return f"{self.name}/{page.path}"

    @cached_property
    def macros(self) -> frozenset[str]:
        """The TeX commands that the source pages use."""
        return frozenset().union(*(_macros(page.visible.text) for page in self._sources.values()))

    def _parity(self, paired: Paired, page: Lecture, file: str) -> Iterator[Finding]:
        course = parity.Course(self.macros, self._is_known, self._refusal, self.bibliography.works, paired.langs)
        for one in parity.check(paired.pairs, course):
            fix = located(page.to_bytes().decode(), one.fix) if one.fix else ()
            grade = Grade.MECHANICAL if fix else None
            yield Finding(file, one.line, one.kind, one.message, one.severity, one.suggestion, grade, fix)

    def _check_terms(self, paired: Paired, page: Lecture, file: str) -> tuple[Finding, ...]:
        if not self.glossary.entries:
            return ()
        if page.lang not in self._terms:
            name = f"{self.name}/{term_base.FILE}"
            self._terms[page.lang] = TermCheck(self.glossary, page.lang, self.library.source, name=name)
        pairs = [
            glossary_check.Pair(_joined(one.source), _joined(one.target), one.target_line)
            for one in paired.pairs
            if one.source and one.target
        ]
        return self._terms[page.lang].check(file, pairs)

    def _is_known(self, macro: str) -> bool:
        """Tell whether KaTeX knows a command; without KaTeX none is known."""
        if not self._katex.is_file():
            return False
        result = next(iter(self._engine.render([(macro, False)])))
        return not (isinstance(result, TexError) and _names_command(result))

    def _refusal(self, formula: Formula) -> str | None:
        """Return why KaTeX cannot read a formula, None without KaTeX and for what may be a macro of the course."""
        if not self._katex.is_file():
            return None
        result = next(iter(self._engine.render([(formula.tex, formula.display)])))
        is_refused = isinstance(result, TexError) and (self.course_macros is not None or not _names_command(result))
        return result.message if isinstance(result, TexError) and is_refused else None

    @cached_property
    def _engine(self) -> Katex:
        return Katex(self._katex, self.course_macros or {})


@lru_cache(maxsize=1 << 10)
def _macros(text: str) -> frozenset[str]:
    """Return the TeX commands of a page."""
    return frozenset(macro for formula in find(text).formulas for macro in normal_form.macros(formula.tex))


def _joined(blocks: Iterable[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


def _names_command(error: TexError) -> bool:
    """Tell whether KaTeX refuses a command because it does not know it."""
    return "Undefined control sequence" in error.message


def _untranslated(paired: Paired, page: Lecture, source: Lecture, file: str) -> Iterator[Finding]:
    for one in paired.pairs:
        links = [link for link in one.links if link.current]
        old = [link for link in links if drift.is_outdated(link)]
        old = [link for link in old if untranslated.is_same_text(link.comments, link.current)]
        sides = [*(link.comments for link in old), *(link.current for link in links)]
        source_text = [block for side in sides for block in side]
        for line, text in untranslated.leftovers(source_text, one.target, language(page.lang).quotes):
            message = f"found text of the source (“{drift_findings.shortened(text)}”), expected its translation: translate or remove it"
            yield Finding(file, line, "text.source", message, Severity.WARNING)
    title = page.meta.get("title") or ""
    if len(title.split()) > 1 and title == source.meta.get("title"):
        message = f"found the source title “{title}”, expected its translation: translate it"
        yield Finding(file, page.meta.lines["title"], "text.source", message, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class _Silence:
    """An ``ignore`` directive and the lines that it is about."""

    kinds: tuple[str, ...]
    lines: frozenset[int]
    line: int

    def covers(self, finding: Finding) -> bool:
        return finding.line in self.lines and any(
            finding.kind == kind or finding.kind.startswith(f"{kind}.") for kind in self.kinds
        )


def _unsilenced(found: Sequence[Finding], paired: Paired, file: str) -> Iterator[Finding]:
    """Yield the findings that no directive silences, and what is wrong with the directives."""
    silences = []
    for one in paired.pairs:
        for directive in one.directives:
            if directive.name not in NAMES:
                message = f"found course: {directive.name}, expected one of {', '.join(NAMES)}: correct it"
                yield Finding(file, directive.line, "comment.directive", message)
            elif directive.name == "ignore" and not (directive.reason and directive.kinds):
                message = "found course: ignore without kind or reason, expected ignore KIND -- REASON: add them"
                yield Finding(file, directive.line, "comment.directive", message)
            elif directive.name == "ignore" and any(kind.partition(".")[0] == "trust" for kind in directive.kinds):
                message = "found course: ignore trust, expected none: what the source page has needs no silence"
                yield Finding(file, directive.line, "comment.directive", message)
            elif directive.name == "ignore" and _is_current(one, paired.langs):
                silences.append(_Silence(directive.kinds, _lines(one), directive.line))
    for silence in silences:
        if not any(silence.covers(finding) for finding in found):
            message = (
                f"found course: ignore {', '.join(silence.kinds)}, which silences nothing here, expected it with the source "
                "comment of its block: move or remove it"
            )
            yield Finding(file, silence.line, "comment.directive", message, Severity.INFO)
    yield from (one for one in found if not any(silence.covers(one) for silence in silences))


def _is_current(one: Pair, langs: Languages) -> bool:
    """Tell whether the source is still the one that the silence was meant for."""
    return all(drift.state(one, link, langs) in (State.FRESH, State.COSMETIC) for link in one.links)


def _lines(one: Pair) -> frozenset[int]:
    blocks = (*one.comments, *one.target)
    return frozenset(line for block in blocks for line in range(block.line, block.last_line + 1)) | {one.line}
