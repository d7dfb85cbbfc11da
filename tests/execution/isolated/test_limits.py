"""Limits count what a snippet computes itself; what waits for ever ends, too."""

from __future__ import annotations

import pytest

from dragoman.execution.results import Failure, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import parse

pytestmark = pytest.mark.slow  # runs PyTorch

COMPUTING = {
    "python": "while True:\n    pass\n",
    "c": "sum(range(10**14))\n",
    "expression": "import re\nre.match('(a+)+b', 'a' * 80)\n",
    "threads": "import threading\nfor _ in range(3):\n    threading.Thread(target=sum, args=(range(10**14),)).start()\n",
    "caught": "while True:\n    try:\n        sum(range(10**14))\n    except BaseException:\n        pass\n",
    "tensors": "import torch\nx = torch.ones(300, 300)\nwhile True:\n    x = torch.tanh(x @ x)\n",
}
WAITING = {
    "sleep": "import time\ntime.sleep(10**8)\n",
    "event": "import threading\nthreading.Event().wait()\n",
    "program": "import subprocess\nsubprocess.run(['sleep', '100000'])\n",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Output | Failure]:
    """What became of endless snippets, and of one that only waits longer than it may compute."""
    folder = tmp_path_factory.mktemp("limits")
    sources = {**COMPUTING, **WAITING, "healthy": "import time\ntime.sleep(4)\nprint('done')\n"}
    path = folder / "snippets" / "week05"
    snippets = [
        parse(f"05-1-{name}", path / f"05-1-{name}.py", f"# time-limit: 1\n{source}")
        for name, source in sources.items()
    ]
    return Runner(folder / "cache", folder / "snippets", jobs=len(snippets)).run(snippets)


@pytest.mark.parametrize("name", COMPUTING)
def test_endless_computing_ends_at_the_limit_of_its_own_time(results: dict[str, Output | Failure], name: str) -> None:
    result = results[f"05-1-{name}"]
    assert isinstance(result, Failure)
    assert result.told == (
        "found it still computing after 1 s, expected its end: shorten it, or set # time-limit: at its top (seconds of its own computing)"
    )
    assert 2 <= result.line <= COMPUTING[name].count("\n") + 1
    assert result.stderr == ""


@pytest.mark.parametrize("name", WAITING)
def test_endless_waiting_ends_too(results: dict[str, Output | Failure], name: str) -> None:
    result = results[f"05-1-{name}"]
    assert isinstance(result, Failure)
    assert result.told.startswith("found it still running after 20 s in which it computed for ")
    assert result.told.endswith(" s, expected its end: take out what it waits for, or set # time-limit: at its top")
    assert result.line == 3


def test_time_in_which_others_keep_a_snippet_waiting_does_not_count(results: dict[str, Output | Failure]) -> None:
    result = results["05-1-healthy"]
    assert isinstance(result, Output), result
    assert result.cells[0].text == "done\n"
    assert result.seconds < 1
