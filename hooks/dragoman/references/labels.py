"""The labels of a page, each with what it stands behind, and the references to labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from dragoman.formulas.finder import Formula, find
from dragoman.formulas.prose import prose
from dragoman.pages import tables
from dragoman.pages.containers import HEADING
from dragoman.pages.fences import DIAGRAM, OPENING, language, options
from dragoman.pages.labels import BEHIND, BOXES, IN_TEX, LABEL, REFERENCE, of_address
from dragoman.pages.links import links

_BOX = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]*(?P<kind>[\w-]+)")
_IMAGE = re.compile(r"!\[[^\n]*\]\([^\n]*\)(?:\{[^{}\n]*\})?\Z")
_TAG = re.compile(rf"<(?P<tag>figure|table)\b[^<>]*?\sid=[\"']?(?P<label>{LABEL.pattern})", re.IGNORECASE)
_STRAY = re.compile(rf"[ \t]\{{#(?!{LABEL.pattern}\}})(?P<label>[a-z]+:[\w.-]+)\}}[ \t]*$", re.MULTILINE)
_STRAY_IN_TEX = re.compile(rf"\\(?:label|ref|eqref)[ ]*\{{(?!{LABEL.pattern}\}})(?P<label>[^{{}}\n]*)\}}")
_IN_BRACES = re.compile(rf"[ \t]*\{{#(?P<label>{LABEL.pattern})\}}")
_UNDERLINE = re.compile(r"[ \t>]*(?:=+|-+)[ \t]*\Z")
_NUMBER = re.compile(r"\\tag\*?[ ]*\{(?P<number>[^{}]*)\}")
_ROW = re.compile(r"\\\\")
_COUNTING = re.compile(r"(\\(?:begin|end)\{(?:equation|align|alignat|gather))\}")


@dataclass(frozen=True, slots=True)
class Given:
    """A label where it is given: ``text[start:end]`` are the braces, which may stand within a formula or a tag."""

    label: str
    start: int
    end: int
    fitting: tuple[str, ...]
    """How the labels may begin of what it stands behind: nothing where that cannot have one."""
    number: str = ""
    r"""What an equation is numbered by hand, with ``\tag``."""

    @property
    def fits(self) -> bool:
        """Whether it is a label of what it stands behind."""
        return self.label.partition(":")[0] in self.fitting


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to a label; ``text[start:end]`` is nothing where it stands in a formula."""

    label: str
    start: int
    end: int
    words: str = ""
    """Its own text, where it has one."""
    command: str = ""
    """That of TeX which it is."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What a page numbers, and what it refers to."""

    given: tuple[Given, ...]
    references: tuple[Reference, ...]
    strays: tuple[tuple[int, str, str], ...]
    """What looks like a label and begins like none: where, how it is written, and its name."""


@lru_cache(maxsize=1 << 12)
def read(text: str) -> Labels:
    """Return the labels and references of Markdown without comments."""
    if not (LABEL.search(text) or _STRAY.search(text) or _STRAY_IN_TEX.search(text)):
        return Labels((), (), ())
    words, formulas = prose(text), find(text).formulas
    given = [*(one for formula in formulas for one in _in_formula(formula)), *_behind(words), *_in_tags(words)]
    references = [*_in_words(text, words), *(one for formula in formulas for one in _in_tex(formula))]
    strays = [
        *(
            (one.start(), one)
            for one in _STRAY.finditer(words)
            if not HEADING.match(_line(words, one.start()).lstrip())
        ),
        *((one.start(), one) for one in _STRAY_IN_TEX.finditer(words)),
        *((formula.start, one) for formula in formulas for one in _STRAY_IN_TEX.finditer(formula.tex)),
    ]
    return Labels(
        tuple(sorted(given, key=lambda one: one.start)),
        tuple(references),
        tuple((at, one.group().strip(), one["label"]) for at, one in strays),
    )


def _in_formula(formula: Formula) -> Iterator[Given]:
    for row in _rows(formula.tex):
        number = _NUMBER.search(row)
        for label in IN_TEX.finditer(row):
            fitting = ("eq",) if formula.display else ()
            yield Given(label["label"], formula.start, formula.start, fitting, number["number"] if number else "")


