"""The files that a snippet needs beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.execution.files import files_of
from dragoman.execution.snippets import parse
from snippets_folder import BESIDE, NEEDED


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in BESIDE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("source", "needed"), NEEDED)
def test_files_of_a_snippet_are_what_it_imports_names_or_declares(root: Path, source: str, needed: set[str]) -> None:
    path = root / "week05" / "05-1-a.py"
    path.write_text(source, "utf-8")
    found = files_of(parse("05-1-a", path, source), root)
    assert {file.relative_to(root).as_posix() for file in found} == needed
    assert list(found) == sorted(found)


def test_code_of_a_page_finds_its_files_from_the_snippets_folder(root: Path) -> None:
    snippet = parse("en-week05-05-1-1", root / "docs" / "en" / "week05" / "05-1.md", "open('week05/a.txt')\n")
    assert files_of(snippet, root) == (root / "week05" / "a.txt",)


def test_files_that_cannot_be_read_or_understood_stop_nothing(root: Path) -> None:
    (root / "week05" / "helper.py").write_bytes(b"\xff x = (\x00")
    (root / "week05" / "gone.py").symlink_to("nowhere.py")
    snippet = parse("05-1-a", root / "week05" / "05-1-a.py", "import helper, gone\n")
    assert files_of(snippet, root) == (root / "week05" / "helper.py",)
