"""The language menu: it leads to the same page, and to the heading that is being read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import hosting
from hosting import LECTURES, PREFIX, opening
from projects import LANGUAGES, Once


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str], once: Once) -> Iterator[Callable[..., Page]]:
    """Open a page of the site below its path: ``visit(path, scheme="dark", width=390, javascript=False)``."""
    site = once("hosted", hosting.build)
    assert site.returncode == 0, site.output
    with opening(browser, f"{serve(site.site)}/{PREFIX}") as go:
        yield go


def choose(page: Page, lang: str) -> str:
    """Choose a language of the switcher with the mouse; return the address that it leads to."""
    page.locator(".md-select button").hover()
    link = page.locator(f".md-select__link[hreflang={lang}]")
    link.element_handle().wait_for_element_state("stable")
    # By its place: a click of the driver may scroll the page before, and with it the heading that is read.
    box = link.bounding_box()
    with page.expect_navigation():
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return page.url.partition(PREFIX)[2]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_switcher_keeps_the_page_and_the_heading_of_the_address(visit: Callable[..., Page], lang: str) -> None:
    for origin in {"en", "ar"} - {lang}:
        page = visit(f"{LECTURES[origin]}#mini-batches")
        assert choose(page, lang) == f"{LECTURES[lang]}#mini-batches"
        top = page.locator("#mini-batches").evaluate("(heading) => heading.getBoundingClientRect().top")
        assert 0 <= top < 300


def test_switcher_keeps_the_heading_that_is_being_read(visit: Callable[..., Page]) -> None:
    page = visit(LECTURES["en"])
    page.evaluate("document.getElementById('annealing').scrollIntoView(); scrollBy(0, 40)")
    assert choose(page, "ar") == f"{LECTURES['ar']}#annealing"


def test_switcher_leads_from_the_top_of_a_page_to_its_top(visit: Callable[..., Page]) -> None:
    assert choose(visit(LECTURES["fr"]), "tr") == LECTURES["tr"]


def test_switcher_can_be_used_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit(f"{LECTURES['en']}#momentum")
    page.locator(".md-select button").focus()
    for _ in ("en", "fr"):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hreflang") == "fr"
    assert page.locator(".md-select__link[hreflang=fr]").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fr/week05/05-1/#momentum")


def test_switcher_works_without_javascript_on_fallbacks_and_on_the_error_page(visit: Callable[..., Page]) -> None:
    assert choose(visit(LECTURES["ar"], javascript=False), "fr") == LECTURES["fr"]
    assert choose(visit("tr/week05/05/"), "ar") == "ar/week05/05/"
    assert choose(visit("ar/week05/05/"), "tr") == "tr/week05/05/"
    assert choose(visit("404.html"), "ar") == "ar/"


def test_homes_of_the_error_page_are_below_the_path_of_the_site(visit: Callable[..., Page]) -> None:
    page = visit("404.html")
    for index, home in enumerate(("", "fr/", "tr/", "ar/")):
        link = page.locator("article section a").nth(index)
        assert link.evaluate("(link) => link.href").partition(PREFIX)[2].removesuffix(".") == home
