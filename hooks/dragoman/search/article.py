"""The words of a finished page as a reader sees them: what the search shows and finds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from dragoman.rendering.direction import RTL_LANGUAGES, isolate

# Printed output, code and whatever the template adds say nothing about the subject of a page.
_SKIPPED_TAGS = frozenset(
    ["button", "iframe", "math", "nav", "pre", "script", "select", "style", "svg", "template", "textarea", "video"]
)
_SKIPPED_CLASSES = frozenset(["downloads", "headerlink", "highlight", "md-content__button", "missing-image"])
_SKIPPED_ATTRIBUTES = frozenset(["data-pagefind-ignore", "data-search-exclude", "hidden"])
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HEADING = re.compile(r"h[1-6]|dt")
_TERM_LEVEL = 6  # a term that a list explains says less of its page than a heading does
_LONGEST_FORMULA = 60  # characters that are shown of one
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is shown, and what of it can be searched: nothing of a formula."""

    shown: str
    searched: str


@dataclass(slots=True)
class Section:
    """A heading or a term of a list, with its level and id, and its text; the first has the page's title and no id."""

    level: int = 1
    anchor: str = ""
    heading: list[Word] = field(default_factory=list)
    text: list[Word] = field(default_factory=list)


def read(page: str, lang: str) -> list[Section]:
    """Return the sections of the article in a page whose formulas are still words."""
    start, end = page.find("<article"), page.rfind("</article>")
    article = page[start:end] if 0 <= start < end else ""
    rtl = lang in RTL_LANGUAGES
    reader = _Reader(rtl=rtl)
    reader.feed(isolate(article) if rtl else article)
    reader.close()
    return reader.sections


class _Reader(HTMLParser):
    """Collects sections; each open element is remembered with what its end has to undo."""

    def __init__(self, *, rtl: bool) -> None:
        super().__init__()
        self.sections = [Section()]
        self._section = self.sections[0]
        self._words = self._section.text
        self._around: list[Section] = []  # the sections that the open lists of terms stand in
        self._rtl = rtl
        self._open: list[tuple[str, str]] = []
        self._joins = False  # whether the next text continues the last word
        self._before = ""  # direction marks that the next word takes along

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        if tag not in _INLINE:
            self._joins = False
        if tag in _VOID:
            return
        attributes = dict(attrs)
        role = _role(tag, attributes)
        if role == "heading":
            role = self._begin_section(tag, attributes)
        if role == "terms":
            self._around.append(self._section)
        if role in ("ltr", "formula") and self._rtl and not self._is_inside("skipped"):
            self._before += _ISOLATE
        self._open.append((tag, role))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over an element without content."""

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those that were left open in it."""
        if tag not in _INLINE:
            self._joins = False
        if tag not in (name for name, _ in self._open):
            return
        closed = ""
        while closed != tag:
            closed, role = self._open.pop()
            if role in ("ltr", "formula") and self._rtl and not self._is_inside("skipped"):
                self._end_isolate()
            if role == "terms":
                self._section = self._around.pop()
            if role in ("heading", "terms"):
                self._words = self._section.text

    def handle_data(self, data: str) -> None:
        """Add text to the words of the section."""
        if self._is_inside("skipped"):
            return
        if self._is_inside("formula"):
            shown = " ".join(data.split())
            self._add(shown if len(shown) <= _LONGEST_FORMULA else "…", "")
            self._joins = True
            return
        for piece in re.findall(r"\s+|\S+", data):
            if piece.isspace():
                self._joins = False
            else:
                self._add(piece, piece)
                self._joins = True

    def _begin_section(self, tag: str, attributes: dict[str, str | None]) -> str:
        """Start the section of a heading; a heading without id is text, unless it titles the page."""
        if self._is_inside("skipped"):
            return ""
        first = self.sections[0]
        if tag == "h1" and not first.heading:
            self._words = first.heading
        elif anchor := attributes.get("id"):
            self._section = Section(_TERM_LEVEL if tag == "dt" else int(tag[1]), anchor)
            self.sections.append(self._section)
            self._words = self._section.heading
        else:
            return ""
        return "heading"

    def _add(self, shown: str, searched: str) -> None:
        if self._joins and self._words:
            last = self._words.pop()
            self._words.append(Word(last.shown + self._before + shown, last.searched + searched))
        else:
            self._words.append(Word(self._before + shown, searched))
        self._before = ""

    def _end_isolate(self) -> None:
        if self._before:
            self._before = self._before[:-1]
        elif self._words:
            last = self._words.pop()
            self._words.append(Word(last.shown + _END_ISOLATE, last.searched))

    def _is_inside(self, role: str) -> bool:
        return any(one == role for _, one in self._open)


def _role(tag: str, attributes: dict[str, str | None]) -> str:
    """Return what an element is to the search."""
    classes = (attributes.get("class") or "").split()
    if tag in _SKIPPED_TAGS or _SKIPPED_CLASSES & {*classes} or _SKIPPED_ATTRIBUTES & attributes.keys():
        return "skipped"
    if "data-math" in attributes:
        return "formula"
    if _HEADING.fullmatch(tag):
        return "heading"
    if tag == "dl":
        return "terms"
    return "ltr" if attributes.get("dir") == "ltr" and tag in _INLINE else ""
