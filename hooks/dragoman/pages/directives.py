"""Comments to the checks themselves: ``<!-- course: ignore parity.math -- a reason -->``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIRECTIVE = re.compile(
    r"\s*course:[ \t]*(?P<name>[a-z]+)\b[ \t]*(?P<kinds>[\w.,\- \t]*?)[ \t]*(?:--\s*(?P<reason>.*?))?\s*", re.DOTALL
)
TODO = "<!-- course: todo -->"
REVIEW = "<!-- course: review -->"
NAMES = ("todo", "review", "ignore")


@dataclass(frozen=True, slots=True)
class Directive:
    """What a comment asks of the checks, on a 1-based line of the file."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of findings that ``ignore`` is about."""
    reason: str
    line: int


def parse(content: str, line: int) -> Directive | None:
    """Return the directive that a comment holds, or None for any other comment."""
    match = _DIRECTIVE.fullmatch(content)
    if not match:
        return None
    kinds = tuple(kind for kind in re.split(r"[,\s]+", match["kinds"]) if kind)
    return Directive(match["name"], kinds, (match["reason"] or "").strip(), line)
