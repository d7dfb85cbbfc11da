"""A Dask cluster of processes on loopback, and ``course run`` on it beside a test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from distributed import Client

from snippets_folder import Folder

BIN = Path(sys.executable).parent

PATIENCE = 600  # seconds, far more than is needed


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(happened: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            pytest.fail(f"never: {what}")
        time.sleep(0.1)


@dataclass
class Cluster:
    """A scheduler and its workers, which are processes of their own."""

    folder: Path
    address: str
    scheduler: subprocess.Popen[bytes]
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def worker(self, *before: Path) -> str:
        """Start a worker, its modules looked for in ``before`` first; return its address."""
        address = f"tcp://127.0.0.1:{free_port()}"
        options = ("--worker-port", address.rpartition(":")[2], "--host", "127.0.0.1", "--nthreads", "1")
        space = self.folder / address.rpartition(":")[2]
        path = os.pathsep.join([*map(str, before), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.workers[address] = started(
            space.with_suffix(".log"),
            *("dask", "worker", self.address, *options),
            *("--no-dashboard", "--no-nanny", "--local-directory", str(space)),
            PYTHONPATH=path,
        )
        with self.client() as client:
            until(lambda: address in client.scheduler_info()["workers"], "a worker")
        return address

    def busy(self) -> str:
        """Return the address of a worker that runs a snippet."""
        with self.client() as client:
            until(lambda: any(client.processing().values()), "a worker that runs a snippet")
            return next(address for address, keys in client.processing().items() if keys)

    def client(self) -> Client:
        """Return a connection of the test's own."""
        return Client(self.address, set_as_default=False, timeout=PATIENCE)

    def end(self, *addresses: str) -> None:
        """End workers as a machine that breaks down does."""
        for address in addresses:
            self.workers[address].kill()
            self.workers[address].wait()

    def close(self) -> None:
        """End what still runs."""
        for process in (*self.workers.values(), self.scheduler):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()


def started(log: Path, command: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(
            [str(BIN / command), *arguments], stdout=file, stderr=file, env=os.environ | environment
        )


def scheduler_in(folder: Path, **environment: str) -> Cluster:
    folder.mkdir(parents=True, exist_ok=True)
    port, log = str(free_port()), folder / "scheduler.log"
    options = ("--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-jupyter")
    process = started(log, "dask", "scheduler", *options, **environment)
    until(lambda: "Scheduler at" in log.read_text("utf-8", "replace"), "a scheduler")
    return Cluster(folder, f"tcp://127.0.0.1:{port}", process)


class Run:
    """``course run`` on a cluster, beside the test."""

    def __init__(self, folder: Folder, address: str, *arguments: str) -> None:
        said = folder.path / "said"  # not at the top of the project, which is compared after a run
        said.mkdir(exist_ok=True)
        self._err = said / "stderr"
        with self._err.open("wb") as err, (said / "stdout").open("wb") as out:
            self.process = subprocess.Popen(
                [str(BIN / "course"), "run", "--scheduler", address, *arguments],
                cwd=folder.path,
                stdout=out,
                stderr=err,
            )

    def end(self) -> tuple[int, list[str]]:
        """Wait for its end; return its status and the lines that it said beside results."""
        return self.process.wait(PATIENCE), self.said()

    def said(self) -> list[str]:
        """Return the lines that it said until now."""
        return self._err.read_text("utf-8").splitlines()


def write_waiting(folder: Folder, name: str) -> None:
    """Write a snippet that ends when the test lets it."""
    # Python would be refused what lies outside; C code is not.
    gate = (
        f"while ctypes.CDLL(None).access({str(folder.path / 'gates' / 'gate').encode()!r}, 0):\n    time.sleep(0.1)\n"
    )
    folder.write(name, f"# time-limit: 3000\n# %% wait\nimport ctypes, time\n\n{gate}print(1)\n")


def let_go(folder: Folder) -> None:
    # Not at the top of the project, which is compared after a run.
    (folder.path / "gates").mkdir()
    (folder.path / "gates" / "gate").touch()


def cached(folder: Folder) -> int:
    return len(list((folder.path / ".cache" / "snippets" / "packages").glob("*.json")))
