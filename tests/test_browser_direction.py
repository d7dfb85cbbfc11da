"""Directions in a real browser: formulas, code and signs inside right-to-left text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from browser import Visit, edges
from projects import LANGUAGES, LECTURES, Project


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
    assert "الأصلي" in page.locator(".not-translated").inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.not-translated')).direction") == "rtl"


def test_title_that_is_not_translated_is_as_large_as_the_others_of_the_menu(
    visit: Callable[..., Visit], arabic: Path
) -> None:
    sizes = visit("ar/week05/05/", site=arabic).page.evaluate(
        "[...document.querySelectorAll('.md-nav .md-ellipsis [lang=en]')].map((title) => "
        "[title, title.closest('.md-ellipsis')].map(getComputedStyle).map((one) => [one.fontSize, one.lineHeight]))"
    )
    assert sizes
    assert all(own == around for own, around in sizes)


BOTH_WAYS = """
<ol><li>one<ul><li>two</li></ul></li></ol><blockquote>three</blockquote><dl><dt>four</dt><dd>five</dd></dl>
<div class="admonition note"><p class="admonition-title">six</p></div>
<table style="display: table; width: 100%"><tr><td>seven</td></tr></table>
"""
# How far from the edge at which its lines begin each text of a part is.
INDENTS = """([html, dir]) => {
  const part = document.createElement("div");
  part.dir = dir;
  part.innerHTML = html;
  document.querySelector("article").append(part);
  const [edge, sign] = dir === "ltr" ? ["left", 1] : ["right", -1];
  const from = part.getBoundingClientRect()[edge];
  return [...part.querySelectorAll("li, blockquote, dd, .admonition-title, td")].map((one) => {
    const range = document.createRange();
    range.selectNodeContents(one.firstChild);
    return Math.round(sign * (range.getBoundingClientRect()[edge] - from));
  });
}"""


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_part_in_another_direction_than_its_page_is_indented_as_in_a_page_of_its_own(
    visit: Callable[..., Visit], direction: str
) -> None:
    found = [visit(path, width=390).page for path in ("about/", "ar/about/")]
    english, arabic = (page.evaluate(INDENTS, [BOTH_WAYS, direction]) for page in found)
    # Arabic letters are a little larger than Latin ones.
    assert english == pytest.approx(arabic, rel=0.08)
    assert min(english) >= 10
    assert [page.evaluate("document.documentElement.scrollWidth") for page in found] == [390, 390]
