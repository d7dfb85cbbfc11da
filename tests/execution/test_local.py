"""A job on this machine: what it prints and draws, where it works, how it fails."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from dragoman.execution.results import CellOutput, Output
from dragoman.execution.runner import Runner
from running import failure, output, snippets
from snippets_folder import STABLE, Folder

pytestmark = pytest.mark.slow  # runs PyTorch


def test_line_of_a_failure_is_that_of_the_file_in_any_cell(tmp_path: Path) -> None:
    assert failure(tmp_path, "# %% a\nx = 1\n\n# %% b\n# why\n\nx / 0\n").line == 7


def test_error_that_is_its_own_cause_is_a_failure_like_others(tmp_path: Path) -> None:
    given = failure(tmp_path, "error = ValueError('round')\nerror.__cause__ = error\nraise error\n")
    assert (given.line, "round" in given.message) == (3, True)


def test_failure_says_what_was_written_to_stderr(tmp_path: Path) -> None:
    given = failure(tmp_path, "import sys\nprint('before', file=sys.stderr)\n1 / 0\n")
    assert "before" in given.stderr


def test_warnings_are_reported_and_are_no_output(tmp_path: Path) -> None:
    given = output(tmp_path, "import warnings\nwarnings.warn('old')\nprint(1)\n")
    assert given.cells[0].text == "1\n"
    assert "UserWarning: old" in given.stderr


def test_python_and_c_write_in_the_order_of_their_lines(tmp_path: Path) -> None:
    source = (
        "import os\nimport subprocess\nprint('a')\nos.write(1, b'b\\n')\nprint('c')\nsubprocess.run(['echo', 'd'])\n"
    )
    assert output(tmp_path, source).cells[0].text == "a\nb\nc\nd\n"


def test_exception_that_no_file_can_hold_is_shown_all_the_same(tmp_path: Path) -> None:
    source = '# %% a tags=["raises-exception"]\nraise ValueError("\\udc80")\n'
    assert output(tmp_path, source).cells[0].error == "ValueError: ?"


def test_future_imports_of_the_runner_do_not_hold_for_snippets(tmp_path: Path) -> None:
    assert (
        output(tmp_path, "def f(x: int): ...\n\nprint(f.__annotations__)\n").cells[0].text == "{'x': <class 'int'>}\n"
    )


def test_snippet_reads_copies_of_helpers_and_data_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "snippets" / "week05"
    folder.mkdir(parents=True)
    (folder / "helper.py").write_text("x = 1\n")
    (folder / "data.txt").write_text("2")
    (folder / "written.txt").write_text("3")
    source = "import helper\nfrom pathlib import Path\nprint(helper.x, Path('data.txt').read_text())\nopen('written.txt', 'w')\n"
    given = output(tmp_path, source)
    assert given.cells[0].text == "1 2\n"
    assert (folder / "written.txt").read_text() == "3"


def test_figures_are_svg_in_the_ink_of_the_page_with_ids_of_their_own(tmp_path: Path) -> None:
    source = "import matplotlib.pyplot as plt\nfor _ in range(2):\n    plt.figure()\n    plt.plot([1, 2])\n"
    figures = output(tmp_path, source).cells[0].figures
    assert len(figures) == 2
    for svg in figures:
        assert svg.startswith("<svg ")
        assert "currentColor" in svg
        assert "<style" not in svg
        assert "<metadata" not in svg


def test_figure_belongs_to_the_cell_that_drew_it(tmp_path: Path) -> None:
    source = "# %% a\nimport matplotlib.pyplot as plt\nplt.plot([1])\n# %% b\n1\n# %% c\nplt.plot([2])\n"
    assert [len(cell.figures) for cell in output(tmp_path, source).cells] == [1, 0, 1]


def test_what_lay_in_memory_before_does_not_show_in_a_result(tmp_path: Path) -> None:
    source = (
        "import torch\n\nX, y = torch.randn(200, 3), torch.randn(200, 1)\nfound = set()\nfor number in range(200):\n"
        "    left = [torch.full((3,), number * one, dtype=torch.int32) for one in range(9)]\n    del left\n"
        "    found.add(tuple(torch.linalg.lstsq(X, y).solution.flatten().tolist()))\nprint(len(found))\n"
    )
    (result,) = Runner(tmp_path / "cache", tmp_path / "snippets").run(snippets(tmp_path, memory=source)).values()
    assert isinstance(result, Output), result
    assert result.cells[0].text == "1\n"


def test_run_costs_time_and_memory(tmp_path: Path) -> None:
    given = output(tmp_path, "x = bytearray(500 * 2**20)\n")
    assert given.seconds > 0
    assert given.peak_mb > 500


def test_snippet_works_in_a_folder_of_its_own_that_is_its_home_and_its_temporary_folder(tmp_path: Path) -> None:
    source = (
        "import os\nimport tempfile\nfrom pathlib import Path\n\nhere = Path.cwd()\nprint(os.listdir())\n"
        "print({here} == {Path.home(), Path(tempfile.gettempdir()), Path(__file__).parent, Path(os.environ['PWD'])})\n"
        "caches = ('XDG_CACHE_HOME', 'MPLCONFIGDIR', 'TORCH_HOME', 'TORCHINDUCTOR_CACHE_DIR')\n"
        "print(all(Path(os.environ[name]).is_relative_to(here) for name in caches))\nprint(__file__, here / 'x')\n"
    )
    text = output(tmp_path, source).cells[0].text
    assert text == "['a.py']\nTrue\nTrue\nsnippets/week05/a.py ./x\n"


def test_printed_text_has_no_control_signs_and_progress_ends_as_its_last_line(tmp_path: Path) -> None:
    source = (
        "for i in range(101):\n    print(f'\\r{i}%', end='')\nprint()\n"
        "print('\\x1b[31mred\\x1b[0m', 'a\\0b', 'x\\by')\n# %% more\nprint('more')\n"
    )
    assert [cell.text for cell in output(tmp_path, source).cells] == ["100%\nred ab y\n", "more\n"]


def test_output_beyond_a_megabyte_is_left_out_and_named(tmp_path: Path) -> None:
    given = output(tmp_path, "# %% a\nprint('é' * 25_000_000)\n# %% b\nprint('more')\n'value'\n")
    assert sum(len(cell.text.encode()) for cell in given.cells) < 2**20 + 10
    assert given.cells[0].text.endswith("é\n…\n")
    assert given.cells[1] == CellOutput("")
    assert given.remarks == ((2, "found 50.0 MB of output, expected at most 1 MB: print less; the rest is not shown"),)


def test_large_and_many_figures_are_named(tmp_path: Path) -> None:
    source = (
        "# %% large\nimport matplotlib.pyplot as plt\nimport torch\n\nplt.plot(*torch.rand(2, 40_000))\n"
        "# %% many\nfor _ in range(20):\n    plt.figure(figsize=(1, 1))\n"
    )
    (large, first), (many, second) = output(tmp_path, source).remarks
    assert (large, many) == (2, 2)
    assert first.startswith("found a figure of ")
    assert first.endswith(" kB, expected at most 200 kB: draw fewer points, or draw them with rasterized=True")
    assert second == "found 21 figures, expected at most 20: draw several in one, or fewer"


def test_failure_shows_the_frames_of_the_own_code_only(tmp_path: Path) -> None:
    helper = tmp_path / "snippets" / "week05" / "helper.py"
    helper.parent.mkdir(parents=True)
    helper.write_text("import torch\n\n\ndef apply(x):\n    return torch.nn.Linear(2, 2)(x)\n")
    source = "# %% a\nimport torch\nimport helper\n\n# %% b\ntry:\n    helper.apply(torch.ones(3))\nexcept RuntimeError as e:\n    raise ValueError('no') from e\n"
    given = failure(tmp_path, source)
    assert (given.line, given.message) == (9, "no")
    files = [line.split('"')[1] for line in given.traceback.splitlines() if line.lstrip().startswith("File ")]
    assert files == ["snippets/week05/a.py", "snippets/week05/helper.py", "snippets/week05/a.py"]
    assert "line 5, in apply" in given.traceback
    assert "ValueError: no" in given.traceback


def test_name_that_only_notebooks_have_is_said_to_be_one(tmp_path: Path) -> None:
    assert "only notebooks have it" in failure(tmp_path, "display(1)\n").message


def test_compiled_function_runs_and_leaves_nothing(tmp_path: Path) -> None:
    if not any(map(shutil.which, ("c++", "g++", "clang++"))):
        pytest.skip("there is no C++ compiler")
    before = {*Path(tempfile.gettempdir()).glob("torchinductor*")}
    source = (
        "# time-limit: 200\nimport torch\n\n\n@torch.compile\ndef f(x):\n    return 2 * x.sin()\n\n\nf(torch.ones(2))\n"
    )
    assert output(tmp_path, source).cells[0].value == "tensor([1.6829, 1.6829])\n"
    assert {*Path(tempfile.gettempdir()).glob("torchinductor*")} == before


def test_compiled_function_without_a_compiler_says_so_in_one_line(tmp_path: Path) -> None:
    source = (
        "import os\nimport torch\n\nos.environ |= {'PATH': '/nowhere', 'CXX': 'nothing'}\n"
        "f = torch.compile(lambda x: 2 * x.sin())\nf(torch.ones(2))\n"
    )
    given = failure(tmp_path, f"# time-limit: 200\n{source}")
    assert given.told == "found no C++ compiler, expected one for torch.compile: install g++ or clang++"
    assert given.line == 7


def test_process_that_does_not_start_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "matplotlib"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('this matplotlib is broken')\n")
    folder = Folder(tmp_path / "course")
    folder.write("05-1-stable", STABLE)
    paths = os.pathsep.join(filter(None, (str(broken.parent), os.environ.get("PYTHONPATH"))))
    ended = folder.run(PYTHONPATH=paths)
    assert ended.returncode == 1
    assert "05-1-stable.py:2: snippet: found no start of the process that runs snippets" in ended.stdout
    assert "(ImportError: this matplotlib is broken), expected one" in ended.stdout
    assert "less memory" not in ended.stdout


def test_what_loads_no_pytorch_finds_none_whatever_ran_before(tmp_path: Path) -> None:
    loaded = "import sys\nprint('torch' in sys.modules)\n"
    assert output(tmp_path, "import torch\n" + loaded).cells[0].text == "True\n"
    assert output(tmp_path, loaded).cells[0].text == "False\n"
    assert output(tmp_path, "__import__('torch')\n" + loaded).cells[0].text == "True\n"
    assert "torch" not in dict(output(tmp_path, "import numpy\n" + loaded).packages)
