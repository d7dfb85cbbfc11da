"""Citations in the article: each leads to its work in the list at the end of the page, and that back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any
from urllib.parse import quote

from dragoman.languages.language import language
from dragoman.languages.scripts import RTL_LETTER
from dragoman.pages.placeholders import Html, Placeholders
from dragoman.pages.spans import replaced
from dragoman.references import citations
from dragoman.references.bibliography import Bibliography, Work
from dragoman.references.citations import Citation, Citations, Cited
from dragoman.rendering.tree import HEADINGS, Tree

_EMPHASIS = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)|(?<!\w)_([^_\n]+)_(?!\w)")
# In these, or in another link, there can be none.
_NO_LINKS = ("summary", "label", "button", "a")


@dataclass(frozen=True, slots=True)
class PageCitations:
    """The citations of one page."""

    bibliography: Bibliography
    lang: str
    """Of the page."""
    source: str
    """The language of the course."""

    def markdown(self, text: str, waiting: Placeholders[Any], stash: Callable[[str], str]) -> tuple[str, Citations]:
        """Return Markdown with what waits in the place of its citations, and how these are called.

        ``stash`` takes the formulas out of a text.
        """
        spoken = language(self.lang)
        called = citations.of_page(text, self.bibliography.works, spoken.phrases)

        def shown(citation: Citation) -> str:
            plain = called.plain(citation)
            if citation.is_plain:
                return waiting.put(Html(escape(plain, quote=False), plain))
            html = called.text(citation, partial(self._link, called, citation), lambda words: _inline(stash(words)))
            # One stretch, whose parts stand in the order of the page whatever stands around them.
            return waiting.put(Html(f'<span dir="rtl">{html}</span>' if spoken.is_rtl else html, plain))

        found = citations.find(text, self.bibliography.works)
        return replaced(text, [(one.start, one.end, shown(one)) for one in found]), called

    def plain(self, text: str) -> str:
        """Return Markdown with its citations as text."""
        works = self.bibliography.works
        called = citations.of_page(text, works, language(self.lang).phrases)
        return replaced(text, [(one.start, one.end, called.plain(one)) for one in citations.find(text, works)])

    def _link(self, called: Citations, citation: Citation, cited: Cited) -> str:
        work = called.works.get(cited.key)
        if work is None:
            return escape(f"@{cited.key}", quote=False)
        if cited.is_year:
            words = escape(called.year(work), quote=False)
        else:
            words = (called.said if citation.is_narrative else called.short)(work, self._name)
        return f'<a class="reference citation" href="{_address(work)}">{words}</a>'

    def _name(self, name: str) -> str:
        is_rtl = bool(RTL_LETTER.search(name))
        html = escape(name, quote=False)
        return html if is_rtl == language(self.lang).is_rtl else f'<bdi dir="{"rtl" if is_rtl else "ltr"}">{html}</bdi>'

    def show(self, tree: Tree, called: Citations, stash: Callable[[str], str], *, permalink: bool) -> str | None:
        """Put the list of works at the end of an article; return its anchor, None where nothing is cited."""
        for link in tree.all(*(f"{name} a.citation" for name in _NO_LINKS)):
            link.unwrap()
        if not called.works:
            return None
        places: dict[str, list[str]] = defaultdict(list)
        for number, link in enumerate(tree.all("a.citation"), 1):
            link.attrs["id"] = f"cite-{number}"
            places[link.attrs.sget("href")].append(f"cite-{number}")
        taken = {node.attrs.sget("id") for node in tree.all(*(f"{one}[id]" for one in HEADINGS))}
        anchor = "references" if "references" not in taken else "bibliography"
        phrase = language(self.lang).phrases
        permanent = f'<a class="headerlink" href="#{anchor}" title="">¶</a>' if permalink else ""
        heading = f'<h2 id="{anchor}">{phrase.html["References"]}{permanent}</h2>'
        items = [self._item(work, called, places[_address(work)], stash) for work in called.works.values()]
        section = f'<section class="references" data-search-exclude data-pagefind-ignore>{heading}\n<ul>\n{"".join(items)}</ul></section>'
        tree.put(tree.last_in(tree.root), section)
        return anchor

    def _item(self, work: Work, called: Citations, places: list[str], stash: Callable[[str], str]) -> str:
        back = []
        for number, place in enumerate(places, 1):
            said = called.phrase("Back to {citation} in the text", citation=called.short(work))
            label = escape(said if len(places) == 1 else f"{said} ({called.phrase.digits(str(number))})")
            back.append(f'<a class="citation-back" href="#{place}" aria-label="{label}" title="{label}"></a>')
        lang = work.lang(self.source)
        head = f'id="ref-{escape(work.key)}" lang="{lang}" dir="{"rtl" if work.is_rtl else "ltr"}"'
        return f"<li><p {head}>{self._entry(work, called, stash)}{' '.join(['', *back])}</p></li>\n"

    def _entry(self, work: Work, called: Citations, stash: Callable[[str], str]) -> str:
        """Return what the list says of a work, in the words of its own language."""
        own = language(work.spoken(self.source)).phrases
        names = [", ".join(filter(None, (name.family, name.given))) for name in work.names]
        separator = own("{citation}; {other}", citation="", other="")
        people = separator.join(names)
        if work.has_others and names:
            people = own("{name} et al.", name=people)
        year = (own.digits(work.year) if work.year else own("n.d.")) + called.letters.get(work.key, "")
        title = escape(stash(work.title), quote=False)
        title = f'<a href="{escape(work.url)}">{title}</a>' if work.url else title
        head = own("{authors} ({year})", authors=escape(people, quote=False) or title, year=escape(year, quote=False))
        if people:
            head += f". {title}"
        container = f" <cite>{escape(work.container, quote=False)}</cite>." if work.container else ""
        return f"{head}{'' if people and work.title.endswith(('.', '?', '!')) else '.'}{container}"


def _address(work: Work) -> str:
    return f"#ref-{quote(work.key, safe=':/+')}"


def _inline(words: str) -> str:
    """Return the HTML of words around a citation."""
    return _EMPHASIS.sub(r"<em>\1\2</em>", escape(words, quote=False))
