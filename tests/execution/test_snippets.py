from __future__ import annotations

from pathlib import Path
from typing import Any

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_exec import validator
from pymdownx.superfences import SuperFencesCodeExtension

import hypothesis_profile as h
from dragoman.execution.snippets import (
    TIME_LIMIT,
    Snippet,
    find_fences,
    known_snippets,
    meaning,
    parse,
    snippet_files,
)


def test_executed_fence_names_its_snippet_and_its_attributes():
    (fence,) = find_fences('a\n\n```python exec="on" snippet="05-1-momentum" caption=\'A "good" plot\' alt=""\n```\n')
    assert (fence.language, fence.snippet, fence.body) == ("python", "05-1-momentum", "")
    assert fence.attributes == {"exec": "on", "snippet": "05-1-momentum", "caption": 'A "good" plot', "alt": ""}


def test_fence_knows_where_it_stands():
    text = 'a\n\n```python exec="1"\nx\n```\nb\n'
    (fence,) = find_fences(text)
    assert text[fence.start : fence.end] == '```python exec="1"\nx\n```'
    assert fence.body == "x"


@pytest.mark.parametrize("value", ["no", "off", "false", "0", "", "No", "OFF"])
def test_fence_with_exec_switched_off_is_not_executed(value: str):
    assert list(find_fences(f'```python exec="{value}"\n```\n')) == []


@pytest.mark.parametrize("value", ['"on"', "'yes'", "true", '"1"', "1"])
def test_fence_with_exec_switched_on_is_executed(value: str):
    assert len(list(find_fences(f"```python exec={value}\n```\n"))) == 1


@pytest.mark.parametrize("text", ["```python\nexec='on'\n```\n", "`python exec=1`", "```\n```\n", "exec=1\n"])
def test_text_that_asks_for_nothing_is_not_executed(text: str):
    assert list(find_fences(text)) == []


@pytest.mark.parametrize(
    "options",
    [
        'title="How to exec code"',
        "title='exec=on'",
        ".exec",
        "#exec",
        'data-exec="1"',
        "title='exec=\"1\"'",
        'exec="no" title="exec"',
    ],
)
def test_word_in_the_value_of_an_option_executes_nothing(options: str):
    assert list(find_fences(f"```python {options}\n```\n")) == []
    assert list(find_fences(f"```{{.python {options}}}\n```\n")) == []


_WORDS = st.sampled_from(
    ["", "1", "on", "no", "OFF", "exec", "How to exec code", "exec=1", ".a #b", "{x}", "alt='x'", "05-1-a:b"]
)

_OPTIONS = st.lists(
    st.tuples(st.sampled_from(["exec", "title", "alt", "snippet", "source"]), _WORDS, st.booleans()), max_size=4
)


@given(_OPTIONS, st.booleans())
def test_fence_is_executed_with_the_options_that_markdown_reads(options: list[tuple[str, str, bool]], braces: bool):
    given = " ".join(f'{name}="{value}"' if quoted or braces else name for name, value, quoted in options)
    text = f"```{{.python {given}}}\nx\n```\n" if braces else f"```python {given}\nx\n```\n"
    read: list[dict[str, str]] = []

    def shown(_source: str, _language: str, _class: str, options: dict[str, Any], *_: Any, **__: Any) -> str:
        read.append(options["extra"])
        return ""

    fence = {"name": "python", "class": "python", "validator": validator, "format": shown}
    markdown.markdown(
        text, extensions=["attr_list", SuperFencesCodeExtension(custom_fences=[fence])], output_format="html"
    )
    ours = [one.attributes for one in find_fences(text)]
    names = ("title", "alt", "snippet")
    assert [[one.get(name) for name in names] for one in ours] == [[one.get(name) for name in names] for one in read]


@pytest.mark.parametrize(
    "opening",
    [
        "```{.python exec='on'}",
        "```{exec='on' .python}",
        "```{#a .python exec='on'}",
        "~~~python exec='on'",
        "    ```python exec='on'",
    ],
)
def test_language_is_read_however_the_fence_is_written(opening: str):
    (fence,) = find_fences(f"{opening}\n")
    assert fence.language == "python"


def files(folder: Path, *names: str) -> dict[str, str]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return {name: path.relative_to(folder).as_posix() for name, path in snippet_files(folder).items()}


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("week05/05-1-momentum.py", {"05-1-momentum", "week05/05-1-momentum"}),
        ("niveaux.py", {"niveaux"}),
        ("chaleur/Été 2.py", {"Été 2", "chaleur/Été 2"}),
        ("a/b/c.d.py", {"c.d", "a/b/c.d"}),
    ],
)
def test_name_of_a_snippet_is_its_file_with_or_without_folders(tmp_path: Path, file: str, names: set[str]):
    assert files(tmp_path, file) == dict.fromkeys(names, file)


