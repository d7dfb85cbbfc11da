"""Source that shows in the finished article: marks of Markdown that nothing has read, elements that no browser knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from selectolax.lexbor import LexborNode

from dragoman.findings import Finding, Severity
from dragoman.pages.lecture import Lecture
from dragoman.pages.markup import ELEMENTS
from dragoman.rendering.tree import Tree, classes, text, texts
from dragoman.trust.refused import Refused
from dragoman.trust.refused import findings as placed

_MARKS = re.compile(
    r"\{:[^{}\n]*\}?|\{%[^\n]*?%\}|\{\{[^\n]*?\}\}|\[\^[^\[\]\n]+\]|\[\[[^\[\]\n]+\]\]|\]\([^\s()]*"
    r"|(?:^|(?<=\n))[ \t]*(?:===[!+]?|!!!|\?\?\?\+?)[ \t][^\n]*|(?<![\w:]):[a-z][a-z_-]+:(?![\w:])|<!\s?-"
)
_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w.:-]*)(?P<attributes>(?:\s[^<>]*)?=[^<>]*|\s*/?)>")
_PASSED = frozenset(
    ["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "iframe", "video", "audio"]
)
_BEGUN = re.compile(r"</?(?P<name>[^\W\d_]\w*)(?:(?P<attributes>[\s/][^<>]{0,200}=[^<>]{0,200}>?)|[^\s<>]*>?)")
KIND = "markdown.shown"
_SHOWN = 30  # characters of what was found that a message quotes
_PASSED_CLASSES = frozenset(["missing-image"])


def found(tree: Tree, formulas: Collection[int], source: str | None = None) -> Iterator[str]:
    """Yield what of the source shows; ``formulas`` are the elements that hold one.

    ``source`` is the text that a translation translates: what both show is named there, and what only begins like a
    tag is no comparison where the source has none.
    """
    for mark in _shown(tree, formulas, _TAG if source is None else _BEGUN):
        if mark not in (source or ""):
            yield mark


def _shown(tree: Tree, formulas: Collection[int], tag: re.Pattern[str]) -> Iterator[str]:

    def passed(node: LexborNode) -> bool:
        return node.tag in _PASSED or node.mem_id in formulas or bool(classes(node) & _PASSED_CLASSES)

    for node in texts(tree.root, passed):
        for mark in _MARKS.finditer(text(node)):
            yield mark.group().strip()
        for mark in tag.finditer(text(node)):
            known = mark["name"].lower() in ELEMENTS
            if known or (tag is _TAG and "=" in mark["attributes"]):
                yield mark.group()
            elif tag is _BEGUN:
                yield mark.group().split()[0]
    for node in tree.all("*"):
        if node.tag not in ELEMENTS and not _is_drawn(node):
            yield f"<{node.tag}"


def findings(page: Lecture, marks: Collection[str], file: str) -> Iterator[Finding]:
    """Yield a finding for each mark that shows in a page and was not meant to, as what is escaped is."""
    written = page.visible.text
    meant = [mark for mark in marks if f"\\{mark}" in written or _escaped(mark) in written]
    yield from placed(
        page,
        (
            Refused(
                KIND,
                (mark,),
                f"found {mark[:_SHOWN]} in the finished page, expected nothing of the kind: correct it, or write \\ before it",
                Severity.WARNING,
            )
            for mark in marks
            if mark not in meant
        ),
        file,
    )


def _escaped(mark: str) -> str:
    return mark.replace("<", "&lt;", 1).rstrip(">") if mark.startswith("<") else f"\\{mark}"


def _is_drawn(node: LexborNode) -> bool:
    """Tell whether an element is a part of a drawing or a formula, which have elements of their own."""
    parent = node.parent
    while parent is not None and parent.tag not in ("svg", "math"):
        parent = parent.parent
    return parent is not None
