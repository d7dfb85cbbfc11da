"""What authors are used to beyond plain Markdown: in the source and in translations, in both directions of writing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser, LexborNode

import constructs
from axe import violations
from constructs import BLOCKS, ENGLISH, LANGUAGES, TITLES, translation
from projects import Built, Once
from translated import check

SCRIPT = "mermaid.tiny.js"
NO_STORAGE = """
for (const name of ["getItem", "setItem"]) {
  const own = Storage.prototype[name];
  Storage.prototype[name] = function (key, ...value) {
    if (key.startsWith("answers")) throw new DOMException("denied", "SecurityError");
    return own.call(this, key, ...value);
  };
}
"""


@pytest.fixture(scope="module")
def site(once: Once) -> Built:
    made = once("constructs", constructs.build)
    assert made.returncode == 0, made.output
    return made


def path(lang: str) -> str:
    return ("" if lang == "en" else f"{lang}/") + "week05/05-1/"


def article(site: Built, lang: str) -> LexborNode:
    found = LexborHTMLParser(site.page(path(lang))).css_first("article")
    assert found is not None
    return found


def words(block: str, lang: str) -> str:
    """Return the block that begins so in the source as a language has it."""
    return next(one for one in BLOCKS if one[0].startswith(block))[LANGUAGES.index(lang)]


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_translation_of_every_construct_is_paired_and_has_no_findings(lang: str) -> None:
    assert check(f"\n{ENGLISH}\n", f"\n{translation(lang)}\n", lang, TITLES[lang]) == []


def test_translation_that_was_begun_has_nothing_but_work_to_do() -> None:
    found = check(f"\n{ENGLISH}\n", constructs.begun("tr"), "tr", TITLES["en"])
    assert {one.kind for one in found} <= {"drift.missing", "text.title"}


@pytest.mark.parametrize("lang", [*LANGUAGES, "tr"])
def test_every_construct_is_read_and_none_is_lost(site: Built, lang: str) -> None:
    page = article(site, lang)
    for selector, count in {
        "sup > a.footnote-ref": 2,
        ".footnote > ol > li": 2,
        ".footnote > ol > li:last-child > p": 2,
        "abbr[title]": 1,
        ".tabbed-labels > label": 2,
        ".tabbed-block > p": 2,
        "li.task-list-item input[type=checkbox]": 2,
        "dl > dt + dd": 1,
        "details:not(.on-this-page)": 5,
        ".quiz .answer > details": 2,
        ".exercise > .frame pre": 2,
        ".exercise > details .highlight": 2,
        "div.admonition.theorem": 1,
        ".highlighttable .hll": 1,
        ".linenodiv .normal": 2,
        "pre.mermaid": 1,
    }.items():
        assert len(page.css(selector)) == count, selector
    lang = lang.replace("tr", "en")  # the original stands in the place of what is not translated
    assert page.css_first("abbr").attrs["title"] == words("*[GPU]", lang).partition(": ")[2]
    assert page.css_first("dt").text() == words("Learning", lang).partition("\n")[0]
    assert page.css_first("span.filename").text() == "train.py"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_formulas_and_code_are_read_wherever_they_stand(site: Built, lang: str) -> None:
    page = article(site, lang)
    for inside in ("h1", ".tabbed-labels", ".task-list", "dd", "details", ".admonition-title", "summary", ".footnote"):
        assert page.css(f"{inside} .katex"), inside
    for inside in ("h1", ".tabbed-labels", ".admonition-title", ".footnote"):
        assert page.css(f"{inside} code"), inside
    assert "$" not in page.text()
    assert "`" not in page.text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_title_is_plain_where_no_markup_can_stand(site: Built, lang: str) -> None:
    page = LexborHTMLParser(site.page(path(lang)))
    title = TITLES[lang].replace("`", "").replace("$x^2$", "x²")
    assert page.css_first("title").text().startswith(title)
    assert page.css_first('meta[property="og:title"]').attrs["content"] == title


def test_box_of_a_task_says_which_and_the_way_back_from_a_note_is_named_in_the_language(site: Built) -> None:
    arabic = article(site, "ar")
    assert [box.attrs["aria-label"] for box in arabic.css(".task-list input")] == ["اقرأ الفصل", "حلّ x² = 1"]
    assert arabic.css_first(".footnote-backref").attrs["title"].startswith("عودة")
    assert article(site, "fr").css_first(".footnote-backref").attrs["aria-label"] == "Retour à l’appel de note 1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_script_that_draws_is_loaded_only_where_something_is_drawn(site: Built, lang: str) -> None:
    assert SCRIPT in site.page(path(lang))
    assert SCRIPT not in site.page(path(lang).replace("05-1", "05"))


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str], site: Built) -> Callable[..., Page]:
    address = serve(site.site)

    def go(lang: str, page_of: str = "05-1", *, width: int = 1360, scripts: bool = True, storage: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        page = context.new_page()
        page.on("pageerror", lambda one: pytest.fail(str(one)))
        if not storage:
            page.add_init_script(NO_STORAGE)
        page.on("request", lambda one: one.url.startswith(address) or pytest.fail(f"asked for {one.url}"))
        page.goto(f"{address}/{path(lang).replace('05-1', page_of)}", wait_until="load")
        return page

    return go


@pytest.mark.parametrize("lang", LANGUAGES)
def test_diagram_is_drawn_by_a_script_of_the_site(visit: Callable[..., Page], lang: str) -> None:
    drawn = visit(lang).locator("div.mermaid")
    drawn.wait_for()
    box = drawn.bounding_box()
    assert box is not None
    assert box["height"] > 60


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_wide_diagram_keeps_its_letters_legible_on_a_phone_and_scrolls(visit: Callable[..., Page], lang: str) -> None:
    page = visit(lang, width=390)
    drawn = page.locator("div.mermaid[tabindex]")
    drawn.wait_for()
    # Its letters are of 16 px, of which it keeps three quarters.
    wide = "(one) => [one.scrollWidth > one.clientWidth, one.scrollLeft, getComputedStyle(one).borderRightStyle]"
    assert drawn.evaluate(wide) == [True, 0, "solid"]
    box = drawn.bounding_box()
    assert box is not None
    assert box["height"] > 100
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_diagram_is_code_without_scripts_and_tabs_open_all_the_same(visit: Callable[..., Page]) -> None:
    page = visit("ar", scripts=False)
    assert "كل بيانات التدريب" in page.locator("pre.mermaid").inner_text()
    second = page.locator(".tabbed-block").nth(1)
    assert second.is_hidden()
    page.locator(".tabbed-labels label").nth(1).click()
    assert second.is_visible()


@pytest.mark.parametrize(("lang", "sign"), [("fr", 1), ("ar", -1)])
def test_marks_stand_and_point_as_the_language_is_read(visit: Callable[..., Page], lang: str, sign: int) -> None:
    page = visit(lang)

    def middle(selector: str) -> float:
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        return sign * (box["x"] + box["width"] / 2)

    first, second = ".tabbed-labels label:nth-child(1)", ".tabbed-labels label:nth-child(2)"
    assert middle(first) < middle(second)
    assert middle(".task-list-indicator") < middle(".task-list-item")
    assert sign * middle(".linenos") < sign * middle("td.code")  # code is read from the left
    arrow = "getComputedStyle(document.querySelector('.footnote-backref'), '::before').transform"
    assert ("matrix(-1" in page.evaluate(arrow)) == (lang == "ar")
    assert page.locator(".footnote-backref").first.evaluate("one => getComputedStyle(one).opacity") == "1"
    assert page.evaluate("document.documentElement.scrollWidth") == 1360


KINDS = {"fr": ["Exercice", "Vérification", "Solution", "Sortie"], "ar": ["تمرين", "الفحص", "الحل", "الناتج"]}


@pytest.mark.parametrize("lang", KINDS)
def test_exercise_shows_its_task_and_its_check_and_folds_its_solution_with_what_it_prints(
    site: Built, lang: str
) -> None:
    box = article(site, lang).css_first(".exercise")
    assert box is not None
    named = [one.text(separator=" ").split()[0] for one in box.css(".output-head, summary")]
    assert named == KINDS[lang]
    task, check, solution, printed = (one.text().strip() for one in box.css("pre"))
    assert (task, check) == ("def step(x):\n    ...", 'assert step(3) == 6\nprint("grown")')
    assert (solution, printed) == ("def step(x):\n    return 2 * x", "grown")
    assert not box.css(".frame > details")


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_what_was_chosen_and_done_is_remembered_and_nothing_else_is_open(visit: Callable[..., Page], lang: str) -> None:
    page = visit(lang, width=390)
    answers, done = page.locator(".answer > details"), page.locator(".exercise input")
    answers.nth(1).locator("summary").press("Enter")
    assert answers.nth(1).locator("p").last.is_visible()
    answers.nth(0).locator("summary").press(" ")
    done.check()
    page.wait_for_function("Object.values(localStorage).some((kept) => kept.includes('[0]') && kept.includes('true'))")
    for target in (".answer summary", ".solution summary", ".exercise label"):
        assert page.locator(target).first.evaluate("one => one.getBoundingClientRect().height") >= 24
    assert violations(page, [".katex-html"]) == []
    page.reload()
    assert answers.evaluate_all("all => all.map((one) => one.open)") == [True, False]
    assert done.is_checked()
    assert page.locator(".exercise label").inner_text() == {"fr": "Fait", "ar": "تم إنجازه"}[lang]
    page.emulate_media(media="print")
    assert page.locator(".answer p, .solution pre").evaluate_all("all => all.every((one) => one.checkVisibility())")
    assert done.is_hidden()


def test_answers_open_where_the_browser_keeps_nothing_and_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("fr", storage=False)
    page.locator(".exercise input").check()
    page.locator(".answer summary").first.click()
    assert page.locator(".answer p").nth(1).is_visible()
    page = visit("ar", scripts=False)
    page.locator(".answer summary").first.click()
    assert page.locator(".answer p").nth(1).is_visible()
    assert page.locator(".exercise input").count() == 0


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("width", [390, 1360])
def test_axe_finds_nothing_in_any_construct(visit: Callable[..., Page], lang: str, width: int) -> None:
    page = visit(lang, width=width)
    page.locator("div.mermaid").wait_for()
    assert violations(page, [".katex-html"]) == []


# Where each note, its reference, the list of what is on the page, and the blocks of the text are.
PLACES = """() => {
  const box = (one) => { const { left, right, top, bottom } = one.getBoundingClientRect(); return { left, right, top, bottom }; };
  const reference = (note) => document.querySelector(`sup[id="${note.id.replace("fn", "fnref")}"]`);
  const notes = [...document.querySelectorAll(".footnote li")];
  return {
    notes: notes.map(box),
    references: notes.map((note) => box(reference(note))),
    around: [...document.querySelectorAll("article > :not(.footnote, .on-this-page)"), document.querySelector("footer")].map(box),
    contents: box(document.querySelector(".on-this-page")),
  };
}"""


def are_apart(one: dict[str, float], other: dict[str, float]) -> bool:
    across = one["right"] <= other["left"] or other["right"] <= one["left"]
    return across or one["bottom"] <= other["top"] or other["bottom"] <= one["top"]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_notes_stand_beside_their_references_and_below_the_page_on_a_phone(
    visit: Callable[..., Page], lang: str
) -> None:
    page = visit(lang, "05-2", scripts=lang == "en")
    seen = page.evaluate(PLACES)
    *beside, folded = seen["notes"]
    text = page.locator("article > p").first.bounding_box()
    assert text is not None
    for number, (note, reference) in enumerate(zip(beside, seen["references"], strict=False)):
        above = beside[number - 1]["bottom"] if number else seen["contents"]["bottom"]
        # Beside the line of its reference, or right below what stands there already.
        assert abs(note["top"] - max(reference["top"], above)) < 30
        assert note["left"] >= text["x"] + text["width"] if lang == "en" else note["right"] <= text["x"]
        assert all(are_apart(note, one) for one in (*beside[:number], seen["contents"], *seen["around"]))
    assert folded["top"] > seen["around"][-4]["bottom"] - 1  # of what folds nothing stands in the margin
    assert page.evaluate("document.documentElement.scrollWidth") == 1360
    page.set_viewport_size({"width": 390, "height": 900})
    seen = page.evaluate(PLACES)
    tops = [note["top"] for note in seen["notes"]]
    assert tops == sorted(tops)
    assert tops[0] > max(one["top"] for one in seen["references"])
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.emulate_media(media="print")
    assert page.locator(".footnote li").evaluate_all(
        "all => all.every((one) => getComputedStyle(one).position === 'static')"
    )


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_citation_shows_its_work_and_leads_there_and_back(visit: Callable[..., Page], lang: str) -> None:
    page = visit(lang, "05-2")
    link = page.locator("article > p a.citation").first
    link.focus()
    shown = page.locator("#term-tooltip")
    shown.wait_for()
    assert shown.inner_text().strip() == "Slope, Ada; Hill, Ole (2015). Of Falling. Slopes."
    page.keyboard.press("Escape")
    link.click()
    work = page.locator(".references p:target")
    assert work.get_attribute("dir") == "ltr"
    work.locator(".citation-back").first.click()
    assert page.evaluate("location.hash") == f"#{link.get_attribute('id')}"
    # The works of a citation stand in the order in which the page is read.
    links = page.locator("article > p").first.locator("a.citation")
    starts = links.evaluate_all("all => all.map((one) => one.getClientRects()[0].toJSON())")
    first, second = ((one["top"], one["left"] if lang == "en" else -one["right"]) for one in starts)
    assert first < second
    assert violations(page, [".katex-html"], ["article"]) == []
