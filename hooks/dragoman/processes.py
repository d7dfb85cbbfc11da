"""Work that is shared out over the processors."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

# Below this, starting a process costs more than it saves.
_LEAST = 16


def mapped(function: Callable[[T], R], groups: Sequence[Sequence[T]]) -> Iterator[R]:
    """Yield ``function`` of each item, in no certain order; the items of a group are left to one process.

    Forked processes share what is there already, so that neither ``function`` nor an item is
    copied; only results are, and what is raised. Elsewhere than on Linux everything is done here.
    """
    count = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if count == 1 or sum(map(len, groups)) < _LEAST:
        yield from (function(item) for group in groups for item in group)
        return
    context = multiprocessing.get_context("fork")
    waiting: list[Connection] = []
    for share in _shares(groups, count):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(function, share, sender), daemon=True)
        process.start()
        sender.close()
        waiting.append(receiver)
    while waiting:
        for receiver in cast("list[Connection]", wait(waiting)):
            done, result = receiver.recv()
            if isinstance(result, BaseException):
                raise result
            if done:
                waiting.remove(receiver)
            else:
                yield result


def _shares(groups: Sequence[Sequence[T]], count: int) -> list[list[T]]:
    """Return ``groups`` put together to ``count`` shares of about the same size."""
    shares: list[list[T]] = [[] for _ in range(count)]
    for group in sorted(groups, key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [share for share in shares if share]


def _work(function: Callable[[T], R], share: Sequence[T], sender: Connection) -> None:
    """Send the result of each item, then a word that all is done; or what was raised."""
    try:
        for item in share:
            sender.send((False, function(item)))
        sender.send((True, None))
    except Exception as error:  # noqa: BLE001 - it is raised where the results are wanted
        sender.send((True, error))
