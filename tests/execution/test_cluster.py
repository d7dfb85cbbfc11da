"""Snippets on a Dask cluster: a scheduler and workers on loopback, some of which are killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from distributed import Client

from dragoman.execution.cluster import ClusterExecutor
from dragoman.execution.remote import UnusableClusterError
from snippets_folder import STABLE, Folder

BIN = Path(sys.executable).parent

PATIENCE = 600  # seconds, far more than is needed


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(happened: Callable[[], object], what: str) -> None:
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
        address = f"tcp://127.0.0.1:{_free_port()}"
        options = ("--worker-port", address.rpartition(":")[2], "--host", "127.0.0.1", "--nthreads", "1")
        space = self.folder / address.rpartition(":")[2]
        path = os.pathsep.join([*map(str, before), *filter(None, [os.environ.get("PYTHONPATH")])])
        self.workers[address] = _start(
            space.with_suffix(".log"),
            *("dask", "worker", self.address, *options),
            *("--no-dashboard", "--no-nanny", "--local-directory", str(space)),
            PYTHONPATH=path,
        )
        with self.client() as client:
            _until(lambda: address in client.scheduler_info()["workers"], "a worker")
        return address

    def busy(self) -> str:
        """Return the address of a worker that runs a snippet."""
        with self.client() as client:
            _until(lambda: any(client.processing().values()), "a worker that runs a snippet")
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


def _start(log: Path, command: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    with log.open("wb") as file:
        return subprocess.Popen(
            [str(BIN / command), *arguments], stdout=file, stderr=file, env=os.environ | environment
        )


def _cluster(folder: Path, **environment: str) -> Cluster:
    folder.mkdir(parents=True, exist_ok=True)
    port, log = str(_free_port()), folder / "scheduler.log"
    options = ("--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-jupyter")
    process = _start(log, "dask", "scheduler", *options, **environment)
    _until(lambda: "Scheduler at" in log.read_text("utf-8", "replace"), "a scheduler")
    return Cluster(folder, f"tcp://127.0.0.1:{port}", process)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler that no test may end."""
    cluster = _cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(scheduler: Cluster) -> Iterator[Cluster]:
    """A scheduler without workers; those of a test end with it."""
    yield scheduler
    scheduler.end(*scheduler.workers)
    scheduler.workers.clear()
    with scheduler.client() as client:
        _until(lambda: not client.scheduler_info()["workers"], "the end of all workers")


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler of the test's own, which gives a snippet to one worker only."""
    cluster = _cluster(tmp_path / "cluster", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    yield cluster
    cluster.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "course")
    (folder.snippets / "week05").mkdir(parents=True)
    return folder


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


@pytest.fixture
def start() -> Iterator[Callable[..., Run]]:
    """Start ``course run``, which ends with the test."""
    runs: list[Run] = []

    def go(*arguments: Any) -> Run:
        runs.append(Run(*arguments))
        return runs[-1]

    yield go
    for run in runs:
        run.process.kill()
        run.process.wait()


def _waiting(folder: Folder, name: str) -> None:
    """Write a snippet that ends when the test lets it."""
    # Python would be refused what lies outside; C code is not.
    gate = (
        f"while ctypes.CDLL(None).access({str(folder.path / 'gates' / 'gate').encode()!r}, 0):\n    time.sleep(0.1)\n"
    )
    folder.write(name, f"# time-limit: 3000\n# %% wait\nimport ctypes, time\n\n{gate}print(1)\n")


def _let_go(folder: Folder) -> None:
    # Not at the top of the project, which is compared after a run.
    (folder.path / "gates").mkdir()
    (folder.path / "gates" / "gate").touch()


def _cached(folder: Folder) -> int:
    return len(list((folder.path / ".cache" / "snippets" / "packages").glob("*.json")))


