"""TeX in Markdown source: where it is, before Markdown can damage it."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from itertools import groupby, pairwise

from dragoman.formulas.currency import is_dollar, is_tight_price, pairs
from dragoman.pages import containers, labels, tables
from dragoman.pages.fences import block_edges, code_spans, fence_lines, unquote

# Controls that reorder or hide text, which nobody can see in an editor and KaTeX cannot read.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

_MARK = re.compile(r"\\\\|\\[$()\[\]]|\\[A-Za-z]{2,}|\$")
_VERBATIM_TAG = re.compile(
    r"<(?:(?P<slash>/)(?=\w+\s*>))?(?P<name>code|pre|script|style|kbd|samp|textarea)\b(?(slash)\s*>)", re.IGNORECASE
)
# A reference to a label may stand in prose; `references` tells which are right.
_REFERENCE = re.compile(r"\\(?:eq)?ref[ ]*\{")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_END_OF_LINE = re.compile(r"[ \t\r]*(?:\n|\Z)")
_LIST_MARKER = re.compile(r"[ \t>]*(?:(?:[*+-]|\d+[.)])[ \t]+)*")
_ENTITY = re.compile(r"&(?:lt|gt|amp|nbsp);")
# kramdown unescapes \_ between single dollars, so authors write it for a subscript.
_ESCAPED_SUBSCRIPT = re.compile(r"(?<=[A-Za-z0-9})])\\_(?=[{A-Za-z0-9])")
# MathJax takes a font command as a script without braces, KaTeX does not.
_BARE_SCRIPT = re.compile(r"([_^])(\\(?:boldsymbol|bm|operatorname|text)\{(?:[^{}]|\{[^{}]*\})*\})")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands in a text: ``text[start:end]``, with its delimiters."""

    start: int
    end: int
    tex: str
    r"""What KaTeX gets: without delimiters, invisible characters and quotation marks of a block; a label is ``\label``."""
    display: bool
    """Whether it stands on lines of its own."""
    tex_start: int
    """The offset in the text where the TeX begins, after its delimiter."""
    tex_end: int
    """Where it ends; behind its delimiter may stand a label."""
    spaced: bool
    """Whether a space stands between single dollars and the TeX, which other programs take for prose."""


@dataclass(frozen=True, slots=True)
class Math:
    """The formulas of a text in order, and the offsets of delimiters that open or close nothing."""

    formulas: tuple[Formula, ...]
    unbalanced: tuple[int, ...]
    outside: tuple[int, ...]
    """Where a TeX command stands outside every formula."""
    escaped: tuple[int, ...]
    r"""Where ``\$`` stands for a dollar sign."""


_NOTHING = Math((), (), (), ())


def find(text: str) -> Math:
    r"""Return the TeX of ``text``: ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]`` outside code.

    ``text`` is Markdown without comments. As in kramdown, ``$$…$$`` is a display where it is all
    that its lines hold, and inline in the middle of a line. What a single dollar is, `currency` tells.
    """
    return _find(text, containers.code) if "$" in text or "\\" in text else _NOTHING


@lru_cache(maxsize=1 << 14)
def find_in_block(text: str) -> Math:
    """Return the TeX of a block on its own, where indented lines belong to a list that it was taken from."""
    return _find(text, fence_lines) if "$" in text or "\\" in text else _NOTHING


def _find(text: str, blocks: Callable[[str], Iterable[tuple[int, int]]]) -> Math:
    scanner = _Scanner(text, list(blocks(text)))
    index = 0
    while index < len(scanner.marks):
        index = scanner.read(index)
    unbalanced = tuple(scanner.unbalanced())
    return Math(tuple(scanner.formulas), unbalanced, tuple(scanner.outside), tuple(scanner.escaped))


