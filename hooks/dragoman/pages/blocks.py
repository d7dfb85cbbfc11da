"""The blocks of a Markdown text: what a source comment quotes, and what a translator translates one by one."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from dragoman.pages import containers, labels, tables
from dragoman.pages.comments import quotable
from dragoman.pages.containers import ABBREVIATION, HEADING, INDENT, RULE, Line, indentation
from dragoman.pages.fences import DIAGRAM, OPENING, closing, language


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    TABLE = "table"
    CODE = "code"
    MATH = "formula"
    FIGURE = "figure"
    HTML = "HTML"
    QUOTE = "quotation"
    DEFINITION = "definition list"
    NOTE = "footnote"
    ABBREVIATION = "abbreviation"
    DIAGRAM = "diagram"
    CONTAINER = "admonition"
    """The line that opens one; what is in it are blocks of their own."""


# What a translation repeats as it is, and what needs no source comment therefore.
VERBATIM = frozenset({Kind.CODE, Kind.MATH})
# What is no Markdown.
FENCED = frozenset({Kind.CODE, Kind.DIAGRAM})

_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_DISPLAY = re.compile(r"[ \t]*(?:>[ \t]?)*\$\$")
_ENVIRONMENT = re.compile(r"[ \t]*\\\[|[ \t]*\\begin\{")
_HTML = re.compile(
    r"[ \t]*</?(?:center|div|img|p|pre|table|figure|details|summary|iframe|video|audio|br|h[1-6])\b", re.IGNORECASE
)
_HTML_START = re.compile(r"[ \t]*<(?:center|details|summary|div|table|figure|iframe|video|img)\b", re.IGNORECASE)
_HTML_HEADING = re.compile(r"[ \t]*<h(?P<level>[1-6])\b[^<>]*>.*</h(?P=level)>[ \t]*$", re.IGNORECASE)
_CENTER = re.compile(r"<(/?)center\b", re.IGNORECASE)
_WRAPPER = re.compile(r"[ \t]*</?div\b[^>]*>[ \t]*$", re.IGNORECASE)
# A line of its own, which a translation repeats.
_DETAILS = re.compile(r"[ \t]*</?details\b[^>]*>[ \t]*$", re.IGNORECASE)
_END_TAG = re.compile(r"[ \t]*</\w+>[ \t|]*$")
_CONTAINER = ("!!!", "???", "===")
_IMAGE = re.compile(r"<img\b|!\[", re.IGNORECASE)
_ONLY_IMAGE = re.compile(r"\s*!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?\s*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:[^{}]*\}[ \t]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """One block as it stands in the file, on the lines ``line`` to ``last_line`` (1-based)."""

    kind: Kind
    text: str
    line: int
    last_line: int
    level: int = 0
    """Of a heading."""
    partial: bool = False
    """Whether it quotes a part of a block only: a comment inside of a list, a table or a figure."""

    @property
    def is_verbatim(self) -> bool:
        """Whether a translation repeats the block as it is: formulas, code and tags without words."""
        return self.kind in VERBATIM or (self.kind is Kind.HTML and not re.sub(r"<[^>]*>|\W", "", self.text))

    @property
    def key(self) -> str:
        """The text with its white space made uniform: equal keys mean equal blocks."""
        return _key(self.text)


@lru_cache(maxsize=1 << 14)
def _key(text: str) -> str:
    return " ".join(quotable(text).split())


Lines = Mapping[int, Line]
"""What the lines of a page are, by their numbers in the file."""


def read(text: str, lines: Sequence[int]) -> Lines:
    """Return what the lines of Markdown without comments are; ``lines`` are the file's lines of its lines."""
    starts = [0, *(end.end() for end in re.finditer("\n", text))]
    return {lines[bisect(starts, start) - 1]: line for start, _, line in containers.lines(text)}


def split(text: str, lines: Sequence[int], known: Lines | None = None) -> tuple[Block, ...]:
    """Return the blocks of Markdown without comments; ``lines`` are the file's lines of its lines.

    Blocks end at blank lines; headings, displayed formulas, fences, tables and lists also where
    nobody left one. Rules, and ``<div>`` or an end tag alone on a line, are no
    blocks. ``known`` is what the lines are in the page that the text is a piece of.
    """
    return tuple(_Splitter(text.split("\n"), lines, read(text, lines) if known is None else known).blocks())


