"""Snippets on a Dask cluster: a scheduler and workers on loopback, some of which are killed."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from clusters import Cluster, Run, cached, let_go, scheduler_in, until, write_waiting
from dragoman.execution.cluster import ClusterExecutor
from dragoman.execution.remote import UnusableClusterError
from snippets_folder import STABLE, Folder

pytestmark = pytest.mark.slow  # runs PyTorch


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler that no test may end."""
    cluster = scheduler_in(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.close()


@pytest.fixture
def cluster(scheduler: Cluster) -> Iterator[Cluster]:
    """A scheduler without workers; those of a test end with it."""
    yield scheduler
    scheduler.end(*scheduler.workers)
    scheduler.workers.clear()
    with scheduler.client() as client:
        until(lambda: not client.scheduler_info()["workers"], "the end of all workers")


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler of the test's own, which gives a snippet to one worker only."""
    cluster = scheduler_in(tmp_path / "cluster", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    yield cluster
    cluster.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "course")
    (folder.snippets / "week05").mkdir(parents=True)
    return folder


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
    assert re.search(r"snippets/week05/05-1-endless\.py:\d: snippet: found it still computing after 1 s", ended.stdout)
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


def test_cluster_is_refused_as_clearly_where_an_event_loop_runs() -> None:
    async def refused() -> str:
        return _refused("")

    # Not in this thread, where a browser's may run already.
    with ThreadPoolExecutor() as pool:
        assert pool.submit(asyncio.run, refused()).result() == _refused("")


def test_worker_that_joins_late_with_another_version_is_refused(
    cluster: Cluster, folder: Folder, tmp_path: Path, start: Callable[..., Run]
) -> None:
    cluster.worker()
    for number in range(4):
        write_waiting(folder, f"05-1-waits-{number}")
    run = start(folder, cluster.address)
    cluster.busy()
    cluster.worker(_package(tmp_path, "torch"))
    with cluster.client() as client:
        until(lambda: sum(map(len, client.processing().values())) < 4, "a snippet that the late one refuses")
    let_go(folder)
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


@pytest.mark.parametrize(
    ("number", "said"),
    [(signal.SIGKILL, "lost the worker {}: what it ran goes"), (signal.SIGSTOP, "no word from the worker {} for ")],
    ids=["killed", "stopped"],
)
def test_snippets_of_a_worker_that_is_lost_run_on_another(
    cluster: Cluster, folder: Folder, start: Callable[..., Run], number: signal.Signals, said: str
) -> None:
    cluster.worker()
    cluster.worker()
    for snippet in range(4):
        write_waiting(folder, f"05-1-waits-{snippet}")
    run = start(folder, cluster.address, "--update")
    lost = cluster.busy()
    cluster.workers[lost].send_signal(number)
    until(run.said, "the loss")
    let_go(folder)
    status, lines = run.end()
    assert status == 0
    assert [line.startswith(said.format(lost)) for line in lines] == [True]
    assert cached(folder) == 4


def test_end_of_all_workers_is_said_and_what_came_before_is_kept(
    cluster: Cluster, folder: Folder, start: Callable[..., Run]
) -> None:
    workers = {cluster.worker(), cluster.worker()}
    folder.write("05-1-first", "print(1)\n")
    for number in range(3):
        write_waiting(folder, f"05-1-waits-{number}")
    run = start(folder, cluster.address)
    until(lambda: cached(folder), "a result")
    cluster.end(*workers)
    status, said = run.end()
    assert status == 2
    assert {line.partition(": ")[0] for line in said[:-1]} == {f"lost the worker {one}" for one in workers}
    assert said[-1].startswith(f"lost all workers at {cluster.address}, expected")
    assert cached(folder) == 1


def test_end_of_the_scheduler_is_said_in_a_line(mortal: Cluster, folder: Folder, start: Callable[..., Run]) -> None:
    mortal.worker()
    for number in range(3):
        write_waiting(folder, f"05-1-waits-{number}")
    run = start(folder, mortal.address)
    mortal.busy()
    mortal.scheduler.kill()
    status, said = run.end()
    assert status == 2
    assert len(said) == 1
    assert said[0].startswith(f"lost the scheduler at {mortal.address}, expected")


def test_scheduler_that_hangs_is_lost(mortal: Cluster, folder: Folder, start: Callable[..., Run]) -> None:
    mortal.worker()
    write_waiting(folder, "05-1-waits")
    run = start(folder, mortal.address)
    mortal.busy()
    mortal.scheduler.send_signal(signal.SIGSTOP)
    status, said = run.end()
    assert status == 2
    assert len(said) == 1
    assert said[0].startswith(f"lost the scheduler at {mortal.address}, expected")


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
    write_waiting(folder, "05-1-waits")
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
    write_waiting(folder, "05-1-deadly")
    run = start(folder, mortal.address, "--update")
    until(lambda: cached(folder), "the result of the other")
    lost = mortal.busy()
    mortal.end(lost)
    status, said = run.end()
    assert status == 1
    assert set(said) <= {f"lost the worker {lost}: what it ran goes to another one"}  # it may end before it looks
    shown = (folder.path / "said" / "stdout").read_text("utf-8")
    assert shown.count(": snippet: found") == 1
    assert "05-1-deadly.py:3: snippet: found the end of every worker that ran it, expected an answer" in shown
