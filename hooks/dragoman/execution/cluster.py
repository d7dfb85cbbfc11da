"""Running snippets on a Dask cluster, through the same kind of executor as on this machine.

A worker that dies is the scheduler's to replace: it gives what ran there to others, as often as its
``allowed-failures`` says. What it sees after minutes or never is looked for here: a scheduler or a
worker without a word, and a cluster that has no worker left.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
import warnings
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Executor, Future
from contextlib import suppress
from typing import Any, cast

from dragoman.execution.isolated.job import Job
from dragoman.execution.local import run_job
from dragoman.execution.pulse import Pulse
from dragoman.execution.remote import PACKAGE, UnusableClusterError, all_versions, compare, run_sent
from dragoman.execution.results import Failure, Output

_TIMEOUT = 15.0  # seconds to reach a scheduler
_PATIENCE = 8.0  # seconds without a word; a worker has one every half second
_LOOK = 0.5  # seconds
_ATTEMPTS = 4  # silent workers that a snippet may meet


class ClusterExecutor(Executor):
    """Sends jobs to the workers of a Dask scheduler, each with the files that it is given."""

    def __init__(self, address: str, say: Callable[[str], None] = lambda _: None) -> None:
        """Connect to ``address`` (``tcp://host:port``) and refuse workers with other versions than ours.

        ``say`` is told of each worker that is lost, in a line.
        """
        try:
            import distributed  # noqa: F401, PLC0415 - an extra of this package, whose import counts for no answer
        except ImportError as error:
            message = f"found no Dask, expected it for --scheduler: pip install {PACKAGE}[dask]"
            raise UnusableClusterError(message) from error
        self._address = address
        self._say = say
        self._versions = all_versions()
        self._client: Any = None
        self._pulse = Pulse(_PATIENCE)
        self._sent: dict[Any, frozenset[str]] = {}  # what waits for a worker, and those it was meant for
        self._lost: str | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        try:
            self._begin(self._connect()).result()
        except BaseException:
            self.shutdown()
            raise
        self._begin(self._watch())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run ``run_job(job)`` on a worker; nothing else is ever sent.

        The result raises `UnusableClusterError` if the cluster is lost.
        """
        if fn is not run_job or kwargs:
            message = "a cluster runs jobs only"
            raise TypeError(message)
        return self._begin(self._result(args[0]))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """Leave the cluster as it was."""
        del wait, cancel_futures
        if self._client is not None:
            with suppress(Exception):  # of a cluster that is lost
                self._begin(asyncio.wait_for(self._client.close(), _PATIENCE)).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        """Run the loop until it is stopped, and end it here: the caller's thread may have a loop of its own."""
        with asyncio.Runner(loop_factory=lambda: self._loop):
            self._loop.run_forever()

    def _begin(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _connect(self) -> None:
        """Reach the scheduler, and compare the versions of its workers with ours."""
        try:
            await asyncio.wait_for(self._reach(), _TIMEOUT)
            workers = await self._look()
            await asyncio.gather(*map(self._check, workers))
            await self._look()
        except (OSError, ValueError, TypeError) as error:
            message = (
                f"found no scheduler at {self._address or 'an empty address'}, expected one at tcp://host:port: "
                "start it with dask scheduler"
            )
            raise UnusableClusterError(message) from error
        if not workers:
            message = "found a scheduler without workers, expected some: start them with dask worker"
            raise UnusableClusterError(message)

    async def _reach(self) -> None:
        import dask  # noqa: PLC0415
        from distributed import Client  # noqa: PLC0415

        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TiB"})  # data goes with each snippet
        for name in ("distributed", "distributed.client", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what matters is said here, in a line
        if not self._address:
            raise ValueError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions that decide no result
            self._client = cast("Any", Client)(self._address, timeout=_TIMEOUT, set_as_default=False, asynchronous=True)
            await self._client

    async def _check(self, worker: str) -> None:
        """Refuse a worker with other versions than ours; one that does not answer is left to the watch."""
        asked = self._client.run(all_versions, workers=[worker], on_error="return")
        try:
            theirs = (await asyncio.wait_for(asked, _PATIENCE + _LOOK))[worker]
        except (OSError, KeyError):  # a timeout, or it left just now
            return
        if isinstance(theirs, Exception):
            message = (
                f"found no {PACKAGE} {self._versions[PACKAGE]} on the worker {worker} "
                f"({type(theirs).__name__}: {theirs}), expected it as here: pip install it there"
            )
            raise UnusableClusterError(message)
        compare(self._versions, theirs, worker)

    async def _result(self, job: Job) -> Output | Failure:
        """Return the result of a job, which goes to another worker where one is lost."""
        from distributed.scheduler import KilledWorker  # noqa: PLC0415 - an extra of this package

        for _ in range(_ATTEMPTS):
            self._refuse_if_lost()
            # Whoever there is or will be, unless some must be avoided.
            allowed = self._pulse.answering if self._pulse.silent else frozenset()
            sent = self._client.submit(run_sent, job, self._versions, pure=False, workers=sorted(allowed) or None)
            self._sent[sent] = allowed
            try:
                result: Output | Failure = await sent
            except CancelledError:  # from here, or with the connection
                continue
            except KilledWorker:
                break
            except UnusableClusterError:
                raise
            except Exception as error:
                message = (
                    f"found {type(error).__name__} on a worker ({error}), expected an answer: "
                    f"see its log; it needs room on its disk, and {PACKAGE} as here"
                )
                raise UnusableClusterError(message) from error
            else:
                return result
            finally:
                del self._sent[sent]
        self._refuse_if_lost()
        message = (
            "found the end of every worker that ran it, expected an answer: run it here, or with more memory there"
        )
        return Failure(job.cells[0][1] if job.cells else 1, message)

    def _refuse_if_lost(self) -> None:
        if self._lost is None and self._client.status != "running":
            self._lost = self._without("the scheduler", "start it with dask scheduler")
        if self._lost is not None:
            raise UnusableClusterError(self._lost)

    def _without(self, what: str, remedy: str) -> str:
        return (
            f"lost {what} at {self._address}, expected an answer from each snippet: {remedy}, and call again; "
            "what had its result then is not run anew"
        )

    async def _watch(self) -> None:
        """Look again and again for what is lost; in the end let all that wait know that nothing is left."""
        while self._lost is None:
            await asyncio.sleep(_LOOK)
            try:
                await asyncio.wait_for(self._look(), _PATIENCE)
            except Exception:  # noqa: BLE001 - whatever keeps the scheduler from answering
                self._lost = self._without("the scheduler", "start it with dask scheduler")
            else:
                if self._pulse.stopped(time.monotonic()):
                    self._lost = self._without("all workers", "start some with dask worker")
        with suppress(Exception):  # a client without its scheduler cancels by itself
            await self._client.cancel(list(self._sent))

    async def _look(self) -> frozenset[str]:
        """Return all workers; say which were lost, and take back what is with them."""
        identity = await asyncio.wait_for(self._client.scheduler.identity(n_workers=-1), _PATIENCE)
        workers = {worker: about["last_seen"] for worker, about in identity["workers"].items()}
        for line in self._pulse.hear(workers, time.monotonic()):
            self._say(line)
        if self._pulse.silent and self._sent:
            processing = await self._client.processing(sorted(self._pulse.silent))
            held = {key for keys in processing.values() for key in keys}
            stuck = [
                sent
                for sent, allowed in self._sent.items()
                # With a silent worker, or meant for workers that are gone.
                if sent.key in held or (allowed and allowed.isdisjoint(self._pulse.answering))
            ]
            if stuck:
                await self._client.cancel(stuck)
        return frozenset(workers)