def _rows(tex: str) -> list[str]:
    r"""Return the parts of TeX that may have a number each: the rows, where some have labels of their own."""
    return _ROW.split(tex) if len(IN_TEX.findall(tex)) > 1 else [tex]


def _in_tags(words: str) -> Iterator[Given]:
    for tag in _TAG.finditer(words):
        kind = "fig" if tag["tag"].lower() == "figure" else "tbl"
        yield Given(tag["label"], tag.start("label"), tag.start("label"), (kind,))


def _behind(words: str) -> Iterator[Given]:
    """Yield the labels in braces; only at the end of a line they may stand behind something."""
    lines = words.split("\n")
    for mark in _IN_BRACES.finditer(words):
        fitting = _fitting(lines, words.count("\n", 0, mark.start())) if BEHIND.match(words, mark.start()) else ()
        yield Given(mark["label"], *mark.span(), fitting)


def _fitting(lines: list[str], at: int) -> tuple[str, ...]:
    """Return how a label may begin that ends a line."""
    line = BEHIND.sub("", lines[at]).strip("> \t")
    if OPENING.match(line):
        if language(line) == DIAGRAM:
            return ("fig",)
        return ("lst", "fig") if any(one.name == "exec" for one in options(line)) else ("lst",)
    if box := _BOX.match(line):
        return (BOXES[box["kind"].lower()],) if box["kind"].lower() in BOXES else ()
    if HEADING.match(line) or (at + 1 < len(lines) and _UNDERLINE.match(lines[at + 1])):
        return ("sec",)
    if _IMAGE.match(line):
        is_alone = not any(one.strip("> \t") for one in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]))
        return ("fig",) if is_alone else ()
    return ("tbl",) if _is_beside_table(lines, at) else ()


def _is_beside_table(lines: list[str], at: int) -> bool:
    """Tell whether right below the paragraph that a line ends, or right above it, stands a table."""
    text = "\n".join(lines)
    rows = {text.count("\n", 0, start) for start, end in tables.rows(text) if start < end}
    below = next((one for one in range(at + 1, len(lines)) if lines[one].strip("> \t")), -1)
    paragraph = takewhile(lambda one: lines[one].strip("> \t") and one not in rows, range(at - 1, -1, -1))
    above = range(at - 1 - len(list(paragraph)), -1, -1)
    return below in rows or next((one for one in above if lines[one].strip("> \t")), -1) in rows


def _in_words(text: str, words: str) -> Iterator[Reference]:
    for link in links(words):
        if not link.image and link.is_inline and (label := of_address(link.url)):
            yield Reference(label, link.start, link.end, text[slice(*link.words)])
    for found in REFERENCE.finditer(words):
        yield Reference(found["label"], *found.span(), command=found["command"])


def _in_tex(formula: Formula) -> Iterator[Reference]:
    for found in REFERENCE.finditer(formula.tex):
        yield Reference(found["label"], formula.start, formula.start, command=found["command"])


def _line(text: str, offset: int) -> str:
    return text[text.rfind("\n", 0, offset) + 1 :].partition("\n")[0]


def numbered(tex: str, number: Callable[[str], str | None]) -> tuple[str, tuple[str, ...]]:
    r"""Return TeX with ``\tag`` in the place of each label that has a ``number``, and the labels in it.

    Environments that would count for themselves count no more.
    """
    labels = tuple(found["label"] for found in IN_TEX.finditer(tex) if found["label"].startswith("eq:"))
    if not labels and not REFERENCE.search(tex):
        return tex, ()
    rows = []
    for row in _rows(tex):
        tags = list(filter(None, (number(one["label"]) for one in IN_TEX.finditer(row))))
        tag = rf"\tag{{{tags[0]}}}" if tags and not _NUMBER.search(row) else ""
        first = IN_TEX.search(row)
        rows.append(row if first is None else row[: first.start()] + tag + IN_TEX.sub("", row[first.end() :]))
    tex = REFERENCE.sub(lambda found: _in_text(found, number), r"\\".join(rows))
    return (_COUNTING.sub(r"\1*}", tex) if labels else tex), labels


def _in_text(reference: re.Match[str], number: Callable[[str], str | None]) -> str:
    shown = number(reference["label"]) or "?"
    return rf"\text{{({shown})}}" if reference["command"] == "eqref" else rf"\text{{{shown}}}"
