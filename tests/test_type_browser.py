"""Letters and formulas as they are drawn: nothing of them is cut, faint or broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import CHROMIUM, Visit, find, settle
from projects import LANGUAGES, Built

PREFIX = {lang: "" if lang == "en" else f"{lang}/" for lang in LANGUAGES}
# Contrasts of the text of some elements with white paper.
FAINT = """(selector) => [...document.querySelectorAll(selector)].filter((one) => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = "white";
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = getComputedStyle(one).color;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) < 3 && one.textContent.trim();
}).map((one) => one.textContent.slice(0, 40))"""
# Room for what reaches below and above the line, as the dots of ي and the bowl of ع: Arabic needs 1.6 of its size.
CUT = """[...document.querySelectorAll('.md-nav .md-ellipsis')].filter((one) => {
  const style = getComputedStyle(one);
  return one.checkVisibility() && one.clientHeight < 1.6 * parseFloat(style.fontSize);
}).map((one) => one.textContent.trim())"""
# Formulas in tables a part of which stands below another part.
BROKEN = """[...document.querySelectorAll('td .math, th .math')].filter((one) => {
  const boxes = [...one.querySelectorAll('.katex-base')].map((base) => base.getBoundingClientRect());
  return boxes.some((box, i) => i && box.top >= boxes[i - 1].bottom - 2);
}).map((one) => one.textContent.slice(0, 40))"""
# What touches a formula from behind and stands in another line than its end.
PARTED = r"""() => [...document.querySelectorAll('article .math:not(.math-display)')].filter((one) => {
  const next = one.nextSibling, end = [...one.querySelectorAll('.katex-base')].pop();
  if (next?.nodeType !== 3 || !/^[^\s\u2013\u2014]/.test(next.data) || !end) return false;
  const range = document.createRange();
  range.setStart(next, 0);
  range.setEnd(next, 1);
  const [mark, box] = [range.getBoundingClientRect(), end.getBoundingClientRect()];
  return mark.height && (mark.top > box.bottom - 2 || mark.bottom < box.top + 2);
}).map((one) => one.parentElement.textContent.slice(-40))"""

# How wide the headings of a page are in the faces that stand in, for one that is as wide as it will be.
STOOD_IN = """async ([weight, selector, faces]) => {
  const width = (words, family) => {
    const one = document.createElement("span");
    one.style.cssText = `position: absolute; white-space: pre; font: ${weight} 100px ${family}`;
    one.textContent = words;
    document.querySelector("article").append(one);
    const found = one.getBoundingClientRect().width;
    one.remove();
    return found;
  };
  const heads = [...document.querySelectorAll(selector)];
  const words = [...new Set(heads.filter((one) => !one.querySelector(".katex")).map((one) => one.innerText.trim()))];
  // Some of the faces that could stand in are on no machine.
  await Promise.allSettled(faces.map((family) => document.fonts.load(`${weight} 100px ${family}`, words.join(""))));
  const [own, other] = faces.map((family) => words.map((one) => width(one, family)));
  return own.reduce((sum, one, at) => sum + other[at] / one, 0) / own.length;
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_faces_that_stand_in_are_as_wide_as_those_that_come(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(f"{PREFIX[lang]}about/").page
    apparatus = ['"IBM Plex Sans", "IBM Plex Sans Arabic"', '"Stand-in", "Stand-in on Linux"']
    text = ['"Source Serif 4", "Noto Naskh Arabic"', '"Stand-in serif", "Stand-in serif on Linux"']
    widths = [
        *(
            page.evaluate(STOOD_IN, [one, "article :is(h1, h2, h3), .md-nav .md-ellipsis", apparatus])
            for one in (400, 600)
        ),
        page.evaluate(STOOD_IN, [400, "article > p", text]),
    ]
    assert widths == pytest.approx([1, 1, 1], abs=0.04)


@pytest.mark.parametrize("path", ["ar/about/", "ar/week02/02-1/"])
def test_no_menu_cuts_arabic_letters(visit: Callable[..., Visit], path: str) -> None:
    page = visit(path).page
    assert page.locator(".md-nav .md-ellipsis:visible").count() > 3
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("path", ["", "week05/05-1/", "ar/week02/02-3/"])
def test_print_from_dark_pages_is_legible(visit: Callable[..., Visit], path: str) -> None:
    page = visit(path, scheme="dark").page
    page.emulate_media(media="print", color_scheme="dark")
    settle(page)  # colours change slowly
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert page.evaluate(FAINT, ".credits, .credits *, table th, .highlight code span, article p") == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_begins_with_what_touches_a_formula(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(f"{PREFIX[lang]}week05/05-1/").page
    page.evaluate("document.documentElement.classList.remove('from-the-top')")
    for width in (320, 360, 414, 600, 1360):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(PARTED) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_formula_in_a_table_is_broken(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(f"{PREFIX[lang]}week02/02-2/", width=390).page
    broken = page.evaluate(BROKEN)
    assert page.locator("td .math").count() > 5
    assert broken == []


@pytest.mark.parametrize("path", ["", "ar/week05/05-1/"])
def test_letters_of_twice_the_size_need_no_scrolling_sideways(
    browser: Browser, serve: Callable[[Path], str], built: Built, path: str
) -> None:
    large = browser.browser_type.launch(executable_path=find(), args=[*CHROMIUM, "--blink-settings=defaultFontSize=32"])
    page = large.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{serve(built.site)}/{path}", wait_until="load")
    settle(page)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "40px"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    large.close()
