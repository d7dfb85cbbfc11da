"""TeX in Markdown source: where it is, before Markdown can damage it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from dragoman.formulas.currency import Orphans, is_money, is_price, without_price
from dragoman.pages.fences import block_end, code_span_end, fence_lines, unquote

# Controls that reorder or hide text, which nobody can see in an editor and KaTeX cannot read.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

_DELIMITER = re.compile(r"\\\\|\\\$|\$\$|\$|\\\(|\\\[|\\[A-Za-z]{2,}|`+|<(?=[A-Za-z])")
_VERBATIM_ELEMENT = re.compile(r"<(code|pre|script|style|kbd|samp|textarea)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
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
    """What KaTeX gets: without delimiters, invisible characters and quotation marks of a block."""
    display: bool
    """Whether it stands on lines of its own."""
    tex_start: int
    """The offset in the text where the TeX begins, after its delimiter."""


@dataclass(frozen=True, slots=True)
class Math:
    """The formulas of a text in order, and the offsets of delimiters that open or close nothing."""

    formulas: tuple[Formula, ...]
    unbalanced: tuple[int, ...]
    outside: tuple[int, ...]
    """Where a TeX command stands outside every formula."""
    escaped: tuple[int, ...]
    r"""Where ``\$`` stands for a dollar sign."""


def find(text: str) -> Math:
    r"""Return the TeX of ``text``: ``$…$``, ``$$…$$``, ``\(…\)`` and ``\[…\]`` outside code.

    ``text`` is Markdown without comments. As in kramdown, ``$$…$$`` is a display where it is all
    that its lines hold, and inline in the middle of a line. A dollar before an amount of money is
    a dollar.
    """
    return _find(text, code(text))


@lru_cache(maxsize=1 << 14)
def find_in_block(text: str) -> Math:
    """Return the TeX of a block on its own, where indented lines belong to a list that it was taken from."""
    return _find(text, fence_lines(text))


def _find(text: str, blocks: Iterable[tuple[int, int]]) -> Math:
    if "$" not in text and "\\" not in text:
        return Math((), (), (), ())
    scanner = _Scanner(text)
    position = 0
    for start, end in [*blocks, (len(text), len(text))]:
        scanner.scan(position, start)
        position = max(position, end)
    unbalanced = without_price(text, scanner.unbalanced)
    return Math(tuple(scanner.formulas), unbalanced, tuple(scanner.outside), tuple(scanner.escaped))


def code(text: str) -> Iterator[tuple[int, int]]:
    """Yield the fenced and indented blocks of ``text``."""
    position = 0
    for start, end in fence_lines(text):
        yield from _indented_code(text, position, start)
        yield start, end
        position = end
    yield from _indented_code(text, position, len(text))


def _indented_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines indented by four that follow a blank line and no list or admonition."""
    offset = start
    blank = True
    container = False
    for line in text[start:end].splitlines(keepends=True):
        stripped = line.strip()
        indented = line.startswith(("    ", "\t"))
        if not stripped:
            blank = True
        elif indented and blank and not container and not stripped.startswith("$$"):
            yield offset, offset + len(line)
        else:
            if not indented:
                container = _LIST_MARKER.match(line).end() > 0 or line.startswith(("!!!", "???", "===", ":"))  # type: ignore[union-attr]
            blank = False
        offset += len(line)


