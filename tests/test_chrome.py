"""Each page speaks the language of its reader: no English left in what surrounds the text, no other script in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import Visit
from every_page import PAGES, lang_of
from projects import LANGUAGES, LECTURES, Built

# What a page says outside its text: labels, titles, and the words of header, menu and footer without titles of pages.
SAID = """
() => {
  const foreign = (one) => one.closest('[lang]:not(html)') || one.closest('script, style');
  const all = [...document.querySelectorAll('*')].filter((one) => !foreign(one));
  const labels = all.flatMap((one) => ['aria-label', 'title', 'placeholder', 'alt'].map((name) => one.getAttribute(name)));
  const outside = all.filter((one) => !one.closest('article, .md-nav') || one.closest('.md-nav__title, .admonition-title'));
  const words = outside.flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data));
  return [...labels, ...words].map((text) => text?.trim()).filter((text) => /\\p{L}{3}/u.test(text ?? ''));
}
"""
# Words that are the same in both languages, names, and files.
SHARED = {
    "fr": {"Navigation", "Momentum"},
    "tr": {"Momentum"},
    "ar": set(),
}
BLOCKS = """
() => [...document.querySelectorAll('article :is(p, li, h1, h2, h3, h4, summary, figcaption, dd, td)')].map((block) => {
  const copy = block.cloneNode(true);
  copy.querySelectorAll('[lang], [dir=ltr], bdi, code, pre, .katex, .math, svg, script, a[href^=http], ul, ol').forEach((one) => one.remove());
  const lang = block.closest('[lang]').lang;
  // Terms are followed by the English one in parentheses.
  const text = copy.textContent.replace(/\\([^)]*\\)/g, '');
  return {lang, text, arabic: text.match(/[\\u0600-\\u06ff]/g)?.length ?? 0, letters: text.match(/\\p{L}/gu)?.length ?? 0};
})
"""


# The words that a page shows, its title and what is in menus included.
SHOWN = """
(page) => {
  const copy = page.body.cloneNode(true);
  copy.querySelectorAll('code, pre, script, svg, .katex').forEach((one) => one.remove());
  return page.title + copy.textContent;
}
"""


@dataclass(frozen=True)
class Words:
    """What a page says: around its text, and all that it shows with JavaScript."""

    around: frozenset[str]
    shown: str


@pytest.fixture(scope="module")
def words(browser: Browser, serve: Callable[[Path], str], built: Built) -> Iterator[Callable[[str], Words]]:
    """Read each page once, for all tests here."""
    address = serve(built.site)
    page = browser.new_page()

    @cache
    def read(path: str) -> Words:
        page.goto(f"{address}/{path}", wait_until="load")
        return Words(frozenset(page.evaluate(SAID)), page.evaluate(f"({SHOWN})(document)"))

    yield read
    page.close()


@pytest.mark.parametrize("path", [path for path in PAGES if lang_of(path) != "en"])
def test_nothing_around_a_translation_is_english(words: Callable[[str], Words], path: str) -> None:
    lang = lang_of(path)
    english = words(path.removeprefix(f"{lang}/")).around
    assert {"Search", "Footer", "Dark mode"} <= english
    left = words(path).around & english
    assert {words for words in left if not words.startswith("05-1.")} - SHARED[lang] == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_letters_of_each_block_are_those_of_its_language(visit: Callable[..., Visit], lang: str) -> None:
    blocks = [one for one in visit(LECTURES[lang]).page.evaluate(BLOCKS) if one["letters"] > 20]
    assert len(blocks) > 40
    for block in blocks:
        share = block["arabic"] / block["letters"]
        assert (share > 0.7) if block["lang"] == "ar" else (share < 0.1), block


@pytest.fixture(scope="module")
def bare(browser: Browser) -> Iterator[Callable[[str], str]]:
    """Return the words that HTML shows where nothing runs."""
    page = browser.new_page()
    yield lambda html: page.evaluate(f"(html) => ({SHOWN})(new DOMParser().parseFromString(html, 'text/html'))", html)
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_tex_or_markup_also_without_javascript(
    words: Callable[[str], Words], bare: Callable[[str], str], built: Built, path: str
) -> None:
    for visible in (words(path).shown, bare(built.page(path))):
        assert len(visible) > 500
        for trace in ("$", "\\", "{{", "}}", "{%", "**", "<!--", "-->", "katex", "&lt;", "markdown=", "| ", "|-"):
            assert trace not in visible, (trace, visible[max(0, visible.find(trace) - 60) :][:120])
