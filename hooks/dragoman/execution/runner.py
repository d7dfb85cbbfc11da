"""Running snippets: what is stored is not run again, what is missing runs in parallel and isolated."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import asdict, replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dragoman.execution import expected
from dragoman.execution.isolated.job import Job
from dragoman.execution.isolated.reads import data_files
from dragoman.execution.results import Failure, Output, ResultCache, digest, from_mapping
from dragoman.execution.snippets import Snippet, meaning
from dragoman.findings import Finding

MEMORY_LIMIT_MB = 2048
PACKAGES = ("torch", "numpy", "matplotlib")
# The modules of this package that decide what a run gives.
_MACHINERY = ("job.py", "fork_server.py", "worker.py", "reads.py", "failures.py", "figures.py")
# Whatever could make two machines, or two builds, print different things.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "PYTHONWARNINGS": "default",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TZ": "UTC",
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "en",
    "COLUMNS": "80",
    "LINES": "24",
    "CUDA_VISIBLE_DEVICES": "",
    "OBJC_DISABLE_INITIALIZE_FORK_SAFETY": "YES",  # macOS would end forked processes that draw
}


def installed() -> bool:
    """Tell whether snippets can run here at all; does not import PyTorch."""
    return importlib.util.find_spec("torch") is not None


def versions() -> dict[str, str]:
    """Return the versions of what decides results, by name."""
    found = {"python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


class Runner:
    """Gives the result of snippets: from the cache, else by running them on an executor."""

    def __init__(self, cache: Path, root: Path, *, jobs: int | None = None, executor: Executor | None = None) -> None:
        """Keep results in ``cache``; ``root`` is the snippets folder, at the top of the project.

        ``jobs`` run at a time on this machine; ``executor`` runs them elsewhere instead.
        """
        self._cache = ResultCache(cache)
        self._root = root.resolve()
        self._project = self._root.parent
        self._jobs = jobs or os.cpu_count() or 1
        self._executor = executor
        self._keys: dict[Snippet, str] = {}

    def check(self, describe: Callable[[Path], str]) -> Iterator[Finding]:
        """Yield what keeps results from being stored; ``describe`` names a file as messages should."""
        if obstacle := self._cache.obstacle():
            message = "found a file, expected a folder for the results of snippets: remove it, or give it another name"
            yield Finding(describe(obstacle), 1, "cache", message)

    def stored(self, snippet: Snippet) -> Output | None:
        """Return the result of an earlier run that still holds."""
        return self._cache.load(self._key(snippet), self._project)

    def run(
        self,
        snippets: Iterable[Snippet],
        *,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> dict[str, Output | Failure]:
        """Return the result of each snippet by its name; run those that have none.

        ``progress`` is told how many of those that had to run have ended.
        """
        wanted = list(snippets)
        results: dict[str, Output | Failure] = {}
        for snippet in wanted:
            stored = self.stored(snippet)
            if stored is not None:
                results[snippet.name] = stored
        missing = [snippet for snippet in wanted if snippet.name not in results]
        if missing and not installed() and self._executor is None:
            return results | {snippet.name: expected.stand_in(snippet, self._root) for snippet in missing}
        storing = self._cache.obstacle() is None
        for number, (snippet, result) in enumerate(self.execute(missing), 1):
            results[snippet.name] = result
            if isinstance(result, Output) and storing:
                self._cache.store(self._key(snippet), result, self._project)
            progress(number, len(missing))
        return results

    def execute(self, snippets: Iterable[Snippet], seed: int = 0) -> Iterable[tuple[Snippet, Output | Failure]]:
        """Run snippets whatever is stored, and yield each with its result as it ends."""
        wanted = list(snippets)
        if not wanted:
            return
        executor = self._executor or ThreadPoolExecutor(min(self._jobs, len(wanted)))
        futures = {executor.submit(run_job, replace(self.job(snippet), seed=seed)): snippet for snippet in wanted}
        try:
            for future in as_completed(futures):
                if future.exception() is None:  # what keeps one from a result is raised once the others have theirs
                    yield futures[future], future.result()
            for future in futures:
                future.result()
        finally:  # at Ctrl-C, what has not begun never does
            for future in futures:
                future.cancel()
            if executor is not self._executor:
                executor.shutdown()

    def job(self, snippet: Snippet) -> Job:
        """Return what a process needs to run a snippet."""
        return Job(
            name=snippet.name,
            path=str(snippet.path.resolve()),
            cells=tuple((cell.source, cell.line, tuple(sorted(cell.tags))) for cell in snippet.cells),
            root=str(self._project),
            folder=str(snippet.path.resolve().parent if snippet.path.suffix == ".py" else self._root),
            time_limit=snippet.time_limit,
            memory_limit_mb=MEMORY_LIMIT_MB,
        )

    def _key(self, snippet: Snippet) -> str:
        """Return what the result depends on, the files it reads aside; comments are no part of it."""
        if snippet not in self._keys:
            cells = [[cell.name, sorted(cell.tags), meaning(cell.source)] for cell in snippet.cells]
            self._keys[snippet] = digest(self._surroundings, snippet.name, json.dumps(cells))
        return self._keys[snippet]

    @cached_property
    def _surroundings(self) -> str:
        """What the results of all snippets depend on: data, versions, and how they are run."""
        code = [Path(__file__).with_name("isolated").joinpath(name).read_bytes() for name in _MACHINERY]
        settings = json.dumps([versions(), ENVIRONMENT, MEMORY_LIMIT_MB, {"seed": 0}])
        data = [
            part
            for path in data_files(self._root)
            for part in (path.relative_to(self._root).as_posix(), path.read_bytes())
        ]
        return digest(settings, *code, *data)


def run_job(job: Job) -> Output | Failure:
    """Run a job isolated on this machine: in a process forked from a server that has PyTorch loaded."""
    if not hasattr(os, "fork"):
        return _run_fresh(job)
    try:
        return from_mapping(_server().ask(json.dumps(asdict(job))))
    except (OSError, ValueError):
        # The server, or the process it forked for this job, was ended from outside.
        message = "found the end of the process that ran it, expected an answer: run it again, with less memory in use"
        return Failure(job.cells[0][1] if job.cells else 1, message)


class _Server:
    """A running fork server of this process."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="course-")
        self._address = str(Path(self._folder, "socket"))
        said = Path(self._folder, "stderr")
        with said.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dragoman.execution.isolated.fork_server", self._address],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=os.environ | ENVIRONMENT,
            )
        if self._process.stdout is None or not self._process.stdout.readline():
            message = f"the process that runs snippets did not start:\n{said.read_text('utf-8', 'replace')}"
            self.close()
            raise OSError(message)
        atexit.register(self.close)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, request: str) -> Mapping[str, object]:
        """Return the answer to one job."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(self._address)
            with connection.makefile("rwb") as stream:
                stream.write(request.encode() + b"\n")
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
    """The fork server of this process: started with the first job, and again should it die."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def running(self) -> _Server:
        with self._lock:
            if self._server is None or not self._server.alive:
                self._server = _Server()
            return self._server


_servers = _Servers()


def _server() -> _Server:
    return _servers.running()


def _run_fresh(job: Job) -> Output | Failure:
    """Run a job in a fresh interpreter, where the system cannot fork."""
    with tempfile.TemporaryDirectory(prefix="course-") as name:
        folder = Path(name)
        request, stdout, answer = folder / "job", folder / "stdout", folder / "answer"
        request.write_text(json.dumps(asdict(job)), "utf-8")
        command = [sys.executable, "-m", "dragoman.execution.isolated.worker", str(request), str(stdout), str(answer)]
        with stdout.open("wb") as file:
            try:
                done = subprocess.run(
                    command,
                    stdout=file,
                    stderr=subprocess.PIPE,
                    timeout=job.time_limit,
                    env=os.environ | ENVIRONMENT,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return Failure(1, f"found no end after {job.time_limit:g} s, expected one: shorten it")
        said = done.stderr.decode("utf-8", "replace")
        if done.returncode or not answer.exists():
            message = (
                f"found the end of the process with status {done.returncode}, expected its end after the last line"
            )
            return Failure(1, message, stderr=said)
        return from_mapping({**json.loads(answer.read_text("utf-8")), "stderr": said})
