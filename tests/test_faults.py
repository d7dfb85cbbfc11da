"""Real builds that the disk, the clock or a signal gets in the way of: what is said, what stays, what is left behind."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import privileges
from projects import ROOT, Built, Once, Project

PATIENCE = 120  # seconds, far outside of what anything here takes
EXAMPLE = '```python exec="1" snippet="05-1-a"\n```'


class Faulty:
    """A small course with an example, the site of an earlier build, and a folder of its own for temporary files."""

    def __init__(self, folder: Path, built: Path) -> None:
        self.project = Project(folder / "course")
        shutil.copytree(built, folder / "course", dirs_exist_ok=True, ignore=shutil.ignore_patterns("mkdocs.yml"))
        self.temporary = folder / "temporary"
        self.temporary.mkdir()

    def start(self, preexec: Callable[[], None] | None = None, *flags: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(Path(sys.executable).with_name("mkdocs")), "build", *flags],
            cwd=self.project.folder,
            env=os.environ | {"TMPDIR": str(self.temporary)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            preexec_fn=preexec,  # noqa: PLW1509 - no thread runs here
        )

    def ended(self, process: subprocess.Popen[str]) -> Built:
        output, _ = process.communicate(timeout=PATIENCE)
        assert "Traceback" not in output
        return Built(self.project.site, process.returncode, output)

    def build(self, preexec: Callable[[], None] | None = None, *flags: str) -> Built:
        return self.ended(self.start(preexec, *flags))

    def forget(self) -> None:
        """Have the next build make everything, though nothing has changed."""
        for file in (self.project.folder / ".cache").glob("kept.sqlite*"):
            file.unlink()

    def content(self) -> dict[str, bytes]:
        """Return the files of the site with what is in them."""
        site = self.project.site
        return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}

    def left(self) -> list[str]:
        """Return what is neither the course nor its site nor its cache."""
        own = {"docs", "snippets", "site", "mkdocs.yml", ".cache"}
        folder = self.project.folder
        parts = [path for path in folder.rglob("*") if path.name.startswith(".course-")]
        return sorted(
            [path.name for path in (*folder.iterdir(), *self.temporary.iterdir(), *parts) if path.name not in own]
        )


@pytest.fixture
def faulty(tmp_path: Path, once: Once) -> Faulty:
    built = once("faulty", _built)
    assert built.returncode == 0, built.output
    (tmp_path / "course").mkdir()
    return Faulty(tmp_path, built.site.parent)


def _built(folder: Path) -> Built:
    project = Project(folder)
    project.snippet("05-1-a", "print('shown')\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", EXAMPLE)
    return project.build()


def until(condition: Callable[[], object]) -> None:
    """Wait for what must happen."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def errors(built: Built) -> list[str]:
    return [line for line in built.output.splitlines() if line.startswith("ERROR")]


def test_full_disk_is_said_in_a_line_and_leaves_the_previous_site(faulty: Faulty) -> None:
    before = faulty.content()
    largest = max(map(len, before.values()))
    faulty.forget()
    built = faulty.build(privileges.no_larger_than(largest - 1))
    assert built.returncode == 1
    (line,) = errors(built)
    assert re.search(r"course/site/\S+: found no room for a file of this size \(.*\), expected some", line)
    assert faulty.content() == before
    assert faulty.left() == []
    assert faulty.build().returncode == 0
    assert faulty.content() == before


UNREADABLE = {
    "page": "docs/en/week05/05-1.md",
    "snippet": "snippets/week05/05-1-a.py",
    "data": "snippets/week05/data.csv",
    "image": "docs/en/plot.png",
    "template": "overrides/main.html",
    "folder of the site": ".",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_or_written_is_named_in_a_line(faulty: Faulty, name: str) -> None:
    folder, before = faulty.project.folder, faulty.content()
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    config = folder / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(ROOT / "overrides"), str(folder / "overrides")))
    path = folder / UNREADABLE[name]
    faulty.forget()
    if not path.exists():
        path.write_bytes(b"1")
    path.chmod(0o500 if path.is_dir() else 0)
    try:
        built = faulty.build(privileges.drop)
    finally:
        path.chmod(0o755)
    assert built.returncode == 1
    said = [line for line in built.output.splitlines() if str(path.resolve()) in line or UNREADABLE[name] in line]
    assert len(said) == 1 or name in ("page", "snippet", "folder of the site"), built.output
    assert "Permission denied" in said[0]
    assert faulty.content() == before


