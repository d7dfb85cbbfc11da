"""The process that builds, as the server sees it: it gets a request a line, and answers each with a line.

What it starts lives in its process group, what it leaves behind in its folder: both go away with it.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

_PATIENCE = 0.4  # seconds in which what runs for a build can end by itself
_POLL = 0.02


class Builder:
    """A process that builds sites into folders below ``folder``; it is started when it is asked."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self.folder = Path(tempfile.mkdtemp(prefix="serve-"))

    def ask(self, **request: str | list[str]) -> str | None:
        """Return what is wrong after the process did as it was asked, None if nothing is."""
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise TypeError
        with suppress(BrokenPipeError):
            print(json.dumps(request), file=process.stdin, flush=True)
        answer = process.stdout.readline()
        if answer.endswith("\n"):
            return json.loads(answer)  # type: ignore[no-any-return]
        code = process.wait()
        self._end()
        end = f"by {signal.Signals(-code).name}" if code < 0 else f"with status {code}"
        return f"found the end {end} of the process that builds, expected a site: save again to start another"

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                env=os.environ | {"TMPDIR": str(self.folder)},
                start_new_session=True,  # Ctrl-C is for the server, which ends this process
            )
        return self._process

    def close(self) -> None:
        """End the process and all that it started, whatever they do, and remove what they wrote."""
        self._end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]
        end = time.monotonic() + _PATIENCE
        # What runs a snippet ends it first, in the group of its own that it has.
        while process.poll() is None or _is_alive(process.pid):
            if time.monotonic() > end:
                _kill(process)
                break
            time.sleep(_POLL)
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def _is_alive(group: int) -> bool:
    """Tell whether processes of a group are left, where the system has groups."""
    try:
        os.killpg(group, 0)
    except (AttributeError, ProcessLookupError):
        return False
    return True


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    with suppress(AttributeError, ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
