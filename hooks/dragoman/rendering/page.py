"""A page, from its source to the finished article: the stages stand in `Page.article`, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import PurePosixPath
from typing import Any, cast

from markdown import Markdown
from markdown.extensions import Extension

from dragoman.execution.downloads import Example
from dragoman.formulas.extension import Formulas, MathExtension, words
from dragoman.formulas.katex import Katex, TexError
from dragoman.kept import digest
from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.pages.placeholders import TOKEN, Html, Placeholders
from dragoman.references import citations
from dragoman.references.anchors import Heading
from dragoman.references.bibliography import Bibliography
from dragoman.references.citations import Citations
from dragoman.references.numbers import Numbers
from dragoman.rendering import (
    constructs,
    direction,
    drawings,
    foreign,
    images,
    margin,
    notebook,
    notices,
    permalinks,
    quizzes,
    raw,
    videos,
)
from dragoman.rendering.admonitions import AdmonitionsExtension
from dragoman.rendering.annotations import Annotations
from dragoman.rendering.citations import PageCitations
from dragoman.rendering.headings import HeadingsExtension, Outlines
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.rendering.numbers import PageNumbers
from dragoman.rendering.terms import GlossaryPages
from dragoman.rendering.tree import Tree, text, texts
from dragoman.rendering.typesetting import Typesetting
from dragoman.rendering.words import Section, read
from dragoman.trust import policy, sanitizer
from dragoman.trust.policy import Allowed
from dragoman.trust.refused import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in the site that is being made."""

    title: str
    """The title of the page, in HTML."""
    glossary: str | None
    """The address of the glossary, None for a course without one."""
    address: Callable[[str, str], str]
    """The address of a page, by its path below the language folder, in a language."""
    size: Callable[[str], tuple[int, int] | None]
    """The width and height of the image that a ``src`` names, if it is known."""
    link: str = ""
    """The address of the page, from everywhere."""


@dataclass(frozen=True, slots=True)
class Course:
    """What all pages of a course have in common."""

    library: Library
    katex: Katex
    terms: GlossaryPages
    annotations: Annotations
    outlines: Outlines
    numbers: Numbers
    bibliography: Bibliography
    rules: Mapping[PurePosixPath, Allowed]
    """What each translation may hold."""
    has_image: Callable[[str], bool]
    inserted: Mapping[str, Callable[[Phrases, Callable[[str, str], str]], str]]
    """What is put in the place of an empty ``<div>`` of a class."""
    on_tex_error: Callable[[Lecture, str, TexError], None]
    on_refused: Callable[[Lecture, Sequence[Refused]], None]
    """Told of what was taken out of a translation."""
    on_raw: Callable[[Lecture, Sequence[str]], None]
    """Told of source that shows in the article."""
    rendered: dict[PurePosixPath, Allowed] = field(default_factory=dict)
    """What each source page that has been rendered holds: the measure of its translations."""
    holds: dict[PurePosixPath, bytes] = field(default_factory=dict)
    """What stands for all that translations take from a source page that has been rendered."""


@dataclass(frozen=True, slots=True)
class Article:
    """A page as the site shows it."""

    html: str
    outline: tuple[Mapping[str, Any], ...]
    """Its headings as Python-Markdown's ``toc_tokens``, the formulas in words."""
    sections: tuple[Section, ...]
    """What the search finds."""
    notebook: tuple[notebook.Piece, ...] = ()
    """What its notebook holds; nothing where it has no examples."""


@dataclass(frozen=True, slots=True)
class Made:
    """An article and all else that making it brought: the same each time."""

    article: Article
    allowed: Allowed | None
    """What a source page leaves its translations to hold."""
    headings: tuple[Heading, ...]
    said: tuple[tuple[str, tuple[Any, ...]], ...]
    """What is to be told of it: whom, and what."""
    asked: tuple[tuple[str, tuple[Any, ...], bytes], ...]
    """What was asked while it was made, by its kind, and the digest of each answer."""

    def fits(self, answers: Mapping[str, Callable[..., object]]) -> bool:
        """Tell whether all that was asked is still answered so."""
        return all(digest(answers[kind](*what)) == answer for kind, what, answer in self.asked)


