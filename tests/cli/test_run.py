"""``course run``, as its users call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import main
from projects import Project
from snippets_folder import STABLE, Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_output_is_new_then_written_then_compared(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    new = folder.run()
    assert new.returncode == 1
    assert "found no snippets/expected/week05/05-1-stable.txt" in new.stdout
    assert folder.run("--update").returncode == 0
    expected = folder.snippets / "expected" / "week05" / "05-1-stable.txt"
    assert expected.read_text("utf-8") == "# %% one\n0.4963\n"
    agreed = folder.run()
    assert (agreed.returncode, agreed.stderr) == (0, "")
    assert "yes" in agreed.stdout
    expected.write_text("# %% one\n0.4967\n", "utf-8")
    assert folder.run().returncode == 0
    expected.write_text("# %% one\n0.4996\n", "utf-8")
    differs = folder.run()
    assert differs.returncode == 1
    assert "found '0.4963', expected '0.4996' (line 2 of the output)" in differs.stdout


def test_all_that_is_wrong_is_shown_at_once_with_its_line(folder: Folder) -> None:
    folder.write("05-1-fails", "# %% a\nprint(1)\n\n# %% b\nimport torch\ntorch.zeros(2) @ torch.zeros(3)\n")
    folder.write("05-1-syntax", "x = (\n")
    folder.write("05-1-tags", '# %% a tags=["hidden"]\nprint(1)\n')
    folder.write("05-1-warns", "import warnings\nwarnings.warn('careful')\nprint(1)\n")
    ended = folder.run("--update")
    assert ended.returncode == 1
    assert "snippets/week05/05-1-fails.py:6: RuntimeError: " in ended.stdout
    assert "torch.zeros(2) @ torch.zeros(3)" in ended.stdout
    assert "snippets/week05/05-1-syntax.py:1: snippet: found what Python cannot read" in ended.stdout
    assert "snippets/week05/05-1-tags.py:1: snippet: found the tag 'hidden'" in ended.stdout
    assert "05-1-warns: " in ended.stdout
    assert "careful" in ended.stdout
    assert "careful" not in (folder.snippets / "expected" / "week05" / "05-1-warns.txt").read_text("utf-8")


RANDOM = {
    "torch": "import torch\nprint(torch.rand(1).item())\n",
    "random": "import random\nprint(random.random())\n",
    "numpy": "import numpy as np\nprint(np.random.default_rng().random())\n",
    "time": "import time\nprint(time.time_ns())\n",
    "figure": "import torch, matplotlib.pyplot as plt\nplt.plot(torch.rand(3))\n",
}


def test_twice_finds_what_is_not_reproducible(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    for name, source in RANDOM.items():
        folder.write(f"05-1-{name}", "# first line\n" + source)
    assert folder.run("--update").returncode == 0
    assert folder.run("05-1-stable", "--twice").returncode == 0
    ended = folder.run("--twice", "--update")
    assert ended.returncode == 1
    for name in RANDOM:
        assert f"snippets/week05/05-1-{name}.py:1: snippet: found another" in ended.stdout
    assert "05-1-stable.py" not in ended.stdout


def test_json_holds_what_the_table_shows(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    rows = json.loads(folder.run("--format", "json", "--update").stdout)
    assert [row["name"] for row in rows] == ["05-1-stable"]
    assert rows[0]["status"] == "updated"
    assert rows[0]["seconds"] > 0
    assert rows[0]["peak_mb"] > 0
    assert rows[0]["cached"] is False
    assert json.loads(folder.run("--format", "json").stdout)[0]["cached"] is True


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("05-1-nothing",), "found '05-1-nothing', expected the name of a snippet"),
        (("--snippets", "nowhere"), "found no folder nowhere"),
        (("--docs", "nowhere"), "found no folder nowhere"),
        (("--jobs", "0"), "--jobs"),
        (("--scheduler", "tcp://127.0.0.1:1"), "found no scheduler at tcp://127.0.0.1:1"),
    ],
)
def test_call_that_cannot_be_carried_out_exits_with_2(folder: Folder, arguments: tuple[str, ...], said: str) -> None:
    folder.write("05-1-stable", STABLE)
    ended = folder.run(*arguments)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


PAGE = """---
lang-ref: home
title: Home
---

