"""A snippet as a script: it runs anywhere as it runs on the page."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from dragoman.execution.script import script
from dragoman.execution.snippets import parse


def printed(source: str) -> str:
    """Return what the script of a snippet prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(script("# Title", parse("05-1-a", Path("05-1-a.py"), source)), "script", "exec"), {})
    return said.getvalue()


@pytest.mark.parametrize("wrong", ["1 / 0", 's = """\na\n"""; 1 / 0', "def", "# nothing"])
def test_script_goes_on_after_what_is_meant_to_fail(wrong: str) -> None:
    said = printed(f'# %% a tags=["raises-exception"]\n{wrong}\n\n# %% b\nprint("on")\n')
    assert said.endswith("on\n")
    assert (said == "on\n") == wrong.startswith("#")


def test_script_takes_from_the_future_what_any_cell_takes() -> None:
    source = "# %% a\nprint(1)\n\n# %% b\nfrom __future__ import annotations\n\nx: unknown = 2\nprint(x)\n"
    assert printed(source) == "1\n2\n"


def test_script_has_the_task_and_the_check_of_an_exercise_without_its_solution() -> None:
    cells = ("exercise", "x = None"), ("solution", "x = 3"), ("check", "assert x == 3")
    source = "\n\n".join(f'# %% {tag} tags=["{tag}"]\n{code}' for tag, code in cells)
    written = script("# Title", parse("05-1-a", Path("05-1-a.py"), source))
    assert "x = None" in written
    assert "assert x == 3" in written
    assert "x = 3\n" not in written.replace("assert x == 3", "")
