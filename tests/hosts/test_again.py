"""Pages that are made anew after a save are those that a build of the whole site would make."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.hosts import again, building
from dragoman.kept import Kept
from projects import Project

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:user_configs:DeprecationWarning")]

SOURCE = "## First\n\nA paragraph that moves [down](05.md).\n\n![A hill]({{site.baseurl}}/en/hill.png)\n\n## Second\n\nWith $x^2$.\n\n$$\nz\n$$ {#eq:z}"
COMMENTED = (
    "<!-- ## First -->\n## Premier\n\n<!-- A paragraph that moves [down](05.md). -->\nUn paragraphe qui descend [ici](05.md).\n\n"
    "<!-- ## Second -->\n## Second\n\n<!-- With $x^2$. -->\nAvec $x^2$.\n\n$$\nz\n$$ {#eq:z}"
)


@pytest.fixture
def course(project: Project) -> Project:
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", SOURCE)
    for lang in ("fr", "tr", "ar"):
        project.write(f"{lang}/week05/05-1.md", f"lang: {lang}\nlang-ref: ch.05-1\ntitle: Titre", COMMENTED)
    project.write(
        "en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Gradient descent\n\nIt descends, see [](#eq:z)."
    )
    project.write("en/status.md", "lang-ref: status\ntitle: Status", '<div class="translations"></div>')
    return project


def whole(project: Project, name: str, previous: building._Previous | None = None) -> Path:
    """Return the folder of a whole site, with what is found in it beside it."""
    folder = project.folder / name
    task = {
        "file": str(project.folder / "mkdocs.yml"),
        "url": "http://localhost/",
        "options": {"strict": False, "theme": None, "use_directory_urls": None},
    }
    request = {"site": str(folder / "site"), "search": str(folder / "search")}
    building._build(task, request, previous or building._Previous(Kept()))
    return folder / "site"


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


EDITS = {
    "a paragraph": ("en/week05/05-1.md", "A paragraph that moves", "A paragraph that runs"),
    "a formula": ("en/week05/05-1.md", "$x^2$", "$x^3 + 1$"),
    "a caption": ("en/week05/05-1.md", "A hill", "A high hill"),
    "a heading": ("en/week05/05-1.md", "## Second", "## Third"),
    "a new section": ("en/week05/05-1.md", "With", "Something new.\n\n### Below\n\n$$ y $$ {#eq:y}\n\nWith"),
    "a fault": ("en/week05/05-1.md", "$x^2$", r"$\nothing$"),
    "a link": ("en/week05/05-1.md", "05.md", "06.md"),
    "a translation": ("fr/week05/05-1.md", "Un paragraphe", "Une phrase"),
    "the comment of a translation": ("tr/week05/05-1.md", "<!-- A paragraph that moves", "<!-- A paragraph that moved"),
    "what a translation may not bring": ("ar/week05/05-1.md", "Avec", "<script>alert(1)</script> Avec"),
    "the home page": ("en/index.md", "Welcome", "Hello"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_pages_made_anew_are_those_of_a_whole_build(course: Project, edit: str) -> None:
    previous = building._Previous(Kept())
    site = whole(course, "one", previous)
    path, found, put = EDITS[edit]
    file = course.folder / "docs" / path
    before = file.read_text("utf-8")
    assert found in before
    for text in (before.replace(found, put), before, before.replace(found, put)):
        file.write_text(text, "utf-8")
        assert previous.config is not None
        assert again.make(previous.config, [str(file)])
    assert files(site) == files(whole(course, "other"))


@pytest.mark.parametrize(
    ("path", "found", "put"),
    [
        ("en/week05/05-1.md", "title: Descent", "title: Ascent"),
        ("fr/week05/05-1.md", "title: Titre", "title: Titre\ndraft: true"),
        ("en/week05/05-1.md", "With $x^2$.", '```python exec="1"\nprint(1)\n```'),
    ],
)
def test_what_is_more_than_text_is_left_to_a_whole_build(course: Project, path: str, found: str, put: str) -> None:
    previous = building._Previous(Kept())
    site = whole(course, "one", previous)
    before = files(site)
    file = course.folder / "docs" / path
    file.write_text(file.read_text("utf-8").replace(found, put), "utf-8")
    assert previous.config is not None
    assert not again.make(previous.config, [str(file)])
    assert files(site) == before


def test_new_page_and_a_file_outside_are_left_to_a_whole_build(course: Project) -> None:
    previous = building._Previous(Kept())
    whole(course, "one", previous)
    assert previous.config is not None
    assert not again.make(previous.config, [str(course.folder / "mkdocs.yml")])
    course.write("en/week05/05-2.md", "lang-ref: ch.05-2\ntitle: New", "New.")
    assert not again.make(previous.config, [str(course.folder / "docs" / "en" / "week05" / "05-2.md")])