```python exec="1"
import torch

print(1 + 1)
```
"""


def test_code_of_english_pages_is_run_and_compared_like_a_snippet(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    for lang in ("en", "fr"):
        (folder.path / "docs" / lang).mkdir(parents=True)
        (folder.path / "docs" / lang / "index.md").write_text(PAGE, "utf-8")
    assert "docs/en/index.md:7: snippet: found no snippets/expected/en/en-index-1.txt" in folder.run().stdout
    assert folder.run("--update", "--twice").returncode == 0
    expected = folder.snippets / "expected" / "en" / "en-index-1.txt"
    assert expected.read_text("utf-8") == "# %%\n2\n"
    expected.write_text("# %%\n3\n", "utf-8")
    differs = folder.run("en-index-1")
    assert differs.returncode == 1
    assert "found '2', expected '3' (line 2 of the output)" in differs.stdout
    assert "05-1-stable" not in differs.stdout
    (folder.path / "docs").rename(folder.path / "pages")
    assert folder.run().returncode == 0
    assert folder.run("--docs", "pages").returncode == 1


def test_code_of_a_page_that_fails_names_its_line(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    (folder.path / "docs" / "en").mkdir(parents=True)
    (folder.path / "docs" / "en" / "index.md").write_text(PAGE.replace("1 + 1", "1 / 0"), "utf-8")
    ended = folder.run("--update")
    assert ended.returncode == 1
    assert "docs/en/index.md:9: ZeroDivisionError: division by zero" in ended.stdout


def test_code_of_a_page_declares_what_it_reads_and_is_no_notebook(folder: Folder) -> None:
    (folder.path / "docs" / "en").mkdir(parents=True)
    (folder.path / "data").mkdir()
    (folder.path / "data" / "a.txt").write_text("of the data")
    folder.write("05-1-stable", STABLE)
    page = folder.path / "docs" / "en" / "index.md"
    page.write_text(
        PAGE.replace("import torch\n\nprint(1 + 1)", "# reads: data/*.txt\nprint(open('data/a.txt').read())")
    )
    assert folder.run("--update").returncode == 0
    assert "of the data" in (folder.snippets / "expected" / "en" / "en-index-1.txt").read_text("utf-8")
    page.write_text(PAGE.replace("import torch", "%matplotlib inline"), "utf-8")
    ended = folder.run()
    assert ended.returncode == 1
    assert "docs/en/index.md:7: snippet: found '%matplotlib inline', which is notebook syntax" in ended.stdout


def test_what_is_beyond_the_limits_is_said_and_is_no_failure(folder: Folder) -> None:
    folder.write("05-1-long", "print('x' * 2_000_000)\n")
    ended = folder.run("--update")
    assert ended.returncode == 0
    assert "snippets/week05/05-1-long.py:1: snippet: found 2.0 MB of output, expected at most 1 MB" in ended.stdout


def test_one_snippet_can_be_named_by_name_cell_or_path(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    folder.write("05-1-broken", "raise ValueError\n")
    for name in ("05-1-stable", "05-1-stable:one", "snippets/week05/05-1-stable.py"):
        assert folder.run(name, "--update").returncode == 0


def test_file_in_the_place_of_the_cache_is_said(folder: Folder) -> None:
    folder.write("05-1-stable", STABLE)
    (folder.path / ".cache").write_text("a file")
    ended = folder.run()
    assert ended.returncode == 2
    assert ".cache:1: cache: found a file, expected a folder" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_texts_of_examples_are_written_for_every_language_then_checked_and_counted(project: Project) -> None:
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-a"\n```')
    project.snippet("05-1-a", "print(1)  # the sum\nprint(2)  # of {} all\n")
    config = ("-f", str(project.folder / "mkdocs.yml"))
    locale = project.folder / "snippets" / "locale"
    called = CliRunner().invoke(main, ["run", *config, "--texts"])
    assert [f"wrote {locale / name}.po" in called.output for name in ("fr", "tr", "ar", "en")] == [True] * 3 + [False]
    text = (locale / "fr.po").read_text("utf-8")
    (locale / "fr.po").write_text(
        text.replace('"the sum"\nmsgstr ""', '"the sum"\nmsgstr "la somme"').replace(
            '"of {} all"\nmsgstr ""', '"of {} all"\nmsgstr "de tous"'
        ),
        "utf-8",
    )
    assert "wrote" not in CliRunner().invoke(main, ["run", *config, "--texts"]).output
    checked = CliRunner().invoke(main, ["check", *config, "--format", "json", str(locale)])
    found = {(one["lang"], one["severity"]) for one in json.loads(checked.output)}
    assert found == {("fr", "warning"), ("tr", "info"), ("ar", "info")}
    counted = CliRunner().invoke(main, ["status", *config, "fr"]).output
    assert f"{locale / 'fr.po'}: 1/2 texts of examples translated" in counted
