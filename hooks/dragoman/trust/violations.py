"""What of the Markdown of a translation would have an effect before there is a page: code that is run, files that are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.execution import snippets
from dragoman.findings import quoted
from dragoman.formulas.prose import prose
from dragoman.trust.policy import Allowed

_INCLUDE = re.compile(
    r"^[ \t]*;?-+8<-+[^\n]*$|\{!(?:(?!!\})[^\n]){0,300}!\}|\{%(?:(?!%\})[^\n]){0,300}%\}"
    r"|\{\{(?!\s*site\.\s*baseurl\s*\}\})(?:(?!\}\})[^\n]){0,300}\}\}",
    re.MULTILINE,
)
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Breach:
    """What a text may not hold: ``text[start:end]``, and what stands there instead in the page."""

    start: int
    end: int
    put: str
    kind: str
    message: str


def breaches(text: str, allowed: Allowed) -> list[Breach]:
    """Return what ``text`` may not hold, in order."""
    found = [*_check_code(text, allowed), *_check_includes(text, allowed)]
    return sorted(found, key=lambda breach: (breach.start, -breach.end))


def _check_code(text: str, allowed: Allowed) -> Iterator[Breach]:
    """Find what asks to be executed and is not what the source page executes; it is shown, and not executed."""
    for fence in snippets.find_fences(text):
        name = fence.snippet
        if not name:
            if snippets.normal(fence.body) in allowed.code or not fence.body.strip():
                continue
            message = (
                "found code that the source page does not have, expected the same code, comments aside: copy it from "
                "there; it is not executed"
            )
        elif name in allowed.snippets:
            continue
        else:
            there = ", ".join(sorted(allowed.snippets)) or "none"
            message = f"found {quoted(name)!r} as snippet, expected one that the source page shows ({there}): it is not executed"
        opening = text[fence.start : fence.end].partition("\n")[0]
        mark = _FENCE.match(opening)
        if mark is None or not fence.body.strip():
            yield Breach(fence.start, fence.end, "", "trust.code", message)
        else:
            put = mark.group() + fence.language
            yield Breach(fence.start, fence.start + len(opening), put, "trust.code", message)


def _check_includes(text: str, allowed: Allowed) -> Iterator[Breach]:
    marks = list(_INCLUDE.finditer(text))
    words = prose(text) if marks else ""
    for mark in marks:
        in_prose = words[mark.start() : mark.end()] == mark.group() or "8<" in mark.group()
        if in_prose and mark.group().strip() not in allowed.text:
            message = f"found {quoted(mark.group())}, expected no include and no macro: write the text itself"
            yield Breach(mark.start(), mark.end(), "", "trust.include", message)
