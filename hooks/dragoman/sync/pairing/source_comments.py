"""A translation file as it reads: source comments, directives and text in the order of the file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dragoman.pages import blocks
from dragoman.pages.blocks import Block, Lines
from dragoman.pages.blocks import Kind as BlockKind
from dragoman.pages.containers import Line
from dragoman.pages.directives import Directive, parse
from dragoman.pages.lecture import Kind, Lecture

# "<!---" and "--->", and the first alone on its line; "<!--- one -->" quotes an item of a list.
_DASHES = re.compile(r"\A-+(?:(?P<inside>.*[^-].*?)-+\s*\Z|(?=[ \t]*\n))", re.DOTALL)
_FRONT_MATTER = re.compile(r"[ \t]*(?:title|lang|lang-ref|lecturer|authors?|date|translat\w+(?:[- ]date)?)[ \t]*:")
# What formatters, linters and spelling checkers are told: "prettier-ignore", "cspell:disable", "DISABLE-MATHJAX".
_TOOL = re.compile(
    r"[ \t]*(?:(?=[\w:.-]*(?:disable|enable|ignore|lint|cspell|prettier|toc|region)\b)\w+(?:[-_:.]+\w+)+\b.*|(?i:vale)[ \t]+\S+|toc|tocstop)[ \t]*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"[ \t]*(?:NOTE|TODO|FIXME|XXX)\b(?!\*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """One source comment of the file."""

    blocks: tuple[Block, ...]
    line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Comments that stand together, and the text between them and the next ones."""

    comments: tuple[Comment, ...]
    text: tuple[Block, ...]

    @property
    def quoted(self) -> tuple[Block, ...]:
        """The source blocks that the comments hold."""
        return tuple(block for comment in self.comments for block in comment.blocks)


@dataclass(frozen=True, slots=True)
class Part:
    """What the comments inside of a text block quote, and that block."""

    comment: Block
    target: Block


@dataclass(frozen=True, slots=True)
class Reading:
    """The comments, directives and text of a page in the order of the file."""

    pieces: tuple[Comment | tuple[Block, ...], ...]
    directives: tuple[Directive, ...]
    parts: tuple[Part, ...]


def read(page: Lecture, source: Sequence[Block] = ()) -> Reading:
    """Return the comments, the directives and the text of a page; ``source`` tells comments from remarks."""
    starts = {_start(block) for block in source}
    pieces: list[Comment | tuple[Block, ...]] = []
    directives: list[Directive] = []
    inner: list[tuple[int, str]] = []
    text, line = "", 0
    known = blocks.read(page.visible.text, page.visible.lines)

    def close() -> None:
        if found := _blocks(text, line, known):
            pieces.append(found)

    segments = [segment for segment in page.segments if segment.kind is not Kind.FRONT_MATTER]
    for segment, following in zip_longest(segments, segments[1:]):
        if segment.kind is Kind.TEXT:
            text, line = text + segment.text.replace("\0", ""), line or segment.line
            continue
        content = _DASHES.sub(r"\g<inside>", segment.content)
        if _is_inside(text.replace("\0", ""), following.text if following else ""):
            inner.append((segment.line, content))
            text += "\0" + "\n\0" * segment.text.count("\n")
            continue
        close()
        text, line = "", 0
        if directive := parse(content, segment.line):
            directives.append(directive)
        elif (quoted := _blocks(content, segment.line)) and not (
            _is_remark(quoted) and _start(quoted[0]) not in starts
        ):
            pieces.append(Comment(quoted, segment.line, segment.line + segment.text.count("\n")))
    close()
    return Reading(tuple(pieces), tuple(directives), tuple(_parts(pieces, inner)))


def _is_remark(quoted: Sequence[Block]) -> bool:
    """Tell whether a comment is the front matter of the source page, or a note among translators."""
    return all(_FRONT_MATTER.match(line) for block in quoted for line in block.text.split("\n")) or (
        _NOTE.match(quoted[0].text) is not None or (len(quoted) == 1 and _TOOL.fullmatch(quoted[0].text) is not None)
    )


