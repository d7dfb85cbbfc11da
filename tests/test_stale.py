"""Nothing stale is shown: after each kind of change a build with all caches gives what a build from nothing gives."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from dragoman import kept
from projects import PNG, Project

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:user_configs:DeprecationWarning")]

GLOSSARY = "gradient:\n  definition: Where it rises\n" + "".join(
    f"  {lang}: {{term: {term}, definition: {term}}}\n"
    for lang, term in (("fr", "pente"), ("tr", "eğim"), ("ar", "ميل"))
)
CONFIG = """
extra_css: [assets/own.css]
theme: {name: material, custom_dir: own}
plugins: {dragoman: {macros: {'\\thing': x}}}
"""

EXERCISE = (
    '# %% half tags=["exercise"]\nhalf = None\n# %% half-solution tags=["solution"]\nhalf = 3 / 2\n'
    '# %% half-check tags=["check"]\nassert half == 1.5\n'
)


@pytest.fixture
def course(project: Project) -> Project:
    folder = project.folder
    config = folder / "mkdocs.yml"
    kept_lines = [line for line in config.read_text("utf-8").splitlines() if not line.startswith("theme:")]
    config.write_text("\n".join(kept_lines) + CONFIG, "utf-8")
    (folder / "own").mkdir()
    (folder / "own" / "main.html").write_text('{% extends "base.html" %}{% block announce %}One{% endblock %}')
    project.write_bytes("assets/own.css", b"p { color: red }")
    project.write_bytes("en/week05/hill.png", PNG)
    project.write_bytes("glossary.yml", GLOSSARY.encode())
    project.write_bytes("references.bib", b"@book{falls1998, author={Falls, W.}, title={Falls}, year=1998}")
    project.write("en/glossary.md", "lang-ref: glossary\ntitle: Glossary", '<div class="glossary"></div>')
    project.write("en/status.md", "lang-ref: status\ntitle: Status", '<div class="translations"></div>')
    text = (
        "## Gradient descent\n\nThe gradient $\\thing^2$ of [the week](05.md#descent), see [](#eq:step).\n\n![A hill](hill.png)\n\n"
        '```python exec="1" snippet="05-1-sum" source="above"\n```\n\n'
        '!!! quiz "Which?"\n    - [ ] One\n\n        No.\n\n    - [x] Two\n\n        Yes.\n\n'
        '```python exec="1" snippet="05-1-task:half" source="above"\n```'
    )
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", text)
    labelled = "## Descent\n\nIt descends [@falls1998].\n\n$$\nx\n$$ {#eq:step}"
    project.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", labelled)
    project.write(
        "fr/week05/05.md",
        "lang: fr\nlang-ref: ch.05\ntitle: Semaine 5",
        "<!-- ## Descent -->\n## Descente\n\n<!-- It descends [@falls1998]. -->\nÇa descend [@falls1998].",
    )
    project.write(
        "fr/week05/05-1.md",
        "lang: fr\nlang-ref: ch.05-1\ntitle: Descente",
        text[text.index("```") :].partition("!!!")[0] + text.rpartition("\n\n")[2],
    )
    project.snippet("05-1-task", EXERCISE)
    project.snippet("05-1-sum", "print(sum(map(int, open('numbers.txt'))))  # of all\n")
    (folder / "snippets" / "locale").mkdir()
    (folder / "snippets" / "locale" / "fr.po").write_text('msgid "of all"\nmsgstr "de tous"\n', "utf-8")
    (folder / "snippets" / "week05" / "numbers.txt").write_text("1\n2\n")
    return project


def build(project: Project, site: str) -> dict[str, bytes]:
    """Build as ``mkdocs build`` does, and return the files of the site."""
    folder = project.folder / site
    config = load_config(str(project.folder / "mkdocs.yml"), site_dir=str(folder))
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    except SystemExit as ended:
        if ended.code:  # otherwise nothing has changed
            raise
    finally:
        config.plugins.on_shutdown()
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def from_nothing(project: Project) -> dict[str, bytes]:
    cache, aside = project.folder / ".cache", project.folder / "aside"
    cache.rename(aside)
    try:
        return build(project, "fresh")
    finally:
        (project.folder / ".cache").rename(project.folder / "other-cache")
        aside.rename(cache)


def replacing(path: str, found: str, put: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / path).read_text("utf-8")
        assert found in text
        (folder / path).write_text(text.replace(found, put), "utf-8")

    return change


def a_picture(folder: Path) -> None:
    (folder / "docs/en/week05/hill.png").write_bytes(PNG[:19] + b"\x14" + PNG[20:])


def another_time(folder: Path) -> None:
    os.utime(folder / "docs/en/week05/05.md", (0, 0))


CHANGES: dict[str, tuple[Callable[[Path], None], bool]] = {
    "the source": (replacing("docs/en/week05/05-1.md", "The gradient", "A gradient"), True),
    "a heading that others link to": (replacing("docs/en/week05/05.md", "## Descent", "## Ascent"), True),
    "a title": (replacing("docs/en/week05/05.md", "Week 5", "Week five"), True),
    "a translation": (replacing("docs/fr/week05/05.md", "Ça descend", "Cela descend"), True),
    "the comment of a translation": (replacing("docs/fr/week05/05.md", "It descends", "It ascends"), True),
    "a snippet, of an exercise the solution": (replacing("snippets/week05/05-1-task.py", "3 / 2", "1.5"), True),
    "the check of an exercise": (replacing("snippets/week05/05-1-task.py", "assert half ==", "assert half >="), True),
    "the right answer of a question": (replacing("docs/en/week05/05-1.md", "[ ] One", "[x] One"), True),
    "a data file": (replacing("snippets/week05/numbers.txt", "2", "5"), True),
    "a text of an example": (replacing("snippets/locale/fr.po", "de tous", "de tout"), True),
    "a picture": (a_picture, True),
    "a term": (replacing("docs/glossary.yml", "Where it rises", "Where it grows"), True),
    "a label before others": (
        replacing("docs/en/week05/05.md", "[@falls1998].", "[@falls1998].\n\n$$\nx\n$$ {#eq:before}"),
        True,
    ),
    "a work that is cited": (replacing("docs/references.bib", "1998}", "1999}"), True),
    "a macro": (replacing("mkdocs.yml", "x}", "y}"), True),
    "the navigation": (replacing("mkdocs.yml", "week05/05-1.md", "Down: week05/05-1.md"), True),
    "a template": (replacing("own/main.html", "One", "Two"), True),
    "a style": (replacing("docs/assets/own.css", "red", "blue"), True),
    "the configuration": (replacing("mkdocs.yml", "watch:", "site_name: Another\nwatch:"), True),
    "the clock": (another_time, False),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_site_is_what_a_build_from_nothing_gives(course: Project, change: str) -> None:
    before = build(course, "site")
    assert build(course, "site") == before
    apply, differs = CHANGES[change]
    apply(course.folder)
    after = build(course, "site")
    assert (after != before) == differs
    assert after == from_nothing(course)


def test_file_that_a_page_includes_is_an_input(course: Project) -> None:
    (course.folder / "note.md").write_text("Included **here**.\n")
    course.write("en/index.md", "lang-ref: home\ntitle: Home", 'Welcome.\n\n--8<-- "note.md"\n\nMore.')
    before = build(course, "site")
    (course.folder / "note.md").write_text("Included **there**.\n")
    after = build(course, "site")
    assert after != before
    assert after == from_nothing(course)


def test_file_of_the_site_that_was_changed_or_lost_is_made_again(course: Project) -> None:
    before = build(course, "site")
    (course.site / "week05/05-1/index.html").write_text("changed")
    (course.site / "404.html").unlink()
    assert build(course, "site") == before


def test_what_was_said_of_the_sources_is_said_again(course: Project, caplog: pytest.LogCaptureFixture) -> None:
    replacing("docs/en/week05/05-1.md", "hill.png", "hole.png")(course.folder)
    caplog.set_level("INFO", "mkdocs.course")
    said = []
    for _ in range(2):
        caplog.clear()
        build(course, "site")
        said.append([one.getMessage() for one in caplog.records if one.levelname == "WARNING"])
    assert said[0] == said[1]
    assert any("hole.png" in one for one in said[0])
    assert "Nothing has changed" in caplog.text


def test_our_own_code_is_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "__file__", str(tmp_path / "kept.py"))
    versions = set()
    for text in ("one", "two"):
        (tmp_path / "module.py").write_text(text)
        kept.version.cache_clear()
        versions.add(kept.version())
    kept.version.cache_clear()
    assert len(versions) == 2
