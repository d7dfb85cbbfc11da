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
LINKS = 2_000
"""And images; where they do not end, Markdown looks for the end of each."""
NOTES = 1_000
"""Abbreviations and addresses of links, each of which is a block of its own."""
ELEMENTS = 200
"""Of HTML in each other, ended or not."""
DIGITS = 4_000
"""In a row: Python reads no longer number."""
DEPTH = 40
"""Of quotations, of lists, of brackets."""
_SIGNS = "[](){}<>*_`$\\|#~:!&^=-+\"'"
_DIGITS = re.compile(rf"\d{{{DIGITS}}}\d+")
_NOTE = re.compile(r"^[ \t>]*\*?\[[^\[\]\n]+\]:", re.MULTILINE)
_ELEMENT = re.compile(
    r"<(?P<slash>/?)(?:address|article|aside|blockquote|center|details|div|dl|fieldset|figure|footer|form|header|main|math"
    r"|nav|ol|pre|section|svg|table|ul)(?=[\s/>])",
    re.IGNORECASE,
)
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
        (text.find("]:"), len(_NOTE.findall(text)), NOTES, "notes"),
        (text.find("]("), text.count("]("), LINKS, "links"),
        *((text.find(sign), text.count(sign), SIGNS, f"of the sign {sign}") for sign in _SIGNS),
    ]
    for offset, count, most, what in counts:
        if count > most:
            yield offset, f"found {count:,} {what}, expected at most {most:,} in a page: split it"
    depth, offset = max(_open_elements(text), default=(0, 0))
    if depth > ELEMENTS:
        yield offset, f"found {depth:,} elements in each other, expected at most {ELEMENTS}: end or take out some"
    for depth, offset, what in ((*max(_depths(text, pattern, of)), what) for pattern, of, what in _NESTED):
        if depth > DEPTH:
            yield offset, f"found {depth:,} {what} in each other, expected at most {DEPTH}: take some out"


def _open_elements(text: str) -> Iterator[tuple[int, int]]:
    """Yield how many elements are open where one begins that has to be ended."""
    depth = 0
    for tag in _ELEMENT.finditer(text):
        depth = max(0, depth - 1) if tag["slash"] else depth + 1
        yield depth, tag.start()


def _depths(text: str, pattern: re.Pattern[str], of: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    yield 0, 0
    for mark in pattern.finditer(text):
        yield of(mark.group()), mark.start()
