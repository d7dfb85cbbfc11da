"""Drawings made smaller that look the same."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from dragoman.execution.isolated.slimming import slim

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
    "<metadata>x</metadata><defs><style>*{{}}</style></defs>{}</svg>"
)


def made(content: str) -> str:
    return slim(SVG.format(content), "one").partition(">")[2].removesuffix("</svg>")


def points(data: str) -> list[tuple[float, float]]:
    """Return the points of a path of lines, relative or not."""
    found: list[tuple[float, float]] = []
    for letter, numbers in re.findall(r"([MLlz])([^MLlz]*)", data):
        values = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        for x, y in zip(values[::2], values[1::2], strict=True):
            found.append((x + found[-1][0], y + found[-1][1]) if letter == "l" else (x, y))
    return found


@pytest.mark.parametrize("number", [5, 500])
def test_long_path_keeps_its_points_within_a_tenth_and_takes_half_the_room(number: int) -> None:
    given = [(index * 0.123456, 100 + (-1) ** index * index / 7) for index in range(number)]
    data = "M " + "\nL ".join(f"{x:.6f} {y:.6f}" for x, y in given)
    shown = made(f'<path d="{data}" style="stroke: red"/>')
    read = points(shown.split('"')[1])
    assert len(shown) < len(data) / 2 + 40
    for x, y in given:
        assert min(max(abs(x - one), abs(y - other)) for one, other in read) < 0.08
    assert all(one != other for one, other in pairwise(read))


def test_moves_lines_and_curves_keep_their_letters() -> None:
    path = made('<path d="M 1 1 L 2 2 z M 3 3 M 4 4 Q 5 5 6 6 C 1 1 2 2 3 3 L 0.5 -0.5" style="stroke:red"/>')
    assert path.split('"')[1] == "M1 1l1 1zM3 3M4 4q1 1 2 2c-5-5-4-4-3-3l-2.5-3.5"


def test_names_that_something_refers_to_are_its_own_and_others_go() -> None:
    shown = made(
        '<g id="axes"><defs><path id="m" d="M 0 0 L 0 1" style="stroke: red"/></defs>'
        '<use xlink:href="#m" x="1.234567" style="clip: url(#c)"/></g><clipPath id="c"><rect width="1"/></clipPath>'
    )
    assert "axes" not in shown
    assert "<g" not in shown
    assert '<path id="one-m"' in shown or 'id="one-m"' in shown
    assert 'xlink:href="#one-m" x="1.23"' in shown
    assert "url(#one-c)" in shown
    assert 'clipPath id="one-c"' in shown


def test_what_shows_nothing_goes_and_what_clips_stays() -> None:
    shown = made(
        '<g><path d="M 0 0 L 1 1" style="fill: none"/><g/></g>'
        '<path d="M 0 0 L 1 1" style="fill: none; stroke: red"/><path d="M 0 0 L 9 9"/>'
    )
    assert shown.count("<path") == 2


def test_letters_of_one_line_share_an_element_with_a_place_for_each() -> None:
    letters = "".join(
        f'<tspan x="{x}" y="{y}" style="font-size: 7px">{text}</tspan>' for text, x, y in ("a00", "b50", "c91")
    )
    assert made(f"<text>{letters}</text>") == (
        '<text><tspan x="0 5" y="0" style="font-size:7px">ab</tspan><tspan x="9" y="1" style="font-size:7px">c</tspan></text>'
    )


def test_scales_keep_all_their_decimals() -> None:
    assert 'transform="matrix(0.001234 0 0 1 2.345678 0)"' in made(
        '<g transform="matrix(0.001234 0 0 1 2.345678 0)"><rect/></g>'
    )
