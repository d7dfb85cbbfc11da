"""The code of a page to take away: the lecture as a notebook, each snippet as a script, and the files that they need.

A snippet is a run of its own on the page: what one of them sets, the next must not find. So each is a script of its own,
and in the notebook a cell clears what the one before has left: names, imported helpers, and what the libraries were told.
What it does for its process beside that (its environment, a library that it has changed) a notebook cannot undo.

A page with one snippet that needs nothing offers its script and its notebook, one with more the notebook and an archive,
in which everything lies as it does in the snippets folder; where files are needed the archive alone is whole.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from dragoman.execution.catalogue import Examples
from dragoman.execution.inputs import Given, Inputs, NotGivenError
from dragoman.execution.results import CellOutput, digest
from dragoman.execution.script import script
from dragoman.execution.snippets import CHECK, EXERCISE, HIDE_INPUT, RAISES, SOLUTION, Snippet
from dragoman.pages.lecture import Lecture

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_DAY = (1980, 1, 1, 0, 0, 0)  # the first that an archive can name
# On the page a figure has the colours and the letters of what is around it.
_ON_PAPER = 'style="background:#fff;color:#000;font-family:sans-serif;'
_FRESH = """\
import random, sys
for name in {helpers}:
    sys.modules.pop(name, None)
random.seed(0)
if "numpy" in sys.modules:
    import numpy
    numpy.random.seed(0)
    numpy.seterr(all="warn", under="ignore")
    numpy.set_printoptions(8, 1000, 3, 75, suppress=False, formatter=None)
if "matplotlib" in sys.modules:
    import matplotlib
    matplotlib.rcdefaults()
if "torch" in sys.modules:
    import torch
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float32)
    torch.set_default_device(None)
    torch.set_grad_enabled(True)
    torch.use_deterministic_algorithms(False)
    torch.set_printoptions(profile="default", sci_mode=None)