def test_cluster_gives_the_results_of_this_machine_and_keeps_its_limits(cluster: Cluster, tmp_path: Path) -> None:
    for _ in range(2):
        cluster.worker()
    folder = Folder(tmp_path / "course")
    folder.write("05-1-stable", STABLE)
    folder.write("05-1-where", "import os\nfrom helper import where\nprint(where(os.getpid()))\n")
    (folder.snippets / "week05" / "helper.py").write_text("def where(pid):\n    return pid > 1\n")
    folder.write("05-1-draws", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n")
    (folder.snippets / "week05" / "large.bin").write_bytes(bytes(12_000_000))
    assert folder.run("--update").returncode == 0
    local = {path.name: path.read_bytes() for path in folder.path.glob(".cache/snippets/**/*.svg")}
    ended = folder.run("--scheduler", cluster.address, "--cache", "other-cache", "--twice")
    assert (ended.returncode, ended.stderr) == (0, "")
    remote = {path.name: path.read_bytes() for path in folder.path.glob("other-cache/**/*.svg")}
    assert local
    assert remote == local

    folder.write("05-1-endless", "# time-limit: 1\n# %% wait\nwhile True:\n    pass\n")
    folder.write("05-1-dies", "import os\nos._exit(3)\n")
    ended = folder.run("--scheduler", cluster.address)
    assert ended.returncode == 1
    assert re.search(r"snippets/week05/05-1-endless\.py:\d: snippet: found no end after 1 s", ended.stdout)
    assert "snippets/week05/05-1-dies.py:1: snippet: found the end of the process with status 3" in ended.stdout


def _package(folder: Path, name: str) -> Path:
    """Make a folder of modules that says that ``name`` is there in version 0.0.1."""
    about = folder / "modules" / f"{name.replace('-', '_')}-0.0.1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.0.1\n")
    return about.parent


def _module(folder: Path, name: str, source: str) -> Path:
    file = folder / "modules" / name
    file.parent.mkdir(parents=True)
    file.write_text(source)
    return file.parent.parent if "/" in name else file.parent


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (lambda folder: _package(folder, "torch"), "found torch 0.0.1 on the worker"),
        (lambda folder: _package(folder, "mkdocs-dragoman"), "found mkdocs-dragoman 0.0.1 on the worker"),
        (
            lambda folder: _module(
                folder, "sitecustomize.py", "import platform\nplatform.python_version = lambda: '3.9.0'\n"
            ),
            "found python 3.9.0 on the worker",
        ),
        (
            lambda folder: _module(folder, "dragoman.py", ""),
            "found no mkdocs-dragoman 0.1.0 on the worker",
        ),
    ],
    ids=["torch", "dragoman", "python", "without-dragoman"],
)
def test_worker_that_would_give_other_results_is_refused(
    cluster: Cluster, tmp_path: Path, modules: Callable[[Path], Path], said: str
) -> None:
    address = cluster.worker(modules(tmp_path))
    message = _refused(cluster.address)
    assert message.startswith(said)
    assert address in message


def _refused(address: str) -> str:
    """Return why a cluster is not used, a line."""
    with pytest.raises(UnusableClusterError) as refused:
        ClusterExecutor(address)
    message = str(refused.value)
    assert "\n" not in message
    return message


def test_worker_that_joins_late_with_another_version_is_refused(
    cluster: Cluster, folder: Folder, tmp_path: Path, start: Callable[..., Run]
) -> None:
    cluster.worker()
    for number in range(4):
        _waiting(folder, f"05-1-waits-{number}")
    run = start(folder, cluster.address)
    cluster.busy()
    cluster.worker(_package(tmp_path, "torch"))
    with cluster.client() as client:
        _until(lambda: sum(map(len, client.processing().values())) < 4, "a snippet that the late one refuses")
    _let_go(folder)
    status, said = run.end()
    assert status == 2
    assert said == [line for line in said if line.startswith("found torch 0.0.1 on the worker that joined")]
    assert len(said) == 1


def test_scheduler_without_workers_is_refused(cluster: Cluster) -> None:
    assert _refused(cluster.address).startswith("found a scheduler without workers")


@pytest.mark.parametrize("address", ["", "foo", "http://127.0.0.1:1", "tcp://127.0.0.1:port", "tls://127.0.0.1:1"])
def test_address_of_no_scheduler_is_said(address: str) -> None:
    said = f"found no scheduler at {address or 'an empty address'}, expected one at tcp://"
    assert _refused(address).startswith(said)


def test_port_that_never_answers_is_no_scheduler() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        assert _refused(address).startswith(f"found no scheduler at {address}")


def test_snippets_of_a_worker_that_is_killed_run_on_another(
    cluster: Cluster, folder: Folder, start: Callable[..., Run]
) -> None:
    cluster.worker()
    cluster.worker()
    for number in range(4):
        _waiting(folder, f"05-1-waits-{number}")
    run = start(folder, cluster.address, "--update")
    lost = cluster.busy()
    cluster.end(lost)
    _until(run.said, "the loss")
    _let_go(folder)
    assert run.end() == (0, [f"lost the worker {lost}: what it ran goes to another one"])
    assert _cached(folder) == 4


