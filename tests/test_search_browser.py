"""The dialog of the search under the hands of a reader: keys, words, failures, a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from browser import Visit
from projects import LANGUAGES
from searching import HOMES, WEEK, open_search, search


@pytest.mark.parametrize("lang", LANGUAGES)
def test_search_is_absent_without_javascript(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(HOMES[lang], javascript=False).page
    assert page.locator(".course-search").count() == 1
    assert not page.locator(".course-search").is_visible()


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_key_opens_the_search_and_escape_closes_it(visit: Callable[..., Visit], key: str) -> None:
    page = visit("about/").page
    page.locator("article a").first.focus()
    page.keyboard.press(key)
    query = page.locator(".course-search__query")
    assert query.evaluate("(input) => input === document.activeElement")
    assert query.input_value() == ""
    page.keyboard.type("a/s")
    assert query.input_value() == "a/s"
    page.keyboard.press("Escape")
    assert not page.locator(".course-search__dialog").is_visible()
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_shortcut_with_a_modifier_is_left_to_the_browser(visit: Callable[..., Visit]) -> None:
    page = visit("about/").page
    page.keyboard.press("Alt+s")
    assert not page.locator(".course-search__dialog").is_visible()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.className")


def test_arrow_keys_walk_through_the_results_and_enter_follows_one(visit: Callable[..., Visit]) -> None:
    page = visit("").page
    page.keyboard.press("/")
    result = search(page, "momentum")
    page.keyboard.press("ArrowDown")
    assert focused(page) == next(iter(result.pages.values()))
    page.keyboard.press("ArrowDown")
    assert focused(page) == result.titles[0]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert "course-search__query" in focused(page)
    page.keyboard.press("ArrowUp")
    assert "course-search__query" in focused(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == result.links[1]


def test_enter_in_the_query_follows_the_first_result(visit: Callable[..., Visit]) -> None:
    page = visit("").page
    page.keyboard.press("/")
    result = search(page, "licence")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == result.links[0]


@pytest.mark.parametrize("first", ["", "momentum"])
def test_enter_waits_for_the_answer_to_what_the_query_says(visit: Callable[..., Visit], first: str) -> None:
    page = visit("").page
    page.keyboard.press("/")
    if first:
        search(page, first)
        page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("licence")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/about/" in page.url


def test_result_on_the_same_page_closes_the_dialog(visit: Callable[..., Visit]) -> None:
    page = visit("week05/05-1/").page
    page.keyboard.press("/")
    search(page, "momentum")
    page.locator(".course-search__section > a", has_text="Momentum").last.click()
    page.locator(".course-search__dialog").wait_for(state="hidden")
    assert "#" in page.url


@pytest.mark.parametrize("width", [390, 1360])
def test_tab_stays_in_the_dialog(visit: Callable[..., Visit], width: int) -> None:
    page = visit("ar/", width=width).page
    open_search(page)
    links = len(search(page, "الزخم").links)
    stops = []
    for _ in range(2 * (links + 3)):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "[document.activeElement.tagName, document.activeElement.closest('.course-search__dialog') !== null]"
            )
        )
    # The browser's own controls are a stop, too; for the page that is its body.
    assert all(inside or tag == "BODY" for tag, inside in stops)
    assert len([tag for tag, _ in stops if tag == "A"]) >= links


@pytest.mark.parametrize("lang", LANGUAGES)
def test_roles_and_names_are_those_a_screen_reader_needs(visit: Callable[..., Visit], lang: str) -> None:
    search_word, field, close = {
        "en": ("Search", "Search this course", "Close search"),
        "fr": ("Rechercher", "Rechercher dans le cours", "Fermer la recherche"),
        "tr": ("Ara", "Tüm sayfalarda ara", "Aramayı kapat"),
        "ar": ("بحث", "ابحث في المقرّر", "إغلاق البحث"),
    }[lang]
    for width in (390, 1360):
        page = visit(HOMES[lang], width=width).page
        page.get_by_role("button", name=search_word, exact=True).click()
        dialog = page.get_by_role("dialog", name=search_word)
        assert dialog.get_by_role("search").get_by_role("textbox", name=field).is_visible()
        assert dialog.get_by_role("status").count() == 1
        search(page, "PyTorch")
        assert dialog.get_by_role("list").first.get_by_role("link").count() > 1
        dialog.get_by_role("button", name=close).click()
        assert not page.locator(".course-search__dialog").is_visible()


COUNTS = {
    "en": ["0 pages found", "1 page found", "2 pages found", "5 pages found", "12 pages found", "103 pages found"],
    "fr": ["0 page", "1 page", "2 pages", "5 pages", "12 pages", "103 pages"],
    "tr": ["0 sayfa", "1 sayfa", "2 sayfa", "5 sayfa", "12 sayfa", "103 sayfa"],
    "ar": ["لم يُعثر", "صفحة واحدة", "صفحتين", "5 صفحات", "12 صفحة", "103 صفحات"],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_number_of_pages_takes_the_plural_form_of_the_language(visit: Callable[..., Visit], lang: str) -> None:
    script = """
    async (numbers) => {
      const {counted} = await import(new URL("/assets/js/dialog.js", location.href));
      const words = JSON.parse(document.querySelector(".course-search").dataset.words);
      return numbers.map((number) => counted(words, number));
    }
    """
    texts = visit(HOMES[lang]).page.evaluate(script, [0, 1, 2, 5, 12, 103])
    texts = [text.replace("\u00a0", " ") for text in texts]
    assert all(part in text for part, text in zip(COUNTS[lang], texts, strict=True)), texts


@pytest.mark.parametrize("file", ["pagefind.js", "rules.json", "wasm.", "pagefind-entry.json", "fragment/"])
def test_failure_is_said_in_words_and_the_next_key_tries_again(visit: Callable[..., Visit], file: str) -> None:
    page = visit("ar/").page
    pattern = f"**/assets/search/ar/{file}*"
    page.route(pattern, lambda route: route.abort())
    open_search(page)
    assert "تعذّر تحميل البحث" in search(page, "الزخم").status
    page.unroute(pattern)
    assert WEEK in search(page, "زخم").pages


def test_failure_in_the_middle_is_not_taken_for_no_result(visit: Callable[..., Visit]) -> None:
    page = visit("fr/").page
    open_search(page)
    assert "Aucun résultat" in search(page, "xyzzy").status
    page.reload()
    open_search(page)
    page.wait_for_function("performance.getEntriesByType('resource').some(({name}) => name.endsWith('.pf_meta'))")
    page.context.set_offline(True)
    assert "n’a pas pu être chargée" in search(page, "inertie").status
    page.context.set_offline(False)
    assert WEEK in search(page, "inerties").pages


def test_waiting_is_said_in_words(visit: Callable[..., Visit]) -> None:
    page = visit("fr/").page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/wasm.*", hold)
    with page.expect_request("**/wasm.*"):
        open_search(page)
    page.locator(".course-search__query").fill("inertie")
    page.wait_for_function("document.querySelector('.course-search__status').textContent")
    assert page.locator(".course-search__status").inner_text() == "Chargement de la recherche…"
    held[0].continue_()
    page.wait_for_selector(".course-search__results[aria-busy=false] a")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dialog_fills_a_phone_and_reads_in_the_direction_of_the_page(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(f"{HOMES[lang]}week05/05-1/", width=390).page
    open_search(page)
    assert search(page, "momentum").pages
    box = page.locator(".course-search__dialog").bounding_box()
    assert (box["x"], box["width"], box["height"]) == (0, 390, 900)
    assert page.evaluate("document.querySelector('.course-search__dialog').scrollWidth") <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    query = page.locator(".course-search__query").bounding_box()
    close = page.locator(".course-search__close").bounding_box()
    assert (query["x"] < close["x"]) is (lang != "ar")
    assert page.locator(".course-search__query").evaluate("(input) => getComputedStyle(input).direction") == (
        "rtl" if lang == "ar" else "ltr"
    )
