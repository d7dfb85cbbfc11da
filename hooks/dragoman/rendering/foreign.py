"""Text in another language than its page: blocks and titles that nobody has translated yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from selectolax.lexbor import LexborNode

from dragoman.languages.language import ADMONITIONS, language
from dragoman.languages.phrases import Phrases
from dragoman.languages.scripts import LETTER, RTL_LETTER
from dragoman.rendering.tree import Tree, classes, text, texts

_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dd", "dt", "figcaption", "summary")
_OTHERS = "ul, ol, table, thead, tbody, tr, div, dl, pre, figure"
_LABEL = re.compile(r'<span class="md-ellipsis">(?P<inside>[^<]*)<')
# What is read of the theme's own phrases.
_THEIRS = ("Skip to content", "Table of contents", "Previous", "Next")
_NO_WORDS = frozenset(["code", "kbd", "svg", "script", "style"])
_NO_WORDS_CLASSES = frozenset(["math", "missing-image"])
_LATIN_LETTER = re.compile(f"[{LETTER}]")
_FEWEST_LETTERS = 20  # of a block before it counts as a text of its own
_FOREIGN_SHARE = 0.2  # of right-to-left letters, below which a text is in another language


def mark(tree: Tree, source: str) -> None:
    """Mark each block of a right-to-left article that is in the ``source`` language.

    A paragraph that nobody has translated yet reads from left to right, and is spoken as what it is.
    """
    inner = ", ".join((*_BLOCKS, _OTHERS))
    for block in tree.all(*_BLOCKS):
        named = "lang" in block.attrs or "dir" in block.attrs
        if not named and len(block.css(inner)) == 1 and _is_foreign(_words(block), _FEWEST_LETTERS):
            block.attrs["lang"] = source
            block.attrs["dir"] = language(source).direction


def named(title: str, lang: str) -> str:
    """Return a title in HTML, marked as the language that it is in."""
    return f'<span lang="{lang}" dir="{language(lang).direction}">{title}</span>'


def named_all(outline: Sequence[Mapping[str, Any]], lang: str) -> list[Mapping[str, Any]]:
    """Return an outline with all its titles marked so."""
    return [{**one, "name": named(one["name"], lang), "children": named_all(one["children"], lang)} for one in outline]


def mark_labels(html: str, source: str) -> str:
    """Return the ``html`` around a right-to-left article with each title that is in the ``source`` language marked so."""

    def label(match: re.Match[str]) -> str:
        if not _is_foreign(match["inside"], 1):
            return match.group()
        return match.group().replace('">', f'" lang="{source}" dir="{language(source).direction}">', 1)

    return _LABEL.sub(label, html)


def mark_phrases(html: str, phrases: Phrases) -> str:
    """Return the ``html`` of a page whose language has no phrases, with those that are read marked as English."""
    said = "|".join(map(re.escape, (*_THEIRS, *map(str.capitalize, ADMONITIONS))))
    return re.sub(rf">(\s*)({said})(\s*)<", lambda match: f">{match[1]}{phrases.in_html(match[2])}{match[3]}<", html)


def _words(block: LexborNode) -> str:
    def passed(node: LexborNode) -> bool:
        return node.tag in _NO_WORDS or bool(classes(node) & _NO_WORDS_CLASSES)

    return " ".join(map(text, texts(block, passed)))


def _is_foreign(words: str, fewest: int) -> bool:
    latin, rtl = len(_LATIN_LETTER.findall(words)), len(RTL_LETTER.findall(words))
    return latin >= fewest and rtl < _FOREIGN_SHARE * (latin + rtl)
