from __future__ import annotations

import re
import sys
import threading
from concurrent.futures import Executor
from pathlib import Path

import pytest

from dragoman.execution.results import CellOutput, Failure, Output
from dragoman.execution.runner import Runner
from running import failure, output, run, snippets
from snippets_folder import leaving

pytestmark = pytest.mark.slow  # runs PyTorch


def test_cells_share_a_run_and_each_has_its_own_output(tmp_path: Path) -> None:
    given = output(tmp_path, "# %% one\nx = 'été'\nprint(x)\n# %% two\nprint(x + '!')\n# %% three\n")
    assert given.cells == (CellOutput("été\n"), CellOutput("été!\n"), CellOutput(""))


def test_snippets_share_nothing(tmp_path: Path) -> None:
    results = run(tmp_path, b="x = 1\nprint('x' in globals())\n", a="print('x' in globals())\n")
    texts = {name: result.cells[0].text for name, result in results.items() if isinstance(result, Output)}
    assert texts == {"b": "True\n", "a": "False\n"}


def test_snippet_that_fails_names_its_own_line_and_hides_no_other(tmp_path: Path) -> None:
    results = run(tmp_path, bad="import json\n\njson.loads('{')\n", good="print(1)\n")
    bad = results["bad"]
    assert isinstance(bad, Failure)
    assert bad.line == 3
    assert bad.exception == "json.decoder.JSONDecodeError"
    assert bad.message.startswith("Expecting property name")
    assert "json.loads('{')" in bad.traceback
    assert isinstance(results["good"], Output)


def test_same_snippet_gives_the_same_each_time_and_unseeded_randomness_does_not(tmp_path: Path) -> None:
    drawing = "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='a')\nplt.legend()\n"
    seeded = "import random, torch\nprint(random.random(), torch.rand(1), hash('a'))\n"
    unseeded = "import os\nprint(os.urandom(8))\n"
    runner = Runner(tmp_path / "cache", tmp_path / "snippets")
    wanted = snippets(tmp_path, drawing=drawing, seeded=seeded, unseeded=unseeded)
    first, second = ({one.name: result for one, result in runner.execute(wanted)} for _ in range(2))
    agree = {}
    for name in first:
        one, other = first[name], second[name]
        assert isinstance(one, Output)
        assert isinstance(other, Output)
        agree[name] = one.cells == other.cells
    assert agree == {"drawing": True, "seeded": True, "unseeded": False}


def counting(folder: Path, words: str = "") -> str:
    """Return a snippet that leaves a mark each time it runs."""
    return f"{leaving(folder / 'traces' / 'runs', 'x')}{words}\n"


def runs(folder: Path) -> int:
    return len((folder / "traces" / "runs").read_text("utf-8"))


def test_snippet_that_ran_before_is_not_run_again(tmp_path: Path) -> None:
    first = run(tmp_path, a=counting(tmp_path, "print(1)"))
    assert run(tmp_path, a=counting(tmp_path, "print(1)  # one")) == first
    assert runs(tmp_path) == 1


def test_snippet_that_changed_is_run_again(tmp_path: Path) -> None:
    run(tmp_path, a=counting(tmp_path, "print(1)"))
    assert output(tmp_path, counting(tmp_path, "print(2)")).cells[0].text == "2\n"
    assert runs(tmp_path) == 2


def test_snippet_that_failed_is_run_again(tmp_path: Path) -> None:
    for _ in range(2):
        failure(tmp_path, counting(tmp_path, "1 / 0"))
    assert runs(tmp_path) == 2


def test_data_that_moves_to_another_folder_is_other_data(tmp_path: Path) -> None:
    source = counting(tmp_path, "import os\nprint(sorted(name for name in ('a', 'b') if os.path.exists(name)))")
    (tmp_path / "snippets" / "week05" / "a").mkdir(parents=True)
    (tmp_path / "snippets" / "week05" / "a" / "data.txt").write_text("1")
    assert output(tmp_path, source).cells[0].text == "['a']\n"
    (tmp_path / "snippets" / "week05" / "a").rename(tmp_path / "snippets" / "week05" / "b")
    assert output(tmp_path, source).cells[0].text == "['b']\n"


