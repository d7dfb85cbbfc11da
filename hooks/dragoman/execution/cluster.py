"""Running snippets on a Dask cluster, through the same kind of executor as on this machine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from dragoman.execution.isolated.job import Job
from dragoman.execution.results import Failure, Output
from dragoman.execution.runner import run_job, versions

_TIMEOUT = 10  # seconds to reach a scheduler
_LEFT_OUT = ("expected/", "__pycache__/")


class UnusableClusterError(Exception):
    """A cluster that cannot be reached, has no workers, or would give other results than this machine."""


class ClusterExecutor(Executor):
    """Sends jobs to the workers of a Dask scheduler, with the files below the snippets folder."""

    def __init__(self, address: str, root: Path) -> None:
        """Connect to ``address`` (``tcp://host:port``) and refuse workers with other versions than ours.

        ``root`` is the snippets folder.
        """
        try:
            from distributed import Client  # noqa: PLC0415 - an extra of this package
        except ImportError as error:
            message = "found no Dask, expected it for --scheduler: pip install course[dask]"
            raise UnusableClusterError(message) from error
        try:
            self._client: Any = cast("Any", Client)(address, timeout=_TIMEOUT, set_as_default=False)
        except OSError as error:
            message = f"found no scheduler at {address}, expected one: start it with dask scheduler"
            raise UnusableClusterError(message) from error
        try:
            _check(self._client.run(versions))
        except UnusableClusterError:
            self._client.close()
            raise
        self._inner = self._client.get_executor(pure=False)
        self._files = {
            path.relative_to(root.parent).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not any(part in f"{path.relative_to(root).as_posix()}/" for part in _LEFT_OUT)
        }

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``run_job(job)`` on a worker; nothing else is ever sent."""
        if fn is not run_job or kwargs:
            message = "a cluster runs jobs only"
            raise TypeError(message)
        future: Future[Any] = self._inner.submit(run_sent, args[0], self._files)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Leave the cluster as it was."""
        self._inner.shutdown(wait=wait)
        self._client.close()
        del cancel_futures


def run_sent(job: Job, files: Mapping[str, bytes]) -> Output | Failure:
    """Run a job on a machine that does not share our disk: with the files that came along."""
    with tempfile.TemporaryDirectory(prefix="course-") as name:
        root = Path(name).resolve()
        for relative, data in files.items():
            path = root / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

        def moved(value: str) -> str:
            inside = Path(value).is_relative_to(job.root)
            return str(root / Path(value).relative_to(job.root)) if inside else value

        return run_job(replace(job, root=str(root), path=moved(job.path), folder=moved(job.folder)))


def _check(found: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse a cluster without workers, or with one whose versions are not ours."""
    if not found:
        message = "found a scheduler without workers, expected some: start them with dask worker"
        raise UnusableClusterError(message)
    ours = versions()
    for worker, theirs in sorted(found.items()):
        different = [name for name in ours if theirs.get(name) != ours[name]]
        if different:
            name = different[0]
            message = (
                f"found {name} {theirs.get(name)} on the worker {worker}, expected {ours[name]} as here: "
                "install the same version there"
            )
            raise UnusableClusterError(message)
