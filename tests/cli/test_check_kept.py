"""What ``course check`` keeps: after a change it says what it says without what it kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import main
from projects import Project

GLOSSARY = "gradient:\n  definition: Where it rises\n" + "".join(
    f"  {lang}: {{term: {term}, definition: {term}, avoid: [{avoid}]}}\n"
    for lang, term, avoid in (("fr", "gradient", "pente"), ("tr", "gradyan", "eğim"), ("ar", "تدرج", "ميل"))
)


@pytest.fixture
def course(project: Project) -> Path:
    project.write(
        "en/week05/05-1.md",
        "lang-ref: ch.05-1\ntitle: Descent",
        "## One\n\nThe gradient $x^2$ and a [link](05.md#gradient-descent).",
    )
    body = "<!-- ## One -->\n## Un\n\n<!-- The gradient $x^2$ and a [link](05.md#gradient-descent). -->\nAvec $x^3$, une pente et un [lien](05.md#gradient-descent)."
    project.write("fr/week05/05-1.md", "lang: fr\nlang-ref: ch.05-1\ntitle: Descente", body)
    project.write_bytes("glossary.yml", GLOSSARY.encode())
    return project.folder


def check(folder: Path) -> str:
    return CliRunner().invoke(main, ["check", "-f", str(folder / "mkdocs.yml")]).output


def replacing(path: str, found: str, put: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text("utf-8")
        assert found in text
        (folder / path).write_text(text.replace(found, put), "utf-8")

    return change


CHANGES = {
    "the source": replacing("docs/en/week05/05-1.md", "The gradient", "A gradient"),
    "the translation": replacing("docs/fr/week05/05-1.md", "$x^3$", "$x^2$"),
    "a page that is linked to": replacing("docs/en/week05/05.md", "Gradient descent", "Going down"),
    "a term": replacing("docs/glossary.yml", "pente", "autre"),
    "a macro": replacing("mkdocs.yml", "watch:", "plugins: {dragoman: {macros: {'x': y}}}\nwatch:"),
    "a page of the same name": lambda folder: shutil.copy(
        folder / "docs/fr/week05/05-1.md", folder / "docs/fr/week05/05.md"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_check_says_the_same_with_and_without_what_it_kept(course: Path, change: str) -> None:
    before = check(course)
    assert "$x^3$" in before
    assert "pente" in before
    assert check(course) == before
    assert (course / ".cache" / "kept.sqlite").is_file()
    CHANGES[change](course)
    after = check(course)
    shutil.rmtree(course / ".cache")
    assert after == check(course)


def test_course_whose_folder_cannot_be_written_is_checked(course: Path) -> None:
    (course / ".cache").write_text("a file")
    assert "$x^3$" in check(course)
