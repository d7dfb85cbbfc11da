from __future__ import annotations

import os
import sys

import pytest

from dragoman import processes

GROUPS = [[number, number + 100, number + 200] for number in range(20)]


def test_every_item_is_done_once():
    assert sorted(processes.mapped(lambda item: -item, GROUPS)) == sorted(-item for group in GROUPS for item in group)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_group_is_left_to_one_process_and_all_processors_have_work():
    found = dict(processes.mapped(lambda item: (item, os.getpid()), GROUPS))
    for group in GROUPS:
        assert len({found[item] for item in group}) == 1
    processors = len(os.sched_getaffinity(0))
    assert len(set(found.values())) == min(processors, len(GROUPS))
    assert (os.getpid() in found.values()) is (processors == 1)


def test_little_work_is_done_here():
    assert set(processes.mapped(lambda _: os.getpid(), [[1, 2], [3]])) == {os.getpid()}


def test_what_is_raised_in_another_process_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(processes.mapped(lambda item: 1 // (item - 7), GROUPS))


def test_without_work_nothing_comes_back():
    assert list(processes.mapped(str, [])) == []
