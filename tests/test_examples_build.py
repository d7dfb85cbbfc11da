"""Executed examples by real builds of small sites: what runs, what is shown, and what never runs."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import pytest

from conftest import ROOT, Built, Project, mkdocs

PATIENCE = 60  # seconds


@dataclass
class Course:
    """A small course whose pages of week 5 are made of fences."""

    project: Project
    fences: dict[str, list[str]] = field(default_factory=dict)

    @property
    def trace(self) -> Path:
        """A file outside of the snippets folder that code appends to."""
        return self.project.folder / "trace"

    def runs(self, mark: str) -> int:
        """Return how often code with a `tracing` line ran."""
        return self.trace.read_text().split().count(mark) if self.trace.exists() else 0

    def tracing(self, mark: str) -> str:
        """Return a line of code that leaves a mark each time it runs."""
        return f"open({str(self.trace)!r}, 'a').write('{mark} ')\n"

    def fence(self, opening: str, body: str = "", langs: tuple[str, ...] = ("en",)) -> None:
        """Add a fence to pages."""
        for lang in langs:
            self.fences.setdefault(lang, []).append(f"```python {opening}\n{body}```\n")

    def example(self, name: str, source: str) -> None:
        """Write a snippet and show all of it in the English page."""
        self.project.snippet(name, source)
        self.fence(f'exec="1" snippet="{name}" source="above"')

    def write(self) -> None:
        """Write the pages."""
        for lang, fences in self.fences.items():
            meta = f"lang: {lang}\nlang-ref: ch.05-1\ntitle: Descent"
            self.project.write(f"{lang}/week05/05-1.md", meta, "## Gradient descent\n\n" + "\n".join(fences))

    def build(self, *arguments: str) -> Built:
        """Write the pages and build the site."""
        self.write()
        return self.project.build(*arguments)

    def line(self, lang: str, text: str) -> int:
        """Return the line of a page that contains ``text``."""
        page = (self.project.folder / "docs" / lang / "week05" / "05-1.md").read_text("utf-8")
        lines = page.splitlines()
        return lines.index(text) + 1 if text in lines else next(n for n, line in enumerate(lines, 1) if text in line)


def examples(html: str) -> list[str]:
    """Return the text of each example of a page, its tags removed."""
    return [unescape(re.sub(r"<[^>]+>", "", part)) for part in html.split('<div class="example">')[1:]]


@pytest.fixture
def course(project: Project) -> Course:
    return Course(project)


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
    "empty": ('```python exec="1"\n```', "found an executed fence without code"),
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
    pids = folder / "pids"
    course.example(
        "05-1-endless",
        "# time-limit: 2\n# %% loop\nimport os\nimport subprocess\nimport sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'while True: pass'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "while True:\n    pass\n",
    )
    course.project.snippet("05-1-good", "# %% one\nprint(6 * 7)\n# %% two\nprint(2)\n")
    course.fence('exec="1" snippet="05-1-good:one"', langs=("en", "fr", "tr", "ar"))
    course.fence('exec="1" snippet="05-1-raises"', langs=("ar",))
    course.fence('exec="1"', course.tracing("english"))
    course.fence('exec="1"', course.tracing("french"), langs=("fr",))
    course.fences["tr"] += [fence for fence, _ in REFUSED.values()]
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
    assert re.search(r"snippets/week05/05-1-endless\.py:[89]: .*found no end after 2 s", failed.built.output)
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
    at = failed.course.line("tr", fence.partition("\n")[0])
    assert re.search(rf"docs/tr/week05/05-1\.md:{at}: snippet: {message}", failed.built.output), failed.built.output


def test_translation_cannot_bring_code_of_its_own_and_it_is_not_executed(failed: Failed) -> None:
    at = failed.course.line("fr", "french") - 1
    message = "found code that docs/en/week05/05-1.md does not have, expected the same code, comments aside"
    assert f"docs/fr/week05/05-1.md:{at}: snippet: {message}" in failed.built.output
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
        if "reads" not in path.parts
    ]
    assert len(outputs) == 2
    assert any('"42\\n"' in output for output in outputs)


STDOUT = """# %% one
import ctypes
import os
import subprocess
import sys
import warnings

print("A1")
print("A2", file=sys.stdout)
sys.stdout.write("A3\\n")
os.write(1, b"A4\\n")
print("NOISE", file=sys.stderr)
warnings.warn("NOISE")
ctypes.CDLL(None).puts(b"A5")
os.write(2, b"NOISE\\n")

# %% two
subprocess.run(["echo", "B1"], check=True)
print("B2", end="")

# %% three
ctypes.CDLL(None).puts(b"C1")
print("cost $5 and $6 <b>x</b>")
"""
PYTHON = """from __future__ import annotations

# %% values
import io
import pickle
from dataclasses import dataclass

import torch
from torch import nn


@dataclass
class Point:
    x: int
    y: float = 0.5