def test_data_counts_whatever_the_folder_of_the_project_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "expected"
    (folder / "snippets" / "week05").mkdir(parents=True)
    (folder / "snippets" / "week05" / "data.txt").write_text("1")
    assert output(folder, "print(open('data.txt').read())\n").cells[0].text == "1\n"


def test_data_is_read_once_however_many_snippets_there_are(tmp_path: Path) -> None:
    (tmp_path / "snippets" / "week05").mkdir(parents=True)
    data = tmp_path / "snippets" / "week05" / "data.txt"
    data.write_text("1")
    run(tmp_path, a="print(1)\n", b="print(2)\n")
    opened: list[object] = []
    watching = True
    sys.addaudithook(lambda event, arguments: opened.append(arguments[0]) if watching and event == "open" else None)
    found = run(tmp_path, a="print(1)\n", b="print(2)\n")
    watching = False
    assert len(found) == 2
    assert [str(path) for path in opened].count(str(data.resolve())) == 1


def test_progress_counts_only_what_has_to_run(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    run(tmp_path, a="print(1)\n")
    runner = Runner(tmp_path / "cache", tmp_path / "snippets")
    runner.run(
        snippets(tmp_path, a="print(1)\n", b="print(2)\n", c="1 / 0\n"),
        progress=lambda done, wanted: told.append((done, wanted)),
    )
    assert told == [(1, 2), (2, 2)]


def test_runners_of_several_threads_do_not_disturb_each_other(tmp_path: Path) -> None:
    found: list[Output | Failure] = []
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()

    def work(name: str) -> None:
        found.extend(run(tmp_path / name, a="print(1)\n").values())

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.cells for result in found if isinstance(result, Output)] == [(CellOutput("1\n"),)] * 3


def test_no_snippets_have_no_results(tmp_path: Path) -> None:
    assert Runner(tmp_path / "cache", tmp_path).run([]) == {}


LABELLED = """
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.plot([0, 1], label="epoch 3 of 10")
ax.set(xlabel="training loss", title=r"rate $\\eta$ of all")
ax.set_xticks([0, 1], ["few", "many"])
ax.legend()
fig.tight_layout()
"""
FRENCH = {"training loss": "perte d’entraînement", "few": "peu", "epoch 3 of 10": "époque 3 sur 10"}


def test_figure_is_drawn_in_other_words_without_another_run(tmp_path: Path) -> None:
    (wanted,) = snippets(tmp_path, a=counting(tmp_path, LABELLED))
    runner = Runner(tmp_path / "cache", tmp_path / "snippets")
    (source,) = runner.run([wanted]).values()
    assert isinstance(source, Output)
    assert {"training loss", "few", "many", "epoch 3 of 10", r"rate $\eta$ of all"} <= set(source.cells[0].words)
    for texts in (FRENCH, {**FRENCH, "few": "rares"}):
        drawn = runner.spoken([(wanted, source, "fr", texts)])["a", "fr"]
        assert isinstance(drawn, Output)
        (svg,) = drawn.cells[0].figures
        assert all(f">{text}</text>" in svg for text in (*texts.values(), "many", "rate", "of all"))
        assert not any(f">{text}</text>" in svg for text in texts)
        assert all(one.startswith("figure-a-0-1-") for one in re.findall(r' id="([^"]+)"', svg))
    assert runs(tmp_path) == 1
    later = Runner(tmp_path / "cache", tmp_path / "snippets", executor=_Nobody())
    assert (
        later.spoken([(wanted, source, "fr", FRENCH)])["a", "fr"]
        == runner.spoken([(wanted, source, "fr", FRENCH)])["a", "fr"]
    )


class _Nobody(Executor):
    """Runs nothing: what is asked of it should have been kept."""


