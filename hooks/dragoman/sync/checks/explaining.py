"""Findings that end with another one: they are not listed beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.findings import Finding, Severity, errors

_OPENER = re.compile(r"[ \t]*<!--")


@dataclass(frozen=True, slots=True)
class _Rule:
    """What findings of some kinds explain."""

    causes: tuple[str, ...]
    explained: tuple[str, ...]
    """What the kinds begin with."""
    reach: Callable[[Sequence[str], int], range]
    """The lines where they stand, of the lines of a file and that of the cause."""


def _line(_: Sequence[str], line: int) -> range:
    return range(line, line + 1)


def _rest(lines: Sequence[str], line: int) -> range:
    return range(line - 1, len(lines) + 2)  # what is missing belongs before the line


def _until_comment(lines: Sequence[str], line: int) -> range:
    """Return the lines up to the next comment."""
    following = (at for at in range(line + 1, len(lines) + 1) if _OPENER.match(lines[at - 1]))
    return range(line, next(following, len(lines) + 2))


def _comment_above(lines: Sequence[str], line: int) -> range:
    """Return the lines from the comment before a directive to the directive."""
    before = (at for at in range(line - 1, 0, -1) if _OPENER.match(lines[at - 1]))
    return range(next(before, line), line + 1)


def _file(lines: Sequence[str], _: int) -> range:
    return range(len(lines) + 2)


_DIFFERENCES = ("drift.", "parity.", "text.")
_RULES = (
    _Rule(("comment.unclosed", "comment.opener", "comment.closer", "comment.nested"), _DIFFERENCES, _until_comment),
    _Rule(("comment.directive",), ("drift.missing",), _comment_above),
    _Rule(("markdown.fence",), _DIFFERENCES, _rest),
    _Rule(("markdown.conflict",), (*_DIFFERENCES, "comment."), _until_comment),
    _Rule(("parity.image", "parity.link"), ("image.missing", "link.page", "markdown.link", "trust.host"), _line),
    _Rule(("parity.math",), ("markdown.shown",), _line),
    _Rule(("library.extension",), ("trust.file",), _file),
    _Rule(("front-matter.delimiter", "encoding.utf-8"), ("drift.", "parity.", "text.", "front-matter.title"), _file),
)


def without_explained(found: Iterable[Finding], lines_of: Callable[[str], Sequence[str]]) -> list[Finding]:
    """Return findings without those that end with another one; ``lines_of`` gives the lines of a file."""
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        by_file[one.file].append(one)
    return [one for file, some in by_file.items() for one in _of_file(some, file, lines_of)]


def _of_file(some: Sequence[Finding], file: str, lines_of: Callable[[str], Sequence[str]]) -> list[Finding]:
    explained: set[Finding] = set()
    raised: set[Finding] = set()
    for rule in _RULES:
        causes = [one for one in some if one.kind in rule.causes and one.severity is not Severity.INFO]
        others = [one for one in some if one.kind.startswith(rule.explained)] if causes else []
        for cause in causes if others else ():
            reach = rule.reach(lines_of(file), cause.line)
            ended = {one for one in others if one.line in reach and one.kind not in rule.causes}
            explained |= ended
            raised |= {cause} if errors(ended) else set()
    # What ends an error is one.
    return [replace(one, severity=Severity.ERROR) if one in raised else one for one in some if one not in explained]
