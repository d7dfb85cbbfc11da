"""What executed examples show, and that they share nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass

import pytest

from examples_course import DRAW, PATIENCE, Course, examples
from projects import ROOT, Built, Project

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
    assert "dragoman.execution.catalogue" in imported
    assert not imported & {"torch", "matplotlib", "matplotlib.pyplot", "numpy"}


def test_figure_takes_its_words_from_the_fence_of_its_page(course: Course) -> None:
    course.project.snippet("05-1-draw", f'# %% draw tags=["hide-input"]\n{DRAW}')
    course.fence(
        'exec="1" snippet="05-1-draw:draw" alt="A line" caption="It *rises* by $x^2$, [](#eq:x), [here](05.md#gradient-descent)." {#fig:line}'
    )
    project = course.project
    project.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Gradient descent\n\n$$\nx\n$$ {#eq:x}")
    course.fence(
        'exec="1" snippet="05-1-draw:draw" alt="Une ligne" caption="Elle monte. [](#eq:x), [ici](05.md#gradient-descent)" {#fig:line}',
        langs=("fr",),
    )
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    english, french = built.page("week05/05-1"), built.page("fr/week05/05-1")
    assert 'aria-label="A line"' in english
    assert '<figure class="plot" id="fig:line">' in english
    assert '<span class="number">Figure\u00a05.1</span> It <em>rises</em> by' in english.replace("&nbsp;", "\u00a0")
    assert '<a href="../05/#eq:x" class="reference">(5.1)</a>, <a href="../05/#gradient-descent">here</a>' in english
    assert 'aria-label="Une ligne"' in french
    assert 'Elle monte. <a href="../05/#eq:x" class="reference">(5.1)</a>' in french
    assert "plt.plot" not in english


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
