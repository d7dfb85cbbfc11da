"""TeX in Markdown source: where it is, before Markdown can damage it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from course.fences import BLOCK_EDGE, code_spans, fence_lines

# Controls that reorder or hide text, which nobody can see in an editor and KaTeX cannot read.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

_DELIMITER = re.compile(r"\\\\|\\\$|\$\$|\$|\\\(|\\\[|\\[A-Za-z]{2,}|`+|<(?=[A-Za-z])")
_TEX_AHEAD = re.compile(r"[^\n$]{0,20}?(?:\\[A-Za-z]|[\^_])")
_VERBATIM_ELEMENT = re.compile(r"<(code|pre|script|style|kbd|samp|textarea)\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LIST_MARKER = re.compile(r"[ \t>]*(?:(?:[*+-]|\d+[.)])[ \t]+)*")
_AMOUNT = re.compile(r"\d[\d.,]*(?:[ \u00a0]?(?:[kKmMbBtT]n?|million|billion|USD))?\+?(?=[\s,;.)/–-]|$)")
_AMOUNT_BEFORE = re.compile(r"\d[ \u00a0\u202f]?\Z")
_WORD = re.compile(r"(?<![\\A-Za-z])[^\W\d_]{2,}")
_COMMAND_OR_GROUP = re.compile(r"\\[A-Za-z]+|\{[^{}]*\}")
_ENTITY = re.compile(r"&(?:lt|gt|amp|nbsp);")
# kramdown unescapes \_ between single dollars, so authors write it for a subscript.
_ESCAPED_SUBSCRIPT = re.compile(r"(?<=[A-Za-z0-9})])\\_(?=[{A-Za-z0-9])")
# MathJax takes a font command as a script without braces, KaTeX does not.
_BARE_SCRIPT = re.compile(r"([_^])(\\(?:boldsymbol|bm|operatorname|text)\{(?:[^{}]|\{[^{}]*\})*\})")
_QUOTE_PREFIX = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)


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
    if "$" not in text and "\\" not in text:
        return Math((), (), (), ())
    scanner = _Scanner(text)
    position = 0
    for start, end in [*_code(text), (len(text), len(text))]:
        scanner.scan(position, start)
        position = max(position, end)
    return Math(tuple(scanner.formulas), tuple(scanner.unbalanced), tuple(scanner.outside), tuple(scanner.escaped))


def _code(text: str) -> Iterator[tuple[int, int]]:
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
        orphans = _Orphans(self._text, end)
        position = start
        while mark := _DELIMITER.search(self._text, position, end):
            position = self._read(mark, end, orphans)

    def _read(self, mark: re.Match[str], end: int, orphans: _Orphans) -> int:
        """Read what starts at ``mark``; return the offset after it."""
        sign = mark.group()
        if sign[0] == "`":
            return _end_of_code_span(self._text, mark, end)
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
        money = _AMOUNT.match(self._text, mark.end(), end) and not _TEX_AHEAD.match(self._text, mark.end(), end)
        if not money:
            self.unbalanced.append(mark.start())
        return mark.end()


def _end_of_code_span(text: str, mark: re.Match[str], end: int) -> int:
    for _, span_end in code_spans(text, mark.start(), end):
        return span_end if text.startswith(mark.group(), span_end - len(mark.group())) else mark.end()
    return mark.end()


def _end_of_verbatim(text: str, mark: re.Match[str], end: int) -> int:
    """Return the end of a code-like element, or of the tag's first character otherwise."""
    if element := _VERBATIM_ELEMENT.match(text, mark.start(), end):
        closing = re.compile(rf"</{element[1]}\s*>", re.IGNORECASE).search(text, element.end(), end)
        return closing.end() if closing else mark.end()
    return mark.end()


def _bracketed(text: str, mark: re.Match[str], end: int) -> Formula | None:
    closing = {"\\(": "\\)", "\\[": "\\]"}[mark.group()]
    edge = BLOCK_EDGE if mark.group() == "\\(" else _BLANK_LINE
    limit = _limit(text, mark.end(), end, edge)
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
    limit = _limit(text, mark.end(), end, BLOCK_EDGE)
    close = mark.end() - 1
    while (close := text.find("$", close + 1, limit)) >= 0:
        if _backslashes_before(text, close) % 2 == 0:
            break
    if close < 0 or not text[mark.end() : close].strip():
        return None
    if _is_money(text, mark.end(), close):
        return None
    return _formula(text, mark.start(), mark.end(), close, close + 1, display=False)


