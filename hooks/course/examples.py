"""How an executed example looks in the page: source, printed output, figure with its caption."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown_exec import MarkdownConverter, base_format
from markupsafe import Markup

from course.runner import Output


class ExampleFormatter:
    """The Python formatter for markdown-exec: shows stored results, runs nothing."""

    def __init__(self, sources: Mapping[str, Path], results: Callable[[str], Output | None]) -> None:
        """``sources`` are the snippet files by name; ``results`` gives what each printed and drew."""
        self._sources = sources
        self._results = results

    def __call__(self, *, code: str, md: Markdown, source: str = "", **options: Any) -> Markup:
        """Return the HTML of an example whose fence names a snippet; nothing for one that failed."""
        extra: dict[str, str] = options.get("extra", {})
        name = extra.get("snippet", "")
        result = self._results(name)
        if result is None or code.strip():  # reported with its line before any page was rendered
            return Markup()
        html = base_format(
            language="python",
            run=lambda *_args, **_options: result.text.rstrip("\n"),
            code=_visible_source(self._sources[name].read_text("utf-8")),
            md=md,
            source=source,
            result="text",
        )
        figures = "".join(_figure(svg, extra, md) for svg in result.figures)
        return Markup(f'<div class="example">{html}{figures}</div>')  # noqa: S704 - all of it is HTML


def _visible_source(source: str) -> str:
    """Return a snippet without its cell markers."""
    return "\n".join(line for line in source.splitlines() if not line.startswith("# %%")).strip("\n")


def _figure(svg: str, extra: Mapping[str, str], md: Markdown) -> str:
    alt = escape(extra.get("alt", ""))
    caption = extra.get("caption", "")
    if caption:
        words = MarkdownConverter(md, update_toc=False).convert(caption).removeprefix("<p>").removesuffix("</p>")
        caption = f"<figcaption>{words}</figcaption>"
    svg = svg.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)
    return f'<figure class="plot"><div class="plot-drawing" dir="ltr">{svg}</div>{caption}</figure>'
