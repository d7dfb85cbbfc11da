"""The markup that a Markdown text holds beyond Markdown's own: tags and attribute lists.

Read as a browser and Python-Markdown would at their most lenient: what only looks like a tag is
better named than missed. Code and formulas are neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from dragoman.formulas.finder import find
from dragoman.pages.containers import code
from dragoman.pages.fences import code_spans, fence_lines
from dragoman.pages.spans import blotted

_TAG = re.compile(r"(?<!\\)<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s/>][^\s/>=]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"'][^\s>]*)))?"
)
_END = re.compile(r"[\s/]*>")
# Code and comments of markup that are no tags, as a browser or a template engine reads them.
_DECLARATION = re.compile(r"<[!?][^>]*>?")
_LIST = re.compile(r"\{:?[ ]*(?P<body>[^{}\n]*)\}")
_LISTED = re.compile(
    r"(?P<sign>[#.])(?P<token>[^\s{}=#.]+)|(?P<name>[^\s{}=\"'#.]+)=(?P<value>\"[^\"]*\"|'[^']*'|[^\s}]*)"
)
_BEFORE_LIST = frozenset(")]*_>`\"'")
# Characters of a tag; who writes a longer one wants to keep us busy.
_LONGEST = 1000
_FILLER = "x"


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute as it stands in a text: ``text[start:end]``; its value as a browser reads it."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in a text: ``text[start:end]``."""

    name: str
    closing: bool
    attributes: tuple[Attribute, ...]
    start: int
    end: int


@lru_cache(maxsize=8)
def prose(text: str) -> str:
    """Return ``text`` with code and formulas blotted out, as long as it was; the info of a fence stays."""
    infos = {start: text.find("\n", start) for start, _ in fence_lines(text)}
    spans = [(infos.get(start, start), end) for start, end in code_ranges(text)]
    spans += [(formula.start, formula.end) for formula in find(text).formulas]
    return blotted(text, (span for span in spans if 0 <= span[0] < span[1]), _FILLER)


def code_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each block and span of code in ``text``."""
    position = 0
    for start, end in [*code(text), (len(text), len(text))]:
        yield from code_spans(text, position, start)
        if start < end:
            yield start, end
        position = end


def tags(text: str) -> Iterator[Tag]:
    """Yield the tags of ``text``, which is `prose`, in order; one that never ends is none."""
    position = 0
    while mark := _TAG.search(text, position):
        tag = _tag(text, mark)
        if tag:
            yield tag
        position = tag.end if tag else mark.end()


def _tag(text: str, mark: re.Match[str]) -> Tag | None:
    attributes = []
    position = mark.end()
    limit = min(len(text), mark.end() + _LONGEST)
    if text.find(">", position, limit) < 0:
        return None
    while not (end := _END.match(text, position, limit)):
        found = _ATTRIBUTE.match(text, position, limit)
        if found is None:
            return None
        value = found["double"] or found["single"] or found["bare"] or ""
        start = found.start("name")
        attributes.append(Attribute(found["name"].lower(), unescape(value), start, found.end()))
        position = found.end()
    return Tag(mark["name"].lower(), bool(mark["close"]), tuple(attributes), mark.start(), end.end())


def declarations(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of what a browser takes for a declaration or a comment."""
    for mark in _DECLARATION.finditer(text):
        yield mark.span()


def attribute_lists(text: str) -> Iterator[Attribute]:
    """Yield the attributes that ``{: .class #id key=value}`` sets, where Python-Markdown reads such lists.

    ``text`` is `prose`; those of a fence are not among them.
    """
    for listing in _LIST.finditer(text):
        line = text[text.rfind("\n", 0, listing.start()) + 1 : listing.start()]
        if line.lstrip(" \t>").startswith(("```", "~~~")):
            continue
        end_of_line = text[listing.end() : listing.end() + 1] in ("", "\n")
        if not end_of_line and text[listing.start() - 1 : listing.start()] not in _BEFORE_LIST:
            continue
        yield from _listed(text, *listing.span("body"))


def fence_attributes(text: str) -> Iterator[Attribute]:
    """Yield the attributes in the first line of each fence of ``text``."""
    for start, _ in fence_lines(text):
        line_end = text.find("\n", start)
        yield from _listed(text, start, line_end if line_end >= 0 else len(text))


def _listed(text: str, start: int, end: int) -> Iterator[Attribute]:
    for found in _LISTED.finditer(text, start, end):
        if found["sign"]:
            yield Attribute("id" if found["sign"] == "#" else "class", found["token"], found.start(), found.end())
        else:
            value = found["value"].strip("\"'")
            yield Attribute(found["name"].lower(), unescape(value), found.start(), found.end())