class Page:
    """A page on its way."""

    def __init__(self, lecture: Lecture, course: Course) -> None:
        self.lecture = lecture
        self._course = course
        self._waiting: Placeholders[Any] = Placeholders()
        self._said: list[tuple[str, tuple[Any, ...]]] = []
        self._asked: list[tuple[str, tuple[Any, ...], bytes]] = []
        phrases = language(lecture.lang).phrases
        self.numbers = PageNumbers(lecture, course.numbers.of(lecture.lang), phrases)
        self.citations = PageCitations(course.bibliography, lecture.lang, course.library.source)
        self.formulas = Formulas(
            course.katex, self._waiting, lambda tex, error: self._say("tex", tex, error), self.numbers.tex
        )

    def markdown(self, root: str) -> str:
        """Return its Markdown without comments: with notices and with images that are found from ``root``."""
        course = self._course
        library = course.library
        addresses = images.Addresses(self.lecture.path, root, library.source, library.pages, course.has_image)
        return addresses.resolved(course.annotations.additions(self.lecture).put(self.lecture.visible, self._waiting))

    def article(
        self, markdown: str, place: Place, extensions: Sequence[Extension | str], settings: Mapping[str, Any]
    ) -> Article:
        """Return the article that ``markdown`` makes, with the Markdown ``extensions`` of the site and their ``settings``."""
        made = self.made(markdown, place, extensions, settings)
        self.take(made)
        return made.article

    def inputs(self, markdown: str, place: Place) -> tuple[object, ...]:
        """Return all that an article is made from, but for the extensions, their settings and what `Made.fits` asks."""
        lecture, course = self.lecture, self._course
        source = course.library.source_of(lecture)
        translated = source if source is not lecture else None
        phrase = language(lecture.lang).phrases
        return (
            lecture.path,
            lecture.lang_ref,
            lecture.visible,
            self._waiting.replaced(markdown, repr),
            course.numbers.shown_on(lecture),
            [
                citations.of_page(one, course.bibliography.works, phrase).works
                for one in (markdown, translated.visible.text if translated else "")
            ],
            place.title,
            place.link,
            place.glossary,
            place.address(lecture.name, course.library.source),
            [
                (name, insert(phrase, place.address))
                for name, insert in course.inserted.items()
                if name in lecture.visible.text
            ],
            (translated.path, translated.to_bytes(), translated.visible, course.holds.get(translated.path))
            if translated
            else None,
        )

    def take(self, made: Made) -> None:
        """Let the course know what making this page brought, now or before."""
        lecture, course = self.lecture, self._course
        if made.allowed is not None:
            course.rendered[lecture.path] = made.allowed
            course.outlines.learn(lecture.path, made.headings)
            course.holds[lecture.path] = digest(made.allowed, made.headings)
        for to, what in made.said:
            match to:
                case "tex":
                    course.on_tex_error(lecture, *what)
                case "refused":
                    course.on_refused(lecture, *what)
                case "raw":
                    course.on_raw(lecture, *what)

    def _say(self, to: str, *what: object) -> None:
        self._said.append((to, what))

    def made(
        self, markdown: str, place: Place, extensions: Sequence[Extension | str], settings: Mapping[str, Any]
    ) -> Made:
        """Return what `article` is, and what is to be told of it, told to nobody."""
        lecture, course = self.lecture, self._course
        spoken = language(lecture.lang)
        phrase = spoken.phrases
        html, outline, cited = self._converted(markdown, extensions, settings)
        tree, allowed = self._judged(html)
        self._release(tree)
        self.numbers.show(tree, self._waiting)
        self._release(tree)  # what stands in the captions that have come
        notices.show(
            tree,
            self._waiting,
            place.address(lecture.name, course.library.source),
            course.library.source,
            phrase,
        )
        quizzes.show(tree, phrase)
        self._insert(tree, phrase, place)
        has_links = bool(settings.get("toc", {}).get("permalink"))
        if listed := self.citations.show(tree, cited, self.formulas.stash, permalink=has_links):
            outline = _ending_with(outline, {"level": 2, "id": listed, "name": phrase("References"), "children": []})
        examples = notebook.places(tree, self._waiting)
        typesetting = Typesetting(tree, self._waiting)
        course.terms.list_all(tree, lecture.lang)
        if place.glossary and course.library.layout.is_lecture(lecture):
            course.terms.mark(tree, lecture.lang, place.glossary)
        videos.show_times(tree, lambda time: phrase("Video at {time}", time=time), phrase.digits)
        constructs.name(tree, phrase)
        margin.place(tree)
        permalinks.name(tree, lambda words: phrase("Link to “{heading}”", heading=words))
        images.size_all(tree, lambda src: self.ask("size", place.size, src))
        drawings.part(tree)
        if spoken.is_rtl:
            if not language(course.library.source).is_rtl:
                foreign.mark(tree, course.library.source)
            direction.isolate_all(tree)
        rules = course.rules.get(lecture.path)
        self._say("raw", tuple(raw.found(tree, typesetting.formulas, rules.text if rules else None)))
        tex = {node: formula.tex for node, formula in typesetting.formulas.items()}
        sections = read(tree, tex, place.title, rtl=spoken.is_rtl)
        known = notebook.Writing(typesetting.formulas, examples, place.link, spoken.direction, course.katex.macros)
        cells = notebook.pieces(tree, known) if examples else ()
        typesetting.typeset()
        article = Article(tree.html, tuple(self._outline(outline)), tuple(sections), cells)
        headings = course.outlines.of(lecture.path)
        return Made(article, allowed, headings, tuple(self._said), tuple(self._asked))

    def ask(self, kind: str, answer: Callable[..., Any], *what: Any) -> Any:
        """Return the ``answer`` to a question about what is no part of the page, which may be another the next time."""
        found = answer(*what)
        self._asked.append((kind, what, digest(found)))
        return found

    def place(self, example: Example) -> str:
        """Return what stands for the place of an example."""
        return self._waiting.put(example)

    def hold(self, html: str) -> str:
        """Return what stands for finished HTML until the page is judged."""
        return self._waiting.put(Html(html))

    def _converted(
        self, markdown: str, extensions: Sequence[Extension | str], settings: Mapping[str, Any]
    ) -> tuple[str, Sequence[Mapping[str, Any]], Citations]:
        headings = HeadingsExtension(self._course.outlines, self.lecture.path)
        titles = AdmonitionsExtension(language(self.lecture.lang).admonitions)
        own = [MathExtension(self.formulas), KramdownExtension(), headings, titles]
        md = Markdown(extensions=[*extensions, *own], extension_configs=dict(settings))
        cast("Any", md).course_page = self
        markdown, cited = self.citations.markdown(markdown, self._waiting, self.formulas.stash)
        return md.convert(self.numbers.markdown(markdown, self._waiting)), getattr(md, "toc_tokens", []), cited

    def _judged(self, html: str) -> tuple[Tree, Allowed | None]:
        """Return what Markdown made of a page as it may be published, and of a source page what it allows its translations."""
        lecture, course = self.lecture, self._course
        if lecture.lang == course.library.source:
            tree = Tree(html)
            return tree, policy.rendered(html, tree.root)
        source = course.library.source_of(lecture)
        rules = course.rules[lecture.path]
        if source and source.path in course.rendered:
            rules |= course.rendered[source.path]
        clean, refused = sanitizer.purify(html, rules, self.formulas.words, self.hold)
        tree = Tree(clean)
        self._say("refused", (*refused, *sanitizer.straighten(tree.root, rules)))
        return tree, None

    def _release(self, tree: Tree) -> None:
        """Put in the HTML that no author wrote."""
        for node in [node for node in texts(tree.root) if TOKEN.search(text(node))]:
            pieces = self._waiting.split(text(node))
            if any(isinstance(piece, Html) for piece in pieces):
                tree.put(
                    node,
                    "".join(
                        piece.html
                        if isinstance(piece, Html)
                        else escape(piece, quote=False)
                        if isinstance(piece, str)
                        else self._waiting.put(piece)
                        for piece in pieces
                    ),
                )

    def _insert(self, tree: Tree, phrase: Phrases, place: Place) -> None:
        """Put in what spans pages."""
        for name, insert in self._course.inserted.items():
            for box in tree.all(f"div.{name}"):
                if not text(box).strip():
                    tree.put(box, insert(phrase, place.address))

    def _outline(self, tokens: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        for token in tokens:
            # Of a name that Python-Markdown has escaped already.
            name = self._waiting.replaced(token["name"], lambda one: escape(words(one)))
            if self.lecture.lang != self._course.library.source:
                name = sanitizer.plain(name)
            yield {**token, "name": name, "children": list(self._outline(token["children"]))}


def _ending_with(outline: Sequence[Mapping[str, Any]], token: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return an outline with one more heading at its end."""
    if not outline or outline[-1]["level"] >= token["level"]:
        return [*outline, token]
    last = outline[-1]
    return [*outline[:-1], {**last, "children": _ending_with(last["children"], token)}]


def of(md: Markdown) -> Page:
    """Return the page that is being converted, also where ``md`` converts a part of it."""
    return cast("Page", cast("Any", getattr(md, "_original_md", md)).course_page)
