"""What is written whole or not at all, and who may take away what a killed process left."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import privileges
from dragoman import files
from dragoman.files import write

HOLD = "import signal, sys; from pathlib import Path; from dragoman import files; {}; print('held', flush=True); signal.pause()"


def held(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Return a process that has run ``code`` and holds what it made until it is killed."""
    process = subprocess.Popen([sys.executable, "-c", HOLD.format(code), *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


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
    command = "import sys; from dragoman.files import write; from pathlib import Path; write(Path(sys.argv[1]), b'two')"
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


def test_file_that_does_not_fit_leaves_the_one_before_and_nothing_else(tmp_path: Path):
    file = tmp_path / "a.md"
    write(file, b"one")
    command = (
        "import sys; from pathlib import Path; from dragoman.files import write; write(Path(sys.argv[1]), bytes(9999))"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", command, str(file)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=privileges.no_larger_than(1000),
    )
    assert done.stderr.splitlines()[-1].startswith(f"OSError: [Errno {errno.EFBIG}]")
    assert file.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [file]


def test_name_as_long_as_the_disk_allows_can_be_written(tmp_path: Path):
    file = tmp_path / f"{'a' * (os.pathconf(tmp_path, 'PC_NAME_MAX') - 3)}.md"
    write(file, b"one")
    write(file, b"two")
    assert file.read_bytes() == b"two"
    with pytest.raises(OSError, match="too long"):
        write(file.with_name(f"a{file.name}"), b"one")
    assert list(tmp_path.iterdir()) == [file]


PART = "descriptor, path = files._locked_file(Path(sys.argv[1]))"
WORKPLACE = "place = files.Workplace(Path(sys.argv[1]), '.site-building-', lambda folder: None)"


def test_part_of_a_file_whose_writer_was_killed_goes_with_the_next_file(tmp_path: Path):
    process = held(PART, str(tmp_path))
    (part,) = tmp_path.iterdir()
    write(tmp_path / "a.md", b"one")
    assert part.exists()
    kill(process)
    write(tmp_path / "a.md", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_workplace_of_a_killed_process_goes_with_the_next_and_that_of_a_living_one_stays(tmp_path: Path):
    processes = [held(WORKPLACE, str(tmp_path)) for _ in range(2)]
    assert len(list(tmp_path.iterdir())) == 2
    kill(processes[0])
    place = files.Workplace(tmp_path, ".site-building-", lambda _: None)
    assert len(list(tmp_path.iterdir())) == 2
    kill(processes[1])
    place.close()
    files.Workplace(tmp_path, ".site-building-", lambda _: None).close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", [".site-building-12345678", ".site-packages", ".course-notes.part"])
def test_what_is_named_alike_and_is_locked_or_none_of_ours_stays(tmp_path: Path, name: str):
    (tmp_path / name).mkdir()
    with files.locked(tmp_path / name):
        files.Workplace(tmp_path, ".site-building-", lambda _: None).close()
        write(tmp_path / "a.md", b"one")
    assert (tmp_path / name).is_dir()


def test_workplace_goes_with_the_process_that_ends_by_itself_or_is_told_to(tmp_path: Path):
    for ending in ("sys.exit(3)", "raise KeyboardInterrupt", "1 / 0"):
        code = f"import sys; from pathlib import Path; from dragoman import files; {WORKPLACE}; {ending}"
        assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False).returncode
        assert list(tmp_path.iterdir()) == []


def test_folders_change_places_also_where_the_system_cannot_do_it_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    one, other = tmp_path / "in" / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir(parents=True)
        (folder / folder.name).touch()
    files.exchange(one, other)
    assert ([path.name for path in one.iterdir()], [path.name for path in other.iterdir()]) == (["other"], ["one"])
    monkeypatch.setattr(files.ctypes, "CDLL", lambda _: object())
    files.exchange(one, other)
    assert ([path.name for path in one.iterdir()], [path.name for path in other.iterdir()]) == (["one"], ["other"])
    assert [path.name for path in one.parent.iterdir()] == ["one"]


@pytest.mark.parametrize(
    "number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.ENAMETOOLONG, errno.EROFS, errno.EIO]
)
def test_error_of_the_disk_is_said_in_a_line_that_names_the_file_that_was_written(number: int):
    error = OSError(number, os.strerror(number), "from", None, "to")
    said = files.explained(error)
    assert said.startswith("to: found ")
    assert os.strerror(number) in said
    assert ", expected " in said
    assert files.explained(OSError(number, "x"), "site").startswith("site: found ")
