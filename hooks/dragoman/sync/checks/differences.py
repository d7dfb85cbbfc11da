"""A difference between a translated block and its source, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """A way in which a translation differs from its source, on a 1-based line of the file."""

    line: int
    kind: str
    message: str
    suggestion: str | None = None


def common_start(left: str, right: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next((at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other), len(left))
