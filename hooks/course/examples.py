"""The executed examples of all pages: what their fences name, what is wrong with them, what they show."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from course.findings import Finding
from course.lecture import Lecture
from course.library import Library
from course.results import CellOutput, Failure, Output
from course.runner import Runner
from course.snippets import (
    HIDE_INPUT,
    HIDE_OUTPUT,
    Cell,
    Fence,
    Snippet,
    find_fences,
    known_snippets,
    normal,
    parse,
    snippet_path,
)

KIND = "snippet"


@dataclass(frozen=True, slots=True)
class Use:
    """A fence of a page, and what it shows: a snippet, all of it or one cell."""

    page: Lecture
    line: int
    snippet: Snippet
    cell: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What an example shows: its source, what it printed and drew, or why it failed."""

    source: str
    outputs: tuple[CellOutput, ...] = ()
    failure: str | None = None
    drawn: bool = True


class Examples:
    """All examples of a library; a fence that cannot be executed is a finding and is not."""

    def __init__(self, library: Library, folder: Path, describe: Callable[[Path], str]) -> None:
        """``folder`` holds the snippets; ``describe`` names a file as messages should."""
        self._library = library
        self._folder = folder
        self._describe = describe
        self._snippets: dict[str, Snippet] = {}
        self._bodies: dict[str, Snippet] = {}
        self._results: dict[str, Output | Failure] = {}
        self._findings: list[Finding] = []
        self.uses: list[Use] = []
        for page in library.pages.values():
            for fence in find_fences(page.visible.text):
                self._gather(page, fence)

    @property
    def snippets(self) -> list[Snippet]:
        """The snippets that pages show and that can run, each once."""
        used = {use.snippet.name: use.snippet for use in self.uses}
        return [snippet for snippet in used.values() if not snippet.flaws]

    @property
    def findings(self) -> Iterator[Finding]:
        """What is wrong with fences and snippets, and which snippets failed where."""
        yield from self._findings
        for snippet in {use.snippet.name: use.snippet for use in self.uses}.values():
            for flaw in snippet.flaws:
                yield Finding(self._describe(snippet.path), flaw.line, KIND, flaw.message)
        for name, result in self._results.items():
            if isinstance(result, Failure):
                path = self._folder.parent / result.file if result.file else self._named(name).path
                yield Finding(self._describe(path), result.line, result.exception or KIND, result.told)
        for use in self.uses:
            if use.snippet.flaws or isinstance(self._results.get(use.snippet.name), Failure):
                message = f"does not run: see {self._describe(use.snippet.path)}"
                yield Finding(self._file(use.page), use.line, f"{KIND} {use.snippet.name}", message)

    def run(self, runner: Runner, progress: Callable[[int, int], None]) -> None:
        """Get the result of every snippet."""
        if self.snippets:
            self._results = runner.run(self.snippets, progress=progress)

    def shown(self, reference: str | None, code: str) -> Shown | None:
        """Return what a fence shows that names ``reference`` or holds ``code``; None if it may not run."""
        if reference:
            name, _, cell_name = reference.partition(":")
            snippet = self._snippets.get(name)
        else:
            snippet, cell_name = self._bodies.get(normal(code)), ""
        if snippet is None:
            return None
        cell = snippet.cell(cell_name) if cell_name else None
        if cell_name and cell is None:
            return None
        chosen = range(len(snippet.cells)) if cell is None else (cell,)
        cells = [snippet.cells[index] for index in chosen]
        source = "\n\n".join(cell.source for cell in cells if HIDE_INPUT not in cell.tags) if reference else code
        result = self._results.get(snippet.name)
        if not isinstance(result, Output):
            told = result.full if isinstance(result, Failure) else "it could not be read"
            return Shown(source, failure=f"{snippet.name}: {told}")
        outputs = tuple(result.cells[index] for index in chosen if HIDE_OUTPUT not in snippet.cells[index].tags)
        return Shown(source, outputs, drawn=result.drawn)

    def of_page(self, page: Lecture) -> list[Snippet]:
        """Return the snippets that a page shows, each once, in the order of their first fence."""
        return list({use.snippet.name: use.snippet for use in self.uses if use.page is page}.values())

    def _gather(self, page: Lecture, fence: Fence) -> None:
        line = page.visible.line_at(fence.start)
        problem = _refusal(fence)
        snippet: Snippet | None = None
        if problem is None:
            snippet, problem = self._of_name(fence) if fence.snippet else self._of_body(page, fence, line)
        if snippet is not None and problem is None:
            problem = self._novelty(page, fence)
            snippet = None if problem else snippet
        if snippet is None:
            self._findings.append(Finding(self._file(page), line, KIND, problem or ""))
            return
        cell = snippet.cell(fence.cell) if fence.cell else None
        if fence.cell and cell is None and not snippet.flaws:
            there = ", ".join(cell.name for cell in snippet.cells if cell.name) or "none with a name"
            message = f"found the cell {fence.cell!r}, expected one of {snippet.name} ({there}): correct it"
            self._findings.append(Finding(self._file(page), line, KIND, message))
            return
        self.uses.append(Use(page, line, snippet, cell))

    def _novelty(self, page: Lecture, fence: Fence) -> str | None:
        """Return what is wrong with a translation that shows a snippet its source page does not."""
        if not fence.snippet or page.lang == self._library.source:
            return None
        source = self._library.source_of(page)
        if source is None:
            return "found an executed fence in a page without a source page, expected none: it is not executed"
        shown = sorted({other.snippet for other in find_fences(source.visible.text) if other.snippet})
        if fence.snippet in shown:
            return None
        return (
            f"found snippet={fence.snippet!r}, which {self._file(source)} does not show, expected one that it shows "
            f"({', '.join(shown) or 'none'}): it is not executed"
        )

    def _of_name(self, fence: Fence) -> tuple[Snippet | None, str | None]:
        """Return the snippet that a fence names, or what is wrong."""
        name = fence.snippet or ""
        if fence.body.strip():
            return None, "found snippet=… and code, expected an empty fence: remove one of them"
        if name not in self._snippets:
            path = snippet_path(self._folder, name)
            if path is None or not path.is_file():
                there = ", ".join(known_snippets(self._folder)) or "none"
                folder = self._describe(self._folder)
                return None, f"found snippet={name!r}, expected the name of a file in {folder}/ ({there}): correct it"
            try:
                text = path.read_text("utf-8-sig")
            except UnicodeDecodeError as error:
                return (
                    None,
                    f"found the byte 0x{error.object[error.start]:02x} in {path.name}, expected UTF-8: save it so",
                )
            self._snippets[name] = parse(name, path, text)
        return self._snippets[name], None

    def _of_body(self, page: Lecture, fence: Fence, line: int) -> tuple[Snippet | None, str | None]:
        """Return the snippet that a fence brings itself; a translation may only repeat its source page's."""
        code = textwrap.dedent(fence.body)
        if not code.strip():
            return None, "found an executed fence without code, expected snippet=… or code: name a file in snippets/"
        source = self._library.source_of(page) if page.lang != self._library.source else page
        if source is None or source is page:
            number = sum(use.page is page for use in self.uses) + 1
            name = f"{page.path.with_suffix('')}-{number}".replace("/", "-")
            snippet = Snippet(name, self._library.root / page.path, (Cell("", frozenset(), code, line + 1),))
            if page.lang != self._library.source:
                return None, "found code in a page without a source page, expected snippet=…: it is not executed"
            return self._bodies.setdefault(normal(code), snippet), None
        allowed = {normal(other.body) for other in find_fences(source.visible.text)}
        if normal(code) not in allowed:
            return None, (
                f"found code that {self._file(source)} does not have, expected the same code, comments aside: "
                "copy it from there; it is not executed"
            )
        if normal(code) not in self._bodies:  # the source page is read first only in an alphabet
            for other in find_fences(source.visible.text):
                if normal(other.body) == normal(code):
                    return self._of_body(source, other, source.visible.line_at(other.start))
        return self._bodies[normal(code)], None

    def _named(self, name: str) -> Snippet:
        return next(use.snippet for use in self.uses if use.snippet.name == name)

    def _file(self, page: Lecture) -> str:
        return self._describe(self._library.root / page.path)


def _refusal(fence: Fence) -> str | None:
    """Return why a fence is not executed, whatever it names."""
    if fence.language != "python":
        return (
            f"found exec in a {fence.language} fence, expected python: remove exec, "
            "or run the command from a snippet with subprocess"
        )
    if "session" in fence.attributes:
        return (
            "found session=…, expected cells of one snippet, which share a run: "
            'move the code to a file in snippets/ and name its cells, snippet="05-1-name:cell"'
        )
    return None
