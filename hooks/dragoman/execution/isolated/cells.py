"""Runs the cells of a snippet one after another, and gathers what each gave."""

from __future__ import annotations

import ast
import atexit
import contextlib
import ctypes
import os
import sys
import threading
import types
from dataclasses import dataclass, field
from typing import Any

from dragoman.execution.isolated import display, failures, figures, terminal
from dragoman.execution.isolated.figures import Drawing
from dragoman.execution.isolated.guard import OutsideError
from dragoman.execution.isolated.scratch import Scratch
from dragoman.execution.snippets import FUTURE, RAISES

_LARGEST_TEXT = 2**20  # bytes that a snippet may show
_READ = 64 * 2**20  # bytes of what a cell printed that are looked at
_LARGEST_FIGURE = 200_000  # bytes
_MOST_FIGURES = 20


@dataclass
class Cells:
    """The cells of a snippet one after another, and what they gave."""

    scratch: Scratch
    names: dict[str, Any] = field(default_factory=dict)
    flags: int = 0
    """What earlier cells imported from ``__future__``; what this very file does must not count."""
    read: int = 0
    room: int = _LARGEST_TEXT
    remarks: list[tuple[int, str]] = field(default_factory=list)

    def result(self) -> dict[str, Any]:
        """Return ``{"cells": […], "remarks": […]}``, or the failure of the first cell that failed."""
        module = types.ModuleType("__main__")
        module.__file__ = self.scratch.script
        sys.modules["__main__"] = module
        self.names = vars(module)
        cells: list[dict[str, object]] = []
        for index, (source, line, tags) in enumerate(self.scratch.job.cells):
            self.scratch.file("cell").write_text(str(line))  # for a process that ends without a word
            error, shown, drawn = self._cell(index, source, line)
            text = self._printed(line)
            if (error is None) == (RAISES in tags) or isinstance(error, OutsideError):
                return failures.of(self.scratch, line, error)
            if shown.flaw:
                self.remarks.append((line, shown.flaw))
            said = failures.said(self.scratch, error) if error else None
            value, html = self._shown(shown.text, line), self._shown(shown.html, line, whole=True)
            svgs = [drawing.svg for drawing in drawn]
            given: dict[str, object] = {"text": text, "figures": svgs, "error": said, "value": value, "html": html}
            words = dict.fromkeys(word for drawing in drawn for word in drawing.texts)
            cells.append({**given, "states": [drawing.state for drawing in drawn], "words": list(words)})
            self._measure(svgs, line)
        if (number := sum(len(cell["figures"]) for cell in cells)) > _MOST_FIGURES:  # type: ignore[arg-type, misc]
            message = f"found {number} figures, expected at most {_MOST_FIGURES}: draw several in one, or fewer"
            self.remarks.append((self.scratch.job.line, message))
        return {"cells": cells, "remarks": self.remarks}

    def _cell(self, index: int, source: str, line: int) -> tuple[BaseException | None, display.Display, list[Drawing]]:
        """Execute a cell; return what it raised, its last value and its figures."""
        prefix = f"figure-{self.scratch.job.name.replace('/', '-')}-{index}"
        error, shown, drawn = None, display.Display(), list[Drawing]()
        try:
            shown = display.of(self._value(source, line), f"{prefix}-value")
        except BaseException as raised:  # noqa: BLE001 - whatever ends the snippet is its result
            error = raised
        try:
            drawn = figures.drawn(prefix, dict(self.scratch.job.texts))
            if error is None and index == len(self.scratch.job.cells) - 1:
                _finish()
        except BaseException as raised:  # noqa: BLE001 - drawing runs what the snippet left to be drawn
            error = error or raised
        _flush()
        figures.close()
        return error, shown, drawn + [Drawing(shown.figure)] * bool(shown.figure)

    def _value(self, source: str, line: int) -> object:
        """Execute a cell at its own line numbers; return the value of its last expression, None without one."""
        # Blank lines in front make tracebacks and inspect.getsource name the right lines.
        padded = "\n" * (line - 1) + source
        tree = compile(padded, self.scratch.script, "exec", ast.PyCF_ONLY_AST | self.flags, dont_inherit=True)
        last = tree.body[-1] if tree.body else None
        shown = isinstance(last, ast.Expr) and not _is_silenced(padded, last)
        if shown:
            tree.body.pop()
        code = compile(tree, self.scratch.script, "exec", self.flags, dont_inherit=True)
        self.flags |= code.co_flags & FUTURE
        exec(code, self.names)  # noqa: S102 - this is what the process is for
        if not isinstance(last, ast.Expr) or not shown:
            return None
        code = compile(ast.Expression(last.value), self.scratch.script, "eval", self.flags, dont_inherit=True)
        return eval(code, self.names)  # noqa: S307 - as above

    def _printed(self, line: int) -> str:
        """Return what was printed since the last time, as a terminal shows it."""
        with self.scratch.file("stdout").open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(self.read)
            data = file.read(min(size - self.read, _READ))
        more, self.read = size - self.read - len(data), size
        return self._shown(data.decode("utf-8", "replace"), line, more)

    def _shown(self, text: str, line: int, more: int = 0, *, whole: bool = False) -> str:
        """Return as much of a text as may still be shown; ``more`` bytes of it are left out already."""
        data = (text if whole else terminal.shown(self.scratch.named(text))).encode("utf-8", "replace")
        if not more and len(data) <= self.room:
            self.room -= len(data)
            return data.decode()
        kept = b"" if whole else data[: self.room]
        if self.room:
            size = _LARGEST_TEXT - self.room + len(data) + more
            message = f"found {size / 1e6:.1f} MB of output, expected at most 1 MB: print less; the rest is not shown"
            self.remarks.append((line, message))
        self.room = 0
        return kept.decode("utf-8", "ignore") + "\n…\n" * bool(kept)

    def _measure(self, drawn: list[str], line: int) -> None:
        for svg in drawn:
            if (size := len(svg.encode())) > _LARGEST_FIGURE:
                message = (
                    f"found a figure of {size / 1000:.0f} kB, expected at most {_LARGEST_FIGURE // 1000} kB: "
                    "draw fewer points, or draw them with rasterized=True"
                )
                self.remarks.append((line, message))


def _is_silenced(source: str, last: ast.Expr) -> bool:
    """Tell whether a semicolon follows the last expression of a cell."""
    rest = source.split("\n")[(last.end_lineno or 1) - 1].encode()[last.end_col_offset :]
    return rest.lstrip(b" \t)").startswith(b";")


def _finish() -> None:
    """Wait for threads and call exit handlers, as an interpreter does at the end of a script."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to call them before the results are read


def _flush() -> None:
    """Write out what Python and C still hold back."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            stream.flush()  # type: ignore[union-attr]
    with contextlib.suppress(Exception):
        ctypes.CDLL(None).fflush(None)
