"""What the search index holds of a page, and what the search dialog is told.

Pagefind never sees a page. It is given one term for each word, folded, and the words as they are
shown in a field of their own, place for place: what is found in the one is marked in the other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.languages.scripts import UNSPACED
from dragoman.rendering.words import GLUE, Section, Word

FOLDER = "assets/search"
_NO_TERM = "·"


def packed(sections: Sequence[Section]) -> list[list[object]]:
    """Return sections as JSON can hold them."""
    return [[one.level, one.anchor, one.heading, one.text] for one in sections]


def unpacked(sections: Sequence[Any]) -> list[Section]:
    """Return sections from JSON."""
    return [
        Section(level, anchor, [Word(*word) for word in heading], [Word(*word) for word in text])
        for level, anchor, heading, text in sections
    ]


def record(sections: Sequence[Section], url: str, lang: str) -> str:
    """Return the HTML that Pagefind reads for a page: terms in order, and the field ``page`` for the browser.

    ``page`` is JSON: the page's ``url`` below the top of the site, its ``words``, and ``sections``
    as ``[place of the heading, place of the text, id]``. A word has the empty ones after it that
    it needs when it is found under several terms.
    """
    folding = language(lang).folding
    words: list[str] = []
    places: list[tuple[int | str, ...]] = []
    html: list[str] = []
    for section in sections:
        starts = []
        for part, tag in ((section.heading, f"h{section.level}"), (section.text, "p")):
            starts.append(len(words))
            terms: list[str] = []
            for word, after in zip(part, [*part[1:], Word("", "")], strict=False):
                found = folding.forms(word.searched + _second(word, after)) or (_NO_TERM,)
                terms += found
                words += [word.shown, *[""] * (len(found) - 1)]
            html.append(f"<{tag}>{escape(' '.join(terms))}</{tag}>")
        places.append((*starts, section.anchor))
    page = json.dumps({"url": url, "sections": places, "words": words}, ensure_ascii=False)
    body = f'<main data-pagefind-body data-pagefind-filter="page[data-page]" data-page="{escape(page)}">'
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><body>{body}{"".join(html)}</main></body></html>'


def _second(word: Word, after: Word) -> str:
    """Return the letter of a script without spaces that a letter of one is found together with."""
    glued = after.shown.startswith(GLUE) and UNSPACED.fullmatch(word.searched)
    return after.searched[0] if glued and UNSPACED.match(after.searched) else ""


def interface(lang: str, phrase: Phrases) -> dict[str, object]:
    """Return where the index of ``lang`` is and what its dialog says; ``counts`` has a number for each plural form."""
    numbers = (0, 1, 2, 3, 11, 100)
    return {
        "folder": f"{FOLDER}/{lang}/",
        "words": {
            "counts": {str(n): phrase.plural("{number} page found", "{number} pages found", n) for n in numbers},
            "digits": "".join(map(phrase.number, range(10))),
            "nothing": phrase("Nothing found for “{query}”.", query="{query}"),
            "loading": phrase("Loading search…"),
            "failed": phrase("Search could not be loaded. Check your connection and type your search again."),
        },
    }
