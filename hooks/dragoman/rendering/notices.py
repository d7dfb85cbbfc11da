"""How far a translation is behind its source, said in the page: placeholders in its Markdown that become notices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.containers import MARKER
from dragoman.pages.lecture import Lecture, Visible
from dragoman.pages.placeholders import TOKEN, Placeholders, without
from dragoman.rendering.tree import Tree, text
from dragoman.sync.checks import drift
from dragoman.sync.checks.drift import State
from dragoman.sync.pairing.pairs import Paired
from dragoman.sync.pairing.source_blocks import groups, source_text

_SUMMARY = re.compile(r"\s*<summary\b", re.IGNORECASE)  # must stand first in what it opens
# They are shown at another place, or not at all.
_ELSEWHERE = frozenset({Kind.NOTE, Kind.ABBREVIATION})


@dataclass(frozen=True, slots=True)
class Changed:
    """A notice that the source block of this number has changed since it was translated."""

    number: int
    copied: bool = False
    """Whether only a formula, a number, an address or code has, and no words."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place for links from translations: the source block of this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Untranslated:
    """The begin, or the end, of what stands in the source language, as nobody has translated it yet."""

    ends: bool = False
    indent: str = ""
    """What stands before it where it is in a box or a list."""


Notice = Changed | Anchor | Untranslated


@dataclass(frozen=True, slots=True)
class Additions:
    """What is put before some lines of a page's visible text, and which lines of its file are left out."""

    before: tuple[tuple[int, tuple[Notice | str, ...]], ...] = ()
    hidden: frozenset[int] = frozenset()

    def put(self, visible: Visible, waiting: Placeholders[Any]) -> str:
        """Return the visible text with notices, each a paragraph of its own, in ``waiting``."""
        before = dict(self.before)
        result: list[str] = []
        for index, line in enumerate([*without(visible.text).split("\n"), None]):
            for content in before.get(index, ()):
                indent = content.indent if isinstance(content, Untranslated) else ""
                result += ["", content if isinstance(content, str) else indent + waiting.put(content), ""]
            if line is not None:
                result.append("" if visible.lines[index] in self.hidden else line)
        return "\n".join(result)


@dataclass(frozen=True, slots=True)
class Behind:
    """How many paragraphs of a page have changed in the source since, and how many were never translated.

    What is marked to be looked at has changed until somebody has looked.
    """

    changed: int
    missing: int
    total: int
    """Paragraphs, headings, lists and so on of the source page; formulas and code where they are not the same."""
    copied: int = 0
    """Of those that have changed, how many only in a formula, a number, an address or code, which can be copied."""

    @property
    def current(self) -> int:
        """How many are translated from the current source."""
        return self.total - self.changed - self.missing


@dataclass(frozen=True, slots=True)
class Annotated:
    """A translation as the site shows it."""

    behind: Behind
    changed: tuple[Block, ...]
    """The first source block of each translated part that has changed since."""
    additions: Additions
    """Its notices, and the source of what is not translated."""


def annotated(page: Lecture, source: Lecture, paired: Paired, current: Sequence[Block]) -> Annotated:
    """Return a translation with its notices; ``current`` are the blocks of its ``source``."""
    return Annotated(behind(paired), changed(paired), additions(page, source, paired, current))


def behind(paired: Paired) -> Behind:
    """Return how far a translation is behind."""
    counted: Counter[State] = Counter()
    copied = 0
    for pair, link, state in drift.iterate(paired):
        counted[state] += drift.counted(link, state)
        copied += drift.counted(link, state) if drift.is_to_copy(pair, link, state, paired.langs) else 0
    total = counted.total() - counted[State.ORPHAN]
    return Behind(counted[State.STALE], counted[State.MISSING], total, copied)


def changed(paired: Paired) -> tuple[Block, ...]:
    """Return the first source block of each translated part that has changed since."""
    return tuple(link.current[0] for pair, link, state in drift.iterate(paired) if state is State.STALE and pair.target)


def additions(page: Lecture, source: Lecture, paired: Paired, current: Sequence[Block]) -> Additions:
    """Return the notices of a translation, and the source of what is not translated.

    What is marked as not done is left out, as its source stands there.
    """
    puts: dict[int, list[Notice | str]] = {}
    number = {block: index for index, block in enumerate(current)}
    for pair, link, state in drift.iterate(paired):
        if state is State.STALE and pair.target:
            index = _index(page.visible, pair.target[0].line)
            if _starts_block(page.visible, index, pair.target[0]):
                copied = drift.is_to_copy(pair, link, state, paired.langs)
                puts.setdefault(index, []).append(Changed(number[link.current[0]], copied))
    for index, group in _untranslated(page, paired) if paired.commented else ():
        markdown = without(source_text(source, group))
        put = puts.setdefault(index, [])
        if group[0].kind in _ELSEWHERE or _SUMMARY.match(markdown):
            put.append(markdown)
        else:
            indent = markdown[: len(markdown) - len(markdown.lstrip(" "))]
            put += [Untranslated(indent=indent), markdown, Untranslated(ends=True, indent=indent)]
    unfinished = {
        line for pair in paired.pairs for block in pair.unfinished for line in range(block.line, block.last_line + 1)
    }
    return Additions(_frozen(puts), frozenset(unfinished))


