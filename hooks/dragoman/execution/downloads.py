"""The code of a page to take away: each snippet as a script and as a notebook, with the files that it needs.

A snippet is a run of its own on the page, so it is a file of its own here: what one of them sets, the next must not
find. A page with one snippet that needs nothing offers its script and its notebook; any other an archive, in which
everything lies as it does in the snippets folder.
"""

from __future__ import annotations

import ast
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from dragoman.execution.catalogue import Examples
from dragoman.execution.inputs import Given, Inputs, NotGivenError
from dragoman.execution.results import digest
from dragoman.execution.snippets import RAISES, Cell, Snippet
from dragoman.pages.lecture import Lecture

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that an archive can name
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]+")
# What Markdown, or the formulas and addresses that notebooks find in it, takes for more than text.
_MARKUP = re.compile(r"[`*_\[\]<>$#~@]|&(?=[#\w])|:(?=//)|(?<=[wW]{3})\.")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the code: the title of its page, and the link to it."""

    title: str
    link: str

    def markdown(self, place: str = "") -> str:
        """Return it as Markdown that shows the title as it is; ``place`` tells a snippet from the page's others."""
        link = f"<{self.link}>" if "://" in self.link else _as_text(self.link)
        return f"# {_as_text(self.title)}{place}\n\n{link}"


class Downloads:
    """What the pages of a library offer of their examples."""

    def __init__(self, examples: Examples, root: Path) -> None:
        """``root`` is the snippets folder."""
        self._examples = examples
        self._root = root.resolve()
        self._inputs = Inputs(self._root)

    def names(self, page: Lecture) -> list[str]:
        """Return the names of what a page offers."""
        snippets = self._examples.of_page(page)
        if not snippets:
            return []
        alone = len(snippets) == 1 and not self._needed(snippets[0])
        return [f"{page.path.stem}{suffix}" for suffix in ((".py", ".ipynb") if alone else (".zip",))]

    def contents(self, page: Lecture, heading: Heading) -> dict[str, bytes]:
        """Return what a page offers, by name."""
        snippets, names = self._examples.of_page(page), self.names(page)
        written: dict[str, bytes] = {}
        for number, snippet in enumerate((self._examples.in_language(one, page.lang) for one in snippets), 1):
            head = heading.markdown(f" ({number}/{len(snippets)})" if len(snippets) > 1 else "")
            place = self._place(snippet, PurePosixPath(snippet.name).name)
            written[f"{place}.py"] = script(head, snippet).encode()
            written[f"{place}.ipynb"] = notebook(head, snippet).encode()
        if len(names) != 1:
            return dict(zip(names, written.values(), strict=True))
        for snippet in snippets:
            for file in self._needed(snippet):
                written.setdefault(self._place(snippet, file.name), file.path.read_bytes())
        return {names[0]: _archive(written)}

    def _needed(self, snippet: Snippet) -> tuple[Given, ...]:
        try:
            return self._inputs.of(snippet)
        except NotGivenError:  # the example fails for it, too
            return ()

    def _place(self, snippet: Snippet, name: str) -> str:
        """Return where a file of the working folder of a snippet is in the archive."""
        path = snippet.path.resolve()
        folder = path.parent.relative_to(self._root) if path.suffix == ".py" else PurePosixPath()
        return (PurePosixPath(folder.as_posix()) / name).as_posix()


def script(head: str, snippet: Snippet) -> str:
    """Return a snippet as a file in the percent format, below a head in Markdown."""
    lines = ["# %% [markdown]", *(f"# {line}".rstrip() for line in head.split("\n")), ""]
    # Python takes these at the top of a file only.
    futures = sorted({alias.name for cell in snippet.cells for node in _futures(cell.source) for alias in node.names})
    if futures:
        lines += ["# %%", f"from __future__ import {', '.join(futures)}", ""]
    for cell in snippet.cells:
        tags = ", ".join(f'"{tag}"' for tag in sorted(cell.tags))
        lines.append(" ".join(filter(None, ["# %%", cell.name, f"tags=[{tags}]" if tags else ""])))
        source = _without_futures(cell.source)
        lines += [_caught(source) if RAISES in cell.tags else source, ""]
    return "\n".join(lines)


def notebook(head: str, snippet: Snippet) -> str:
    """Return a snippet as a notebook, below a head in Markdown; the same snippet gives the same bytes."""
    import nbformat  # noqa: PLC0415 - pages without examples need not wait for it

    library: Any = nbformat
    make = library.v4
    cells = [make.new_markdown_cell(head)]
    cells += [make.new_code_cell(cell.source, metadata=_metadata(cell)) for cell in snippet.cells]
    for number, cell in enumerate(cells):
        cell["id"] = digest(str(number), cell["cell_type"], cell["source"])[:12]
    return str(library.writes(make.new_notebook(cells=cells, metadata={"kernelspec": dict(_KERNEL)}))) + "\n"


def _metadata(cell: Cell) -> dict[str, object]:
    return {**({"name": cell.name} if cell.name else {}), **({"tags": sorted(cell.tags)} if cell.tags else {})}


def _as_text(text: str) -> str:
    """Return Markdown, of one line, that shows ``text``."""
    # Two backslashes begin a formula in a notebook.
    return _MARKUP.sub(r"\\\g<0>", _UNSEEN.sub(" ", text).strip().replace("\\", "\0")).replace("\0", "&#92;")


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
    within = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno
        for line in range(node.lineno + 1, node.end_lineno + 1)
    }
    lines = [f"    {text}" if text and n not in within else text for n, text in enumerate(source.split("\n"), 1)]
    said = 'print(f"{type(_raised).__name__}: {_raised}")'
    return "\n".join(["try:", *lines, "except BaseException as _raised:", f"    {said}"])


def _archive(written: Mapping[str, bytes]) -> bytes:
    """Return files as an archive; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(written):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, written[name], zipfile.ZIP_DEFLATED)
    return data.getvalue()
