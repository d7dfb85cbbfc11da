"""The texts of figures in any language, their colours, and what is drawn as an image."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from itertools import combinations
from math import dist
from typing import Any

import pytest

from dragoman.execution.isolated import lettering
from dragoman.execution.isolated.figures import COLOURS, drawn, redrawn, style

plt: Any = pytest.importorskip("matplotlib.pyplot")


@pytest.fixture(autouse=True)
def _own_matplotlib(monkeypatch: pytest.MonkeyPatch) -> Any:
    from matplotlib import figure, text, transforms  # noqa: PLC0415
    from matplotlib.backends.backend_svg import RendererSVG  # noqa: PLC0415

    for owner, name in (
        (text, "_get_text_metrics_with_cache"),
        (RendererSVG, "_draw_text_as_text"),
        (figure.Figure, "tight_layout"),
        (transforms.TransformNode, "__setstate__"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    plt.switch_backend("agg")
    lettering.prepare()
    with plt.rc_context():
        style()
        yield
    plt.close("all")


def figure(texts: Mapping[str, str] | None = None) -> str:
    """Return the figure that is open, drawn again with other texts where there are some."""
    (one,) = drawn("f", {})
    assert one.state
    return redrawn(one.svg, one.state, texts) if texts else one.svg


def place(svg: str, text: str) -> tuple[float, str]:
    """Return where a text of a figure stands, and on which side of that."""
    found = re.search(rf'<text style="[^"]*text-anchor:(\w+)" x="([\d.]+)"[^>]*>{re.escape(text)}<', svg)
    assert found, svg
    return float(found[2]), found[1]


def formula(svg: str) -> float:
    found = re.search(r'<g transform="translate\(([\d.]+) ', svg[svg.index("<text") :])
    assert found, svg
    return float(found[1])


def test_words_lean_on_the_formula_beside_them_from_both_sides() -> None:
    plt.subplots()[1].set(xlabel=r"rate $\eta$ of steps", xticks=[], yticks=[])
    svg = figure()
    (left, one), (right, other) = place(svg, "rate"), place(svg, "of steps")
    assert (one, other) == ("end", "start")
    assert left < formula(svg) < right


def test_words_from_right_to_left_stand_right_of_the_formula_that_follows_them() -> None:
    plt.subplots()[1].set(xlabel=r"rate $\eta$ of steps", xticks=[], yticks=[])
    svg = figure({r"rate $\eta$ of steps": r"معدل $\eta$ لكل خطوة"})
    (last, one), (first, other) = place(svg, "\u2067لكل خطوة\u2069"), place(svg, "\u2067معدل\u2069")
    assert (one, other) == ("end", "start")
    assert last < formula(svg) < first


def test_letters_that_the_font_lacks_are_measured_by_their_width(capfd: pytest.CaptureFixture[str]) -> None:
    from matplotlib.figure import Figure  # noqa: PLC0415

    widths = []
    for text in ("学习率学习率", "सीखने", "abcdef"):
        one = Figure()
        shown = one.text(0, 0, text, fontsize=10)
        one.draw_without_rendering()
        widths.append(shown.get_window_extent().width * 72 / one.dpi)
    assert widths[0] > 6 * 9
    assert 10 < widths[1] < 60
    assert 20 < widths[2] < 45
    assert "missing from font" not in capfd.readouterr().err


def test_figure_that_was_kept_tells_all_its_parts_of_changes() -> None:
    _, ax = plt.subplots()
    ax.plot([1, 2])
    one = pickle.loads(pickle.dumps(ax.figure)).axes[0]
    waiting, nodes = [one.transData, one.transAxes, one.get_xaxis_transform(), one.bbox], dict[int, Any]()
    while waiting:
        node = waiting.pop()
        if id(node) not in nodes:
            nodes[id(node)] = node
            waiting += [parent for known in node._parents.values() if (parent := known()) is not None]
    assert len(nodes) > 10
    assert all(name == id(known()) for node in nodes.values() for name, known in node._parents.items())


def test_translation_is_no_markup() -> None:
    plt.subplots()[1].set(title="the loss")
    assert "&lt;script&gt;&amp;</text>" in figure({"the loss": "<script>&"})


def test_ticks_legends_titles_and_notes_are_drawn_in_other_words_and_numbers_of_axes_stay() -> None:
    _, ax = plt.subplots(layout="constrained")
    ax.bar(["first", "second"], [1, 2], label="bars")
    ax.annotate("here", (0, 1))
    ax.legend(title="kinds")
    ax.figure.suptitle("above")
    words = ("first", "second", "bars", "here", "kinds", "above")
    svg = figure({word: f"{word}-autre" for word in words})
    assert all(f">{word}-autre</text>" in svg for word in words)
    assert re.search(r">1\.0+</text>", svg)


@pytest.mark.parametrize("size", [4, 8])
def test_sheet_grows_until_longer_texts_lie_beside_each_other(size: int) -> None:
    fig, axes = plt.subplots(1, 3, figsize=(size, 2))
    for ax in axes:
        ax.set(title="one", xlabel="of all")
    fig.tight_layout()
    source = figure()
    svg = figure({"one": "a much longer title", "of all": "another word"})
    width = [float(re.search(r'viewBox="0 0 ([\d.]+)', one)[1]) for one in (source, svg)]  # type: ignore[index]
    assert width[0] == 72 * size
    assert (width[1] > width[0]) == (size == 4)


def test_sheet_holds_a_text_that_would_leave_it() -> None:
    _, ax = plt.subplots(figsize=(2, 2))
    ax.text(0.9, 0.5, "far outside")
    found = re.search(r'width="([\d.]+)pt"', figure())
    assert found
    assert 2 * 72 + 20 < float(found[1]) < 4 * 72


def test_cloud_is_an_image_unless_it_has_the_ink_of_the_page_and_a_line_with_marks_is_none() -> None:
    shown = []
    for marks in ("C0.", "k.", "C0.-"):
        plt.subplots()[1].plot(range(2000), range(2000), marks)
        shown.append("data:image/png" in figure())
        plt.close("all")
    assert shown == [True, False, False]


def test_small_image_is_written_pixel_by_pixel() -> None:
    plt.subplots()[1].imshow([[0, 1], [1, 0]])
    svg = figure()
    assert "image-rendering:pixelated" in svg
    assert len(svg) < 5000


def _linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


@pytest.mark.parametrize("ground", ["#ffffff", "#1e2129"])
def test_colours_are_seen_in_both_schemes(ground: str) -> None:
    for colour in COLOURS:
        dark, light = sorted((_luminance(colour), _luminance(ground)))
        assert (light + 0.05) / (dark + 0.05) >= 3


# Machado, Oliveira and Fernandes (2009): how eyes without one kind of cones see.
BLINDNESS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_first_colours_are_told_apart_by_colour_blind_eyes(kind: str) -> None:
    def seen(colour: str) -> tuple[float, ...]:
        parts = _linear(colour)
        red, green, blue = (
            max(0.0, sum(weight * part for weight, part in zip(row, parts, strict=True))) for row in BLINDNESS[kind]
        )
        long = (0.4122 * red + 0.5363 * green + 0.0514 * blue) ** (1 / 3)  # Oklab
        middle = (0.2119 * red + 0.6807 * green + 0.1074 * blue) ** (1 / 3)
        short = (0.0883 * red + 0.2817 * green + 0.63 * blue) ** (1 / 3)
        return (
            0.2105 * long + 0.7936 * middle - 0.0041 * short,
            1.978 * long - 2.4286 * middle + 0.4506 * short,
            0.0259 * long + 0.7828 * middle - 0.8087 * short,
        )

    assert min(dist(seen(one), seen(other)) for one, other in combinations(COLOURS[:4], 2)) > 0.07
