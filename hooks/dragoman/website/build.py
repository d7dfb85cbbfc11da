"""One build of the site: everything is read, checked and rendered that can be before a page is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath

from dragoman.execution.catalogue import Examples
from dragoman.execution.downloads import Downloads, Example
from dragoman.execution.runner import Runner
from dragoman.findings import Finding, errors
from dragoman.formulas.extension import Formulas
from dragoman.formulas.katex import Katex, TexError
from dragoman.kept import Kept, digest
from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.pages import diagrams, includes, library
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import USUAL, Layout
from dragoman.pages.placeholders import Placeholders
from dragoman.references import bibliography, citations
from dragoman.references.numbers import Numbers
from dragoman.rendering import notebook, notices, raw, summary, titles
from dragoman.rendering.annotations import Annotations
from dragoman.rendering.citations import PageCitations
from dragoman.rendering.direction import isolate
from dragoman.rendering.foreign import mark_labels, mark_phrases
from dragoman.rendering.headings import Outlines
from dragoman.rendering.numbers import PageNumbers
from dragoman.rendering.page import Course, Page
from dragoman.rendering.terms import GlossaryPages
from dragoman.sync.checks.check import Sync
from dragoman.sync.pairing.pairs import source_blocks
from dragoman.terms import term_base
from dragoman.trust import files, screening
from dragoman.trust.refused import findings
from dragoman.website import head, losses, redirects, status_table, weeks
from dragoman.website.assets import KATEX
from dragoman.website.offers import Offers
from dragoman.website.preflight import PHRASES, Preflight, tex_message
from dragoman.website.project import Project


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and what the site is made of; paths are absolute."""

    project: Path
    docs: Path
    languages: tuple[str, ...]
    source: str
    macros: Mapping[str, str]
    katex: Path
    snippets: Path
    cache: Path
    bibliography: str = bibliography.FILE
    """The file of what is cited, below the docs folder."""
    drafts: bool = False
    """Whether pages that are not to be published are made, too: for their authors to see."""
    layout: Layout = USUAL
    nav: object = None
    """The navigation as `mkdocs.yml` has it: pages in lists, and sections by their titles."""
    runs: bool = True
    """Whether examples run that have no stored result."""

    @classmethod
    def of(cls, course: Project, *, drafts: bool, runs: bool = True) -> Settings:
        """Return how a course is built, whose paths are absolute; without the languages that are not published."""
        return cls(
            project=course.folder,
            docs=course.docs,
            languages=tuple(one for one in course.languages if one not in course.unbuilt),
            source=course.source,
            macros=course.options.macros,
            katex=KATEX,
            snippets=course.folder / course.options.snippets,
            cache=course.folder / ".cache",
            bibliography=course.options.bibliography,
            drafts=drafts,
            layout=replace(course.layout, aside=course.unbuilt),
            nav=course.nav,
            runs=runs,
        )

    @property
    def docs_name(self) -> str:
        """The docs folder as messages name it."""
        return _relative(self.docs, self.project)


