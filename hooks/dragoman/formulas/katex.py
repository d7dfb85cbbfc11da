"""KaTeX, run in-process: TeX in, HTML with MathML out, each distinct formula once."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from py_mini_racer import MiniRacer

from dragoman.formulas import spoken
from dragoman.rendering.direction import RTL_LETTER

_TEXT_SPAN = re.compile(r'<span class="mord text"')
_MATHML = re.compile(r'<span class="katex-mathml">(<math.*?</math>)</span>', re.DOTALL)

# trust is a function so that a forbidden command is an error, not red text in the page.
_SCRIPT = """
function renderAll(batch, macros) {
  return batch.map(([tex, displayMode]) => {
    try {
      return {html: katex.renderToString(tex, {
        displayMode, output: "htmlAndMathml", throwOnError: true, strict: "ignore",
        maxSize: 20, maxExpand: 1000, macros: {...macros},
        trust: (context) => { throw {rawMessage: context.command + " is not allowed"}; },
      })};
    } catch (error) {
      return {message: error.rawMessage || String(error), position: error.position ?? 0};
    }
  });
}
"""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of a formula, and the words that stand for it where there can be no markup."""

    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class TexError:
    """Why KaTeX refused a formula, and the 0-based offset in its TeX where it stopped."""

    message: str
    position: int


class Katex:
    """A KaTeX with its macros; remembers what it rendered."""

    def __init__(self, script: Path, macros: Mapping[str, str]) -> None:
        """Take KaTeX from ``script`` (``katex.min.js``) once there is a formula to render."""
        self._script = script
        self._engine: MiniRacer | None = None
        self._macros = dict(macros)
        self._results: dict[tuple[str, bool], Rendered | TexError] = {}

    def render(self, formulas: Iterable[tuple[str, bool]]) -> list[Rendered | TexError]:
        """Return the result for each ``(tex, display)``, in order; each distinct one is rendered once."""
        wanted = list(formulas)
        missing = [key for key in dict.fromkeys(wanted) if key not in self._results]
        if missing:
            answers = self._running().call("renderAll", missing, self._macros)
            for key, answer in zip(missing, answers, strict=True):
                self._results[key] = _result(answer)
        return [self._results[key] for key in wanted]

    def _running(self) -> MiniRacer:
        if self._engine is None:
            self._engine = MiniRacer()
            # V8 has threads of its own, which must end before the interpreter takes itself apart.
            weakref.finalize(self, self._engine.close)
            self._engine.eval(self._script.read_text("utf-8"))
            self._engine.eval(_SCRIPT)
        return self._engine


def _result(answer: dict[str, str | int]) -> Rendered | TexError:
    if "html" not in answer:
        return TexError(str(answer["message"]), int(answer["position"]))
    # MathML gave up this attribute; it centres a formula that has a number.
    html = str(answer["html"]).replace('<mtd width="50%">', '<mtd style="width:50%">')
    try:
        return Rendered(_mark_rtl_text(html), plain_text(html))
    except ET.ParseError:
        return TexError("a character that cannot stand in HTML", 0)
    except RecursionError:
        return TexError("more levels of scripts, roots or fractions than can be read", 0)


def _mark_rtl_text(html: str) -> str:
    r"""Give each ``\text{…}`` that holds right-to-left letters their direction."""
    if not RTL_LETTER.search(html):
        return html
    pieces = _TEXT_SPAN.split(html)
    for index, piece in enumerate(pieces[1:], 1):
        depth_end = _end_of_element(piece)
        rtl = RTL_LETTER.search(re.sub(r"<[^>]*>", "", piece[:depth_end]))
        pieces[index] = f'<span class="mord text"{" dir=" + chr(34) + "rtl" + chr(34) if rtl else ""}{piece}'
    return "".join(pieces)


def _end_of_element(piece: str) -> int:
    """Return where the span ends whose opening ``<span class=…`` was cut off ``piece``."""
    depth = 1
    for tag in re.finditer(r"<(/?)span\b", piece):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.start()
    return len(piece)


def plain_text(html: str) -> str:
    """Return a formula in words and signs without markup."""
    found = _MATHML.search(html)
    return spoken.words(found[1]) if found else ""
