"""The texts of figures, as a browser writes them: in no language does one lie on another or leave its drawing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser import Visit
from dragoman.execution.isolated.lettering import FORMULA, has_words
from dragoman.execution.results import Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import known_snippets, parse, snippet_files
from projects import ROOT, Built

pytestmark = pytest.mark.slow

FAULTS = """
() => [...document.querySelectorAll('svg[data-figure]')].flatMap((figure) => {
  const sheet = figure.getBoundingClientRect();
  const texts = [...figure.querySelectorAll('text')]
    .map((text) => [text.textContent, text.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  const found = texts
    .filter(([, box]) => Math.max(sheet.left - box.left, box.right - sheet.right, sheet.top - box.top,
      box.bottom - sheet.bottom) > 1)
    .map(([text]) => `${text} leaves ${figure.dataset.figure}`);
  texts.forEach(([text, one], index) => texts.slice(index + 1).forEach(([other, two]) => {
    const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
    const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
    // The box of a number has room for letters that reach lower and higher.
    if (across > 1.5 && down > Math.min(one.height, two.height) / 4) found.push(`${text} lies on ${other} in ${figure.dataset.figure}`);
  }));
  return found;
})
"""
PAGES = sorted(f"{page.parent.name}/{page.stem}/" for page in (ROOT / "docs" / "en").glob("week*/*-*.md"))


@pytest.mark.parametrize("lang", ["", "fr/", "tr/", "ar/"])
def test_no_text_of_a_figure_lies_on_another_or_leaves_its_drawing(visit: Callable[..., Visit], lang: str) -> None:
    number, found = 0, []
    for path in PAGES:
        page = visit(f"{lang}{path}").page
        page.evaluate("document.fonts.ready.then(() => 0)")
        number += page.locator("svg[data-figure]").count()
        found += page.evaluate(FAULTS)
        page.close()
    assert number > 15
    assert found == []


def test_arabic_figures_speak_arabic_and_keep_their_formulas(visit: Callable[..., Visit]) -> None:
    page = visit("ar/week05/05-2/").page
    texts = page.locator("svg[data-figure]").all_text_contents()
    assert "التكلفة" in "".join(texts)
    assert re.search(r"\u20674: إحماء وجيب تمام\u2069", "".join(texts))
    assert not re.search(r"warm-up|step size|cost", "".join(texts))
    page.close()


def test_labels_that_are_longer_by_two_thirds_still_have_room(
    built: Built, browser: Browser, serve: Callable[[Path], str]
) -> None:
    folder = ROOT / "snippets"
    files = snippet_files(folder)
    snippets = [parse(name, files[name], files[name].read_text("utf-8")) for name in known_snippets(folder)]
    runner = Runner(ROOT / ".cache" / "snippets", folder)
    outputs = {one: result for one in snippets if isinstance(result := runner.run([one])[one.name], Output)}
    wanted = [(one, output, "long", texts) for one, output in outputs.items() if (texts := _longer(output))]
    assert len(wanted) > 8
    drawn = runner.spoken(wanted).values()
    figures = [svg for one in drawn if isinstance(one, Output) for cell in one.cells for svg in cell.figures]
    (built.site / "long.html").write_text(
        '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="assets/css/site.css"><body class="md-typeset">'
        + "".join(figures),
        "utf-8",
    )
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.goto(f"{serve(built.site)}/long.html", wait_until="networkidle")
    found = page.evaluate(FAULTS)
    page.close()
    (built.site / "long.html").unlink()
    assert found == []
    assert sum(map(len, re.findall(r">([^<]+)</text>", "".join(figures)))) > 500


def _longer(output: Output) -> dict[str, str]:
    """Return the texts of a snippet that have words with some 1.6 times their length, formulas aside."""
    found = {}
    for text in {text for cell in output.cells for text in cell.words}:
        words = FORMULA.sub("", text)
        if has_words(words):
            found[text] = text + " " + ("lengthened " * 9)[: max(1, round(0.6 * len(words.strip())) - 1)].strip()
    return found
