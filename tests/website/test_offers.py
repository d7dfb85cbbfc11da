"""What there is to take away: the notebook of a page, its scripts, a week and the course."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

from dragoman.execution import downloads
from dragoman.execution.downloads import Example
from dragoman.execution.results import CellOutput
from dragoman.pages.library import Layout
from dragoman.website.build import Settings, Site
from dragoman.website.offers import COURSE
from projects import ROOT

EXERCISE = """\
# %% setup
x = 1

# %% task tags=["exercise"]
def f(x): ...

# %% tags=["solution"]
def f(x):
    return x + 1

# %% tags=["check"]
assert f(x) == 2

# %% later
print(f(3))
"""


def site(folder: Path, pages: dict[str, str], **snippets: str) -> Site:
    for name, body in pages.items():
        file = folder / "docs" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: Title of {name}\n---\n\n{body}\n", "utf-8")
    for name, text in snippets.items():
        file = folder / "snippets" / f"{name.replace('__', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    places = folder / "docs", ("en", "fr"), "en", {}, katex, folder / "snippets", folder / ".cache"
    return Site(Settings(folder, *places, layout=Layout(weeks=True), runs=False))


def fence(reference: str) -> str:
    return f'```python exec="1" snippet="{reference}" source="above"\n```\n'


def taken(made: Site, lang: str, **pieces: Sequence[str | Example]) -> dict[str, dict[str, bytes]]:
    """Return what pages offer, by page."""
    given = {f"{path.replace('__', '/')}.md": (f"https://example.org/{path}/", what) for path, what in pieces.items()}
    return dict(made.taken_away(lang, given))


def code(notebook: bytes) -> list[dict[str, Any]]:
    nbformat.validate(nbformat.reads(notebook.decode(), 4))
    return [cell for cell in json.loads(notebook)["cells"] if cell["cell_type"] == "code"]


def sources(cells: list[dict[str, Any]]) -> list[str]:
    return ["fresh" if "%reset -f" in "".join(cell["source"]) else "".join(cell["source"]) for cell in cells]


def test_exercise_comes_with_its_check_and_without_its_solution(tmp_path: Path) -> None:
    made = site(tmp_path, {"en/week05/05-1": fence("ex:task") + fence("ex:later")}, week05__ex=EXERCISE)
    offered = taken(made, "en", **{"en__week05__05-1": ["Do it.", Example("ex:task", ""), Example("ex:later", "")]})
    page = offered["en/week05/05-1.md"]
    cells = code(page["05-1.ipynb"])
    assert sources(cells) == ["x = 1", "def f(x): ...", "assert f(x) == 2", "print(f(3))"]
    tags = [cell["metadata"].get("tags", []) for cell in cells]
    # Nothing ends the notebook before the reader has solved it.
    assert tags == [[], ["exercise"], ["check", "raises-exception"], ["raises-exception"]]
    hidden = [cell["metadata"].get("jupyter") for cell in cells]
    assert hidden == [{"source_hidden": True}, None, None, None]
    assert "return x + 1" not in page["05-1.py"].decode() + page["05-1.ipynb"].decode()
    assert "assert f(x) == 2" in page["05-1.py"].decode()


def test_snippets_begin_afresh_and_come_back_with_what_they_build_on(tmp_path: Path) -> None:
    one, two = "# %% a\nx = 1\n\n# %% b\nprint(x)\n", "# %% c\nx = 2\n"
    made = site(
        tmp_path, {"en/week05/05-1": "".join(map(fence, ("one:a", "two:c", "one:b")))}, week05__one=one, week05__two=two
    )
    pieces = [Example("one:a", ""), "Between.", Example("two:c", ""), Example("one:b", ""), Example("one:b", "")]
    offered = taken(made, "en", **{"en__week05__05-1": pieces})["en/week05/05-1.md"]
    cells = code(offered["05-1.ipynb"])
    assert sources(cells) == ["x = 1", "fresh", "x = 2", "fresh", "x = 1", "print(x)"]
    assert "".join(cells[1]["source"]).startswith("# The next example begins afresh, as on the page.\n")
    with zipfile.ZipFile(io.BytesIO(offered["05-1.zip"])) as archive:
        assert sorted(archive.namelist()) == ["week05/05-1.ipynb", "week05/one.py", "week05/two.py"]


@pytest.mark.parametrize("folder", ['a"b', "a{b}c", "a\\b", "ü b", "it's"])
def test_notebook_finds_the_files_of_a_folder_with_any_name(tmp_path: Path, folder: str) -> None:
    made = site(tmp_path, {"en/week05/05-1": fence("one")}, **{f"{folder}__one": "print(1)"})
    (tmp_path / "snippets" / folder / "data.csv").write_text("1", "utf-8")
    offered = taken(made, "en", **{"en__week05__05-1": [Example("one", "")]})["en/week05/05-1.md"]
    with zipfile.ZipFile(io.BytesIO(offered["05-1.zip"])) as archive:
        assert f"{folder}/data.csv" in archive.namelist()
        way = sources(code(archive.read("week05/05-1.ipynb")))[0]
    (tmp_path / "snippets" / "week05").mkdir()
    gone: list[str] = []
    exec(way.replace('__import__("os").chdir', "go"), {"_dh": [f"{tmp_path}/snippets/week05"], "go": gone.append})
    assert Path(gone[0], "data.csv").read_text("utf-8") == "1"


def test_snippet_that_is_a_link_out_of_its_folder_is_offered(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "one.py").write_text("print(1)\n", "utf-8")
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "one.py").symlink_to("../elsewhere/one.py")
    made = site(tmp_path, {"en/week05/05-1": fence("one")})
    offered = taken(made, "en", **{"en__week05__05-1": [Example("one", "")]})["en/week05/05-1.md"]
    assert sorted(offered) == ["05-1.ipynb", "05-1.py"]


def test_example_that_the_page_hides_is_folded(tmp_path: Path) -> None:
    made = site(
        tmp_path, {"en/week05/05-1": fence("one")}, week05__one='# %% a\nx = 1\n\n# %% b tags=["hide-input"]\nx\n'
    )
    offered = taken(made, "en", **{"en__week05__05-1": [Example("one", "")]})["en/week05/05-1.md"]
    assert [cell["metadata"].get("jupyter") for cell in code(offered["05-1.ipynb"])] == [None, {"source_hidden": True}]
    folded = taken(made, "en", **{"en__week05__05-1": [Example("one", "", is_folded=True)]})["en/week05/05-1.md"]
    assert all(cell["metadata"]["jupyter"] for cell in code(folded["05-1.ipynb"]))


def test_cell_that_the_page_shows_below_what_builds_on_it_is_shown_where_it_runs(tmp_path: Path) -> None:
    text = "# %% a\nx = 1\n\n# %% b\nprint(x)\n"
    made = site(tmp_path, {"en/week05/05-1": fence("one:b") + fence("one:a")}, week05__one=text)
    pieces = [Example("one:b", "", is_folded=True), Example("one:a", "")]
    offered = taken(made, "en", **{"en__week05__05-1": pieces})["en/week05/05-1.md"]
    cells = code(offered["05-1.ipynb"])
    assert sources(cells) == ["x = 1", "print(x)"]
    assert [cell["metadata"].get("jupyter") for cell in cells] == [None, {"source_hidden": True}]


def test_week_and_course_have_the_pages_of_a_language_and_of_the_source_where_it_has_none(tmp_path: Path) -> None:
    pages = {
        "en/index": "",
        "en/week05/05": "",
        "en/week05/05-1": fence("one"),
        "fr/week05/05-1": fence("one"),
        "en/week05/05-2": fence("two"),
        "en/week06/06": "",
        "en/week06/06-1": "No code.",
    }
    made = site(tmp_path, pages, week05__one="print(1)\n", week05__two="print(2)\n")
    given = ["en__index", "en__week05__05", "fr__week05__05-1", "en__week05__05-2", "en__week06__06"]
    offered = taken(made, "fr", **{path: [Example("one", "")] for path in given})
    assert offered["en/week06/06.md"] == {}
    members = {}
    for page, name in (("en/week05/05.md", "week05.zip"), ("en/index.md", COURSE)):
        with zipfile.ZipFile(io.BytesIO(offered[page][name])) as archive:
            members[name] = {one: archive.read(one) for one in archive.namelist()}
    assert members["week05.zip"] == members[COURSE]
    assert sorted(members[COURSE]) == [f"week05/{one}" for one in ("05-1.ipynb", "05-2.ipynb", "one.py", "two.py")]
    assert b"Title of fr/week05/05-1" in members[COURSE]["week05/05-1.ipynb"]
    assert b"Title of en/week05/05-2" in members[COURSE]["week05/05-2.ipynb"]
    assert made.offered("en/week05/05.md", "fr") == ["week05.zip"]
    assert made.offered("en/week06/06.md", "fr") == []


@pytest.mark.parametrize(
    ("output", "kinds"),
    [
        (CellOutput("a\nb\n"), ["stream"]),
        (CellOutput("", ('<svg style="fill:currentColor"><text>é</text></svg>',)), ["display_data"]),
        (CellOutput("a\n", value="3"), ["stream", "execute_result"]),
        (CellOutput("", value="x", html="<table></table>"), ["execute_result"]),
        (CellOutput("a\n", error="ValueError: no: such"), ["stream", "error"]),
        (CellOutput(""), []),
    ],
)
def test_output_of_a_cell_is_one_of_a_notebook(output: CellOutput, kinds: list[str]) -> None:
    made = list(downloads._outputs(output, 'A "line"'))
    assert [one["output_type"] for one in made] == kinds
    cell = {"id": "a", "cell_type": "code", "metadata": {}, "source": "", "execution_count": None, "outputs": made}
    whole = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    read = nbformat.reads(whole, 4)
    nbformat.validate(read)
    for one in read.cells[0].outputs:
        if one.output_type == "display_data":
            assert one.data["text/html"].startswith('<img src="data:image/svg+xml,%3Csvg style=%22background:%23fff;')
            assert one.data["text/html"].endswith(' alt="A &quot;line&quot;">')
        if one.output_type == "error":
            assert (one.ename, one.evalue) == ("ValueError", "no: such")
