"""Executed examples: teaching code in percent cells, and the fences that show it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.pages.fences import fence_lines, language, options, unquote

HIDE_INPUT, HIDE_OUTPUT, RAISES = "hide-input", "hide-output", "raises-exception"
TAGS = frozenset({HIDE_INPUT, HIDE_OUTPUT, RAISES})
TIME_LIMIT = 60.0  # seconds, unless the header of the file says otherwise

_NO = frozenset({"", "no", "off", "false", "0"})
_NAME = re.compile(r"(?P<week>\d\d)(?:-\d)?-[a-z0-9-]+")
_CELL = re.compile(r"# %%(?:[ \t]+(?P<title>.*?))?[ \t]*")
_CELL_TITLE = re.compile(r"(?P<name>[a-z0-9-]*)(?:[ \t]*tags=\[(?P<tags>[^\]]*)\])?")
_TIME_LIMIT = re.compile(r"#[ \t]*time-limit:[ \t]*(?P<seconds>.+?)[ \t]*(?:s(?:econds)?)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a snippet; ``line`` is the 1-based line of the file where its source starts."""

    name: str
    tags: frozenset[str]
    source: str
    line: int


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the text of a snippet, at a line of its file."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A file of teaching code: its cells share one run, and nothing else."""

    name: str
    path: Path
    cells: tuple[Cell, ...]
    time_limit: float = TIME_LIMIT
    flaws: tuple[Flaw, ...] = ()

    def cell(self, name: str) -> int | None:
        """Return the index of a cell by its name."""
        return next((index for index, cell in enumerate(self.cells) if cell.name == name), None)


def parse(name: str, path: Path, text: str) -> Snippet:
    """Return the snippet that a file holds in the percent format; what is wrong becomes flaws.

    ``# %% descend tags=["hide-output"]`` starts the cell ``descend``. ``# time-limit: 120`` before
    the first cell gives the file its own limit, in seconds.
    """
    flaws: list[Flaw] = []
    cells: list[Cell] = []
    limit = TIME_LIMIT
    title, start, lines = "", 1, []
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        marker = _CELL.fullmatch(line)
        if marker is None:
            lines.append(line)
            if start == 1 and (header := _TIME_LIMIT.fullmatch(line)):
                limit = _limit(header["seconds"], number, flaws)
            continue
        _close(cells, title, start, lines, flaws)
        title, start, lines = marker["title"] or "", number + 1, []
    _close(cells, title, start, lines, flaws)
    names = [cell.name for cell in cells if cell.name]
    flaws += [
        Flaw(cell.line - 1, f"found the cell {cell.name!r} again, expected each name once: rename it")
        for index, cell in enumerate(cells)
        if cell.name and cell.name in [other.name for other in cells[:index]]
    ]
    if not names and not cells:
        flaws.append(Flaw(1, "found no code, expected a script: write one"))
    try:
        ast.parse(text, str(path))
    except (SyntaxError, ValueError) as error:
        message = f"found what Python cannot read ({getattr(error, 'msg', error)}), expected Python: correct it"
        flaws.append(Flaw(getattr(error, "lineno", None) or 1, message))
    return Snippet(name, path, tuple(cells), limit, tuple(flaws))


def _close(cells: list[Cell], title: str, start: int, lines: list[str], flaws: list[Flaw]) -> None:
    """Add the cell that ends, unless it holds nothing but comments before the first marker."""
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    source = "\n".join(lines[first:]).rstrip()
    if not title and not cells and all(line.lstrip().startswith("#") or not line.strip() for line in lines):
        return
    parts = _CELL_TITLE.fullmatch(title)
    if parts is None:
        message = f"found the cell title {title!r}, expected a name of a-z, 0-9 and hyphens, then tags=[…]: rename it"
        flaws.append(Flaw(start - 1, message))
    name = parts["name"] if parts else ""
    tags = frozenset(re.findall(r"[\w-]+", parts["tags"] or "")) if parts else frozenset()
    if unknown := tags - TAGS:
        message = f"found the tag {min(unknown)!r}, expected one of {', '.join(sorted(TAGS))}: correct it"
        flaws.append(Flaw(start - 1, message))
    cells.append(Cell(name, tags, source, start + first))


def _limit(text: str, line: int, flaws: list[Flaw]) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        flaws.append(Flaw(line, f"found time-limit: {text}, expected a number of seconds: write one"))
        return TIME_LIMIT
    return seconds


def normal(code: str) -> str:
    """Return the `meaning` of a fence's code, however far it is indented and with whatever tabs."""
    return meaning(textwrap.dedent(code.expandtabs(4)).strip("\n"))


def meaning(source: str) -> str:
    """Return what is left of Python source without comments, spacing and line ends."""
    try:
        return ast.dump(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError):
        return source


@dataclass(frozen=True, slots=True)
class Fence:
    """A fence that asks to be executed, at ``text[start:end]`` of a page without comments."""

    start: int
    end: int
    language: str
    attributes: dict[str, str]
    body: str

    @property
    def snippet(self) -> str | None:
        """The name of the file with its code, without the cell."""
        reference = self.attributes.get("snippet")
        return reference.partition(":")[0] if reference else None

    @property
    def cell(self) -> str | None:
        """The name of the cell that it shows, None for the whole file."""
        reference = self.attributes.get("snippet", "")
        return reference.partition(":")[2] or None


def find_fences(text: str) -> Iterator[Fence]:
    """Yield the fences of a page without comments that have ``exec`` switched on."""
    for start, end in fence_lines(text):
        opening, _, rest = text[start:end].partition("\n")
        attributes = {option.name: option.value for option in options(opening)}
        if attributes.get("exec", "").lower() in _NO:
            continue
        body = rest.rpartition("\n")[0] if rest.rstrip().endswith(("```", "~~~")) else rest
        if opening.lstrip().startswith(">"):
            body = unquote(body)
        yield Fence(start, end, language(opening), attributes, body)


def snippet_path(folder: Path, name: str) -> Path | None:
    """Return the file of the snippet ``name``: ``05-1-momentum`` is ``week05/05-1-momentum.py``.

    None if the name is malformed, so that a page cannot name a file outside the folder.
    """
    match = _NAME.fullmatch(name)
    return folder / f"week{match['week']}" / f"{name}.py" if match else None


def known_snippets(folder: Path) -> list[str]:
    """Return the names of the snippets in ``folder``."""
    return sorted(path.stem for path in folder.glob("week*/*.py") if snippet_path(folder, path.stem) == path)
