"""Where the code of a Markdown text is: fenced blocks and code spans."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"^(?P<indent>[ \t]*(?:>[ \t]?)*)(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
# What neither a code span nor an inline formula crosses: a blank line, or a line that starts
# another block.
BLOCK_EDGE = re.compile(r"\n[ \t\r]*(?=\n|\Z)|\n(?=[ \t]*(?:#{1,6}[ \t]|\||```|~~~|>|[*+-][ \t]+\S|\d+[.)][ \t]))")


def fence_lines(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each fenced block after ``start``, its two fence lines included.

    A fence that is never closed ends with the text, as CommonMark has it.
    """
    if "```" not in text and "~~~" not in text:
        return
    position = start
    while opening := _FENCE.search(text, position):
        fence = opening["fence"]
        if fence[0] == "`" and "`" in opening["info"]:  # a code span that starts with ```
            position = opening.end()
            continue
        closing = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t\r]*$", re.MULTILINE)
        closed = closing.search(text, opening.end())
        end = closed.end() if closed else len(text)
        yield opening.start(), end
        position = max(end, opening.end())
        if position >= len(text):
            return


def code_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each code span, its backticks included.

    A run of backticks is closed by the next run of the same length in the same block.
    """
    end = len(text) if end is None else end
    position = start
    while opening := _BACKTICKS.search(text, position, end):
        position = opening.end()
        if opening.start() > 0 and text[opening.start() - 1] == "\\":
            continue
        edge = BLOCK_EDGE.search(text, opening.end(), end)
        limit = edge.start() if edge else end
        for closing in _BACKTICKS.finditer(text, opening.end(), limit):
            if closing.group() == opening.group():
                yield opening.start(), closing.end()
                position = closing.end()
                break


def unbalanced_backticks(text: str) -> Iterator[int]:
    """Yield the offset of each backtick outside fences that opens no code span and closes none."""
    fences = list(fence_lines(text))
    spans = list(code_spans(text))
    for mark in _BACKTICKS.finditer(text):
        escaped = text[mark.start() - 1 : mark.start()] == "\\"
        if not escaped and not any(start <= mark.start() < end for start, end in fences + spans):
            yield mark.start()
