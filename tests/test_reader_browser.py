"""What a reader meets on each page, in a real browser: the switcher, type, quizzes, print, a still page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser, Page

import hosting
from browser import STANDS_STILL
from hosting import LECTURES, PREFIX, opening
from projects import LANGUAGES, Once

PAGES = [f"{lang}{page}" for lang in ("", "fr/", "tr/", "ar/") for page in ("", "about/", "week05/05/", "week05/05-1/")]


SIGNS = "DejaVu Sans"  # the machine's own, for signs such as ▶ that no text face has

LOOKS = list(product(["light", "dark"], [390, 1360]))


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str], once: Once) -> Iterator[Callable[..., Page]]:
    """Open a page of the site below its path: ``visit(path, scheme="dark", width=390, javascript=False)``."""
    site = once("hosted", hosting.build)
    assert site.returncode == 0, site.output
    with opening(browser, f"{serve(site.site)}/{PREFIX}") as go:
        yield go


@pytest.mark.parametrize("path", [*PAGES, "404.html"])
def test_no_request_of_any_page_fails_or_leaves_the_host(visit: Callable[..., Page], path: str) -> None:
    page = visit("about/")
    requests, failures = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("response", lambda response: failures.append(response.url) if response.status >= 400 else None)
    page.goto(page.url.replace("about/", path), wait_until="networkidle")
    assert failures == []
    assert {url.split("/")[2] for url in requests} == {page.url.split("/")[2]}
    assert not [url for url in requests if "sitemap" in url]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_page_stays_still_while_it_loads(visit: Callable[..., Page], scheme: str, width: int) -> None:
    for path in (*LECTURES.values(), "", "ar/"):
        shift = visit(path, scheme=scheme, width=width).evaluate(
            """
            new Promise((resolve) => {
              let total = 0;
              new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) total += entry.value;
              }).observe({ type: "layout-shift", buffered: true });
              setTimeout(() => resolve(total), 100);
            })
            """
        )
        assert shift < 0.1, path


@pytest.fixture(scope="module")
def opened(browser: Browser, serve: Callable[[Path], str], once: Once) -> Iterator[Callable[[str], Page]]:
    """Open each page once for those who only look: they come page by page, and leave the width as they like."""
    last: dict[str, Page] = {}
    with opening(browser, f"{serve(once('hosted', hosting.build).site)}/{PREFIX}") as go:

        def open_page(path: str) -> Page:
            if path not in last:
                for page in last.values():
                    page.context.close()
                last.clear()
                last[path] = go(path)
            last[path].emulate_media(media="screen")
            return last[path]

        yield open_page


@pytest.mark.parametrize("path", PAGES, scope="module")
def test_no_page_scrolls_sideways(opened: Callable[[str], Page], path: str) -> None:
    page = opened(path)
    for width in (1360, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(STANDS_STILL)
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize("path", PAGES, scope="module")
def test_letters_of_each_page_are_drawn_by_our_own_faces(opened: Callable[[str], Page], path: str) -> None:
    page = opened(path)
    devtools = page.context.new_cdp_session(page)
    devtools.send("DOM.enable")
    devtools.send("CSS.enable")
    document = devtools.send("DOM.getDocument")["root"]["nodeId"]
    nodes = devtools.send(
        "DOM.querySelectorAll", {"nodeId": document, "selector": "article :is(h1, h2, p, li:not(.facts > *), code)"}
    )
    fonts = [
        font
        for node in nodes["nodeIds"]
        for font in devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    ]
    names = {font["familyName"] for font in fonts}
    assert {font["familyName"] for font in fonts if not font["isCustomFont"]} <= {SIGNS}
    assert any(("Arabic" in name) for name in names) == path.startswith("ar/")


@pytest.mark.parametrize("path", [path for path in PAGES if path.startswith("ar/")], scope="module")
def test_arabic_is_neither_spaced_nor_slanted(opened: Callable[[str], Page], path: str) -> None:
    wrong = opened(path).evaluate(
        """
        [...document.querySelectorAll('body *')].filter((one) => {
          const own = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('');
          const style = getComputedStyle(one);
          return /[\\u0600-\\u06ff]/.test(own) && style.display !== 'none' && !one.closest('svg') &&
            (style.fontStyle !== 'normal' || !['normal', '0px'].includes(style.letterSpacing) || style.fontWeight < 400);
        }).map((one) => one.outerHTML.slice(0, 200))
        """
    )
    assert wrong == []


@pytest.mark.parametrize("path", PAGES, scope="module")
def test_print_has_no_buttons_open_answers_and_no_clipped_formula(opened: Callable[[str], Page], path: str) -> None:
    page = opened(path)
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.locator("button:visible, label:visible, .headerlink:visible, nav:visible, input:visible").count() == 0
    closed = page.evaluate(
        "[...document.querySelectorAll('details:not(.on-this-page) > :not(summary)')].filter((one) => !one.checkVisibility({contentVisibilityAuto: true})).length"
    )
    assert closed == 0
    clipped = page.evaluate(
        """
        [...document.querySelectorAll('.math-display, .math-wide, pre > code')].filter((one) =>
          [...one.querySelectorAll('.katex-base, span')].some((part) => {
            const box = part.getBoundingClientRect();
            return box.width && (box.right > innerWidth + 1 || box.left < -1);
          })).map((one) => one.textContent.slice(0, 80))
        """
    )
    assert clipped == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    # A comment in another direction has several boxes in its line.
    broken = page.evaluate(
        """
        [...document.querySelectorAll('pre .c1')].filter((one) => {
          const boxes = [...one.getClientRects()];
          return boxes.some((box) => Math.abs(box.top - boxes[0].top) > box.height / 2);
        }).map((one) => one.textContent)
        """
    )
    assert broken == []
    unseen = page.evaluate(
        """
        [...document.querySelectorAll('article :is(.number, .katex-tag, a.reference)')].filter((one) => {
          const box = one.getBoundingClientRect();
          return !box.width || box.left < -1 || box.right > innerWidth + 1;
        }).map((one) => one.textContent)
        """
    )
    assert unseen == []
    assert page.evaluate("document.documentElement.dir") == ("rtl" if path.startswith("ar/") else "ltr")


def test_way_to_help_with_a_page_that_is_not_translated_is_seen_to_be_a_link(visit: Callable[..., Page]) -> None:
    way = visit("tr/week05/05/").locator(".not-translated a")
    assert way.evaluate("(one) => getComputedStyle(one).textDecorationLine") == "underline"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_hold_about_seventy_letters(visit: Callable[..., Page], lang: str) -> None:
    letters = visit(LECTURES[lang]).evaluate(
        """
        [...document.querySelectorAll('article > p')].filter((one) => !one.querySelector('.katex')).map((one) => {
          const line = one.cloneNode(true);
          line.style.cssText = 'display: inline-block; max-width: none; white-space: nowrap; position: absolute';
          one.after(line);
          const result = one.textContent.length * one.clientWidth / line.offsetWidth;
          line.remove();
          return result;
        })
        """
    )
    assert 65 < median(letters) < 80


def test_arabic_is_set_in_its_own_face_as_large_as_the_latin_beside_it(visit: Callable[..., Page]) -> None:
    page = visit(LECTURES["ar"])
    heights = page.evaluate(
        """
        (async () => {
          await document.fonts.ready;
          const ink = document.createElement('canvas').getContext('2d');
          const height = (face, letter) => {
            ink.font = `200px "${face}"`;
            return ink.measureText(letter).actualBoundingBoxAscent;
          };
          return [['x', 'د'], ['d', 'ا']].map(([latin, arabic]) =>
            height('IBM Plex Sans Arabic', arabic) / height('IBM Plex Sans', latin));
        })()
        """
    )
    assert all(0.95 < ratio < 1.1 for ratio in heights), heights


@pytest.mark.parametrize("lang", LANGUAGES)
def test_preloaded_faces_are_used(visit: Callable[..., Page], lang: str) -> None:
    page = visit(LECTURES[lang])
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    preloaded = page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map((one) => one.href)")
    used = page.evaluate(
        """
        [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].flatMap((rule) => [...(rule.cssRules ?? [])]))
          .filter((rule) => rule instanceof CSSFontFaceRule)
          .map((rule) => rule.style.getPropertyValue('src').match(/[^/"]*woff2/)?.[0])
        """
    )
    for face in preloaded:
        assert asked.count(face) == 1
        assert face.rpartition("/")[2] in used


@pytest.mark.parametrize("lang", LANGUAGES)
def test_time_of_a_video_reads_from_left_to_right_beside_its_heading(visit: Callable[..., Page], lang: str) -> None:
    page = visit(LECTURES[lang])
    times = page.locator("article :is(h2, h3) a.video")
    assert times.count() >= 3
    assert times.first.inner_text() == "▶ 1:28"
    sign, *lefts = times.first.evaluate(
        """
        (link) => [link.firstChild.firstChild, link.lastChild.firstChild].flatMap((text) =>
          [...text.data.trim()].map((_, i) => {
            const range = document.createRange();
            range.setStart(text, i);
            range.setEnd(text, i + 1);
            return range.getBoundingClientRect().left;
          }))
        """
    )
    assert lefts == sorted(lefts)
    # The sign comes first, as it is read.
    assert (sign > lefts[-1]) if lang == "ar" else (sign < lefts[0])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_answered_by_keyboard_without_javascript(visit: Callable[..., Page], lang: str) -> None:
    page = visit(LECTURES[lang], javascript=False)
    question = page.locator("details.question").first
    assert question.locator("summary").inner_text().strip()
    assert not question.locator("p").first.is_visible()
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    assert question.locator("p").first.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_focus_of_a_question_is_visible(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit(LECTURES["en"], javascript=javascript)
    page.locator("details.question summary").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style = page.locator("details.question summary").first.evaluate(
        "(one) => [getComputedStyle(one).outlineStyle, getComputedStyle(one).outlineWidth]"
    )
    assert style == ["solid", "2px"]


def test_links_can_be_read_on_paper(visit: Callable[..., Page]) -> None:
    page = visit("ar/about/")
    page.emulate_media(media="print")
    shown = page.evaluate("getComputedStyle(document.querySelector('article a[href^=http]'), '::after').content")
    assert "https://creativecommons.org/" in shown


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize("home", ["", "fr/", "tr/", "ar/"])
def test_weeks_fit_the_screen(visit: Callable[..., Page], home: str, scheme: str, width: int) -> None:
    page = visit(home, scheme=scheme, width=width)
    box = page.locator(".weeks > ol").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.locator(".weeks a").first.is_visible()