def test_end_of_all_workers_is_said_and_what_came_before_is_kept(
    cluster: Cluster, folder: Folder, start: Callable[..., Run]
) -> None:
    workers = {cluster.worker(), cluster.worker()}
    folder.write("05-1-first", "print(1)\n")
    for number in range(3):
        _waiting(folder, f"05-1-waits-{number}")
    run = start(folder, cluster.address)
    _until(lambda: _cached(folder), "a result")
    cluster.end(*workers)
    status, said = run.end()
    assert status == 2
    assert {line.partition(": ")[0] for line in said[:-1]} == {f"lost the worker {one}" for one in workers}
    assert said[-1].startswith(f"lost all workers at {cluster.address}, expected")
    assert _cached(folder) == 1


def test_end_of_the_scheduler_is_said_in_a_line(mortal: Cluster, folder: Folder, start: Callable[..., Run]) -> None:
    mortal.worker()
    for number in range(3):
        _waiting(folder, f"05-1-waits-{number}")
    run = start(folder, mortal.address)
    mortal.busy()
    mortal.scheduler.kill()
    status, said = run.end()
    assert status == 2
    assert len(said) == 1
    assert said[0].startswith(f"lost the scheduler at {mortal.address}, expected")


def test_scheduler_that_hangs_is_lost(mortal: Cluster, folder: Folder, start: Callable[..., Run]) -> None:
    mortal.worker()
    _waiting(folder, "05-1-waits")
    run = start(folder, mortal.address)
    mortal.busy()
    mortal.scheduler.send_signal(signal.SIGSTOP)
    status, said = run.end()
    assert status == 2
    assert len(said) == 1
    assert said[0].startswith(f"lost the scheduler at {mortal.address}, expected")


def test_snippets_of_a_worker_that_hangs_run_on_another(
    cluster: Cluster, folder: Folder, start: Callable[..., Run]
) -> None:
    cluster.worker()
    cluster.worker()
    for number in range(3):
        _waiting(folder, f"05-1-waits-{number}")
    run = start(folder, cluster.address, "--update")
    stopped = cluster.busy()
    cluster.workers[stopped].send_signal(signal.SIGSTOP)
    _until(run.said, "the loss")
    _let_go(folder)
    status, said = run.end()
    assert (status, len(said)) == (0, 1)
    assert said[0].startswith(f"no word from the worker {stopped} for ")


def test_worker_that_hangs_from_the_beginning_gets_nothing(
    cluster: Cluster, folder: Folder, start: Callable[..., Run]
) -> None:
    folder.write("05-1-stable", STABLE)
    cluster.worker()
    stopped = cluster.worker()
    cluster.workers[stopped].send_signal(signal.SIGSTOP)
    run = start(folder, cluster.address, "--update")
    status, said = run.end()
    assert (status, len(said)) == (0, 1)
    assert said[0].startswith(f"no word from the worker {stopped} for ")


def test_only_worker_that_hangs_ends_the_run(cluster: Cluster, folder: Folder, start: Callable[..., Run]) -> None:
    stopped = cluster.worker()
    _waiting(folder, "05-1-waits")
    run = start(folder, cluster.address)
    cluster.busy()
    cluster.workers[stopped].send_signal(signal.SIGSTOP)
    status, said = run.end()
    assert status == 2
    assert said[-1].startswith(f"lost all workers at {cluster.address}, expected")
    assert said[0].startswith(f"no word from the worker {stopped} for ")
    assert len(said) == 2


def test_snippet_that_ends_its_workers_fails_and_the_others_do_not(
    mortal: Cluster, folder: Folder, start: Callable[..., Run]
) -> None:
    mortal.worker()
    mortal.worker()
    folder.write("05-1-a", "print(1)\n")
    _waiting(folder, "05-1-deadly")
    run = start(folder, mortal.address, "--update")
    _until(lambda: _cached(folder), "the result of the other")
    lost = mortal.busy()
    mortal.end(lost)
    status, said = run.end()
    assert status == 1
    assert set(said) <= {f"lost the worker {lost}: what it ran goes to another one"}  # it may end before it looks
    shown = (folder.path / "said" / "stdout").read_text("utf-8")
    assert shown.count(": snippet: found") == 1
    assert "05-1-deadly.py:3: snippet: found the end of every worker that ran it, expected an answer" in shown
