"""Terms and references under the hands of a reader: pointer, keyboard, finger, and no JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from projects import Built

LECTURES = {"en": "week05/05-1/", "fr": "fr/week05/05-1/", "tr": "tr/week05/05-1/", "ar": "ar/week05/05-1/"}
TOOLTIP = "[role=tooltip]"
MOMENTUM = 'a.term[href$="#momentum"]'
# Two frames: what is laid out late has come.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str], built: Built) -> Iterator[Callable[..., Page]]:
    """Open a page of our site: ``visit(path, width=390, has_touch=True)``."""
    contexts = []
    address = serve(built.site)

    def go(path: str, *, width: int = 1360, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{address}/{path}", wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


def tab_to(page: Page, selector: str) -> None:
    """Move the focus with the Tab key until it is on an element."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no way to {selector} with the Tab key")


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_keyboard_shows_what_a_term_means_and_escape_closes_it(visit, lang):
    page = visit(LECTURES[lang])
    tab_to(page, MOMENTUM)
    tooltip = page.locator(TOOLTIP)
    definition = page.get_attribute(MOMENTUM, "data-definition")
    assert tooltip.is_visible()
    assert definition in tooltip.inner_text()
    assert page.get_attribute(MOMENTUM, "aria-describedby") == tooltip.get_attribute("id")
    page.keyboard.press("Escape")
    assert tooltip.is_hidden()
    assert page.get_attribute(MOMENTUM, "aria-describedby") is None
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#momentum")


def test_moving_on_with_the_keyboard_closes_the_tooltip(visit):
    page = visit(LECTURES["en"])
    page.locator(MOMENTUM).focus()
    page.locator(".md-header a").first.focus()
    assert page.locator(TOOLTIP).is_hidden()


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_first_tap_shows_the_meaning_and_a_second_leads_to_the_glossary(visit, lang):
    page = visit(LECTURES[lang], width=390, has_touch=True, is_mobile=True)
    address = page.url
    page.tap(MOMENTUM)
    tooltip = page.locator(TOOLTIP)
    assert tooltip.is_visible()
    assert page.url == address
    page.tap(MOMENTUM)
    page.wait_for_url("**/glossary/#momentum")


def test_a_tap_elsewhere_closes_the_tooltip(visit):
    page = visit(LECTURES["ar"], width=390, has_touch=True, is_mobile=True)
    page.tap(MOMENTUM)
    page.tap("h1")
    assert page.locator(TOOLTIP).is_hidden()
    page.tap(MOMENTUM)
    assert page.locator(TOOLTIP).is_visible()


def test_the_pointer_shows_the_meaning_which_stays_while_the_pointer_is_on_it(visit):
    page = visit(LECTURES["en"])
    page.hover(MOMENTUM)
    assert page.locator(TOOLTIP).is_visible()
    page.hover(TOOLTIP)
    assert page.locator(TOOLTIP).is_visible()
    page.hover("h1")
    assert page.locator(TOOLTIP).is_hidden()
    page.click(MOMENTUM)
    page.wait_for_url("**/glossary/#momentum")


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("width", [390, 1360])
def test_no_tooltip_is_clipped_or_widens_the_page(visit, lang, width):
    page = visit(LECTURES[lang], width=width)
    terms = page.locator("a.term:visible")
    assert terms.count() > 20
    for term in terms.all():
        term.focus()
        page.evaluate(DRAWN)
        box, at = page.locator(TOOLTIP).bounding_box(), term.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 800
        # Beside the term, not over it.
        assert box["y"] >= at["y"] + at["height"] / 2 or box["y"] + box["height"] <= at["y"] + at["height"] / 2
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_meaning_stays_at_its_term_when_the_page_moves(visit):
    page = visit(LECTURES["en"])
    term = page.locator(MOMENTUM)
    term.focus()
    page.evaluate("document.querySelector('article h1').style.marginBottom = '37px'")
    page.evaluate(DRAWN)
    box, at = page.locator(TOOLTIP).bounding_box(), term.bounding_box()
    gap = min(abs(box["y"] - at["y"] - at["height"]), abs(box["y"] + box["height"] - at["y"]))
    assert gap < 6


