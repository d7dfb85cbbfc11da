"""KaTeX, run in-process: TeX in, HTML with MathML out, each distinct formula once."""

from __future__ import annotations

import re
import time
import weakref
from asyncio import events
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from py_mini_racer import JSEvalException, JSTimeoutException, MiniRacer

from dragoman.formulas import mathml, spoken
from dragoman.kept import ABSENT, Kept, digest
from dragoman.languages.scripts import RTL_LETTER

_Answer = dict[str, str | int]
_TEXT_SPAN = re.compile(r'<span class="mord text"')
_MATHML = re.compile(r'<span class="katex-mathml">(<math.*?</math>)</span>', re.DOTALL)

_LARGE = re.compile(r":(-?\d\d[\d.]*)em")
_BACKWARDS = re.compile(r"margin-(?:left|right):-([\d.]+)em")
_MOST_EM = 20  # of what a formula may be moved or sized by
_ROW_EM = 3  # more for each piece that stands above or below another
_SECONDS = 0.5
_MEMORY = 256 << 20  # bytes
_BATCH = 64  # formulas that are lost together when one of them takes too long
_LIMITS = {"characters": 10_000, "tokens": 2500, "html": 500_000}

# What KaTeX reads is counted where it asks whether a token is a macro: TeX can write a lot with few characters.
# trust is a function so that a forbidden command is an error, not red text in the page.
_SCRIPT = """
function counted(macros, most) {
  let tokens = 0;
  return new Proxy({...macros}, {getOwnPropertyDescriptor(target, name) {
    if (++tokens > most) throw {rawMessage: `more than ${most} signs, macros written out; split it`};
    return Reflect.getOwnPropertyDescriptor(target, name);
  }});
}
function renderAll(batch, macros, limits) {
  return batch.map(([tex, displayMode]) => {
    try {
      if (tex.length > limits.characters) throw {rawMessage: `more than ${limits.characters} characters; split it`};
      const html = katex.renderToString(tex, {
        displayMode, output: "htmlAndMathml", throwOnError: true, strict: "ignore",
        maxExpand: 1000, macros: counted(macros, limits.tokens),
        trust: (context) => { throw {rawMessage: context.command + " is not allowed"}; },
      });
      if (html.length > limits.html) throw {rawMessage: "more than a page can show; split it"};
      return {html};
    } catch (error) {
      return {message: error.rawMessage || String(error), position: error.position ?? 0};
    }
  });
}
"""


# What a formula may hold beyond KaTeX's TeX: it says nothing until it has its number, see `references.numbers`.
_OWN_MACROS = dict.fromkeys(("\\label", "\\ref", "\\eqref"), r"\@secondoftwo{#1}{}")


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


_TOO_LONG = TexError("more time or memory than a formula may take; split it", 0)


class Katex:
    """A KaTeX with its macros; remembers what it rendered."""

    def __init__(self, script: Path, macros: Mapping[str, str], kept: Kept | None = None) -> None:
        """Take KaTeX from ``script`` (``katex.min.js``) once there is a formula to render that is not ``kept``."""
        self._script = script
        self._kept = kept or Kept()
        self.macros = macros
        """Those of the course."""
        self._macros = {**_OWN_MACROS, **macros}
        self.identity = digest(script.read_bytes() if script.is_file() else b"", self._macros)
        """What stands for KaTeX and its macros."""
        self._engine: MiniRacer | None = None
        self._results: dict[tuple[str, bool], Rendered | TexError] = {}

    def render(self, formulas: Iterable[tuple[str, bool]]) -> list[Rendered | TexError]:
        """Return the result for each ``(tex, display)``, in order; each distinct one is rendered once."""
        wanted = list(formulas)
        missing = [key for key in dict.fromkeys(wanted) if not self._is_known(key)]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            for key, result in zip(batch, map(_result, self._answers(batch)), strict=True):
                self._results[key] = result
                if result != _TOO_LONG:  # another machine may be faster
                    self._kept.put(self._key(key), result)
        return [self._results[key] for key in wanted]

    def _is_known(self, formula: tuple[str, bool]) -> bool:
        if formula not in self._results:
            result = self._kept.find(self._key(formula))
            if result is not ABSENT:
                self._results[formula] = result
        return formula in self._results

    def _key(self, formula: tuple[str, bool]) -> bytes:
        return self._kept.key("formula", self.identity, *formula)

    def _answers(self, batch: list[tuple[str, bool]]) -> list[_Answer]:
        """Return what KaTeX says of formulas; one that takes too much time or memory spoils no other."""
        try:
            return self._call(batch)
        except JSEvalException:
            self._stop()
            if len(batch) > 1:
                return [self._answers([one])[0] for one in batch]
            return [{"message": _TOO_LONG.message, "position": _TOO_LONG.position}]

    def _call(self, batch: list[tuple[str, bool]]) -> list[_Answer]:
        """Run KaTeX; where the machine is busy it has more time, but never more of the processor's."""
        started = time.process_time()
        for patience in (1, 2, 4, 8):
            try:
                answers: list[_Answer] = self._running().call(
                    "renderAll", batch, self._macros, _LIMITS, timeout_sec=_SECONDS * patience, max_memory=_MEMORY
                )
            except JSTimeoutException:
                if time.process_time() - started > _SECONDS / 2:
                    raise
            else:
                return answers
        raise JSTimeoutException

    def _running(self) -> MiniRacer:
        if self._engine is None:
            self._engine = _engine()
            # V8 has threads of its own, which must end before the interpreter takes itself apart.
            self._stop_engine = weakref.finalize(self, self._engine.close)
            self._engine.eval(self._script.read_text("utf-8"))
            self._engine.eval(_SCRIPT)
        return self._engine

    def _stop(self) -> None:
        """Take a fresh engine for what comes next; nobody knows what was left behind in this one."""
        if self._engine is not None:
            with suppress(JSEvalException):
                self._engine.eval("0")  # what was interrupted has ended when this has
            self._engine = None
            self._stop_engine()


def _engine() -> MiniRacer:
    """Return an engine with an event loop of its own; one that runs here would keep it from ending what takes too long."""
    running = events._get_running_loop()  # noqa: SLF001 - in its __all__, for those who make loops
    events._set_running_loop(None)  # noqa: SLF001
    try:
        return MiniRacer()
    finally:
        events._set_running_loop(running)  # noqa: SLF001


def _result(answer: _Answer) -> Rendered | TexError:
    if "html" not in answer:
        return TexError(str(answer["message"]), int(answer["position"]))
    # MathML gave up this attribute; it centres a formula that has a number.
    html = str(answer["html"]).replace('<mtd width="50%">', '<mtd style="width:50%">')
    if too_large := _too_large(html):
        return TexError(f"a size of {too_large:g}em, at most {_MOST_EM}em is allowed", 0)
    try:
        html = _MATHML.sub(lambda found: found[0].replace(found[1], mathml.mended(found[1])), html)
        return Rendered(_mark_rtl_text(html), plain_text(html))
    except ET.ParseError:
        return TexError("a character that cannot stand in HTML", 0)
    except RecursionError:
        return TexError("more levels of scripts, roots or fractions than can be read", 0)


def _too_large(html: str) -> float | None:
    """Return a length that is no page's, or how far a formula goes back in all; None where all is well."""
    backwards = sum(map(float, _BACKWARDS.findall(html)))
    if backwards > _MOST_EM:
        return -backwards
    lengths = [float(length) for length in _LARGE.findall(html)]
    most = _MOST_EM + _ROW_EM * html.count("pstrut") if lengths else 0
    return next((length for length in lengths if abs(length) > most), None)


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
