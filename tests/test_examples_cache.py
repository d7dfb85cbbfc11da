"""Results of executed examples: when they are used again, and builds that end or meet."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from examples_course import DRAW, PATIENCE, Course, examples
from projects import ROOT, Built, Project, mkdocs
from snippets_folder import leaving


def _start(project: Project, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            str(Path(sys.executable).with_name("mkdocs")),
            "build",
            "--quiet",
            "-f",
            str(project.folder / "mkdocs.yml"),
            *arguments,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


CHANGES = {
    "comments": (lambda text: text.replace("# why", "# why not,\n# and more"), False),
    "line ends": (lambda text: text.replace("\n", "\r\n"), False),
    "spaces": (lambda text: text.replace("+", " + "), False),
    "code": (lambda text: text.replace("1+1", "1+2"), True),
}


def test_snippet_is_run_again_only_when_something_changed_that_it_depends_on(course: Course) -> None:
    folder = course.project.folder / "snippets" / "week05"
    (folder / "sums.py").write_text("def add(x):\n    return x\n")
    (folder / "numbers.txt").write_text("3")
    unrelated = course.project.folder / "unrelated.txt"
    unrelated.write_text("3")
    source = (
        f"# %% one\n# why\nfrom sums import add\n\n{course.tracing('run')}"
        "print('result', add(1+1) * int(open('numbers.txt').read()))\n"
    )
    course.example("05-1-sum", source)

    def result() -> tuple[int, str]:
        built = course.build("--quiet")
        assert built.returncode == 0, built.output
        (number,) = re.findall(r"^result (\d+)$", examples(built.page("week05/05-1"))[0], re.MULTILINE)
        return course.runs("run"), number

    assert result() == (1, "6")
    for change in ("comments", "line ends", "spaces"):
        (folder / "05-1-sum.py").write_bytes(CHANGES[change][0](source).encode())
        assert result() == (1, "6"), change
    unrelated.write_text("4")
    course.project.write("fr/week05/05-1.md", "lang: fr\nlang-ref: ch.05-1\ntitle: x", course.fences["en"][0])
    assert result() == (1, "6")
    (folder / "numbers.txt").write_text("4")
    assert result() == (2, "8")
    (folder / "sums.py").write_text("def add(x):\n    return x + 1\n")
    assert result() == (3, "12")
    for path in (course.project.folder / ".cache").rglob("*.json"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert result() == (3, "12")  # the site is there, and nothing has changed
    (course.project.site / "index.html").unlink()
    assert result() == (4, "12")
    assert result() == (4, "12")


def test_killed_build_leaves_no_damaged_entry_and_no_site(course: Course) -> None:
    course.example("05-1-quick", f"{course.tracing('quick')}{DRAW}print('quick')\n")
    started, go = (course.project.folder / "traces" / name for name in ("started", "go"))
    course.example(
        "05-1-slow",
        f"import ctypes\nimport time\n{leaving(started, 'x')}"
        f"while ctypes.CDLL(None).access({str(go).encode()!r}, 0):\n    time.sleep(0.05)\nprint('slow')\n",
    )
    course.write()
    process = _start(course.project)
    try:
        end = time.monotonic() + PATIENCE
        while not started.exists() and time.monotonic() < end:
            time.sleep(0.05)
        assert started.exists()
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
    assert not course.project.site.exists()
    go.touch()
    built = course.build()
    assert built.returncode == 0, built.output
    assert "quick" in examples(built.page("week05/05-1"))[0]
    assert "slow" in examples(built.page("week05/05-1"))[1]


def test_terminated_build_leaves_nothing_behind(course: Course) -> None:
    course.write()
    assert course.build().returncode == 0
    started = course.project.folder / "started"
    hook = course.project.folder / "hook.py"
    hook.write_text(
        f"import pathlib, time\n\n\ndef on_env(env, **_):\n    pathlib.Path({str(started)!r}).touch()\n    time.sleep(600)\n"
    )
    config = course.project.folder / "mkdocs.yml"
    config.write_text(config.read_text().replace("hooks: [", f"hooks: ['{hook}', "))
    process = _start(course.project)
    end = time.monotonic() + PATIENCE
    while not started.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert list(course.project.folder.glob(".site-*"))
    process.terminate()
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM, output
    assert "Traceback" not in output
    assert not list(course.project.folder.glob(".site-*"))
    assert (course.project.site / "index.html").exists()


def test_two_builds_at_once_both_succeed_with_the_same_bytes(course: Course) -> None:
    for number in range(3):
        course.example(f"05-1-draw-{number}", f"{DRAW}print({number})\n")
    course.write()
    sites = [course.project.folder / name for name in ("one", "other")]
    processes = [_start(course.project, "-d", str(site)) for site in sites]
    for process in processes:
        output, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, output
    pages = sorted(path.relative_to(sites[0]) for path in sites[0].rglob("*.html"))
    assert pages
    assert [(sites[0] / page).read_bytes() for page in pages] == [(sites[1] / page).read_bytes() for page in pages]
    assert not list((course.project.folder / ".cache").rglob("*.part"))


def test_build_of_our_own_site_is_warm_after_it_was_built(built: Built, tmp_path: Path) -> None:
    assert built.returncode == 0
    done = mkdocs("build", "--strict", "-q", "-d", str(tmp_path / "site"))
    assert (done.returncode, done.stderr) == (0, "")


def test_data_of_the_project_is_given_where_it_is_declared_and_counts_then(project: Project) -> None:
    data = project.folder / "data" / "numbers.txt"
    data.parent.mkdir()
    reading = "print('read', open('data/numbers.txt').read())\n"
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-data"\n```')
    data.write_text("first")
    project.snippet("05-1-data", reading)
    refused = project.build()
    assert refused.returncode != 0
    assert "snippets/week05/05-1-data.py:1: FileNotFoundError: " in refused.output
    assert "write # reads: data/numbers.txt at its top" in refused.output
    project.snippet("05-1-data", f"# reads: data/*.txt\n{reading}")
    for content in ("first", "second"):
        data.write_text(content)
        built = project.build()
        assert built.returncode == 0, built.output
        assert f"read {content}" in built.page("week05/05-1")
    data.unlink()
    lost = project.build()
    assert lost.returncode != 0
    assert "snippets/week05/05-1-data.py:1: snippet: found reads: data/*.txt, which no file" in lost.output
