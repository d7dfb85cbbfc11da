r"""Tables in Markdown, in whose cells a pipe is written ``\|``, in code and formulas, too."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence

from dragoman.pages.fences import code_blocks, code_spans
from dragoman.pages.spans import replaced

SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
ROW = re.compile(r"\|[^|]+\|(?:[^|]*\|)*$")
"""A line that is a row of a table wherever it stands; one that only begins with a pipe may go on with a paragraph."""
_ESCAPED_PIPE = re.compile(r"(\\\\)|\\\|")
_LINES = re.compile(r"^[ \t>]*\|[^\n]*\n?|\n", re.MULTILINE)
_UNIT = re.compile(r"[|\n]")
_LINE = re.compile(r"^(?P<quote>[ \t>]*)(?P<line>[^\n]*)$", re.MULTILINE)


def rows(text: str) -> list[tuple[int, int]]:
    """Return ``(start, end)`` of each line of a table: it begins with a pipe, or stands around a separator."""
    lines = list(_LINE.finditer(text))
    found = []
    in_table = False
    for index, line in enumerate(lines):
        in_table = is_head([line["line"] for line in lines[index : index + 2]]) or (in_table and "|" in line["line"])
        if in_table or line["line"].startswith("|"):
            found.append(line.span())
    return found


def is_head(lines: Sequence[str]) -> bool:
    """Tell whether two lines are the head of a table and the separator below it."""
    return len(lines) == 2 and all("|" in line for line in lines) and SEPARATOR.match(lines[1].strip()) is not None


def units(text: str) -> list[int]:
    """Return where the lines of a text begin, and the cells of those that begin with a pipe."""
    return [unit.end() for line in _LINES.finditer(text) for unit in _UNIT.finditer(text, *line.span())]


def unescaped(text: str) -> str:
    r"""Return the text of a formula or of code in a cell with ``|`` for each ``\|``."""
    return _ESCAPED_PIPE.sub(lambda pipe: pipe[1] or "|", text)


def unescape_code(text: str) -> str:
    r"""Return ``text`` with ``|`` for each ``\|`` in the code of its tables."""
    if "\\|" not in text:
        return text
    fences = list(code_blocks(text))
    instead = []
    for row in rows(text):
        fence = bisect(fences, row) - 1
        if fence >= 0 and row[0] < fences[fence][1]:
            continue
        instead += [(start, end, unescaped(text[start:end])) for start, end in code_spans(text, *row)]
    return replaced(text, instead)
