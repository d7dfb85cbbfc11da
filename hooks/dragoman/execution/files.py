"""The files that a snippet needs beside it: the helpers that it imports, and the data that it names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from dragoman.execution.snippets import Snippet

_DECLARED = re.compile(r"#[ \t]*reads:[ \t]*(?P<patterns>.+)")
_NEVER = frozenset({"expected", "__pycache__"})


def home(snippet: Snippet, root: Path) -> Path:
    """Return the folder where a snippet finds its files; ``root`` holds all snippets, and is that of pages' code."""
    return snippet.path.parent if snippet.path.suffix == ".py" else root


def files_of(snippet: Snippet, root: Path) -> tuple[Path, ...]:
    """Return the files at or below the `home` of a snippet that it imports, names or declares, in order.

    ``# reads: data/*.csv`` before its first cell declares. A file is named where a string of the snippet, or of a
    helper, is its path, its name, one of its folders, or a pattern for one of these.
    """
    folder = home(snippet, root)
    beside = {
        path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _NEVER.intersection(path.relative_to(folder).parts) and path != snippet.path
    }
    helpers: dict[str, Path] = {}
    sources = [cell.source for cell in snippet.cells]
    named = set[str]().union(*map(_patterns, _declared(snippet)))
    while sources:
        try:
            tree = ast.parse(sources.pop())
        except (SyntaxError, ValueError, RecursionError):  # said elsewhere
            continue
        named.update(*map(_patterns, _strings(tree)))
        modules = set(_modules(tree))
        for name, path in beside.items():
            if name not in helpers and _imported(PurePosixPath(name), modules):
                helpers[name] = path
                with suppress(OSError):  # said by Python
                    sources.append(path.read_text("utf-8-sig", "replace"))
    data = {name: path for name, path in beside.items() if _is_named(PurePosixPath(name), named)}
    return tuple(path for _, path in sorted({**helpers, **data}.items()))


def _declared(snippet: Snippet) -> Iterator[str]:
    """Yield the patterns that the head of a snippet's file declares."""
    if snippet.path.suffix != ".py" or not snippet.path.is_file():
        return
    for line in snippet.path.read_text("utf-8-sig", "replace").splitlines():
        if line.startswith("# %%") or not line.startswith("#"):
            return
        if declared := _DECLARED.fullmatch(line.rstrip()):
            yield from re.split(r"[,\s]+", declared["patterns"])


def _modules(tree: ast.AST) -> Iterator[str]:
    """Yield the first names of all modules that code imports; those of a package import each other as they like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def _strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings in code, each hole of an f-string as what matches everything."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
            yield "".join(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _imported(file: PurePosixPath, modules: set[str]) -> bool:
    return file.suffix == ".py" and (file.parts[0] if len(file.parts) > 1 else file.stem) in modules


def _is_named(file: PurePosixPath, named: set[str]) -> bool:
    """Tell whether one of ``named`` is, or matches, a file, its name, or a folder that it is in."""
    places = {file.name, file.as_posix(), *file.parts[:-1], *(parent.as_posix() for parent in file.parents)} - {"."}
    return any(fnmatch(place, pattern) for pattern in named for place in places)


def _patterns(text: str) -> set[str]:
    """Return a string as patterns of files; what matches everything, or has lines, names nothing."""
    pattern = text.removeprefix("./").strip("/")
    if not pattern.strip("*/") or "\n" in pattern:
        return set()
    return {pattern, pattern.removeprefix("**/")}
