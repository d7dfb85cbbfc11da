"""``course init``: a course that is whole as it begins, whatever it is called and written in."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from dragoman.cli.main import main
from dragoman.languages import folders
from dragoman.pages.directives import TODO
from projects import call

COMPLETE = folders.available()
Course = Callable[..., str]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Call ``course`` in an empty folder, or in one below it: ``course("check", at="physics")``."""

    def called(*arguments: str, code: int = 0, at: str = ".") -> str:
        with contextlib.chdir(tmp_path / at):
            done = CliRunner().invoke(main, list(arguments), prog_name="course", env={"COLUMNS": "300"})
        assert done.exit_code == code, done.output
        return done.output

    return called


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_course_builds_checks_and_runs_as_it_begins(course: Course, tmp_path: Path) -> None:
    title = 'Physique: "statistique" & l\'entropie'
    said = course("init", "physics", "--title", title, "--source", "fr", "--language", "de", "--language", "he")
    assert said.splitlines()[-1] == "then: cd physics && mkdocs serve"
    assert course("check", at="physics") == ""
    assert "writing" not in course("status", at="physics")
    course("run", at="physics")
    done = call("mkdocs", "build", "--strict", cwd=tmp_path / "physics")
    assert done.returncode == 0, done.stdout + done.stderr
    site = tmp_path / "physics" / "site"
    assert not (site / "writing").exists()
    german = (site / "de" / "index.html").read_text("utf-8")
    assert "Dieser Kurs beginnt mit" in german
    lecture = (site / "he" / "lectures" / "heron" / "index.html").read_text("utf-8")
    for shown in ("1.414213562375", "katex", "tangent.svg", 'lang="fr" dir="ltr"'):
        assert shown in lecture


def test_workflow_puts_the_notebooks_of_each_language_on_a_branch(course: Course, tmp_path: Path) -> None:
    course("init", "x", "--source", "fr", "--language", "ar")
    jobs = yaml.safe_load((tmp_path / "x" / ".github" / "workflows" / "course.yml").read_text("utf-8"))["jobs"]
    script = jobs["notebooks"]["steps"][-1]["run"].replace(
        "https://x-access-token:${{ github.token }}@github.com/$GITHUB_REPOSITORY", str(tmp_path / "there")
    )
    work = tmp_path / "work"
    work.mkdir()
    with tarfile.open(work / "artifact.tar", "w") as artifact:
        for place in ("course.zip", "ar/course.zip", "index.html"):
            data = io.BytesIO()
            with zipfile.ZipFile(data, "w") as archive:
                archive.writestr("week05/05-1.ipynb", place)
            entry = tarfile.TarInfo(f"./{place}")
            entry.size = len(data.getvalue())
            artifact.addfile(entry, io.BytesIO(data.getvalue()))
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "there"], check=True)
    for _ in range(2):  # what was there before goes
        shutil.rmtree(work / "site", ignore_errors=True)
        shutil.rmtree(work / "notebooks", ignore_errors=True)
        subprocess.run(["bash", "-e", "-c", script], cwd=work, check=True)
    listed = ["git", "-C", tmp_path / "there", "ls-tree", "-r", "--name-only", "notebooks"]
    names = subprocess.run(listed, check=True, capture_output=True, encoding="utf-8").stdout
    assert names.split() == ["ar/week05/05-1.ipynb", "fr/week05/05-1.ipynb"]


@pytest.mark.parametrize("source", COMPLETE)
def test_course_in_any_complete_language_has_nothing_to_correct(course: Course, tmp_path: Path, source: str) -> None:
    at = COMPLETE.index(source)
    others = [arguments for tag in (COMPLETE[at - 1], COMPLETE[at - 2]) for arguments in ("--language", tag)]
    course("init", "it", "--source", source, *others)
    assert course("check", at="it") == ""
    home = (tmp_path / "it" / "docs" / source / "index.md").read_text("utf-8")
    assert source == "en" or "This course begins" not in home


