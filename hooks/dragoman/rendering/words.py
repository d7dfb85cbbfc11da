"""The words of an article as a reader sees them: what the search shows and finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from dragoman.languages.folding import names
from dragoman.languages.scripts import SPACED, UNSPACED
from dragoman.rendering.tree import Tree, classes, text, walk

# Printed output and whatever the template adds say nothing about the subject of a page, and code only by what it names.
_SKIPPED_TAGS = frozenset(
    ["button", "iframe", "math", "nav", "pre", "script", "select", "style", "svg", "template", "textarea", "video"]
)
_SKIPPED_CLASSES = frozenset(
    ["downloads", "footnote-backref", "footnote-ref", "headerlink", "highlight", "md-content__button", "missing-image"]
)
_SKIPPED_ATTRIBUTES = frozenset(["data-pagefind-ignore", "data-search-exclude", "hidden"])
_INLINE_NAMES = "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr"
_INLINE = frozenset(_INLINE_NAMES.split())
_HEADING = re.compile(r"h[1-6]|dt")
TERM_LEVEL = 6  # a term that a list explains says less of its page than a heading does
_PIECE = re.compile(rf"\s+|{UNSPACED.pattern}[^\w\s]*|(?:(?!\s){SPACED.pattern})+")
# Before a word that no space parts from the one before it: a letter of a script without spaces is a word.
GLUE = "\u2060"
# Around a formula.
FENCE = "\u2063"
_WIDE_SIGN = "[\u3001-\u303f\uff01-\uff65]"  # it brings its own space
_AFTER_WIDE = re.compile(rf"{_WIDE_SIGN}\Z")
# A line of source that ends between two letters of a script without spaces.
_BROKEN = re.compile(rf"(?<={UNSPACED.pattern})[ \t]*\n\s*(?={UNSPACED.pattern})")
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"


class Word(NamedTuple):
    """A word as it is shown, what of it can be searched as a word, and the TeX of the formula that is in it."""

    shown: str
    searched: str
    tex: str = ""


@dataclass(slots=True)
class Section:
    """A heading or a term of a list, with its level and id, and its text; the first has the page's title and no id.

    Of its ``code`` it has the lines that name something; the last word of each ends with a line break.
    """

    level: int = 1
    anchor: str = ""
    heading: list[Word] = field(default_factory=list)
    text: list[Word] = field(default_factory=list)
    code: list[Word] = field(default_factory=list)


def read(tree: Tree, formulas: Mapping[int, str], title: str, *, rtl: bool) -> list[Section]:
    """Return the sections of an article whose formulas are still words; ``formulas`` is the TeX of the elements that hold one.

    ``title`` is the HTML of the page's title, for a page whose text does not begin with it.
    """
    reader = _Reader(formulas, rtl=rtl)
    if not tree.all("h1"):
        reader.walk(Tree(f"<h1>{title}</h1>").root)
    reader.walk(tree.root)
    return reader.sections


class _Reader:
    """Collects sections."""

    def __init__(self, formulas: Mapping[int, str], *, rtl: bool) -> None:
        self.sections = [Section()]
        self._section = self.sections[0]
        self._words = self._section.text
        self._formulas = formulas
        self._rtl = rtl
        self._headings: set[int] = set()  # the open elements that begin a section
        self._around: list[Section] = []  # the sections that the open lists of terms stand in
        self._joins = False  # whether the next text continues the last word
        self._before = ""  # direction marks that the next word takes along

    def walk(self, node: LexborNode) -> None:
        """Read all that is in an element."""
        walk(node, self._enter, self._leave)

    def _enter(self, node: LexborNode) -> bool:
        if node.is_text_node:
            self._read(text(node))
            return False
        inline = node.tag in _INLINE
        self._joins = self._joins and inline
        if not node.is_element_node or _is_skipped(node):
            if node.is_element_node and {"highlight"} == classes(node) & {"highlight", "output"}:
                self._read_code(text(node))
            return False
        if self._is_isolated(node):
            self._before += _ISOLATE
        if node.mem_id in self._formulas:
            self._add(f"{FENCE}{' '.join(text(node).split())}{FENCE}", "", self._formulas[node.mem_id])
            self._joins = True
            if self._is_isolated(node):
                self._end_isolate()
            return False
        if _HEADING.fullmatch(node.tag or "") and self._begins_section(node):
            self._headings.add(node.mem_id)
        elif node.tag == "dl":
            self._around.append(self._section)
        return True

    def _leave(self, node: LexborNode) -> None:
        if node.mem_id in self._headings:
            self._words = self._section.text
        elif node.tag == "dl":
            self._section = self._around.pop()
            self._words = self._section.text
        if self._is_isolated(node):
            self._end_isolate()
        self._joins = self._joins and node.tag in _INLINE

    def _is_isolated(self, node: LexborNode) -> bool:
        return self._rtl and node.tag in _INLINE and node.attrs.get("dir") == "ltr"

    def _begins_section(self, node: LexborNode) -> bool:
        """Start the section of a heading; a heading without id is text, unless it titles the page."""
        first, tag = self.sections[0], node.tag or ""
        if tag == "h1" and not first.heading:
            self._words = first.heading
        elif anchor := node.attrs.sget("id"):
            self._section = Section(TERM_LEVEL if tag == "dt" else int(tag[1]), anchor)
            self.sections.append(self._section)
            self._words = self._section.heading
        else:
            return False
        return True

    def _read(self, words: str) -> None:
        """Add text to the words of the section."""
        for piece in _PIECE.findall(_BROKEN.sub("", words)):
            if piece.isspace():
                self._joins = False
            else:
                self._add(piece, piece)
                self._joins = True

    def _read_code(self, code: str) -> None:
        """Add the lines that name something to the code of the section."""
        for line in code.splitlines():
            if names(line, every=True):
                *others, last = line.split()
                self._section.code += [*(Word(one, one) for one in others), Word(f"{last}\n", last)]

    def _add(self, shown: str, searched: str, tex: str = "") -> None:
        last = self._words[-1] if self._words else Word("", "")
        apart = searched and last.shown and (UNSPACED.match(searched) or UNSPACED.match(last.searched))
        if (self._joins and apart) or (not self._joins and _AFTER_WIDE.search(last.shown)):
            self._words.append(Word(GLUE + self._before + shown, searched, tex))
        elif self._joins and last.shown:
            self._words[-1] = Word(
                last.shown + self._before + shown, last.searched + searched, f"{last.tex} {tex}".strip()
            )
        else:
            self._words.append(Word(self._before + shown, searched, tex))
        self._before = ""

    def _end_isolate(self) -> None:
        if self._before:
            self._before = self._before[:-1]
        elif self._words:
            last = self._words.pop()
            self._words.append(last._replace(shown=last.shown + _END_ISOLATE))


def _is_skipped(node: LexborNode) -> bool:
    return bool(
        node.tag in _SKIPPED_TAGS
        or _SKIPPED_CLASSES & classes(node)
        or any(name in node.attrs for name in _SKIPPED_ATTRIBUTES)
    )
