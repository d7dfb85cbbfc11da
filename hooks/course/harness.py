"""The process that runs one snippet: ``python -m course.harness FILE`` prints its results as JSON."""

from __future__ import annotations

import contextlib
import io
import json
import re
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt

# The colour that figures draw their axes and texts in, replaced by the colour of the page's text.
_INK = "#010203"


def main(path: Path) -> None:
    """Run ``path`` and print its output and figures, or its error, after a NUL on stdout."""
    plt.rcParams.update(_style())
    stdout = io.StringIO()
    try:
        with contextlib.redirect_stdout(stdout):
            runpy.run_path(str(path), run_name="__main__")
        figures = [figure_svg(plt.figure(number), f"figure-{path.stem}-{number}") for number in plt.get_fignums()]
        answer: dict[str, object] = {"text": stdout.getvalue(), "figures": figures}
    except BaseException as error:  # noqa: BLE001 - whatever ends the snippet is its result
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
        line = frames[-1].lineno if frames else getattr(error, "lineno", 1)
        answer = {"error": f"{type(error).__name__}: {error}".strip(": "), "line": line}
    sys.stdout.write("\0" + json.dumps(answer))


def _style() -> dict[Any, Any]:
    ink = dict.fromkeys(
        (
            "text.color",
            "axes.labelcolor",
            "axes.edgecolor",
            "axes.titlecolor",
            "xtick.color",
            "ytick.color",
            "grid.color",
        ),
        _INK,
    )
    return {
        **ink,
        "savefig.transparent": True,
        "legend.framealpha": 0,
        "legend.edgecolor": "none",
        "svg.fonttype": "none",
        "svg.hashsalt": "course",
        "font.family": "sans-serif",
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }


def figure_svg(figure: object, prefix: str) -> str:
    """Return a matplotlib figure as inline SVG: scalable, in the page's ink, ids unique by ``prefix``."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})  # type: ignore[attr-defined]
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(<svg\b[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    style = "max-width:100%;height:auto;stroke-linejoin:round;stroke-linecap:butt"
    svg = re.sub(r"<svg\b", f'<svg style="{style}"', svg, count=1)
    svg = re.sub(r"<style.*?</style>", "", svg, count=1, flags=re.DOTALL)  # it would style the whole page
    svg = re.sub(r'\b(id|xlink:href)="(#?)([^"]+)"', lambda m: f'{m[1]}="{m[2]}{prefix}-{m[3]}"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{prefix}-{m[1]})", svg)
    return svg.replace(_INK, "currentColor")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
