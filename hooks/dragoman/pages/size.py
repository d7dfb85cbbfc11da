"""How large a page may be: what is longer or deeper than anyone writes takes minutes to read, and is named instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

CHARACTERS = 300_000
LINES = 5_000
PARAGRAPHS = 1_500
LINE = 30_000  # characters
SIGNS = 5_000
"""Of each of those that mean something in Markdown."""
DIGITS = 4_000
"""In a row: Python reads no longer number."""
DEPTH = 40
"""Of quotations, of lists, of brackets."""
_SIGNS = "[](){}<>*_`$\\|#~:!&^=-+\"'"
_DIGITS = re.compile(rf"\d{{{DIGITS}}}\d+")
_NESTED: tuple[tuple[re.Pattern[str], Callable[[str], int], str], ...] = (
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE), lambda found: found.count(">"), "quotations"),
    (re.compile(r"(?:!?\[){2,}"), lambda found: found.count("["), "brackets"),
    (re.compile(r"^[ \t]+(?=\S)", re.MULTILINE), lambda found: len(found.expandtabs(4)) // 2, "lists"),
    # In one line; of signs alone it is a rule.
    (
        re.compile(r"^[ \t]*(?:(?:[>*+:-]|\d{1,9}\.)[ \t]+)++(?=[^\s>*+:-])", re.MULTILINE),
        lambda found: len(found.split()),
        "lists",
    ),
)


def flaws(text: str) -> Iterator[tuple[int, str]]:
    """Yield where a page has too much of something, as an offset, and what."""
    lines = text.split("\n")
    longest = max(lines, key=len)
    counts = [
        (0, len(text), CHARACTERS, "characters"),
        (0, len(lines), LINES, "lines"),
        (0, len(re.findall(r"\n[ \t]*\n", text)), PARAGRAPHS, "paragraphs"),
        (text.index(longest), len(longest), LINE, "characters in a line"),
        *((digits.start(), len(digits[0]), DIGITS, "digits in a row") for digits in _DIGITS.finditer(text)),
        *((text.find(sign), text.count(sign), SIGNS, f"of the sign {sign}") for sign in _SIGNS),
    ]
    for offset, count, most, what in counts:
        if count > most:
            yield offset, f"found {count:,} {what}, expected at most {most:,} in a page: split it"
    for depth, offset, what in ((*max(_depths(text, pattern, of)), what) for pattern, of, what in _NESTED):
        if depth > DEPTH:
            yield offset, f"found {depth:,} {what} in each other, expected at most {DEPTH}: take some out"


def _depths(text: str, pattern: re.Pattern[str], of: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    yield 0, 0
    for mark in pattern.finditer(text):
        yield of(mark.group()), mark.start()
