"""What a reader of a page would not see, or would see as source, found in its Markdown and named at its line.

A translation repeats what its source has: what stands in both is named in the source.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from dragoman.findings import Finding, Severity
from dragoman.pages.blocks import Kind, split
from dragoman.pages.containers import INDENT, code, indentation
from dragoman.pages.fences import code_blocks
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.references.anchors import Heading, anchors, slug
from dragoman.trust.lenient_markup import Link, attribute_lists, links, prose, tags

_BASE = re.compile(r"\{\{\s*site\.\s*baseurl\s*\}\}")
# Syntax of other systems, which nothing here reads: a pattern in prose, and what to do about it.
_STRANGE: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern, re.MULTILINE), remedy)
    for pattern, remedy in (
        (r"\{%[^\n]*?%\}", "write out what it stands for"),
        (r"\{\{(?!\s*site\.\s*baseurl\s*\}\})[^{}\n]*\}\}", "write out what it stands for"),
        (r"\{:{1,2}/?(?:comment|nomarkdown|options)\b[^\n{}]*/?\}|\{:/\}", "write it as HTML, or take it out"),
        (r"^[ \t]*\{:toc[^\n{}]*\}", "take it out: the site has a table of contents"),
        (r"(?<=\S)\\\\[ \t]*$", "end the line with two spaces, or with <br>"),
        (r"\{#(?:if|each|await|key)\b[^\n{}]*\}|\{[/:@](?:if|each|else|await|html|key)\b[^\n{}]*\}", "write Markdown"),
        (r"^[ \t>]*>[ \t]*\[![A-Za-z]+\]", "write !!! note, and indent what is in it by four spaces"),
        (r"\[\[[^\[\]\n]+\]\](?!\()", "write [words](address)"),
        (r"(?<![\w:]):(?:ref|numref|eqref|cite\w*|label|eqlabel|doc|term|class|func|math):", "write [words](address)"),
    )
)
_LIST_ALONE = re.compile(r"(?:\A|\n)[ \t]*\n[ \t]*(?P<list>\{:[^\n{}]*\})[ \t]*(?:\n|\Z)")
_DISPLAY_LABEL = re.compile(r"\$\$[ \t]*(?P<list>\{[^\n{}]*\})[ \t]*$", re.MULTILINE)
_COMPONENT = re.compile(r"(?<![\\\w])</?(?P<name>[A-Z][A-Za-z0-9.]*[a-z][A-Za-z0-9.]*)(?=[\s/>])[^\n<>]*>?")
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "br",
        "button",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "iframe",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
        "audio",
        "blockquote",
    ]
)
_BOX = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)[^\n]*$", re.MULTILINE)
_OPENING = re.compile(r"(?<!\\)\]\(")
_DESTINATION = re.compile(
    r"\(\s*(?:<[^<>\n]*>|(?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*\))*\)|\{\{[^{}\n]*\}\})*)"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_ID = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([^\s\"'>]+)")
_SHOWN = 60  # characters that a message quotes


@dataclass(frozen=True, slots=True)
class _Loss:
    offset: int
    kind: str
    found: str | None
    """What is named in the source already where that has it; None for what is wrong in a translation only."""
    message: str


def find(library: Library, name: str) -> Iterator[Finding]:
    """Yield what would be lost of the pages of a library, whose folder findings call ``name``."""
    course = _Course(library)
    for page in library.pages.values():
        source = library.source_of(page)
        repeated = source.visible.text if source and source is not page else ""
        for loss in course.losses(page):
            if loss.found is None or loss.found not in repeated:
                line = page.visible.line_at(loss.offset)
                yield Finding(f"{name}/{page.path}", line, loss.kind, loss.message, Severity.WARNING)


class _Course:
    """The pages of a library, and what they can be asked for by links."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._anchors: dict[PurePosixPath, frozenset[str]] = {}

    def losses(self, page: Lecture) -> Iterator[_Loss]:
        text = page.visible.text
        words = prose(text)
        source = self._library.source_of(page)
        theirs = source.visible.text if source and source is not page else None
        yield from _strange(text, words)
        yield from _boxes(words, theirs)
        if theirs is not None:
            yield from _indented(text, theirs)
        yield from _unended(text, words)
        for link in links(words):
            yield from self._link(page, link)
        for tag in tags(words):
            for attribute in tag.attributes:
                if (tag.name, attribute.name) in (("img", "src"), ("a", "href")):
                    place = Link(attribute.value, tag.start, tag.end, (tag.start, tag.end), image=tag.name == "img")
                    yield from self._link(page, place)

    def _link(self, page: Lecture, link: Link) -> Iterator[_Loss]:
        url = _BASE.sub("", link.url)
        try:
            parts = urlsplit(url)
        except ValueError:
            shown = _quoted(link.url)
            yield _Loss(
                link.start,
                "link.address",
                link.url,
                f"found the address {shown}, expected one that can be read: correct it",
            )
            return
        if parts.scheme or parts.netloc or not url:
            return
        from_top = url != link.url or url.startswith("/")
        if link.image:
            if url == link.url and parts.path:  # what the top of the site has is looked for when it is built
                yield from self._image(page, link, unquote(parts.path), from_top=url.startswith("/"))
            return
        target = self._page(page, unquote(parts.path), from_top=from_top)
        if target is None:
            if parts.path.endswith(".md") or (
                url != link.url and re.match(r"/[a-z]{2}/(?:week\d\d|index|about)", parts.path)
            ):
                message = f"found a link to {_quoted(link.url)}, expected a page that exists: correct the address"
                yield _Loss(link.start, "link.page", link.url, message)
        elif parts.fragment and unquote(parts.fragment) not in self._anchors_of(target):
            message = (
                f"found a link to {_quoted('#' + parts.fragment)}, expected a heading or an id of {target.path}: "
                "correct it, or give the heading that id: {#" + unquote(parts.fragment) + "}"
            )
            yield _Loss(link.start, "link.anchor", link.url, message)

    def _image(self, page: Lecture, link: Link, path: str, *, from_top: bool) -> Iterator[_Loss]:
        """Yield that an image does not exist beside the page, nor beside the source page."""
        library = self._library
        base = "" if from_top else page.path.parent.as_posix()
        wanted = PurePosixPath(os.path.normpath(f"{base}/{path}").lstrip("/"))
        source = PurePosixPath(library.source, *wanted.parts[1:])
        if not any(_is_file(library.root / one) for one in (wanted, source)):
            message = f"found the image {_quoted(link.url)}, expected it in {library.root.name}/{wanted}: add it, or correct the address"
            yield _Loss(link.start, "image.missing", link.url, message)

    def _page(self, page: Lecture, path: str, *, from_top: bool) -> Lecture | None:
        """Return the page that a link leads to; itself for a place in the page."""
        if not path:
            return page
        base = "" if from_top else page.path.parent.as_posix()
        wanted = PurePosixPath(os.path.normpath(f"{base}/{path}").lstrip("/"))
        for candidate in (wanted, wanted.with_name(f"{wanted.name}.md") if wanted.name else wanted):
            if found := self._of_language(candidate) or self._of_language(PurePosixPath(page.lang, candidate)):
                return found
        return None

    def _of_language(self, path: PurePosixPath) -> Lecture | None:
        """Return a page, or that of the source which stands for it where it is not translated."""
        pages, source = self._library.pages, self._library.source
        if path.parts and path.parts[0] in self._library.languages:
            return pages.get(path) or pages.get(PurePosixPath(source, *path.parts[1:]))
        return None

    def _anchors_of(self, page: Lecture) -> frozenset[str]:
        if page.path not in self._anchors:
            own = _anchors(page)
            source = self._library.source_of(page)
            self._anchors[page.path] = own | (_anchors(source) if source and source is not page else frozenset())
        return self._anchors[page.path]