def anchors(source: Lecture, blocks: Iterable[Block], current: Sequence[Block]) -> Additions:
    """Return an anchor before each of ``blocks`` of a source page, for links from translations."""
    wanted = {(block.line, block.kind) for block in blocks}
    puts: dict[int, list[Notice | str]] = {}
    for number, block in enumerate(current):
        index = _index(source.visible, block.line)
        if (block.line, block.kind) in wanted and _starts_block(source.visible, index, block):
            puts[index] = [Anchor(number)]
    return Additions(_frozen(puts))


def _frozen(puts: dict[int, list[Notice | str]]) -> tuple[tuple[int, tuple[Notice | str, ...]], ...]:
    return tuple((index, tuple(contents)) for index, contents in sorted(puts.items()))


def show(tree: Tree, waiting: Placeholders[Any], original: str, source: str, phrase: Phrases) -> None:
    """Put notices in the place of their placeholders; ``original`` leads to the page in ``source``."""
    for paragraph in tree.all("p"):
        if not TOKEN.fullmatch(text(paragraph)):
            continue
        (notice,) = waiting.split(text(paragraph)) or [None]
        attributes = f'lang="{phrase.lang}" data-pagefind-ignore'
        match notice:
            case Anchor(number):
                tree.put(paragraph, f'<a class="source-anchor" id="{anchor(number)}"></a>')
            case Changed(number, copied):
                words = phrase.html["The original has changed since this was translated"]
                if copied:
                    words = phrase.html[
                        "A formula, a number, a link or code has changed in the original since this was translated"
                    ]
                link = f'<a href="{original}#{anchor(number)}" hreflang="{source}">{words}</a>'
                tree.put(paragraph, f'<p class="notice changed" {attributes}>{link}</p>')
            case Untranslated(ends=False):
                words = phrase.html["This paragraph has not been translated yet."]
                box = tree.element(
                    "div",
                    {"class": "untranslated", "lang": source, "dir": language(source).direction},
                    before=paragraph,
                )
                for node in _until_end(paragraph, waiting):
                    box.insert_child(node, move=True)
                tree.put(paragraph, "")
                first = box.first_child
                if first is not None:
                    tree.put(
                        tree.element("p", {}, before=first), f'<p class="notice" dir="auto" {attributes}>{words}</p>'
                    )
            case Untranslated(ends=True):
                tree.put(paragraph, "")


def _until_end(paragraph: LexborNode, waiting: Placeholders[Any]) -> list[LexborNode]:
    """Return what stands between the placeholder of a begin and that of its end."""
    found = []
    node = paragraph.next
    while node is not None and not any(_is_end(piece) for piece in waiting.split(text(node))):
        found.append(node)
        node = node.next
    return found


def _is_end(piece: Any) -> bool:
    return isinstance(piece, Untranslated) and piece.ends


def anchor(number: int) -> str:
    """Return the anchor of a source block in its page."""
    return f"source-{number}"


def _index(visible: Visible, line: int) -> int:
    """Return the index of the first visible line at or after a line of the file."""
    return next((index for index, own in enumerate(visible.lines) if own >= line), len(visible.lines))


def _starts_block(visible: Visible, index: int, block: Block) -> bool:
    """Tell whether something may stand before a block without breaking a list or a paragraph."""
    lines = visible.text.split("\n")
    before = next((line for line in reversed(lines[:index]) if line.strip()), "")
    apart = index == 0 or not lines[index - 1].strip() or before.lstrip().startswith("#")
    listed = block.kind is Kind.LIST and (before.startswith((" ", "\t")) or MARKER.match(before))
    return apart and not listed and not block.text.startswith((" ", "\t"))


def _untranslated(page: Lecture, paired: Paired) -> Iterable[tuple[int, tuple[Block, ...]]]:
    """Yield where source blocks without translation belong in the visible text, and these."""
    missing = [link for pair, link, state in drift.iterate(paired) if state is State.MISSING and not pair.target]
    blocks = sorted((block for link in missing for block in link.current), key=lambda block: block.line)
    ends = sorted(
        (block.line, pair.target[-1].last_line) for pair in paired.pairs if pair.target for block in pair.current
    )
    for group in groups(blocks):
        after = [end for line, end in ends if line < group[0].line]
        yield _index(page.visible, after[-1] + 1) if after else 0, group
