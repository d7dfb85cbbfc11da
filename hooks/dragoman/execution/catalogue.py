"""The executed examples of all pages: what their fences name, what is wrong with them, what they show."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dragoman import files
from dragoman.execution import texts
from dragoman.execution.results import CellOutput, Failure, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import (
    CHECK,
    EXERCISE,
    HIDE_INPUT,
    HIDE_OUTPUT,
    SOLUTION,
    Cell,
    Fence,
    Flaw,
    Snippet,
    find_fences,
    header,
    imports,
    known_snippets,
    normal,
    of_exercises,
    parse,
    snippet_files,
    unreadable,
)
from dragoman.findings import Finding, Severity
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library

KIND = "snippet"
# What computes, the most telling first: what is above another imports it, too.
_LIBRARIES = {
    "torch": "PyTorch",
    "jax": "JAX",
    "tensorflow": "TensorFlow",
    "scikit-learn": "scikit-learn",
    "pandas": "pandas",
    "scipy": "SciPy",
    "numpy": "NumPy",
}


@dataclass(frozen=True, slots=True)
class Use:
    """A fence of a page, and what it shows: a snippet, all of it or one cell."""

    page: Lecture
    line: int
    snippet: Snippet
    cell: int | None


@dataclass(frozen=True, slots=True)
class Exercise:
    """What an example shows below the task of an exercise; the outputs are those of both."""

    name: str
    """What it is called in all languages."""
    solution: str
    check: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What an example shows: its source, what it printed and drew, or why it failed."""

    source: str
    outputs: tuple[CellOutput, ...] = ()
    failure: str | None = None
    drawn: bool = True
    made_with: str = ""
    """The library that computed it and its version, as far as that is the same on every machine: ``PyTorch 2.9``."""
    exercise: Exercise | None = None
    """What belongs to the source where that is a task."""


class _RefusedError(Exception):
    """Why a fence is not executed."""


