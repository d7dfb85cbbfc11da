"""Snippets in a folder of their own, and what running them gave."""

from __future__ import annotations

from pathlib import Path

from dragoman.execution.results import Failure, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import Snippet, parse


def snippets(folder: Path, **sources: str) -> list[Snippet]:
    found = []
    for name, source in sources.items():
        path = folder / "snippets" / "week05" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
        found.append(parse(name, path, source))
    return found


def run(folder: Path, **sources: str) -> dict[str, Output | Failure]:
    return Runner(folder / "cache", folder / "snippets").run(snippets(folder, **sources))


def output(folder: Path, source: str) -> Output:
    (result,) = run(folder, a=source).values()
    assert isinstance(result, Output), result
    return result


def failure(folder: Path, source: str) -> Failure:
    (result,) = run(folder, a=source).values()
    assert isinstance(result, Failure), result
    return result
