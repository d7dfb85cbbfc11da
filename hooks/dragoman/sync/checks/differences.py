"""A difference between a translated block and its source, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.findings import Edit, Severity
from dragoman.pages.blocks import Block

_OPENING = "<!--"


@dataclass(frozen=True, slots=True)
class Replacement:
    """Text that takes the place of ``old``, which begins on a 1-based line of a file after ``column`` characters."""

    line: int
    column: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A way in which a translation differs from its source, on a 1-based line of the file."""

    line: int
    kind: str
    message: str
    suggestion: str | None = None
    fix: tuple[Replacement, ...] = ()
    """What ends the difference, where nobody has to look at it."""
    severity: Severity = Severity.ERROR


def replacement(block: Block, start: int, end: int, new: str) -> Replacement:
    """Return the replacement of ``block.text[start:end]``."""
    line = block.text.count("\n", 0, start)
    return Replacement(block.line + line, start - (block.text.rfind("\n", 0, start) + 1), block.text[start:end], new)


def located(text: str, fix: Iterable[Replacement]) -> tuple[Edit, ...]:
    """Return the edits of a file's ``text`` that make all replacements; none where one does not stand as expected."""
    lines = text.split("\n")
    edits = []
    for one in fix:
        start = sum(len(line) + 1 for line in lines[: one.line - 1]) + one.column
        old, new = (part.replace("\n", "\r\n") if "\r\n" in text else part for part in (one.old, one.new))
        if not text.startswith(old, start) and _OPENING in lines[one.line - 1]:
            # The first line of a comment begins behind its opening signs.
            start += lines[one.line - 1].index(_OPENING) + len(_OPENING)
        if not text.startswith(old, start):
            return ()
        edits.append(Edit(start, start + len(old), new))
    return tuple(edits)


def common_start(left: str, right: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), len(left))
