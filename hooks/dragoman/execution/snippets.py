"""Executed examples: teaching code in percent cells, and the fences that show it."""

from __future__ import annotations
import __future__

import ast
import functools
import operator
import re
import shlex
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.execution import notebook
from dragoman.pages.fences import fence_lines, language, options, unquote

HIDE_INPUT, HIDE_OUTPUT, RAISES = "hide-input", "hide-output", "raises-exception"
EXERCISE, SOLUTION, CHECK = "exercise", "solution", "check"
_OF_EXERCISES = (EXERCISE, SOLUTION, CHECK)
TAGS = frozenset({HIDE_INPUT, HIDE_OUTPUT, RAISES, *_OF_EXERCISES})
TIME_LIMIT = 60.0  # seconds, unless the header of the file says otherwise

_NO = frozenset({"", "no", "off", "false", "0"})
_CELL = re.compile(r"# %%(?:[ \t]+(?P<title>.*?))?[ \t]*")
_CELL_TITLE = re.compile(r"(?P<name>[a-z0-9-]*)(?:[ \t]*tags=\[(?P<tags>[^\]]*)\])?")
_HEADER = re.compile(r"#[ \t]*(?P<key>time-limit|reads):[ \t]*(?P<value>.*?)[ \t]*")
_SECONDS = re.compile(r"[ \t]*s(?:econds)?$")
FUTURE = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)
"""The flags of a compiled cell that hold for the next one, too."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a snippet; ``line`` is the 1-based line of the file where its source starts."""

    name: str
    tags: frozenset[str]
    source: str
    line: int

    @property
    def role(self) -> str:
        """What it is of an exercise, as its tag says it; empty where it is nothing of one."""
        return next((tag for tag in _OF_EXERCISES if tag in self.tags), "")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with the text of a snippet, at a line of its file."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Declared:
    """Files that a snippet reads, named at a line of its file."""

    line: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A file of teaching code: its cells share one run, and nothing else."""

    name: str
    path: Path
    cells: tuple[Cell, ...]
    time_limit: float = TIME_LIMIT
    flaws: tuple[Flaw, ...] = ()
    reads: tuple[Declared, ...] = ()

    def cell(self, name: str) -> int | None:
        """Return the index of a cell by its name."""
        return next((index for index, cell in enumerate(self.cells) if cell.name == name), None)

    @property
    def untouched(self) -> tuple[Snippet, ...]:
        """For each exercise a snippet that ends in its check, which has to fail as nothing is done for it."""
        return tuple(
            replace(
                self,
                name=f"{self.name}:{index}",
                cells=(*self.cells[:index], _joined(cell, self.cells[index + 2], frozenset({RAISES}))),
            )
            for index, cell in enumerate(self.cells)
            if cell.role == EXERCISE
        )


def parse(name: str, path: Path, text: str) -> Snippet:
    """Return the snippet that a file holds in the percent format; what is wrong becomes flaws.

    ``# %% descend tags=["hide-output"]`` starts the cell ``descend``; `header` reads what stands above.
    """
    flaws: list[Flaw] = []
    cells: list[Cell] = []
    title, start, lines = "", 1, []
    for number, line in enumerate(re.split(r"\r\n?|\n", text), 1):
        marker = _CELL.fullmatch(line)
        if marker is None:
            lines.append(line)
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
    flaws += _misplaced(cells)
    if not names and not cells:
        flaws.append(Flaw(1, "found no code, expected a script: write one"))
    limit, reads = header(text, 1, flaws)
    flaws += unreadable(cells)
    return Snippet(name, path, tuple(cells), limit, tuple(flaws), reads)


def _joined(first: Cell, last: Cell, tags: frozenset[str]) -> Cell:
    """Return two cells as one, with each line where it is in the file."""
    between = "\n" * (last.line - first.line - first.source.count("\n"))
    return Cell(first.name, tags, first.source + between + last.source, first.line)


def _misplaced(cells: Sequence[Cell]) -> Iterator[Flaw]:
    """Yield what exercises lack and what is too much: each is a task, its solution and its check, in three cells."""
    groups: list[list[Cell]] = [[]]
    for cell in cells:
        if cell.role in ("", EXERCISE):
            groups.append([])
        if cell.role:
            groups[-1].append(cell)
        if cell.role and (surplus := sorted(cell.tags & {*_OF_EXERCISES, RAISES, HIDE_INPUT} - {cell.role})):
            message = f"found the tags {cell.role} and {surplus[0]} on a cell, expected one of them: remove the other"
            yield Flaw(cell.line - 1, message)
    for group in groups:
        if group and group[0].role == EXERCISE:
            yield from _incomplete(group[0], group[1:])
            continue
        for cell in group:
            message = f'found a {cell.role} below no exercise, expected a cell with tags=["exercise"] above it: add it'
            yield Flaw(cell.line - 1, message)


def _incomplete(task: Cell, others: Sequence[Cell]) -> Iterator[Flaw]:
    """Yield what of the cells below the task of an exercise is missing, too much, or in another order."""
    roles = [cell.role for cell in others]
    for role in (SOLUTION, CHECK):
        if role not in roles:
            message = f'found an exercise without {role}, expected a cell with tags=["{role}"] right below it: add it'
            yield Flaw(task.line - 1, message)
    for index, cell in enumerate(others):
        if cell.role in roles[:index]:
            message = f"found a second {cell.role} of the exercise, expected one: remove one of them"
            yield Flaw(cell.line - 1, message)
        elif cell.role == CHECK and SOLUTION in roles[index:] and SOLUTION not in roles[:index]:
            message = "found the check of an exercise above its solution, expected it below: move it there"
            yield Flaw(cell.line - 1, message)


def header(text: str, first: int, flaws: list[Flaw]) -> tuple[float, tuple[Declared, ...]]:
    """Return the limit in seconds and the files that the comments at the top of ``text`` declare; ``first`` is its line.

    ``# time-limit: 120`` gives the file its own limit. ``# reads: data/*.csv, notes.txt`` names files
    of the project, from the folder of the snippet or from the top of the project.
    """
    limit = TIME_LIMIT
    reads: list[Declared] = []
    in_cell = False
    for number, line in enumerate(re.split(r"\r\n?|\n", text), first):
        if line.strip() and not line.startswith("#"):
            break
        in_cell = in_cell or bool(_CELL.fullmatch(line))
        found = _HEADER.fullmatch(line)
        if found and found["key"] == "reads":
            try:
                patterns = shlex.split(found["value"].replace(",", " "))
            except ValueError:
                patterns = []
            if not patterns:
                flaws.append(Flaw(number, f"found {line.strip()}, expected names of files: write # reads: data/*.csv"))
            reads += [Declared(number, pattern) for pattern in patterns]
        elif found and not in_cell:
            limit = _limit(found["value"], number, flaws)
    return limit, tuple(reads)


def unreadable(cells: Sequence[Cell]) -> Iterator[Flaw]:
    """Yield where Python cannot read a cell; one that is to raise may raise that."""
    flags = 0
    for cell in cells:
        if RAISES in cell.tags:
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # they are said when it runs
                flags |= compile(_at_its_line(cell), "snippet", "exec", flags, dont_inherit=True).co_flags & FUTURE
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            said = str(getattr(error, "msg", error))
            line = getattr(error, "lineno", None) or cell.line
            lines = cell.source.split("\n")
            text = lines[line - cell.line] if 0 <= line - cell.line < len(lines) else ""
            message = f"found what Python cannot read ({said}), expected Python: correct it"
            yield Flaw(line, notebook.hint(text, said) or message)


def of_exercises(source: str, first: int) -> Iterator[Flaw]:
    """Yield the cells of exercises in the code of a page, where nothing makes cells of them."""
    for number, line in enumerate(source.split("\n"), first):
        title = _CELL.fullmatch(line.strip())
        if title and any(tag in (title["title"] or "").lower() for tag in _OF_EXERCISES):
            message = f"found {line.strip()} in a page, expected it in a file in snippets/: move the code there"
            yield Flaw(number, message)


def _at_its_line(cell: Cell) -> str:
    return "\n" * (cell.line - 1) + cell.source


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
        seconds = float(_SECONDS.sub("", text))
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


def snippet_files(folder: Path) -> dict[str, Path]:
    """Return the files below ``folder`` by the names that pages may use.

    ``week05/05-1-momentum.py`` is ``week05/05-1-momentum``, and ``05-1-momentum`` where no other file is called so.
    """
    files = {path.relative_to(folder).with_suffix("").as_posix(): path for path in sorted(folder.rglob("*.py"))}
    visible = {name: path for name, path in files.items() if not any(part[0] in "._" for part in name.split("/"))}
    often = Counter(path.stem for path in visible.values())
    return {path.stem: path for path in visible.values() if often[path.stem] == 1} | visible


def known_snippets(folder: Path) -> list[str]:
    """Return the name of each snippet in ``folder``, the shortest that it has; what another file imports is none."""
    names: dict[Path, str] = {}
    for name, path in snippet_files(folder).items():
        names[path] = min(name, names.get(path, name), key=len)
    imported = {path.with_name(f"{module}.py") for path in names for module in imports(_text(path)) - {path.stem}}
    return sorted(name for path, name in names.items() if path not in imported)


def _text(path: Path) -> str:
    """Return what a file holds, nothing where it cannot be read, which is said when it is to be run."""
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def imports(source: str, *, tried: bool = True) -> set[str]:
    """Return the top-level names that code imports; ``tried`` takes in those in ``try`` statements, which may fail."""
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    names: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Try) and not tried:
            continue
        waiting += ast.iter_child_nodes(node)
    return names
