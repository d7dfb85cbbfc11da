"""Commands read the configuration of the course: nothing is said twice, and what they say can be pasted."""

from __future__ import annotations

import contextlib
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import main
from synced_docs import Docs
from translated import commented

CONFIG = r"""
docs_dir: pages
plugins:
  i18n:
    docs_structure: folder
    languages:
      - {locale: fr, name: Français, default: true}
      - {locale: de, name: Deutsch}
  dragoman:
    macros: {\moyenne: "\\langle #1\\rangle"}
markdown_extensions:
  - x: {y: !!python/name:no_such_module.name ''}
"""
SOURCE = "---\ntitle: Énergie\n---\n\nL'énergie $\\moyenne{E}$ est conservée.\n"
GERMAN = "---\nlang: de\ntitle: Energie\n---\n" + commented(
    ("L'énergie $\\moyenne{E}$ est conservée.", "Die Energie $\\moyenne{E}$ bleibt erhalten.")
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course from French, in a folder with a blank in its name."""
    folder = tmp_path / "my course"
    for lang, text in (("fr", SOURCE), ("de", GERMAN)):
        (folder / "pages" / lang).mkdir(parents=True)
        (folder / "pages" / lang / "énergie.md").write_text(text, "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
    return folder


def call(folder: Path, *arguments: str, code: int = 0) -> str:
    with contextlib.chdir(folder):
        done = CliRunner().invoke(main, list(arguments), prog_name="course", env={"COLUMNS": "300"})
    assert done.exit_code == code, done.output
    return done.output


def pasted(folder: Path, said: str, code: int = 0) -> str:
    """Run the command that ends a line of a message."""
    (line,) = (line for line in said.splitlines() if "course " in line and "Usage" not in line and "Try" not in line)
    return call(folder, *shlex.split(line[line.rindex("course ") :])[1:], code=code)


def test_check_needs_nothing_but_the_configuration(course: Path) -> None:
    assert call(course, "check") == ""


def test_macro_of_the_course_is_known_and_another_is_not(course: Path) -> None:
    page = course / "pages/de/énergie.md"
    page.write_text(
        page.read_text("utf-8").replace("bleibt $", "").replace(" $\\moyenne{E}$ bleibt", r" $\mittel{E}$ bleibt")
    )
    assert r"\moyenne" in call(course, "check", code=1)


def test_languages_are_those_of_the_configuration(course: Path) -> None:
    assert "expected one of de: add it to the languages in mkdocs.yml" in call(course, "new", "tr", "énergie", code=2)
    (course / "pages/es").mkdir()
    (course / "pages/es/énergie.md").write_text("---\ntitle: x\n---\n", "utf-8")
    assert "pages/es/énergie.md:1: library.folder: found the language folder 'es'" in call(course, "check", code=1)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_hints_can_be_pasted_wherever_the_course_lies(course: Path, elsewhere: bool) -> None:
    folder = course.parent if elsewhere else course
    flags = ("-f", "my course/mkdocs.yml") if elsewhere else ()
    (course / "pages/de/énergie.md").unlink()
    status = call(folder, "status", *flags)
    begun = pasted(folder, status[status.index("course new") :])
    assert "write each translation" in begun
    assert "drift.missing" in pasted(folder, begun, code=1)
    twice = call(folder, "new", *flags, "de", "énergie", code=2)
    assert "nothing to change" in pasted(folder, twice)
    page = course / "pages/de/énergie.md"
    page.write_text(GERMAN.replace("est conservée", "est là"), "utf-8")
    pasted(folder, call(folder, "check", *flags, code=1))
    assert call(folder, "check", *flags) == ""


def test_configuration_that_is_inherited_from_elsewhere_is_read(course: Path, tmp_path: Path) -> None:
    (course / "mkdocs.yml").rename(tmp_path / "base.yml")
    (course / "mkdocs.yml").write_text("INHERIT: ../base.yml\n", "utf-8")
    assert call(course, "check") == ""


def test_mistakes_of_setup_are_a_line_each_and_nothing_else(course: Path) -> None:
    (course / "mkdocs.yml").write_text(CONFIG.replace("locale: de", "locale: fr").replace("macros", "macro"), "utf-8")
    for command in (["check"], ["status"], ["new", "de", "x"], ["run"]):
        lines = call(course, *command, code=2).splitlines()
        assert [line.partition(": found")[0] for line in lines] == ["mkdocs.yml:7: setup", "mkdocs.yml:10: setup"]


@pytest.mark.parametrize("command", ["check", "status"])
def test_no_course_is_said_in_a_line(tmp_path: Path, command: str) -> None:
    assert "found no mkdocs.yml, expected a course" in call(tmp_path, command, code=2)
    assert "found no such file" in call(tmp_path, command, "-f", "x.yml", code=2)


def test_docs_folder_without_a_configuration_has_its_folders_for_languages(tmp_path: Path) -> None:
    docs = Docs(tmp_path)
    assert "docs/es/week05/05-1.md:17" in docs.run("check", code=1)
    assert "course accept --docs docs docs/tr/week05/05-1.md" in docs.run("check", "--docs", "docs", code=1)
    assert "expected one of both" in docs.run("check", "--docs", "docs", "-f", "mkdocs.yml", code=2)
