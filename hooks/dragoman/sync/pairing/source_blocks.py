"""The blocks of a source page as its translations quote them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.pages.blocks import Block, Kind
from dragoman.pages.comments import quotable
from dragoman.pages.containers import INDENT, indentation
from dragoman.pages.fences import unclosed
from dragoman.pages.lecture import Lecture
from dragoman.sync.pairing.code import has_texts

_HOLDING = frozenset({Kind.CONTAINER, Kind.DEFINITION, Kind.NOTE})
_NEAR = 3  # lines
# What is never closed would swallow all that follows it in the translation.
_CLOSED = re.compile(r"\S.*(?:\$\$|\\\]|\\end\{[^}]*\})[^\n]*\Z", re.DOTALL)


def groups(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return ``blocks`` as they are translated: one by one, an admonition, a note or a definition with what is in it.

    So is a list that stands in an admonition, without it.
    """
    result: list[list[Block]] = []
    margin = 0  # how far what is in the last of them is indented
    for block in blocks:
        indent = indentation(block.text)
        # Some blocks of a page may be missing here: what stands further below is in another one.
        if margin and indent >= margin and block.line <= result[-1][-1].last_line + _NEAR:
            result[-1].append(block)
            continue
        is_listed = block.kind is Kind.LIST and indent >= INDENT
        margin = INDENT if block.kind in _HOLDING else indent + INDENT if is_listed else 0
        result.append([block])
    return [tuple(group) for group in result]


def source_text(source: Lecture, group: Sequence[Block]) -> str:
    """Return a group of blocks as it stands in its page, with the blank lines between them."""
    first, last = group[0].line, group[-1].last_line
    numbered = zip(source.visible.lines, source.visible.text.split("\n"), strict=True)
    return "\n".join(line for number, line in numbered if first <= number <= last)


def is_verbatim(group: Sequence[Block]) -> bool:
    """Tell whether a translation repeats a group as it is: formulas, and code without texts to translate."""
    return all(
        block.is_verbatim
        and (block.kind is not Kind.MATH or _CLOSED.search(block.text) is not None)
        and (block.kind is not Kind.CODE or unclosed(block.text) is None)
        and not (has_texts(block) or (block.kind is Kind.HTML and "alt=" in block.text))
        for block in group
    )


def comment(text: str) -> str:
    """Return the source comment that quotes ``text``; an arrow that would end it is written as one sign."""
    return f"<!--\n{quotable(text)}\n-->"