class _Scanner:
    """Collects the formulas of a text, one stretch without code blocks at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.formulas: list[Formula] = []
        self.unbalanced: list[int] = []
        self.outside: list[int] = []
        self.escaped: list[int] = []

    def scan(self, start: int, end: int) -> None:
        """Read ``text[start:end]``."""
        orphans = Orphans(self._text, end)
        position = start
        while mark := _DELIMITER.search(self._text, position, end):
            position = self._read(mark, end, orphans)

    def _read(self, mark: re.Match[str], end: int, orphans: Orphans) -> int:
        """Read what starts at ``mark``; return the offset after it."""
        sign = mark.group()
        if sign[0] == "`":
            return code_span_end(self._text, mark.start(), end)
        if sign == "<":
            return _end_of_verbatim(self._text, mark, end)
        if sign == "\\$":
            self.escaped.append(mark.start())
        elif sign in ("\\(", "\\["):
            return self._add(_bracketed(self._text, mark, end)) or mark.end()
        elif sign == "$$":
            return self._add(_displayed(self._text, mark, end)) or self._unbalanced(mark, end)
        elif sign == "$":
            formula = None if orphans.holds(mark.start()) else _inline(self._text, mark, end)
            return self._add(formula) or self._unbalanced(mark, end)
        elif sign != "\\\\":
            self.outside.append(mark.start())
        return mark.end()

    def _add(self, formula: Formula | None) -> int:
        """Keep a formula and return the offset after it, 0 if there is none."""
        if formula is None:
            return 0
        self.formulas.append(formula)
        return formula.end

    def _unbalanced(self, mark: re.Match[str], end: int) -> int:
        if not is_price(self._text, mark.end(), end):
            self.unbalanced.append(mark.start())
        return mark.end()


def _end_of_verbatim(text: str, mark: re.Match[str], end: int) -> int:
    """Return the end of a code-like element, or of the tag's first character otherwise."""
    if element := _VERBATIM_ELEMENT.match(text, mark.start(), end):
        closing = re.compile(rf"</{element[1]}\s*>", re.IGNORECASE).search(text, element.end(), end)
        return closing.end() if closing else mark.end()
    return mark.end()


def _bracketed(text: str, mark: re.Match[str], end: int) -> Formula | None:
    closing = {"\\(": "\\)", "\\[": "\\]"}[mark.group()]
    if mark.group() == "\\(":
        limit = block_end(text, mark.end(), end)
    else:
        blank = _BLANK_LINE.search(text, mark.end(), end)
        limit = blank.start() if blank else end
    close = mark.end() - 1
    while (close := text.find(closing, close + 1, limit)) >= 0:
        if _backslashes_before(text, close) % 2 == 0:
            return _formula(text, mark.start(), mark.end(), close, close + 2, display=mark.group() == "\\[")
    return None


def _displayed(text: str, mark: re.Match[str], end: int) -> Formula | None:
    close = text.find("$$", mark.end(), end)
    if close < 0 or _crosses_paragraphs(text, mark, close):
        return None
    line_start = text.rfind("\n", 0, mark.start()) + 1
    line_end = text.find("\n", close)
    before = text[line_start : mark.start()]
    after = text[close + 2 : line_end if line_end >= 0 else len(text)]
    alone = _LIST_MARKER.fullmatch(before) is not None and after.strip() == ""
    display = alone or "\n" in text[mark.end() : close]
    return _formula(text, mark.start(), mark.end(), close, close + 2, display=display)


def _crosses_paragraphs(text: str, mark: re.Match[str], close: int) -> bool:
    """Tell whether ``$$`` in the middle of a line would reach over a blank line."""
    line_start = text.rfind("\n", 0, mark.start()) + 1
    in_mid_line = _LIST_MARKER.fullmatch(text, line_start, mark.start()) is None
    return in_mid_line and _BLANK_LINE.search(text, mark.end(), close) is not None


def _inline(text: str, mark: re.Match[str], end: int) -> Formula | None:
    limit = block_end(text, mark.end(), end)
    close = mark.end() - 1
    while (close := text.find("$", close + 1, limit)) >= 0:
        if _backslashes_before(text, close) % 2 == 0:
            break
    if close < 0 or not text[mark.end() : close].strip():
        return None
    if is_money(text, mark.end(), close):
        return None
    return _formula(text, mark.start(), mark.end(), close, close + 1, display=False)


def _formula(  # noqa: PLR0913 - the five offsets of a delimited text
    text: str, start: int, tex_start: int, tex_end: int, end: int, *, display: bool
) -> Formula:
    tex = text[tex_start:tex_end]
    line_start = text.rfind("\n", 0, start) + 1
    if "\n" in tex and text[line_start:start].lstrip().startswith(">"):
        tex = unquote(tex)
    tex = INVISIBLE.sub("", tex)
    tex = _ENTITY.sub(lambda entity: unescape(entity.group()), tex)
    if end - tex_end == 1:
        tex = _ESCAPED_SUBSCRIPT.sub("_", tex)
    tex = _BARE_SCRIPT.sub(r"\1{\2}", tex)
    return Formula(start, end, tex.strip(), display, tex_start)


def _backslashes_before(text: str, offset: int) -> int:
    count = 0
    while offset > count and text[offset - count - 1] == "\\":
        count += 1
    return count