def test_nothing_is_asked_that_can_be_known(course: Course, tmp_path: Path) -> None:
    course("init", "linear-algebra")
    assert "draft: true" in (tmp_path / "linear-algebra" / "docs" / "en" / "writing.md").read_text("utf-8")
    found = yaml.safe_load((tmp_path / "linear-algebra" / "mkdocs.yml").read_text("utf-8"))
    assert found["site_name"] == "Linear algebra"
    assert found["plugins"]["i18n"]["languages"] == [{"locale": "en", "name": "English", "default": True}]
    assert course("check", at="linear-algebra") == ""
    assert course("status", at="linear-algebra") == "no language beside the source yet: course language add LANG\n"


def test_letters_are_counted_where_no_spaces_part_words(course: Course, tmp_path: Path) -> None:
    course("init", "x", "--source", "zh-Hans", "--language", "ja")
    page = (tmp_path / "x" / "docs" / "zh-Hans" / "lectures" / "heron.md").read_text("utf-8")
    letters = len(re.findall("[\u4e00-\u9fff]", page.partition("---\n\n")[2] or page))
    (words,) = re.findall(r"ja lectures/heron: (\d+) words", course("status", at="x"))
    assert int(words) > 0.9 * letters > 50


def test_language_without_words_begins_in_english_marked_as_such(course: Course, tmp_path: Path) -> None:
    course("init", "x", "--source", "ckb", "--language", "sv")
    docs = tmp_path / "x" / "docs"
    assert '<div lang="en" dir="ltr" markdown="1">' in (docs / "ckb" / "lectures" / "heron.md").read_text("utf-8")
    assert TODO in (docs / "sv" / "index.md").read_text("utf-8")
    assert "glossary" not in course("check", at="x", code=1)
    assert course("check", "--fail-on", "error", at="x", code=0)


@pytest.mark.parametrize(
    "title", ["a: b", "'", '"', "# x", "- x", "{a}", "%", "«title»", "é " * 100, "\\n", "yes", "12"]
)
def test_title_is_taken_as_it_is(course: Course, tmp_path: Path, title: str) -> None:
    course("init", "x", "--title", title)
    assert yaml.safe_load((tmp_path / "x" / "mkdocs.yml").read_text("utf-8"))["site_name"] == title


def test_tags_are_written_as_usual_and_languages_that_yaml_takes_for_no_are_quoted(
    course: Course, tmp_path: Path
) -> None:
    course("init", "x", "--source", "PT_br", "--language", "no")
    found = yaml.safe_load((tmp_path / "x" / "mkdocs.yml").read_text("utf-8"))["plugins"]["i18n"]["languages"]
    assert [one["locale"] for one in found] == ["pt-BR", "no"]


def test_all_that_is_in_the_way_is_named_and_nothing_is_written(course: Course, tmp_path: Path) -> None:
    (tmp_path / "x" / "docs" / "en").mkdir(parents=True)
    (tmp_path / "x" / "README.md").write_text("mine")
    (tmp_path / "x" / "docs" / "en" / "index.md").symlink_to("nowhere")
    before = files(tmp_path)
    said = course("init", "x", code=2)
    assert "found x/README.md, expected nothing there yet" in said
    assert "found x/docs/en/index.md, expected nothing there yet" in said
    assert files(tmp_path) == before


def test_course_begins_beside_what_is_not_in_the_way(course: Course, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("mine")
    assert course("init", ".").splitlines()[-1] == "then: mkdocs serve"
    assert (tmp_path / "LICENSE").read_text() == "mine"
    assert course("check") == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((" ",), "found no name of a folder"),
        (("x", "--title", " "), "found the title ' '"),
        (("x", "--title", "a\nb"), "found the title 'a\\nb'"),
        (("x", "--source", "french"), "found the language 'french', expected a tag such as fr"),
        (("x", "--language", "../de"), "found the language '../de'"),
        (("x", "--language", "en"), "found the language en twice"),
        (("x", "--language", "zh-hans", "--language", "zh_Hans"), "found the language zh_Hans twice"),
        (("file/x",), "file: found a file"),
    ],
)
def test_mistake_is_said_and_nothing_is_written(
    course: Course, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "file").write_text("")
    assert said in course("init", *arguments, code=2)
    assert list(files(tmp_path)) == ["file"]
