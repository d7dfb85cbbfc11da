"""What a snippet is refused, with the line that declares it; and what it may do all the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.execution.results import Failure, Output
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import parse

pytestmark = pytest.mark.slow  # runs PyTorch

# Code that wants a file of the project (P), and the line that lets it have the file.
DECLARED = {
    "open": ("open('P/data/a.csv')", "data/a.csv"),
    "bytes": ("open(b'P/data/a.csv')", "data/a.csv"),
    "os-open": ("import os; os.open('P/data/a.csv', os.O_RDONLY)", "data/a.csv"),
    "path": ("from pathlib import Path; Path('P/docs/../data/a.csv').read_text()", "data/a.csv"),
    "missing": ("open('P/data/none.csv')", "data/none.csv"),
    "caught": ("try:\n    open('P/data/a.csv')\nexcept OSError:\n    pass", "data/a.csv"),
    "up": ("open('../../data/a.csv')", "data/a.csv"),
    "up-from-file": ("from pathlib import Path; open(Path(__file__).parents[2] / 'data' / 'a.csv')", "data/a.csv"),
    "link": ("import os; os.symlink('P/data/a.csv', 'link'); open('link')", "data/a.csv"),
    "exists": ("from pathlib import Path; Path('P/data/a.csv').exists()", "data/a.csv"),
    "isfile": ("import os; os.path.isfile('P/data/none.csv')", "data/none.csv"),
    "size": ("import os; os.path.getsize('P/data/a.csv')", "data/a.csv"),
    "listdir": ("import os; os.listdir('P/data')", "data/*"),
    "walk": ("import os; list(os.walk('P/data'))", "data/*"),
    "scandir": ("import os; os.scandir('P/data')", "data/*"),
    "chdir": ("import os; os.chdir('P/data')", "data/*"),
    "iterdir": ("from pathlib import Path; list(Path('P/data').iterdir())", "data/*"),
    "glob": ("import glob; glob.glob('P/data/*.csv')", "data/*.csv"),
    "path-glob": ("from pathlib import Path; list(Path('P/data').glob('*.csv'))", "data/*.csv"),
    "project": ("import os; os.listdir('P')", "*"),
    "sqlite": ("import sqlite3; sqlite3.connect('P/data/a.db')", "data/a.db"),
    "sqlite-uri": ("import sqlite3; sqlite3.connect('file:P/data/a.db?mode=ro', uri=True)", "data/a.db"),
    "program": ("import subprocess; subprocess.run(['cat', 'P/data/a.csv'])", "data/a.csv"),
    "shell": ("import subprocess; subprocess.run('cat <P/data/a.csv', shell=True)", "data/a.csv"),
    "option": ("import subprocess; subprocess.run(['cat', '--file=P/data/a.csv'])", "data/a.csv"),
    "system": ("import os; os.system('cat P/data/a.csv')", "data/a.csv"),
    "folder-of-program": ("import subprocess; subprocess.run(['ls'], cwd='P/data')", "data"),
    "numpy": ("import numpy as np; np.load('P/data/a.npy')", "data/a.npy"),
    "fromfile": ("import numpy as np; np.fromfile('P/data/a.bin')", "data/a.bin"),
    "memmap": ("import numpy as np; np.memmap('P/data/a.bin')", "data/a.bin"),
    "from_file": ("import torch; torch.from_file('P/data/a.bin', size=2)", "data/a.bin"),
    "storage": ("import torch; torch.UntypedStorage.from_file('P/data/a.bin', False, 8)", "data/a.bin"),
    "torch": ("import torch; torch.load('P/data/a.pt')", "data/a.pt"),
    "image": ("import matplotlib.pyplot as plt; plt.imread('P/data/a.png')", "data/a.png"),
    "relative": ("open('data/a.csv')", "data/a.csv"),
    "module": ("import importlib; importlib.import_module('sums')", "sums.py"),
}
# Code that changes something outside, and what is named.
CHANGING = {
    "write": ("open('P/docs/new.md', 'w')", "docs/new.md"),
    "append": ("open('P/docs/page.md', 'a')", "docs/page.md"),
    "create": ("import os; os.open('P/docs/new.md', os.O_CREAT | os.O_WRONLY)", "docs/new.md"),
    "remove": ("import os; os.remove('P/docs/page.md')", "docs/page.md"),
    "unlink": ("from pathlib import Path; Path('P/docs/page.md').unlink()", "docs/page.md"),
    "rename": ("import os; os.rename('P/docs/page.md', 'here')", "docs/page.md"),
    "move-in": ("import os; open('x', 'w').close(); os.replace('x', 'P/docs/page.md')", "docs/page.md"),
    "mkdir": ("import os; os.makedirs('P/docs/a/b')", "docs/a"),
    "rmtree": ("import shutil; shutil.rmtree('P/docs')", "docs"),
    "copy": ("import shutil; shutil.copy(__file__, 'P/docs/page.md')", "docs/page.md"),
    "chmod": ("import os; os.chmod('P/docs/page.md', 0)", "docs/page.md"),
    "touch": ("import os; os.utime('P/docs/page.md')", "docs/page.md"),
    "figure": ("import matplotlib.pyplot as plt; plt.savefig('P/docs/a.png')", "docs/a.png"),
    "save": ("import torch; torch.save(1, 'P/docs/a.pt')", "docs/a.pt"),
}
OUTSIDE = {
    "home": ("open('H/notes.txt')", "H/notes.txt, which is outside of the project"),
    "write-home": ("open('H/notes.txt', 'w')", "a change to H/notes.txt"),
    "network": ("import urllib.request; urllib.request.urlopen('http://example.org/')", "a connection to example.org"),
    "address": ("import socket; socket.create_connection(('192.0.2.1', 80))", "a connection to 192.0.2.1"),
}
# What has nothing to do with the project, and what it prints.
ALLOWED = {
    "own": "from pathlib import Path\nfor f in (Path.home(), Path('.'), Path(__file__).parent):\n    (f / 'x').write_text('1')",
    "temporary": "import tempfile\nwith tempfile.TemporaryDirectory() as f:\n    open(f + '/x', 'w').close()",
    "tree": "import shutil\nshutil.copytree('.', 'copy')\nshutil.copystat(__file__, 'copy')\nshutil.rmtree('copy')",
    "package": "import torch, pathlib\nassert list(pathlib.Path(torch.__file__).parent.iterdir())",
    "library": "import colorsys, inspect\nassert inspect.getsource(colorsys)",
    "resolve": "import os, sys\nos.path.realpath(sys.executable)\nos.path.exists(sys.prefix)",
    "program": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'pass'], check=True)",
    "device": "import os\nopen(os.devnull, 'w').write('x')",
    "memory": "import sqlite3\nsqlite3.connect(':memory:').execute('select 1')\nsqlite3.connect('own.db')",
    "loopback": "import socket\ns = socket.create_server(('localhost', 0))\nsocket.create_connection(s.getsockname()).close()",
    "pool": "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(1) as p:\n    assert p.map(abs, [-1]) == [1]",
    "loader": "import torch\nassert list(torch.utils.data.DataLoader(range(2), num_workers=1))",
    "source": "import inspect\n\n\ndef f():\n    return 1\n\n\nassert inspect.getsource(f).startswith('def f')",
}


class Ran:
    """Snippets that ran in a project with data, all at once."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "course"
        self.home = folder / "home"
        for name in ("docs/page.md", "data/a.csv", "snippets/week05/sums.py"):
            (self.project / name).parent.mkdir(parents=True, exist_ok=True)
            (self.project / name).write_text("")
        for name in ("a.bin", "a.npy", "a.pt", "a.png", "a.db"):
            (self.project / "data" / name).write_bytes(bytes(64))
        self.home.mkdir()
        (self.home / "notes.txt").write_text("")
        self.before = self.files()
        snippets = []
        groups = {"declared": DECLARED, "changing": CHANGING, "outside": OUTSIDE, "allowed": ALLOWED}
        for group, cases in groups.items():
            for name, case in cases.items():
                source = self.named(case if isinstance(case, str) else case[0])
                path = self.project / "snippets" / "week05" / f"05-1-{group}-{name}.py"
                snippets.append(parse(path.stem, path, f"x = 1\n{source}\n"))
        self.results = Runner(folder / "cache", self.project / "snippets").run(snippets)
        self.after = self.files()

    def named(self, text: str) -> str:
        """Return ``text`` with the folders in the place of P and H."""
        return text.replace("P/", f"{self.project}/").replace("'P'", f"'{self.project}'").replace("H/", f"{self.home}/")

    def files(self) -> dict[Path, bytes]:
        """Return the files of the project and of home."""
        return {path: path.read_bytes() for path in self.project.parent.rglob("*") if path.is_file()}

    def failure(self, name: str) -> Failure:
        """Return how a snippet failed."""
        result = self.results[f"05-1-{name}"]
        assert isinstance(result, Failure), result
        return result


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return Ran(tmp_path_factory.mktemp("guard").resolve())


