"""Permissions of files that hold for everybody, and disks that are full."""

from __future__ import annotations

import ctypes
import resource
import sys
from collections.abc import Callable

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def drop() -> None:
    """Let root obey permissions in the program that this process becomes: for ``preexec_fn``; see prctl(2)."""
    if sys.platform == "linux":
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            # Whoever is not root has nothing to drop, and is refused.
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def no_larger_than(size: int) -> Callable[[], None]:
    """Return what keeps the program that a process becomes from writing a larger file, as a full disk does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
