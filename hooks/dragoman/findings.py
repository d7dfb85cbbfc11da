"""What is wrong in the sources, as values that name file, line and remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

_SHOWN = 60  # characters that a message quotes


class Severity(StrEnum):
    """How a finding is treated: an error fails the build, a warning and an info are only shown."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Grade(StrEnum):
    """How much of a translator's work a difference from the source asks for."""

    NOTHING = "nothing"
    MECHANICAL = "mechanical"
    """A formula, a number, an address or code: to be copied."""
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that takes the place of ``text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One defect of the sources.

    ``file`` is what the reader of the message can open (relative to the project), ``line`` is
    1-based, ``kind`` is dotted (``front-matter.lang-ref``) and its first part names the topic.
    """

    file: str
    line: int
    kind: str
    message: str
    severity: Severity = Severity.ERROR
    suggestion: str | None = field(default=None, compare=False)
    """Text that can be pasted in the place of what is wrong."""
    grade: Grade | None = field(default=None, compare=False)
    """What a translation needs that is not as its source; None for what is no difference from a source."""
    fix: tuple[Edit, ...] = field(default=(), compare=False)
    """What to write in its file, decoded as it stands there, so that the finding ends; empty where nobody can tell."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.kind}: {self.message}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong at an ``offset`` of a text that does not know its file yet."""

    offset: int
    kind: str
    message: str
    severity: Severity = Severity.ERROR
    suggestion: str | None = None
    end: int = 0
    """Where ends what the suggestion takes the place of; 0 where it takes the place of nothing."""


class CourseError(Exception):
    """Sources that cannot be built; carries every finding, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__("\n".join(str(finding) for finding in self.findings))


def quoted(text: str) -> str:
    """Return ``text`` as a message quotes it: on one line, not too long, with nothing invisible."""
    words = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in " ".join(text.split()))
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that fail a build."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
