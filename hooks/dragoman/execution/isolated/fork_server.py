"""A process that has PyTorch loaded and forks one process for each snippet: ``python -m dragoman.execution.isolated.fork_server SOCKET``.

It ends when its standard input does, so it cannot outlive the process that started it.
"""

from __future__ import annotations

import contextlib
import ctypes
import faulthandler
import gc
import json
import os
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
from dataclasses import asdict
from pathlib import Path

from dragoman.execution.isolated import worker
from dragoman.execution.isolated.job import Job, from_json
from dragoman.execution.results import Failure

_STARTED_AGAIN = "COURSE_SERVER_STARTED_AGAIN"
_NO_RANDOM_ADDRESSES = 0x0040000  # ADDR_NO_RANDOMIZE of Linux
_SET_CHILD_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux
READY = b"ready\n"
_LARGEST_FILE = 256 * 2**20  # bytes, also of what is printed
_POLL = 0.003  # seconds


def main(address: str) -> None:
    """Load what snippets use, then fork for every connection until standard input closes."""
    _fix_addresses()
    try:
        _serve(address)
    finally:  # whoever started this may have been killed, and its folder is left to nobody else
        with contextlib.suppress(ChildProcessError):
            os.wait()  # for all of them, as none is waited for otherwise
        shutil.rmtree(Path(address).parent, ignore_errors=True)


def _serve(address: str) -> None:
    worker.preload()
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
                        return
                    continue
                connection, _ = listener.accept()
                if os.fork() == 0:
                    listener.close()
                    _supervise_connection(connection)
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
            os.execv(sys.executable, [sys.executable, "-m", "dragoman.execution.isolated.fork_server", *sys.argv[1:]])  # noqa: S606


def _supervise_connection(connection: socket.socket) -> None:
    """Answer one job in a forked process, and end it."""
    try:
        with connection.makefile("rwb") as stream:
            job = from_json(stream.readline().decode())
            stream.write(json.dumps(supervise(job, connection)).encode())
            stream.flush()
        connection.close()
    finally:
        os._exit(0)


def supervise(job: Job, connection: socket.socket) -> dict[str, object]:
    """Run a job in a forked process group of its own, end it at its limits, and return its result.

    It ends, too, when nobody waits at the other end of ``connection`` any more, or the server ends.

    What the process printed counts however it was written: Python, C code and its own children
    share the file descriptor.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _adopt_orphans()
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    stdout, stderr, answer = folder / "stdout", folder / "stderr", folder / "answer"
    stdout.touch()
    stderr.touch()
    start = time.monotonic()
    try:
        child = os.fork()
        if child == 0:
            _become_worker(job, stdout, stderr, answer)
        try:
            status, usage = _wait(child, start + job.time_limit, connection)
        finally:  # also at Ctrl-C, which does not reach a process group of its own
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child, signal.SIGKILL)  # whatever it left behind
            _end_children()  # also what left the group
        seconds = time.monotonic() - start
        said = stderr.read_text("utf-8", "replace")
        if status is None:
            message = f"found no end after {job.time_limit:g} s, expected one: shorten it, or set # time-limit:"
            return asdict(Failure(_last_line(job, said, answer), message, stderr=said))
        result = _answer(answer, status)
        if result.get("line") == 0:
            result["line"] = _last_line(job, said, answer)
        measured = {"seconds": round(seconds, 3), "peak_mb": round(_megabytes(usage), 1)}
        return {**result, "stderr": said, **({} if "message" in result else measured)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def _become_worker(job: Job, stdout: Path, stderr: Path, answer: Path) -> None:
    """Run the job in this process, which ends here."""
    code = 1
    try:
        os.setsid()
        for path, target in ((stdout, 1), (stderr, 2)):
            file = os.open(path, os.O_WRONLY | os.O_APPEND)
            os.dup2(file, target)
            os.close(file)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.closerange(3, 64)
        # By lines, so that what others write to the descriptor comes in between.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        faulthandler.enable(2)
        faulthandler.register(signal.SIGUSR1, 2)
        _limit_memory(job.memory_limit_mb)
        worker.run(job, stdout, answer)
        code = 0
    finally:
        os._exit(code)


def _limit_memory(megabytes: int) -> None:
    """Allow ``megabytes`` more than this process already has, where the system can say no."""
    with contextlib.suppress(OSError, ValueError):
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        limit = used + megabytes * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE, _LARGEST_FILE))


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


def _answer(path: Path, status: int) -> dict[str, object]:
    """Return what the worker wrote, or how it ended without writing."""
    code = os.waitstatus_to_exitcode(status)
    if code == 0:
        with contextlib.suppress(OSError, ValueError):
            return dict(json.loads(path.read_text("utf-8")))
    if code < 0:
        message = f"found the end by {signal.Signals(-code).name}, expected the file to run to its end"
    else:
        message = f"found the end of the process with status {code}, expected the file to run to its end"
    return asdict(Failure(0, message))


def _last_line(job: Job, stderr: str, answer: Path) -> int:
    """Return the line of the snippet that a process was last seen at."""
    last = stderr[max(0, stderr.rfind("Current thread")) :]  # what it printed before may name lines, too
    seen = re.findall(rf'File "{re.escape(job.path)}", line (\d+)', last)
    if seen:
        return int(seen[0] if "most recent call first" in last else seen[-1])
    with contextlib.suppress(OSError, ValueError):
        return int(answer.with_suffix(".cell").read_text())
    return 1


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main(sys.argv[1])
