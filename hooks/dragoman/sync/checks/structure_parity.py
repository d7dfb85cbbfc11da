"""Whether a translation has the form of its source: code blocks, headings, lists and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dragoman.findings import Severity
from dragoman.formulas.finder import find_in_block
from dragoman.pages import diagrams, labels, quizzes
from dragoman.pages.blocks import FENCED, VERBATIM, Block, Kind
from dragoman.sync.checks import carrying
from dragoman.sync.checks.differences import Difference, Replacement, replacement
from dragoman.sync.pairing.code import Line, agree, compared
from dragoman.sync.pairing.pairs import Pair

_LINE_ITEM = re.compile(r"[ \t]*(?:[*+-][ \t]+|\d{1,3}[ \t]?(?:[.)-]))(?=\s*\S)")
_PUSHED_ITEM = re.compile(rf"[\u00a0\u2007\u202f\s]*{_LINE_ITEM.pattern}")
_BARE_ITEM = re.compile(
    r"[ \t]*(?:[*+\-–—•](?![*+\-–—•])|\d{1,3}[ \t]?[.)-]|[\u0660-\u0669\u06f0-\u06f9]{1,3}[ \t]?[.)-])\s*\S"
)
_TASK = re.compile(rf"^{quizzes.MARK.pattern}", re.MULTILINE)


def check(pair: Pair) -> Iterator[Difference]:
    """Yield every difference of form between a translated pair and its source."""
    yield from _code(pair)
    yield from _diagrams(pair)
    yield from _headings(pair)
    yield from _lists(pair)
    yield from _marks(pair)
    yield from _tables(pair)
    yield from _labels(pair)


def _code(pair: Pair) -> Iterator[Difference]:
    """Compare code blocks, line by line and without comments."""
    source = [block for block in pair.current or pair.source if block.kind is Kind.CODE]
    target = [block for block in pair.target if block.kind is Kind.CODE]
    if source and not pair.target:
        first = source[0].text.strip().split("\n")[1:2]
        message = f"found no code that begins with {''.join(first).strip()}, expected it as in the source: copy it"
        yield Difference(pair.line, "parity.code", message, source[0].text)
    for expected, found in zip(source, target, strict=False):
        if sides := compared(expected.text, found.text):
            yield replace(_difference(sides, found), fix=carrying.code(expected, found))


def _difference(sides: Sequence[tuple[Line | None, Line | None]], found: Block) -> Difference:
    """Return the first line in which code differs."""
    mine, theirs = next((one, two) for one, two in sides if not agree(one, two))
    if mine is None and theirs:
        message = f"found the code {theirs[0]}, expected the end, as in the source: remove it"
        return Difference(found.line + theirs[1], "parity.code", message)
    if mine and theirs is None:
        message = f"found the end of the code, expected {mine[0]} as in the source: add it"
        return Difference(found.last_line, "parity.code", message, mine[0])
    (line, _), (other, offset) = mine or ("", 0), theirs or ("", 0)
    message = f"found the code {other}, expected {line} as in the source: correct it"
    return Difference(found.line + offset, "parity.code", message, line)


def _labels(pair: Pair) -> Iterator[Difference]:
    """Compare the labels of what is numbered; a heading has that of its source, and a fence is compared as code."""
    expected, now, found = (
        Counter(label for block in blocks if block.kind not in FENCED for label in labels.given(block.text))
        for blocks in (pair.source, pair.current, pair.target)
    )
    if not pair.target or found == now:
        return
    for label in expected - found:
        if not label.startswith("sec:"):
            message = f"found no label {label} here, expected {{#{label}}} as in the source: add it"
            yield Difference(pair.target_line, "parity.label", message, f"{{#{label}}}", _put_behind(pair, label))
    for label in found - expected:
        message = f"found the label {label}, expected none, as the source has none here: remove it"
        yield Difference(pair.target_line, "parity.label", message)


def _put_behind(pair: Pair, label: str) -> tuple[Replacement, ...]:
    """Return what puts a label at the end of the block that it belongs to, where there is only one."""
    if len(pair.target) != 1 or not any(
        found["label"] == label for one in pair.current for found in labels.BEHIND.finditer(one.text)
    ):
        return ()
    end = len(pair.target[0].text.rstrip())
    return (replacement(pair.target[0], end, end, f" {{#{label}}}"),)


def _diagrams(pair: Pair) -> Iterator[Difference]:
    """Compare diagrams without their texts."""
    source, target = (
        [content for block in blocks if block.kind is Kind.DIAGRAM for _, content in diagrams.find(block.text)]
        for blocks in (pair.current or pair.source, pair.target)
    )
    for expected, found in zip(source, target, strict=False):
        wanted, standing = (["", *diagrams.form(content), "the end"] for content in (expected, found))
        for line, other in zip(wanted, standing, strict=False):
            if line != other:
                message = f"found {other.strip() or 'a line'} in a diagram, expected {line.strip() or 'a line'} as in the source: translate its texts only"
                yield Difference(pair.target_line, "parity.diagram", message)
                break


def _headings(pair: Pair) -> Iterator[Difference]:
    expected, now, found = (
        [block for block in blocks if block.kind is Kind.HEADING] for blocks in (pair.source, pair.current, pair.target)
    )
    if pair.current and [block.level for block in now] == [block.level for block in found]:
        return
    for mine, theirs in zip(expected, found, strict=False):
        if mine.level != theirs.level:
            suggestion = "#" * mine.level + " " + theirs.text.strip().lstrip("#").strip()
            message = (
                f"found a heading of level {theirs.level}, expected level {mine.level} as in the source: "
                f"write {'#' * mine.level}"
            )
            marks = re.match(r"[ \t]*(#+)", theirs.text)
            fix = (replacement(theirs, *marks.span(1), "#" * mine.level),) if marks else ()
            yield Difference(theirs.line, "parity.heading", message, suggestion, fix)
    if len(expected) > len(found):
        block = expected[len(found)]
        message = f"found text, expected a heading of level {block.level} as in the source: write {'#' * block.level} before it"
        yield Difference(
            pair.target_line, "parity.heading", message, "#" * block.level + " " + pair.target[0].text.strip()
        )
    elif len(found) > len(expected) and not any(block.kind is Kind.HEADING for block in pair.source):
        message = "found a heading, expected text as in the source: remove the #"
        yield Difference(found[0].line, "parity.heading", message, found[0].text.strip().lstrip("#").strip())


def _lists(pair: Pair) -> Iterator[Difference]:
    expected, found = _items(pair.source), _items(pair.target)
    if expected not in (0, found, _items(pair.target, _BARE_ITEM)) and _items(pair.current) != found:
        if _items(pair.target, _PUSHED_ITEM) == expected:
            message = "found list items behind no-break spaces, which make no list, expected plain spaces: write those"
            yield Difference(pair.target_line, "parity.list", message, severity=_severity(pair))
            return
        items = "1 list item" if found == 1 else f"{found} list items"
        message = f"found {items}, expected {expected} as in the source: {'add' if found < expected else 'remove'} what makes the difference"
        yield Difference(pair.target_line, "parity.list", message, severity=_severity(pair))


def _items(blocks: Iterable[Block], item: re.Pattern[str] = _LINE_ITEM) -> int:
    """Return how many items the lists among some blocks have, also where they are numbered by hand."""
    return sum(
        sum(item.match(line) is not None for line in re.split(r"\n|<br\s*/?>", block.text))
        for block in blocks
        if block.kind not in VERBATIM | FENCED
    )


def _marks(pair: Pair) -> Iterator[Difference]:
    """Compare which tasks are done, and which answers of a quiz are right."""
    expected, now, found = (_marked(blocks) for blocks in (pair.source, pair.current, pair.target))
    shown = ["".join(sign for _, _, sign in marks) for marks in (expected, now, found)]
    if not expected or not pair.target or shown[2] in shown[:2]:
        return
    if len(found) != len(expected):
        message = f"found {len(found)} items with [ ] or [x], expected {len(expected)} as in the source: copy them"
        yield Difference(pair.target_line, "parity.list", message, severity=_severity(pair))
        return
    for (_, _, sign), (block, at, other) in zip(expected, found, strict=True):
        if sign != other:
            message = f"found [{other}], expected [{sign}] as in the source: correct it"
            line = block.line + block.text.count("\n", 0, at)
            yield Difference(line, "parity.list", message, f"[{sign}]", (replacement(block, at, at + 1, sign),))


def _marked(blocks: Iterable[Block]) -> list[tuple[Block, int, str]]:
    """Return the marks of tasks in lists, each with its block and where it is in that."""
    return [
        (block, mark.start("sign"), mark["sign"].lower())
        for block in blocks
        if block.kind is Kind.LIST
        for mark in _TASK.finditer(block.text)
    ]


def _tables(pair: Pair) -> Iterator[Difference]:
    expected, found = _shape(pair.source), _shape(pair.target)
    if found not in (expected, _shape(pair.current)) and (0, 0) not in (expected, found):
        message = (
            f"found a table with {found[0]} × {found[1]} cells, expected {expected[0]} × {expected[1]} "
            "(rows × columns) as in the source: give each row its line, and each cell its |"
        )
        yield Difference(pair.target_line, "parity.table", message, severity=_severity(pair))


def _severity(pair: Pair) -> Severity:
    """Return how sure a difference of form is: without a comment nobody knows that nothing else is meant."""
    return Severity.ERROR if pair.comments else Severity.INFO


def _shape(blocks: Iterable[Block]) -> tuple[int, int]:
    rows = [
        line.strip()
        for block in blocks
        if block.kind is Kind.TABLE
        for line in block.text.split("\n")
        if not re.fullmatch(r"[\s|:-]+", line)
    ]
    return len(rows), max((_cells(row) for row in rows), default=0)


def _cells(row: str) -> int:
    for formula in reversed(find_in_block(row).formulas):
        row = row[: formula.start] + row[formula.end :]
    return re.sub(r"`[^`]*`|\\\|", "", row).strip().strip("|").count("|") + 1