def test_files_that_are_called_alike_are_told_apart_by_their_folders(tmp_path: Path):
    found = files(tmp_path, "one/a.py", "two/a.py", "two/b.py")
    assert found == {"one/a": "one/a.py", "two/a": "two/a.py", "b": "two/b.py", "two/b": "two/b.py"}


def test_file_that_is_hidden_private_or_no_python_is_no_snippet(tmp_path: Path):
    assert files(tmp_path, "_a.py", ".b.py", "_c/d.py", ".e/f.py", "g.txt", "expected/h.txt") == {}


def test_no_folder_of_snippets_has_none(tmp_path: Path):
    assert snippet_files(tmp_path / "none") == {}


def test_known_snippets_have_their_shortest_names_and_are_not_what_others_import(tmp_path: Path):
    files(
        tmp_path,
        "week05/05-1-b.py",
        "week05/random.py",
        "one/a.py",
        "two/a.py",
        "one/tools.py",
        "two/tools.py",
        "one/parts/__init__.py",
    )
    (tmp_path / "one" / "a.py").write_text("import tools, parts\n")
    (tmp_path / "week05" / "random.py").write_text("import random\n")
    assert known_snippets(tmp_path) == ["05-1-b", "one/a", "random", "two/a", "two/tools"]


@given(h.hostile_text | h.any_text)
def test_fences_of_any_text_are_read_without_an_exception(text: str):
    list(find_fences(text))
    for fence in find_fences(f"```{text} exec=on\n{text}\n```\n"):
        assert fence.snippet is None or fence.snippet in text


def snippet(text: str) -> Snippet:
    return parse("05-1-a", Path("05-1-a.py"), text)


CELLS = """# A header.
# time-limit: 120

# %% descend
x = 1


# %% draw tags=["hide-input", "raises-exception"]
# why
y = 2
# %%
z = 3
"""


def test_cells_have_names_tags_sources_and_lines() -> None:
    found = snippet(CELLS)
    assert found.flaws == ()
    assert found.time_limit == 120
    assert [(cell.name, cell.source, cell.line) for cell in found.cells] == [
        ("descend", "x = 1", 5),
        ("draw", "# why\ny = 2", 9),
        ("", "z = 3", 12),
    ]
    assert [set(cell.tags) for cell in found.cells] == [set(), {"hide-input", "raises-exception"}, set()]
    assert [found.cell(name) for name in ("descend", "draw", "nothing")] == [0, 1, None]


def test_code_before_the_first_marker_is_a_cell_without_a_name() -> None:
    assert [(cell.name, cell.source, cell.line) for cell in snippet("\n\nx = 1\n# %% b\ny\n").cells] == [
        ("", "x = 1", 3),
        ("b", "y", 5),
    ]


def test_file_without_markers_is_one_cell() -> None:
    assert [cell.source for cell in snippet("# why\nx = 1\n").cells] == ["# why\nx = 1"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_cells_do_not_depend_on_line_ends(end: str) -> None:
    assert snippet(CELLS.replace("\n", end)).cells == snippet(CELLS).cells


def test_only_line_ends_of_python_end_a_line() -> None:
    (cell,) = snippet("x = 'a\u2028b\x0cc\x85d'\n").cells
    assert cell.source == "x = 'a\u2028b\x0cc\x85d'"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# %% a\n1\n# %% a\n2\n", 3, "found the cell 'a' again"),
        ("# %% a b\n1\n", 1, "found the cell title 'a b'"),
        ("# %% Descend\n1\n", 1, "found the cell title 'Descend'"),
        (
            'x = 1\n# %% a tags=["hidden"]\n1\n',
            2,
            "found the tag 'hidden', expected one of check, exercise, hide-input",
        ),
        ("# time-limit: long\n1\n", 1, "found time-limit: long, expected a number of seconds"),
        ("# time-limit: 0\n1\n", 1, "found time-limit: 0"),
        ("# time-limit: nan\n1\n", 1, "found time-limit: nan"),
        ("", 1, "found no code"),
        ("# only words\n", 1, "found no code"),
        ("x = 1\ny = = 2\n", 2, "found what Python cannot read"),
        ("x = '\0'\n", 1, "found what Python cannot read"),
    ],
)
def test_flaw_of_a_snippet_names_its_line(text: str, line: int, message: str) -> None:
    (flaw,) = snippet(text).flaws
    assert flaw.line == line
    assert flaw.message.startswith(message)


TASK, SOLUTION, CHECK = (f'# %% {name} tags=["{name}"]\nx = 1\n' for name in ("exercise", "solution", "check"))