def _anchors(page: Lecture) -> frozenset[str]:
    """Return the ids of a page: those of its headings, and those that it gives."""
    text = page.visible.text
    words = prose(text)
    given = {each.value for each in attribute_lists(words) if each.name == "id"}
    given |= {found for tag in tags(words) for found in _ID.findall(text[tag.start : tag.end])}
    blocks = [block for block in split(text, page.visible.lines) if block.kind is Kind.HEADING]
    headings = [Heading(block.level, slug(_heading_words(block.text))) for block in blocks]
    return frozenset({*anchors(headings), *given})


def _heading_words(text: str) -> str:
    first = text.strip().split("\n")[0].lstrip("#").rstrip("# \t")
    return re.sub(r"\{:?[^{}]*\}\s*$", "", first)


def _strange(text: str, words: str) -> Iterator[_Loss]:
    """Yield syntax that nothing reads."""
    for pattern, remedy in _STRANGE:
        for mark in pattern.finditer(words):
            yield _unread(text, mark.start(), mark.end(), remedy)
    for mark in _LIST_ALONE.finditer(words):
        yield _unread(text, *mark.span("list"), "write it at the end of the heading, or right below the paragraph")
    for mark in _DISPLAY_LABEL.finditer(text):
        yield _unread(text, *mark.span("list"), "write \\tag{…} in the formula, or take it out")
    for mark in _COMPONENT.finditer(words):
        if mark["name"].lower() not in _ELEMENTS:
            yield _unread(text, mark.start(), mark.end(), "write Markdown or HTML")


