"""Stretches of a text: replaced, or blotted out so that everything else stays where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

Span = tuple[int, int]


def replaced(text: str, instead: Iterable[tuple[int, int, str]]) -> str:
    """Return ``text`` with others in the place of some stretches, each a start, an end and what comes there."""
    pieces = []
    position = 0
    for start, end, piece in sorted(instead):
        pieces += [text[position:start], piece]
        position = end
    return "".join([*pieces, text[position:]])


def blotted(text: str, spans: Iterable[Span], sign: str = " ") -> str:
    """Return ``text`` with a sign for each character of some stretches, which may overlap; its lines stay."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        overlaps = merged and start < merged[-1][1]
        first, last = merged.pop() if overlaps else (start, end)
        merged.append((first, max(last, end)))
    return replaced(text, ((start, end, re.sub(r"[^\n]", sign, text[start:end])) for start, end in merged))