class _Orphans:
    """The dollars without a partner: where a block has an odd number, one must be left out.

    Pairing from the left would turn all prose after a lost dollar into formulas. The one is left
    out whose absence makes the rest look most like TeX.
    """

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._limit = -1
        self._orphan: int | None = None

    def holds(self, offset: int) -> bool:
        """Tell whether the dollar at ``offset`` is to be read as a dollar."""
        if offset >= self._limit:
            self._limit = _limit(self._text, offset, self._end, BLOCK_EDGE)
            self._orphan = self._find(offset)
        return offset == self._orphan

    def _find(self, start: int) -> int | None:
        dollars = _without_money(self._text, list(_single_dollars(self._text, start, self._limit)))
        if len(dollars) % 2 == 0 or len(dollars) == 1:
            return None
        candidates = range(len(dollars) - 1, -1, -2)
        best = min(candidates, key=lambda index: self._prose(dollars[:index] + dollars[index + 1 :]))
        return dollars[best]

    def _prose(self, dollars: list[int]) -> int:
        """Return how many words stand between the dollars that would be pairs."""
        return sum(
            len(_WORD.findall(_COMMAND_OR_GROUP.sub(" ", self._text[opening + 1 : closing])))
            for opening, closing in zip(dollars[::2], dollars[1::2], strict=True)
        )


def _single_dollars(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets of the single dollars outside code between ``start`` and ``end``."""
    position = start
    while mark := _DELIMITER.search(text, position, end):
        position = mark.end()
        if mark.group()[0] == "`":
            position = _end_of_code_span(text, mark, end)
        elif mark.group() == "$":
            yield mark.start()


def _without_money(text: str, dollars: list[int]) -> list[int]:
    """Return ``dollars`` without those that stand before an amount of money."""
    kept: list[int] = []
    index = 0
    while index < len(dollars):
        following = dollars[index + 1] if index + 1 < len(dollars) else None
        if following is None or not _is_money(text, dollars[index] + 1, following):
            kept += dollars[index : index + 2]
            index += 2
        else:
            index += 1
    return kept


def _is_money(text: str, start: int, close: int) -> bool:
    """Tell whether ``text[start:close]`` is prose after a price, up to the next dollar."""
    content = text[start:close]
    if content[:1].isspace() and _AMOUNT_BEFORE.search(text[max(0, start - 12) : start - 1]):
        # "5 $ et 10 $", the amount before its sign
        return _WORD.search(content) is not None and not set(content) & set("\\^_=")
    amount = _AMOUNT.match(content)
    if not amount:
        return False
    rest = content[amount.end() :]
    following = text[close + 1 : close + 2]
    if not rest.strip(" ,;–-"):  # "$5–$10", not "$0$s"
        return rest != "" and following.isdigit()
    prose = _COMMAND_OR_GROUP.sub(" ", rest)
    return (content[-1].isspace() or following.isalnum()) and _WORD.search(prose) is not None


def _formula(  # noqa: PLR0913 - the five offsets of a delimited text
    text: str, start: int, tex_start: int, tex_end: int, end: int, *, display: bool
) -> Formula:
    tex = text[tex_start:tex_end]
    line_start = text.rfind("\n", 0, start) + 1
    if "\n" in tex and text[line_start:start].lstrip().startswith(">"):
        tex = _QUOTE_PREFIX.sub("", tex)
    tex = INVISIBLE.sub("", tex)
    tex = _ENTITY.sub(lambda entity: unescape(entity.group()), tex)
    if end - tex_end == 1:
        tex = _ESCAPED_SUBSCRIPT.sub("_", tex)
    tex = _BARE_SCRIPT.sub(r"\1{\2}", tex)
    return Formula(start, end, tex.strip(), display, tex_start)


def _limit(text: str, start: int, end: int, edge: re.Pattern[str]) -> int:
    boundary = edge.search(text, start, end)
    return boundary.start() if boundary else end


def _backslashes_before(text: str, offset: int) -> int:
    count = 0
    while offset > count and text[offset - count - 1] == "\\":
        count += 1
    return count
