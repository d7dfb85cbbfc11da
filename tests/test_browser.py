"""What a reader sees: the built site in a real browser, in four languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from browser import Visit, edges
from projects import LANGUAGES, LECTURES, Built

PAGES = [
    f"{prefix}{page}/".lstrip("/")
    for prefix in ("", "fr/", "tr/", "ar/")
    for page in ("", "about", "glossary", "week05/05", "week05/05-1")
]


@pytest.mark.parametrize("path", PAGES)
def test_language_and_direction_of_the_page_are_those_of_its_url(visit: Callable[..., Visit], path: str) -> None:
    page = visit(path).page
    lang = path.partition("/")[0] if path.partition("/")[0] in LANGUAGES else "en"
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        lang,
        "rtl" if lang == "ar" else "ltr",
    ]
    assert page.evaluate("document.compatMode") == "CSS1Compat"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_tex_and_no_markup_is_visible(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(LECTURES[lang], javascript=False).page
    visible = page.locator("body").evaluate(
        """
        (body) => {
          const copy = body.cloneNode(true);
          copy.querySelectorAll('code, pre, script, svg, .katex').forEach((element) => element.remove());
          return copy.textContent + document.title;
        }
        """
    )
    for trace in ("$", "\\", "{{", "**", "<!--", "-->", "katex", "&lt;", "markdown="):
        assert trace not in visible


def test_document_holds_no_refused_formula(built: Built) -> None:
    for path in PAGES:
        html = built.page(path)
        assert "math-error" not in html
        assert "katex-error" not in html
        assert "data-math" not in html


@pytest.mark.parametrize("width", [390, 1360])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_does_not_scroll_sideways_and_wide_formulas_do(visit: Callable[..., Visit], lang: str, width: int) -> None:
    page = visit(LECTURES[lang], width=width).page
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    boxes = page.evaluate(
        """
        [...document.querySelectorAll('.math-display')].map((box) => ({
          overflow: getComputedStyle(box).overflowX,
          wide: box.scrollWidth > box.clientWidth,
          focusable: box.tabIndex === 0,
        }))
        """
    )
    assert all(box["overflow"] == "auto" and box["focusable"] for box in boxes)
    if width == 390:
        assert any(box["wide"] for box in boxes)


@pytest.mark.parametrize("width", [390, 1360])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_number_of_an_equation_is_in_sight_and_lies_on_nothing_at_its_end(
    visit: Callable[..., Visit], lang: str, width: int
) -> None:
    numbers = visit(LECTURES[lang], width=width).page.evaluate(
        """
        [...document.querySelectorAll('.katex-tag')].map((tag) => {
          const box = tag.closest('.math-display');
          const number = () => tag.querySelector('.text').getBoundingClientRect();
          const seen = [0, 20, 9999].map((left) => {
            box.scrollLeft = left;
            const {left: start, right: end} = box.getBoundingClientRect();
            return number().left >= start && number().right <= end;
          });
          const formula = [...tag.parentElement.querySelectorAll(':scope > .katex-base')];
          const right = Math.max(...formula.map((base) => base.getBoundingClientRect().right));
          return {seen, gap: number().left - right, wide: box.scrollWidth > box.clientWidth};
        })
        """
    )
    assert len(numbers) == 5
    assert all(all(number["seen"]) and number["gap"] > 8 for number in numbers), numbers
    if width == 390:
        assert any(number["wide"] for number in numbers)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_fonts_are_our_own_and_nothing_is_asked_of_other_hosts(visit: Callable[..., Visit], lang: str) -> None:
    visited = visit(LECTURES[lang])
    page = visited.page
    letters = {"en": "w", "fr": "éç", "tr": "ğşıİ", "ar": "w"}[lang]
    faces = [("IBM Plex Sans", letters), ("KaTeX_Math", "w"), ("IBM Plex Mono", "x")]
    for face, letters in [*faces, *([("IBM Plex Sans Arabic", "التدرج")] if lang == "ar" else [])]:
        assert page.evaluate("([face, letters]) => document.fonts.check(`16px '${face}'`, letters)", [face, letters])
        assert page.evaluate("(face) => [...document.fonts].some((one) => one.family.includes(face))", face)
    assert {url.split("/")[2] for url in visited.requests} == {page.url.split("/")[2]}
    assert visited.failures == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_examples_show_source_output_and_figure(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(LECTURES[lang]).page
    examples = page.locator(".example")
    drawn = page.locator(".example:has(figure)")
    assert (examples.count(), drawn.count()) == (11, 4)
    for index in range(4):
        assert drawn.nth(index).locator(".highlight").count() == 0
        drawing = drawn.nth(index).locator("figure svg[role=img]")
        assert drawing.count() == 1
        assert drawing.get_attribute("aria-label")
        assert drawing.bounding_box()["width"] > 300
        assert drawn.nth(index).locator("figcaption .katex").count() > 0
    # Source and output; one cell prints nothing, an exercise has its task, its check and its solution.
    others = page.locator(".example:not(:has(figure))")
    assert [others.nth(index).locator(".highlight").count() for index in range(7)] == [2, 2, 4, 2, 2, 1, 2]
    left = edges(page, ".example", "0.069")
    assert [edge[0] for edge in left] == sorted(edge[0] for edge in left)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_are_drawn_in_the_colour_of_the_text(visit: Callable[..., Visit], scheme: str) -> None:
    page = visit(LECTURES["en"], scheme=scheme).page
    colours = page.evaluate(
        """
        (() => {
          const axis = document.querySelector('figure.plot svg [style*="currentColor"]');
          const style = getComputedStyle(axis);
          return [style.stroke === 'none' ? style.fill : style.stroke, getComputedStyle(axis.closest('figure')).color];
        })()
        """
    )
    assert colours[0] == colours[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_unfold_without_javascript(visit: Callable[..., Visit], lang: str) -> None:
    page = visit(LECTURES[lang], javascript=False).page
    questions = page.locator("details.question")
    assert questions.count() == 5
    first = questions.nth(0)
    assert not first.locator("p").nth(0).is_visible()
    first.locator("summary").click()
    assert first.locator("p").nth(0).is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_of_contents_and_anchors_are_those_of_the_english_page(visit: Callable[..., Visit], lang: str) -> None:
    anchors = "[...document.querySelectorAll('article :is(h2, h3)[id]')].map((heading) => heading.id)"
    english = visit(LECTURES["en"]).page.evaluate(anchors)
    translated = visit(LECTURES[lang]).page.evaluate(anchors)
    assert "gradient-descent" in english
    assert translated == english
