from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pages.library import Library, read
from dragoman.sync.pairing.pairs import source_blocks
from dragoman.website.weeks import Part, navigation, number, sequence, weeks

VIDEO = "https://www.youtube.com/watch?v=x&t=5s"
PAGES = {
    "en/index.md": ("home", "Home", ""),
    "en/about.md": ("about", "About", ""),
    "en/week04/04.md": ("ch.04", "Week 4", "## Practicum\n\ntext"),
    "en/week04/04-1.md": ("ch.04-1", "Convolutions", ""),
    "en/week05/05.md": ("ch.05", "Week 5", ""),
    "en/week05/05-1.md": ("ch.05-1", "Optimisation I", f"## [a]({VIDEO})"),
    "en/week05/05-3.md": ("ch.05-3", "Autograd", ""),
    "fr/week05/05.md": ("ch.05", "Semaine 5", ""),
    "fr/week05/05-1.md": ("ch.05-1", "Optimisation : I", f"## [b]({VIDEO})"),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for path, (ref, title, body) in PAGES.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(f'---\nlang-ref: {ref}\ntitle: "{title}"\n---\n\n{body}\n')
    return read(tmp_path, ("en", "fr"), "en")


def of(library, lang):
    return weeks(
        library, lang, source_blocks, lambda page: page.meta.get("title"), lambda page: [f"{page.path.stem}.py"]
    )


def test_week_holds_its_overview_and_its_parts_in_the_words_of_the_language(library):
    week = of(library, "fr")[1]
    assert (week.number, week.overview.title) == (5, "Semaine 5")
    assert week.parts[0] == Part(
        "week05/05-1.md", "5.1", "Optimisation : I", "fr", practicum=False, video=VIDEO, files=("05-1.py",)
    )


def test_part_that_is_not_translated_is_there_in_the_source_language(library):
    assert [(part.title, part.lang) for part in of(library, "fr")[1].parts] == [
        ("Optimisation : I", "fr"),
        ("Autograd", "en"),
    ]


def test_parts_that_nobody_wrote_are_absent(library):
    assert [part.number for week in of(library, "en") for part in week.parts] == ["4.1", "5.1", "5.3"]


def test_overview_tells_which_part_is_the_practicum_else_the_third_is(library):
    assert [part.number for week in of(library, "en") for part in week.parts if part.practicum] == ["4.1", "5.3"]


def test_only_lectures_and_practica_have_a_chapter_number():
    assert [number(ref) for ref in ("ch.05-1", "ch.12-3", "ch.05", "home", None)] == ["5.1", "12.3", "", "", ""]


def test_course_without_a_navigation_has_home_the_weeks_and_everything_else(library):
    assert sequence(library)[0] == "index.md"
    assert sequence(library)[-1] == "about.md"
    assert navigation(library) == [
        "index.md",
        {"week04": ["week04/04.md", "week04/04-1.md"]},
        {"week05": ["week05/05.md", "week05/05-1.md", "week05/05-3.md"]},
        "about.md",
    ]
