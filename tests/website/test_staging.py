"""The folder of a build beside the site: what of it becomes the site, and what of the previous site stays."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman import files
from dragoman.website.staging import Staging


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was published from a repository of its own."""
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git" / "HEAD").write_text("of the site")
    (site / "index.html").write_text("old")
    return site


def built(site: Path, **pages: str) -> Staging:
    """Return the folder of a build that has written its pages."""
    staging = Staging(site)
    staging.folder.mkdir()
    for name, text in {"index": "new", **pages}.items():
        (staging.folder / f"{name}.html").write_text(text)
    return staging


def content(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*") if path.is_file()}


OLD = {".git/HEAD": "of the site", "index.html": "old"}
NEW = {".git/HEAD": "of the site", "index.html": "new"}


def test_published_site_takes_the_place_of_the_previous_one_and_keeps_its_repository(site: Path) -> None:
    site.chmod(0o710)
    assert built(site).publish() == site
    assert content(site) == NEW
    assert site.stat().st_mode & 0o777 == 0o710
    assert list(site.parent.iterdir()) == [site]


def test_dot_files_of_the_build_go_before_those_of_the_previous_site(site: Path) -> None:
    (site / ".well-known").mkdir()
    (site / ".well-known" / "a").write_text("old")
    staging = built(site)
    (staging.folder / ".well-known").mkdir()
    (staging.folder / ".well-known" / "b").write_text("new")
    staging.publish()
    assert content(site) == {**NEW, ".well-known/b": "new"}


def test_dot_files_of_a_build_that_breaks_off_do_not_reach_the_site(site: Path) -> None:
    staging = built(site)
    (staging.folder / ".well-known").write_text("new")
    staging._around.close()
    assert content(site) == OLD
    assert list(site.parent.iterdir()) == [site]


def test_two_builds_at_once_both_publish(site: Path) -> None:
    first, second = built(site), built(site, more="new")
    second.publish()
    assert content(site) == {**NEW, "more.html": "new"}
    first.publish()
    assert content(site) == NEW
    assert list(site.parent.iterdir()) == [site]


def test_site_that_cannot_be_replaced_stays_as_it_was_with_its_repository(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = built(site)

    def refuse(one: Path, other: Path) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(other), None, str(one))

    monkeypatch.setattr(files, "exchange", refuse)
    with pytest.raises(OSError, match="busy"):
        staging.publish()
    staging._around.close()
    assert content(site) == OLD
    assert list(site.parent.iterdir()) == [site]


def test_file_in_the_place_of_the_site_is_named_and_stays(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(NotADirectoryError, match="site"):
        Staging(tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_link_to_the_site_stays_and_the_folder_that_it_leads_to_is_replaced(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link"
    link.parent.mkdir()
    link.symlink_to(site)
    built(link).publish()
    assert link.is_symlink()
    assert content(site) == NEW


# Ends in the middle of `publish`: the lines that a build is killed before, whatever they are.
KILLED = """
import os, sys
from pathlib import Path
from dragoman import files
from dragoman.website.staging import Staging

site, stop, at_once = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "at once"
if not at_once:
    files.ctypes.CDLL = lambda _: object()
staging = Staging(site)
staging.folder.mkdir()
(staging.folder / "index.html").write_text("new")
lines = 0
def trace(frame, event, argument):
    global lines
    if "dragoman" not in frame.f_code.co_filename:
        return None
    if event == "line":
        lines += 1
        if lines == stop:
            os.kill(os.getpid(), 9)
    return trace
sys.settrace(trace)
staging.publish()
sys.settrace(None)
print(lines)
"""


@pytest.mark.parametrize("way", ["at once", "in steps"])
def test_build_that_is_killed_at_any_line_of_publishing_loses_nothing(tmp_path: Path, way: str) -> None:
    for stop in range(1, 200):
        site = tmp_path / str(stop) / "site"
        (site / ".git").mkdir(parents=True)
        (site / ".git" / "HEAD").write_text("of the site")
        (site / "index.html").write_text("old")
        command = [sys.executable, "-c", KILLED, str(site), str(stop), way]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in (0, -9), done.stderr
        if way == "at once":
            assert (site / "index.html").read_text() in ("old", "new")
        built(site).publish()
        assert content(site) == NEW
        assert list(site.parent.iterdir()) == [site]
        if done.returncode == 0:
            break
    assert done.returncode == 0
    assert int(done.stdout) < stop
    assert stop > 10
