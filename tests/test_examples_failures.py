"""Executed examples that fail or are refused: where it is said, and what never runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from examples_course import Course, examples
from projects import Built, Project
from snippets_folder import leaving

# What a snippet does, the line of its file that is named, and what the message says.
FAILING = {
    "exit": ("x = 1\nimport sys\nsys.exit(0)\n", 3, r"found sys\.exit\(0\)"),
    "os-exit": ("import os\nos._exit(0)\n", 1, "found the end of the process|expected the file to run to its end"),
    "os-exit-4": ("# %% a\nx = 1\n# %% b\nimport os\nos._exit(4)\n", 4, "found the end of the process with status 4"),
    "segfault": (
        "import ctypes, traceback\ntry:\n    1 / 0\nexcept ArithmeticError:\n    traceback.print_exc()\n\nctypes.string_at(0)\n",
        7,
        "found the end by SIGSEGV",
    ),
    "memory": ("import torch\n\nw = torch.empty(2**30).fill_(1.0)\n", 3, "RuntimeError: .*allocate"),
    "bytes": ("# %%\nx = bytearray(4 * 2**30)\n", 2, "MemoryError"),
    "raises": ("import torch\n\nw = torch.zeros(2)\nw @ torch.zeros(3)\n", 4, "RuntimeError: "),
    "syntax": ("x = 1\ny = = 2\n", 2, "found what Python cannot read"),
    "calm": ('# %% a\nx = 1\n\n# %% b tags=["raises-exception"]\nx = 2\n', 5, "found no exception, expected one"),
    "helped": ("import failing_helper\n\n\nfailing_helper.fail()\n", 4, "KeyError: 'nothing'"),
}


# A fence, and what is said about it.
REFUSED = {
    "session": ('```python exec="1" session="one"\nprint(1)\n```', r"found session=…, expected cells .*snippet="),
    "bash": ('```bash exec="1"\necho 1\n```', "found exec in a bash fence, expected python: remove exec"),
    "cell": (
        '```python exec="1" snippet="05-1-good:nowhere"\n```',
        r"found the cell 'nowhere', expected one of 05-1-good \(one, two\)",
    ),
    "both": ('```python exec="1" snippet="05-1-good"\nprint(1)\n```', "found snippet=… and code"),
    "empty": ('```python exec="1" title="nothing"\n```', "found an executed fence without code"),
}


@dataclass(frozen=True)
class Failed:
    """A build in which everything fails that can, and the course it built."""

    built: Built
    course: Course
    pids: list[int]


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> Failed:
    course = Course(Project(tmp_path_factory.mktemp("failed")))
    folder = course.project.folder
    (folder / "snippets" / "week05" / "failing_helper.py").write_text("def fail():\n    return {}['nothing']\n")
    for name, (source, _, _) in FAILING.items():
        course.example(f"05-1-{name}", source)
    pids = folder / "traces" / "pids"
    course.example(
        "05-1-endless",
        "# time-limit: 2\n# %% loop\nimport os\nimport subprocess\nimport sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'while True: pass'])\n"
        f"{leaving(pids, '%d %d', 'os.getpid(), child.pid')}"
        "while True:\n    pass\n",
    )
    course.project.snippet("05-1-good", "# %% one\nprint(6 * 7)\n# %% two\nprint(2)\n")
    course.fence('exec="1" snippet="05-1-good:one"', langs=("en", "fr", "tr", "ar"))
    course.fence('exec="1" snippet="05-1-raises"', langs=("ar",))
    course.fence('exec="1"', course.tracing("english"))
    course.fence('exec="1"', course.tracing("french"), langs=("fr",))
    course.fences["en"] += [fence for fence, _ in REFUSED.values()]
    (course.project.site).mkdir()
    (course.project.site / "mark").write_text("the previous site")
    built = course.build("--quiet")
    return Failed(built, course, [int(pid) for pid in pids.read_text().split()])


@pytest.mark.parametrize("name", FAILING)
def test_failure_is_located_in_its_file_and_in_its_page(failed: Failed, name: str) -> None:
    _, line, message = FAILING[name]
    said = re.escape(f"snippets/week05/05-1-{name}.py:{line}: ")
    assert re.search(rf"^(?:ERROR +- +)?{said}.*(?:{message})", failed.built.output, re.MULTILINE), failed.built.output
    at = failed.course.line("en", f'snippet="05-1-{name}"')
    assert f"docs/en/week05/05-1.md:{at}: snippet 05-1-{name}: " in failed.built.output


def test_failure_in_another_language_names_its_page_too(failed: Failed) -> None:
    at = failed.course.line("ar", 'snippet="05-1-raises"')
    assert f"docs/ar/week05/05-1.md:{at}: snippet 05-1-raises: " in failed.built.output


def test_each_failure_is_said_once(failed: Failed) -> None:
    located = re.findall(r"^(?:ERROR +- +)?((?:docs|snippets)/\S+:\d+: .*)$", failed.built.output, re.MULTILINE)
    assert len(located) == len(set(located))
    assert len([line for line in located if line.startswith("snippets/week05/05-1-raises.py")]) == 1


def test_failure_shows_the_end_of_its_traceback(failed: Failed) -> None:
    assert "w @ torch.zeros(3)" in failed.built.output
    assert "failing_helper.py" in failed.built.output
    assert "in fail" in failed.built.output


def test_snippet_without_an_end_is_ended_at_its_limit_with_its_children(failed: Failed) -> None:
    assert re.search(
        r"snippets/week05/05-1-endless\.py:[89]: .*found it still computing after 2 s", failed.built.output
    )
    assert len(failed.pids) == 2
    for pid in failed.pids:
        assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Tell whether a process runs; one that ended and was not waited for does not."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("kind", REFUSED)
def test_fence_that_cannot_be_executed_is_refused_with_the_way_out(failed: Failed, kind: str) -> None:
    fence, message = REFUSED[kind]
    at = failed.course.line("en", fence.partition("\n")[0])
    assert re.search(rf"docs/en/week05/05-1\.md:{at}: snippet: {message}", failed.built.output), failed.built.output


def test_translation_cannot_bring_code_of_its_own_and_it_is_not_executed(failed: Failed) -> None:
    at = failed.course.line("fr", "french") - 1
    message = "found code that the source page does not have, expected the same code, comments aside"
    assert f"docs/fr/week05/05-1.md:{at}: trust.code: {message}" in failed.built.output
    assert failed.course.runs("french") == 0
    assert failed.course.runs("english") == 1


def test_quiet_build_with_failures_exits_non_zero_and_keeps_the_previous_site(failed: Failed) -> None:
    assert failed.built.returncode != 0
    assert (failed.built.site / "mark").read_text() == "the previous site"
    assert not list(failed.built.site.parent.glob(".site-*"))


def test_snippets_that_ran_are_cached_though_others_failed_and_failures_are_not(failed: Failed) -> None:
    outputs = [
        path.read_text("utf-8")
        for path in (failed.course.project.folder / ".cache").rglob("*.json")
        if "packages" not in path.parts
    ]
    assert len(outputs) == 2
    assert any('"42\\n"' in output for output in outputs)


def test_unexpected_failure_is_not_remembered(course: Course) -> None:
    course.example("05-1-data", "print('found', open('data.txt').read())\n")
    built = course.build()
    assert built.returncode != 0
    assert "snippets/week05/05-1-data.py:1: FileNotFoundError" in built.output
    (course.project.folder / "snippets" / "week05" / "data.txt").write_text("data")
    built = course.build()
    assert built.returncode == 0, built.output
    assert "found data" in examples(built.page("week05/05-1"))[0]


@pytest.mark.parametrize("flags", [("--strict",), ("--quiet",)])
def test_failure_in_the_third_language_only_fails_the_build(course: Course, flags: tuple[str, ...]) -> None:
    course.project.snippet("05-1-a", "# %% one\nprint(1)\n")
    course.fence('exec="1" snippet="05-1-a:one"', langs=("en", "fr"))
    course.fence('exec="1" snippet="05-1-a:bir"', langs=("tr",))
    built = course.build(*flags)
    assert built.returncode != 0
    at = course.line("tr", "05-1-a:bir")
    assert f"docs/tr/week05/05-1.md:{at}: snippet: found the cell 'bir', expected one of 05-1-a (one)" in built.output
    assert not built.site.exists()


def test_snippet_whose_supervisor_dies_is_a_failure_like_others(project: Project) -> None:
    project.snippet("05-1-kills", "import os, signal\n\nos.kill(os.getppid(), signal.SIGKILL)\n")
    project.snippet("05-1-after", "print('still here')\n")
    project.write(
        "en/week05/05-1.md",
        "lang-ref: ch.05-1\ntitle: x",
        '```python exec="1" snippet="05-1-kills"\n```\n\n```python exec="1" snippet="05-1-after"\n```',
    )
    built = project.build()
    assert built.returncode != 0
    assert "docs/en/week05/05-1.md:6: snippet 05-1-kills: does not run" in built.output
    assert "found the end of the process that ran it (nothing was answered)" in built.output
    assert "Traceback" not in built.output
