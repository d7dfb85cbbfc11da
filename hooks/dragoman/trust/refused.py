"""What was taken out of a page, and the lines of its file where it is written."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import accumulate

from dragoman.findings import Finding, Severity
from dragoman.pages.lecture import Lecture

_SIGN = re.compile(r"[\W_]")


@dataclass(frozen=True, slots=True)
class Refused:
    """What a translation may not bring."""

    kind: str
    found: tuple[str, ...]
    """What to look for in the file, the most telling first."""
    message: str
    severity: Severity = Severity.ERROR


def findings(page: Lecture, refused: Iterable[Refused], file: str) -> Iterator[Finding]:
    """Yield what was taken out of a page, which findings call ``file``, at its lines: what is found again stands further down."""
    text = page.visible.text
    lines = [_letters(line) for line in text.split("\n")]
    starts = list(accumulate(map(len, lines), initial=0))
    letters = "".join(lines)
    after: dict[str, int] = {}

    def index(one: Refused) -> int:
        for words in one.found:
            for where, what in ((text.lower(), words.lower()), (letters, _letters(words))):
                at = where.find(what, after.get(what, 0)) if what else -1
                at = where.find(what) if at < 0 and what else at
                if at >= 0:
                    after[what] = at + 1
                    return text.count("\n", 0, at) if where is not letters else bisect(starts, at) - 1
        return 0

    for one in refused:
        line = page.visible.lines[min(index(one), len(page.visible.lines) - 1)] if page.visible.lines else 1
        yield Finding(file, line, one.kind, one.message, one.severity)


def _letters(words: str) -> str:
    """Return the letters and digits of a piece of text, however they are written."""
    return _SIGN.sub("", unescape(words)).lower()
