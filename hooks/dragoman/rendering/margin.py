"""Notes in the margin: which of a page stand beside their references where there is one, and which below the page."""

from __future__ import annotations

from math import ceil

from selectolax.lexbor import LexborNode

from dragoman.languages.scripts import length
from dragoman.rendering.tree import HEADINGS, Tree, classes, text, texts

# Of a page at its usual size, in pixels and letters, so that more is reserved than is needed.
_LINE, _LETTERS = 28, 80
_NOTE_LINE, _NOTE_LETTERS, _NOTE_GAP = 22, 27, 12
_HEADING = 30
_WIDE = "pre, table, img, figure, iframe, video, details, .admonition"


def place(tree: Tree) -> None:
    """Mark the notes that stand in the margin, each with what it stands beside and below.

    Each is where it was, in the list at the end of the page, which narrow screens, print and other browsers show: style
    sheets alone put it beside its reference. So it must be certain that all of them end before the page does, and
    none stands beside what folds. Where authors have put something else into the margin, notes stay below.
    """
    notes = tree.all("div.footnote > ol > li[id]")
    if not notes or tree.all(".margin"):
        return
    references, end = _references(tree)
    chosen: list[tuple[LexborNode, LexborNode]] = []
    taken, latest = 0, end
    for note in reversed(notes):
        at, reference = references.get(f"#{note.attrs.sget('id')}", (end, None))
        height = _height(note)
        fits = taken + height <= _pixels(end - at) and at <= latest
        if reference is not None and fits and not note.css(_WIDE):
            chosen.append((note, reference))
            taken, latest = taken + height, at
    if _HEADING * (len(tree.all(*HEADINGS)) + 2) + taken > _pixels(end):
        return
    before = "--contents"
    for number, (note, reference) in enumerate(reversed(chosen), 1):
        reference.attrs["style"] = f"--name: --reference-{number}"
        note.attrs["style"] = f"--name: --note-{number}; --beside: --reference-{number}; --below: {before}"
        note.attrs["class"] = " ".join([*sorted(classes(note)), "marginal"])
        before = f"--note-{number}"


def _references(tree: Tree) -> tuple[dict[str, tuple[int, LexborNode]], int]:
    """Return the first reference to each note, by its address, with the letters before it; and the letters of the page."""
    found: dict[str, tuple[int, LexborNode]] = {}
    letters = 0
    for node in texts(tree.root, _is_elsewhere):
        link = node.parent
        if link is not None and "footnote-ref" in classes(link) and link.parent is not None:
            found.setdefault(link.attrs.sget("href"), (letters, link.parent))
        else:
            letters += length(text(node).strip())
    return found, letters


def _is_elsewhere(node: LexborNode) -> bool:
    """Tell whether an element is folded, or no part of the text."""
    return node.tag == "details" or bool(classes(node) & {"footnote", "tabbed-set", "references"})


def _pixels(letters: int) -> int:
    return letters * _LINE // _LETTERS


def _height(note: LexborNode) -> int:
    lines = ceil(length(text(note)) / _NOTE_LETTERS) + 2 * len(note.css("p, ul, ol")) + 2 * len(note.css(".math"))
    return _NOTE_LINE * lines + _NOTE_GAP
