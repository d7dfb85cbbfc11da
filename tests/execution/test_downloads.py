"""The lecture of a page to take away, with its code: it says, and gives, what the page shows."""

from __future__ import annotations

import ast
import json
import re
import zipfile
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from selectolax.lexbor import LexborHTMLParser

from dragoman.execution import expected
from dragoman.execution.results import CellOutput, Output
from dragoman.execution.script import script
from dragoman.execution.snippets import SOLUTION, meaning, parse
from examples_course import Course, examples
from jupyter import rendered
from projects import LANGUAGES, ROOT, Built, Project
from snippets_folder import BESIDE, NEEDED
from taken_away import drawn, executed, printed, unpacked
from taken_away import script as run_script

SNIPPET = parse("05-1-a", Path("05-1-a.py"), '# %% one\nprint(1)\n\n# %% two tags=["hide-input"]\nprint(2)\n')
HEAD = "# Descent\n\n<https://example.org/page/>"
# What of a page is no text of the lecture, or is something else in a notebook.
_APART = "pre, svg, .katex, .math, .headerlink, .output-head, .lecture-head, .downloads, .notice, .sync-notice, .on-this-page"
_APART += ", details.code, .frame, .footnote-backref, .citation-back, .not-drawn, .page-actions, h1"


def _lectures(site: Path, lang: str) -> list[Path]:
    return sorted({file.parent for kind in ("zip", "ipynb") for file in (site / lang).glob(f"week*/*-*/*.{kind}")})


def _cells(notebook: Path, kind: str) -> list[Any]:
    return [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == kind]


def test_notebooks_hold_the_code_of_snippets_with_what_they_must_print(built: Built, tmp_path: Path) -> None:
    seen = 0
    for folder in _lectures(built.site, ""):
        notebook = unpacked(folder, tmp_path / folder.name)
        nbformat.validate(nbformat.read(notebook, 4))
        # One that runs again, as another example stood between, shows what it gives the first time.
        code = {cell.source: cell for cell in reversed(_cells(notebook, "code"))}
        for path in sorted((ROOT / "snippets" / folder.parent.name).glob(f"{folder.name}-*.py")):
            snippet = parse(path.stem, path, path.read_text("utf-8"))
            # What the reader is to write is not there.
            left = [cell for cell in snippet.cells if cell.role != SOLUTION]
            beside = next(notebook.parent.parent.rglob(path.name)).read_text("utf-8")
            # The same code, which has run for the page.
            assert ast.dump(ast.parse(beside)) == ast.dump(ast.parse("\n".join(cell.source for cell in left)))
            wanted = expected.expected_path(snippet, ROOT / "snippets").read_text("utf-8")
            for cell, text in zip(snippet.cells, re.split(r"^(?=# %%)", wanted, flags=re.MULTILINE)[1:], strict=True):
                if cell.role != SOLUTION:
                    held = code[cell.source]
                    output = Output((CellOutput(printed(held), ("",) * drawn(held), None),))
                    given = expected.render(replace(snippet, cells=(cell,)), output)
                    assert cell.role or expected.difference(text, given) is None, path
            seen += 1
    assert seen == len(list((ROOT / "snippets").glob("week*/*-*.py")))


def test_lecture_that_jupyter_runs_gives_what_its_page_shows(built: Built, tmp_path: Path) -> None:
    notebook = unpacked(built.site / "week04" / "04-1", tmp_path / "taken")
    stored = _cells(notebook, "code")
    assert sum("%reset" in cell.source for cell in stored) == 3  # three snippets and an exercise
    for before, after in zip(stored, executed(notebook), strict=True):
        if "check" in before.metadata.get("tags", []):  # of what nobody has solved yet
            assert [output.output_type for output in after.outputs][-1] == "error"
            continue
        assert expected.difference(printed(before), printed(after)) is None
        assert drawn(before) == drawn(after)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_notebook_says_what_the_page_says_in_each_language(built: Built, tmp_path: Path, lang: str) -> None:
    prefix = "" if lang == LANGUAGES[0] else lang
    for folder in _lectures(built.site, prefix):
        notebook = unpacked(folder, tmp_path / folder.name)
        cells = [cell.source for cell in _cells(notebook, "markdown")]
        said = _text(LexborHTMLParser("".join(f"<div>{rendered(cell)}</div>" for cell in cells[1:])))
        page = LexborHTMLParser(built.page(folder.relative_to(built.site).as_posix()))
        for exercise in page.css(".exercise"):  # of which a notebook has no solution
            head = exercise.css_first(".output-head > span")
            exercise.inner_html = head.html if head is not None else ""
        for node in page.css(_APART):
            node.decompose()
        article = page.css_first("article")
        assert article is not None
        assert said == _text(article), folder
        assert all(cell.startswith('<div dir="rtl">\n\n') == (lang == "ar") for cell in cells[1:])


