"""Files that a source page includes: all that reads the page reads them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from dragoman.pages import library
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks.check import Sync
from dragoman.sync.pairing.pairs import source_blocks
from dragoman.trust import screening
from projects import ROOT

HEAD = "lang-ref: a\ntitle: A"
KATEX = ROOT / "node_modules/katex/dist/katex.min.js"


def read(folder: Path, body: str, **translations: str) -> library.Library:
    docs = folder / "docs"
    for lang, text in {"en": body, **translations}.items():
        file = docs / lang / "a.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\nlang: {lang}\n{HEAD}\n---\n\n{text}\n", "utf-8")
    return library.read(docs, ("en", "fr"), "en")


def page(folder: Path, body: str) -> Lecture:
    return read(folder, body).pages[PurePosixPath("en/a.md")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "parts").mkdir(parents=True)
    (tmp_path / "docs" / "parts" / "rule.md").write_text("The <!-- not shown --> rule is $x^2$.\n\nAlways.\n", "utf-8")
    (tmp_path / "train.py").write_text("import numpy\n# --8<-- [start:step]\nx = x - 1\n# --8<-- [end:step]\n", "utf-8")
    return tmp_path


def test_included_text_is_text_of_the_page_on_the_line_that_includes_it(folder: Path) -> None:
    found = page(folder, 'Before.\n\n--8<-- "docs/parts/rule.md"\n\nAfter.')
    assert [(block.text, block.line) for block in source_blocks(found)] == [
        ("Before.", 7),
        ("The  rule is $x^2$.", 9),
        ("Always.", 9),
        ("After.", 11),
    ]
    assert found.findings == ()
    assert b"--8<--" in found.to_bytes()


@pytest.mark.parametrize("name", ["parts/rule.md", "docs/parts/rule.md"])
def test_files_are_looked_for_in_the_docs_folder_and_beside_it(folder: Path, name: str) -> None:
    assert "$x^2$" in page(folder, f'--8<-- "{name}"').visible.text


def test_a_section_and_several_files_are_included_also_in_code(folder: Path) -> None:
    text = page(folder, '```python\n--8<-- "train.py:step"\n```\n\n--8<--\nparts/rule.md\n--8<--\n\nEnd.').visible.text
    assert "```python\nx = x - 1\n```" in text
    assert "Always.\n" in text
    assert text.rstrip().endswith("End.")


def test_escaped_mark_is_shown(folder: Path) -> None:
    assert page(folder, ';--8<-- "train.py"').visible.text.strip() == '--8<-- "train.py"'


@pytest.mark.parametrize("name", ["gone.md", "../x.md", "train.py:nothing", "https://example.org/a.md"])
def test_what_cannot_be_included_is_found_at_its_line(folder: Path, name: str) -> None:
    (folder.parent / "x.md").write_text("Secret", "utf-8")
    found = page(folder, f'Text.\n\n--8<-- "{name}"')
    assert [(one.kind, one.line) for one in found.findings] == [("include", 9)]
    assert "Secret" not in found.visible.text


def test_translation_translates_what_its_source_includes_and_includes_nothing(folder: Path) -> None:
    body = "<!-- The rule is $x^2$. -->\n\nLa règle est $x^2$.\n\n<!-- Always. -->\n\nToujours."
    made = read(folder, '--8<-- "parts/rule.md"', fr=body)
    assert list(Sync(made, "docs", KATEX).check(made.pages[PurePosixPath("fr/a.md")])) == []
    made = read(folder, '--8<-- "parts/rule.md"', fr='--8<-- "parts/rule.md"')
    assert [one.kind for one in screening.screen(made, "docs").findings] == ["trust.include"]
