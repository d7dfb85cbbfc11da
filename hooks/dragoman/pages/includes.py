"""Files that a source page includes, ``--8<-- "name"``: read with the page, so that whoever reads it reads them, too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from markdown import Markdown
from pymdownx.snippets import SnippetMissingError, SnippetPreprocessor, makeExtension

from dragoman.findings import Finding
from dragoman.pages.comments import find_comments
from dragoman.pages.lecture import Lecture, Visible
from dragoman.pages.spans import replaced

_MARK = SnippetPreprocessor.RE_ALL_SNIPPETS


def read(page: Lecture, docs: Path, file: str) -> Lecture:
    """Return a page with the files that it includes, looked for beside the folder ``docs`` and in it; findings call it ``file``."""
    if "8<-" not in page.visible.text:
        return page
    given = {"base_path": [str(docs.parent), str(docs)], "check_paths": True}
    reader = SnippetPreprocessor({**makeExtension().getConfigs(), **given}, Markdown())
    lines: list[str] = []
    numbers: list[int] = []
    findings = []
    source = page.visible.text.split("\n")
    for first, last in _groups(source):
        number = page.visible.lines[first]
        found = source[first:last]
        if any(_MARK.match(line) for line in found):
            said, found = found, []
            try:
                found = _without_comments("\n".join(reader.run(said))).split("\n")
                wrong = "" if not any("://" in line for line in said) else "it is an address"
            except (SnippetMissingError, OSError, UnicodeDecodeError) as error:
                wrong = str(error)
            if wrong:
                message = f"found {' '.join(said).strip()}, expected a file below {docs.name}/, or beside it: correct it ({wrong})"
                findings.append(Finding(file, number, "include", message))
        lines += found
        numbers += [number] * len(found)
    return replace(
        page, visible=Visible("\n".join(lines), tuple(numbers) or (1,)), findings=(*page.findings, *findings)
    )


def marks(page: Lecture) -> bool:
    """Tell whether a page includes files, wherever they are."""
    return any("8<-" in segment.text for segment in page.segments)


def _groups(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends, and all that stands between two marks without a name as one."""
    first = 0
    while first < len(lines):
        mark = _MARK.match(lines[first])
        last = first + 1
        if mark and mark["block_marker"] and not mark["escape"]:
            closing = (at for at in range(last, len(lines)) if (one := _MARK.match(lines[at])) and one["block_marker"])
            last = next(closing, first) + 1
        yield first, last
        first = last


def _without_comments(text: str) -> str:
    spans, _ = find_comments(text)
    return unicodedata.normalize("NFC", replaced(text, ((span.start, span.end, "") for span in spans)))