def _unread(text: str, start: int, end: int, remedy: str) -> _Loss:
    found = text[start:end].strip()
    message = f"found {_quoted(found)}, which nothing here reads, expected Markdown: {remedy}"
    return _Loss(start + len(text[start:end]) - len(text[start:end].lstrip()), "markdown.unread", found, message)


def _boxes(words: str, source: str | None) -> Iterator[_Loss]:
    """Yield boxes without a body, and those of another kind than in the source."""
    theirs = [mark["kind"] for mark in _BOX.finditer(prose(source))] if source is not None else []
    marks = list(_BOX.finditer(words))
    for number, mark in enumerate(marks):
        following = next((line for line in words[mark.end() :].split("\n") if line.strip()), "")
        if indentation(following) < indentation(mark["indent"]) + INDENT:
            message = f"found nothing in the box {mark['mark']} {mark['kind']}, expected its text below it: indent that by four spaces"
            yield _Loss(mark.start(), "markdown.box", None, message)
        if len(theirs) == len(marks) and theirs[number] != mark["kind"]:
            message = f"found the box {mark['kind']}, expected {theirs[number]} as in the source: translate its title, and leave its kind"
            yield _Loss(mark.start(), "markdown.box", None, message)


def _indented(text: str, source: str) -> Iterator[_Loss]:
    """Yield text of a translation that its indentation makes code."""
    fenced = {start for start, _ in code_blocks(text)}
    repeated = " ".join(source.split())
    for start, end in code(text):
        words = " ".join(text[start:end].split())
        if start not in fenced and words and words not in repeated:
            message = f"found {_quoted(words)} indented as code is, expected text as in the source: take out the spaces before it"
            yield _Loss(start, "markdown.indent", words, message)


def _unended(text: str, words: str) -> Iterator[_Loss]:
    """Yield links whose address does not end, or goes on in words."""
    for mark in _OPENING.finditer(words):
        if not _DESTINATION.match(words, mark.end() - 1):
            start = max(words.rfind("[", 0, mark.start()), words.rfind("\n", 0, mark.start()) + 1)
            found = text[start : mark.end() + 20].split("\n", maxsplit=1)[0]
            message = f"found {_quoted(found)}…, expected ) right behind the address: add it"
            yield _Loss(mark.start(), "markdown.link", found, message)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds what no name may
        return False


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
