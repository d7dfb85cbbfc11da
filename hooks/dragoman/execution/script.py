"""A snippet as a script to take away, which runs anywhere as it runs on the page."""

from __future__ import annotations

import ast

from dragoman.execution.snippets import RAISES, SOLUTION, Snippet


def script(head: str, snippet: Snippet) -> str:
    """Return a snippet as a file in the percent format, below a head in Markdown; its exercises are not solved."""
    lines = ["# %% [markdown]", *(f"# {line}".rstrip() for line in head.split("\n")), ""]
    # Python takes these at the top of a file only.
    futures = sorted({alias.name for cell in snippet.cells for node in _futures(cell.source) for alias in node.names})
    if futures:
        lines += ["# %%", f"from __future__ import {', '.join(futures)}", ""]
    for cell in snippet.cells:
        if cell.role == SOLUTION:
            continue
        tags = ", ".join(f'"{tag}"' for tag in sorted(cell.tags))
        lines.append(" ".join(filter(None, ["# %%", cell.name, f"tags=[{tags}]" if tags else ""])))
        source = _without_futures(cell.source)
        lines += [_caught(source) if RAISES in cell.tags else source, ""]
    return "\n".join(lines)


def _futures(source: str) -> list[ast.ImportFrom]:
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):  # said elsewhere
        return []
    return [node for node in body if isinstance(node, ast.ImportFrom) and node.module == "__future__"]


def _without_futures(source: str) -> str:
    lines = source.encode().split(b"\n")
    for node in reversed(_futures(source)):
        assert node.end_lineno is not None  # noqa: S101 - the parser sets it
        before = lines[node.lineno - 1][: node.col_offset]
        after = lines[node.end_lineno - 1][node.end_col_offset :]
        lines[node.lineno - 1 : node.end_lineno] = [before + b"pass" + after]
    return b"\n".join(lines).decode()


def _caught(source: str) -> str:
    """Return code that is to raise as code that says what it raised, so that a script goes on as the page does."""
    try:
        body = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # which is what it is to raise
        return _caught(f"exec({source!r})")
    if not body.body:
        return source
    within = {
        line
        for node in ast.walk(body)
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno
        for line in range(node.lineno + 1, node.end_lineno + 1)
    }
    lines = [f"    {text}" if text and n not in within else text for n, text in enumerate(source.split("\n"), 1)]
    said = 'print(f"{type(_raised).__name__}: {_raised}")'
    return "\n".join(["try:", *lines, "except BaseException as _raised:", f"    {said}"])
