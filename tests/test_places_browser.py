"""Places in a page: a reader comes to a heading, and back to where they were, however the page is laid out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from browser import Visit, settle
from projects import LANGUAGES

PHONE = 390
PREFIX = {lang: "" if lang == "en" else f"{lang}/" for lang in LANGUAGES}
TOP = "(element) => element.getBoundingClientRect().top"
END = "document.documentElement.scrollHeight - innerHeight - scrollY"
# Of a page that a reader scrolls through, step by step.
SCROLLED = """async (id) => {
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  while (document.getElementById(id).getBoundingClientRect().top > 82) {
    scrollBy({ top: Math.min(400, document.getElementById(id).getBoundingClientRect().top - 80), behavior: "instant" });
    await drawn();
  }
}"""


def arrives(page: Page, anchor: str) -> None:
    """Wait until a heading stands where links lead to, below the header, or as high as the end of the page lets it."""
    top = page.locator(f"#{anchor}").evaluate(TOP)
    assert 40 < top < 130 or (top > 0 and abs(page.evaluate(END)) < 2), top


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("anchor", ["channels", "what-to-remember"])
def test_address_of_a_heading_leads_to_it(visit: Callable[..., Visit], lang: str, anchor: str) -> None:
    page = visit(f"{PREFIX[lang]}week05/05-3/#{anchor}", width=PHONE).page
    settle(page)
    arrives(page, anchor)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_link_within_a_page_leads_to_its_heading(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(f"{PREFIX[lang]}week05/05-3/", width=PHONE).page
    page.evaluate("document.querySelector('article').insertAdjacentHTML('afterbegin', '<a id=x href=#channels>x</a>')")
    page.locator("#x").click()
    settle(page)
    arrives(page, "channels")


@pytest.mark.parametrize(
    ("lang", "path", "anchor"), [("en", "week05/05-2/", "why-it-helps"), ("ar", "week02/02-1/", "backpropagation")]
)
@pytest.mark.parametrize("way", ["reload", "back"])
def test_reader_comes_back_to_the_place_they_left(
    visit: Callable[..., Visit], lang: str, path: str, anchor: str, way: str
) -> None:
    page = visit(f"{PREFIX[lang]}{path}", width=PHONE).page
    page.evaluate(SCROLLED, anchor)
    before = page.locator(f"#{anchor}").evaluate(TOP)
    if way == "reload":
        page.reload()
    else:
        with page.expect_navigation():
            page.locator(".md-footer__link--next").evaluate("(link) => link.click()")
        page.go_back()
    settle(page)
    assert page.locator(f"#{anchor}").evaluate(TOP) == pytest.approx(before, abs=3)


def test_page_that_is_read_from_its_top_is_laid_out_as_it_is_read(visit: Callable[..., Visit]) -> None:
    page = visit("week05/05-3/", width=PHONE).page
    last = page.locator(".md-content__inner > p").last
    assert last.evaluate("(element) => getComputedStyle(element).contentVisibility") == "auto"
    wide = visit("week05/05-3/", width=1360).page
    assert (
        wide.locator(".md-content__inner > p").last.evaluate("(one) => getComputedStyle(one).contentVisibility")
        == "visible"
    )


@pytest.mark.parametrize(("path", "anchor"), [("week05/05-3/", "references"), ("about/", "")])
def test_switcher_knows_the_last_heading_of_a_page_and_its_top(
    visit: Callable[..., Visit], path: str, anchor: str
) -> None:
    page = visit(path).page
    hash_of = "document.querySelector('.md-select__link[hreflang=ar]').hash"
    link = page.locator(".md-select__link[hreflang=ar]")
    link.dispatch_event("pointerdown")
    assert page.evaluate(hash_of) == ""
    page.evaluate("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })")
    link.dispatch_event("pointerdown")
    last = page.locator("article :is(h2, h3)[id]").last.get_attribute("id")
    assert page.evaluate(hash_of) == f"#{anchor or last}"
