"""What of a page a reader would not see, or would see as source, as a value."""

from __future__ import annotations

from dataclasses import dataclass

_SHOWN = 60  # characters that a message quotes


@dataclass(frozen=True, slots=True)
class Loss:
    """One of them, at an offset of the visible text."""

    offset: int
    kind: str
    found: str | None
    """What is named in the source already where that has it; None for what is wrong in a translation only."""
    message: str


def quoted(text: str) -> str:
    """Return ``text`` as a message quotes it: in a line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