@pytest.mark.parametrize("name", DECLARED)
def test_what_a_snippet_was_not_given_is_refused_with_the_line_that_declares_it(ran: Ran, name: str) -> None:
    _, declared = DECLARED[name]
    failure = ran.failure(f"declared-{name}")
    assert f"was not given, expected what lies beside it or is declared: write # reads: {declared} at" in (
        failure.message.replace(
            "which it was not given:", "was not given, expected what lies beside it or is declared:"
        )
    )
    assert failure.line > 1
    assert "isolated" not in failure.told


@pytest.mark.parametrize("name", CHANGING)
def test_change_outside_of_its_folder_is_refused_and_named(ran: Ran, name: str) -> None:
    _, changed = CHANGING[name]
    failure = ran.failure(f"changing-{name}")
    assert re.match(f"found (?:a change to )?{re.escape(changed)}, .* without a folder$", failure.message)


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_is_outside_of_the_project_is_refused_with_a_way_in(ran: Ran, name: str) -> None:
    _, said = OUTSIDE[name]
    assert ran.failure(f"outside-{name}").message.startswith(f"found {ran.named(said)}")


@pytest.mark.parametrize("name", ALLOWED)
def test_what_needs_nothing_of_the_project_runs(ran: Ran, name: str) -> None:
    assert isinstance(ran.results[f"05-1-allowed-{name}"], Output), ran.results[f"05-1-allowed-{name}"]


