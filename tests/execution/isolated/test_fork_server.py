"""What the process around a snippet does to it, and what is left of it afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.execution.local import run_fresh
from dragoman.execution.results import CellOutput, Failure, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import parse
from snippets_folder import Folder, leaving

pytestmark = pytest.mark.slow  # runs PyTorch

PATIENCE = 300  # seconds
# Ends its own parent, so that nobody it came from knows of it any more.
DAEMON = """import os
import subprocess
import sys

source = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {source!r}, sys.argv[1]], start_new_session=True)"
subprocess.run([sys.executable, "-c", start, PATH], start_new_session=True)
while not os.path.exists(PATH) or not os.path.getsize(PATH):
    pass
"""


def result(folder: Path, source: str, *, fresh: bool = False) -> Output | Failure:
    """Return what a snippet gives, in a forked process or in a fresh one."""
    path = folder / "snippets" / "week05" / "05-1-a.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    snippet = parse("05-1-a", path, source)
    runner = Runner(folder / "cache", folder / "snippets")
    return run_fresh(runner.job(snippet)) if fresh else runner.run([snippet])["05-1-a"]


def happens(event: Callable[[], object]) -> bool:
    """Tell whether something happens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if event():
            return True
        time.sleep(0.05)
    return False


def ended(pid: int) -> bool:
    """Tell whether a process ends, or has ended and only waits to be counted."""

    def has_ended() -> bool:
        try:
            return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return True

    return happens(has_ended)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to the process above")
@pytest.mark.parametrize("end", ["print('done')\n", "while True:\n    pass\n", "1 / 0\n"])
def test_no_process_that_a_snippet_starts_outlives_it(tmp_path: Path, end: str) -> None:
    pid = tmp_path / "pid"
    given = result(tmp_path / "course", "# time-limit: 5\n" + DAEMON.replace("PATH", repr(str(pid))) + end)
    assert isinstance(given, Output) == ("done" in end), given
    assert ended(int(pid.read_text()))


def test_run_that_is_killed_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    folder, temporary = Folder(tmp_path / "course"), tmp_path / "temporary"
    temporary.mkdir()
    pid = tmp_path / "elsewhere" / "pid"
    folder.write("05-1-a", f"import os\nimport time\n{leaving(pid, '%d', 'os.getpid()')}time.sleep(600)\n")
    course = str(Path(sys.executable).with_name("course"))
    run = subprocess.Popen([course, "run"], cwd=folder.path, env=os.environ | {"TMPDIR": str(temporary)})
    try:
        assert happens(lambda: pid.exists() and pid.read_text())
    finally:
        run.kill()
        run.wait()
    assert ended(int(pid.read_text()))
    assert happens(lambda: not list(temporary.iterdir()))


def test_fresh_process_gives_what_a_forked_one_gives(tmp_path: Path) -> None:
    (tmp_path / "snippets" / "week05").mkdir(parents=True)
    (tmp_path / "snippets" / "week05" / "helper.py").write_text("x = 1\n")
    (tmp_path / "snippets" / "week05" / "data.txt").write_text("2")
    source = (
        "# %% one\nimport os\n\nimport helper\nimport torch\n\nprint('é', helper.x, open('data.txt').read())\n"
        "os.write(1, b'low\\n')\nprint(torch.rand(1).item())\n\n"
        '# %% two tags=["raises-exception"]\nint("one")\n\n'
        "# %% three\nimport matplotlib.pyplot as plt\n\nplt.plot([1, 2])\n"
    )
    forked, fresh = result(tmp_path, source), result(tmp_path, source, fresh=True)
    assert isinstance(forked, Output)
    assert isinstance(fresh, Output)
    assert sorted(fresh.cells[0].text.splitlines()) == sorted(forked.cells[0].text.splitlines())
    assert fresh.cells[1:] == forked.cells[1:]
    assert fresh.cells[1] == CellOutput("", (), "ValueError: invalid literal for int() with base 10: 'one'")
    assert len(fresh.cells[2].figures) == 1
    assert {"torch", "matplotlib"} <= {name for name, _ in fresh.packages}
    assert fresh.packages == forked.packages


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("x = 1\n\nx / 0\n", 3, "division by zero"),
        ("# time-limit: 6\nwhile True:\n    pass\n", 1, "found it still computing after 6 s, expected its end"),
        ("import os\nos._exit(4)\n", 1, "found the end of the process with status 4"),
    ],
)
def test_failure_in_a_fresh_process_is_a_failure_like_others(
    tmp_path: Path, source: str, line: int, message: str
) -> None:
    given = result(tmp_path, source, fresh=True)
    assert isinstance(given, Failure), given
    assert given.line == line
    assert message in given.message


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists the threads of a process")
def test_process_that_forks_has_no_other_thread_also_where_libraries_are_told_to_start_some(tmp_path: Path) -> None:
    source = (
        "from pathlib import Path\n\nimport os\n\npid = os.getpid()\nfor _ in range(3):\n"
        "    print(len(list(Path(f'/proc/{pid}/task').iterdir())))\n"
        "    pid = int(Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[1])\n"
        "print('fork_server' in Path(f'/proc/{pid}/cmdline').read_text())\n"
    )
    (tmp_path / "snippets" / "week05").mkdir(parents=True)
    path = tmp_path / "snippets" / "week05" / "05-1-a.py"
    path.write_text(source)
    program = (
        "import sys\nfrom pathlib import Path\nfrom dragoman.execution.runner import Runner\n"
        "from dragoman.execution.snippets import parse\n"
        "path = Path(sys.argv[1])\nrunner = Runner(path.parent / 'cache', path.parents[1])\n"
        "print(runner.run([parse('05-1-a', path, path.read_text())])['05-1-a'].cells[0].text)\n"
    )
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "4")
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        env=os.environ | threads,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert done.stdout.split() == ["1", "1", "1", "False"]