@pytest.mark.parametrize(("lang", "direction"), [("fr", "ltr"), ("tr", "ltr"), ("ar", "rtl")])
def test_a_translated_page_shows_the_english_term_and_the_meaning_in_its_language(visit, lang, direction):
    page = visit(LECTURES[lang])
    page.locator(MOMENTUM).focus()
    english = page.locator(f"{TOOLTIP} [lang=en][dir=auto]")
    # The Turkish term is the English one.
    assert (english.inner_text() if english.count() else "") == ("" if lang == "tr" else "momentum")
    tooltip = page.locator(TOOLTIP)
    assert (tooltip.get_attribute("lang"), tooltip.get_attribute("dir")) == (lang, direction)


def test_without_javascript_a_term_is_a_link_to_its_definition(visit):
    page = visit(LECTURES["ar"], java_script_enabled=False)
    page.click(MOMENTUM)
    page.wait_for_url("**/ar/glossary/#momentum")
    assert page.locator("#momentum:target dfn").inner_text() == "زخم"
    assert page.locator("#momentum [lang=en]").inner_text() == "(momentum)"


def test_print_shows_plain_text(visit):
    page = visit(LECTURES["en"])
    page.locator(MOMENTUM).focus()
    page.emulate_media(media="print")
    assert page.locator(TOOLTIP).is_hidden()
    style = "element => [getComputedStyle(element).textDecorationLine, getComputedStyle(element).color]"
    around = page.locator("article > p").first.evaluate(style)
    assert page.locator(MOMENTUM).evaluate(style) == around


def test_every_term_of_a_lecture_leads_to_a_definition(built):
    for lecture in LECTURES.values():
        html = built.page(lecture)
        glossary = built.page(f"{lecture.removesuffix('week05/05-1/')}glossary")
        anchors = [part.partition('"')[0] for part in html.split('class="term" href="../../glossary/#')[1:]]
        assert len(anchors) > 20
        assert len(anchors) == len(set(anchors))
        assert [anchor for anchor in anchors if f'<dt id="{anchor}">' not in glossary] == []


@pytest.mark.parametrize(("lang", "number"), [("en", "(5.3)"), ("ar", "(5.3)")])
def test_the_keyboard_shows_what_a_reference_refers_to_and_escape_closes_it(visit, lang, number):
    page = visit(LECTURES[lang], width=320)
    link = page.locator('a.reference[href$="#eq:noise-floor"]:visible').first
    link.focus()
    tooltip = page.locator(TOOLTIP)
    tooltip.wait_for(state="visible")
    assert link.inner_text() == number
    assert tooltip.locator(".katex-tag").inner_text() == number
    assert tooltip.locator("[id], [href], [tabindex]").count() == 0
    box = tooltip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    assert tooltip.is_hidden()
    assert link.get_attribute("aria-describedby") is None
    page.keyboard.press("Enter")
    page.wait_for_url("**/#eq:noise-floor")
    assert page.locator('[id="eq:noise-floor"]').bounding_box()["y"] > 0


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Figure\u00a02.3"), ("tr", "Şekil\u00a02.3"), ("ar", "الشكل\u00a02.3")]
)
def test_the_pointer_shows_the_caption_of_a_figure_on_another_page(visit, lang, words):
    page = visit(LECTURES[lang].replace("05-1", "05-3"))
    link = page.locator('a.reference[href$="#fig:graph"]')
    assert link.inner_text() == words
    link.hover()
    tooltip = page.locator(TOOLTIP)
    tooltip.wait_for(state="visible")
    assert tooltip.inner_text().startswith(words)
    assert tooltip.locator("svg").count() == 0
    page.hover("h1")
    assert tooltip.is_hidden()
    link.click()
    page.wait_for_url("**/week02/02-1/#fig:graph")
    assert page.locator('[id="fig:graph"] figcaption').inner_text().startswith(words)


def test_reference_leads_to_its_page_without_scripts(visit):
    page = visit(LECTURES["fr"].replace("05-1", "05-3"), java_script_enabled=False)
    link = page.locator('a.reference[href$="#fig:graph"]')
    assert link.inner_text() == "2.3"
    link.click()
    page.wait_for_url("**/fr/week02/02-1/#fig:graph")
