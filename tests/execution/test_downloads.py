"""The code of a page to take away: it gives what the page shows."""

from __future__ import annotations

import ast
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat

from dragoman.execution import expected
from dragoman.execution.downloads import Heading, notebook, script
from dragoman.execution.results import CellOutput, Output
from dragoman.execution.snippets import meaning, parse
from examples_course import Course, examples
from projects import LANGUAGES, ROOT, Built, Project
from snippets_folder import BESIDE, NEEDED
from taken_away import printed, run, unpacked

SNIPPET = parse("05-1-a", Path("05-1-a.py"), '# %% one\nprint(1)\n\n# %% two tags=["hide-input"]\nprint(2)\n')

HEAD = Heading("Descent", "https://example.org/page/").markdown()


def _lectures(site: Path, lang: str) -> list[Path]:
    return sorted({file.parent for kind in ("zip", "ipynb") for file in (site / lang).glob(f"week*/*/*.{kind}")})


def test_downloads_of_every_lecture_print_what_its_page_shows(built: Built, tmp_path: Path) -> None:
    lectures = _lectures(built.site, "")
    files = [file for folder in lectures for file in unpacked(folder, tmp_path / folder.name)]
    results = run(*files)
    paths = sorted((ROOT / "snippets").glob("week*/*.py"))
    for file, path in zip(sorted(files, key=lambda file: file.stem), paths, strict=True):
        assert path.stem.startswith(file.stem)  # the only snippet of a page is called like the page
        snippet = parse(path.stem, path, path.read_text("utf-8"))
        cells = results[file]
        assert isinstance(cells, list), cells
        outputs = tuple(CellOutput(cell["text"], ("",) * cell["figures"], cell["error"]) for cell in cells)
        wanted = expected.expected_path(snippet, ROOT / "snippets").read_text("utf-8")
        assert expected.difference(wanted, expected.render(snippet, Output(outputs))) is None
        code = [cell.source for cell in nbformat.read(file, 4).cells if cell.cell_type == "code"]
        # The same code, which need not run again.
        assert ast.dump(ast.parse(file.with_suffix(".py").read_text("utf-8"))) == ast.dump(ast.parse("\n".join(code)))


def test_downloads_hold_the_same_code_in_all_languages_below_their_own_title(built: Built, tmp_path: Path) -> None:
    titles, translated = set(), False
    for english in _lectures(built.site, ""):
        source = unpacked(english, tmp_path / "en" / english.name)
        for lang in LANGUAGES[1:]:
            folder = built.site / lang / english.relative_to(built.site)
            taken = unpacked(folder, tmp_path / lang / english.name)
            assert len(taken) == len(source)
            for ours, theirs in zip(source, taken, strict=True):
                one, other = (json.loads(file.read_text("utf-8"))["cells"] for file in (ours, theirs))
                assert [_code(cell) for cell in one[1:]] == [_code(cell) for cell in other[1:]]
                translated |= one[1:] != other[1:]
                assert f"/{lang}/{english.parent.name}/{english.name}/>" in "".join(other[0]["source"])
                titles.add(other[0]["source"][0])
    assert len(titles) > len(_lectures(built.site, ""))
    assert translated  # the comments


def _code(cell: dict[str, Any]) -> tuple[object, str]:
    """Return what a cell is called, and its code without comments."""
    return cell["metadata"], meaning("".join(cell["source"]))