class Examples:
    """All examples of a library; a fence that cannot be executed is a finding and is not."""

    def __init__(self, library: Library, folder: Path, describe: Callable[[Path], str]) -> None:
        """``folder`` holds the snippets; ``describe`` names a file as messages should."""
        self._library = library
        self._folder = folder
        self._describe = describe
        self._files = snippet_files(folder)
        self._snippets: dict[str, Snippet] = {}
        self._bodies: dict[str, Snippet] = {}
        self._results: dict[str, Output | Failure] = {}
        self._spoken: dict[tuple[str, str], Output | Failure] = {}
        targets = [lang for lang in library.languages if lang != library.source]
        self._catalogues = texts.catalogues(folder, targets, describe(folder))
        self._findings: list[Finding] = []
        self.uses: list[Use] = []
        self.fences = {path: tuple(find_fences(page.visible.text)) for path, page in library.pages.items()}
        self._names = {
            path: frozenset(fence.snippet for fence in fences if fence.snippet) for path, fences in self.fences.items()
        }
        self._own: dict[PurePosixPath, set[str]] = {path: set() for path in library.pages}
        # Source pages first: their translations may only repeat what they show.
        for page in sorted(library.pages.values(), key=lambda page: page.lang != library.source):
            for number, fence in enumerate(self.fences[page.path], 1):
                self._gather(page, number, fence)

    @property
    def snippets(self) -> list[Snippet]:
        """The snippets that pages show and that can run, each once."""
        return [snippet for snippet in self._used().values() if not snippet.flaws]

    @property
    def are_settled(self) -> bool:
        """Whether all results would come out so again as long as the snippets folder stays the same."""
        return not any(snippet.reads for snippet in self.snippets) and all(
            isinstance(result, Output) and result.stable and result.drawn for result in self._results.values()
        )

    @property
    def of_pages(self) -> list[Snippet]:
        """The code that source pages bring themselves, each piece once."""
        return list(self._bodies.values())

    @property
    def findings(self) -> Iterator[Finding]:
        """What is wrong with fences and snippets, and which snippets failed where."""
        yield from self._findings
        used = self._used()
        for snippet in used.values():
            for flaw in snippet.flaws:
                yield Finding(self._describe(snippet.path), flaw.line, KIND, flaw.message)
        for name, result in self._results.items():
            if isinstance(result, Failure):
                path = used[name].path
                yield Finding(self._describe(path), result.line, result.exception or KIND, result.told)
            else:
                for line, message in result.remarks:
                    yield Finding(self._describe(used[name].path), line, KIND, message, Severity.WARNING)
        yield from self._untranslated
        for use in self.uses:
            if use.snippet.flaws or isinstance(self._results.get(use.snippet.name), Failure):
                message = f"does not run: see {self._describe(use.snippet.path)}"
                yield Finding(self._file(use.page), use.line, f"{KIND} {use.snippet.name}", message)

    @property
    def _untranslated(self) -> Iterator[Finding]:
        """What the catalogues of texts lack, and what is wrong in them."""
        wanted = {lang: self._wanted(lang) for lang in self._library.languages if lang != self._library.source}
        for lang, catalogue in self._catalogues.items():
            yield from catalogue.findings
            yield from catalogue.missing(wanted[lang])
        without = [lang for lang in wanted if lang not in self._catalogues and wanted[lang]]
        if without:
            number = len({text for lang in without for text in wanted[lang]})
            message = (
                f"found no texts of figures and comments in {', '.join(without)}, expected {number} of them: "
                "course run --texts begins their catalogues; until then those of the source are shown"
            )
            folder = f"{self._describe(self._folder)}/{texts.FOLDER}"
            yield Finding(f"{folder}/{without[0]}.po", 1, texts.KIND, message, Severity.INFO)
        for (name, lang), result in self._spoken.items():
            path = self._describe(self._used()[name].path)
            if isinstance(result, Failure):
                message = f"cannot be drawn in {lang}, that of the source is shown: {result.told}"
                yield Finding(path, result.line, texts.KIND, message, Severity.WARNING)
            elif isinstance(own := self._results[name], Output) and not own.is_kept:
                message = "found a figure that matplotlib cannot keep, so the snippet runs again for each language: give it no functions of its own"
                yield Finding(path, self._used()[name].cells[0].line, texts.KIND, message, Severity.INFO)

    def _wanted(self, lang: str) -> texts.Places:
        """Return the texts of the examples that the pages of a language show."""
        used = {use.snippet.name: use.snippet for use in self.uses if use.page.lang == lang and not use.snippet.flaws}
        return texts.wanted(
            used.values(), self._results, {name: self._describe(one.path) for name, one in used.items()}
        )

    def run(self, runner: Runner, progress: Callable[[int, int], None]) -> None:
        """Get the result of every snippet, and its figures in every language that has texts for them."""
        if not self.snippets:
            return
        self._results = runner.run(self.snippets, progress=progress)
        redrawn = {}
        for use in self.uses:
            result, catalogue = self._results.get(use.snippet.name), self._catalogues.get(use.page.lang)
            if isinstance(result, Output) and catalogue:
                words = [word for cell in result.cells for word in cell.words]
                if spoken := catalogue.of_figure(words):
                    redrawn[use.snippet.name, use.page.lang] = (use.snippet, result, use.page.lang, spoken)
        self._spoken = runner.spoken(redrawn.values())

    def in_language(self, snippet: Snippet, lang: str) -> Snippet:
        """Return a snippet with its comments as readers of a language read them."""
        catalogue = self._catalogues.get(lang)
        if catalogue is None or snippet.path.suffix != ".py":
            return snippet
        return catalogue.of_snippet(snippet)

    def shown(self, lang: str, reference: str | None, code: str) -> Shown | None:
        """Return what a fence shows in a language that names ``reference`` or holds ``code``; None if it may not run."""
        found = self.found(reference, code)
        if found is None:
            return None
        snippet, chosen = found
        spoken = self.in_language(snippet, lang)
        source, exercise = _source(spoken, chosen) if reference else code, None
        if reference and [snippet.cells[index].role for index in chosen] == [EXERCISE] and not snippet.flaws:
            chosen = [chosen[0] + 1, chosen[0] + 2]
            exercise = Exercise(reference, *(_source(spoken, [index]) for index in chosen))
        result = self._results.get(snippet.name)
        if not isinstance(result, Output):
            told = result.full if isinstance(result, Failure) else "it could not be read"
            return Shown(source, failure=f"{snippet.name}: {told}")
        shown = self.outputs(snippet, lang)
        outputs = tuple(shown[index] for index in chosen if HIDE_OUTPUT not in snippet.cells[index].tags)
        return Shown(source, outputs, drawn=result.drawn, made_with=_made_with(snippet, result), exercise=exercise)

    def found(self, reference: str | None, code: str) -> tuple[Snippet, Sequence[int]] | None:
        """Return the snippet, and the cells of it, of a fence that names ``reference`` or holds ``code``; None if it may not run."""
        if reference:
            name, _, cell_name = reference.partition(":")
            snippet = self._snippets.get(name)
        else:
            snippet, cell_name = self._bodies.get(normal(code)), ""
        cell = snippet.cell(cell_name) if snippet and cell_name else None
        if snippet is None or (cell_name and cell is None):
            return None
        return snippet, range(len(snippet.cells)) if cell is None else (cell,)

    def outputs(self, snippet: Snippet, lang: str) -> tuple[CellOutput, ...]:
        """Return what each cell of a snippet shows in a language; nothing where it did not run."""
        result = self._results.get(snippet.name)
        if not isinstance(result, Output):
            return ()
        drawn = self._spoken.get((snippet.name, lang))
        figures = (drawn if isinstance(drawn, Output) else result).cells
        return tuple(
            CellOutput("") if HIDE_OUTPUT in cell.tags else replace(output, figures=figure.figures, states=(), words=())
            for cell, output, figure in zip(snippet.cells, result.cells, figures, strict=True)
        )

    def of_page(self, page: Lecture) -> list[Snippet]:
        """Return the snippets that a page shows, each once, in the order of their first fence."""
        return list({use.snippet.name: use.snippet for use in self.uses if use.page is page}.values())

    def _gather(self, page: Lecture, number: int, fence: Fence) -> None:
        """Add the use that a fence, the ``number``-th of its page, makes of a snippet, or say what is wrong."""
        line = page.visible.line_at(fence.start)
        try:
            _check_kind(fence)
            source = self._source_of(page)
            snippet = self._of_name(source, fence) if fence.snippet else self._of_body(page, source, number, fence)
            cell = _cell(snippet, fence.cell)
        except _RefusedError as refused:
            self._findings.append(Finding(self._file(page), line, KIND, str(refused)))
            return
        self.uses.append(Use(page, line, snippet, cell))

    def _of_name(self, source: Lecture, fence: Fence) -> Snippet:
        """Return the snippet that a fence names; a translation may only name those of its source page."""
        name = fence.snippet or ""
        if fence.body.strip():
            message = "found snippet=… and code, expected an empty fence: remove one of them"
            raise _RefusedError(message)
        if name not in self._snippets:
            self._snippets[name] = self._read(name)
        shown = self._names[source.path]
        if name not in shown:
            message = (
                f"found snippet={name!r}, which {self._file(source)} does not show, expected one that it shows "
                f"({', '.join(sorted(shown)) or 'none'}): name one of these, or show it there first; it is not executed"
            )
            raise _RefusedError(message)
        return self._snippets[name]

    def _read(self, name: str) -> Snippet:
        """Return the snippet in the file of its name."""
        path = self._files.get(name)
        if path is None:
            there = ", ".join(known_snippets(self._folder)) or "none"
            folder = self._describe(self._folder)
            message = f"found snippet={name!r}, expected the name of a file in {folder}/ ({there}): correct it"
            raise _RefusedError(message)
        try:
            return parse(name, path, path.read_text("utf-8-sig"))
        except UnicodeDecodeError as error:
            message = f"found the byte 0x{error.object[error.start]:02x} in {path.name}, expected UTF-8: save it so"
            raise _RefusedError(message) from error
        except OSError as error:
            raise _RefusedError(files.explained(error)) from error

    def _of_body(self, page: Lecture, source: Lecture, number: int, fence: Fence) -> Snippet:
        """Return the snippet that a fence brings itself; a translation may only repeat its source page's."""
        code = textwrap.dedent(fence.body)
        if not code.strip():
            message = "found an executed fence without code, expected snippet=… or code: name a file in snippets/"
            raise _RefusedError(message)
        meant = normal(code)
        if source is page:
            name = f"{page.path.with_suffix('')}-{number}".replace("/", "-")
            self._own[page.path].add(meant)
            return self._bodies.setdefault(
                meant, _body(name, self._library.root / page.path, code, page.visible.line_at(fence.start) + 1)
            )
        if meant not in self._own[source.path]:
            message = (
                f"found code that {self._file(source)} does not have, expected the same code, comments aside: "
                "copy it from there; it is not executed"
            )
            raise _RefusedError(message)
        return self._bodies[meant]

    def _source_of(self, page: Lecture) -> Lecture:
        if source := page if page.lang == self._library.source else self._library.source_of(page):
            return source
        message = (
            "found an executed fence in a page without a source page, expected none: take it out, or add that page"
        )
        raise _RefusedError(message)

    def _used(self) -> dict[str, Snippet]:
        """Return the snippets that pages show, by name."""
        return {use.snippet.name: use.snippet for use in self.uses}

    def _file(self, page: Lecture) -> str:
        return self._describe(self._library.root / page.path)


