"""Which files a snippet is given; exactly these belong to its result."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import privileges
from dragoman.execution.inputs import Inputs
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import Snippet, parse
from snippets_folder import Folder

pytestmark = pytest.mark.slow  # runs PyTorch

FILES = (
    "data/a.csv",
    "data/b.csv",
    "data/deep/c.csv",
    "docs/page.md",
    "mkdocs.yml",
    "snippets/shared/d.csv",
    "snippets/expected/week05/05-1-a.txt",
    "snippets/week05/beside.txt",
    "snippets/week05/data/e.csv",
    "snippets/week05/.hidden",
    "snippets/week05/beside.txt~",
    "snippets/week05/05-1-b.py",
    "snippets/week05/one.py",
    "snippets/week05/two.py",
    "snippets/week05/three.py",
    "snippets/week05/parts/__init__.py",
    "snippets/week05/parts/part.py",
    "snippets/week02/other.txt",
)
BESIDE = ["beside.txt", "data/e.csv"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The snippets folder of a project with all kinds of files."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"'{name}'\n")
    (tmp_path / "snippets" / "week05" / "one.py").write_text("import two\n")
    return tmp_path / "snippets"


def snippet(root: Path, source: str, name: str = "05-1-a") -> Snippet:
    return parse(name, root / "week05" / f"{name}.py", source)


def given(root: Path, source: str) -> dict[str, str]:
    """Return the names in the working folder with the files that they are, below the project."""
    return {one.name: one.path.relative_to(root.parent).as_posix() for one in Inputs(root).of(snippet(root, source))}


def test_data_beside_a_snippet_is_given_and_nothing_else(root: Path) -> None:
    assert list(given(root, "x = 1\n")) == BESIDE


@pytest.mark.parametrize(
    ("source", "helpers"),
    [
        ("import three\n", {"three.py"}),
        ("def f():\n    from one import x as y\n", {"one.py", "two.py"}),
        ("import parts.part\n", {"parts/__init__.py", "parts/part.py"}),
        ("import torch, os\n", set()),
        ("from . import one\n", set()),
        ("# import one\nx = 'import two'\n", set()),
    ],
)
def test_helpers_are_those_that_are_imported_and_theirs(root: Path, source: str, helpers: set[str]) -> None:
    assert set(given(root, source)) == {*BESIDE, *helpers}


@pytest.mark.parametrize(
    ("source", "absent"),
    [
        ("import json, os.path, numpy.linalg\n", []),
        ("import nowhere.deep\nfrom elsewhere import x\nimport json\n", ["elsewhere", "nowhere"]),
        ("def f():\n    import nowhere\n", ["nowhere"]),
        ("try:\n    import nowhere\nexcept ImportError:\n    nowhere = None\n", []),
        ('# %% fails tags=["raises-exception"]\nimport nowhere\n', []),
        ("import one, parts.part\n", ["nowhere"]),
        ("# reads: shared/tool.py\nimport shared.tool\n", []),
        ("from . import one\n", []),
        ("# import nowhere\nif (", []),
    ],
)
def test_modules_are_absent_that_code_and_its_helpers_import_and_nobody_installed(
    root: Path, source: str, absent: list[str]
) -> None:
    (root / "week05" / "two.py").write_text("import nowhere\n")
    (root / "shared" / "tool.py").write_text("")
    assert Inputs(root).absent(snippet(root, source)) == absent


@pytest.mark.parametrize(
    ("declared", "files"),
    [
        ("data/*.csv", {"data/e.csv": "snippets/week05/data/e.csv"}),
        ("shared/*", {"shared/d.csv": "snippets/shared/d.csv"}),
        ("data/a.csv", {"data/a.csv": "data/a.csv"}),
        (
            "data/[ab].csv docs",
            {"data/a.csv": "data/a.csv", "data/b.csv": "data/b.csv", "docs/page.md": "docs/page.md"},
        ),
        ("data/**/c.csv", {"data/deep/c.csv": "data/deep/c.csv"}),
        ("three.py", {"three.py": "snippets/week05/three.py"}),
        ("snippets/week02/other.txt", {"snippets/week02/other.txt": "snippets/week02/other.txt"}),
    ],
)
def test_declared_files_come_from_the_nearest_folder_under_the_name_that_was_declared(
    root: Path, declared: str, files: dict[str, str]
) -> None:
    found = given(root, f"# reads: {declared}\nx = 1\n")
    assert {name: found[name] for name in files} == files
    assert set(found) == {*BESIDE, *files}


@pytest.mark.parametrize("pattern", ["none/*.csv", "/etc/hostname", "../week02/other.txt", "data/x**y", ".", "a\\0b"])
def test_declaration_that_names_no_file_of_the_project_is_refused_at_its_line(root: Path, pattern: str) -> None:
    (result,) = Runner(root.parent / "cache", root).run([snippet(root, f"\n# reads: '{pattern}'\nx = 1\n")]).values()
    assert result.line == 2
    assert result.message.startswith(f"found reads: {pattern}, which no file of the project is called")


@pytest.mark.parametrize("name", ["beside.txt", "one.py"])
def test_file_that_cannot_be_read_is_named(root: Path, name: str) -> None:
    (root / "week05" / "05-1-a.py").write_text("# %% a\nimport one\n")
    (root / "week05" / name).chmod(0)
    (root.parent / "mkdocs.yml").unlink()  # which is only a file for snippets to ask for
    done = subprocess.run(
        [str(Path(sys.executable).with_name("course")), "run", "05-1-a"],
        cwd=root.parent,
        env=os.environ | {"COLUMNS": "300"},
        preexec_fn=privileges.drop,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    said = (
        f"05-1-a.py:2: snippet: found snippets/week05/{name}, which cannot be read (Permission denied), expected a file"
    )
    assert said in done.stdout


@pytest.mark.parametrize(
    ("source", "may"),
    [
        ("print(1)\n", False),
        ("import numpy as np, os\nfrom matplotlib import pyplot as plt\n", False),
        ("import three\n", False),
        ("def f():\n    import torch.nn\n", True),
        ("try:\n    import torch\nexcept ImportError:\n    pass\n", True),
        ('# %% a tags=["raises-exception"]\nimport torch\n', True),
        ("import pandas\n", True),
        ("import loads\n", True),
        ("from importlib import import_module\nimport_module('tor' + 'ch')\n", True),
        ("__import__('tor' + 'ch')\n", True),
        ("exec('import ' + 'torch')\n", True),
        ("import pickle\npickle.loads(b'')\n", True),
    ],
)
def test_pytorch_is_there_for_all_that_may_load_it(root: Path, source: str, may: bool) -> None:
    (root / "week05" / "loads.py").write_text("import torch\n")
    assert Inputs(root).may_load_others(snippet(root, source), {"numpy", "matplotlib"}) == may


def stored(root: Path, source: str) -> list[bool]:
    """Return whether a result is stored before and after a run."""
    one = snippet(root, source)
    before = Runner(root.parent / ".cache", root).stored(one)
    Runner(root.parent / ".cache", root).run([one])
    return [before is not None, Runner(root.parent / ".cache", root).stored(one) is not None]


def test_result_depends_on_the_files_that_were_given_and_on_no_other(root: Path) -> None:
    source = "# reads: data/a.csv\nimport one\n\nprint(open('data/a.csv').read())\n"
    assert stored(root, source) == [False, True]
    given_files = {"data/a.csv", "snippets/week05/beside.txt", "snippets/week05/data/e.csv"}
    given_files |= {"snippets/week05/one.py", "snippets/week05/two.py"}
    one = snippet(root, source)
    for name in FILES:
        path = root.parent / name
        text = path.read_text()
        path.write_text(f"{text}# changed\n")
        assert (Runner(root.parent / ".cache", root).stored(one) is None) == (name in given_files), name
        path.write_text(text)
    (root / "week05" / "new.txt").write_text("new")
    assert Runner(root.parent / ".cache", root).stored(one) is None


def test_what_a_snippet_writes_beside_itself_costs_no_result(root: Path) -> None:
    writing = "from pathlib import Path\nPath(__file__).with_name('new.txt').write_text('x')\nopen('newer.txt', 'w').close()\n"
    for _ in range(2):
        assert stored(root, writing)[1]
        assert stored(root, "print(1)\n")[1]
    assert stored(root, writing)[0]
    assert not (root / "week05" / "new.txt").exists()


def test_result_depends_on_the_versions_of_the_packages_that_were_imported_and_on_no_other(tmp_path: Path) -> None:
    packages = tmp_path / "packages"
    folder = Folder(tmp_path / "course")
    folder.write("05-1-a", "import outer\n\nprint(outer.inner.x)\n")

    def install(name: str, version: str, code: str = "x = 1\n") -> None:
        for old in packages.glob(f"{name}-*"):
            shutil.rmtree(old)
        info = packages / f"{name}-{version}.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "RECORD").write_text(f"{name}.py,,\n" if name != "bare" else "")
        (packages / f"{name}.py").write_text(code)

    def cached() -> bool:
        paths = os.pathsep.join(filter(None, (str(packages), os.environ.get("PYTHONPATH"))))
        ended = folder.run("--update", "--format", "json", PYTHONPATH=paths)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return bool(json.loads(ended.stdout)[0]["cached"])

    install("outer", "1", "import inner\n")
    install("inner", "1", "import bare\n\nx = 1\n")
    install("bare", "1")
    install("unrelated", "1")
    assert [cached(), cached()] == [False, True]
    install("unrelated", "2")
    assert cached()
    for name, code in (("inner", "import bare\n\nx = 2\n"), ("outer", "import inner\n"), ("bare", "")):
        install(name, "2", code)
        assert [cached(), cached()] == [False, True], name
