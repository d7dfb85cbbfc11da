"""Every page of our site, opened once: what axe finds in every look, its words, what each of its buttons copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from axe import contrasts, structure
from copying import copied
from every_page import ALL, DRAWN, PAGES, SCHEMES, UNDRAW, WIDTHS, lang_of, wide
from projects import Built

# What a page says outside its text: labels, titles, and the words of header, menu and footer without titles of pages.
SAID = """
() => {
  const foreign = (one) => one.closest('[lang]:not(html)') || one.closest('script, style, .katex, code');
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
# The words that a page shows, its title and what is in menus included.
SHOWN = """
(page) => {
  const copy = page.body.cloneNode(true);
  copy.querySelectorAll('code, pre, script, svg, .katex').forEach((one) => one.remove());
  return page.title + copy.textContent;
}
"""


@dataclass(frozen=True)
class Seen:
    """What a page says around its text and all that it shows, with JavaScript and without, and the rest."""

    around: frozenset[str]
    shown: tuple[str, str]
    violations: dict[tuple[str, int], list[str]]
    copied: list[tuple[str, str]]


@pytest.fixture(scope="module")
def seen(browser: Browser, serve: Callable[[Path], str], built: Built) -> Iterator[Callable[[str], Seen]]:
    """Open each page once, for all tests here."""
    address = serve(built.site)
    context = browser.new_context(
        viewport={"width": WIDTHS[0], "height": 900},
        color_scheme="light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    looks: defaultdict[tuple[str, int], Counter[str]] = defaultdict(Counter)

    @cache
    def see(path: str) -> Seen:
        page = context.new_page()
        # A site opens in the scheme of its reader's system; what the page before has remembered is not that.
        page.add_init_script("localStorage.clear()")
        page.goto(f"{address}/{path}", wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        around = frozenset(page.evaluate(SAID))
        without = f"(html) => ({SHOWN})(new DOMParser().parseFromString(html, 'text/html'))"
        shown = (
            page.evaluate(f"({SHOWN})(document)"),
            page.evaluate(without, (built.site / file(path)).read_text("utf-8")),
        )
        found = Seen(around, shown, found_by_axe(page, looks), copied(page))
        page.close()
        return found

    yield see
    context.close()


def file(path: str) -> str:
    return path if path.endswith(".html") else f"{path}index.html"


def found_by_axe(page: Page, looks: defaultdict[tuple[str, int], Counter[str]]) -> dict[tuple[str, int], list[str]]:
    """Return what axe finds in a page in light and dark, narrow and wide."""
    found = {}
    for scheme, name in SCHEMES.items():
        assert page.evaluate("document.body.dataset.mdColorScheme") == name
        # Only colours change with the scheme.
        if scheme == "light":
            for width in WIDTHS:
                wide(page, width)
                found["structure", width] = structure(page, DRAWN)
            page.evaluate(UNDRAW)
        wide(page, 1360)
        found[scheme, 1360] = contrasts(page, DRAWN, seen=looks[scheme, 1360])
        # Those of an article do not change with the width.
        wide(page, 390)
        found[scheme, 390] = contrasts(page, ["article"], seen=looks[scheme, 390])
        if scheme == "light":
            page.locator("label[for=__palette_1]").click()
    return found


@pytest.mark.parametrize("path", ALL)
def test_axe_finds_no_violation_in_light_and_dark_narrow_and_wide(seen: Callable[[str], Seen], path: str) -> None:
    assert {look: found for look, found in seen(path).violations.items() if found} == {}


@pytest.mark.parametrize("path", ALL)
def test_each_button_of_a_page_copies_its_own_block(seen: Callable[[str], Seen], path: str) -> None:
    pairs = seen(path).copied
    assert [pair for pair in pairs if pair[0] != pair[1]] == []
    # Lectures have examples in every language.
    assert pairs or "-" not in path


@pytest.mark.parametrize("path", [path for path in PAGES if lang_of(path) != "en"])
def test_nothing_around_a_translation_is_english(seen: Callable[[str], Seen], path: str) -> None:
    lang = lang_of(path)
    english = seen(path.removeprefix(f"{lang}/")).around
    assert {"Search", "Footer", "Dark mode"} <= english
    left = seen(path).around & english
    assert {words for words in left if not words.startswith("05-1.")} - SHARED[lang] == set()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_shows_tex_or_markup_also_without_javascript(seen: Callable[[str], Seen], path: str) -> None:
    for visible in seen(path).shown:
        assert len(visible) > 500
        for trace in ("$", "\\", "{{", "}}", "{%", "**", "<!--", "-->", "katex", "&lt;", "markdown=", "| ", "|-"):
            assert trace not in visible, (trace, visible[max(0, visible.find(trace) - 60) :][:120])