@pytest.mark.parametrize(
    "own",
    [
        "ax.xaxis.set_major_formatter(lambda value, _: 'few')",
        "from matplotlib.ticker import ScalarFormatter\nclass Own(ScalarFormatter):\n    pass\nax.yaxis.set_major_formatter(Own())",
    ],
)
def test_figure_that_cannot_be_kept_is_drawn_in_other_words_by_another_run(tmp_path: Path, own: str) -> None:
    code = LABELLED.replace('ax.set_xticks([0, 1], ["few", "many"])', own)
    (wanted,) = snippets(tmp_path, a=counting(tmp_path, code))
    runner = Runner(tmp_path / "cache", tmp_path / "snippets")
    (source,) = runner.run([wanted]).values()
    assert isinstance(source, Output)
    assert not source.is_kept
    drawn = runner.spoken([(wanted, source, "fr", FRENCH)])["a", "fr"]
    assert isinstance(drawn, Output)
    assert ">perte d’entraînement</text>" in drawn.cells[0].figures[0]
    assert runs(tmp_path) == 2


def test_figures_stay_as_they_are_where_a_module_that_draws_them_is_missing(tmp_path: Path) -> None:
    (wanted,) = snippets(tmp_path, a="import nowhere_at_all\n")
    given = Output((CellOutput("", ("<svg/>",), states=("kept",), words=("loss",)),))
    assert Runner(tmp_path / "cache", tmp_path / "snippets").spoken([(wanted, given, "fr", {"loss": "perte"})]) == {}


TASK = "def step(w):\n    ...  # your code\n"
CHECK = "print('checked')\nassert step(w) == 2, 'one less'\n"


def exercise(task: str = TASK, check: str = CHECK, before: str = "w = 3\n") -> str:
    cells = (task, "def step(w):\n    return w - 1\n", check)
    tags = ("exercise", "solution", "check")
    marked = "".join(f'# %% {tag} tags=["{tag}"]\n{cell}' for tag, cell in zip(tags, cells, strict=True))
    return f"{before}{marked}# %% after\nprint(step(1))\n"


def test_solution_is_run_against_its_check_and_seen_by_what_follows(tmp_path: Path) -> None:
    given = output(tmp_path, exercise())
    assert [cell.text for cell in given.cells] == ["", "", "", "checked\n", "0\n"]


@pytest.mark.parametrize(
    "task",
    [
        "def step(w):\n    raise NotImplementedError\n",
        "step = ___  # your code\n",
        "import sys\nsys.exit()\n",
        "",
        "def step(w):\n    while True:\n        w += 1\n",
    ],
)
def test_task_with_nothing_done_may_fail_in_any_way(tmp_path: Path, task: str) -> None:
    before = f"# time-limit: 1\n{leaving(tmp_path / 'traces' / 'runs', 'x')}\nw = 3\n"
    for _ in range(2):
        assert [cell.text for cell in output(tmp_path, exercise(task, before=before)).cells][3:] == ["checked\n", "0\n"]
    assert runs(tmp_path) == 2  # with the solution, and with nothing done; not again


def test_solution_that_its_check_refuses_fails_at_the_line_of_the_check(tmp_path: Path) -> None:
    refused = failure(tmp_path, exercise(check="assert step(w) == 1, 'two less'\n"))
    assert (refused.line, refused.exception, refused.message) == (9, "AssertionError", "two less")


@pytest.mark.parametrize(
    "given",
    [exercise(check="step(w)\n"), exercise(task="def step(w):\n    return 2\n")],
    ids=["checks nothing", "is solved already"],
)
def test_check_that_passes_with_nothing_done_is_named(tmp_path: Path, given: str) -> None:
    output(tmp_path, exercise())
    passed = failure(tmp_path, given)
    assert "check passes with nothing done (exercise)" in passed.message
    assert given.split("\n")[passed.line - 1].startswith(("def step", "#"))
