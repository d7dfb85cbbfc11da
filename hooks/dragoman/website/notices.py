"""How far a translation is behind its English, said in the page: marks in its Markdown that become notices.

A mark is a paragraph of private-use characters, which Markdown leaves alone; it becomes HTML when
the page is rendered, so that nothing a translator writes can be taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dragoman.languages.phrases import Phrases
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.lecture import Lecture, Visible
from dragoman.sync.checks import drift
from dragoman.sync.checks.drift import State
from dragoman.sync.editing.scaffold import groups, source_text
from dragoman.sync.pairing.pairs import Paired

# Supplementary private use, beside that of `course.math_extension`.
_CHANGED, _ANCHOR, _BEGIN, _END = "\U000f0100", "\U000f0101", "\U000f0102", "\U000f0103"
_CLOSE, _ZERO = "\U000f0104", 0xF0110
_MARK = re.compile(f"<p>([\U000f0100-\U000f0103])([\U000f0110-\U000f0119]*){_CLOSE}</p>")
_RESERVED = re.compile("[\U000f0100-\U000f0104\U000f0110-\U000f0119]")


@dataclass(frozen=True, slots=True)
class Behind:
    """How many paragraphs of a page have changed in English since, and how many were never translated.

    What is marked to be looked at has changed until somebody has looked.
    """

    changed: int
    missing: int
    total: int
    """Paragraphs, headings, lists and so on of the English page; formulas and code where they are not the same."""

    @property
    def current(self) -> int:
        """How many are translated from the current English."""
        return self.total - self.changed - self.missing


@dataclass(frozen=True, slots=True)
class Annotated:
    """A translation as the site shows it."""

    behind: Behind
    changed: tuple[Block, ...]
    """The first English block of each translated part that has changed since."""
    text: str
    """The visible text with marks, and with the English of what is not translated."""


def annotated(page: Lecture, source: Lecture, paired: Paired, english: Sequence[Block]) -> Annotated:
    """Return a translation with marks for its notices; ``english`` are the blocks of its ``source``."""
    return Annotated(behind(paired), changed(paired), annotate(page, source, paired, english))


def behind(paired: Paired) -> Behind:
    """Return how far a translation is behind."""
    counted: Counter[State] = Counter()
    for _, link, state in drift.iterate(paired):
        counted[state] += drift.counted(link, state)
    return Behind(counted[State.STALE], counted[State.MISSING], counted.total() - counted[State.ORPHAN])


def changed(paired: Paired) -> tuple[Block, ...]:
    """Return the first English block of each translated part that has changed since."""
    return tuple(link.english[0] for pair, link, state in drift.iterate(paired) if state is State.STALE and pair.target)


def annotate(page: Lecture, source: Lecture, paired: Paired, english: Sequence[Block]) -> str:
    """Return the visible text of a translation with marks, and with the English of what is not translated.

    What is marked as not done is left out, as its English stands there.
    """
    puts: dict[int, list[str]] = {}
    number = {block: index for index, block in enumerate(english)}
    for pair, link, state in drift.iterate(paired):
        if state is State.STALE and pair.target:
            index = _index(page.visible, pair.target[0].line)
            if _starts_block(page.visible, index, pair.target[0]):
                puts.setdefault(index, []).append(_mark(_CHANGED, number[link.english[0]]))
    for index, text in _untranslated(page, source, paired) if paired.commented else ():
        puts.setdefault(index, []).append("\n\n".join([_mark(_BEGIN), text, _mark(_END)]))
    unfinished = {
        line for pair in paired.pairs for block in pair.unfinished for line in range(block.line, block.last_line + 1)
    }
    return _with(page.visible, puts, unfinished)


def anchored(source: Lecture, blocks: Iterable[Block], english: Sequence[Block]) -> str:
    """Return the text of an English page with an anchor before each of ``blocks``, for links from translations."""
    wanted = {(block.line, block.kind) for block in blocks}
    puts: dict[int, list[str]] = {}
    for number, block in enumerate(english):
        index = _index(source.visible, block.line)
        if (block.line, block.kind) in wanted and _starts_block(source.visible, index, block):
            puts[index] = [_mark(_ANCHOR, number)]
    return _with(source.visible, puts)


def render(html: str, english: str, phrase: Phrases) -> str:
    """Return rendered Markdown with notices in the place of marks; ``english`` leads to the English page."""

    def notice(match: re.Match[str]) -> str:
        number = "".join(chr(ord(sign) - _ZERO + ord("0")) for sign in match[2])
        if match[1] == _ANCHOR:
            return f'<a class="source-anchor" id="{anchor(number)}"></a>'
        if match[1] == _END:
            return "</div>"
        attributes = f'lang="{phrase.lang}" data-pagefind-ignore'
        if match[1] == _BEGIN:
            words = phrase("This part is not translated yet.")
            return (
                f'<div class="untranslated" lang="en" dir="ltr"><p class="notice" dir="auto" {attributes}>{words}</p>'
            )
        words = phrase("Changed in English since")
        return (
            f'<p class="notice changed" {attributes}><a href="{english}#{anchor(number)}" hreflang="en">{words}</a></p>'
        )

    return _RESERVED.sub("", _MARK.sub(notice, html))


def anchor(number: str) -> str:
    """Return the anchor of an English block in its page."""
    return f"source-{number}"


def _mark(sign: str, number: int | None = None) -> str:
    digits = "" if number is None else "".join(chr(_ZERO + int(digit)) for digit in str(number))
    return sign + digits + _CLOSE


def _index(visible: Visible, line: int) -> int:
    """Return the index of the first visible line at or after a line of the file."""
    return next((index for index, own in enumerate(visible.lines) if own >= line), len(visible.lines))


def _starts_block(visible: Visible, index: int, block: Block) -> bool:
    """Tell whether something may stand before a block without breaking a list or a paragraph."""
    lines = visible.text.split("\n")
    before = next((line for line in reversed(lines[:index]) if line.strip()), "")
    apart = index == 0 or not lines[index - 1].strip() or before.lstrip().startswith("#")
    listed = block.kind is Kind.LIST and re.match(r"[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]|[ \t]+\S", before)
    return apart and not listed and not block.text.startswith((" ", "\t"))


def _untranslated(page: Lecture, source: Lecture, paired: Paired) -> Iterable[tuple[int, str]]:
    """Yield where English blocks without translation belong in the visible text, and their Markdown."""
    missing = [link for pair, link, state in drift.iterate(paired) if state is State.MISSING and not pair.target]
    blocks = sorted((block for link in missing for block in link.english), key=lambda block: block.line)
    ends = sorted(
        (block.line, pair.target[-1].last_line) for pair in paired.pairs if pair.target for block in pair.english
    )
    for group in groups(blocks):
        after = [end for line, end in ends if line < group[0].line]
        yield _index(page.visible, after[-1] + 1) if after else 0, source_text(source, group)


def _with(visible: Visible, puts: dict[int, list[str]], hidden: Collection[int] = ()) -> str:
    """Return the visible text with paragraphs put before some of its lines, and without ``hidden`` lines of the file."""
    text = _RESERVED.sub("", visible.text)
    lines = text.split("\n")
    result: list[str] = []
    for index, line in enumerate([*lines, None]):
        for content in puts.get(index, ()):
            result += ["", content, ""]
        if line is not None:
            result.append("" if visible.lines[index] in hidden else line)
    return "\n".join(result)
