"""The kramdown constructs of real lectures, rewritten so that Python-Markdown reads them as meant.

Lists nested by two spaces or without a blank line before them, tables without a header row,
and ``python=`` fences; `raw_html` opens ``<center>`` and ``<div>``. Everything that Python-Markdown
already reads the same way passes through unchanged.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from dragoman.pages import tables
from dragoman.pages.containers import ABBREVIATION, BOX, HEADING, INDENT, MARKER, Containers
from dragoman.pages.fences import OPENING, closing, readable
from dragoman.rendering.raw_html import open_html

# Characters that kramdown lets a backslash escape and Python-Markdown does not.
_ESCAPES = ('"', "'", ":", "|", "=", "<", "@")


class KramdownExtension(Extension):
    """Python-Markdown, reading what the authors of kramdown pages meant."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the preprocessor, after mathematics is stashed and before fences are."""
        md.ESCAPED_CHARS.extend(_ESCAPES)
        md.preprocessors.register(_Normalise(md), "course-kramdown", 190)
        md.treeprocessors.register(_DropEmptyHeads(md), "course-kramdown-tables", 4)


class _Normalise(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return normalise("\n".join(lines)).split("\n")


class _DropEmptyHeads(Treeprocessor):
    """Removes the header row that ``normalise`` gave to tables without one."""

    def run(self, root: ET.Element) -> None:
        for table in root.iter("table"):
            head = table.find("thead")
            if (
                head is not None
                and not "".join(head.itertext()).strip()
                and len(list(head.iter())) == 2 + len(list(head.iter("th")))
            ):
                table.remove(head)


def normalise(text: str) -> str:
    """Return kramdown ``text`` in the Markdown that Python-Markdown reads."""
    return "\n".join(_Blocks(open_html(tables.unescape_code(text.expandtabs(INDENT)))).lines())


class _Blocks:
    """Rewrites the indentation of a text, line by line."""

    def __init__(self, text: str) -> None:
        self._source = text.split("\n")
        self._open = Containers()
        self._out: list[str] = []

    def lines(self) -> list[str]:
        index = 0
        while index < len(self._source):
            index = self._read(index)
        return self._out

    def _read(self, index: int) -> int:
        """Rewrite the block or line at ``index``; return the index after it."""
        line = self._source[index]
        if line.lstrip().lower().startswith("<pre"):
            return self._verbatim(index)
        # Two spaces at its end break the line.
        stripped = line.strip() + ("  " if line.endswith("  ") and line.strip() else "")
        indent = len(line) - len(line.lstrip())
        if not stripped:
            self._out.append("")
            self._open.blank()
            return index + 1
        if self._open.is_code(indent, stripped):
            self._emit_beyond(indent, stripped)
            return index + 1
        # A note ends at the second blank line, which a comment may have left.
        while self._out[-2:] == ["", ""]:
            self._out.pop()
        if (fence := OPENING.match(stripped)) and not stripped.startswith(">"):
            return self._fence(index, indent, fence)
        if tables.ROW.match(stripped) or (stripped.startswith("|") and self._open.after_block):
            return self._table(index, indent)
        if marker := self._open.marker(stripped):
            self._item(indent, stripped, marker)
        elif BOX.match(stripped):
            self._open.leave(indent)
            if stripped.startswith("[^"):
                self._blank_before()
            self._emit(stripped)
            self._open.box(indent, stripped)
        else:
            self._text(indent, stripped)
        return index + 1

    def _verbatim(self, index: int) -> int:
        """Copy a raw ``<pre>`` as it is."""
        self._open.leave(0)
        end = index
        while end < len(self._source) - 1 and "</pre" not in self._source[end].lower():
            end += 1
        self._out += self._source[index : end + 1]
        return end + 1

    def _after_blank(self) -> bool:
        return not self._out or not self._out[-1].strip()

    def _emit(self, content: str, extra: int = 0) -> None:
        self._out.append(" " * (INDENT * len(self._open.levels) + extra) + content)

    def _emit_beyond(self, indent: int, content: str) -> None:
        """Write a line of code with what it is indented beyond the text of its container."""
        self._emit(content, indent - (self._open.levels[-1].content if self._open.levels else 0))

    def _blank_before(self) -> None:
        if not self._after_blank():
            self._out.append("")

    def _blank_between(self, index: int) -> None:
        """End a block whose next line ``index`` is not blank."""
        if index < len(self._source) and self._source[index].strip():
            self._out.append("")

    def _in_list_block(self) -> bool:
        """Tell whether the lines since the last blank line begin with a list item."""
        first = ""
        for line in reversed(self._out):
            if not line.strip():
                break
            first = line.strip()
        return MARKER.match(first) is not None

    def _item(self, indent: int, stripped: str, marker: re.Match[str]) -> None:
        in_list = bool(self._open.levels) and self._open.levels[-1].is_list
        self._open.leave(indent)
        if not (in_list and self._in_list_block()):
            self._blank_before()
        self._emit(f"{marker['mark']} {stripped[marker.end() :]}")
        self._open.item(indent, marker)

    def _text(self, indent: int, stripped: str) -> None:
        abbreviation = ABBREVIATION.match(stripped)
        if abbreviation or HEADING.match(stripped):
            self._blank_before()
        self._open.text(indent, stripped)
        self._emit(stripped)
        if abbreviation:
            self._out.append("")

    def _fence(self, index: int, indent: int, fence: re.Match[str]) -> int:
        """Rewrite a fenced block; its content keeps its own indentation."""
        self._open.block(indent)
        self._blank_before()
        self._emit(f"{fence['fence']}{readable(fence['info'])}")
        end = closing(fence["fence"])
        for position in range(index + 1, len(self._source)):
            line = self._source[position]
            cut = min(indent, len(line) - len(line.lstrip()))
            if end.match(line):
                self._emit(line.strip())
                self._blank_between(position + 1)
                return position + 1
            self._emit(line[cut:]) if line.strip() else self._out.append("")
        self._emit(fence["fence"])
        return len(self._source)

    def _table(self, index: int, indent: int) -> int:
        """Rewrite consecutive rows; give them a header row where they have none."""
        self._open.block(indent)
        end = index
        while end < len(self._source) and self._source[end].strip().startswith("|"):
            end += 1
        rows = [line.strip() for line in self._source[index:end]]
        self._blank_before()
        if len(rows) < 2 or not tables.SEPARATOR.match(rows[1]):
            columns = max(_columns(row) for row in rows)
            self._emit("|" + "  |" * columns)
            self._emit("|" + " --- |" * columns)
            rows = [row for row in rows if not tables.SEPARATOR.match(row)]
        for row in rows:
            self._emit(row if row.endswith("|") and not row.endswith(r"\|") else row + " |")
        self._blank_between(end)
        return end


def _columns(row: str) -> int:
    """Return the number of cells in a row that starts with a pipe."""
    cells = re.sub(r"`[^`]*`|\\\|", "", row).strip().strip("|")
    return cells.count("|") + 1
