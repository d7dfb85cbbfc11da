"""The weeks of the course: their lectures and practica, and what of them a language has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from dragoman.languages.language import language
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.lecture import LANG_REF, Lecture
from dragoman.pages.library import Library
from dragoman.references.anchors import slug
from dragoman.rendering import videos

_PRACTICUM = "practicum"
_USUAL_PRACTICUM = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a week, or its overview, as one language has it."""

    name: str
    """Its path below the language folder."""
    number: str
    title: str
    lang: str
    """The language of its text: that of the source where it has not been translated."""
    practicum: bool
    video: str | None
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the course; a page that nobody has written is not in it."""

    number: int
    overview: Part | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands in the course."""

    week: int
    section: int
    practicum: bool


def place(lang_ref: str | None, library: Library, blocks: Callable[[Lecture], Sequence[Block]]) -> Place | None:
    """Return where a lecture or practicum stands; None for every other page."""
    match = LANG_REF.fullmatch(lang_ref or "")
    if match is None or not match[2]:
        return None
    return Place(int(match[1]), int(match[2]), _is_practicum(match[0], library, blocks))


def number(lang_ref: str | None) -> str:
    """Return the chapter number of a lecture or practicum: ``5.1`` for ``ch.05-1``, else nothing."""
    match = LANG_REF.fullmatch(lang_ref or "")
    return f"{int(match[1])}.{match[2]}" if match and match[2] else ""


def sequence(library: Library) -> list[str]:
    """Return the source pages in the order of the course: home, the weeks, everything else."""
    return sorted((page.name for page in library.pages.values() if page.lang == library.source), key=order)


def order(name: str) -> tuple[bool, bool, list[tuple[int, str]], str]:
    """Return where a page belongs among the others: after the home page folders come first, and 05-2 before 05-10."""
    # The overview of a week, 05.md, comes before 05-1.md.
    parts = [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.removesuffix(".md"))
    ]
    return name != "index.md", "/" not in name, parts, name


def navigation(library: Library) -> list[object]:
    """Return the navigation of a course that names none: the same pages for every language."""
    result: list[object] = []
    for folder, names in groupby(sequence(library), lambda name: PurePosixPath(name).parent.as_posix()):
        found = list(names)
        result += found if folder == "." else [{folder: found}]
    return result


def chapters(library: Library, nav: object = None) -> Iterator[tuple[str, str]]:
    """Yield the source pages in the order of a navigation, each with the number of its chapter; "" is none.

    A chapter is a section at the top, or each page but the first where there are no sections; in a course of weeks, the week.
    """
    items = nav if isinstance(nav, list) else navigation(library)
    has_sections = any(isinstance(one, dict) and isinstance(next(iter(one.values()), None), list) for one in items)
    place = 0
    for item in items:
        names = list(_names(item))
        is_section = isinstance(item, dict) and isinstance(next(iter(item.values()), None), list)
        is_chapter = is_section if has_sections else names != ["index.md"]
        place += is_chapter and bool(names)
        for name in names:
            week = LANG_REF.fullmatch(library.layout.lang_ref(name)) if library.layout.weeks else None
            chapter = str(place) if is_chapter and not library.layout.weeks else ""
            yield name, str(int(week[1])) if week else chapter


def _names(item: object) -> Iterator[str]:
    """Yield the pages of an item of a navigation."""
    if isinstance(item, str):
        if item.endswith(".md"):
            yield item
    elif isinstance(item, dict):
        for one in item.values():
            yield from _names(one)
    elif isinstance(item, list):
        for one in item:
            yield from _names(one)


def weeks(
    library: Library,
    lang: str,
    blocks: Callable[[Lecture], Sequence[Block]],
    title: Callable[[Lecture], str],
    files: Callable[[Lecture], Sequence[str]],
) -> tuple[Week, ...]:
    """Return the weeks in the words of ``lang``, in those of the source where they are missing."""
    own = library.of(lang)
    digits = language(lang).phrases.digits

    def part(ref: str, source: Lecture) -> Part:
        page = own.get(ref, source)
        return Part(
            page.name,
            digits(number(ref)),
            title(page),
            page.lang,
            _is_practicum(ref, library, blocks),
            videos.first(blocks(page)),
            tuple(files(page)),
        )

    chapters = sorted(_chapters(library))
    result = []
    for week, refs in groupby(chapters, lambda chapter: chapter[0]):
        parts = {section: part(ref, library.of(library.source)[ref]) for _, section, ref in refs}
        overview = parts.pop(0, None)
        result.append(Week(week, overview, tuple(parts.values())))
    return tuple(result)


def _chapters(library: Library) -> Iterator[tuple[int, int, str]]:
    """Yield week, section (0 for the overview) and ``lang-ref`` of the source pages."""
    for ref in library.of(library.source):
        if match := LANG_REF.fullmatch(ref):
            yield int(match[1]), int(match[2] or 0), ref


def _is_practicum(ref: str, library: Library, blocks: Callable[[Lecture], Sequence[Block]]) -> bool:
    """Tell whether a page is a practicum: the overview of its week has a heading for each page."""
    match = LANG_REF.fullmatch(ref)
    if match is None or not match[2]:
        return False
    section = int(match[2])
    overview = library.of(library.source).get(f"ch.{match[1]}")
    announced = [one for one in blocks(overview) if one.kind is Kind.HEADING and one.level == 2] if overview else []
    if section <= len(announced):
        return slug(announced[section - 1].text).startswith(_PRACTICUM)
    return section == _USUAL_PRACTICUM
