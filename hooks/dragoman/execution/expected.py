"""The text that snippets must print, kept beside them: ``snippets/expected/week05/05-1-momentum.txt``."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence
from pathlib import Path

from dragoman.execution.results import CellOutput, Failure, Output
from dragoman.execution.snippets import Snippet

TOLERANCE = 1e-3  # relative, of numbers with a decimal point or an exponent
_NUMBER = re.compile(r"([-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?)")
_CELL = re.compile(r"^# %% ?(?P<name>[^\n]*)\n", re.MULTILINE)
_FIGURES = re.compile(r"^# figures: (\d+)\n\Z", re.MULTILINE)


def expected_path(snippet: Snippet, root: Path) -> Path:
    """Return the file that holds what ``snippet`` must print."""
    path = snippet.path.resolve()
    if path.is_relative_to(root.resolve()):
        return root / "expected" / path.relative_to(root.resolve()).with_suffix(".txt")
    return root / "expected" / path.parent.name / f"{snippet.name}.txt"


def render(snippet: Snippet, output: Output) -> str:
    """Return an output as the text of its file."""
    pieces = []
    for cell, given in zip(snippet.cells, output.cells, strict=True):
        text = given.text if not given.text or given.text.endswith("\n") else given.text + "\n"
        text += given.value
        error = f"{given.error}\n" if given.error else ""
        figures = f"# figures: {len(given.figures)}\n" if given.figures else ""
        pieces.append(f"# %% {cell.name}".rstrip() + f"\n{text}{error}{figures}")
    return "".join(pieces)


def difference(wanted: str, given: str) -> str | None:
    """Return the first line that differs, as ``expected … found …``; None if the texts agree.

    Decimals may differ by `TOLERANCE`, relatively; everything else must be the same.
    """
    ours, theirs = wanted.split("\n"), given.split("\n")
    for number, (left, right) in enumerate(itertools.zip_longest(ours, theirs), 1):
        if left is None or right is None or not _agree(left, right):
            found, asked = ("no such line" if line is None else repr(line) for line in (right, left))
            return f"found {found}, expected {asked} (line {number} of the output)"
    return None


def _agree(wanted: str, given: str) -> bool:
    if wanted == given:
        return True
    left, right = _NUMBER.split(wanted), _NUMBER.split(given)
    if len(left) != len(right):
        return False
    for index, (one, other) in enumerate(zip(left, right, strict=True)):
        if index % 2:
            if not _close(one, other):
                return False
        elif one != other:
            # A digit more or less moves the padding before a number, and nothing else.
            moved = index + 1 < len(left) and left[index + 1] != right[index + 1]
            if not moved or one.rstrip(" ") != other.rstrip(" "):
                return False
    return True


def _close(wanted: str, given: str) -> bool:
    if wanted == given:
        return True
    if not all(set(text) & set(".eE") for text in (wanted, given)):
        return False
    return math.isclose(float(wanted), float(given), rel_tol=TOLERANCE)


def stand_in(snippet: Snippet, root: Path, absent: Sequence[str]) -> Output | Failure:
    """Return what a snippet is known to print, where it cannot run as modules are ``absent``; its figures are not drawn."""
    path = expected_path(snippet, root)
    line = snippet.cells[0].line if snippet.cells else 1
    try:
        text = path.read_text("utf-8")
    except OSError:
        names = ", ".join(absent)
        message = (
            f"found neither {names}, which it imports, nor an expected output, expected one of them: install {names}"
        )
        return Failure(line, message)
    pieces = _CELL.split(text)[2::2]
    if len(pieces) != len(snippet.cells):
        message = (
            f"found expected output of other cells, expected those of this file: course run --update {snippet.name}"
        )
        return Failure(line, message)
    return Output(tuple(_stand_in(piece) for piece in pieces), drawn=False)


def _stand_in(piece: str) -> CellOutput:
    figures = _FIGURES.search(piece)
    return CellOutput(_FIGURES.sub("", piece), ("",) * (int(figures[1]) if figures else 0))
