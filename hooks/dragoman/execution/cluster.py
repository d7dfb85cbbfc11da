"""Running snippets on a Dask cluster, through the same kind of executor as on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, cast

from dragoman.execution.runner import run_job, versions

_TIMEOUT = 10  # seconds to reach a scheduler


class UnusableClusterError(Exception):
    """A cluster that cannot be reached, has no workers, or would give other results than this machine."""


class ClusterExecutor(Executor):
    """Sends jobs to the workers of a Dask scheduler, each with the files that it is given."""

    def __init__(self, address: str) -> None:
        """Connect to ``address`` (``tcp://host:port``) and refuse workers with other versions than ours."""
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

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``run_job(job)`` on a worker; nothing else is ever sent."""
        if fn is not run_job or kwargs:
            message = "a cluster runs jobs only"
            raise TypeError(message)
        future: Future[Any] = self._inner.submit(run_job, args[0])
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Leave the cluster as it was."""
        self._inner.shutdown(wait=wait)
        self._client.close()
        del cancel_futures


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