class _Scanner:
    """Pairs the delimiters of a text; each is looked at once, and what closes it is looked up."""

    def __init__(self, text: str, blocks: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self.formulas: list[Formula] = []
        self._lone: list[int] = []
        self.outside: list[int] = []
        self.escaped: list[int] = []
        self.marks = list(_marks(text, blocks))
        self._starts = [mark.start() for mark in self.marks]
        self._closers = {
            sign: [mark.start() for mark in self.marks if mark.group() == sign] for sign in ("$", "\\)", "\\]")
        }
        dollars = self._closers["$"]
        self._closers["$$"] = [offset for offset, after in pairwise(dollars) if after == offset + 1]
        self._blocks = [start for start, _ in blocks]
        self._blanks = sorted([*self._blocks, *(blank.start() for blank in _BLANK_LINE.finditer(text))])
        self._edges = sorted([*self._blocks, *block_edges(text)])
        self._rows = tables.rows(text) if "\\|" in text else []
        self._seen = 0
        self._margin = self._end_of_markers(0)

    def read(self, index: int) -> int:
        """Read the delimiter at ``index``; return the index after what it begins."""
        mark = self.marks[index]
        sign, start = mark.group(), mark.start()
        if self._text.startswith("$$", start):
            return self._after(self._displayed(start)) or self._dollars(index, 2)
        if sign == "$":
            return self._after(self._inline(start)) or self._dollars(index, 1)
        if sign in ("\\(", "\\["):
            return self._after(self._bracketed(start, sign)) or index + 1
        if sign == "\\$":
            self.escaped.append(start)
        elif sign[1].isalpha() and not _REFERENCE.match(self._text, start):
            self.outside.append(start)
        return index + 1

    def _after(self, formula: Formula | None) -> int:
        """Keep a formula and return the index after it, 0 if there is none."""
        if formula is None:
            return 0
        self.formulas.append(formula)
        return bisect_left(self._starts, formula.end)

    def _dollars(self, index: int, count: int) -> int:
        """Read dollars without a partner; return the index after them."""
        start = self._starts[index]
        if count == 2 or not is_dollar(self._text, self._unit(start), start):
            self._lone.append(start)
        return index + count

    def unbalanced(self) -> Iterator[int]:
        """Yield the dollars that lost their partners; two in a block that could end prices may be two formulas."""
        units = sorted([*self._edges, *self._units]) if self._lone else []
        in_unit = Counter(bisect(units, offset) for offset in self._lone)
        for offset in self._lone:
            if in_unit[bisect(units, offset)] > 1 or not is_tight_price(self._text, self._unit(offset), offset):
                yield offset

    def _unit(self, offset: int) -> int:
        """Return where the line or the cell of a table begins that holds an offset."""
        return self._units[bisect(self._units, offset) - 1]

    @cached_property
    def _units(self) -> list[int]:
        return [0, *tables.units(self._text)]

    def _closing(self, sign: str, start: int, limits: Sequence[int]) -> int | None:
        """Return the first ``sign`` at ``start`` or after it, and before the next limit."""
        offsets = self._closers[sign]
        at, limit = bisect_left(offsets, start), bisect_left(limits, start)
        found = offsets[at] if at < len(offsets) else None
        return found if found is not None and (limit == len(limits) or found < limits[limit]) else None

    def _inline(self, start: int) -> Formula | None:
        close = self._closing("$", start + 1, self._edges)
        if close is None or start not in self._beginnings:
            return None
        return self._formula(start, start + 1, close, close + 1, display=False)

    @cached_property
    def _beginnings(self) -> frozenset[int]:
        """The single dollars that begin formulas; what other signs enclose are not looked at."""
        blocks = groupby(self._closers["$"], lambda offset: bisect(self._edges, offset))
        return frozenset().union(*(pairs(self._text, list(dollars), self._is_money) for _, dollars in blocks))

    def _is_money(self, offset: int) -> bool:
        unit = self._unit(offset)
        return is_dollar(self._text, unit, offset) or is_tight_price(self._text, unit, offset)

    def _bracketed(self, start: int, sign: str) -> Formula | None:
        display = sign == "\\["
        close = self._closing("\\]" if display else "\\)", start + 2, self._blanks if display else self._edges)
        return None if close is None else self._formula(start, start + 2, close, close + 2, display=display)

    def _displayed(self, start: int) -> Formula | None:
        """Return what two dollars begin: a display over any lines, in mid-line up to a blank one."""
        begins_line = self._begins_line(start)
        close = self._closing("$$", start + 2, self._blocks if begins_line else self._blanks)
        if close is None:
            return None
        after = begins_line and (
            _END_OF_LINE.match(self._text, close + 2) or labels.BEHIND.match(self._text, close + 2)
        )
        alone = bool(after)
        display = alone or "\n" in self._text[start:close]
        return self._formula(start, start + 2, close, close + 2, display=display)

    def _begins_line(self, start: int) -> bool:
        """Tell whether only markers stand on the line before ``start``, which grows from call to call."""
        newline = self._text.rfind("\n", self._seen, start)
        self._seen = start
        if newline >= 0:
            self._margin = self._end_of_markers(newline + 1)
        return self._margin == start

    def _end_of_markers(self, line_start: int) -> int:
        return _LIST_MARKER.match(self._text, line_start).end()  # type: ignore[union-attr]

    def _formula(self, start: int, tex_start: int, tex_end: int, end: int, *, display: bool) -> Formula:
        text = self._text
        tex = text[tex_start:tex_end]
        spaced = end - tex_end == 1 and tex != tex.strip()
        if "\n" in tex and text[text.rfind("\n", 0, start) + 1 : start].lstrip().startswith(">"):
            tex = unquote(tex)
        tex = INVISIBLE.sub("", tex)
        tex = _ENTITY.sub(lambda entity: unescape(entity.group()), tex)
        if end - tex_end == 1:
            tex = _ESCAPED_SUBSCRIPT.sub("_", tex)
        tex = _BARE_SCRIPT.sub(r"\1{\2}", tex)
        row = bisect(self._rows, (start, len(text))) - 1
        if row >= 0 and start < self._rows[row][1]:
            tex = tables.unescaped(tex)
        tex = tex.strip()
        if display and (label := labels.BEHIND.match(text, end)):
            tex, end = rf"{tex} \label{{{label['label']}}}", label.end()
        return Formula(start, end, tex, display, tex_start, tex_end, spaced)


def _marks(text: str, blocks: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """Yield the delimiters of ``text`` and the commands between them, all outside code."""
    position = 0
    for start, end in [*blocks, (len(text), len(text))]:
        for opaque, after in [*_opaque(text, position, start), (start, start)]:
            if opaque >= position:
                yield from _MARK.finditer(text, position, opaque)
                position = after
        position = max(position, end)


def _opaque(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where code spans and elements with code are between two offsets."""
    tags = list(_VERBATIM_TAG.finditer(text, start, end))
    closing: dict[str, re.Match[str]] = {}
    elements = []
    for tag in reversed(tags):
        if tag["slash"]:
            closing[tag["name"].lower()] = tag
        elif closer := closing.get(tag["name"].lower()):
            elements.append((tag.start(), closer.end()))
    return sorted([*code_spans(text, start, end), *elements])
