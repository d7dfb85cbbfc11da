"""Source that shows in the finished article: marks of Markdown that nothing has read, elements that no browser knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from selectolax.lexbor import LexborNode

from dragoman.findings import Finding, Severity
from dragoman.formulas.finder import find_in_block
from dragoman.formulas.prose import prose
from dragoman.pages.lecture import Lecture, Visible
from dragoman.pages.markup import ELEMENTS
from dragoman.rendering.tree import Tree, classes, text, texts, walk
from dragoman.trust.refused import Refused
from dragoman.trust.refused import findings as placed

_MARKS = re.compile(
    r"\{:[^{}\n]*\}?|\{%[^\n]*?%\}|\{\{[^\n]*?\}\}|\[\^[^\[\]\n]+\]|\[\[[^\[\]\n]+\]\]|\]\([^\s()]*"
    r"|(?:\{[{%]|\[[\[^])[ ]?(?=[^\W\d_])"
    r"|(?:^|(?<=\n))[ \t]*(?:===[!+]?|!!!|\?\?\?\+?)[ \t][^\n]*|(?<![\w:]):[a-z][a-z_-]+:(?![\w:])|<!\s?-"
)
_TAG = re.compile(r"</?(?P<name>[A-Za-z][\w.:-]*)(?P<attributes>(?:\s[^<>]*)?=[^<>]*|\s*/?)>")
_PASSED = frozenset(
    ["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea", "iframe", "video", "audio"]
)
_BEGUN = re.compile(r"</?(?P<name>[^\W\d_]\w*)(?:(?P<attributes>[\s/][^<>]{0,200}=[^<>]{0,200}>?)|[^\s<>]*>?)")
KIND = "markdown.shown"
SAID = ("markdown.", "trust.", "math", "parity.math")
"""How the kinds begin of what is said of a line whose source shows, and more of it."""
_WORDS = "a abbr b bdi del dfn em i ins mark q s small span strong sub sup u"  # elements that no paragraph ends at
_INLINE = frozenset(_WORDS.split())
_FILLER = "\U000f0000"  # for what is read, as the tokens of formulas that wait
_END = re.compile("[\U000f0000-\U000fffff\\n]")
_ESCAPED_DOLLAR = re.compile(r"\\\$(?=([^\n]*))")
_TELLING = 6  # letters after a dollar that tell it from others
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
    for words in _blocks(tree, passed):
        math = find_in_block(words)
        spans = [(one.start, one.end) for one in math.formulas]
        spans += [(offset, offset + _SHOWN) for offset in (*math.unbalanced, *math.outside)]
        yield from (_END.split(words[start:end])[0].strip() for start, end in spans)
    for node in tree.all("*"):
        if node.tag not in ELEMENTS and not _is_drawn(node):
            yield f"<{node.tag}"


def _blocks(tree: Tree, passed: Callable[[LexborNode], bool]) -> Iterable[str]:
    """Return the texts of the article's blocks, whatever marks their words."""
    pieces: dict[int, list[str]] = {}

    def enter(node: LexborNode) -> bool:
        read = node.is_element_node and passed(node)
        if node.is_text_node or read:
            block = node.parent
            while block is not None and block.tag in _INLINE:
                block = block.parent
            pieces.setdefault(block.mem_id if block else 0, []).append(_FILLER if read else text(node))
        return node.is_element_node and not read

    walk(tree.root, enter)
    return map("".join, pieces.values())


def findings(page: Lecture, marks: Collection[str], file: str) -> Iterator[Finding]:
    """Yield a finding for each mark that shows in a page and was not meant to, as what is escaped is."""
    if not marks:
        return
    written = page.visible.text
    words = prose(written)
    dollars = [_letters(after) for after in _ESCAPED_DOLLAR.findall(words)]
    shown: tuple[list[Refused], list[Refused]] = [], []
    for mark in marks:
        is_meant = f"\\{mark}" in written or _escaped(mark) in written
        if is_meant or (mark.startswith("$") and any(after.startswith(_letters(mark)) for after in dollars)):
            continue
        message = f"found {mark[:_SHOWN]} in the finished page, expected nothing of the kind: correct it, or write \\ before it"
        shown[mark in words].append(Refused(KIND, (mark,), message, Severity.WARNING))
    # Outside of code and formulas, where it can be told so.
    yield from placed(replace(page, visible=Visible(words, page.visible.lines)), shown[True], file)
    yield from placed(page, shown[False], file)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words)[:_TELLING]


def _escaped(mark: str) -> str:
    return mark.replace("<", "&lt;", 1).rstrip(">") if mark.startswith("<") else f"\\{mark}"


def _is_drawn(node: LexborNode) -> bool:
    """Tell whether an element is a part of a drawing or a formula, which have elements of their own."""
    parent = node.parent
    while parent is not None and parent.tag not in ("svg", "math"):
        parent = parent.parent
    return parent is not None
