"""Running snippets: what is stored is not run again, what is missing runs in parallel and isolated."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import pickle
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath, PurePosixPath

from dragoman import files
from dragoman.execution import expected
from dragoman.execution.inputs import Inputs, NotGivenError, listing
from dragoman.execution.isolated import failures
from dragoman.execution.isolated.job import Job
from dragoman.execution.isolated.scratch import Scratch
from dragoman.execution.results import Failure, Output, ResultCache, digest, from_mapping
from dragoman.execution.snippets import Snippet, meaning
from dragoman.findings import Finding, Severity

MEMORY_LIMIT_MB = 2048
PACKAGES = ("torch", "numpy", "matplotlib")
# The modules that decide what a run gives.
_MACHINERY = Path(__file__).with_name("isolated")
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


def installed() -> bool:
    """Tell whether snippets can run here at all; does not import PyTorch."""
    return importlib.util.find_spec("torch") is not None


def versions() -> dict[str, str]:
    """Return the versions of what decides results, by name."""
    found = {"python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}
    return found | {package: _version(package) for package in PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


class Runner:
    """Gives the result of snippets: from the cache, else by running them on an executor."""

    def __init__(self, cache: Path, root: Path, *, jobs: int | None = None, executor: Executor | None = None) -> None:
        """Keep results in ``cache``; ``root`` is the snippets folder, at the top of the project.

        ``jobs`` run at a time on this machine; ``executor`` runs them elsewhere instead.
        """
        self._cache = ResultCache(cache, _version)
        self._root = root.resolve()
        self._project = self._root.parent
        self._jobs = jobs or os.cpu_count() or 1
        self._executor = executor
        self._inputs = Inputs(self._root)
        self._keys: dict[Snippet, str] = {}
        self._unstored: OSError | None = None  # why the first result that could not be stored was not

    def check(self, describe: Callable[[Path], str]) -> Iterator[Finding]:
        """Yield what keeps results from being stored; ``describe`` names a file as messages should."""
        if obstacle := self._cache.obstacle():
            message = "found a file, expected a folder for the results of snippets: remove it, or give it another name"
            yield Finding(describe(obstacle), 1, "cache", message)
        elif self._unstored:
            message = f"{files.reason(self._unstored)}; until then snippets run again each time"
            yield Finding(describe(Path(self._unstored.filename)), 1, "cache", message, Severity.INFO)

    def stored(self, snippet: Snippet) -> Output | None:
        """Return the result of an earlier run that still holds."""
        try:
            return self._cache.load(self._key(snippet))
        except NotGivenError:
            return None

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
        for number, (snippet, result) in enumerate(self.execute(missing), 1):
            results[snippet.name] = result
            if isinstance(result, Output) and result.stable:
                try:
                    self._cache.store(self._key(snippet), result)
                except OSError as error:
                    self._unstored = self._unstored or error
            progress(number, len(missing))
        return results

    def execute(self, snippets: Iterable[Snippet], seed: int = 0) -> Iterable[tuple[Snippet, Output | Failure]]:
        """Run snippets whatever is stored, and yield each with its result as it ends."""
        jobs: dict[Snippet, Job] = {}
        for snippet in snippets:
            try:
                jobs[snippet] = replace(self.job(snippet), seed=seed)
            except NotGivenError as error:
                yield snippet, Failure(error.line, str(error))
        if not jobs:
            return
        executor = self._executor or ThreadPoolExecutor(min(self._jobs, len(jobs)))
        futures = {executor.submit(run_job, job): snippet for snippet, job in jobs.items()}
        try:
            for future in as_completed(futures):
                if future.exception() is None:  # what keeps one from a result is raised once the others have theirs
                    yield futures[future], future.result()
            for future in futures:
                future.result()
        except BaseException:  # at Ctrl-C, what runs ends, and what has not begun never does
            for future in futures:
                future.cancel()
            _servers.end()
            raise
        finally:
            if executor is not self._executor:
                executor.shutdown()

    def job(self, snippet: Snippet) -> Job:
        """Return what a process needs to run a snippet."""
        return Job(
            name=snippet.name,
            file=PurePath(os.path.relpath(snippet.path.resolve(), self._project)).as_posix(),
            cells=tuple((cell.source, cell.line, tuple(sorted(cell.tags))) for cell in snippet.cells),
            files=self._inputs.contents(snippet),
            project=str(self._project),
            time_limit=snippet.time_limit,
            memory_limit_mb=MEMORY_LIMIT_MB,
        )

    def _key(self, snippet: Snippet) -> str:
        """Return what the result depends on, the packages that it imports aside; comments are no part of it."""
        if snippet not in self._keys:
            cells = [[cell.name, sorted(cell.tags), meaning(cell.source)] for cell in snippet.cells]
            files = [part for given in self._inputs.of(snippet) for part in (given.name, given.digest)]
            self._keys[snippet] = digest(self._surroundings, snippet.name, json.dumps(cells), *files)
        return self._keys[snippet]

    @cached_property
    def _surroundings(self) -> str:
        """What the results of all snippets depend on: versions, and how they are run."""
        settings = json.dumps([versions(), ENVIRONMENT, MEMORY_LIMIT_MB, {"seed": 0}])
        return digest(settings, *(path.read_bytes() for path in sorted(_MACHINERY.glob("*.py"))))


def run_job(job: Job) -> Output | Failure:
    """Run a job isolated on this machine, and name what changed in the project meanwhile."""
    project, top = Path(job.project), PurePosixPath(job.file).parts[0]
    folders = ("docs", "snippets", top if top != ".." else "docs")
    before = listing(project, *folders)
    result = _run_forked(job) if hasattr(os, "fork") else _run_fresh(job)
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
    """Run a job in a process forked from a server that has PyTorch loaded."""
    try:
        server = _servers.running()
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

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="course-")
        self._address = str(Path(self._folder, "socket"))
        # Still readable when the process has taken the folder away.
        with Path(self._folder, "stderr").open("w+b") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "dragoman.execution.isolated.fork_server", self._address],
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
    """The fork server of this process: started with the first job, and again should it die."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def running(self) -> _Server:
        with self._lock:
            if self._server is None or not self._server.alive:
                self._server = _Server()
            return self._server

    def end(self) -> None:
        with self._lock:
            if self._server is not None:
                self._server.close()


_servers = _Servers()


def _run_fresh(job: Job) -> Output | Failure:
    """Run a job in a fresh interpreter, where the system cannot fork."""
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        scratch = Scratch(folder / "answer.work", job)
        request, stdout, answer = folder / "job", folder / "stdout", folder / "answer"
        request.write_bytes(pickle.dumps(job))
        command = [
            sys.executable,
            "-P",
            "-m",
            "dragoman.execution.isolated.worker",
            *map(str, (request, stdout, answer)),
        ]
        stderr = folder / "stderr"
        with stdout.open("wb") as file, stderr.open("wb") as errors:
            try:
                done = subprocess.run(
                    command,
                    stdout=file,
                    stderr=errors,
                    timeout=job.wall_limit,
                    env=_environment(name),
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return Failure(job.line, failures.of_waiting(scratch))
        said = scratch.said(stderr)
        if done.returncode or not answer.exists():
            return Failure(job.line, failures.of_status(scratch, done.returncode), stderr=said)
        return from_mapping({**json.loads(answer.read_text("utf-8")), "stderr": said})