def test_nothing_changed_outside(ran: Ran) -> None:
    kept = {path: content for path, content in ran.after.items() if "cache" not in path.parts}
    assert kept == ran.before


def test_refusal_is_no_exception_that_a_cell_may_be_meant_to_raise(tmp_path: Path) -> None:
    path = tmp_path / "snippets" / "week05" / "05-1-a.py"
    (tmp_path / "data").mkdir()
    source = f'# %% a tags=["raises-exception"]\nopen({str(tmp_path / "data" / "a.csv")!r})\n'
    (result,) = Runner(tmp_path / "cache", tmp_path / "snippets").run([parse("05-1-a", path, source)]).values()
    assert isinstance(result, Failure)
    assert "# reads: data/a.csv" in result.message


def test_what_c_code_writes_into_the_project_is_named_and_said_again(tmp_path: Path) -> None:
    path = tmp_path / "snippets" / "week05" / "05-1-a.py"
    (tmp_path / "docs").mkdir()
    source = (
        f"import ctypes\nc = ctypes.CDLL(None)\nc.dprintf(c.open({str(tmp_path / 'docs' / 'new.md').encode()!r}, "
        "0o2101, 0o644), b'x')\n"
    )
    for _ in range(2):
        (result,) = Runner(tmp_path / "cache", tmp_path / "snippets").run([parse("05-1-a", path, source)]).values()
        assert isinstance(result, Output)
        ((line, remark),) = result.remarks
        assert line == 1
        assert remark.startswith("found a change to docs/new.md while it ran")
