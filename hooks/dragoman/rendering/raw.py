"""Source that shows in the finished article: marks of Markdown that nothing has read, elements that no browser knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborNode

from dragoman.pages.markup import ELEMENTS
from dragoman.rendering.tree import Tree, classes, text, texts

_MARKS = re.compile(
    r"\{:[^{}\n]*\}?|\{%[^\n]*?%\}|\{\{[^\n]*?\}\}|\[\^[^\[\]\n]+\]|\[\[[^\[\]\n]+\]\]|\]\([^\s()]*"
    r"|(?:^|(?<=\n))[ \t]*(?:===[!+]?|!!!|\?\?\?\+?)[ \t][^\n]*|(?<![\w:]):[a-z][a-z_-]+:(?![\w:])"
)
_PASSED = frozenset(
    ["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "iframe", "video", "audio"]
)
_PASSED_CLASSES = frozenset(["missing-image"])


def found(tree: Tree, formulas: Collection[int]) -> Iterator[str]:
    """Yield what of the source shows; ``formulas`` are the elements that hold one."""

    def passed(node: LexborNode) -> bool:
        return node.tag in _PASSED or node.mem_id in formulas or bool(classes(node) & _PASSED_CLASSES)

    for node in texts(tree.root, passed):
        for mark in _MARKS.finditer(text(node)):
            yield mark.group().strip()
    for node in tree.all("*"):
        if node.tag not in ELEMENTS and not _is_drawn(node):
            yield f"<{node.tag}"


def _is_drawn(node: LexborNode) -> bool:
    """Tell whether an element is a part of a drawing or a formula, which have elements of their own."""
    parent = node.parent
    while parent is not None and parent.tag not in ("svg", "math"):
        parent = parent.parent
    return parent is not None
