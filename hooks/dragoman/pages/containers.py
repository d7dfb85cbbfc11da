"""The lists, boxes and tabs of a Markdown text, and the code that is indented in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from dragoman.pages.fences import code_blocks
from dragoman.pages.tables import ROW

INDENT = 4  # what Markdown asks of code, and Python-Markdown of a nested block
MARKER = re.compile(r"(?P<mark>[*+-]|\d{1,9}\.)(?P<gap>[ \t]+)(?=\S)")
HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]*(?=\S)")
BOX = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]|:[ \t]|\[\^[^\]\n]+\]:")
_LAZY = (":", "[^")
RULE = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}$")
UNDERLINE = re.compile(r"(?:=+|--?)\Z")  # of a heading; more dashes are a rule, too
ABBREVIATION = re.compile(r"\*\[[^\]\n]+\][ ]?:")
# What no text goes on with: a rule, an underline, HTML that is made a block of its own.
_END = re.compile(rf"=+\Z|-+\Z|.*</center\s*>\Z|{RULE.pattern}", re.IGNORECASE)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_QUOTE = re.compile(r"[ \t]*(?:>[ ]?)+")
# What indentation makes no code of: tags, displays, and the token that stands for one.
_NO_CODE = ("<", "$$", "\U000f0000")


class Line(Enum):
    """What a line of a Markdown text is."""

    BLANK = auto()
    CODE = auto()
    """Indented as code is."""
    FENCED = auto()
    """Not a line, but all of a fenced block."""
    ITEM = auto()
    """The first of a list item."""
    BOX = auto()
    """The one that opens a box."""
    FIRST = auto()
    """Text that begins a block, below a blank line or not."""
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Level:
    """An open list item or box: where it starts, and how far its content is indented."""

    start: int
    content: int
    is_list: bool
    is_lazy: bool
    """Whether text right below goes on in it without being indented."""

    def holds(self, indent: int) -> bool:
        """Tell whether a line with ``indent`` is nested in it; authors indent lists by two."""
        return indent >= self.start + (2 if self.is_list else INDENT)


class Containers:
    """What is open while a text is read line by line."""

    def __init__(self) -> None:
        self.levels: list[Level] = []
        self.after_block = True
        """Whether the next line begins a block: a blank line, a fence or a table is above it."""
        self._in_code = False
        self._below_first = False  # whether the line above is the first of its block

    def leave(self, indent: int) -> None:
        """Close the levels that do not hold a line with ``indent``."""
        while self.levels and not self.levels[-1].holds(indent):
            self.levels.pop()

    def blank(self) -> None:
        """Read a blank line."""
        self.after_block = True

    def is_code(self, indent: int, stripped: str) -> bool:
        """Read a line if it is indented code, and tell whether it is."""
        if any(not level.is_lazy and not level.holds(indent) for level in self.levels):  # a box ends where it does not
            self.leave(indent)
            self.after_block = True
        content = next((level.content for level in reversed(self.levels) if level.holds(indent)), 0)
        was_code = self._in_code
        self._in_code = (
            (self.after_block or self._in_code)
            and indent >= content + INDENT
            and not (self.marker(stripped) or stripped.startswith(_NO_CODE))
        )
        if self._in_code:
            self.leave(indent)
        if self._in_code or was_code:
            self.after_block = was_code and not self._in_code
        return self._in_code

    def marker(self, stripped: str) -> re.Match[str] | None:
        """Return the marker of the list item that a line begins, rather than one in a paragraph."""
        marker = None if RULE.match(stripped) else MARKER.match(stripped)
        if marker is None or marker["mark"] in "*+-":
            return marker
        in_list = any(level.is_list for level in self.levels)
        return marker if in_list or self.after_block or int(marker["mark"][:-1]) <= 1 else None

    def item(self, indent: int, marker: re.Match[str]) -> None:
        """Read the first line of a list item."""
        self.leave(indent)
        self.levels.append(Level(indent, indent + marker.end(), is_list=True, is_lazy=True))
        self.after_block = False

    def box(self, indent: int, stripped: str) -> None:
        """Read the line that opens a box, a note or what explains a term."""
        self.leave(indent)
        is_lazy = stripped.startswith(_LAZY)
        self.levels.append(Level(indent, indent + INDENT, is_list=False, is_lazy=is_lazy))
        self.after_block = False

    def text(self, indent: int, stripped: str) -> None:
        """Read any other line of text."""
        html = stripped.startswith(("<div", "</div"))
        ended = html or HEADING.match(stripped) or ABBREVIATION.match(stripped)
        if (
            self.after_block
            or ended
            or stripped.startswith((">", "<details", "</details"))
            or not (self.levels and self.levels[-1].is_lazy)
        ):
            self.leave(indent)
            if html:  # Python-Markdown knows them at the margin only
                self.levels.clear()
        lazy = self.levels and self.levels[-1].is_lazy
        # An underline is one below the first line of a block only.
        is_end = _END.match(stripped) and (self._below_first or not UNDERLINE.match(stripped))
        self._below_first = self.after_block
        self.after_block = bool(ended or (not lazy and is_end))

    def block(self, indent: int) -> None:
        """Read a fence or a table."""
        if self.after_block or indent == 0:
            self.leave(indent)
        self.after_block = True
        self._in_code = False

    def read(self, line: str) -> Line:
        """Read a line outside fences, and tell what it is."""
        stripped = line.strip()
        indent = indentation(line)
        if not stripped:
            self.blank()
            return Line.BLANK
        if self.is_code(indent, stripped):
            return Line.CODE
        if marker := self.marker(stripped):
            self.item(indent, marker)
            return Line.ITEM
        if BOX.match(stripped):
            self.box(indent, stripped)
            return Line.BOX
        kind = Line.FIRST if self.after_block else Line.TEXT
        if ROW.match(stripped) or (stripped.startswith("|") and self.after_block):
            self.block(indent)
        else:
            self.text(indent, stripped)
        return kind


def indentation(line: str) -> int:
    """Return how many columns a line is indented."""
    space = line[: len(line) - len(line.lstrip())]
    return len(space.expandtabs(INDENT))


@lru_cache(maxsize=8)
def code(text: str) -> tuple[tuple[int, int], ...]:
    """Return ``(start, end)`` of each fenced block and each indented line of code, in order; a raw ``<pre>`` is markup."""
    return tuple((start, end) for start, end, line in lines(text) if line in (Line.CODE, Line.FENCED))


def lines(text: str) -> Iterator[tuple[int, int, Line]]:
    """Yield ``(start, end)`` of each line, or of all of a fenced block, and what it is; a raw ``<pre>`` is passed over."""
    reader = _Reader()
    position = 0
    for start, end in [*code_blocks(text), (len(text), len(text))]:
        for line in _LINE.finditer(text, position, start):
            yield *line.span(), reader.read(line.group())
        if start < end:
            if text[start:end].lstrip(" \t>")[:1] != "<":
                yield start, end, Line.FENCED
            reader.fence(text[start : text.find("\n", start, end)])
        position = end + (text[end : end + 1] == "\n")


class _Reader:
    """Containers with quotations, each of which holds containers of its own."""

    def __init__(self) -> None:
        self._outer, self._quoted = Containers(), Containers()
        self._depth = 0

    def read(self, line: str) -> Line:
        """Read a line outside fences, and tell what it is, in a quotation what it is there."""
        quote = self._quote(line)
        if not quote:
            return self._outer.read(line)
        if self._outer.is_code(indentation(line), line.strip()):
            return Line.CODE
        self._outer.text(indentation(line), ">")
        return self._quoted.read(line[quote.end() :])

    def fence(self, line: str) -> None:
        """Read a fence or a ``<pre>`` that begins with ``line``."""
        quote = self._quote(line)
        (self._quoted if quote else self._outer).block(indentation(line[quote.end() if quote else 0 :]))

    def _quote(self, line: str) -> re.Match[str] | None:
        quote = _QUOTE.match(line)
        depth = quote.group().count(">") if quote else 0
        if depth != self._depth and (quote or not line.strip()):
            self._depth, self._quoted = depth, Containers()
        return quote