get_ipython().compile.reset_compiler_flags()
%reset -f"""


@dataclass(frozen=True, slots=True)
class Example:
    """The place of an example in a page: the snippet that its fence names, or its code."""

    reference: str | None
    code: str
    alt: str = ""
    """What its figures show, in words."""
    is_folded: bool = False
    """Whether the page hides the code."""


class Downloads:
    """What the pages of a library offer of their examples."""

    def __init__(self, examples: Examples, root: Path) -> None:
        """``root`` is the snippets folder."""
        self._examples = examples
        self._root = root.resolve()
        self._inputs = Inputs(self._root)

    def names(self, page: Lecture) -> list[str]:
        """Return the names of what a page offers."""
        snippets, stem = self._examples.of_page(page), page.path.stem
        if not snippets:
            return []
        if any(map(self._needed, snippets)):
            return [f"{stem}.zip"]
        return [f"{stem}.ipynb", f"{stem}.py" if len(snippets) == 1 else f"{stem}.zip"]

    def files(self, page: Lecture, head: str, pieces: Sequence[str | Example], fresh: str) -> dict[str, bytes]:
        """Return the notebook of a page, its scripts and what they need, by their places.

        ``head`` stands above them in Markdown, ``pieces`` are what follows it in the notebook, in which ``fresh`` says
        that an example begins afresh.
        """
        snippets = self._examples.of_page(page)
        if not snippets:
            return {}
        place = PurePosixPath(page.name).with_suffix(".ipynb")
        written = {str(place): self._notebook(page.lang, place, head, pieces, fresh).encode()}
        for snippet in snippets:
            name = self._place(snippet, f"{PurePosixPath(snippet.name).name}.py")
            written[name] = script(head, self._examples.in_language(snippet, page.lang)).encode()
        for snippet in snippets:
            for file in self._needed(snippet):
                written.setdefault(self._place(snippet, file.name), file.path.read_bytes())
        return written

    def offered(self, page: Lecture, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """Return what a page offers of its ``files``, by name."""
        by_kind = {PurePosixPath(place).suffix: content for place, content in files.items()}
        return {
            name: archive(files) if name.endswith(".zip") else by_kind[PurePosixPath(name).suffix]
            for name in self.names(page)
        }

    def _needed(self, snippet: Snippet) -> tuple[Given, ...]:
        try:
            return self._inputs.of(snippet)
        except NotGivenError:  # the example fails for it, too
            return ()

    def _place(self, snippet: Snippet, name: str) -> str:
        """Return where a file of the working folder of a snippet is in the archive."""
        path = snippet.path.resolve()
        is_inside = path.suffix == ".py" and path.is_relative_to(self._root)  # a link may lead out of it
        folder = path.parent.relative_to(self._root) if is_inside else PurePosixPath()
        # No archive can hold a name that is not Unicode.
        return (PurePosixPath(folder.as_posix()) / name).as_posix().encode("utf-8", "replace").decode()

    def _notebook(self, lang: str, place: PurePosixPath, head: str, pieces: Sequence[str | Example], fresh: str) -> str:
        run = _Run(fresh)
        for piece in pieces:
            if isinstance(piece, Example) and (found := self._examples.found(piece.reference, piece.code)):
                for index in _taken(*found):
                    if (key := (found[0].name, index)) not in run.shown or run.shown[key].is_folded:
                        run.shown[key] = piece
        cells = [_cell("markdown", head)]
        for piece in pieces:
            if isinstance(piece, str):
                cells.append(_cell("markdown", piece))
            elif found := self._examples.found(piece.reference, piece.code):
                snippet, chosen = found
                needed = [PurePosixPath(one.name) for one in self._needed(snippet)]
                way = PurePosixPath(os.path.relpath(self._place(snippet, "") if needed else place.parent, place.parent))
                run.begin(snippet.name, way.as_posix(), [one.parts[0] for one in needed if one.suffix == ".py"])
                outputs = self._examples.outputs(snippet, lang)
                cells += run.cells(self._examples.in_language(snippet, lang), outputs, _taken(snippet, chosen))
        for number, cell in enumerate(cells):
            cell["id"] = digest(str(number), *cell["source"])[:12]
        whole = {"cells": cells, "metadata": {"kernelspec": _KERNEL}, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@dataclass(slots=True)
class _Run:
    """What has run in a notebook up to a place."""

    fresh: str
    shown: dict[tuple[str, int], Example] = field(default_factory=dict)
    """The cells that have not run yet and that the page shows, each with an example that does."""
    beginning: list[str] = field(default_factory=list)
    """The code that takes a notebook from one snippet to the next."""
    snippet: str = ""
    way: str = "."
    helpers: list[str] = field(default_factory=list)
    done: int = 0
    """How many cells of the snippet."""
    is_open: bool = False
    """Whether an exercise was left to the reader, on which what follows may depend."""

    def begin(self, snippet: str, way: str, helpers: Sequence[str]) -> None:
        """Come to an example of a snippet, which runs in the folder ``way``, with its own ``helpers`` to import."""
        self.beginning = []
        if snippet == self.snippet:
            return
        if self.snippet:
            names = sorted({name.removesuffix(".py") for name in self.helpers})
            self.beginning += [f"# {self.fresh}", _FRESH.format(helpers=names)]
        if way != self.way:
            self.beginning.append(f'__import__("os").chdir(str(_dh[0]) + {f"/{way}"!r})')
        self.snippet, self.way, self.helpers, self.done, self.is_open = snippet, way, list(helpers), 0, False

    def cells(self, snippet: Snippet, outputs: Sequence[CellOutput], taken: Sequence[int]) -> Iterator[dict[str, Any]]:
        """Yield the cells that an example takes: those that it shows, and before them what they build on.

        Each that the page shows, here or further down, is shown where it runs first.
        """
        if self.beginning:
            yield _cell("code", "\n".join(self.beginning), {"jupyter": {"source_hidden": True}})
        last = max(taken, default=-1) + 1
        for index, cell in list(enumerate(snippet.cells))[self.done : last]:
            self.is_open |= cell.role == EXERCISE
            if cell.role == SOLUTION:
                continue
            # Code that builds on what the reader has not done yet may fail, and the rest runs on.
            tags = cell.tags | ({RAISES} if self.is_open and cell.role != EXERCISE else set())
            metadata: dict[str, object] = {
                name: what for name, what in (("name", cell.name), ("tags", sorted(tags))) if what
            }
            example = self.shown.pop((snippet.name, index), None)
            if example is None or example.is_folded or HIDE_INPUT in cell.tags:
                metadata["jupyter"] = {"source_hidden": True}
            is_given = outputs and cell.role not in (EXERCISE, CHECK)
            given = list(_outputs(outputs[index], example.alt)) if example and is_given else []
            yield _cell("code", cell.source, metadata, given)
        self.done = max(self.done, last)


def _taken(snippet: Snippet, chosen: Sequence[int]) -> list[int]:
    """Return the cells that a fence shows, with those of an exercise that stand below its task."""
    taken = list(chosen)
    while taken and taken[-1] + 1 < len(snippet.cells) and snippet.cells[taken[-1] + 1].role in (SOLUTION, CHECK):
        taken.append(taken[-1] + 1)
    return taken


def _cell(
    kind: str, source: str, metadata: Mapping[str, object] | None = None, outputs: Sequence[object] = ()
) -> dict[str, Any]:
    cell = {"cell_type": kind, "metadata": metadata or {}, "source": source.splitlines(keepends=True)}
    return cell if kind == "markdown" else {**cell, "execution_count": None, "outputs": outputs}


def _outputs(output: CellOutput, alt: str) -> Iterator[dict[str, Any]]:
    """Yield what a cell gave as a notebook has it."""
    if output.text:
        yield {"output_type": "stream", "name": "stdout", "text": output.text.splitlines(keepends=True)}
    for svg in output.figures:
        # Notebooks show no SVG from elsewhere before it is trusted, but any image.
        address = quote(svg.replace('style="', _ON_PAPER, 1), safe=" =:/;,'()-._!*+")
        image = f'<img src="data:image/svg+xml,{address}" alt="{escape(alt)}">'
        yield {"output_type": "display_data", "metadata": {}, "data": {"text/html": [image], "text/plain": [alt]}}
    if output.value or output.html:
        data = {"text/html": output.html, "text/plain": output.value}
        shown = {kind: text.splitlines(keepends=True) for kind, text in data.items() if text}
        yield {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": shown}
    if output.error:
        name, _, said = output.error.partition(": ")
        yield {"output_type": "error", "ename": name, "evalue": said, "traceback": output.error.splitlines()}


def archive(written: Mapping[str, bytes]) -> bytes:
    """Return files as an archive; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in sorted(written):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, written[name], zipfile.ZIP_DEFLATED)
    return data.getvalue()
