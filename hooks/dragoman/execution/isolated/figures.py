"""Figures as inline SVG that belongs to the page: its ink, its text, ids of its own."""

from __future__ import annotations

import io
import re
import sys
from typing import Any, cast

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
FITTING = "max-width:100%;height:auto"
_FORMAT: dict[Any, Any] = {"savefig.transparent": True, "svg.fonttype": "none", "svg.hashsalt": "course"}
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


def drawn(prefix: str) -> list[str]:
    """Return the open figures as SVG; none where matplotlib is not installed."""
    plt: Any = sys.modules.get("matplotlib.pyplot")
    return [to_svg(plt.figure(number), f"{prefix}-{number}") for number in plt.get_fignums()] if plt else []


def close() -> None:
    """Close all figures."""
    if plt := cast("Any", sys.modules.get("matplotlib.pyplot")):
        plt.close("all")


def to_svg(figure: Any, prefix: str) -> str:
    """Return a matplotlib figure as SVG: scalable, without metadata, ids made unique by ``prefix``."""
    buffer = io.StringIO()
    import matplotlib as mpl  # noqa: PLC0415 - pages that are not drawn need no matplotlib

    with mpl.rc_context(_FORMAT):  # whatever the snippet did to the settings
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    style = f"{FITTING};stroke-linejoin:round;stroke-linecap:butt;fill:currentColor"  # black fills are left out
    svg = re.sub(r"<svg\b", f'<svg data-figure="{prefix}" style="{style}"', svg, count=1)
    svg = re.sub(r"<style.*?</style>", "", svg, count=1, flags=re.DOTALL)  # it would style the whole page
    svg = re.sub(r'\b(id="|xlink:href="#)([^"]+)', lambda m: f"{m[1]}{prefix}-{m[2]}", svg)  # data: links stay
    svg = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{prefix}-{m[1]})", svg)
    return svg.replace(_INK, "currentColor").replace("#000000", "currentColor")
