"""Snippets on a Dask cluster: a scheduler and two workers on loopback."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from snippets_folder import STABLE, Folder

DASK = str(Path(sys.executable).with_name("dask"))
PATIENCE = 60  # seconds


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _process(log: Path, *command: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file, env=os.environ | environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(log: Path, words: str, times: int = 1) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if log.read_text("utf-8", "replace").count(words) >= times:
            return
        time.sleep(0.1)
    pytest.fail(f"{log.name} never said {words!r}: {log.read_text('utf-8', 'replace')}")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    logs = tmp_path_factory.mktemp("dask")
    port = str(_free_port())
    log = logs / "scheduler"
    command = (DASK, "scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-jupyter")
    with _process(log, *command):
        _wait_for(log, "Scheduler at")
        yield f"tcp://127.0.0.1:{port}", log


def _worker(scheduler: tuple[str, Path], log: Path, folder: Path, **environment: str):
    address, _ = scheduler
    options = (
        "--host",
        "127.0.0.1",
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
        "--local-directory",
        str(folder),
    )
    return _process(log, DASK, "worker", address, *options, **environment)


@pytest.fixture
def cluster(scheduler: tuple[str, Path], tmp_path: Path) -> Iterator[str]:
    """Two workers."""
    with contextlib.ExitStack() as stack:
        for number in (1, 2):
            log = tmp_path / f"worker{number}"
            stack.enter_context(_worker(scheduler, log, tmp_path / f"space{number}"))
            _wait_for(log, "Starting established connection")
        yield scheduler[0]


def test_cluster_gives_the_results_of_this_machine_and_keeps_its_limits(cluster: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "course")
    folder.write("05-1-stable", STABLE)
    folder.write("05-1-where", "import os\nfrom helper import where\nprint(where(os.getpid()))\n")
    (folder.snippets / "week05" / "helper.py").write_text("def where(pid):\n    return pid > 1\n")
    folder.write("05-1-draws", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n")
    assert folder.run("--update").returncode == 0
    local = {path.name: path.read_bytes() for path in folder.path.glob(".cache/snippets/**/*.svg")}
    ended = folder.run("--scheduler", cluster, "--cache", "other-cache", "--twice")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    remote = {path.name: path.read_bytes() for path in folder.path.glob("other-cache/**/*.svg")}
    assert local
    assert remote == local

    folder.write("05-1-endless", "# time-limit: 1\n# %% wait\nwhile True:\n    pass\n")
    folder.write("05-1-dies", "import os\nos._exit(3)\n")
    ended = folder.run("--scheduler", cluster)
    assert ended.returncode == 1
    assert "snippets/week05/05-1-endless.py:3: snippet: found no end after 1 s" in ended.stdout
    assert "snippets/week05/05-1-dies.py:1: snippet: found the end of the process with status 3" in ended.stdout


def test_worker_with_another_version_of_torch_is_refused(scheduler: tuple[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "other" / "torch-0.0.1.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: torch\nVersion: 0.0.1\n")
    folder = Folder(tmp_path / "course")
    folder.write("05-1-stable", STABLE)
    log = tmp_path / "worker"
    with _worker(scheduler, log, tmp_path / "space", PYTHONPATH=str(other.parent)):
        _wait_for(log, "Starting established connection")
        ended = folder.run("--scheduler", scheduler[0])
    assert ended.returncode == 2
    assert "found torch 0.0.1 on the worker" in ended.stderr
    assert not (folder.path / ".cache").exists()


def test_scheduler_without_workers_is_refused(scheduler: tuple[str, Path], tmp_path: Path) -> None:
    _wait_for(scheduler[1], "Scheduler at")
    folder = Folder(tmp_path)
    folder.write("05-1-stable", STABLE)
    port = _free_port()
    log = tmp_path / "empty"
    with _process(log, DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-jupyter"):
        _wait_for(log, "Scheduler at")
        ended = folder.run("--scheduler", f"tcp://127.0.0.1:{port}")
    assert ended.returncode == 2
    assert "found a scheduler without workers" in ended.stderr
