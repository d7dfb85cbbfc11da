"""Everybody can read it: axe in what a reader opens, the Tab key, what a screen reader is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from axe import contrasts, violations
from browser import Visit
from every_page import DRAWN, PREFIXES, SCHEMES, STILL, UNDRAW, WIDTHS, wide
from projects import LANGUAGES, LECTURES

QUERIES = {"en": "gradient", "fr": "gradient", "tr": "gradyan", "ar": "الهبوط"}
# The element that has the focus, and whether a reader sees that it has.
STOP = """
() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  // The switch of the colours is a hidden box with a label that is shown and outlined.
  const shown = one.matches(".md-option") ? one.nextElementSibling : one;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    name: one.outerHTML.slice(0, 160),
    place: [...document.querySelectorAll("*")].indexOf(one),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    seen: shown.checkVisibility({opacityProperty: true, visibilityProperty: true}) && box.width > 0 && box.height > 0
      && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
  };
}
"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_site_opens_in_the_colours_of_the_readers_system(visit: Callable[..., Visit], scheme: str) -> None:
    page = visit("about/", scheme=scheme).page
    assert page.evaluate("document.body.dataset.mdColorScheme") == SCHEMES[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_no_violation_in_what_formulas_are_drawn_of(visit: Callable[..., Visit], scheme: str) -> None:
    page = visit(LECTURES["en"], scheme=scheme).page
    assert page.locator(DRAWN[0]).count() > 100
    assert violations(page) == []


def test_axe_finds_a_violation_where_there_is_one(visit: Callable[..., Visit]) -> None:
    page = visit("about/").page
    page.evaluate("document.querySelector('article').append(document.createElement('button'))")
    assert [one.partition(":")[0] for one in violations(page)] == ["button-name"]
    assert contrasts(page) == []
    # One of many of a kind, its colour, what is behind it, and what is behind all of them.
    for place, style in (
        ("article > p:nth-of-type(3)", "color: #ccc"),
        ("article > p:nth-of-type(2)", "background: #555"),
        ("article li", "opacity: .4"),
        ("article", "background: #777"),
        (".md-footer", "background: #000; color: #111"),
    ):
        page.evaluate("([place, style]) => document.querySelector(place).style.cssText = style", [place, style])
        assert {one.partition(":")[0] for one in contrasts(page)} == {"color-contrast"}, place
        page.evaluate("place => document.querySelector(place).style.cssText = ''", place)
    page.add_style_tag(content="article p a { text-decoration: none !important; border: 0 !important; color: #444; }")
    assert "link-in-text-block" in {one.partition(":")[0] for one in contrasts(page)}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_violation_in_what_a_reader_opens(visit: Callable[..., Visit], lang: str, scheme: str) -> None:
    page = visit(LECTURES[lang], scheme=scheme).page
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(UNDRAW)
    look = violations if scheme == "light" else contrasts  # only colours change with the scheme
    found = {}
    for width in WIDTHS:
        wide(page, width)
        page.locator("details.question:not([open]) > summary").first.click()
        found["question", width] = look(page, DRAWN, ["details.question[open]"])
        page.locator("a.term").first.focus()
        assert page.locator("[role=tooltip]").is_visible()
        found["tooltip", width] = look(page, DRAWN, ["a.term:focus", "[role=tooltip]"])
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.locator(".course-search__query").fill(QUERIES[lang])
        page.locator(".course-search__results > li").first.wait_for()
        found["search", width] = look(page, DRAWN, [".course-search"])
        page.keyboard.press("Escape")
    page.locator(".menu-button").click()
    page.evaluate(STILL)
    found["menu", 390] = look(page, DRAWN, [".md-sidebar--primary", ".md-header"])
    assert not any(found.values()), found


@pytest.mark.parametrize("width", [1360, 390])
@pytest.mark.parametrize("page_of", ["", "glossary/", "week05/05-1/"])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_tab_key_walks_through_the_page_in_order_with_a_visible_focus(
    visit: Callable[..., Visit], lang: str, page_of: str, width: int
) -> None:
    page = visit(PREFIXES[lang] + page_of, width=width, scheme="dark" if lang == "ar" else "light").page
    page.emulate_media(reduced_motion="reduce")
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        if not (stop["outlined"] and stop["seen"]):
            page.evaluate(STILL)  # what the page has skipped so far gets its size on a busy machine later
            stop = page.evaluate(STOP)
        stops.append(stop)
    else:
        pytest.fail("the walk does not end")
    assert [stop["name"] for stop in stops if not stop["outlined"] or not stop["seen"]] == []
    places = [stop["place"] for stop in stops]
    assert places == sorted(set(places))
    assert len(stops) >= 10
    # The first stop leads past the menu, the last ones are in the footer.
    assert "md-skip" in stops[0]["name"]


@pytest.mark.parametrize("key", ["Enter", " "])
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_menu_of_a_phone_is_opened_and_closed_with_the_keyboard(
    visit: Callable[..., Visit], lang: str, key: str
) -> None:
    page = visit(LECTURES[lang], width=390).page
    page.emulate_media(reduced_motion="reduce")
    opener, link = page.locator(".menu-button"), page.locator(".md-sidebar--primary a").first
    assert opener.get_attribute("aria-label")
    opener.focus()
    page.keyboard.press(key)
    assert opener.get_attribute("aria-expanded") == "true"
    link.wait_for(state="visible")
    page.keyboard.press("Escape")
    link.wait_for(state="hidden")
    assert opener.get_attribute("aria-expanded") == "false"
    assert opener.evaluate("one => one === document.activeElement")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_button_of_the_menu_is_there_only_where_the_menu_is_hidden(visit: Callable[..., Visit], lang: str) -> None:
    for width in WIDTHS:
        page = visit(LECTURES[lang], width=width).page
        page.locator(".menu-button").wait_for(state="attached")
        shown = page.locator(".menu-button").is_visible(), page.locator(".md-sidebar--primary").is_visible()
        assert shown == (width == 390, width == 1360)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_formula_is_told_to_screen_readers_once_as_mathml(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(LECTURES[lang]).page
    shown = page.locator("article .katex").count()
    assert shown > 150
    assert page.locator("article .katex-html:not([aria-hidden=true])").count() == 0
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    # Those inside a folded answer are told when it is open.
    folded = page.locator("article details:not([open]) > :not(summary) .katex").count()
    folded += page.locator("article details:not([open]) > .katex").count()
    told = [node for node in tree if node.get("role", {}).get("value") == "MathMLMath" and not node["ignored"]]
    assert len(told) == shown - folded
