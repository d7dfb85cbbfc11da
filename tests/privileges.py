"""Permissions of files that hold for everybody."""

from __future__ import annotations

import ctypes
import sys

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def drop() -> None:
    """Let root obey permissions in the program that this process becomes: for ``preexec_fn``; see prctl(2)."""
    if sys.platform == "linux":
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            # Whoever is not root has nothing to drop, and is refused.
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