class Site:
    """The pages of a build, ready to be rendered, and every finding about them."""

    def __init__(
        self,
        settings: Settings,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
        kept: Kept | None = None,
        katex: Katex | None = None,
    ) -> None:
        """Read all pages, render all formulas and run what snippets have no stored result.

        ``progress`` is told how many snippets of those that run have ended. A ``katex`` that runs already is taken
        if it is the same.
        """
        self.settings = settings
        self.kept = kept = kept or Kept()
        self.sources = library.read(
            settings.docs,
            settings.languages,
            settings.source,
            name=settings.docs_name,
            layout=settings.layout,
            known=library.Pages(kept),
        )
        """The pages as they were read."""
        self.drafts = frozenset() if settings.drafts else self.sources.drafts
        """The pages that are left out, as they are not to be published yet."""
        self._screened = screening.screen(self.sources.without(self.drafts), settings.docs_name, kept)
        self.library = self._screened.library
        self.glossary = term_base.load(
            settings.docs, settings.languages, settings.source, settings.docs_name, settings.layout.aside
        )
        self.bibliography = bibliography.load(settings.docs, settings.bibliography, settings.docs_name)
        self._late: list[Finding] = []
        self._terms: dict[str, bytes] = {}
        self.sync = Sync(self.library, settings.docs_name, settings.katex)
        # Before KaTeX's engine starts threads, which do not go well with forked processes.
        self._annotations = Annotations(self.sync, kept)
        own = Katex(settings.katex, settings.macros, kept)
        self.katex = katex if katex is not None and katex.identity == own.identity else own
        self._preflight = Preflight(self.library, settings.docs_name, self.katex, kept)
        self.examples = Examples(self.library, settings.snippets, lambda path: _relative(path, settings.project))
        self._offers = Offers(self.library, Downloads(self.examples, settings.snippets), kept)
        runner = Runner(settings.cache / "snippets", settings.snippets)
        if settings.runs:
            self.examples.run(runner, progress)
        self.numbers = Numbers(self.library, weeks.chapters(self.library, settings.nav))
        """The labels of the course."""
        self._course = Course(
            self.library,
            self.katex,
            GlossaryPages(self.glossary, settings.source),
            self._annotations,
            Outlines(self._source_of),
            self.numbers,
            self.bibliography,
            self._screened.rules,
            self._preflight.has_image,
            {"translations": self._status},
            self._refuse,
            lambda page, refused: self._late.extend(findings(page, refused, self._file(page))),
            self._tell_of_raw,
        )
        self._refused = files.refused(self.library)
        self._found = [
            *runner.check(lambda path: _relative(path, settings.project)),
            *self.library.findings,
            *self.glossary.findings,
            *self._screened.findings,
            *self.examples.findings,
            *self._preflight.findings(self.examples),
            *losses.find(self.library, settings.docs_name, kept),
            *redirects.find(self.library, settings.docs_name),
            *self.numbers.findings(settings.docs_name),
            *citations.findings(self.library, self.bibliography, settings.docs_name),
            *head.find(self.library, settings.docs_name),
            *files.findings(self._refused, settings.docs_name),
        ]
        # What is said of a page that is at the wrong place may all be wrong.
        astray = {f"{settings.docs_name}/{path}" for path in self.library.misplaced}
        self._found = [one for one in self._found if one.file not in astray or one in set(self.library.findings)]

    @property
    def is_settled(self) -> bool:
        """Whether the site depends on the docs and the snippets folder only, and would come out so again."""
        return self.examples.are_settled and not any(map(includes.marks, self.sources.pages.values()))

    def leave_examples(self, message: str) -> None:
        """Report each example of the pages, as nothing runs or shows them: ``message`` says why."""
        self._found += [
            Finding(
                self._file(self.library.pages[path]),
                self.library.pages[path].visible.line_at(fence.start),
                "snippet",
                message,
            )
            for path, fences in self.examples.fences.items()
            for fence in fences
        ]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is wrong, in the order of files and lines."""
        return tuple(sorted({*self._found, *self._late}))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that fail a build; what a translation may not bring is taken out of the page instead."""
        return tuple(finding for finding in errors(self.findings) if not finding.kind.startswith("trust."))

    @property
    def late(self) -> tuple[Finding, ...]:
        """The findings that only rendering the pages brought."""
        return tuple(sorted(set(self._late)))

    @property
    def has_diagrams(self) -> bool:
        """Whether some page shows a diagram."""
        return any(next(diagrams.find(page.visible.text), None) for page in self.library.pages.values())

    def page(self, path: str) -> Page | None:
        """Return a page below the docs folder, ready to be rendered; None for a file that is none of the course."""
        lecture = self.library.pages.get(PurePosixPath(path))
        return Page(lecture, self._course) if lecture else None

    def inputs(self, page: Lecture) -> tuple[object, ...]:
        """Return what an article is made from beside its page: formulas and terms."""
        if page.lang not in self._terms:
            self._terms[page.lang] = digest(self.glossary.of(page.lang))
        return self.katex.identity, self._terms[page.lang]

    def is_published(self, path: str) -> bool:
        """Tell whether a file below the docs folder may be in the site: of a translation, a page or a harmless image."""
        lang, *rest = PurePosixPath(path).parts
        if not rest or lang not in self.settings.languages or lang == self.settings.source:
            return True
        places = [PurePosixPath(path), *PurePosixPath(path).parents]
        return not any(place in self._refused for place in places) and (
            PurePosixPath(path) in self.library.pages
            or not path.lower().endswith((".md", ".markdown", ".mdown", ".mkd", ".mkdn"))
        )

    def front_matter(self, page: Lecture) -> dict[str, str]:
        """Return the front matter of a page as the theme can take it: formulas in words, nothing that it would escape."""
        meta = dict(page.meta.values)
        # The theme puts the title between tags and the description between quotation marks, both as they are.
        for key in PHRASES:
            if key in meta:
                # A formula can bring text, and the theme takes tags out of what it has unescaped.
                words = self.plain(meta[key], page)
                words = words if self._is_own(page) else screening.plain(words)
                meta[key] = escape(words, quote=key == "description")
        return meta

    def plain(self, text: str, page: Lecture) -> str:
        """Return a text of a page with its formulas and citations in words."""
        formulas = Formulas(self.katex, Placeholders(), partial(self._refuse, page), self._numbers(page).tex)
        return formulas.plain(self._cited(text, page))

    def _cited(self, text: str, page: Lecture) -> str:
        """Return a text of a page with its citations in words."""
        return PageCitations(self.bibliography, page.lang, self.settings.source).plain(text)

    def _numbers(self, page: Lecture) -> PageNumbers:
        return PageNumbers(page, self.numbers.of(page.lang), language(page.lang).phrases)

    def title(self, path: str) -> str:
        """Return the HTML of the title that the page ``path`` gives itself."""
        page = self.library.pages.get(PurePosixPath(path))
        return titles.shown(self._cited(page.meta.get("title") or "", page), page.lang, self.katex) if page else ""

    def head(self, path: str) -> head.Head | None:
        """Return what stands above the page ``path`` besides its title; None for what is no page of the course."""
        page = self.library.pages.get(PurePosixPath(path))
        return head.head(page, self.library.source_of(page) or page, source_blocks) if page else None

    def question(self, path: str) -> str:
        """Return the HTML of the question that the page ``path`` answers, empty where it names none."""
        page = self.library.pages.get(PurePosixPath(path))
        return titles.shown(self._cited(page.meta.get("question") or "", page), page.lang, self.katex) if page else ""

    def place(self, lang_ref: str | None) -> weeks.Place | None:
        """Return where in the weeks a lecture or practicum stands; None for other pages, and without weeks."""
        return weeks.place(lang_ref, self.library, source_blocks) if self.settings.layout.weeks else None

    def behind(self, path: str) -> notices.Behind | None:
        """Return how far the page ``path`` is behind its source; None for what is no translation."""
        return self._annotations.behind(PurePosixPath(path))

    def _status(self, phrase: Phrases, link: Callable[[str, str], str]) -> str:
        languages = [lang for lang in self.settings.languages if lang != self.settings.source]
        own = self.library.of(phrase.lang)
        rows = []
        for lang_ref, source in self.library.of(self.settings.source).items():
            title_page = own.get(lang_ref, source)
            standings = {lang: self._standing(lang, lang_ref) for lang in languages}
            title = self.plain(title_page.meta.get("title") or source.name, title_page)
            total = len([block for block in self.sync.blocks(source) if not block.is_verbatim])
            rows.append(status_table.Row(title, title_page.lang, standings, source.name, total))
        rows.sort(key=lambda row: weeks.order(row.name))
        return status_table.table(rows, languages, phrase, link)

    def _standing(self, lang: str, lang_ref: str) -> notices.Behind | None:
        page = self.library.of(lang).get(lang_ref)
        return self._annotations.behind(page.path) if page else None

    def offered(self, path: str, lang: str) -> list[str]:
        """Return the names of the files that the page ``path`` offers among those of a language."""
        page = self.library.pages.get(PurePosixPath(path))
        return self._offers.names(page, lang) if page else []

    def taken_away(
        self, lang: str, pages: Mapping[str, tuple[str, Sequence[str | Example]]]
    ) -> Iterator[tuple[str, dict[str, bytes]]]:
        """Yield the files that the pages of a language offer, by name.

        ``pages`` are the addresses of all, and what the notebook of each holds, by the path below the docs folder.
        """
        given = {}
        for path, (link, pieces) in pages.items():
            page = self.library.pages[PurePosixPath(path)]
            title, question = (self.plain(page.meta.get(key) or "", page) for key in ("title", "question"))
            given[page.path] = (notebook.heading(title or page.name, link, question), pieces)
        for page, offered in self._offers.contents(lang, given, language(lang).phrases):
            yield str(page.path), offered

    def description(self, path: str) -> str:
        """Return what the page ``path`` is about in a line, empty where it does not tell."""
        page = self.library.pages.get(PurePosixPath(path))
        if page is None:
            return ""
        given = page.meta.get("description")
        if given:
            return self.plain(given, page)
        text = self._numbers(page).markdown(self._cited(page.visible.text, page), Placeholders())
        return summary.first_paragraph(text, lambda text: self.plain(text, page))

    def weeks(self, lang: str) -> tuple[weeks.Week, ...]:
        """Return the weeks of the course with their pages, as the language ``lang`` has them."""
        return weeks.weeks(
            self.library,
            lang,
            source_blocks,
            lambda page: self.plain(page.meta.get("title") or page.name, page),
            lambda page: self._offers.names(page, lang),
        )

    def finish(self, html: str, article: str, lang: str) -> str:
        """Return a finished page with the directions of what is around its ``article`` in order."""
        spoken = language(lang)
        html = html.replace("<html ", f'<html dir="{spoken.direction}" ', 1)
        if spoken.phrases.are_missing:
            article = mark_phrases(article, spoken.phrases)
            html = mark_phrases(html, spoken.phrases)
        if not spoken.is_rtl:
            return html
        before, found, after = html.partition(article) if article else (html, "", "")
        around = (isolate(mark_labels(part, self.settings.source)) for part in (before, after))
        return found.join(around)

    def findings_about(self, path: str) -> tuple[Finding, ...]:
        """Return the findings to show in the page ``path``: its own, and those that no page has."""
        own = f"{self.settings.docs_name}/{path}"
        pages = {f"{self.settings.docs_name}/{page}" for page in self.library.pages}
        return tuple(finding for finding in self.findings if finding.file == own or finding.file not in pages)

    def _is_own(self, page: Lecture) -> bool:
        """Tell whether a page is of the source language, whose authors are trusted."""
        return page.lang == self.settings.source

    def _tell_of_raw(self, page: Lecture, marks: Sequence[str]) -> None:
        """Report source that shows in the finished page, unless it is named already."""
        named = self._named(*raw.SAID)
        self._late += [one for one in raw.findings(page, marks, self._file(page)) if (one.file, one.line) not in named]

    def _refuse(self, page: Lecture, tex: str, error: TexError) -> None:
        """Report a formula that only appeared while a page was rendered, unless its line is named already."""
        file, line = self._file(page), page.visible.line_of(tex.strip()[error.position :].partition("\n")[0])
        if tex not in self._preflight.refused and (file, line) not in self._named("math"):
            self._late.append(Finding(file, line, "math", tex_message(tex, error)))

    def _named(self, *kinds: str) -> Set[tuple[str, int]]:
        """Return the lines that findings of some kinds name already."""
        return {(one.file, one.line) for one in (*self._found, *self._late) if one.kind.startswith(kinds)}

    def _source_of(self, path: PurePosixPath) -> PurePosixPath | None:
        page = self.library.pages.get(path)
        source = self.library.source_of(page) if page else None
        return source.path if source else None

    def _file(self, page: Lecture) -> str:
        return f"{self.settings.docs_name}/{page.path}"


def _relative(path: Path, project: Path) -> str:
    """Return ``path`` as the reader of a message would type it in the project folder."""
    return Path(os.path.relpath(path, project)).as_posix()
