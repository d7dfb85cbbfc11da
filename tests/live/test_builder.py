"""The process that builds: what it answers, and that nothing of it is left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.live.builder import Builder

PATIENCE = 60  # seconds
ECHO = "import json, sys\nfor line in sys.stdin:\n    print(json.dumps(json.loads(line).get('site')), flush=True)\n"


def builder(program: str) -> Builder:
    return Builder([sys.executable, "-c", program])


def wait_for(path: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.05)
    raise AssertionError(path)


def test_answers_belong_to_their_requests() -> None:
    one = builder(ECHO)
    assert [one.ask(site="a"), one.ask(), one.ask(site="b")] == ["a", None, "b"]
    one.close()
    assert not one.folder.exists()


@pytest.mark.parametrize(
    ("program", "end"),
    [
        ("import sys; sys.exit(3)", "with status 3"),
        ("import os; os.kill(os.getpid(), 9)", "by SIGKILL"),
        ("import sys; sys.stdin.readline(); print('nul', end='')", "with status 0"),
    ],
)
def test_process_that_ends_is_told_of_and_started_again(tmp_path: Path, program: str, end: str) -> None:
    once = f"import os\nif not os.path.exists({str(tmp_path / 'x')!r}):\n    open({str(tmp_path / 'x')!r}, 'w')\n"
    one = builder(f"{once}    {program}\n    raise SystemExit\n{ECHO}")
    assert str(one.ask(site="a")).startswith(f"found the end {end} of the process that builds")
    assert one.ask(site="b") == "b"
    one.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_that_runs_and_nothing_that_was_written_is_left(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    child = f"import os, tempfile, time; tempfile.mkdtemp(); open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    one = builder(f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {child!r}])\n{ECHO}")
    assert one.ask(site="a") == "a"
    left = int(wait_for(pid))
    assert list(one.folder.iterdir())
    one.close()
    assert not one.folder.exists()
    end = time.monotonic() + PATIENCE
    while Path(f"/proc/{left}/stat").exists() and ") Z " not in Path(f"/proc/{left}/stat").read_text():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_process_in_the_middle_of_its_work_ends_with_the_server(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    busy = f"import os, time\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)\n"
    program = (
        "import sys, threading\nfrom dragoman.live.builder import Builder\n"
        f"one = Builder([sys.executable, '-c', {busy!r}])\nthreading.Thread(target=one.ask, daemon=True).start()\n"
        "sys.stdin.read()\none.close()\n"
    )
    server = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE)
    number = int(wait_for(pid))
    server.communicate(b"", timeout=PATIENCE)
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
