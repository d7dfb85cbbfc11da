"""The head of a lecture: what a student asks before reading it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.findings import Finding
from dragoman.pages.blocks import Block
from dragoman.pages.front_matter import MINUTES, PREREQUISITES
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.rendering import videos

_PER_MINUTE = 110  # words, those of formulas included, which are read more than once
_STEP = 5  # minutes: more than this nobody knows beforehand
# Of a script without spaces each letter is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself before it begins."""

    minutes: int
    builds_on: tuple[str, ...]
    """The names, below the language folder, of the pages to read before."""
    video: str | None


def head(page: Lecture, source: Lecture, blocks: Callable[[Lecture], Sequence[Block]]) -> Head:
    """Return the head of a page; what no translator decides is that of its source."""
    given = source.meta.get(MINUTES) or ""
    return Head(
        int(given) if given.isdecimal() else minutes(source.visible.text),
        tuple(name for name, _ in _prerequisites(source)),
        videos.first(blocks(page)),
    )


def minutes(text: str) -> int:
    """Return how long reading a lecture takes that has the Markdown ``text``."""
    return _STEP * max(1, math.ceil(len(_WORD.findall(text)) / _PER_MINUTE / _STEP))


def find(library: Library, folder: str) -> Iterator[Finding]:
    """Yield what is wrong with the heads of source pages; findings call the docs folder ``folder``."""
    names = {page.name for page in library.of(library.source).values()}
    for page in library.of(library.source).values():
        file = f"{folder}/{page.path}"
        for name, line in _prerequisites(page):
            if name not in names:
                message = f"found {name!r}, expected a page of this course such as {min(names)}: correct it"
                yield Finding(file, line, f"front-matter.{PREREQUISITES}", message)
        given = page.meta.get(MINUTES)
        if given and not given.isdecimal():
            message = f"found minutes: {given}, expected a whole number: correct it, or remove it to have them counted"
            yield Finding(file, page.meta.lines[MINUTES], f"front-matter.{MINUTES}", message)


def _prerequisites(page: Lecture) -> Iterator[tuple[str, int]]:
    for name in (page.meta.get(PREREQUISITES) or "").split(","):
        if name.strip():
            yield name.strip(), page.meta.lines[PREREQUISITES]
