"""Work for processes of `dragoman.processes`, which must be able to import it."""

from __future__ import annotations

import os
import signal
import time


def pid(_: object) -> int:
    """Return the process that worked on an item, after a time in which others can begin."""
    time.sleep(0.05)
    return os.getpid()


def ends_by_a_signal(parent: int) -> None:
    """End every process but ``parent``."""
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)


def fails_elsewhere(parent: int) -> None:
    """Raise in every process but ``parent``."""
    if os.getpid() != parent:
        raise ZeroDivisionError("elsewhere")
    print("in between")
    time.sleep(0.05)


def uncopied(parent: int) -> object:
    """Return, in every process but ``parent``, what no other process can be given."""
    time.sleep(0.05)
    return None if os.getpid() == parent else (lambda: None)
