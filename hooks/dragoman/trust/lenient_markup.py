"""The markup that a Markdown text holds beyond Markdown's own: tags, attribute lists, destinations of links.

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
_DESTINATION = re.compile(r"\]\(")
_PARENTHESIS = re.compile(r"[()]|\n[ \t]*\n")
_REFERENCE = re.compile(r"^[ ]{0,3}\[[^\[\]\n]*\]:[ \t]*\n?[ \t]*(?P<url>\S[^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"\s+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))\s*\Z")
# Characters of a tag, of the words and of the destination of a link; who writes longer ones wants to keep us busy.
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


@dataclass(frozen=True, slots=True)
class Link:
    """A link, an image or a reference as it stands in a text: ``text[start:end]``."""

    url: str
    start: int
    end: int
    words: tuple[int, int]
    """Where the text of the link or the ``alt`` of the image is; empty for a reference."""
    image: bool


@lru_cache(maxsize=8)
def prose(text: str) -> str:
    """Return ``text`` with code and formulas blotted out, as long as it was; the info of a fence stays."""
    spans = [(text.find("\n", start) if fenced else start, end) for start, end, fenced in _blocks(text)]
    position = 0
    inline = []
    for start, end in [*((start, end) for start, end, _ in _blocks(text)), (len(text), len(text))]:
        inline += list(code_spans(text, position, start))
        position = end
    spans += inline
    spans += [(formula.start, formula.end) for formula in find(text).formulas]
    pieces = []
    position = 0
    for start, end in sorted(span for span in spans if 0 <= span[0] < span[1]):
        if end > position:
            begin = max(start, position)
            pieces += [text[position:begin], re.sub(r"[^\n]", _FILLER, text[begin:end])]
            position = end
    return "".join([*pieces, text[position:]])


def code_ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each block and span of code in ``text``."""
    position = 0
    for start, end, _ in [*_blocks(text), (len(text), len(text), False)]:
        yield from code_spans(text, position, start)
        if start < end:
            yield start, end
        position = end


def _blocks(text: str) -> list[tuple[int, int, bool]]:
    """Return the blocks of code in ``text``, and whether each is fenced rather than indented."""
    fenced = {start for start, _ in fence_lines(text)}
    return [(start, end, start in fenced) for start, end in code(text)]


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


def links(text: str) -> Iterator[Link]:
    """Yield the links, images and references of ``text``, which is `prose`."""
    for mark in _DESTINATION.finditer(text):
        end = _closing(text, mark.end())
        opening = _opening(text, mark.start())
        if end is None or opening is None:
            continue
        image = text[opening - 1 : opening] == "!"
        url = _TITLE.sub("", text[mark.end() : end])
        yield Link(_plain(url), opening - image, end + 1, (opening + 1, mark.start()), image)
    for reference in _REFERENCE.finditer(text):
        url = _TITLE.sub("", reference["url"])
        yield Link(_plain(url), reference.start(), reference.end(), (reference.end(), reference.end()), image=False)


def _plain(url: str) -> str:
    """Return a destination as a browser gets it: without ``<>``, escapes and entities."""
    url = url.strip().removeprefix("<")
    return unescape(re.sub(r"\\([^\w\s])", r"\1", url.partition(">")[0])).strip()


def _closing(text: str, start: int) -> int | None:
    """Return where the parenthesis closes that was opened before ``start``."""
    depth = 1
    for mark in _PARENTHESIS.finditer(text, start, start + _LONGEST):
        if mark.group() not in "()":
            return None
        depth += 1 if mark.group() == "(" else -1
        if depth == 0:
            return mark.start()
    return None


def _opening(text: str, end: int) -> int | None:
    """Return where the bracket opens that closes at ``end``."""
    depth = 0
    for offset in range(end, max(-1, end - _LONGEST), -1):
        depth += (text[offset] == "]") - (text[offset] == "[")
        if depth == 0:
            return offset
    return None
