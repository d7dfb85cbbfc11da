"""Where the code of a Markdown text is: fenced blocks, raw ``<pre>`` and code spans."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

OPENING = re.compile(r"^[ \t>]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[ \t]*(?P<info>[^\n]*)$", re.MULTILINE)
"""The first line of a fenced block."""
# The language of a fence: ``python``, ``{.python``, ``python=``; and where that does not come first.
_LANGUAGE = re.compile(r"(?:\{[ \t]*)?\.?(?P<name>(?!\#)[^\s{}=\"']+)(?=\s|[{}]|$|=(?:\s|$))")
_CLASS = re.compile(r"[\s{]\.(?P<name>[^\s{}=.\#\"']+)")
_OPTION = re.compile(
    r"""(?P<sign>[.\#])?(?P<name>[^\W\d]\w*(?:[:-]\w+)*)(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s}]*)))?"""
)
DIAGRAM = "mermaid"
"""The language of a fence that is drawn."""
# What the highlighter takes; others are those of an executed fence.
_SHOWN_OPTIONS = frozenset(["title", "hl_lines", "linenums"])
_READ = re.compile(
    r"(?:\.?[\w#.+-]+[ \t]*)?\{[^{}]*\}"
    r"|(?:\.?[\w#.+-]+)?(?:[ \t]*(?:title|hl_lines|linenums)=(?:\"[^\"]*\"|'[^']*')(?=[ \t]|$))*"
)
_PRE = re.compile(r"^[ \t]*<pre\b.*?(?:</pre\s*>|\Z)", re.MULTILINE | re.DOTALL | re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
# What neither a code span nor an inline formula crosses: a blank line, or a line that starts
# another block.
_BLOCK_EDGE = re.compile(r"\n[ \t\r]*(?=\n|\Z)|\n(?=[ \t]*(?:#{1,6}[ \t]|\||```|~~~|>|[*+-][ \t]+\S|\d+[.)][ \t]))")


def fence_lines(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each fenced block after ``start``, its two fence lines included.

    A fence that is never closed ends with the text, as CommonMark has it.
    """
    if "```" not in text and "~~~" not in text:
        return
    position = start
    while opening := OPENING.search(text, position):
        closed = closing(opening["fence"]).search(text, opening.end())
        end = closed.end() if closed else len(text)
        yield opening.start(), end
        position = max(end, opening.end())
        if position >= len(text):
            return


@cache
def closing(fence: str) -> re.Pattern[str]:
    """Return the pattern of the line that closes a block which the signs ``fence`` open."""
    return re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t\r]*$", re.MULTILINE)


def unclosed(text: str) -> int | None:
    """Return where the fenced block begins that ends with the text only, as nothing closes it."""
    last = max(fence_lines(text), default=(0, 0))
    opening = OPENING.match(text, last[0])
    return opening.start("fence") if opening and not closing(opening["fence"]).search(text, opening.end()) else None


@dataclass(frozen=True, slots=True)
class Option:
    """An option in the first line of a fence, ``line[start:end]`` of it; its value is its name where none is given."""

    name: str
    value: str
    start: int
    end: int


def language(opening: str) -> str:
    """Return the language that the first line of a fence names; nothing where it names none."""
    named = _LANGUAGE.match(opening, _after_mark(opening)) or _CLASS.search(opening)
    return named["name"] if named else ""


def options(opening: str) -> Iterator[Option]:
    """Yield the options in the first line of a fence: neither its language, nor its classes, nor its id."""
    start = _after_mark(opening)
    named = _LANGUAGE.match(opening, start)
    for found in _OPTION.finditer(opening, named.end() if named else start):
        if not found["sign"]:
            value = next((one for one in found.group("double", "single", "bare") if one is not None), found["name"])
            yield Option(found["name"], value, *found.span())


def readable(info: str) -> str:
    """Return what stands behind the signs of a fence as SuperFences reads it: a language, and options with values.

    It would take a fence with anything else for text, and its end for the beginning of another one.
    """
    info = info.strip()
    given = list(options(f"```{info}"))
    if _READ.fullmatch(info) or any(option.name == "exec" for option in given):
        return info
    lang = re.match(r"[{.]*([\w#+-][\w#.+-]*|)", info)
    values = (f'{one.name}="{one.value}"' for one in given if one.name in _SHOWN_OPTIONS and one.value != one.name)
    return " ".join(filter(None, [lang[1] if lang else "", *values]))


def _after_mark(opening: str) -> int:
    mark = OPENING.match(opening)
    return mark.start("info") if mark else 0


def code_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each fenced block and each raw ``<pre>``, in order."""
    position = 0
    while True:
        fence = next(fence_lines(text, position), None)
        pre = _PRE.search(text, position)
        blocks = sorted(filter(None, (fence, pre and pre.span())))
        if not blocks:
            return
        yield blocks[0]
        position = blocks[0][1]


def unquote(text: str) -> str:
    """Return ``text`` without the mark of a block quotation at the start of its lines."""
    return _QUOTE_MARK.sub("", text)


def code_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each code span, its backticks included.

    A run of backticks is closed by the next run of the same length in the same block.
    """
    runs = [run.span() for run in _BACKTICKS.finditer(text, start, len(text) if end is None else end)]
    if not runs:
        return
    edges = block_edges(text, start, end)
    closers: dict[tuple[int, int], int] = {}
    partners: list[int | None] = []
    for index in range(len(runs) - 1, -1, -1):
        first, after = runs[index]
        block = bisect(edges, first), after - first
        partners.append(closers.get(block))
        closers[block] = index
    partners.reverse()
    index = 0
    while index < len(runs):
        first, _ = runs[index]
        partner = None if text[max(0, first - 1) : first] == "\\" else partners[index]
        if partner is not None:
            yield first, runs[partner][1]
        index = (index if partner is None else partner) + 1


def block_edges(text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return where blocks end: what crosses one of these offsets is no formula and no code span."""
    return [edge.start() for edge in _BLOCK_EDGE.finditer(text, start, len(text) if end is None else end)]


def unbalanced_backticks(text: str) -> Iterator[int]:
    """Yield the offset of each backtick outside fences that opens no code span and closes none."""
    fences = list(fence_lines(text))
    spans = list(code_spans(text))
    for mark in _BACKTICKS.finditer(text):
        escaped = text[mark.start() - 1 : mark.start()] == "\\"
        if not escaped and not any(start <= mark.start() < end for start, end in fences + spans):
            yield mark.start()
