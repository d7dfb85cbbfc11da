from __future__ import annotations

import json
from pathlib import Path

from course.runner import Failure, Output, Runner


def run(folder: Path, **sources: str) -> dict[str, Output | Failure]:
    paths = {}
    for name, source in sources.items():
        paths[name] = folder / f"{name}.py"
        paths[name].write_text(source, "utf-8")
    return Runner(folder / "cache").run(paths)


def test_snippet_prints_what_it_prints(tmp_path: Path):
    assert run(tmp_path, a="print('été', 1 + 1)\n") == {"a": Output("été 2\n", ())}


def test_snippets_are_run_apart_and_come_back_in_order(tmp_path: Path):
    results = run(tmp_path, b="x = 1\nprint('x' in globals())\n", a="print('x' in globals())\n")
    assert list(results.items()) == [("b", Output("True\n", ())), ("a", Output("False\n", ()))]


def test_snippet_that_fails_names_its_own_line_and_hides_no_other(tmp_path: Path):
    results = run(tmp_path, bad="import json\n\njson.loads('{')\n", good="print(1)\n")
    failure = results["bad"]
    assert isinstance(failure, Failure)
    assert failure.line == 3
    assert failure.message.startswith("JSONDecodeError: ")
    assert results["good"] == Output("1\n", ())


def test_syntax_error_names_its_line(tmp_path: Path):
    failure = run(tmp_path, a="x = 1\ny = = 2\n")["a"]
    assert isinstance(failure, Failure)
    assert failure.line == 2
    assert failure.message.startswith("SyntaxError")


def test_snippet_that_exits_or_kills_its_process_is_a_failure(tmp_path: Path):
    results = run(tmp_path, exits="import sys\nsys.exit(3)\n", dies="import os\nos._exit(4)\n")
    exits, dies = results["exits"], results["dies"]
    assert isinstance(exits, Failure)
    assert exits.line == 2
    assert isinstance(dies, Failure)
    assert "found exit status 4" in dies.message


def test_figures_are_svg_in_the_ink_of_the_page_with_ids_of_their_own(tmp_path: Path):
    source = "import matplotlib.pyplot as plt\nfor _ in range(2):\n    plt.figure()\n    plt.plot([1, 2])\n"
    output = run(tmp_path, curve=source)["curve"]
    assert isinstance(output, Output)
    assert len(output.figures) == 2
    for number, svg in enumerate(output.figures, 1):
        assert svg.startswith("<svg ")
        assert "currentColor" in svg
        assert f'id="figure-curve-{number}-' in svg
        assert "<style" not in svg
        assert "<metadata" not in svg


def test_same_snippet_draws_the_same_figure(tmp_path: Path):
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='a')\nplt.legend()\n"
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    assert run(tmp_path / "one", curve=source) == run(tmp_path / "two", curve=source)


def counting(folder: Path, words: str = "") -> str:
    """Return a snippet that leaves a mark each time it runs."""
    return f"from pathlib import Path\nwith Path({str(folder / 'runs')!r}).open('a') as f:\n    f.write('x')\n{words}\n"


def runs(folder: Path) -> int:
    return len((folder / "runs").read_text("utf-8"))


def test_snippet_that_ran_before_is_not_run_again(tmp_path: Path):
    first = run(tmp_path, a=counting(tmp_path, "print(1)"))
    assert run(tmp_path, a=counting(tmp_path, "print(1)")) == first
    assert runs(tmp_path) == 1


def test_snippet_that_changed_is_run_again(tmp_path: Path):
    run(tmp_path, a=counting(tmp_path, "print(1)"))
    assert run(tmp_path, a=counting(tmp_path, "print(2)"))["a"] == Output("2\n", ())
    assert runs(tmp_path) == 2


def test_snippet_that_failed_is_run_again(tmp_path: Path):
    for _ in range(2):
        assert isinstance(run(tmp_path, a=counting(tmp_path, "1 / 0"))["a"], Failure)
    assert runs(tmp_path) == 2


def test_damaged_result_is_made_anew(tmp_path: Path):
    run(tmp_path, a="print(1)\n")
    (entry,) = (tmp_path / "cache").iterdir()
    for damage in ("", "{", json.dumps({"text": "2"})):
        entry.write_text(damage, "utf-8")
        assert run(tmp_path, a="print(1)\n")["a"] == Output("1\n", ())


def test_cache_holds_one_whole_file_for_each_result(tmp_path: Path):
    run(tmp_path, a="print(1)\n", b="print(2)\n", c="1 / 0\n")
    files = list((tmp_path / "cache").iterdir())
    assert [file.suffix for file in files] == [".json", ".json"]


def test_no_snippets_have_no_results(tmp_path: Path):
    assert Runner(tmp_path).run({}) == {}