def _text(node: Any) -> list[str]:
    for apart in node.css("pre, .formula, h1"):
        apart.decompose()
    return "".join(re.sub(r"[\s\u200b]+", "", unescape(one)) for one in [node.text()]).split("\n")


def test_downloads_hold_the_same_code_in_all_languages_below_their_own_title(built: Built, tmp_path: Path) -> None:
    titles, translated = set(), False
    for english in _lectures(built.site, ""):
        source = _cells(unpacked(english, tmp_path / "en" / english.name), "code")
        for lang in LANGUAGES[1:]:
            folder = built.site / lang / english.relative_to(built.site)
            taken = unpacked(folder, tmp_path / lang / english.name)
            code = _cells(taken, "code")
            assert [_code(cell) for cell in source] == [_code(cell) for cell in code]
            translated |= [cell.source for cell in source] != [cell.source for cell in code]
            head = _cells(taken, "markdown")[0].source
            assert f"/{lang}/{english.parent.name}/{english.name}/>" in head
            titles.add(head.partition("\n")[0])
    assert len(titles) > len(_lectures(built.site, ""))
    assert translated  # the comments


def _code(cell: Any) -> tuple[object, str]:
    """Return what a cell is called, and its code without comments."""
    return cell.metadata, meaning(cell.source.replace("%reset -f", ""))


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
    assert "downloads" not in built.page("about")


def test_a_week_and_the_course_are_one_archive_each_in_every_language(built: Built) -> None:
    for lang in LANGUAGES:
        root = built.site / ("" if lang == LANGUAGES[0] else lang)
        course = _members(root / "course.zip")
        assert f"{LANGUAGES[0]}" not in course
        for overview in sorted(root.glob("week*/*/week*.zip")):
            week = _members(overview)
            assert week.items() <= course.items()
            for page in root.glob(f"{overview.stem}/*-*/*.ipynb"):
                assert week[f"{overview.stem}/{page.name}"] == page.read_bytes()
            assert overview.name in _Links((overview.parent / "index.html").read_text("utf-8")).found
        assert "course.zip" in _Links((root / "index.html").read_text("utf-8")).found
        scripts = {path.relative_to(ROOT / "snippets").as_posix() for path in (ROOT / "snippets").glob("week*/*-*.py")}
        assert scripts <= course.keys()


def _members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_each_snippet_of_a_page_begins_in_a_state_of_its_own(course: Course, tmp_path: Path) -> None:
    course.example(
        "05-1-a",
        "from __future__ import annotations\nimport torch\n\ntorch.set_default_dtype(torch.float64)\nx = 1\n"
        "print(torch.zeros(1).dtype)\n",
    )
    course.example(
        "05-1-b",
        "import torch\n\ndef f(a: int): ...\nprint(torch.zeros(1).dtype, 'x' in globals(), f.__annotations__)\n",
    )
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    notebook = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    texts = [printed(cell) for cell in executed(notebook)]
    assert texts == ["torch.float64\n", "", "torch.float32 False {'a': <class 'int'>}\n"]
    for text, example in zip(filter(None, texts), examples(built.page("week05/05-1")), strict=True):
        assert text in example
    assert [printed(cell) for cell in _cells(notebook, "code")] == texts