print(pickle.loads(pickle.dumps(Point(1))))

# %% model
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)


model = Model()
buffer = io.BytesIO()
torch.save(model, buffer)
buffer.seek(0)
same = torch.load(buffer, weights_only=False)
print(type(same).__name__, torch.equal(same.layer.weight, model.layer.weight))


# %% script
@torch.jit.script
def double(x: torch.Tensor, n: int) -> torch.Tensor:
    return 2 * x + n


print(double(torch.ones(1), 3).item())
"""
TAGS = """# %% seen
a = "SEEN"
print(a)

# %% covered tags=["hide-input"]
b = "COVERED SOURCE"[:7]
print(b + " OUTPUT")

# %% silent tags=["hide-output"]
print("SILENT" + " OUTPUT")

# %% raising tags=["raises-exception"]
print("BEFORE")
int("one")
"""
DRAW = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('rise')\n"


@dataclass(frozen=True)
class Warm:
    """A course that was built, again without a change, and again elsewhere without its cache."""

    course: Course
    first: Built
    again: Built
    cold: Built


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Warm:
    course = Course(Project(tmp_path_factory.mktemp("warm")))
    course.example("05-1-stdout", STDOUT)
    course.example("05-1-python", PYTHON)
    course.example("05-1-dtype-a", "import torch\n\ntorch.set_default_dtype(torch.float64)\nx = 1\nprint('set')\n")
    course.example(
        "05-1-dtype-b",
        "import sys\nimport torch\n\nprint(torch.get_default_dtype(), 'x' in globals(), 'Point' in dir())\n",
    )
    course.example(
        "05-1-seeds",
        "import random\nimport time\nimport numpy as np\nimport torch\n"
        "print(random.random(), np.random.rand(), torch.rand(1).item(), hash('a'), {'b', 'a', 'c'})\n"
        "print(torch.get_num_threads(), time.tzname[0])\n",
    )
    course.example("05-1-draw", DRAW)
    course.example(
        "05-1-annotations",
        "def f(x: int) -> int:\n    return x\n\n\nprint('is type', f.__annotations__['x'] is int)\n",
    )
    course.project.snippet("05-1-tags", TAGS)
    for cell in ("seen", "covered", "silent", "raising"):
        course.fence(f'exec="1" snippet="05-1-tags:{cell}" source="above"', langs=("en", "fr"))
    body = course.tracing("body") + "print('BODY' + '!')\n"
    course.fence('exec="1" source="above"', f"# The English words.\n{body}")
    course.fence('exec="1" source="above"', f"# Les mots français.\n\n{body}", langs=("fr",))
    course.project.snippet("05-1-comment", course.tracing("comment"))
    course.fences["fr"].append('<!--\n```python exec="1" snippet="05-1-comment"\n```\n\n```python exec="1"\n')
    course.fences["fr"].append(course.tracing("comment") + "```\n-->\n")
    first = course.build("--strict")
    pages = {path: path.read_bytes() for path in first.site.rglob("*.html")}
    again = course.build("--strict")
    assert pages == {path: path.read_bytes() for path in again.site.rglob("*.html")}
    (course.project.folder / ".cache").rename(course.project.folder / "cache-of-the-first")
    site = course.project.folder / "cold"
    cold = course.build("--strict", "-d", str(site))
    return Warm(course, first, again, Built(site, cold.returncode, cold.output))


def shown(warm: Warm, path: str, text: str) -> str:
    """Return the one example of a page whose text contains ``text``."""
    (found,) = [example for example in examples(warm.first.page(path)) if text in example]
    return found


def test_course_of_examples_builds(warm: Warm) -> None:
    for built in (warm.first, warm.again, warm.cold):
        assert built.returncode == 0, built.output


def test_everything_written_to_stdout_is_shown_in_the_order_of_the_cells(warm: Warm) -> None:
    output = shown(warm, "week05/05-1", "A2").rpartition('print("cost')[2]
    found = re.findall(r"^[ABC]\d$", output, re.MULTILINE)
    assert sorted(found[:5]) == ["A1", "A2", "A3", "A4", "A5"]
    assert found[:4] == ["A1", "A2", "A3", "A4"]
    assert found[5:] == ["B1", "B2", "C1"]
    assert "cost $5 and $6 <b>x</b>" in output


def test_warnings_and_stderr_are_not_in_the_page(warm: Warm) -> None:
    assert warm.first.page("week05/05-1").count("NOISE") == 3  # of the source
    output = shown(warm, "week05/05-1", "A2").rpartition('print("cost')[2]
    assert "NOISE" not in output
    assert "UserWarning" not in output


def test_dataclasses_pickles_models_and_scripts_work(warm: Warm) -> None:
    output = shown(warm, "week05/05-1", "Model True")
    assert "Point(x=1, y=0.5)" in output
    assert "5.0" in output


def test_annotations_are_those_of_the_snippet(warm: Warm) -> None:
    assert "is type True" in shown(warm, "week05/05-1", "is type True")


def test_snippets_share_nothing(warm: Warm) -> None:
    assert "torch.float32 False False" in shown(warm, "week05/05-1", "get_default_dtype")


def test_tags_hide_source_or_output_and_show_an_expected_exception(warm: Warm) -> None:
    for path in ("week05/05-1", "fr/week05/05-1"):
        assert "SEEN\n" in shown(warm, path, 'a = "SEEN"')
        assert "b =" not in shown(warm, path, "COVERED OUTPUT")
        assert "SILENT OUTPUT" not in shown(warm, path, "SILENT")
        raising = shown(warm, path, "BEFORE")
        assert "ValueError: invalid literal for int() with base 10: 'one'" in raising
        assert "Traceback" not in raising


def test_languages_that_differ_in_comments_share_one_run(warm: Warm) -> None:
    assert "The English words" in shown(warm, "week05/05-1", "BODY!")
    assert "Les mots français" in shown(warm, "fr/week05/05-1", "BODY!")
    assert warm.course.runs("body") == 2  # two builds found no result: the first, and the cold one


def test_fence_in_a_comment_is_never_executed(warm: Warm) -> None:
    assert warm.course.runs("comment") == 0


def test_two_cold_builds_give_the_same_bytes(warm: Warm) -> None:
    pages = sorted(path.relative_to(warm.first.site) for path in warm.first.site.rglob("*.html"))
    assert len(pages) > 10
    assert [
        page for page in pages if (warm.first.site / page).read_bytes() != (warm.cold.site / page).read_bytes()
    ] == []
    assert "1 UTC" in shown(warm, "week05/05-1", "get_num_threads")


def test_warm_build_never_imports_torch(warm: Warm) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            "-m",
            "mkdocs",
            "build",
            "-f",
            str(warm.course.project.folder / "mkdocs.yml"),
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "course.examples" in imported
    assert not imported & {"torch", "matplotlib", "matplotlib.pyplot", "numpy"}


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
    assert result() == (4, "12")
    assert result() == (4, "12")


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


def test_killed_build_leaves_no_damaged_entry_and_no_site(course: Course) -> None:
    course.example("05-1-quick", f"{course.tracing('quick')}{DRAW}print('quick')\n")
    started = course.project.folder / "started"
    course.example(
        "05-1-slow",
        f"# time-limit: 20\nimport os\nimport time\nfrom pathlib import Path\nPath({str(started)!r}).touch()\n"
        f"while not Path({str(course.project.folder / 'go')!r}).exists():\n    time.sleep(0.05)\nprint('slow')\n",
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
    (course.project.folder / "go").touch()
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


def test_figure_takes_its_words_from_the_fence_of_its_page(course: Course) -> None:
    course.project.snippet("05-1-draw", f'# %% draw tags=["hide-input"]\n{DRAW}')
    course.fence('exec="1" snippet="05-1-draw:draw" alt="A line" caption="It *rises* by $x^2$."')
    course.fence('exec="1" snippet="05-1-draw:draw" alt="Une ligne" caption="Elle monte."', langs=("fr",))
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    english, french = built.page("week05/05-1"), built.page("fr/week05/05-1")
    assert 'aria-label="A line"' in english
    assert "It <em>rises</em> by" in english
    assert 'aria-label="Une ligne"' in french
    assert "<figcaption>Elle monte.</figcaption>" in french
    assert "plt.plot" not in english


def test_build_of_our_own_site_is_warm_after_it_was_built(built: Built, tmp_path: Path) -> None:
    assert built.returncode == 0
    done = mkdocs("build", "--strict", "-q", "-d", str(tmp_path / "site"))
    assert (done.returncode, done.stderr) == (0, "")


def test_data_of_the_project_outside_the_snippets_folder_counts_too(project: Project) -> None:
    data = project.folder / "data.txt"
    project.snippet(
        "05-1-data",
        f"from pathlib import Path\n\ntry:\n    print(Path({str(data)!r}).read_text())\n"
        "except FileNotFoundError:\n    print('no data')\n",
    )
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-data"\n```')
    shown = []
    for content in (None, "first", "second"):
        if content:
            data.write_text(content)
        built = project.build()
        assert built.returncode == 0, built.output
        shown.append(next(word for word in ("no data", "first", "second") if word in built.page("week05/05-1")))
    assert shown == ["no data", "first", "second"]


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
    assert "found the end of the process that ran it" in built.output
    assert "Traceback" not in built.output


def test_future_import_holds_for_all_cells_of_its_file(project: Project) -> None:
    project.snippet(
        "05-1-future",
        "# %% one\nfrom __future__ import annotations\n\n# %% two\ndef f(x: nothing_at_all) -> int:\n    return 1\n\n\nprint(f(0))\n",
    )
    project.write(
        "en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-future:two"\n```'
    )
    built = project.build("--strict")
    assert built.returncode == 0, built.output
