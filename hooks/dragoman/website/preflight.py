"""What of the formulas, examples and images of the pages would not come out well, found before a page is rendered."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from dragoman.execution.catalogue import Examples
from dragoman.findings import Finding, Flaw, Severity
from dragoman.formulas.finder import INVISIBLE, Formula, find
from dragoman.formulas.flaws import clashes, flaws
from dragoman.formulas.katex import Katex, Rendered, TexError
from dragoman.kept import Kept
from dragoman.pages.fences import unbalanced_backticks
from dragoman.pages.labels import BEHIND
from dragoman.pages.lecture import Lecture
from dragoman.pages.library import Library
from dragoman.rendering import images

PHRASES = ("title", "description", "question")  # the keys of the front matter whose TeX is shown in words
T = TypeVar("T")
_SHOWN_TEX = 30  # characters of a formula that a message quotes
_SHOWN_IMAGES = 5


class Preflight:
    """Renders all formulas, and finds what is wrong with them and with images."""

    def __init__(self, library: Library, name: str, katex: Katex, kept: Kept) -> None:
        """``name`` is the docs folder as findings call it."""
        self._library = library
        self._name = name
        self._katex = katex
        self._kept = kept
        self._images: dict[str, bool] = {}
        self._math = {
            path: kept.of(partial(find, page.visible.text), "math", page.visible.text)
            for path, page in library.pages.items()
        }
        katex.render((one.tex, one.display) for math in self._math.values() for one in math.formulas)
        self.refused: set[str] = set()
        """The TeX that findings name already."""

    def findings(self, examples: Examples) -> Iterator[Finding]:
        """Yield everything that is wrong; ``examples`` have been run."""
        self._examples = examples
        yield from self._formulas()
        yield from self._missing_images()
        yield from self._wordless_images()
        yield from self._labels_without_figure()

    def _file(self, page: Lecture) -> str:
        return f"{self._name}/{page.path}"

    def _formulas(self) -> Iterator[Finding]:
        for page in self._library.pages.values():
            refused, findings = self._kept.of(
                partial(self._of_page, page),
                "preflight",
                (self._file(page), page.visible, page.meta.values, page.meta.lines, self._katex.identity),
            )
            self.refused |= refused
            yield from findings

    def _of_page(self, page: Lecture) -> tuple[frozenset[str], tuple[Finding, ...]]:
        """Return the TeX of a page that KaTeX refuses, and what is wrong with its formulas and its code."""
        refused: set[str] = set()
        findings = tuple(self._findings_of(page, refused))
        return frozenset(refused), findings

    def _findings_of(self, page: Lecture, refused: set[str]) -> Iterator[Finding]:
        text = page.visible.text
        math = self._math[page.path]
        results = self._katex.render((formula.tex, formula.display) for formula in math.formulas)
        for formula, result in zip(math.formulas, results, strict=True):
            line = page.visible.line_at(formula.start)
            if isinstance(result, TexError):
                refused.add(formula.tex)
                line = page.visible.line_at(_offset_in(text, formula, result.position))
                yield Finding(self._file(page), line, "math", tex_message(formula.tex, result))
            if INVISIBLE.search(text, formula.start, formula.end):
                message = "found an invisible character in a formula, expected none: delete and retype it"
                yield Finding(self._file(page), line, "math.invisible", message, Severity.WARNING)
        for flaw in flaws(text, math):
            yield self._finding(page, page.visible.line_at(flaw.offset), flaw)
        yield from self._clashes(page, zip(math.formulas, results, strict=True))
        for offset in unbalanced_backticks(text):
            message = "found ` without a partner, expected `code`: add the missing `"
            yield Finding(self._file(page), page.visible.line_at(offset), "code.unbalanced", message)
        yield from self._phrases(page, refused)

    def _finding(self, page: Lecture, line: int, flaw: Flaw) -> Finding:
        return Finding(self._file(page), line, f"math.{flaw.kind}", flaw.message, flaw.severity, flaw.suggestion)

    def _clashes(self, page: Lecture, results: Iterable[tuple[Formula, Rendered | TexError]]) -> Iterator[Finding]:
        for formula, earlier, number in clashes(results):
            line, first = (page.visible.line_at(one.start) for one in (formula, earlier))
            message = (
                f"found the number ({number}) again, which an equation on line {first} has, expected each number once: "
                "change the \\tag, or write equation*, align* where nothing is to be counted"
            )
            yield Finding(self._file(page), line, "math.number", message, Severity.WARNING)

    def _phrases(self, page: Lecture, refused: set[str]) -> Iterator[Finding]:
        """Yield what is wrong with the TeX of a page that stands in its front matter and its fences."""
        phrases = [(page.meta.lines[key], page.meta.values[key]) for key in PHRASES if key in page.meta.values]
        for fence in self._examples.fences[page.path]:
            line = page.visible.line_at(fence.start)
            phrases += [(line, fence.attributes.get("caption", "")), (line, fence.attributes.get("alt", ""))]
        for line, phrase in phrases:
            math = find(phrase)
            results = self._katex.render((formula.tex, formula.display) for formula in math.formulas)
            for formula, result in zip(math.formulas, results, strict=True):
                if isinstance(result, TexError):
                    refused.add(formula.tex)
                    yield Finding(self._file(page), line, "math", tex_message(formula.tex, result))
            for flaw in flaws(phrase, math):
                yield self._finding(page, line, flaw)

    def _missing_images(self) -> Iterator[Finding]:
        """Yield one finding for all images that are missing, however many pages show them."""
        first: dict[str, tuple[str, int]] = {}
        for page in self._library.pages.values():
            text = page.visible.text
            for offset, path in self._kept.of(partial(_all, images.find_images, text), "images", text):
                if not self.has_image(path):
                    first.setdefault(path, (self._file(page), page.visible.line_at(offset)))
        if first:
            names = sorted(first)
            shown = ", ".join(names[:_SHOWN_IMAGES]) + (", …" if len(names) > _SHOWN_IMAGES else "")
            file, line = first[names[0]]
            message = (
                f"found {len(names)} images that do not exist ({shown}), expected them in "
                f"{self._name}/: add them; their names are shown instead"
            )
            yield Finding(file, line, "image.missing", message, Severity.WARNING)

    def _wordless_images(self) -> Iterator[Finding]:
        """Yield a finding for each image and figure of the source that says nothing to those who cannot see it."""
        for page in self._library.pages.values():
            if page.lang != self._library.source:
                continue
            text = page.visible.text
            wordless = [*self._kept.of(partial(_all, images.find_wordless, text), "wordless", text)]
            for fence in self._examples.fences[page.path]:
                shown = self._examples.shown(page.lang, fence.attributes.get("snippet"), fence.body)
                if shown and any(one.figures for one in shown.outputs) and not fence.attributes.get("alt"):
                    wordless.append(fence.start)
            for offset in wordless:
                message = "found an image without alternative text, expected what it shows in words: write them"
                line = page.visible.line_at(offset)
                yield Finding(self._file(page), line, "image.alt", message, Severity.WARNING)

    def _labels_without_figure(self) -> Iterator[Finding]:
        """Yield a finding for each example that has the label of a figure and draws none."""
        for page in self._library.pages.values():
            for fence in self._examples.fences[page.path]:
                label = BEHIND.search(page.visible.text[fence.start : fence.end].partition("\n")[0])
                if not label or not label["label"].startswith("fig:"):
                    continue
                shown = self._examples.shown(page.lang, fence.attributes.get("snippet"), fence.body)
                if shown and shown.outputs and not any(one.figures for one in shown.outputs):
                    message = f"found the label {label['label']} of an example that draws nothing, expected lst:, or a figure: correct it"
                    line = page.visible.line_at(fence.start)
                    yield Finding(self._file(page), line, "label.place", message, Severity.WARNING)

    def has_image(self, path: str) -> bool:
        """Tell whether an image is below the docs folder."""
        if path not in self._images:
            file = (self._library.root / path).resolve()
            self._images[path] = file.is_relative_to(self._library.root.resolve()) and os.path.isfile(file)  # noqa: PTH113 - Path.is_file() raises for a name that is too long
        return self._images[path]


def _all(find: Callable[[str], Iterator[T]], text: str) -> tuple[T, ...]:
    return tuple(find(text))


def _offset_in(text: str, formula: Formula, position: int) -> int:
    source = text[formula.tex_start : formula.end]
    leading = len(source) - len(source.lstrip())
    return min(formula.tex_start + leading + position, formula.end - 1)


def tex_message(tex: str, error: TexError) -> str:
    """Return what to say of TeX that KaTeX refuses."""
    before = max(0, error.position - _SHOWN_TEX // 2)
    shown = " ".join(tex[before : error.position + _SHOWN_TEX].split())
    return (
        f"found {'…' if before else ''}{shown} (position {error.position + 1} of the formula), "
        f"expected TeX that KaTeX reads: {error.message}"
    )