@pytest.mark.parametrize("name", [".cache", ".cache/snippets"])
def test_cache_that_cannot_be_written_is_said_in_a_line_and_the_site_is_right(faulty: Faulty, name: str) -> None:
    before = faulty.content()
    shutil.rmtree(faulty.project.folder / ".cache")
    cache = faulty.project.folder / name
    cache.mkdir(parents=True)
    cache.chmod(0o500)
    built = faulty.build(privileges.drop, "--strict")
    assert built.returncode == 0, built.output
    (line,) = [line for line in built.output.splitlines() if ": cache: " in line]
    assert "found no permission (Permission denied)" in line
    assert faulty.content() == before


def test_cache_with_garbage_in_it_is_used_as_far_as_it_goes(faulty: Faulty) -> None:
    before = faulty.content()
    files = [path for path in (faulty.project.folder / ".cache").rglob("*") if path.is_file()]
    assert files
    for path in files:
        for garbage in (b"", b"\0" * 99, b"[" * 99_999, path.read_bytes()[:-1]):
            path.write_bytes(garbage)
        (path.parent / "garbage").mkdir()
    assert faulty.build(None, "--strict").returncode == 0
    assert faulty.content() == before
    for path in files:
        path.unlink()
        path.mkdir()
    built = faulty.build(None, "--strict")
    assert built.returncode == 0
    assert len([line for line in built.output.splitlines() if ": cache: " in line]) == 1
    assert faulty.content() == before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_build_that_is_ended_while_it_writes_leaves_the_previous_site(faulty: Faulty, number: signal.Signals) -> None:
    before = faulty.content()
    faulty.forget()
    process = faulty.start()
    until(lambda: list(faulty.project.folder.glob(".site-*/site/assets")))
    process.send_signal(number)
    assert faulty.ended(process).returncode != 0
    assert faulty.content() == before
    until(lambda: not list(faulty.temporary.iterdir()))
    assert (faulty.left() == []) is (number != signal.SIGKILL)
    assert faulty.build().returncode == 0
    assert faulty.content() == before
    assert faulty.left() == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_build_that_is_ended_while_a_snippet_runs_leaves_nothing(faulty: Faulty, number: signal.Signals) -> None:
    before = faulty.content()
    whole = faulty.project.folder / "snippets" / "week05" / "05-1-a.py"
    whole.write_text("import time\ntime.sleep(50)\nprint('shown')\n")
    process = faulty.start()
    until(lambda: list(faulty.temporary.rglob("stdout")))
    process.send_signal(number)
    assert faulty.ended(process).returncode != 0
    until(lambda: not list(faulty.temporary.iterdir()))
    assert faulty.content() == before
    assert faulty.left() == []


def test_two_builds_at_once_are_both_right_and_leave_nothing(faulty: Faulty) -> None:
    before = faulty.content()
    shutil.rmtree(faulty.project.folder / ".cache")
    for built in [faulty.ended(process) for process in [faulty.start(), faulty.start()]]:
        assert built.returncode == 0, built.output
    assert faulty.content() == before
    assert faulty.left() == []


def files_of(course: Path) -> Iterator[Path]:
    for name in ("docs", "snippets", ".cache", "site"):
        yield from [path for path in (course / name).rglob("*") if path.is_file()]


def test_clock_that_goes_back_keeps_no_change_from_being_seen(faulty: Faulty) -> None:
    future = time.time() + 10**9
    faulty.project.snippet("05-1-a", "print('other')\n")
    faulty.project.write("en/index.md", "lang-ref: home\ntitle: Home", "Changed.")
    changed = [faulty.project.folder / name for name in ("snippets/week05/05-1-a.py", "docs/en/index.md")]
    for path in files_of(faulty.project.folder):
        os.utime(path, (1, 1) if path in changed else (future, future))
    built = faulty.build()
    assert built.returncode == 0
    assert "Changed." in built.page("")
    assert "other" in built.page("week05/05-1")


def test_long_names_are_no_obstacle_or_said_in_a_line(faulty: Faulty) -> None:
    longest = os.pathconf(faulty.temporary, "PC_NAME_MAX")
    name = f"{'i' * (longest - 4)}.png"
    faulty.project.write_bytes(f"en/{name}", b"x")
    faulty.project.write(
        "en/index.md",
        "lang-ref: home\ntitle: Home",
        f"![there]({name})\n\n![gone]({{{{site.baseurl}}}}/images/{'g' * 5000}.png)\n",
    )
    built = faulty.build()
    assert built.returncode == 0, built.output
    assert (built.site / "en" / name).exists() or (built.site / name).exists()
    assert built.output.count("image.missing") == 1
    page = "p" * (longest - 3)
    faulty.project.write(f"en/{page}.md", f"lang-ref: {page}\ntitle: Long", EXAMPLE)
    before = faulty.content()
    built = faulty.build()
    assert built.returncode == 1
    (line,) = errors(built)
    assert "found a name that is too long" in line
    assert faulty.content() == before
    assert faulty.left() == []
