"""What editors leave beside pages and images is in no site, neither a built nor a served one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dragoman.website.assets import THEME
from projects import Project

LEFT = ("{}~", "#{}#", ".#{}", "{}.bak", "{}.orig", ".{}.swp", "~${}")
ALONE = ("4913", ".DS_Store", "Thumbs.db")


@pytest.fixture
def untidy(project: Project) -> Project:
    """A course with leftovers of every kind beside its pages, an image and a style sheet."""
    project.write("tr/index.md", "lang: tr\nlang-ref: home\ntitle: Ana sayfa", "Merhaba.")
    shutil.copytree(THEME / "assets", project.folder / "docs" / "assets")
    for folder, name in (
        ("en/week05", "05-1.md"),
        ("tr", "index.md"),
        ("en", "plot.png"),
        ("assets/css", "course.css"),
    ):
        for left in (*(form.format(name) for form in LEFT), *ALONE):
            project.write(f"{folder}/{left}", "lang-ref: x\ntitle: x", "LEFTOVER")
    return project


def left_in(site: Path) -> list[str]:
    return [
        str(file.relative_to(site)) for file in site.rglob("*") if file.is_file() and b"LEFTOVER" in file.read_bytes()
    ]


def test_what_an_editor_left_is_not_published(untidy: Project) -> None:
    built = untidy.build("--strict")
    assert built.returncode == 0, built.output
    assert left_in(built.site) == []


def test_page_with_the_ending_of_a_text_stops_the_build_and_is_never_published(untidy: Project) -> None:
    untidy.write("tr/week05/05-1.md.txt", "lang: tr\nlang-ref: ch.05-1\ntitle: x", "LEFTOVER")
    config = untidy.folder / "mkdocs.yml"
    assert "docs/tr/week05/05-1.md.txt:1: library.extension" in untidy.build().output
    assert not untidy.site.exists()
    config.write_text(config.read_text("utf-8") + "plugins: {dragoman: {fail_on_errors: false}}\n", "utf-8")
    built = untidy.build()
    assert built.returncode == 0, built.output
    assert left_in(built.site) == []