class _Splitter:
    """Reads a text line by line."""

    def __init__(self, source: Sequence[str], lines: Sequence[int], known: Lines) -> None:
        self._source = source
        self._lines = lines
        self._known = known
        self._blocks: list[Block] = []

    def blocks(self) -> list[Block]:
        index = 0
        while index < len(self._source):
            index = self._read(index)
        return self._blocks

    def _read(self, index: int) -> int:
        """Read the block that starts at ``index``; return the index after it."""
        if self._is(Line.CODE, index):
            return self._add(Kind.CODE, index, self._end_of_code(index))
        line = self._source[index]
        if _DETAILS.match(line):
            return self._add(Kind.HTML, index, index + 1)
        if not line.strip() or RULE.match(line.strip()) or _WRAPPER.match(line) or _END_TAG.match(line):
            return index + 1
        kind, end = self._marked(index)
        if kind:
            return self._add(kind, index, end)
        end = self._end_of_text(index)
        if end == index + 1 and self._is_underline(end) and self._is(Line.FIRST, index) and not _HTML.match(line):
            level = 1 if self._source[end].lstrip().startswith("=") else 2
            return self._add(Kind.HEADING, index, end + 1, level)
        return self._add(self._kind(index, end), index, end)

    def _is(self, kind: Line, index: int) -> bool:
        """Tell whether a line is of a kind by itself, not in a quotation."""
        line = self._source[index]
        quoted = line.lstrip().startswith(">") and indentation(line) < INDENT
        return self._known.get(self._lines[index]) is kind and not quoted

    def _marked(self, index: int) -> tuple[Kind | None, int]:
        """Return kind and end of a block that its first line tells from text, else None."""
        line = self._source[index]
        if fence := OPENING.match(line):
            kind = Kind.DIAGRAM if language(line) == DIAGRAM else Kind.CODE
            return kind, self._end_of_fence(index, fence["fence"])
        if HEADING.match(line.lstrip()) or _HTML_HEADING.match(line):
            return Kind.HEADING, index + 1
        if self._opens_box(index, *_CONTAINER):
            return Kind.CONTAINER, index + 1
        if ABBREVIATION.match(line.lstrip()):
            return Kind.ABBREVIATION, index + 1
        if self._is_display(index):
            return Kind.MATH, self._end_of_display(index)
        return Kind.TABLE if (end := self._end_of_table(index)) > index else None, end

    def _kind(self, index: int, end: int) -> Kind:
        line = self._source[index]
        text = "\n".join(self._source[index:end])
        if _HTML.match(line) or _ONLY_IMAGE.match(text):
            return Kind.FIGURE if _IMAGE.search(text) else Kind.HTML
        if line.lstrip().startswith(">"):
            return Kind.QUOTE
        following = next((at for at in range(end, len(self._source)) if self._source[at].strip()), index)
        if any(self._opens_box(at, ":") for at in range(index, end)):
            return Kind.DEFINITION
        if self._opens_box(index, "[^"):
            return Kind.NOTE
        if self._is(Line.ITEM, index):
            return Kind.LIST
        return Kind.DEFINITION if self._opens_box(following, ":") else Kind.PARAGRAPH

    def _opens_box(self, index: int, *marks: str) -> bool:
        return self._is(Line.BOX, index) and self._source[index].lstrip().startswith(marks)

    def _end_of_code(self, index: int) -> int:
        """Return the line after indented code, which goes on after blank lines."""
        end = index
        for at in range(index, len(self._source)):
            if self._is(Line.CODE, at):
                end = at + 1
            elif self._source[at].strip():
                break
        return end

    def _end_of_fence(self, index: int, fence: str) -> int:
        close = closing(fence)
        inside = range(index + 1, len(self._source))
        return next((end + 1 for end in inside if close.match(self._source[end])), len(self._source))

    def _end_of_table(self, index: int) -> int:
        """Return the line after the table that begins at ``index``; the same where none does."""
        line, end, first = self._source[index].strip(), index, self._is(Line.FIRST, index)
        if tables.ROW.match(line) or (line.startswith("|") and first):
            # A row that has lost its first bar ends with its last one still.
            while end < len(self._source) and (
                self._source[end].lstrip().startswith("|") or (end > index and self._source[end].rstrip().endswith("|"))
            ):
                end += 1
        elif first and tables.is_head(self._source[index : index + 2]):
            while end < len(self._source) and (
                end <= index + 1 or not (self._interrupts(end) or self._is(Line.ITEM, end))
            ):
                end += 1
        return end

    def _is_display(self, index: int) -> bool:
        """Tell whether a displayed formula, and nothing beside it, starts on the line."""
        line = self._source[index].strip().lstrip("> ")
        if _ENVIRONMENT.match(line):
            return True
        if not _DISPLAY.match(line):
            return False
        content, closed, after = line[2:].partition("$$")
        return not closed or (bool(content.strip()) and not labels.BEHIND.sub("", after).strip(" .,;:،؛"))

    def _end_of_display(self, index: int) -> int:
        opener = self._source[index].strip().lstrip("> ")
        rest = opener.removeprefix("$$")
        closer = "$$" if opener.startswith("$$") else r"\]" if opener.startswith(r"\[") else r"\end{"
        if closer in rest:
            return index + 1
        for end in range(index + 1, len(self._source)):
            if not self._source[end].strip():
                # TeX allows no blank line in a formula, but real pages have them: look a little further.
                ahead = self._source[end + 1 : end + 4]
                if not any(closer in line for line in ahead) or any(HEADING.match(line.lstrip()) for line in ahead):
                    return end
            elif closer in self._source[end]:
                return end + 1
        return len(self._source)

    def _end_of_text(self, index: int) -> int:
        first = self._source[index]
        if _HTML.match(first):
            return self._end_of_html(index)
        listed, noted = self._is(Line.ITEM, index), self._opens_box(index, ":", "[^")
        quoted = first.lstrip().startswith(">")
        for end in range(index + 1, len(self._source)):
            if self._interrupts(end) or (
                not listed
                and (
                    self._is(Line.ITEM, end)
                    or (not quoted and self._source[end].lstrip().startswith(">"))
                    or (
                        not noted
                        and self._is_underline(end)
                        and (end == index + 1 or RULE.match(self._source[end].strip()))
                    )
                )
            ):
                return end
        return len(self._source)

    def _interrupts(self, index: int) -> bool:
        """Tell whether the line ends any block of text above it."""
        line = self._source[index]
        patterns = (OPENING, _WRAPPER, _DETAILS, _HTML_START)
        return (
            not line.strip()
            or HEADING.match(line.lstrip()) is not None
            or tables.ROW.match(line.strip()) is not None
            or self._opens_box(index, *_CONTAINER, "[^")
            or ABBREVIATION.match(line.lstrip()) is not None
            or self._is(Line.FIRST, index)
            or self._is_display(index)
            or any(pattern.match(line) for pattern in patterns)
        )

    def _end_of_html(self, index: int) -> int:
        """Return the line after ``</center>`` where ``<center>`` begins a block, else where text would end."""
        depth = 0
        for end in range(index, len(self._source)):
            line = self._source[end]
            if end > index and (not line.strip() or OPENING.match(line) or HEADING.match(line.lstrip())):
                return end
            marks = [mark[1] for mark in _CENTER.finditer(line)]
            depth += marks.count("") - marks.count("/")
            if marks and depth <= 0:
                return end + 1
        return len(self._source)

    def _is_underline(self, index: int) -> bool:
        return index < len(self._source) and _UNDERLINE.match(self._source[index]) is not None

    def _add(self, kind: Kind, start: int, end: int, level: int = 0) -> int:
        if kind is Kind.HEADING and not level and (marks := HEADING.match(self._source[start].lstrip())):
            level = len(marks["marks"])
        if kind is Kind.HEADING and (tag := _HTML_HEADING.match(self._source[start])):
            level = int(tag["level"])
        while end < len(self._source) and _ATTRIBUTES.match(self._source[end]):
            end += 1
        text = "\n".join(self._source[start:end])
        self._blocks.append(Block(kind, text, self._lines[start], self._lines[end - 1], level))
        return end
