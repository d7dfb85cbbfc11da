"""How tests search a site: as a reader does, in the dialog."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from dragoman.rendering.tree import Tree
from dragoman.rendering.words import Section, read

HOMES = {"en": "", "fr": "fr/", "tr": "tr/", "ar": "ar/"}
HOME, ABOUT, WEEK, LECTURE = "", "about/", "week05/05/", "week05/05-1/"


@dataclass(frozen=True)
class Found:
    """What the dialog shows for a query."""

    status: str
    pages: dict[str, str]  # path below the home page of the language -> title
    links: list[str]
    titles: list[str]
    excerpts: list[str]
    marked: list[str]


def open_search(page: Page) -> None:
    page.locator(".course-search__open").click()
    page.wait_for_function("document.activeElement.matches('.course-search__query')")


def search(page: Page, query: str, *, whole: bool = False) -> Found:
    """Type a query into the dialog as soon as it is open, wait for the answer, and read it; if ``whole``, all of it."""
    page.locator(".course-search__query").wait_for(state="visible")
    page.locator(".course-search__query").fill(query)
    page.wait_for_selector(".course-search__results[aria-busy=false]", state="attached")
    more = page.locator(".course-search__more")
    while whole and more.is_visible():
        shown = page.locator(".course-search__results > .course-search__page").count()
        more.click()
        page.locator(".course-search__results > .course-search__page").nth(shown).wait_for()
    home = page.evaluate("new URL(document.querySelector('link[rel=home]')?.href ?? '/', location.href).pathname")
    prefix = f"{home}{HOMES[page.locator('html').get_attribute('lang')]}"
    links = page.locator(".course-search__results a").evaluate_all("(all) => all.map((one) => one.href)")
    paths = [urlsplit(link).path for link in links]
    assert all(path.startswith(prefix) for path in paths), paths
    titles = page.locator(".course-search__results > .course-search__page > a")
    texts = titles.all_inner_texts()
    hrefs = titles.evaluate_all("(all) => all.map((one) => one.pathname)")
    return Found(
        page.locator(".course-search__status").inner_text(),
        {href.removeprefix(prefix): text for href, text in zip(hrefs, texts, strict=True)},
        links,
        page.locator(".course-search__results .course-search__section > a").all_inner_texts(),
        page.locator(".course-search__results p").all_inner_texts(),
        page.locator(".course-search__results mark").all_inner_texts(),
    )


def sections(html: str) -> list[Section]:
    """Return what the search finds of an article."""
    return read(Tree(html), {}, "Title", rtl=False)
