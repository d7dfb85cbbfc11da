"""How matplotlib measures and writes the texts of a figure, which the browser will shape in the faces of the page."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

FORMULA = re.compile(r"(?<!\\)(\$(?:\\.|[^$\\])+\$)")
_SPACE = 0.32  # of the size of the letters, between words and a formula
_RTL, _END = "\u2067", "\u2069"


@contextmanager
def spoken(texts: Mapping[str, str]) -> Iterator[list[tuple[str, Any]]]:
    """Have matplotlib draw the translations in ``texts``; give what it draws: each text as it was written, with its box."""
    from matplotlib.text import Text  # noqa: PLC0415 - pages that are not drawn need no matplotlib

    written, draw = Text.get_text, Text.draw
    seen: list[tuple[str, Any]] = []

    def get_text(text: Any) -> str:
        return texts.get(own := written(text), own)

    def drawing(text: Any, renderer: Any) -> None:
        if text.get_visible() and written(text).strip():
            seen.append((written(text), Text.get_window_extent(text, renderer)))
        draw(text, renderer)

    library: Any = Text
    library.get_text, library.draw = get_text, drawing
    try:
        yield seen
    finally:
        library.get_text, library.draw = written, draw


def prepare() -> None:
    """Have matplotlib measure letters that its fonts lack, write words beside a formula as words, and keep figures well."""
    from matplotlib import figure, text, transforms  # noqa: PLC0415
    from matplotlib.backends import backend_svg  # noqa: PLC0415

    library: Any = text
    svg: Any = backend_svg.RendererSVG
    drawing: Any = figure.Figure
    measured, written, tightened = library._get_text_metrics_with_cache, svg._draw_text_as_text, drawing.tight_layout  # noqa: SLF001

    def measure(renderer: Any, line: str, font: Any, ismath: Any, dpi: float) -> tuple[float, float, float]:
        parts = _parts(line, ismath)
        if not parts:
            given: tuple[float, float, float] = measured(
                renderer, line if ismath else _measurable(line, font), font, ismath, dpi
            )
            return given
        sizes = [measure(renderer, part.text, font, part.is_formula, dpi) for part in parts]
        depth, space = max(size[2] for size in sizes), _SPACE * font.get_size_in_points() * dpi / 72
        width = sum(size[0] + part.spaces * space for size, part in zip(sizes, parts, strict=True))
        return width, depth + max(size[1] - size[2] for size in sizes), depth

    def write(*call: Any) -> None:
        renderer, gc, x, y, line, font, angle, ismath, *rest = call
        parts = _parts(line, ismath)
        if not parts:
            written(renderer, gc, x, y, line if ismath else _directed(line), font, angle, ismath, *rest)
            return
        is_rtl, space, at = _is_rtl(line), _SPACE * font.get_size_in_points(), 0.0
        for number, part in enumerate(parts[::-1] if is_rtl else parts):
            width = measure(renderer, part.text, font, part.is_formula, 72)[0]
            first, last = (part.after, part.before) if is_rtl else (part.before, part.after)
            # Words lean on the formula beside them: the browser may write them narrower than they are measured here.
            leans_left = part.is_formula or number > 0
            along = at + first * space + (0 if leans_left else width)
            place = _Place(
                x + along * math.cos(math.radians(angle)),
                y - along * math.sin(math.radians(angle)),
                renderer.height,
                "left" if leans_left else "right",
            )
            shown = part.text if part.is_formula else _directed(part.text)
            written(renderer, gc, place.x, place.y, shown, font, angle, part.is_formula, place)
            at += width + (first + last) * space

    def tighten(drawn: Any, **given: Any) -> None:
        drawn.tightened = given  # kept with the figure
        tightened(drawn, **given)

    node: Any = transforms.TransformNode
    restored = node.__setstate__

    def restore(transform: Any, state: dict[str, Any]) -> None:
        # By what its parents are called now: one that has by chance the old name of another would take its place, and
        # the other would not be told of changes.
        parents = {id(parent): parent for parent in state["_parents"].values() if parent is not None}
        restored(transform, {**state, "_parents": parents})

    node.__setstate__ = restore
    library._get_text_metrics_with_cache = measure  # noqa: SLF001
    svg._draw_text_as_text = write  # noqa: SLF001
    drawing.tight_layout = tighten


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a text that is a formula or words, and whether a space stands before and after it."""

    text: str
    is_formula: bool = False
    before: bool = False
    after: bool = False

    @property
    def spaces(self) -> int:
        return self.before + self.after


@dataclass(frozen=True, slots=True)
class _Place:
    """Where words begin or end, told as matplotlib asks a text for it."""

    x: float
    y: float
    height: float
    side: str

    def get_ha(self) -> str:
        return self.side

    def get_rotation_mode(self) -> str:
        return "anchor"

    def get_unitless_position(self) -> tuple[float, float]:
        return self.x, self.height - self.y

    def get_transform(self) -> _Place:
        return self

    def transform(self, point: tuple[float, float]) -> tuple[float, float]:
        return point


def _parts(line: str, ismath: object) -> list[_Part]:
    """Return the words and formulas of a text that has both; nothing for any other."""
    if ismath is not True:
        return []
    found = [
        _Part(text, is_formula=True)
        if number % 2
        else _Part(text.strip().replace(r"\$", "$"), before=text[:1].isspace(), after=text[-1:].isspace())
        for number, text in enumerate(FORMULA.split(line))
    ]
    found = [part for part in found if part.text or part.spaces]
    return found if any(has_words(part.text) for part in found if not part.is_formula) else []


def has_words(text: str) -> bool:
    """Tell whether a text without formulas has words: two letters in a row, or one of a script without cases."""
    return any(len(run) > 1 or unicodedata.category(run) == "Lo" for run in re.findall(r"(?<!\w)[^\W\d_]+(?!\w)", text))


def _is_rtl(text: str) -> bool:
    """Tell whether the first letter of a text, formulas aside, is of a script that runs from right to left."""
    kinds = (unicodedata.bidirectional(sign) for sign in FORMULA.sub("", text))
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def _directed(text: str) -> str:
    """Return a text that keeps its own direction in a figure, which runs from left to right."""
    return f"{_RTL}{text}{_END}" if _is_rtl(text) else text


def _measurable(text: str, font: Any) -> str:
    """Return a text that takes as much room, made of letters that the font has."""
    if text.isascii():
        return text
    from matplotlib.font_manager import findfont  # noqa: PLC0415

    known = _letters(findfont(font))
    return "".join(sign if ord(sign) in known else _stand_in(sign) for sign in text)


def _stand_in(sign: str) -> str:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return ""
    return "W" if unicodedata.east_asian_width(sign) in {"W", "F"} else "M"


@cache
def _letters(file: str) -> frozenset[int]:
    from matplotlib.font_manager import get_font  # noqa: PLC0415

    return frozenset(get_font(file).get_charmap())
