"""A process that has PyTorch loaded and forks one process for each snippet: ``python -m dragoman.execution.isolated.fork_server SOCKET``.

It ends when its standard input does, so it cannot outlive the process that started it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import pickle
import re
import resource
import select
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from dataclasses import asdict
from pathlib import Path

from dragoman.execution.isolated import failures, worker
from dragoman.execution.isolated.job import Job
from dragoman.execution.isolated.scratch import Scratch
from dragoman.execution.results import Failure

_STARTED_AGAIN = "COURSE_SERVER_STARTED_AGAIN"
_NO_RANDOM_ADDRESSES = 0x0040000  # ADDR_NO_RANDOMIZE of Linux
_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux
READY = b"ready\n"
_POLL = 0.003  # seconds


def main(address: str, *packages: str) -> None:
    """Load what snippets use, of ``packages`` what is named, then fork for every connection until standard input closes."""
    _fix_addresses()
    try:
        _serve(address, torch="torch" in packages)
    finally:  # whoever started this may have been killed, and its folder is left to nobody else
        with contextlib.suppress(ChildProcessError):
            os.wait()  # for all of them, as none is waited for otherwise
        shutil.rmtree(Path(address).parent, ignore_errors=True)


def _serve(address: str, *, torch: bool) -> None:
    packages = worker.preload(torch=torch)
    gc.collect()
    gc.freeze()  # keeps the pages of these objects shared with the forked processes
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(address)
    listener.listen(64)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # supervisors need no one to wait for them
    os.write(1, READY)
    with listener, selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(0, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj == 0:
                    if not os.read(0, 1024):
                        shutil.rmtree(Path(address).parent, ignore_errors=True)  # whoever made it may have been killed
                        return
                    continue
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    _supervise_connection(connection, packages)
                connection.close()


def _fix_addresses() -> None:
    """Start again with memory at fixed addresses, where Linux allows it.

    Sums in single precision depend on how their operands lie in memory: without this, the last
    digits of a figure differ from one build to the next.
    """
    if os.environ.get(_STARTED_AGAIN):
        return
    os.environ[_STARTED_AGAIN] = "1"
    with contextlib.suppress(AttributeError, OSError):
        libc = ctypes.CDLL(None)
        current = libc.personality(0xFFFFFFFF)
        if current & _NO_RANDOM_ADDRESSES == 0 and libc.personality(current | _NO_RANDOM_ADDRESSES) != -1:
            module = ["-P", "-m", "dragoman.execution.isolated.fork_server"]
            os.execv(sys.executable, [sys.executable, *module, *sys.argv[1:]])  # noqa: S606


def _supervise_connection(connection: socket.socket, packages: worker.Packages) -> None:
    """Answer one job in a forked process, and end it."""
    try:
        with connection.makefile("rwb") as stream:
            job: Job = pickle.load(stream)  # noqa: S301 - only the process that started this one can connect
            stream.write(json.dumps(supervise(job, connection, packages)).encode())
            stream.flush()
        connection.close()
    finally:
        os._exit(0)


def supervise(job: Job, connection: socket.socket, packages: worker.Packages) -> dict[str, object]:
    """Run a job in a forked process group of its own, end it at its limits, and return its result.

    It ends, too, when nobody waits at the other end of ``connection`` any more, or the server ends.

    What the process printed counts however it was written: Python, C code and its own children
    share the file descriptor.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _adopt_orphans()
    folder: Path | None = None
    try:
        folder = Path(tempfile.mkdtemp(prefix="course-")).resolve()
        return _run(Scratch(folder / "work", job), connection, packages)
    except OSError as error:  # no room on the disk, no more processes
        message = f"found that it cannot be started ({error}), expected room and a process for it: make some"
        return asdict(Failure(job.line, message))
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _run(scratch: Scratch, connection: socket.socket, packages: worker.Packages) -> dict[str, object]:
    """Return the result of the job that runs in ``scratch``."""
    scratch.fill()
    scratch.file("stdout").touch()
    scratch.file("stderr").touch()
    child = os.fork()
    if child == 0:
        _become_worker(scratch, packages)
    try:
        status, usage = _wait(child, time.monotonic() + scratch.job.wall_limit, connection)
    finally:  # also at Ctrl-C, which does not reach a process group of its own
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)  # whatever it left behind
        _end_children()  # also what left the group
    seconds = usage.ru_utime + usage.ru_stime
    said = scratch.said()
    measured = {"seconds": round(seconds, 3), "peak_mb": round(_megabytes(usage), 1)}
    if status is None:
        message = failures.of_waiting(scratch, seconds)
    else:
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            with contextlib.suppress(OSError, ValueError):
                result = dict(json.loads(scratch.file("answer").read_text("utf-8")))
                return {**result, "stderr": said, **({} if "message" in result else measured)}
        message = failures.of_status(scratch, code)
    return asdict(Failure(_last_line(scratch), message, stderr=said))


def _adopt_orphans() -> None:
    """Have Linux make this process the parent of all its descendants whose own parent ends."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _end_children() -> None:
    """Kill the children of this process, and theirs as they come to it, until none is left."""
    while children := _children():
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
            except PermissionError:
                return
            os.waitpid(child, 0)


def _children() -> list[int]:
    """Return the children of this process, running or ended, where the system lists them."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return []
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name before the bracket may hold anything; the state and the parent follow it.
            parents[int(stat.parent.name)] = int(stat.read_text("utf-8", "replace").rpartition(")")[2].split()[1])
    return [pid for pid, parent in parents.items() if parent == os.getpid()]


def _become_worker(scratch: Scratch, packages: worker.Packages) -> None:
    """Run the job in this process, which ends here."""
    code = 1
    try:
        os.setsid()
        for target, path in enumerate((Path(os.devnull), scratch.file("stdout"), scratch.file("stderr"))):
            os.dup2(os.open(path, os.O_WRONLY | os.O_APPEND if target else os.O_RDONLY), target)
        os.closerange(3, 64)
        # By lines, so that what others write to the descriptor comes in between.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        worker.run(scratch, packages)
        code = 0
    except BaseException:  # noqa: BLE001 - said where the process that waits looks for it
        traceback.print_exc()
    finally:
        os._exit(code)


def _wait(child: int, deadline: float, connection: socket.socket) -> tuple[int | None, resource.struct_rusage]:
    """Return the wait status of ``child`` and its usage; None and its usage if it had to be killed."""
    while True:
        pid, status, usage = os.wait4(child, os.WNOHANG)
        if pid:
            return status, usage
        # Readable means closed: the other end sends one request and then waits, and standard input sends nothing.
        abandoned = select.select([connection.fileno(), 0], [], [], _POLL)[0]
        if abandoned or time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGUSR1)  # says where it is
                time.sleep(0.1)
                os.killpg(child, signal.SIGKILL)
            return None, os.wait4(child, 0)[2]


def _last_line(scratch: Scratch) -> int:
    """Return the line of the snippet that a process was last seen at."""
    with contextlib.suppress(OSError):
        last = scratch.file("trace").read_text("utf-8", "replace")
        if seen := re.search(rf'File "{re.escape(scratch.script)}", line (\d+)', last[last.rfind("Current thread") :]):
            return int(seen[1])
    with contextlib.suppress(OSError, ValueError):
        return int(scratch.file("cell").read_text())
    return scratch.job.line


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main(*sys.argv[1:])
