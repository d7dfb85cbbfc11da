"""Work that is shared out over the processors.

Each process is a fresh interpreter: a fork would take along threads that do not run in it, and V8 has some.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

# For fewer items than this, starting a process costs more than it saves.
_LEAST = 16


class WorkerError(Exception):
    """The end of a process before it had done its work."""


def mapped(function: Callable[[T], R], groups: Sequence[Sequence[T]]) -> Iterator[tuple[T, R]]:
    """Yield each item with ``function`` of it, in no certain order; the items of a group are left to one process.

    This process does its part. ``function``, items, results and what is raised must be such that
    `pickle` can copy them. Raises `WorkerError` when a process ends that should work.
    """
    return shared(function, groups, min(_processors(), sum(map(len, groups)) // _LEAST) - 1)


def shared(function: Callable[[T], R], groups: Sequence[Sequence[T]], helpers: int) -> Iterator[tuple[T, R]]:
    """Do as `mapped` does, with so many ``helpers``."""
    waiting = deque(sorted(groups, key=len, reverse=True))
    answers: SimpleQueue[list[tuple[T, R]] | Exception | None] = SimpleQueue()
    with ExitStack() as stack:
        # Here, where nothing else changes what it holds.
        told = pickle.dumps(function) if helpers > 0 else b""
        workers = [stack.enter_context(_Worker()) for _ in range(helpers)]
        for worker in workers:
            Thread(target=_share_out, args=(worker, told, waiting, answers), daemon=True).start()
        working = len(workers)
        while (group := _next(waiting)) or working:
            yield from ((item, function(item)) for item in group or ())
            while working and not (group and answers.empty()):
                answer = answers.get()
                if isinstance(answer, Exception):
                    raise answer
                working -= answer is None
                yield from answer or ()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _next(waiting: deque[Sequence[T]]) -> Sequence[T] | None:
    with suppress(IndexError):
        return waiting.popleft()
    return None


class _Worker:
    """A process that is told a function once, and then gives its results for groups of items."""

    def __enter__(self) -> _Worker:
        # -P: a folder of the course that is named like a module of ours is not imported.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]

    def tell(self, pickled: bytes) -> None:
        self._process.stdin.write(pickled)  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def answer(self) -> Any:
        return pickle.load(self._process.stdout)  # type: ignore[arg-type]  # noqa: S301 - from our own process

    def end(self) -> str:
        """Return how the process ended, which said nothing any more."""
        code = self._process.wait()
        return f"by {signal.Signals(-code).name}" if code < 0 else f"with status {code}"


def _share_out(
    worker: _Worker, function: bytes, waiting: deque[Sequence[Any]], answers: SimpleQueue[list[Any] | Exception | None]
) -> None:
    """Give a worker one group after the other, and hand on what it answers, in the end None or an exception."""
    try:
        worker.tell(function)
        while group := _next(waiting):
            worker.tell(pickle.dumps(group))
            answer = worker.answer()
            answers.put(answer if isinstance(answer, Exception) else list(zip(group, answer, strict=True)))
        answers.put(None)
    except (OSError, EOFError, pickle.UnpicklingError):
        message = f"found the end {worker.end()} of a process that had work to do, expected its results: "
        answers.put(WorkerError(f"{message}run it again, with less memory in use"))
    except Exception as error:  # noqa: BLE001 - it is raised where the results are wanted
        answers.put(error)


def main() -> None:
    """Answer each group of items on standard input with its results, or with what was raised."""
    # An interrupt is for the process that waits for the results: it ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed is no answer
    with suppress(EOFError, BrokenPipeError):
        function = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
        while True:
            group = pickle.load(sys.stdin.buffer)  # noqa: S301
            try:
                answer: object = [function(item) for item in group]
            except Exception as error:  # noqa: BLE001 - it is raised where the results are wanted
                answer = error
            answers.write(pickle.dumps(answer))
            answers.flush()


if __name__ == "__main__":
    main()
