from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import hypothesis_profile as h
from course.snippets import find_fences, known_snippets, snippet_path


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


@pytest.mark.parametrize("opening", ["```{.python exec='on'}", "~~~python exec='on'", "    ```python exec='on'"])
def test_language_is_read_however_the_fence_is_written(opening: str):
    (fence,) = find_fences(f"{opening}\n")
    assert fence.language == "python"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("05-1-momentum", "week05/05-1-momentum.py"),
        ("05-intro", "week05/05-intro.py"),
        ("12-3-a2-b", "week12/12-3-a2-b.py"),
    ],
)
def test_name_of_a_snippet_is_its_file(name: str, path: str):
    assert snippet_path(Path("snippets"), name) == Path("snippets") / path


@pytest.mark.parametrize("name", ["", "05", "5-1-a", "../05-1-a", "05-1-a/../../b", "05-1-A", "05-1-a.py", "05-1-a\n"])
def test_name_that_is_malformed_is_no_file(name: str):
    assert snippet_path(Path("snippets"), name) is None


def test_known_snippets_are_those_with_a_name(tmp_path: Path):
    for name in ("week05/05-1-b.py", "week05/05-1-a.py", "week05/helper.py", "05-1-c.py", "week05/05-1-d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert known_snippets(tmp_path) == ["05-1-a", "05-1-b"]


@given(h.hostile_text | h.any_text)
def test_fences_of_any_text_are_read_without_an_exception(text: str):
    list(find_fences(text))
    for fence in find_fences(f"```{text} exec=on\n{text}\n```\n"):
        assert fence.snippet is None or fence.snippet in text


@given(h.hostile_text | h.any_text)
def test_no_name_leads_out_of_the_folder(name: str):
    path = snippet_path(Path("/snippets"), name)
    assert path is None or path.resolve().is_relative_to("/snippets")
