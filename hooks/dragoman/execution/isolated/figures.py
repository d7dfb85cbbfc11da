"""Figures as inline SVG that belongs to the page: its ink, its text, ids of its own."""

from __future__ import annotations

import base64
import io
import pickle
import re
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, cast

from dragoman.execution.isolated.lettering import spoken
from dragoman.execution.isolated.slimming import slim

# The colour that axes and texts are drawn in, replaced by the colour of the page's text.
_INK = "#010203"
_INKED = (
    "text.color",
    "axes.labelcolor",
    "axes.edgecolor",
    "axes.titlecolor",
    "xtick.color",
    "ytick.color",
    "grid.color",
    "hatch.color",
    "patch.edgecolor",
    "boxplot.boxprops.color",
    "boxplot.capprops.color",
    "boxplot.flierprops.color",
    "boxplot.flierprops.markeredgecolor",
    "boxplot.whiskerprops.color",
)
# Each has 3:1 with the page in both schemes; the first four are told apart by colour-blind eyes, too.
COLOURS = (
    *("#0072b2", "#d55e00", "#2e9b6b", "#c653ea", "#967200"),
    *("#a8507a", "#5f7fd9", "#7f7f7f", "#3a8f9e", "#b5524a"),
)
FITTING = "max-width:100%;height:auto"
_FORMAT: dict[Any, Any] = {
    "savefig.transparent": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "course",
    "path.simplify_threshold": 0.3,  # points by which a line may be another, where it is drawn far wider
}
STYLE: dict[Any, Any] = {
    **_FORMAT,
    **dict.fromkeys(_INKED, _INK),
    "axes.facecolor": "none",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.facecolor": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "legend.edgecolor": "none",
    "legend.framealpha": 0,
    **{f"axes3d.{axis}axis.panecolor": (0.5, 0.5, 0.5, 0.1) for axis in "xyz"},
}
_DPI = 120  # of what is an image
_LARGEST_STATE = 2**22  # bytes
_SIZES = (1, 1.15, 1.35, 1.6)  # of the sheet, while texts of the same size lie on each other
_DARK = 0.1  # of each colour, up to which it is ink
_MANY_POINTS = 1000  # of a cloud, which as an image is smaller
_LEAST = 0.75  # of the width of axes that longer texts leave
_TOUCHING = 1.0  # points by which boxes of texts may overlap
_CLOSE = 2.0  # points from the edge, as the letters of a page may be that much larger
_EDGE = 3.0  # points between a text that was outside and the new edge


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as SVG, the figure itself to be drawn again, and the texts in it as they were written.

    ``state`` is None for a picture, which has no texts, and empty where matplotlib cannot keep the figure.
    """

    svg: str
    state: str | None = None
    texts: tuple[str, ...] = ()


def style() -> None:
    """Give matplotlib the looks of the page, where it is installed."""
    if plt := cast("Any", sys.modules.get("matplotlib.pyplot")):
        plt.rcParams.update({**STYLE, "axes.prop_cycle": plt.cycler(color=COLOURS)})


def drawn(prefix: str, texts: Mapping[str, str]) -> list[Drawing]:
    """Return the open figures with ``texts`` in the place of their own; none where matplotlib is not installed."""
    plt: Any = sys.modules.get("matplotlib.pyplot")
    found: list[Drawing] = []
    for number in plt.get_fignums() if plt else ():
        figure = plt.figure(number)
        state = _state(figure)
        svg, said = _fitted(figure, f"{prefix}-{number}", texts) if texts else to_svg(figure, f"{prefix}-{number}")
        found.append(Drawing(svg, state, tuple(dict.fromkeys(said))))
    return found


def redrawn(svg: str, state: str, texts: Mapping[str, str]) -> str:
    """Return a figure that was kept, and once drawn as ``svg``, with ``texts`` in the place of its own."""
    import matplotlib as mpl  # noqa: PLC0415

    figure, settings = pickle.loads(zlib.decompress(base64.b85decode(state)))  # noqa: S301 - a run of ours wrote it
    found = re.search(r'data-figure="([^"]+)"', svg)
    with mpl.rc_context(settings):
        return _fitted(figure, found[1] if found else "figure", texts)[0]


def _state(figure: Any) -> str:
    """Return a figure with the settings that it is drawn by, as text; empty where that cannot be."""
    import matplotlib as mpl  # noqa: PLC0415

    usual = mpl.rcParamsDefault
    settings = {
        name: value for name, value in dict.items(mpl.rcParams) if usual.get(name) != value and name != "backend"
    }
    try:
        data = pickle.dumps((figure, settings))
    except Exception:  # noqa: BLE001 - whatever the author put into it
        return ""
    # What the snippet defines itself is not there when the figure is drawn again.
    state = "" if b"__main__" in data else base64.b85encode(zlib.compress(data)).decode()
    return state if len(state) <= _LARGEST_STATE else ""


def close() -> None:
    """Close all figures."""
    if plt := cast("Any", sys.modules.get("matplotlib.pyplot")):
        plt.close("all")


def _fitted(figure: Any, prefix: str, texts: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return a figure with other texts, laid out again on a sheet that is as large as they need."""
    size, (boxes, room) = figure.get_size_inches().copy(), _laid_out(figure, {})
    for times in _SIZES:
        figure.set_size_inches(size * times)
        longer, left = _laid_out(figure, texts)
        if _overlaps(longer) <= _overlaps(boxes) and left >= _LEAST * room:
            break
    return to_svg(figure, prefix, texts)