def test_page_with_one_snippet_that_needs_nothing_offers_no_archive(course: Course) -> None:
    course.example("05-1-a", "import os\nimport torch\n\nprint(torch.zeros(1).dtype)\n")
    course.project.snippet("05-1-other", "print(1)\n")
    built = course.build("--strict")
    for path in ("week05/05-1", "ar/week05/05-1"):  # the second is a fallback
        folder = built.site / path
        assert sorted(file.name for file in folder.iterdir()) == ["05-1.ipynb", "05-1.py", "index.html"]
        assert 'href="05-1.ipynb"' in built.page(path)
        assert "print(torch.zeros(1).dtype)" in (folder / "05-1.ipynb").read_text("utf-8")


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
    notebook = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    scripts = sorted(notebook.parent.glob("05-1-*.py"))
    cells = [cell for cell in executed(notebook) if "%reset" not in cell.source]
    shown = examples(built.page("week05/05-1"))
    for number, (cell, example) in enumerate(zip(cells, shown, strict=True)):
        assert printed(cell).strip()
        assert printed(cell) in example
        if not number % 4:  # the same code, some of it in a process of its own
            assert run_script(scripts[number]) == printed(cell)
    found = {file for file in (tmp_path / "taken").rglob("*") if file.is_file() and file.suffix != ".pyc"}
    assert {file.relative_to(tmp_path / "taken").as_posix() for file in found - {notebook, *scripts}} == set(BESIDE)


def test_helpers_of_one_name_in_two_weeks_do_not_meet(course: Course, tmp_path: Path) -> None:
    for week in ("week05", "week06"):
        _beside(course, f"{week}/helper.py", f"where = '{week}'\n")
        _beside(course, f"{week}/{week[4:]}-1-a.py", "from helper import where\n\nprint(where)\n")
        course.fence(f'exec="1" snippet="{week[4:]}-1-a" source="above"')
    _beside(course, "told.txt", "told")
    course.fence('exec="1"', "print(open('told.txt').read())\n")
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    notebook = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    assert [printed(cell) for cell in executed(notebook) if printed(cell)] == ["week05\n", "week06\n", "told\n"]
    names = ("week05/05-1-a.py", "week06/06-1-a.py", "en-week05-05-1-3.py")
    assert [run_script(tmp_path / "taken" / name) for name in names] == ["week05\n", "week06\n", "told\n"]


def test_cell_that_raises_does_not_end_the_script(course: Course, tmp_path: Path) -> None:
    source = (
        '# %% fails tags=["raises-exception"]\nx = """a\n  b\n"""\nif True:\n    print(x)\nraise ValueError(f"""{x}c""" + "")\n'
        "\n# %% goes-on\nfrom __future__ import annotations\n\n\ndef f(a: Nothing): ...\n\n\nprint(f.__annotations__)\n"
    )
    course.example("05-1-a", source)
    built = course.build("--strict")
    assert built.returncode == 0, built.output
    notebook = unpacked(built.site / "week05" / "05-1", tmp_path / "taken")
    assert run_script(notebook.with_suffix(".py")) == "a\n  b\n\nValueError: a\n  b\nc\n{'a': 'Nothing'}\n"
    stored = _cells(notebook, "code")
    assert [printed(cell) for cell in stored] == ["a\n  b\n\nValueError: a\n", "{'a': 'Nothing'}\n"]
    assert stored[0].metadata.tags == ["raises-exception"]


@pytest.mark.parametrize("source", ["def (", "# nothing", "x = f(\n'''a\n'''", "\tx\n  y"])
def test_cell_that_is_to_raise_is_code_in_the_script_whatever_it_holds(source: str) -> None:
    whole = script(HEAD, parse("05-1-a", Path("05-1-a.py"), f'# %% tags=["raises-exception"]\n{source}\n'))
    exec(compile(whole, "05-1-a.py", "exec"), {})


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


def test_notebook_and_archives_are_the_same_bytes_each_time(course: Course) -> None:
    for name in ("05-1-a", "05-1-b"):
        course.example(name, "print(open('a.txt').read())\n")
    _beside(course, "week05/a.txt", "first")
    made = []
    for _ in range(2):
        built = course.build("--strict")
        names = ("week05/05-1/05-1.zip", "fr/week05/05-1/05-1.zip", "course.zip")
        made.append([(built.site / name).read_bytes() for name in names])
        (course.project.folder / "snippets" / "week05" / "a.txt").touch()
    assert made[0] == made[1]
    with zipfile.ZipFile(built.site / "course.zip") as archive:
        cells = json.loads(archive.read("week05/05-1.ipynb"))["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)


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
    kinds = [".ipynb"] * len(LANGUAGES) + [".py"] * len(LANGUAGES) + [".zip"] * len(LANGUAGES)
    assert sorted(file.suffix for file in links) == kinds
    assert all(file.is_file() for file in links)
