"""Running a job on this machine: in a process forked from a server, or in a fresh interpreter."""

from __future__ import annotations

import atexit
import json
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from dragoman.execution.inputs import listing
from dragoman.execution.isolated import failures
from dragoman.execution.isolated.job import Job
from dragoman.execution.isolated.scratch import Scratch
from dragoman.execution.results import Failure, Output, from_mapping

# Whatever could make two machines, or two builds, print different things.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "default",
    "MPLBACKEND": "agg",
    # Not only for the same sums: a process with threads must not fork.
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "en",
    "COLUMNS": "80",
    "LINES": "24",
    # torch.compile: in the process that asks, and no header for later runs, which never come.
    "TORCHINDUCTOR_COMPILE_THREADS": "1",
    "TORCHINDUCTOR_CPP_CACHE_PRECOMPILE_HEADERS": "0",
    "CUDA_VISIBLE_DEVICES": "",
    # New memory holds zeros, not what was there before: torch.linalg.lstsq reads some of it before it writes to it.
    "GLIBC_TUNABLES": "glibc.malloc.perturb=255:glibc.malloc.tcache_count=0",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # macOS would end forked processes that draw
}


def run_job(job: Job) -> Output | Failure:
    """Run a job isolated on this machine, and name what changed in the project meanwhile."""
    project, top = Path(job.project), PurePosixPath(job.file).parts[0]
    folders = ("docs", "snippets", top if top != ".." else "docs")
    before = listing(project, *folders)
    result = _run_forked(job) if hasattr(os, "fork") else run_fresh(job)
    after = listing(project, *folders)
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    if not changed:
        return result
    message = f"found a change to {', '.join(changed)} while it ran, expected none by code: if nobody else made it, C code did"
    if isinstance(result, Failure):
        return replace(result, traceback="\n".join(filter(None, (result.traceback, message))))
    return replace(
        result, remarks=(*result.remarks, (job.line, f"{message}; write in the working folder")), stable=False
    )


def _run_forked(job: Job) -> Output | Failure:
    """Run a job in a process forked from a server that has loaded what snippets use."""
    try:
        server = _servers.running(torch=job.torch)
    except OSError as error:
        said = str(error)
        cause = said.rpartition("\n")[2]
        message = f"found no start of the process that runs snippets ({cause}), expected one: mend that"
        return Failure(job.line, message, stderr=said)
    try:
        return from_mapping(server.ask(pickle.dumps(job)))
    except (OSError, ValueError) as error:
        # The server, or the process it forked for this job, was ended from outside.
        cause = "nothing was answered" if isinstance(error, json.JSONDecodeError) else str(error)
        message = f"found the end of the process that ran it ({cause}), expected an answer: run it again, with less memory in use"
        return Failure(job.line, message)


def _environment(folder: str) -> dict[str, str]:
    """Return the environment of a process that runs snippets; what PyTorch leaves anywhere goes with ``folder``."""
    own = {"TMPDIR": folder, "TORCHINDUCTOR_CACHE_DIR": str(Path(folder, "inductor"))}
    return os.environ | ENVIRONMENT | own


class _Server:
    """A running fork server of this process."""

    def __init__(self, *packages: str) -> None:
        self._folder = tempfile.mkdtemp(prefix="course-")
        self._address = str(Path(self._folder, "socket"))
        # Still readable when the process has taken the folder away.
        with Path(self._folder, "stderr").open("w+b") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "dragoman.execution.isolated.fork_server", self._address, *packages],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(self._folder),
            )
            if self._process.stdout is None or not self._process.stdout.readline():
                self.close()
                said.seek(0)
                reason = said.read().decode("utf-8", "replace").strip() or f"status {self._process.wait()}"
                raise OSError(f"the process that runs snippets did not start:\n{reason}")
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, request: bytes) -> Mapping[str, object]:
        """Return the answer to one job."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(self._address)
            with connection.makefile("rwb") as stream:
                stream.write(request)
                stream.flush()
                return dict(json.loads(stream.read()))

    def close(self) -> None:
        """End the server; what still runs ends when it sees that nobody waits for it."""
        atexit.unregister(self.close)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


class _Servers:
    """The fork servers of this process, with PyTorch and without: started with the first job, and again should one die."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._servers: dict[bool, _Server] = {}

    def running(self, *, torch: bool) -> _Server:
        with self._lock:
            server = self._servers.get(torch)
            if server is None or not server.alive:
                server = self._servers[torch] = _Server(*["torch"] * torch)
            return server

    def end(self) -> None:
        with self._lock:
            for server in self._servers.values():
                server.close()


_servers = _Servers()


def stop() -> None:
    """End the fork server, and with it all that runs."""
    _servers.end()


def run_fresh(job: Job) -> Output | Failure:
    """Run a job in a fresh interpreter, where the system cannot fork."""
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as name:
        scratch = Scratch(Path(name).resolve() / "work", job)
        scratch.file("job").write_bytes(pickle.dumps(job))
        command = [sys.executable, "-P", "-m", "dragoman.execution.isolated.worker", str(scratch.file("job"))]
        with scratch.file("stdout").open("wb") as out, scratch.file("stderr").open("wb") as err:
            try:
                code = subprocess.call(command, stdout=out, stderr=err, timeout=job.wall_limit, env=_environment(name))
            except subprocess.TimeoutExpired:
                return Failure(job.line, failures.of_waiting(scratch))
        answer = scratch.file("answer")
        if code or not answer.exists():
            return Failure(job.line, failures.of_status(scratch, code), stderr=scratch.said())
        return from_mapping({**json.loads(answer.read_text("utf-8")), "stderr": scratch.said()})
