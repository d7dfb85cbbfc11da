"""What the search index holds of a page, and what the search dialog is told.

Pagefind never sees a page. It is given one term for each word, folded, and the words as they are
shown in a field of their own, place for place: what is found in the one is marked in the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from dragoman.languages.folding import Folding, formula, names, signed
from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.languages.scripts import UNSPACED
from dragoman.rendering.words import FENCE, GLUE, TERM_LEVEL, Section, Word

FOLDER = "assets/search"
_NO_TERM = "·"
_OFFERED = 4  # letters of the shortest word that is offered for a mistyped one, 3 of a script without spaces
_GLOSS = re.compile(r"[(\[（]([^()（）\[\]]*)[)\]）]")
_FORMULA = re.compile(f"{FENCE}([^{FENCE}]*){FENCE}")


def packed(sections: Sequence[Section]) -> list[list[object]]:
    """Return sections as JSON can hold them."""
    return [[one.level, one.anchor, *map(_packed, (one.heading, one.text, one.code))] for one in sections]


def _packed(words: Sequence[Word]) -> list[tuple[str, ...]]:
    return [word if word.tex else word[:2] for word in words]


def unpacked(sections: Sequence[Any]) -> list[Section]:
    """Return sections from JSON."""
    return [
        Section(level, anchor, *([Word(*word) for word in words] for words in parts))
        for level, anchor, *parts in sections
    ]


def record(sections: Sequence[Section], url: str, lang: str, langs: Sequence[str] = ()) -> str:
    """Return the HTML that Pagefind reads for a page: terms in order, and the field ``page`` for the browser.

    ``page`` is JSON: the page's ``url`` below the top of the site, the ``langs`` that it is in, its ``words``, and
    ``sections`` as ``[place of the heading, place of the text, place of the code, id]``. A word has the empty ones
    after it that it needs when it is found under several terms.
    """
    folding = language(lang).folding
    words: list[str] = []
    places: list[tuple[int | str, ...]] = []
    html: list[str] = []
    for section in sections:
        starts = []
        titles = _titles(section, folding)
        tags = (f"h{section.level}", "p", 'p data-pagefind-weight="0.5"')
        for part, tag in zip((section.heading, section.text, section.code), tags, strict=True):
            starts.append(len(words))
            terms: list[str] = []
            for word, after in zip(part, [*part[1:], Word("", "")], strict=False):
                if part is section.code:
                    found = _of_code(word)
                else:
                    found = [*titles, *folding.forms(word.searched + _second(word, after)), *_as_written(word)]
                    titles = []
                terms += found or [_NO_TERM]
                words += [word.shown, *[""] * (len(found) - 1)]
            if terms or part is not section.code:
                html.append(f"<{tag}>{escape(' '.join(terms))}</{tag[:2].strip()}>")
        places.append((*starts, section.anchor))
    about = {"url": url, "sections": places, "words": words} | ({"langs": list(langs)} if langs else {})
    page = json.dumps(about, ensure_ascii=False)
    body = f'<main data-pagefind-body data-pagefind-filter="page[data-page]" data-page="{escape(page)}">'
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><body>{body}{"".join(html)}</main></body></html>'


def _titles(section: Section, folding: Folding) -> list[str]:
    """Return under which terms a term of a list is found as such: its words, those in brackets and those before."""
    if section.level != TERM_LEVEL:
        return []
    said = "".join(f"{'' if GLUE in one.shown else ' '}{one.searched}" for one in section.heading)
    variants = (said, _GLOSS.sub(" ", said), *_GLOSS.findall(said))
    return list(dict.fromkeys(term for words in variants for term in folding.titles(words)))


def _of_code(word: Word) -> list[str]:
    return list(dict.fromkeys(term for terms in names(word.searched, every=True) for term in terms))


def _as_written(word: Word) -> list[str]:
    """Return under which terms a word is found as it is written: the names of code in it, its formulas, its signs."""
    found = [term for terms in names(word.searched) for term in terms]
    if word.tex:
        signs = [term for said in _FORMULA.findall(word.shown) for term in formula(said, tex=False)]
        found += [*formula(word.tex, tex=True), *signs]
    return found or signed(word.searched)


def offered(sections: Sequence[Section]) -> list[str]:
    """Return the words of headings and of the terms of lists, which the search offers for mistyped ones."""
    text = " ".join(
        "".join(f"{'' if GLUE in one.shown else ' '}{one.searched}" for one in part.heading) for part in sections
    )
    found = (word.strip("-'’_") for word in re.findall(r"[\w\u0300-\u036f'’-]+", text))
    return [word for word in found if len(word) >= (3 if UNSPACED.match(word) else _OFFERED) and not word.isdecimal()]


def _second(word: Word, after: Word) -> str:
    """Return the letter of a script without spaces that a letter of one is found together with."""
    glued = after.shown.startswith(GLUE) and UNSPACED.fullmatch(word.searched)
    return after.searched[0] if glued and UNSPACED.match(after.searched) else ""


def interface(lang: str, phrase: Phrases, source: str, *, translated: bool = True) -> dict[str, object]:
    """Return where the indexes of ``lang``, if any page is ``translated``, and of the source are, and what the dialog says.

    ``counts`` has a number for each plural form.
    """
    numbers = (0, 1, 2, 3, 11, 100)
    return {
        "folder": f"{FOLDER}/{lang}/" if translated else "",
        "source": {"folder": f"{FOLDER}/{source}/", "lang": source, "dir": language(source).direction}
        if source != lang
        else None,
        "words": {
            "counts": {str(n): phrase.plural("{number} page found", "{number} pages found", n) for n in numbers},
            "digits": "".join(map(phrase.number, range(10))),
            "nothing": phrase("Nothing found for “{query}”.", query="{query}"),
            "meant": phrase("Did you mean “{query}”?", query="{query}"),
            "missing": phrase("not translated yet"),
            "loading": phrase("Loading search…"),
            "failed": phrase("Search could not be loaded. Check your connection and type your search again."),
        },
    }