def _source(snippet: Snippet, chosen: Iterable[int]) -> str:
    """Return the code of some cells of a snippet that is to be shown."""
    cells = (snippet.cells[index] for index in chosen)
    return "\n\n".join(cell.source for cell in cells if HIDE_INPUT not in cell.tags)


def _made_with(snippet: Snippet, result: Output) -> str:
    """Return what a reader is told of the versions that a result was made with; nothing where only Python was."""
    versions = dict(result.packages)
    # What runs snippets loads NumPy for each of them.
    if "numpy" not in {name for cell in snippet.cells for name in imports(cell.source)}:
        versions.pop("numpy", None)
    package = next((one for one in _LIBRARIES if one in versions), "")
    return f"{_LIBRARIES[package]} {'.'.join(versions[package].split('.')[:2])}" if package else ""


def _body(name: str, path: Path, code: str, line: int) -> Snippet:
    """Return the snippet that a fence of the page ``path`` holds from ``line`` on."""
    flaws: list[Flaw] = []
    cell = Cell("", frozenset(), code, line)
    limit, reads = header(code, line, flaws)
    flaws += [*unreadable([cell]), *of_exercises(code, line)]
    return Snippet(name, path, (cell,), limit, tuple(flaws), reads)


def _check_kind(fence: Fence) -> None:
    """Refuse what is not executed, whatever it names."""
    if fence.language != "python":
        message = (
            f"found exec in a {fence.language} fence, expected python: remove exec, "
            "or run the command from a snippet with subprocess"
        )
        raise _RefusedError(message)
    if "session" in fence.attributes:
        message = (
            "found session=…, expected cells of one snippet, which share a run: "
            'move the code to a file in snippets/ and name its cells, snippet="05-1-name:cell"'
        )
        raise _RefusedError(message)


def _cell(snippet: Snippet, name: str | None) -> int | None:
    """Return the index of the cell that a fence names, None for all cells."""
    cell = snippet.cell(name) if name else None
    tasks = ", ".join(f"{snippet.name}:{one.name}" for one in snippet.cells if one.role == EXERCISE)
    if tasks and (not name or (cell is not None and snippet.cells[cell].role in (SOLUTION, CHECK))):
        shown = f"the cell {name!r} of an exercise" if name else "a whole file with exercises"
        message = (
            f"found {shown}, expected the task ({tasks}), below which its check and its solution are shown: name that"
        )
        raise _RefusedError(message)
    if name and cell is None and not snippet.flaws:
        there = ", ".join(cell.name for cell in snippet.cells if cell.name) or "none with a name"
        message = f"found the cell {name!r}, expected one of {snippet.name} ({there}): correct it"
        raise _RefusedError(message)
    return cell