def _laid_out(figure: Any, texts: Mapping[str, str]) -> tuple[list[Any], float]:
    """Lay a figure out again as its author did; return the boxes of its texts and the width of what it draws."""
    with spoken(texts) as seen:
        engine = figure.get_layout_engine()
        given = getattr(figure, "tightened", None)
        if given is not None and (engine is None or engine.adjust_compatible):
            figure.tight_layout(**given)
        seen.clear()
        figure.draw_without_rendering()
    return [box for _, box in seen], sum(axes.get_window_extent().width for axes in figure.axes)


def _overlaps(boxes: list[Any]) -> int:
    """Return how many pairs of boxes lie on each other."""
    return sum(
        min(one.x1, other.x1) - max(one.x0, other.x0) > _TOUCHING
        and min(one.y1, other.y1) - max(one.y0, other.y0) > _TOUCHING
        for one, other in combinations(boxes, 2)
    )


def to_svg(figure: Any, prefix: str, texts: Mapping[str, str] | None = None) -> tuple[str, list[str]]:
    """Return a matplotlib figure as SVG, scalable, without metadata, ids made unique by ``prefix``, and its texts as they were."""
    buffer = io.StringIO()
    import matplotlib as mpl  # noqa: PLC0415 - pages that are not drawn need no matplotlib
    from matplotlib.transforms import Bbox  # noqa: PLC0415

    with mpl.rc_context(_FORMAT), spoken(texts or {}) as seen:  # whatever the snippet did to the settings
        figure.draw_without_rendering()
        boxes = [Bbox.from_extents(*box.extents / figure.dpi) for _, box in seen]
        sheet = Bbox.from_extents(0, 0, *figure.get_size_inches())
        whole = Bbox.union(
            [sheet, *(box.padded(_EDGE / 72) for box in boxes if not _is_within(box.padded(_CLOSE / 72), sheet))]
        )
        seen.clear()
        _spare(figure)
        given = {} if _is_within(whole, sheet) else {"bbox_inches": whole}
        figure.savefig(buffer, format="svg", dpi=_DPI, metadata={"Date": None, "Creator": None}, **given)
    svg = slim(buffer.getvalue(), prefix)
    svg = re.sub(r"font-family:'DejaVu Sans'[^;\"]*;?", "", svg)  # the page has its own
    svg = re.sub(r"font-family:'DejaVu Sans Mono'[^;\"]*", "font-family:var(--md-code-font-family)", svg)
    look = f"{FITTING};stroke-linejoin:round;stroke-linecap:butt;fill:currentColor"  # black fills are left out
    svg = re.sub(r"<svg\b", f'<svg data-figure="{prefix}" style="{look}"', svg, count=1)
    svg = re.sub(r"(<(?:text|tspan|g)\b[^>]*?)(?:;?fill:#010203|fill:#010203;)", r"\1", svg).replace(' style=""', "")
    svg = svg.replace(_INK, "currentColor").replace("#000000", "currentColor")
    return svg, [text for text, _ in seen]


def _spare(figure: Any) -> None:
    """Have small images written as they are, and large clouds of points as an image."""
    from matplotlib.collections import PathCollection  # noqa: PLC0415
    from matplotlib.image import AxesImage  # noqa: PLC0415
    from matplotlib.lines import Line2D  # noqa: PLC0415

    for image in figure.findobj(AxesImage):
        rows, columns = image.get_size() if image.get_array() is not None else (0, 0)
        box, kind = image.get_window_extent(), image.get_interpolation()
        if kind in {"auto", "antialiased", "nearest"} and columns <= box.width and rows <= box.height:
            image.set_interpolation("none")  # the browser enlarges its pixels
    for cloud in figure.findobj(PathCollection):
        if len(cloud.get_offsets()) > _MANY_POINTS:
            _rasterise(cloud, cloud.get_facecolor())
    for line in figure.findobj(Line2D):
        if line.get_marker() != "None" and line.get_linestyle() == "None" and len(line.get_xdata()) > _MANY_POINTS:
            _rasterise(line, [line.get_markerfacecolor()])


def _rasterise(points: Any, colours: Any) -> None:
    """Have points drawn as an image, where they have colours of their own: the ink of the page is another in the dark."""
    from matplotlib.colors import to_rgb  # noqa: PLC0415

    if all(max(to_rgb(colour)) > _DARK for colour in colours):
        points.set_rasterized(True)


def _is_within(box: Any, sheet: Any) -> bool:
    inside = 1 / 144  # half a point
    return bool(
        box.x0 > sheet.x0 - inside
        and box.y0 > sheet.y0 - inside
        and box.x1 < sheet.x1 + inside
        and box.y1 < sheet.y1 + inside
    )
