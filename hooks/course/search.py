"""The search index of each language: which words of a page it holds, and writing it with Pagefind.

Pagefind never sees a page. It is given one term for each word, folded, and the words as they are
shown in a field of their own, place for place: what is found in the one is marked in the other.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

from pagefind.service import get_executable

from course import article, folding
from course.article import Section
from course.folding import Folding
from course.phrases import Phrases

FOLDER = "assets/search"
# Pagefind's own interfaces, and what only they or filters would load, are left out.
_NEEDED = ("pagefind.js", "pagefind-entry.json", "*.pf_meta", "fragment/*", "index/*")
_NO_TERM = "·"
_TIME_LIMIT = 120  # seconds


class SearchError(Exception):
    """An index that could not be made."""


class SearchPages:
    """The pages of one build that can be found, by language."""

    def __init__(self) -> None:
        self._pages: dict[str, dict[str, str]] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have pages."""
        return tuple(self._pages)

    def add(self, lang: str, url: str, page: str) -> None:
        """Take in a page, its formulas still in words."""
        self._pages.setdefault(lang, {})[url] = page

    def write(self, folders: Mapping[str, Path]) -> None:
        """Write the index of each language to its folder, with the rules that queries are folded by."""
        with tempfile.TemporaryDirectory(prefix="course-search-") as name, ThreadPoolExecutor() as pool:
            indexed = []
            for lang, folder in folders.items():
                self._record(lang, Path(name, lang))
                # Pagefind is a process of its own: meanwhile the next language is read.
                indexed.append(pool.submit(_index, Path(name, lang), folder, folding.of(lang)))
            for one in indexed:
                one.result()

    def _record(self, lang: str, folder: Path) -> None:
        """Write what Pagefind reads."""
        folder.mkdir()
        for number, (url, page) in enumerate(sorted(self._pages[lang].items())):
            (folder / f"{number}.html").write_text(record(article.read(page, lang), url, lang), "utf-8")


def _index(records: Path, folder: Path, rules: Folding) -> None:
    bundle = records.with_suffix(".bundle")
    _run_pagefind(records, bundle, rules.stemmer)
    _copy(bundle, folder)
    (folder / "rules.json").write_text(json.dumps(rules.for_browser(), ensure_ascii=False), "utf-8")


def record(sections: list[Section], url: str, lang: str) -> str:
    """Return the HTML that Pagefind reads for a page: terms in order, and the field ``page`` for the browser.

    ``page`` is JSON: the page's ``url`` below the top of the site, its ``words``, and ``sections``
    as ``[place of the heading, place of the text, id]``. A word has the empty ones after it that
    it needs when it is found under several terms.
    """
    words: list[str] = []
    places: list[tuple[int | str, ...]] = []
    html: list[str] = []
    for section in sections:
        starts = []
        for part, tag in ((section.heading, f"h{section.level}"), (section.text, "p")):
            starts.append(len(words))
            terms: list[str] = []
            for word in part:
                found = folding.forms(lang, word.searched) or (_NO_TERM,)
                terms += found
                words += [word.shown, *[""] * (len(found) - 1)]
            html.append(f"<{tag}>{escape(' '.join(terms))}</{tag}>")
        places.append((*starts, section.anchor))
    page = json.dumps({"url": url, "sections": places, "words": words}, ensure_ascii=False)
    body = f'<main data-pagefind-body data-pagefind-filter="page[data-page]" data-page="{escape(page)}">'
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><body>{body}{"".join(html)}</main></body></html>'


def interface(lang: str, phrase: Phrases) -> dict[str, object]:
    """Return where the index of ``lang`` is and what its dialog says; ``counts`` has a number for each plural form."""
    numbers = (0, 1, 2, 3, 11, 100)
    return {
        "folder": f"{FOLDER}/{lang}/",
        "words": {
            "counts": {str(n): phrase.plural("{number} page found", "{number} pages found", n) for n in numbers},
            "nothing": phrase("Nothing found for “{query}”.", query="{query}"),
            "loading": phrase("Loading the search…"),
            "failed": phrase("The search could not be loaded. Check your connection and type again."),
        },
    }


def _run_pagefind(source: Path, target: Path, stemmer: str) -> None:
    """Index a folder of HTML files."""
    executable = get_executable()
    if executable is None:
        raise SearchError("search: found no pagefind, expected its program: pip install 'pagefind[bin]'")
    command = [str(executable), "--site", str(source), "--output-path", str(target), "--force-language", stemmer]
    done = subprocess.run(
        [*command, "--quiet"], capture_output=True, encoding="utf-8", timeout=_TIME_LIMIT, check=False
    )
    if done.returncode:
        raise SearchError(f"search: found that pagefind failed, expected an index: {done.stdout}{done.stderr}")


def _copy(bundle: Path, folder: Path) -> None:
    """Copy what a browser asks for."""
    languages: Mapping[str, Mapping[str, str | None]] = json.loads((bundle / "pagefind-entry.json").read_text())[
        "languages"
    ]
    engines = [f"wasm.{one.get('wasm') or 'unknown'}.pagefind" for one in languages.values()]
    for pattern in (*_NEEDED, *engines):
        for file in sorted(bundle.glob(pattern)):
            target = folder / file.relative_to(bundle)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
