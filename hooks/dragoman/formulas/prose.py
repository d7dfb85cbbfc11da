"""The prose of a Markdown text: what is neither code nor a formula."""

from __future__ import annotations

from functools import lru_cache

from dragoman.formulas.finder import find
from dragoman.pages.containers import code
from dragoman.pages.fences import code_spans, fence_lines
from dragoman.pages.spans import blotted

_FILLER = "x"


@lru_cache(maxsize=1 << 7)
def prose(text: str) -> str:
    """Return ``text`` with code and formulas blotted out, as long as it was; the info of a fence stays."""
    blocks = list(code(text))
    fenced = {start for start, _ in fence_lines(text)}
    spans = [(text.find("\n", start) if start in fenced else start, end) for start, end in blocks]
    position = 0
    for start, end in [*blocks, (len(text), len(text))]:
        spans += code_spans(text, position, start)
        position = end
    spans += [(formula.start, formula.end) for formula in find(text).formulas]
    return blotted(text, (span for span in spans if 0 <= span[0] < span[1]), _FILLER)
