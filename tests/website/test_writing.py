"""The page for authors has every construct that the engine knows, and every option."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from markdown import Markdown

from dragoman.execution.snippets import TAGS, parse
from dragoman.languages.language import ADMONITIONS
from dragoman.pages import directives, front_matter, labels
from dragoman.pages.blocks import Kind, split
from dragoman.references.labels import read
from dragoman.rendering.constructs import extended
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.website import writing
from dragoman.website.options import Options
from projects import Project

BODY = writing.body()
SOURCES = re.findall(r"^(`{3,5})markdown\n(.*?)^\1$", BODY, re.MULTILINE | re.DOTALL)
FENCES = ("exec", "snippet", "source", "alt", "caption", "title", "linenums", "hl_lines")


def kinds(text: str) -> set[Kind]:
    return {block.kind for block in split(text, range(1, text.count("\n") + 2))}


def test_every_kind_of_block_is_written_as_an_author_would() -> None:
    assert set().union(*(kinds(text) for _, text in SOURCES)) == set(Kind)


def test_what_is_written_stands_below_as_what_becomes_of_it() -> None:
    shown = [text for marks, text in SOURCES if len(marks) == 5 and "snippet=" not in text]
    assert len(shown) >= 9
    for text in shown:
        assert f"`````\n\n{text}" in BODY


@pytest.mark.parametrize("name", extended([], {})[0])
def test_page_would_read_otherwise_without_each_extension_that_a_course_has(name: str) -> None:
    def converted(*names: str) -> str:
        settings = extended([], {})[1]
        chosen = {one: settings[one] for one in names}
        return Markdown(extensions=[*names, KramdownExtension()], extension_configs=chosen).convert(BODY)

    names = extended([], {})[0]
    assert converted(*names) != converted(*(one for one in names if one != name))


@pytest.mark.parametrize("kind", ADMONITIONS)
def test_every_kind_of_box_is_named(kind: str) -> None:
    assert f"`{kind}`" in BODY


@pytest.mark.parametrize("kind", labels.KINDS)
def test_every_kind_of_label_is_explained(kind: str) -> None:
    assert re.search(rf"^\|[^|]*`{kind}:`[^|]*\| [^|]+ \|$", BODY, re.MULTILINE)


@pytest.mark.parametrize("box", labels.BOXES)
def test_every_box_that_may_have_a_number_is_named_with_its_label(box: str) -> None:
    assert re.search(rf"^\|[^|]*`{labels.BOXES[box]}:`[^|]*\|[^|]*{box}`", BODY, re.MULTILINE)


def test_page_numbers_what_it_explains_and_refers_to_it() -> None:
    shown = read(re.sub(r"^`{5}markdown\n.*?^`{5}$", "", BODY, flags=re.MULTILINE | re.DOTALL))
    kinds = {one.label.partition(":")[0] for one in shown.given if one.fits}
    assert {"eq", "tbl", "lst", "def", "thm", "sec"} <= kinds
    assert {one.label for one in shown.references} <= {one.label for one in shown.given}
    assert all(one.fits for one in shown.given)
    assert not shown.strays


@pytest.mark.parametrize("key", front_matter.KEYS)
def test_every_key_of_the_front_matter_is_explained(key: str) -> None:
    assert re.search(rf"^\|[^|]*`{key}`[^|]*\| [^|]+ \|$", BODY, re.MULTILINE)


@pytest.mark.parametrize("option", FENCES)
def test_every_option_of_a_fence_is_explained(option: str) -> None:
    assert re.search(rf"^\|[^|]*`{option}[`=][^|]*\| [^|]+ \|$", BODY, re.MULTILINE)


@pytest.mark.parametrize("comment", [*(f'"{tag}"' for tag in sorted(TAGS)), "# %%", "# reads:", "# time-limit:"])
def test_every_comment_to_the_runner_is_explained(comment: str) -> None:
    assert comment in BODY


@pytest.mark.parametrize("name", directives.NAMES)
def test_every_mark_of_a_translation_is_explained(name: str) -> None:
    assert f"`<!-- course: {name}" in BODY


@pytest.mark.parametrize("option", fields(Options), ids=lambda option: option.name)
def test_every_option_of_a_course_is_explained_in_its_own_words(option) -> None:
    said = writing.descriptions()[option.name]
    assert said.endswith(".")
    assert re.search(rf"^\| `{option.name}` \| [^|]* \| {re.escape(said)} \|$", BODY, re.MULTILINE)


def test_exercise_of_the_page_is_solved_by_its_solution_and_by_nothing_less() -> None:
    found = re.search(r"^## Exercises$.*?^```python\n(.*?)^```$", BODY, re.MULTILINE | re.DOTALL)
    assert found
    exercise = parse("descent", Path("descent.py"), found[1])
    assert exercise.flaws == ()
    task, solution, check = (cell.source for cell in exercise.cells)
    exec(f"{solution}\n{check}", {})
    with pytest.raises(AssertionError):
        exec(f"{task}\n{check}", {})


def test_course_with_the_page_builds_without_findings(project: Project) -> None:
    project.write("en/week05/05-1.md", f"lang-ref: ch.05-1\ntitle: {writing.TITLE}", BODY)
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    page = built.page("week05/05-1")
    assert ">45<" in page.replace("\n", "")
    assert '<pre class="mermaid">' in page
    assert page.count('class="video"') == 2