def _start(block: Block) -> str:
    return next(iter(block.text.split()), "")


def _is_inside(before: str, after: str) -> bool:
    """Tell whether a comment between two texts stands inside of a block."""
    lines = before.split("\n")
    if lines[-1].strip():  # on the same line as text
        return after.partition("\n")[0].strip() != ""
    block = before.rstrip().rpartition("\n\n")[2].lower()
    return any(block.count(f"<{tag}") > block.count(f"</{tag}") for tag in ("center", "p>", "table", "tr", "td"))


def _parts(pieces: Sequence[Comment | tuple[Block, ...]], inner: Sequence[tuple[int, str]]) -> Iterable[Part]:
    """Yield the text blocks that have comments inside, each with what these quote."""
    targets = [block for piece in pieces if isinstance(piece, tuple) for block in piece]
    quoted: dict[int, list[str]] = {}
    for line, content in inner:
        # What stands on lines of its own has left a blank line, which may end the block.
        within = max((at for at, block in enumerate(targets) if block.line <= line), default=None)
        if within is not None:
            quoted.setdefault(within, []).append(content)
    for at, contents in quoted.items():
        block = targets[at]
        yield Part(Block(block.kind, "\n".join(contents), block.line, block.last_line, partial=True), block)


def _blocks(text: str, line: int, known: Lines | None = None) -> tuple[Block, ...]:
    """Return the blocks of a piece of a page; ``known`` is what the lines of the page are, None for a comment.

    A line that a comment inside of a block has filled is none of the block's.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\ufeff", ""))
    kept = [(at, one) for at, one in enumerate(text.split("\n"), line) if "\0" not in one or one.strip("\0 \t")]
    text, lines = "\n".join(one.replace("\0", "") for _, one in kept), [at for at, _ in kept]
    if known is None:  # what is indented in it was so in a list
        known = {number: kind for number, kind in blocks.read(text, lines).items() if kind is not Line.CODE}
    return blocks.split(text, lines, known)


Piece = Comment | tuple[Block, ...]


def with_headings(pieces: Sequence[Piece], *, reversed_: bool = False) -> list[Piece]:
    """Return the pieces with each heading after its comment, where it alone stands before it.

    ``reversed_`` says that they are read from the end of the file.
    """
    first, last = (-1, 0) if reversed_ else (0, -1)
    result = list(pieces)
    for at in reversed(range(len(result) - 1)):  # what is put in moves only what was looked at
        text, comment = result[at], result[at + 1]
        if isinstance(text, Comment) or not isinstance(comment, Comment) or len(comment.blocks) > 1:
            continue
        heading, quoted = text[last], comment.blocks[0]
        after = next((one for one in result[at + 2 :] if not isinstance(one, Comment)), ())
        before = result[at - 1] if at and len(text) == 1 else None
        has_own = isinstance(before, Comment) and before.blocks[last].kind is BlockKind.HEADING
        is_pair = heading.kind is quoted.kind is BlockKind.HEADING and heading.level == quoted.level
        if is_pair and not has_own and not (after and after[first].kind is BlockKind.HEADING):
            rest = tuple(block for block in text if block is not heading)
            result[at : at + 2] = [*([rest] if rest else []), comment, (heading,)]
    return result


def units(pieces: Sequence[Comment | tuple[Block, ...]]) -> Iterable[Unit]:
    """Yield comments that no text parts, each with the text after them; first text without comment."""
    comments: list[Comment] = []
    text: list[Block] = []
    for piece in pieces:
        if isinstance(piece, Comment):
            if text:
                yield _unit(comments, text)
                comments, text = [], []
            comments.append(piece)
        else:
            text += piece
    if comments or text:
        yield _unit(comments, text)


def _unit(comments: Iterable[Comment], text: Iterable[Block]) -> Unit:
    """Return a unit in the order of the file, also where the file was read from its end."""
    return Unit(tuple(sorted(comments, key=lambda one: one.line)), tuple(sorted(text, key=lambda one: one.line)))
