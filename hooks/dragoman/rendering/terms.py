"""The term base in the pages: the list on the glossary page, and the first use of each term in a lecture."""

from __future__ import annotations

from html import escape

from selectolax.lexbor import LexborNode

from dragoman.languages.language import language
from dragoman.rendering.tree import HEADINGS, Tree, classes, text, texts
from dragoman.terms.inflection import Finder
from dragoman.terms.term_base import Entry, Glossary, Wording

_PROSE = frozenset(["p", "li", "dd"])
# What is inside is no running text, or cannot hold a link.
_WIDGETS = ("a", "button", "label", "summary", "template", "textarea")
_NOT_WORDS = ("code", "kbd", "math", "pre", "samp", "script", "style", "svg")
_APART = frozenset([*HEADINGS, *_WIDGETS, *_NOT_WORDS, "abbr", "dfn", "figure", "table"])
_APART_CLASSES = frozenset(["math", "missing-image", "admonition-title", "references"])


class GlossaryPages:
    """Puts the terms of one course into its pages."""

    def __init__(self, glossary: Glossary, source: str) -> None:
        self._glossary = glossary
        self._source = source
        self._finders: dict[str, Finder] = {}

    def list_all(self, tree: Tree, lang: str) -> None:
        """Put the list of all terms in the place of ``<div class="glossary"></div>``."""
        for place in tree.all("div.glossary"):
            if not text(place).strip():
                tree.put(place, self._list(lang))

    def mark(self, tree: Tree, lang: str, link: str) -> None:
        """Put a link to the page ``link`` at the first use of each term of a lecture.

        What the reader is shown without going there is in attributes, where no search finds it.
        """
        entries = self._glossary.of(lang)
        if lang not in self._finders:
            self._finders[lang] = Finder(lang, [wording.spellings for _, wording in entries])
        unused = set(range(len(entries)))
        for node in [node for node in texts(tree.root, _is_apart) if _is_prose(node)]:
            words = text(node)
            pieces: list[str] = []
            position = 0
            for use in self._finders[lang].uses(words):
                if use.index in unused:
                    unused.remove(use.index)
                    pieces.append(escape(words[position : use.start], quote=False))
                    pieces.append(self._opening(*entries[use.index], lang, link))
                    pieces.append(f"{escape(words[use.start : use.end], quote=False)}</a>")
                    position = use.end
            if pieces:
                tree.put(node, "".join([*pieces, escape(words[position:], quote=False)]))

    def _opening(self, entry: Entry, wording: Wording, lang: str, link: str) -> str:
        beside = (
            f' data-term="{escape(entry.term)}" data-term-lang="{self._source}"'
            if self._differs(entry, wording, lang)
            else ""
        )
        target = escape(f"{link}#{entry.anchor}")
        return f'<a class="term" href="{target}"{beside} data-definition="{escape(wording.definition)}">'

    def _differs(self, entry: Entry, wording: Wording, lang: str) -> bool:
        """Tell whether a reader of ``lang`` gains from the term in the source language."""
        return lang != self._source and wording.term != entry.term

    def _list(self, lang: str) -> str:
        sort_key = language(lang).inflection.sort_key
        entries = sorted(self._glossary.of(lang), key=lambda pair: sort_key(pair[1].term))
        return "\n".join(['<dl class="glossary">', *(self._item(*pair, lang) for pair in entries), "</dl>"])

    def _item(self, entry: Entry, wording: Wording, lang: str) -> str:
        beside = f' <span lang="{self._source}" dir="{language(self._source).direction}">({escape(entry.term)})</span>'
        if not self._differs(entry, wording, lang):
            beside = ""
        return (
            f'<dt id="{entry.anchor}"><dfn>{escape(wording.term)}</dfn>{beside}</dt>\n'
            f"<dd>{escape(wording.definition, quote=False)}</dd>"
        )


def _is_apart(node: LexborNode) -> bool:
    return node.tag in _APART or bool(classes(node) & _APART_CLASSES)


def _is_prose(node: LexborNode) -> bool:
    """Tell whether a text is running text: it stands in a paragraph, an item or an explanation."""
    parent = node.parent
    while parent is not None and parent.tag not in _PROSE:
        parent = parent.parent
    return parent is not None
