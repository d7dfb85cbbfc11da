"""What a reader sees: the built site in a real browser, in four languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from conftest import LANGUAGES, Built, Project

PAGES = [
    f"{prefix}{page}/".lstrip("/")
    for prefix in ("", "fr/", "tr/", "ar/")
    for page in ("", "about", "glossary", "week05/05", "week05/05-1")
]
LECTURES = {lang: ("" if lang == "en" else f"{lang}/") + "week05/05-1/" for lang in LANGUAGES}

# Left and right edges of the n-th character of the text that an element shows.
EDGES = """
([element, text]) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(text);
    if (at < 0) continue;
    return [...text].map((_, i) => {
      const range = document.createRange();
      range.setStart(node, at + i);
      range.setEnd(node, at + i + 1);
      const box = range.getBoundingClientRect();
      return [box.left, box.right];
    });
  }
  return null;
}
"""


def edges(page: Page, selector: str, text: str) -> list[list[float]]:
    """Return where each character of ``text`` is drawn inside an element: ``[left, right]`` in pixels."""
    found = page.evaluate(EDGES, [page.query_selector(selector), text])
    assert found, f"{text!r} is not a text of {selector}"
    return found


@dataclass
class Visit:
    """A page that was opened, and what it asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str], built: Built) -> Iterator[Callable[..., Visit]]:
    """Open pages of our site: ``visit(path, width=390, scheme="dark", javascript=False)``."""
    contexts = []

    def go(
        path: str, *, width: int = 1360, scheme: str = "light", javascript: bool = True, site: Path = built.site
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        visited = Visit(context.new_page())
        visited.page.on("request", lambda request: visited.requests.append(request.url))
        visited.page.on(
            "response", lambda response: visited.failures.append(response.url) if response.status >= 400 else None
        )
        visited.page.goto(f"{address(site)}/{path}", wait_until="networkidle")
        return visited

    addresses: dict[Path, str] = {}

    def address(site: Path) -> str:
        if site not in addresses:
            addresses[site] = serve(site)
        return addresses[site]

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
def test_language_and_direction_of_the_page_are_those_of_its_url(visit: Callable[..., Visit], path: str) -> None:
    page = visit(path).page
    lang = path.partition("/")[0] if path.partition("/")[0] in LANGUAGES else "en"
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        lang,
        "rtl" if lang == "ar" else "ltr",
    ]
    assert page.evaluate("document.compatMode") == "CSS1Compat"


@pytest.mark.parametrize("styled", [True, False])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_formulas_read_left_to_right_also_without_style_sheets(
    visit: Callable[..., Visit], lang: str, styled: bool
) -> None:
    page = visit(LECTURES[lang]).page
    if not styled:
        page.evaluate("document.querySelectorAll('link[rel=stylesheet], style').forEach((sheet) => sheet.remove())")
    directions = page.evaluate(
        "[...document.querySelectorAll('.katex-html')].map((formula) => getComputedStyle(formula).direction)"
    )
    assert len(directions) > 150
    assert set(directions) == {"ltr"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_superscripts_and_subscripts_stand_to_the_right_of_their_base(visit: Callable[..., Visit], lang: str) -> None:
    misplaced = visit(LECTURES[lang]).page.evaluate(
        """
        [...document.querySelectorAll('.katex-html .msupsub')].filter((script) => {
          const base = script.previousElementSibling;
          return base && script.getBoundingClientRect().left < base.getBoundingClientRect().right - 1;
        }).map((script) => script.parentElement.textContent)
        """
    )
    assert misplaced == []


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
def test_number_of_an_equation_never_lies_on_it(visit: Callable[..., Visit], lang: str, width: int) -> None:
    gaps = visit(LECTURES[lang], width=width).page.evaluate(
        """
        [...document.querySelectorAll('.katex-tag')].map((tag) => {
          const formula = [...tag.parentElement.querySelectorAll(':scope > .katex-base')];
          const right = Math.max(...formula.map((base) => base.getBoundingClientRect().right));
          return tag.querySelector('.text').getBoundingClientRect().left - right;
        })
        """
    )
    assert len(gaps) == 5
    assert min(gaps) > 8


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
    assert (examples.count(), drawn.count()) == (8, 3)
    for index in range(3):
        assert drawn.nth(index).locator(".highlight").count() == 0
        drawing = drawn.nth(index).locator("figure svg[role=img]")
        assert drawing.count() == 1
        assert drawing.get_attribute("aria-label")
        assert drawing.bounding_box()["width"] > 300
        assert drawn.nth(index).locator("figcaption .katex").count() > 0
    # Source and output; one cell prints nothing.
    others = page.locator(".example:not(:has(figure))")
    assert [others.nth(index).locator(".highlight").count() for index in range(5)] == [2, 2, 2, 1, 2]
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
    assert questions.count() == 4
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


ARABIC = """
القيمة -0.5 هنا، ثم نستدعي loss.backward() ونستخدم `lr--` مع `++C`، ولغة C++ والخيار --lr.

الرابط https://example.org/a?b=1&c=-2 والعبارة (Full Batch GD - 2 layers) هنا.

$$
f = 1 \\quad \\text{إذا كان الشرط محققا}
$$

<div dir="rtl">

سطر فيه `x = -1` ومعه $a^2 < b_1$.

</div>
"""


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("arabic"))
    project.write("ar/week05/05.md", "lang: ar\nlang-ref: ch.05\ntitle: الأسبوع 5", ARABIC)
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    return built.site


@pytest.mark.parametrize("styled", [True, False])
@pytest.mark.parametrize(
    "run",
    [
        "-0.5",
        "loss.backward()",
        "lr--",
        "++C",
        "C++",
        "--lr",
        "https://example.org/a?b=1&c=-2",
        "Full Batch GD - 2 layers",
        "x = -1",
    ],
)
def test_left_to_right_run_in_arabic_keeps_its_order(
    visit: Callable[..., Visit], arabic: Path, run: str, styled: bool
) -> None:
    page = visit("ar/week05/05/", site=arabic).page
    if not styled:
        page.evaluate("document.querySelectorAll('link[rel=stylesheet], style').forEach((sheet) => sheet.remove())")
    found = edges(page, "article", run)
    lefts = [left for left, _ in found]
    assert lefts == sorted(lefts)
    assert lefts[0] < lefts[-1]


def test_arabic_text_in_a_formula_reads_right_to_left(visit: Callable[..., Visit], arabic: Path) -> None:
    page = visit("ar/week05/05/", site=arabic).page
    first = edges(page, ".katex-html", "إذا")
    last = edges(page, ".katex-html", "محققا")
    number = edges(page, ".katex-html", "1")
    assert first[0][1] > first[-1][1] > last[0][1] > last[-1][1] > number[0][1]


def test_fallback_text_is_marked_english_inside_an_arabic_page(visit: Callable[..., Visit], arabic: Path) -> None:
    page = visit("ar/week05/05-1/", site=arabic).page
    article = page.locator("article")
    assert (article.get_attribute("lang"), article.get_attribute("dir")) == ("en", "ltr")
    assert "الإنجليزي" in page.locator(".not-translated").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.not-translated')).direction") == "rtl"