@pytest.mark.parametrize(
    ("text", "flaws"),
    [
        (TASK + SOLUTION + CHECK, []),
        (f"import json\n{TASK}{SOLUTION}{CHECK}# %% after\n1\n" + TASK.replace(" exercise", ""), [(10, "without solution"), (10, "without check")]),
        (TASK, [(1, "without solution"), (1, "without check")]),
        (TASK + CHECK, [(1, "without solution")]),
        (TASK + SOLUTION, [(1, "without check")]),
        (TASK + CHECK + SOLUTION, [(3, "above its solution")]),
        (TASK + SOLUTION + CHECK + SOLUTION.replace(" solution ", " other "), [(7, "a second solution")]),
        (TASK + SOLUTION + CHECK + CHECK.replace(" check ", " other "), [(7, "a second check")]),
        (SOLUTION + CHECK, [(1, "a solution below no exercise"), (3, "a check below no exercise")]),
        (TASK + "# %% between\n1\n" + SOLUTION + CHECK, [(1, "without solution"), (1, "without check"), (5, "below no"), (7, "below no")]),
        (TASK.replace('"exercise"', '"exercise", "hide-input"') + SOLUTION + CHECK, [(1, "the tags exercise and hide-input")]),
        (TASK + SOLUTION.replace('"solution"', '"solution", "check"') + CHECK, [(3, "the tags solution and check")]),
        (TASK + SOLUTION + CHECK.replace('"check"', '"check", "raises-exception"'), [(5, "and raises-exception")]),
        (TASK + SOLUTION + CHECK.replace('"check"', '"check", "hide-output"'), []),
    ],
)  # fmt: skip
def test_what_an_exercise_lacks_and_what_is_too_much_is_named_at_once(text: str, flaws: list[tuple[int, str]]) -> None:
    found = snippet(text).flaws
    assert [flaw.line for flaw in found] == [line for line, _ in flaws]
    assert all(words in flaw.message for flaw, (_, words) in zip(found, flaws, strict=True))


def test_untouched_exercise_ends_in_its_check_with_each_line_where_it_is() -> None:
    text = f"a = 0\n{TASK}{SOLUTION}{CHECK}# %% more\n{TASK.replace(' exercise ', ' two ')}{SOLUTION.replace(' solution ', ' three ')}{CHECK.replace(' check ', ' four ')}"
    first, second = snippet(text).untouched
    assert [cell.name for cell in first.cells] == ["", "exercise"]
    assert [cell.name for cell in second.cells] == ["", "exercise", "solution", "check", "more", "two"]
    for one in (first, second):
        lines = ("\n" * (one.cells[-1].line - 1) + one.cells[-1].source).split("\n")
        at = [number for number, line in enumerate(lines, 1) if line]
        assert [text.split("\n")[number - 1] for number in at] == ["x = 1", "x = 1"]
        assert at[1] - at[0] == 4


@pytest.mark.parametrize(
    ("header", "limit"), [("# time-limit: 2", 2), ("#time-limit: 0.5 s", 0.5), ("# %%\n# time-limit: 2", TIME_LIMIT)]
)
def test_header_gives_a_time_limit_of_its_own(header: str, limit: float) -> None:
    assert snippet(f"{header}\nx = 1\n").time_limit == limit


def test_header_declares_files() -> None:
    found = snippet(
        "# A header.\n# reads: data/*.csv, notes.txt\n\n# %% a\n#reads: 'two words.txt' b\nx = 1\n# reads: no\n"
    )
    assert found.flaws == ()
    assert [(one.line, one.pattern) for one in found.reads] == [
        (2, "data/*.csv"),
        (2, "notes.txt"),
        (5, "two words.txt"),
        (5, "b"),
    ]
    for header in ("# reads:", "# reads: 'open"):
        (flaw,) = snippet(f"\n{header}\nx = 1\n").flaws
        assert (flaw.line, flaw.message) == (2, f"found {header}, expected names of files: write # reads: data/*.csv")


def test_meaning_is_free_of_comments_spacing_and_line_ends() -> None:
    assert meaning("x = 1  # why\n\n\ny=2\n") == meaning("x=1\r\n# why not\r\ny = 2")
    assert meaning("x = 1") != meaning("x = 2")
    assert meaning("x = '# a'") != meaning("x = '# b'")


def test_fence_names_a_snippet_and_a_cell() -> None:
    one, whole, none = find_fences(
        '```python exec="1" snippet="05-1-a:draw"\n```\n```python exec="1" snippet="05-1-a"\n```\n```py exec="1"\nx\n```\n'
    )
    assert [(fence.snippet, fence.cell) for fence in (one, whole, none)] == [
        ("05-1-a", "draw"),
        ("05-1-a", None),
        (None, None),
    ]


@given(h.hostile_text | h.any_text)
def test_any_text_is_a_snippet_or_has_flaws(text: str) -> None:
    for source in (text, f"# %% a\n{text}", f"# time-limit: {text}\nx = 1\n"):
        found = snippet(source)
        assert found.time_limit > 0
        assert found.cells or found.flaws
