from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile  # noqa: F401 - loads the profile
import privileges
from dragoman.sync.editing.edits import Edit, Lines, apply, unified, write


def inserted(text: str, line: int, content: str) -> str:
    return apply(text, [Lines(text).insert(line, content)])


def test_edits_leave_every_other_byte():
    assert apply("a\r\nb\tc\n", [Edit(3, 4, "XX")]) == "a\r\nXX\tc\n"


def test_edits_at_one_place_keep_their_order():
    assert apply("ab", [Edit(1, 1, "1"), Edit(1, 1, "2"), Edit(0, 0, "0")]) == "0a12b"


def test_no_edit_changes_nothing():
    assert apply("a\r\n\ufeffb", []) == "a\r\n\ufeffb"


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("a\n\nb\n", 3, "a\n\nX\n\nb\n"),
        ("a\nb\n", 2, "a\n\nX\n\nb\n"),
        ("a\n", 2, "a\n\nX\n"),
        ("a", 2, "a\n\nX\n"),
        ("a\n\n\nb\n", 3, "a\n\nX\n\nb\n"),
        ("", 1, "X\n"),
        ("a\n", 9, "a\n\nX\n"),
    ],
)
def test_text_that_is_put_in_has_a_blank_line_on_each_side(text: str, line: int, expected: str):
    assert inserted(text, line, "X") == expected


def test_text_that_is_put_in_has_the_line_ends_of_the_file():
    assert inserted("a\r\n\r\nb\r\n", 3, "X\nY") == "a\r\n\r\nX\r\nY\r\n\r\nb\r\n"


@given(st.text("ab\n", max_size=12), st.integers(1, 9))
def test_text_is_put_in_before_a_line_and_nothing_else_changes(text: str, line: int):
    at = Lines(text).start(line)
    result = inserted(text, line, "X")
    assert result.startswith(text[:at])
    assert result.endswith(text[at:])
    assert result[at : len(result) - len(text) + at].strip("\n") == "X"


def test_diff_shows_what_changes():
    diff = unified("a\nb\n", "a\nc", "docs/tr/a.md")
    assert diff == "--- a/docs/tr/a.md\n+++ b/docs/tr/a.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"


def test_file_is_written_as_a_whole_with_its_mode(tmp_path: Path):
    file = tmp_path / "new" / "a.md"
    write(file, b"one")
    file.chmod(0o600)
    write(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["a.md"]


def test_link_stays_and_the_file_that_it_leads_to_is_written(tmp_path: Path):
    file, link = tmp_path / "there" / "a.md", tmp_path / "b.md"
    write(file, b"one")
    link.symlink_to("there/a.md")
    write(link, b"two")
    assert link.is_symlink()
    assert file.read_bytes() == b"two"
    assert [path.name for path in file.parent.iterdir()] == ["a.md"]


def test_link_to_nothing_is_not_taken_for_a_new_file(tmp_path: Path):
    link = tmp_path / "a.md"
    link.symlink_to("nothing.md")
    with pytest.raises(FileExistsError, match=r"a\.md"):
        write(link, b"one", new=True)
    assert list(tmp_path.iterdir()) == [link]


@pytest.mark.parametrize("new", [False, True])
def test_file_in_the_place_of_a_folder_is_named(tmp_path: Path, new: bool):
    (tmp_path / "it").touch()
    with pytest.raises(NotADirectoryError) as error:
        write(tmp_path / "it" / "week01" / "01.md", b"one", new=new)
    assert error.value.filename == str(tmp_path / "it")


def test_error_of_the_disk_names_the_file_and_leaves_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "a.md"
    write(file, b"one")

    def refuse(source: object, target: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(source), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError) as error:
        write(file, b"two")
    assert error.value.filename == str(file)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"one"


def test_file_that_its_owner_protects_is_not_written(tmp_path: Path):
    file = tmp_path / "a.md"
    write(file, b"one")
    file.chmod(0o444)
    command = "import sys; from dragoman.sync.editing.edits import write; from pathlib import Path; write(Path(sys.argv[1]), b'two')"
    done = subprocess.run(
        [sys.executable, "-c", command, str(file)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=privileges.drop,
    )
    assert done.stderr.splitlines()[-1].startswith("PermissionError")
    assert file.read_bytes() == b"one"


def test_new_file_never_replaces_another(tmp_path: Path):
    file = tmp_path / "a.md"
    write(file, b"one", new=True)
    with pytest.raises(FileExistsError):
        write(file, b"two", new=True)
    assert file.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [file]


def test_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path):
    folder = tmp_path / "a.md"
    folder.mkdir()
    with pytest.raises(OSError, match=r"a\.md"):
        write(folder, b"one")
    assert list(tmp_path.iterdir()) == [folder]
