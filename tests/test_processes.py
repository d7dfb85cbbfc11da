"""Work that is shared out over processes: all of it is done once, and what goes wrong is said."""

from __future__ import annotations

import operator
import os
import subprocess
import sys
from pathlib import Path

import pytest

import worked
from dragoman.processes import WorkerError, mapped, shared

GROUPS = [[number, number + 100, number + 200] for number in range(40)]


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let other processes import what the tests share out."""
    folders = [str(Path(__file__).parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(folders))


def test_every_item_is_done_once() -> None:
    assert sorted(mapped(operator.neg, GROUPS)) == sorted((item, -item) for group in GROUPS for item in group)


def test_a_group_is_left_to_one_process_and_all_processes_have_work() -> None:
    found = dict(shared(worked.pid, GROUPS, 2))
    for group in GROUPS:
        assert len({found[item] for item in group}) == 1
    assert len(set(found.values())) == 3
    assert os.getpid() in found.values()


def test_little_work_is_done_here() -> None:
    assert {pid for _, pid in mapped(worked.pid, [[1, 2], [3]])} == {os.getpid()}


def test_what_is_raised_in_another_process_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError, match="elsewhere"):
        list(shared(worked.fails_elsewhere, [[os.getpid()]] * 400, 1))


def test_process_that_is_killed_at_its_work_is_told_of_in_one_line() -> None:
    with pytest.raises(WorkerError, match="found the end by SIGKILL of a process that had work to do, expected"):
        list(shared(worked.ends_by_a_signal, [[os.getpid()]] * 400, 1))


def test_result_that_cannot_be_copied_is_no_end_without_a_word() -> None:
    with pytest.raises(WorkerError, match="found the end with status 1"):
        list(shared(worked.uncopied, [[os.getpid()]] * 400, 1))


def test_without_work_nothing_comes_back() -> None:
    assert list(mapped(str, [])) == []


def test_no_process_is_left_when_the_results_are_not_wanted_any_more() -> None:
    program = (
        "import worked\nfrom dragoman.processes import shared\nresults = shared(worked.pid, [[1], [2], [3]] * 90, 2)\n"
        "next(results)\nresults.close()\nimport os\n"
        "try:\n    os.waitpid(-1, os.WNOHANG)\nexcept ChildProcessError:\n    print('none')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "none\n"
