"""Formulas in the article: first in words, for all who read it as text, at last typeset; and what is tied to them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from selectolax.lexbor import LexborNode

from dragoman.formulas.extension import Stashed, words
from dragoman.pages.placeholders import TOKEN, Placeholders
from dragoman.rendering.tree import Tree, text, texts

_WIDEST_PIECE = 28  # letters and signs, of which two are about one em
_SPACE = re.compile(r"(?:margin-(?:left|right)|border-right-width|min-width):-?([1-9][\d.]*)em")
# Commands that put things outside of the box that is kept free for a formula.
_MOVES = re.compile(r"\\(?:smash|raisebox|(?:math)?[clr]lap)(?![A-Za-z])")
_BASES = ("</span>", '<span class="katex-base">')  # between two of which a line may be broken
_VERBATIM = frozenset(["code", "pre", "script", "style", "textarea", "title"])
_RAW = frozenset(["script", "style"])
# What no line may part from a formula: what a no-break space joins to it, the bracket or mark that touches it, and an
# ending ("’nin", "-ème", "th") with its mark. Where spaces do not part words, an ending cannot be told from a word.
_OPENING = r"(\[{«‹“‘„‚「『（【《〈"
_LETTER = r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\ua4cf\uac00-\ud7ff\uf900-\ufaff]"
_TIED_BEFORE = re.compile(rf"(?:[^\s<>&;]*[\u00a0\u202f]|[{_OPENING}]+)\Z")
_TIED_AFTER = re.compile(
    rf"[\u00a0\u202f][^\s<>&]*|(?:[’'ʼ‐‑-]?{_LETTER}{{0,12}}(?!\w))?[^\s\w<>&{_OPENING}/+=*$@#%‐‑–—-]*"
)


class Typesetting:
    """The formulas of one article, by their place in it."""

    def __init__(self, tree: Tree, waiting: Placeholders[Any]) -> None:
        """Put each formula into ``tree`` in words, in attributes too, and its source where it stands in code."""
        self._tree = tree
        self._waiting = waiting
        self._mark = secrets.token_hex(8)  # an author can write a span with any attribute
        self._stashed: list[Stashed] = []
        for node in [node for node in texts(tree.root) if TOKEN.search(text(node))]:
            self._fill(node)
        for node in tree.root.css("*"):
            for name, value in list(node.attrs.items()):
                if value and TOKEN.search(value):
                    node.attrs[name] = waiting.replaced(value, words)
        self._placed = [
            (node, self._stashed[int(number)])
            for node in tree.root.css("span[data-math]")
            for mark, _, number in [node.attrs.sget("data-math").partition("-")]
            if mark == self._mark
        ]
        for node, _ in self._placed:
            del node.attrs["data-math"]
        self.formulas = {node.mem_id: formula for node, formula in self._placed}
        """The formulas by the elements that hold one."""

    def typeset(self) -> None:
        """Put KaTeX's HTML in the place of the words, and tie to a formula what a no-break space joins to it."""
        for node, formula in self._placed:
            html = formula.rendered.html
            # Wide formulas scroll in their own box, which the keyboard must be able to reach.
            kind = " math-display" if formula.display else " math-wide" if _is_wide(html, formula.tex) else ""
            if kind:
                node.attrs["class"] = f"math{kind}"
                node.attrs["tabindex"] = "0"
            if formula.labels:
                node.attrs["id"] = formula.labels[0]
                html = "".join(f'<span id="{label}"></span>' for label in formula.labels[1:]) + html
            # Of what is tied no line is broken but where a formula may be: at KaTeX's own places.
            node.inner_html = html.replace("".join(_BASES), "<wbr>".join(_BASES)) if self._tie(node) else html

    def _fill(self, node: LexborNode) -> None:
        """Put the formulas into a text."""
        around = {tag for tag in _tags_around(node) if tag in _VERBATIM}
        pieces = self._waiting.split(text(node))
        if node.parent is not None and around & _RAW:
            node.parent.inner_html = "".join(
                piece if isinstance(piece, str) else _part(piece, _source) for piece in pieces
            )
            return
        show = (lambda one: escape(one.source, quote=False)) if around else self._span
        self._tree.put(
            node,
            "".join(escape(piece, quote=False) if isinstance(piece, str) else _part(piece, show) for piece in pieces),
        )

    def _span(self, formula: Stashed) -> str:
        self._stashed.append(formula)
        number = f"{self._mark}-{len(self._stashed) - 1}"
        return f'<span class="math" dir="ltr" data-math="{number}">{escape(words(formula))}</span>'

    def _tie(self, node: LexborNode) -> bool:
        """Put a formula and what is tied to it into one element; tell whether there is any.

        A formula is set in inline blocks, and browsers break a line beside those even at a no-break space or a comma.
        """
        before, after = _beside(node.prev, _TIED_BEFORE.search), _beside(node.next, _TIED_AFTER.match)
        if not before and not after:
            return False
        box = self._tree.element("span", {"class": "tied"}, before=node)
        if before and box.prev is not None:
            box.insert_child(before)
            self._tree.put(box.prev, escape(text(box.prev)[: -len(before)], quote=False))
        following = node.next
        box.insert_child(node, move=True)
        if after and following is not None:
            box.insert_child(after)
            self._tree.put(following, escape(text(following)[len(after) :], quote=False))
        return True


def _beside(node: LexborNode | None, find: Callable[[str], re.Match[str] | None]) -> str:
    found = find(text(node)) if node is not None and node.is_text_node else None
    return found[0] if found else ""


def _part(one: Any, part: Callable[[Stashed], str]) -> str:
    return part(one) if isinstance(one, Stashed) else ""


def _source(formula: Stashed) -> str:
    return formula.source


def _tags_around(node: LexborNode) -> Iterator[str]:
    parent = node.parent
    while parent is not None:
        yield parent.tag or ""
        parent = parent.parent


def _is_wide(html: str, tex: str) -> bool:
    """Tell whether an inline formula holds a piece that no line break divides and no phone can show."""
    pieces = html.split('<span class="katex-base">')[1:]
    return bool(_MOVES.search(tex)) or any(
        _letters(piece) + 2 * sum(map(float, _SPACE.findall(piece))) > _WIDEST_PIECE for piece in pieces
    )


def _letters(piece: str) -> int:
    return len(re.sub(r"<[^>]*>|&\w+;", "", piece))
