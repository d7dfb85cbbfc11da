"""What the ``course`` command does where files cannot be read or written, or their names and texts not be shown."""

from __future__ import annotations

import errno
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import privileges
from dragoman import files
from dragoman.cli.main import main
from dragoman.pages.directives import REVIEW
from synced_docs import ENGLISH, SPANISH, Docs

STALE = SPANISH.replace("rises", "falls")


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    return Docs(tmp_path)


def call(docs: Docs, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """Call ``course`` in this process, so that a test can take rights away from it."""
    monkeypatch.chdir(docs.folder)
    return CliRunner().invoke(main, list(arguments))


def protect(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let no file be written whose path contains ``name``."""
    put = files._put

    def refuse(path: Path, data: bytes, *, new: bool, durable: bool) -> None:
        if name in str(path):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        put(path, data, new=new, durable=durable)

    monkeypatch.setattr(files, "_put", refuse)


def test_page_behind_a_link_is_written_where_it_is(docs: Docs):
    elsewhere = docs.folder / "elsewhere.md"
    docs.path("tr").rename(elsewhere)
    docs.path("tr").symlink_to(elsewhere)
    docs.run("update", "docs/tr")
    assert docs.path("tr").is_symlink()
    assert REVIEW in elsewhere.read_text("utf-8")


@pytest.mark.parametrize("command", ["update", "adopt"])
def test_page_that_cannot_be_written_is_named_and_the_others_are_written(
    docs: Docs, monkeypatch: pytest.MonkeyPatch, command: str
):
    for lang in ("es", "tr"):
        docs.write(lang, STALE if command == "update" else "\n## Descenso\n\nLa pérdida $L$ sube.\n\nFin.\n")
    before = docs.read("es")
    protect(monkeypatch, "docs/es")
    done = call(docs, monkeypatch, command, "docs/es", "docs/tr")
    assert done.exit_code == 2
    assert done.stderr == (
        "docs/es/week05/05-1.md: found no permission (Permission denied), "
        "expected one to read and write it: change its permissions\n"
    )
    assert "docs/es" not in done.stdout
    assert "docs/tr/week05/05-1.md:" in done.stdout
    assert docs.read("es") == before
    assert docs.read("tr") != before


@pytest.mark.parametrize("arguments", [["update", "docs/tr"], ["adopt", "docs/es"], ["new", "de", "ch.05-1"]])
def test_page_that_the_disk_has_no_room_for_is_named_and_stays_as_it_was(docs: Docs, arguments: list[str]):
    if arguments[0] == "adopt":
        docs.write("es", "\n## Descenso\n\nLa pérdida $L$ sube.\n\nFin.\n")
    before = {path: path.read_bytes() for path in docs.folder.rglob("*") if path.is_file()}
    said = docs.process(*arguments, code=2, preexec=privileges.no_larger_than(100))
    assert re.fullmatch(r"docs/../week05/05-1\.md: found no room for a file of this size \(.*\), expected .*\n", said)
    assert {path: path.read_bytes() for path in docs.folder.rglob("*") if path.is_file()} == before


def test_new_page_that_cannot_be_written_is_named(docs: Docs, monkeypatch: pytest.MonkeyPatch):
    protect(monkeypatch, "docs/de")
    done = call(docs, monkeypatch, "new", "de", "ch.05-1")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("docs/de/week05/05-1.md: found no permission")


@pytest.mark.parametrize("place", ["docs/de", "docs/de/week05"])
def test_file_in_the_place_of_a_folder_is_named(docs: Docs, place: str):
    (docs.folder / place).parent.mkdir(exist_ok=True)
    (docs.folder / place).touch()
    said = docs.run("new", "de", "ch.05-1", code=2)
    assert said == f"{place}: found a file (Not a directory), expected a folder: rename or remove it\n"


@pytest.mark.parametrize("command", ["check", "status"])
def test_term_base_that_cannot_be_read_is_named(docs: Docs, command: str):
    (docs.folder / "docs/glossary.yml").mkdir()
    said = docs.run(command, code=2)
    assert said == "docs/glossary.yml: found a folder (Is a directory), expected a file: rename or remove it\n"


@pytest.mark.parametrize(
    "arguments", [["check", "docs/tr/week05/05-1.md"], ["update", "docs/tr"], ["new", "tr", "ch.05-1"]]
)
def test_folder_that_cannot_be_entered_is_named(docs: Docs, arguments: list[str]):
    folder = docs.path("tr").parent
    folder.chmod(0o000)
    try:
        assert "Permission denied" in docs.process(*arguments, code=2)
    finally:
        folder.chmod(0o700)


HINDERED = {
    "latin-1": (b"---\nlang: tr\ntitle: \xfc\n---\n", ":3: encoding.utf-8: found the byte 0xfc, expected UTF-8"),
    "empty": (b"", ":1: front-matter.missing: found no front matter, expected --- and title"),
    "a link to nothing": (None, ":1: library.file: found a file that cannot be read (No such file or directory)"),
}


@pytest.mark.parametrize(("data", "reason"), HINDERED.values(), ids=HINDERED)
def test_all_commands_say_why_a_file_is_not_read_as_a_translation(docs: Docs, data: bytes | None, reason: str):
    file = docs.path("tr")
    file.unlink()
    if data is None:
        file.symlink_to("nothing.md")
    else:
        file.write_bytes(data)
    for arguments in (["update", str(file)], ["adopt", str(file)], ["new", "tr", "ch.05-1"], ["diff", "tr", "ch.05-1"]):
        assert f"docs/tr/week05/05-1.md{reason}" in docs.run(*arguments, code=2)
    said = docs.run("status")
    assert "cannot be read" in said
    assert f"docs/tr/week05/05-1.md{reason}" in said
    assert "course new tr" not in said
    assert f"docs/tr/week05/05-1.md{reason}" in docs.run("check", code=1)
    assert file.is_symlink() if data is None else file.read_bytes() == data


def test_what_cannot_be_read_keeps_nothing_else_from_being_updated(docs: Docs):
    (docs.folder / "docs/tr/about.md").write_bytes(b"\xff")
    said = docs.run("update", "docs/tr", code=2)
    assert "docs/tr/about.md:1: encoding.utf-8: found the byte 0xff" in said
    assert REVIEW in docs.read("tr")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_text_that_the_output_cannot_hold_is_written_as_numbers(docs: Docs, encoding: str):
    docs.write("en", ENGLISH.replace("rises", "ırises 𝐿"))
    assert "\\u0131rises \\ud835\\udc3f" in docs.process("check", "docs/tr", code=1, encoding=encoding)
    found = json.loads(docs.process("check", "docs/tr", "--format", "json", code=1, encoding=encoding))
    assert any("ırises 𝐿" in one["message"] for one in found)
    for arguments in (
        ["diff", "tr", "ch.05-1"],
        ["update", "docs/tr", "--dry-run"],
        ["new", "de", "ch.05-1", "--dry-run"],
    ):
        assert "\\u0131rises" in docs.process(*arguments, encoding=encoding)
    assert "ch.05-1" in docs.process("status", encoding=encoding)
