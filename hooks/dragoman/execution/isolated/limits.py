"""How much a snippet may compute, hold and write, where the system can say no."""

from __future__ import annotations

import contextlib
import math
import time
from pathlib import Path

from dragoman.execution.isolated.job import Job

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

_LARGEST_FILE = 256 * 2**20  # bytes, also of what is printed


def apply(job: Job) -> None:
    """Limit this process and those that it starts, where the system has limits: whoever waits counts the time."""
    if resource is None:
        return
    # The system counts what the process computes in all its threads, not how long others kept it waiting.
    seconds = math.ceil(time.process_time() + job.time_limit)
    _set(resource.RLIMIT_CPU, seconds, seconds + 5)
    _set(resource.RLIMIT_CORE, 0, 0)
    _set(resource.RLIMIT_FSIZE, _LARGEST_FILE, _LARGEST_FILE)
    with contextlib.suppress(OSError):  # only Linux tells, and only Linux obeys
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        memory = used + job.memory_limit_mb * 2**20
        _set(resource.RLIMIT_AS, memory, memory)


def _set(kind: int, soft: int, hard: int) -> None:
    with contextlib.suppress(OSError, ValueError):  # the machine has a lower limit already
        resource.setrlimit(kind, (soft, hard))
