"""The kramdown constructs of real lectures, rewritten so that Python-Markdown reads them as meant.

Lists nested by two spaces or without a blank line before them, tables without a header row,
and ``python=`` fences; `raw_html` opens ``<center>`` and ``<div>``. Everything that Python-Markdown
already reads the same way passes through unchanged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from dragoman.rendering.raw_html import open_html

_INDENT = 4  # what Python-Markdown asks of a nested block
_MARKER = re.compile(r"(?P<mark>[*+-]|\d{1,9}\.)(?P<gap>[ \t]+)(?=\S)")
_RULE = re.compile(r"([*_-])[ \t]*(?:\1[ \t]*){2,}$")
_CONTAINER = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t]")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")
_HEADING = re.compile(r"#{1,6}[ \t]")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ROW = re.compile(r"\|[^|]+\|(?:[^|]*\|)*$")
# Characters that kramdown lets a backslash escape and Python-Markdown does not.
_ESCAPES = ('"', "'", ":", "|", "=", "<")


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
    return "\n".join(_Blocks(open_html(text.expandtabs(_INDENT))).lines())


@dataclass(frozen=True, slots=True)
class _Level:
    """An open list item or admonition: where it starts, and how far its content is indented."""

    start: int
    content: int
    is_list: bool

    def holds(self, indent: int) -> bool:
        """Tell whether a line with ``indent`` is nested in it; authors indent lists by two."""
        return indent >= self.start + (2 if self.is_list else _INDENT)


class _Blocks:
    """Rewrites the indentation of a text, line by line."""

    def __init__(self, text: str) -> None:
        self._source = text.split("\n")
        self._levels: list[_Level] = []
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
            return index + 1
        marker = None if _RULE.match(stripped) else _MARKER.match(stripped)
        if self._is_code(indent, stripped, marker):
            self._out.append(line)
            return index + 1
        if fence := _FENCE.match(stripped):
            return self._fence(index, indent, fence)
        if _ROW.match(stripped) or (stripped.startswith("|") and not self._continues_paragraph()):
            return self._table(index, indent)
        if marker and (marker["mark"] in "*+-" or self._starts_list(marker)):
            self._item(indent, stripped, marker)
        elif _CONTAINER.match(stripped):
            self._leave(indent)
            self._emit(stripped)
            self._levels.append(_Level(indent, indent + _INDENT, is_list=False))
        else:
            self._text(indent, stripped)
        return index + 1

    def _verbatim(self, index: int) -> int:
        """Copy a raw ``<pre>`` as it is."""
        self._leave(0)
        end = index
        while end < len(self._source) - 1 and "</pre" not in self._source[end].lower():
            end += 1
        self._out += self._source[index : end + 1]
        return end + 1

    def _after_blank(self) -> bool:
        return not self._out or not self._out[-1].strip()

    def _continues_paragraph(self) -> bool:
        return not self._after_blank() and not self._out[-1].lstrip().startswith(("|", "#"))

    def _is_code(self, indent: int, stripped: str, marker: re.Match[str] | None) -> bool:
        """Tell whether the line is indented code outside every list and admonition."""
        return (
            not self._levels
            and indent >= _INDENT
            and self._after_blank()
            and not (marker or stripped.startswith(("<", "\U000f0000")))
        )

    def _starts_list(self, marker: re.Match[str]) -> bool:
        """Tell whether a number begins an item rather than a line of a paragraph."""
        in_list = any(level.is_list for level in self._levels)
        return in_list or self._after_blank() or int(marker["mark"][:-1]) <= 1

    def _leave(self, indent: int) -> None:
        """Close the levels that do not hold a line with ``indent``."""
        while self._levels and not self._levels[-1].holds(indent):
            self._levels.pop()

    def _emit(self, content: str, extra: int = 0) -> None:
        self._out.append(" " * (_INDENT * len(self._levels) + extra) + content)

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
        return _MARKER.match(first) is not None

    def _item(self, indent: int, stripped: str, marker: re.Match[str]) -> None:
        in_list = bool(self._levels) and self._levels[-1].is_list
        self._leave(indent)
        if not (in_list and self._in_list_block()):
            self._blank_before()
        self._emit(f"{marker['mark']} {stripped[marker.end() :]}")
        self._levels.append(_Level(indent, indent + marker.end(), is_list=True))

    def _text(self, indent: int, stripped: str) -> None:
        ends_list = _HEADING.match(stripped) or stripped.startswith(("<div", "</div", ">"))
        if self._after_blank() or ends_list or not (self._levels and self._levels[-1].is_list):
            self._leave(indent)
            if stripped.startswith(("<div", "</div")):  # Python-Markdown knows them at the margin only
                self._levels.clear()
            if ends_list and stripped.startswith("#"):
                self._blank_before()
        # Code in a list item keeps what it is indented beyond the item's own text.
        extra = indent - self._levels[-1].content if self._levels else 0
        self._emit(stripped, extra if extra >= _INDENT and self._after_blank() else 0)

    def _fence(self, index: int, indent: int, fence: re.Match[str]) -> int:
        """Rewrite a fenced block; its content keeps its own indentation."""
        if self._after_blank() or indent == 0:
            self._leave(indent)
        info = re.sub(r"^([ \t]*)(\w+)=(?=[ \t]|$)", r"\1\2", fence["info"])
        self._blank_before()
        self._emit(f"{fence['fence']}{info}".rstrip())
        closing = re.compile(rf"[ \t]*{re.escape(fence['fence'][0])}{{{len(fence['fence'])},}}[ \t]*$")
        for position in range(index + 1, len(self._source)):
            line = self._source[position]
            cut = min(indent, len(line) - len(line.lstrip()))
            if closing.match(line):
                self._emit(line.strip())
                self._blank_between(position + 1)
                return position + 1
            self._emit(line[cut:]) if line.strip() else self._out.append("")
        return len(self._source)

    def _table(self, index: int, indent: int) -> int:
        """Rewrite consecutive rows; give them a header row where they have none."""
        if self._after_blank() or indent == 0:
            self._leave(indent)
        end = index
        while end < len(self._source) and self._source[end].strip().startswith("|"):
            end += 1
        rows = [line.strip() for line in self._source[index:end]]
        self._blank_before()
        if len(rows) < 2 or not _SEPARATOR.match(rows[1]):
            columns = max(_columns(row) for row in rows)
            self._emit("|" + "  |" * columns)
            self._emit("|" + " --- |" * columns)
            rows = [row for row in rows if not _SEPARATOR.match(row)]
        for row in rows:
            self._emit(row if row.endswith("|") and not row.endswith(r"\|") else row + " |")
        self._blank_between(end)
        return end


def _columns(row: str) -> int:
    """Return the number of cells in a row that starts with a pipe."""
    cells = re.sub(r"`[^`]*`|\\\|", "", row).strip().strip("|")
    return cells.count("|") + 1
