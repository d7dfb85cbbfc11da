"""The page as a reader sees it: the text, its margin, what a finger can touch, in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest

from browser import Visit

BOXES = """(selectors) => selectors.map((selector) => {
  const { left, right, top, bottom } = document.querySelector(selector).getBoundingClientRect();
  return { left, right, top, bottom };
})"""
# What can be pressed and stands in no line of text, and is smaller than a finger needs.
SMALL = """[...document.querySelectorAll('a[href], button, summary, label[for], .exercise label, input')].filter((one) => {
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const inline = style.display === 'inline' && one.closest('p, li, td, th, dd, figcaption, .md-copyright, h2, h3, h4');
  return one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width && !inline &&
    !one.closest('.headerlink, .md-skip') && !one.matches('label input') && (box.height < 23.5 || box.width < 23.5);
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("path", "before"), [("week05/05-1/", True), ("ar/week05/05-1/", False)])
def test_list_of_what_is_on_the_page_stands_in_the_margin_and_follows(
    visit: Callable[..., Visit], path: str, before: bool
) -> None:
    page = visit(path).page
    text, margin = page.evaluate(BOXES, ["article > p", ".on-this-page"])
    assert (text["right"] < margin["left"]) if before else (margin["right"] < text["left"])
    assert page.locator(".on-this-page a").first.is_visible()
    page.evaluate("scrollTo(0, 3000)")
    page.locator(".on-this-page a.md-nav__link--active").wait_for()
    assert 0 < page.evaluate(BOXES, [".on-this-page"])[0]["top"] < 120


def test_what_is_on_the_page_is_folded_on_a_phone(visit: Callable[..., Visit]) -> None:
    page = visit("ar/week05/05-1/", width=390).page
    link = page.locator(".on-this-page a").first
    assert not link.is_visible()
    page.locator(".on-this-page > summary").click()
    link.click()
    assert page.evaluate("location.hash") == "#gradient-descent"


@pytest.mark.parametrize(("path", "width"), list(product(["", "ar/"], [390, 1360])))
def test_first_screen_of_the_course_says_what_it_is_and_where_to_start(
    visit: Callable[..., Visit], path: str, width: int
) -> None:
    page = visit(path, width=width).page
    title, start = page.evaluate(BOXES, [".hero h1", ".hero .start"])
    assert 0 < title["top"] < start["bottom"] < 700
    page.locator(".hero .start").click()
    page.wait_for_url(re.compile(r"/week\d+/"))


@pytest.mark.parametrize("path", ["", "week05/05-1/", "ar/status/"])
def test_what_a_finger_presses_is_large_enough(visit: Callable[..., Visit], path: str) -> None:
    assert visit(path, width=390).page.evaluate(SMALL) == []


def test_beginning_of_long_code_shows_and_all_of_it_on_demand(visit: Callable[..., Visit]) -> None:
    page = visit("week02/02-1/").page
    code, summary = page.locator("details.code pre").first, page.locator("details.code > summary").first
    height = code.bounding_box()["height"]
    assert page.locator("details.code").first.bounding_box()["height"] < height
    summary.click()
    assert page.locator("details.code").first.bounding_box()["height"] > height


def test_note_of_class_margin_stands_beside_what_follows_it(visit: Callable[..., Visit]) -> None:
    page = visit("week05/05-1/").page
    page.evaluate(
        "document.querySelectorAll('article > p')[3].insertAdjacentHTML('beforebegin', '<p class=margin>A note.</p>')"
    )
    text, note = page.evaluate(BOXES, ["article > p.margin + *", "article > p.margin"])
    assert note["left"] > text["right"]
    page.set_viewport_size({"width": 600, "height": 800})
    text, note = page.evaluate(BOXES, ["article > p.margin + *", "article > p.margin"])
    assert note["bottom"] <= text["top"] + 1
