"""Figures that examples draw, in the finished page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dragoman.execution.isolated.figures import to_svg
from projects import Built, Project

DRAWING = """# %% draw
import matplotlib.pyplot as plt

fig, ax = plt.subplots(figsize=(4, 2))
ax.plot([0, 1], [1, 0], label="$w^2$")
ax.set(xlabel="عدد الخطوات", title="plain words")
ax.legend()
"""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A course whose Arabic page shows one figure twice."""
    project = Project(tmp_path_factory.mktemp("drawn"))
    project.snippet("05-1-drawing", DRAWING)
    fence = '```python exec="1" snippet="05-1-drawing:draw" alt="{}" caption="{}"\n```'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", fence.format("A line", "Falling $w$."))
    project.write(
        "ar/week05/05-1.md",
        "lang: ar\nlang-ref: ch.05-1\ntitle: شكل",
        fence.format("خط مستقيم", "قيمة $w$ تهبط.") + "\n\nمرة أخرى:\n\n" + fence.format("خط", "مرة أخرى"),
    )
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    return built


def test_figure_carries_the_alt_and_the_caption_of_its_fence(drawn: Built) -> None:
    english, arabic = drawn.page("week05/05-1"), drawn.page("ar/week05/05-1")
    assert '<svg role="img" aria-label="A line"' in english
    assert re.search(r"<figcaption>Falling <span class=\"tied\"><span class=\"math\"", english)
    assert '<svg role="img" aria-label="خط مستقيم"' in arabic
    assert "قيمة" in arabic


def test_ids_are_unique_also_when_a_figure_is_shown_twice(drawn: Built) -> None:
    page = drawn.page("ar/week05/05-1")
    ids = re.findall(r'\bid="(figure-[^"]+)"', page)
    assert ids
    assert len(ids) == len(set(ids))
    targets = re.findall(r'(?:xlink:href="#|url\(#)(figure-[^")]+)', page)
    assert targets
    assert set(targets) <= set(ids)


def test_image_inside_a_figure_keeps_its_data() -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure()
    figure.subplots().imshow([[0, 1], [1, 0]])
    svg, _ = to_svg(figure, "figure-a")
    assert 'xlink:href="data:image/png;base64,' in svg
    assert not re.search(r'xlink:href="(?!#figure-a-|data:)', svg)


def test_figure_has_no_metadata_no_background_and_the_ink_of_the_page(drawn: Built) -> None:
    svg = re.search(r"<svg role=.*?</svg>", drawn.page("week05/05-1"), re.DOTALL)
    assert svg
    for trace in ("<metadata", "<style", "Matplotlib v", "#ffffff", "#000000", "010203", "<?xml", "Date"):
        assert trace not in svg.group()
    assert "currentColor" in svg.group()
    assert ">plain words</text>" in svg.group()


def test_labels_of_a_figure_are_no_words_of_the_page(drawn: Built) -> None:
    fragments = [
        gzip.decompress(file.read_bytes()).decode() for file in (drawn.site / "assets/search/en/fragment").iterdir()
    ]
    assert "Falling" in "".join(fragments)
    assert "plain words" not in "".join(fragments)


def test_arabic_label_reads_right_to_left_in_a_figure_that_does_not(
    drawn: Built, browser: Browser, serve: Callable[[Path], str]
) -> None:
    page = browser.new_page()
    page.goto(f"{serve(drawn.site)}/ar/week05/05-1/", wait_until="networkidle")
    ends = page.evaluate(
        """
        () => {
          const label = [...document.querySelectorAll('figure svg text')]
            .find((text) => text.textContent.includes('عدد الخطوات'));
          const node = document.createTreeWalker(label, NodeFilter.SHOW_TEXT).nextNode();
          const box = (at) => {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            return range.getBoundingClientRect();
          };
          const ticks = [...document.querySelectorAll('figure svg text')].map((text) => text.getBoundingClientRect());
          return [box(1).right, box(node.data.length - 2).left, getComputedStyle(label).direction, ticks.length];
        }
        """
    )
    page.close()
    assert ends[0] > ends[1]
    assert ends[2] == "ltr"
    assert ends[3] > 3