class _Links(HTMLParser):
    """The addresses of what a page offers for download."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and "download" in dict(attrs):
            self.found.append(dict(attrs)["href"] or "")


def test_links_to_downloads_lead_to_files_also_without_a_server(built: Built) -> None:
    count = 0
    for path, html in built.pages():
        for link in _Links(html).found:
            parts = urlsplit(link)
            assert not parts.scheme
            assert not parts.query
            assert (built.site / path / unquote(parts.path)).is_file()
            count += 1
    assert count >= 2 * len(LANGUAGES) * len(_lectures(built.site, ""))
    assert not list((built.site / "week05" / "05").glob("*.zip"))
    assert "downloads" not in built.page("about")


def test_each_snippet_of_a_page_is_taken_away_in_a_state_of_its_own(course: Course, tmp_path: Path) -> None:
    course.example(
        "05-1-a", "import torch\n\ntorch.set_default_dtype(torch.float64)\nx = 1\nprint(torch.zeros(1).dtype)\n"
    )
    course.example("05-1-b", "import torch\n\nprint(torch.zeros(1).dtype, 'x' in globals())\n")
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    shown = examples(built.page("week05/05-1"))
    files = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    texts = printed(*files)
    assert texts == ["torch.float64\n", "torch.float32 False\n"]
    for text, example in zip(texts, shown, strict=True):
        assert text in example
    heads = [json.loads(file.read_text("utf-8"))["cells"][0]["source"][0] for file in files]
    assert heads == ["# Descent (1/2)\n", "# Descent (2/2)\n"]


def test_page_with_one_snippet_that_needs_nothing_offers_no_archive(course: Course, tmp_path: Path) -> None:
    course.example("05-1-a", "import os\nimport torch\n\nprint(torch.zeros(1).dtype)\n")
    course.project.snippet("05-1-other", "print(1)\n")
    built = course.build("--strict")
    for path in ("week05/05-1", "ar/week05/05-1"):  # the second is a fallback
        folder = built.site / path
        assert sorted(file.name for file in folder.iterdir()) == ["05-1.ipynb", "05-1.py", "index.html"]
        assert 'href="05-1.ipynb"' in built.page(path)
    assert printed(*unpacked(built.site / "week05" / "05-1", tmp_path / "taken")) == ["torch.float32\n"]


def _beside(course: Course, path: str, text: str) -> None:
    file = course.project.folder / "snippets" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def test_files_of_snippets_come_with_them_and_they_run_where_they_are_unpacked(course: Course, tmp_path: Path) -> None:
    for path, text in BESIDE.items():
        _beside(course, path, text)
    for number, (source, _) in enumerate(NEEDED, 1):
        course.example(f"05-1-{number:02}", f"{source}\n")
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    files = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    for text, example in zip(printed(*files), examples(built.page("week05/05-1")), strict=True):
        assert text.strip()
        assert text in example
    found = {file for file in (tmp_path / "taken").rglob("*") if file.is_file() and file.suffix != ".pyc"}
    brought = found - {beside for file in files for beside in (file, file.with_suffix(".py"))}
    assert {file.relative_to(tmp_path / "taken").as_posix() for file in brought} == set(BESIDE)


def test_helpers_of_one_name_in_two_weeks_do_not_meet(course: Course, tmp_path: Path) -> None:
    for week in ("week05", "week06"):
        _beside(course, f"{week}/helper.py", f"where = '{week}'\n")
        _beside(course, f"{week}/{week[4:]}-1-a.py", "from helper import where\n\nprint(where)\n")
        course.fence(f'exec="1" snippet="{week[4:]}-1-a" source="above"')
    _beside(course, "told.txt", "told")
    course.fence('exec="1"', "print(open('told.txt').read())\n")
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    files = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    assert [file.relative_to(tmp_path / "taken").as_posix() for file in files] == [
        "en-week05-05-1-3.ipynb",
        "week05/05-1-a.ipynb",
        "week06/06-1-a.ipynb",
    ]
    assert printed(*files) == ["told\n", "week05\n", "week06\n"]


def test_cell_that_raises_does_not_end_the_script(course: Course, tmp_path: Path) -> None:
    source = (
        '# %% fails tags=["raises-exception"]\nx = """a\n  b\n"""\nif True:\n    print(x)\nraise ValueError(f"""{x}c""" + "")\n'
        "\n# %% goes-on\nfrom __future__ import annotations\n\n\ndef f(a: Nothing): ...\n\n\nprint(f.__annotations__)\n"
    )
    course.example("05-1-a", source)
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    files = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    assert printed(*files) == ["a\n  b\n\nValueError: a\n  b\nc\n{'a': 'Nothing'}\n"]


def test_future_import_is_at_the_top_of_the_script_and_nothing_else_moves() -> None:
    text = 'print("""\nfrom __future__ import division\n""")\n\n# %% b\nfrom __future__ import (annotations,\n    division); x = 1\n'
    made = script(HEAD, parse("05-1-a", Path("05-1-a.py"), text))
    compile(made, "made", "exec", dont_inherit=True)
    assert "\npass; x = 1\n" in made
    assert '"""\nfrom __future__ import division\n"""' in made


def test_script_holds_title_link_and_cells_in_the_percent_format() -> None:
    text = script(HEAD, SNIPPET)
    assert text.startswith("# %% [markdown]\n# # Descent\n#\n# <https://example.org/page/>\n")
    assert '# %% one\nprint(1)\n\n# %% two tags=["hide-input"]\nprint(2)\n' in text


def test_notebook_is_the_same_bytes_each_time_and_its_cell_ids_are_unique() -> None:
    first, second = notebook(HEAD, SNIPPET), notebook(HEAD, SNIPPET)
    assert first == second
    cells = json.loads(first)["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "code"]
    assert len({cell["id"] for cell in cells}) == 3
    assert cells[2]["metadata"] == {"name": "two", "tags": ["hide-input"]}


def test_archive_is_the_same_bytes_each_time(course: Course) -> None:
    for name in ("05-1-a", "05-1-b"):
        course.example(name, "print(open('a.txt').read())\n")
    _beside(course, "week05/a.txt", "first")
    made = []
    for _ in range(2):
        built = course.build("--strict")
        made.append([(built.site / path / "05-1.zip").read_bytes() for path in ("week05/05-1", "fr/week05/05-1")])
        (course.project.folder / "snippets" / "week05" / "a.txt").touch()
    assert made[0] == made[1]


def test_link_to_a_file_with_any_name_leads_to_it(project: Project) -> None:
    project.snippet("05-1-a", "print(1)\n")
    name = "50% é#1"
    project.write(
        f"en/week05/{name}.md", f"lang-ref: week05/{name}\ntitle: x", '```python exec="1" snippet="05-1-a"\n```'
    )
    config = project.folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace("week05/05-1.md", f'"week05/{name}.md"')
    config.write_text(f"{text}plugins: {{dragoman: {{fail_on_errors: false}}}}\n", "utf-8")
    built = project.build()
    links = [built.site / path / unquote(link) for path, html in built.pages() for link in _Links(html).found]
    assert sorted(file.suffix for file in links) == [".ipynb"] * len(LANGUAGES) + [".py"] * len(LANGUAGES)
    assert all(file.is_file() for file in links)
