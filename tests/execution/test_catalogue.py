"""What fences name, before anything runs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path, PurePosixPath

import pytest

from dragoman.execution.catalogue import Examples
from dragoman.execution.runner import Runner
from dragoman.findings import Severity
from dragoman.pages.library import read


def examples(folder: Path, *, source: str = "en", **pages: str) -> Examples:
    """Return the examples of a page in several languages."""
    for lang, body in pages.items():
        file = folder / "docs" / lang / "index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\nlang: {lang}\nlang-ref: home\ntitle: x\n---\n{body}\n", "utf-8")
    library = read(folder / "docs", tuple(sorted(pages)), source)
    return Examples(library, folder / "snippets", lambda path: path.relative_to(folder).as_posix())


def shown(examples: Examples) -> list[tuple[str, str]]:
    """Return which page shows which snippet."""
    return sorted((use.page.lang, use.snippet.name) for use in examples.uses)


def code(source: str, attributes: str = "") -> str:
    return f'```python exec="1"{attributes}\n{source}\n```\n'


@pytest.mark.parametrize("source", ["en", "fr"])
def test_code_of_a_source_page_may_be_repeated_wherever_it_stands_in_the_alphabet(tmp_path: Path, source: str) -> None:
    found = examples(tmp_path, source=source, en=code("x = 1  # one"), fr=code("x = 1  # un"))
    assert list(found.findings) == []
    assert shown(found) == [("en", f"{source}-index-1"), ("fr", f"{source}-index-1")]


def test_code_that_the_source_page_may_not_run_no_translation_may(tmp_path: Path) -> None:
    found = examples(tmp_path, en=code("x = 1", ' session="a"'), fr=code("x = 1"))
    assert shown(found) == []
    assert [(finding.file, finding.line) for finding in found.findings] == [
        ("docs/en/index.md", 6),
        ("docs/fr/index.md", 6),
    ]


def test_code_of_another_page_is_not_that_of_the_source_page(tmp_path: Path) -> None:
    (tmp_path / "docs" / "en").mkdir(parents=True)
    (tmp_path / "docs" / "en" / "about.md").write_text("---\nlang-ref: about\ntitle: x\n---\n" + code("y = 2"), "utf-8")
    found = examples(tmp_path, en=code("x = 1"), fr=code("y = 2"))
    assert [(lang, name) for lang, name in shown(found) if lang == "fr"] == []
    assert ["found code that docs/en/index.md does not have" in str(finding) for finding in found.findings] == [True]


def test_code_is_named_by_its_place_among_the_fences_of_its_page(tmp_path: Path) -> None:
    found = examples(tmp_path, en=code("x = 1") + "\n" + code("", ' snippet="05-1-no"') + "\n" + code("y = 2"))
    assert shown(found) == [("en", "en-index-1"), ("en", "en-index-3")]


def test_snippet_that_cannot_be_read_is_no_snippet(tmp_path: Path) -> None:
    folder = tmp_path / "snippets" / "week05"
    folder.mkdir(parents=True)
    (folder / "05-1-a.py").write_bytes(b"x = '\xff'\n")
    found = examples(tmp_path, en='```python exec="1" snippet="05-1-a"\n```\n')
    assert shown(found) == []
    assert ["found the byte 0xff in 05-1-a.py" in str(finding) for finding in found.findings] == [True]


def test_fences_of_each_page_are_known_once_they_are_gathered(tmp_path: Path) -> None:
    found = examples(tmp_path, en=code("x = 1", ' alt="A" caption="$x$"') + "```python\nx\n```\n", fr="Rien.")
    (fence,) = found.fences[PurePosixPath("en/index.md")]
    assert fence.attributes["caption"] == "$x$"
    assert found.fences[PurePosixPath("fr/index.md")] == ()


def test_course_whose_examples_have_no_translated_texts_says_so_once_with_their_number(tmp_path: Path) -> None:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "sum.py").write_text("x = 1  # of all\n# one\n# more\n", "utf-8")
    fence = code("", ' snippet="sum"')
    (found,) = examples(tmp_path, en=fence, fr=fence, tr=fence).findings
    assert found.severity is Severity.INFO
    assert str(found).startswith(
        "snippets/locale/fr.po:1: texts: found no texts of figures and comments in fr, tr, expected 2"
    )


def test_comments_are_shown_in_the_language_of_the_page_and_what_the_catalogue_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "snippets" / "locale").mkdir(parents=True)
    (tmp_path / "snippets" / "sum.py").write_text("x = 1  # of all\n# one more\n", "utf-8")
    (tmp_path / "snippets" / "locale" / "fr.po").write_text('msgid "of all"\nmsgstr "de tous"\n', "utf-8")
    fence = code("", ' snippet="sum"')
    found = examples(tmp_path, en=fence, fr=fence)
    sources = {lang: given.source for lang in ("en", "fr") if (given := found.shown(lang, "sum", ""))}
    assert sources == {"en": "x = 1  # of all\n# one more", "fr": "x = 1  # de tous\n# one more"}
    said = [str(one) for one in found.findings]
    assert said == [
        "snippets/locale/fr.po:1: texts: found no entry for 'one more' (snippets/sum.py:2), expected one: course run --texts adds it"
    ]


EXERCISE = (
    "# %% data\nw = 3\n"
    '# %% step tags=["exercise"]\ndef step(w):\n    ...  # your code\n'
    '# %% step-solution tags=["solution"]\ndef step(w):\n    return w - 1\n'
    '# %% step-check tags=["check"]\nassert step(w) == 2\n'
)


@pytest.mark.parametrize(
    ("name", "refused"),
    [("ex:step", ""), ("ex:data", ""), ("ex", "a whole file"), ("ex:step-solution", "the cell"), ("ex:step-check", "the cell")],
)  # fmt: skip
def test_solution_of_an_exercise_is_shown_with_its_task_and_in_no_other_way(
    tmp_path: Path, name: str, refused: str
) -> None:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets" / "ex.py").write_text(EXERCISE)
    found = examples(tmp_path, en=code("", f' snippet="{name}"'))
    messages = [str(one) for one in found.findings]
    assert len(messages) == bool(refused)
    assert all(f"found {refused}" in one and "(ex:step)" in one and "docs/en/index.md:6" in one for one in messages)


@pytest.mark.slow  # runs snippets
def test_output_is_said_to_be_made_with_what_its_code_imports(tmp_path: Path) -> None:
    found = examples(tmp_path, en=code("print(1)") + "\n" + code("import numpy as np\nprint(np.ones(1))"))
    found.run(Runner(tmp_path / "cache", tmp_path / "snippets"), lambda _done, _all: None)
    shown = [found.shown("en", None, body) for body in ("print(1)", "import numpy as np\nprint(np.ones(1))")]
    assert [one and one.made_with for one in shown] == ["", f"NumPy {'.'.join(version('numpy').split('.')[:2])}"]


def test_exercise_in_the_code_of_a_page_is_named_at_its_cells(tmp_path: Path) -> None:
    cells = '# %% a tags=["exercise"]\nx = 1\n# %% b tags=[Solution]\nx = 2\n\n# %% the-rest\n# a check of exercises\n'
    found = [finding for finding in examples(tmp_path, en=code(cells)).findings if "docs/en" in finding.file]
    assert [finding.line for finding in found if "expected it in a file in snippets/" in finding.message] == [7, 9]
