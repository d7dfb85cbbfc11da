"""How an executed example looks in the page: the Python formatter for markdown-exec."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Any

from markdown import Markdown
from markdown_exec import ExecutionError, MarkdownConverter, base_format
from markupsafe import Markup

from dragoman.execution.catalogue import Shown
from dragoman.execution.downloads import Example
from dragoman.execution.results import CellOutput
from dragoman.languages.language import language
from dragoman.languages.phrases import Phrases
from dragoman.rendering.page import of

_HREF = re.compile(r'\shref="([^"]*)"')
# Options of a code block that go through to the highlighter.
_MOST_LINES = 30
_PASSED_ON = frozenset({"title", "hl_lines", "linenums"})


class ExampleFormatter:
    """Shows the stored result of an example; runs nothing."""

    def __init__(self, shown: Callable[[str, str | None, str], Shown | None]) -> None:
        """``shown`` gives what a fence shows, by the language of its page, its ``snippet`` and its code."""
        self._shown = shown

    def __call__(self, *, code: str, md: Markdown, source: str = "", **options: Any) -> Markup:
        """Return the HTML of an example; nothing for one that may not be executed."""
        extra: dict[str, str] = options.get("extra", {})
        page = of(md)
        shown: Shown | None = page.ask("example", self._shown, page.lecture.lang, extra.get("snippet"), code)
        if shown is None:
            shown = Shown(code, failure="this example is not executed: see the findings")
        text = "\n".join(filter(None, (_text(output) for output in shown.outputs)))

        def run(*_arguments: Any, **_options: Any) -> str:
            if shown.failure:
                raise ExecutionError(f"<pre>{escape(shown.failure)}</pre>")
            return ""

        def highlighted(code: str, source: str = "above", **options: str) -> str:
            html = base_format(
                language="python",
                run=run,
                code=code,
                md=md,
                # markdown-exec would keep the converter of each page, and all that it knows, for good.
                update_toc=False,
                source=source if code else "",
                extra=options,
            )
            return str(html)

        passed_on = {key: value for key, value in extra.items() if key in _PASSED_ON}
        phrase = language(page.lecture.lang).phrases
        source = "above" if shown.exercise else source
        alt = page.formulas.plain(extra.get("alt", ""))
        place = page.place(Example(extra.get("snippet"), code, alt, is_folded=not source))
        html = highlighted(shown.source, source, **passed_on)
        drawings = [svg for output in shown.outputs for svg in output.figures]
        figures = "".join(_figure(svg, extra, md, drawn=shown.drawn) for svg in drawings)
        # Not through Markdown: whatever is printed is shown as it is.
        output = (
            f'<div class="highlight output"><pre><code>{escape(text, quote=False)}</code></pre></div>' if text else ""
        )
        output += "".join(_value(output.html, md) for output in shown.outputs if output.html)
        output = output and _head(phrase.html["Output"], shown.made_with) + output
        code = _folded(html, shown.source, phrase) if source else html
        if (exercise := shown.exercise) and not shown.failure:
            task = _head(phrase.html["Exercise"]) + code
            check = _folded(highlighted(exercise.check), exercise.check, phrase)
            check = check and _head(phrase.html["Check"]) + check
            solution = f'<div class="frame">{highlighted(exercise.solution)}{output}</div>{figures}'
            return Markup(  # noqa: S704 - all of it is HTML
                f'<div class="example exercise" data-exercise="{escape(exercise.name)}">{place}<div class="frame">{task}{check}</div>'
                f'<details class="solution" data-search-exclude data-pagefind-ignore><summary>{phrase.html["Solution"]}</summary>{solution}</details></div>'
            )
        below, above = (code, output) if source == "below" else (output, code)
        frame = f'<div class="frame">{above}{below}</div>' if code or output else ""
        return Markup(f'<div class="example">{place}{frame}{figures}</div>')  # noqa: S704 - all of it is HTML


def _head(words: str, beside: str = "") -> str:
    """Return the line above a part of a frame."""
    words = f'<span>{words}</span><span dir="ltr">{escape(beside)}</span>'
    return f'<p class="output-head" data-search-exclude data-pagefind-ignore>{words}</p>'


def _folded(html: str, code: str, phrase: Phrases) -> str:
    """Return shown code, of which only the beginning is seen at first where it is long."""
    lines = code.rstrip().count("\n") + 1
    if lines <= _MOST_LINES:
        return html
    more = phrase("Show all {number} lines", number=lines)
    return f'<details class="code"><summary data-search-exclude>{phrase.in_html(more)}</summary>{html}</details>'


def _value(html: str, md: Markdown) -> str:
    """Return the box of a value that was shown as HTML."""
    box = f'<div class="output-html" dir="ltr" data-search-exclude data-pagefind-ignore>{html}</div>'
    return of(md).hold(box)


def _figure(svg: str, extra: Mapping[str, str], md: Markdown, *, drawn: bool) -> str:
    page = of(md)
    alt = escape(page.formulas.plain(extra.get("alt", "")))
    caption = extra.get("caption", "")
    if caption:
        converter = MarkdownConverter(md, update_toc=False)
        # A caption has no anchors of its own, and may lead to those of the page.
        words = converter.convert(page.formulas.stash(caption), id_prefix="").removeprefix("<p>").removesuffix("</p>")
        caption = f"<figcaption>{_HREF.sub(lambda link: _led(link[1], md), words)}</figcaption>"
    drawing = svg.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)
    if not drawn:
        drawing = f'<span class="not-drawn" role="img" aria-label="{alt}">▢ {alt}</span>'
    # Labels of axes are no words of the page.
    box = f'<div class="plot-drawing" dir="ltr" data-search-exclude data-pagefind-ignore>{drawing}</div>'
    return f'<figure class="plot">{page.hold(box)}{caption}</figure>'


def _led(address: str, md: Markdown) -> str:
    """Return the ``href`` of a link in a caption, to which MkDocs leads the links of the page ``md``."""
    paths: Any = getattr(md, "_original_md", md).treeprocessors
    url = paths["relpath"].path_to_url(unescape(address)) if "relpath" in paths else unescape(address)
    return f' href="{escape(url)}"'


def _text(output: CellOutput) -> str:
    value = "" if output.html else output.value
    return "\n".join(filter(None, (output.text.rstrip("\n"), value.rstrip("\n"), output.error)))
