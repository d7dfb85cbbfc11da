"""The term base in the pages: the list on the glossary page, and the first use of each term in a lecture."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

from dragoman.terms.inflection import Finder, sort_key
from dragoman.terms.term_base import Entry, Glossary, Wording

_PLACE = re.compile(r'<div class="glossary">\s*</div>')
_PROSE = frozenset(["p", "li", "dd"])
# What is inside is no running text, or cannot hold a link.
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WIDGETS = ("a", "button", "label", "summary", "template", "textarea")
_NOT_WORDS = ("code", "kbd", "math", "pre", "samp", "script", "style", "svg")
_APART = frozenset([*_HEADINGS, *_WIDGETS, *_NOT_WORDS, "abbr", "dfn", "figure", "table"])
_APART_CLASSES = frozenset(["math", "missing-image", "admonition-title"])
_BULK = re.compile(r"<(svg|pre)\b.*?</\1\s*>", re.DOTALL)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"])


class GlossaryPages:
    """Puts the terms of one course into its pages."""

    def __init__(self, glossary: Glossary, source: str) -> None:
        self._glossary = glossary
        self._source = source
        self._finders: dict[str, Finder] = {}

    def listed(self, html: str, lang: str) -> str:
        """Return the ``html`` of a page with the list of all terms in place of ``<div class="glossary">``."""
        return _PLACE.sub(lambda _: self._list(lang), html)

    def marked(self, html: str, lang: str, link: str) -> str:
        """Return the ``html`` of a lecture with a link to the page ``link`` at the first use of each term.

        What the reader is shown without going there is in attributes, where no search finds it.
        """
        entries = self._glossary.of(lang)
        if lang not in self._finders:
            self._finders[lang] = Finder(lang, [wording.spellings for _, wording in entries])
        unused = set(range(len(entries)))
        pieces: list[str] = []
        position = 0
        for start, end in _Prose(html).spans:
            for use in self._finders[lang].uses(html[start:end]):
                if use.index in unused:
                    unused.remove(use.index)
                    first, last = start + use.start, start + use.end
                    opening = self._opening(*entries[use.index], lang, link)
                    pieces += [html[position:first], opening, html[first:last], "</a>"]
                    position = last
        return "".join([*pieces, html[position:]])

    def _opening(self, entry: Entry, wording: Wording, lang: str, link: str) -> str:
        english = f' data-term="{escape(entry.term)}"' if self._differs(entry, wording, lang) else ""
        target = escape(f"{link}#{entry.anchor}")
        return f'<a class="term" href="{target}"{english} data-definition="{escape(wording.definition)}">'

    def _differs(self, entry: Entry, wording: Wording, lang: str) -> bool:
        """Tell whether a reader of ``lang`` gains from the term in the source language."""
        return lang != self._source and wording.term != entry.term

    def _list(self, lang: str) -> str:
        entries = sorted(self._glossary.of(lang), key=lambda pair: sort_key(pair[1].term, lang))
        return "\n".join(['<dl class="glossary">', *(self._item(*pair, lang) for pair in entries), "</dl>"])

    def _item(self, entry: Entry, wording: Wording, lang: str) -> str:
        beside = f' <span lang="{self._source}" dir="ltr">({escape(entry.term)})</span>'
        if not self._differs(entry, wording, lang):
            beside = ""
        return (
            f'<dt id="{entry.anchor}"><dfn>{escape(wording.term)}</dfn>{beside}</dt>\n'
            f"<dd>{escape(wording.definition, quote=False)}</dd>"
        )


class _Prose(HTMLParser):
    """Finds the running text of a page: ``spans`` are its offsets, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.spans: list[tuple[int, int]] = []
        self._stack: list[tuple[str, bool]] = []  # open elements, and whether each is apart from prose
        # Drawings and programs are most of a page, and none of its prose.
        html = _BULK.sub(lambda match: " " * len(match.group()), html)
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            classes = set((dict(attrs).get("class") or "").split())
            self._stack.append((tag, tag in _APART or bool(classes & _APART_CLASSES)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open nothing."""

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._stack):
            while self._stack.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if any(apart for _, apart in self._stack) or not any(name in _PROSE for name, _ in self._stack):
            return
        line, column = self.getpos()
        start = self._lines[line - 1] + column
        self.spans.append((start, start + len(data)))
