"""A course as its configuration describes it, and what is wrong there."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.findings import CourseError
from dragoman.pages.library import Layout
from dragoman.website import project
from dragoman.website.project import Project

FRENCH = {"locale": "fr", "name": "Français", "default": True}
GERMAN = {"locale": "de", "name": "Deutsch"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages/fr").mkdir(parents=True)
    (tmp_path / "pages/fr/index.md").write_text("# Bonjour\n", "utf-8")
    return tmp_path


def config(*languages: object, own: object = None, **i18n: object) -> dict[str, object]:
    listed = {"docs_structure": "folder", "languages": list(languages)} | i18n
    return {"docs_dir": "pages", "plugins": ["search", {"i18n": listed}, {"dragoman": own}]}


def said(folder: Path, given: dict[str, object], text: str = "") -> list[tuple[int, str]]:
    with pytest.raises(CourseError) as raised:
        project.read(given, folder / "mkdocs.yml", text)
    assert {one.kind for one in raised.value.findings} == {"setup"}
    return [(one.line, one.message) for one in raised.value.findings]


def test_folder_languages_and_options_are_what_the_configuration_says(folder: Path) -> None:
    found = project.read(config(FRENCH, GERMAN, own={"macros": {r"\R": "x"}}), folder / "mkdocs.yml")
    assert found.docs == folder / "pages"
    assert (found.languages, found.source, found.options.macros) == (("fr", "de"), "fr", {r"\R": "x"})


def test_plugins_may_be_a_mapping(folder: Path) -> None:
    given = config(FRENCH)
    listed = {"i18n": given["plugins"][1]["i18n"], "dragoman": {}}
    assert project.read({**given, "plugins": listed}, folder / "mkdocs.yml").source == "fr"


def test_language_that_is_not_built_is_one_and_a_link_in_the_menu_is_none(folder: Path) -> None:
    link = {"locale": "null", "name": "Elsewhere", "fixed_link": "https://example.org/"}
    found: Project = project.read(config(FRENCH, {**GERMAN, "build": False}, link), folder / "mkdocs.yml")
    assert (found.languages, found.unbuilt) == (("fr", "de"), {"de"})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (config(FRENCH, GERMAN, {"locale": "DE", "name": "D"}), "found the language DE twice"),
        (config(FRENCH, {"locale": "pt-BR"}, {"locale": "pt_BR"}), "found the language pt_BR twice"),
        (config(GERMAN), "found no language with default: true"),
        (config({"locale": "null", "default": True}, FRENCH), "found default: true of a link of the menu"),
        (config(FRENCH, {**GERMAN, "default": True}), "found 2 languages (fr, de) with default: true"),
        (config({**FRENCH, "build": False}), "found build: false of the source language"),
        (config(FRENCH, {"locale": False, "name": "Norsk"}), "found the locale False"),
        (config(FRENCH, {"name": "Norsk"}), "found the locale None"),
        (config(), "found no languages"),
        (config(FRENCH, GERMAN, build_only_locale="de"), "found build_only_locale: de, expected all languages"),
        (config(FRENCH, docs_structure="suffix"), "found docs_structure: suffix, expected folder"),
        (config({**GERMAN, "default": True}), "found no folder "),
        (config(FRENCH, own={"fail_on_error": False}), "found the option 'fail_on_error', expected 'fail_on_errors'"),
        (config(FRENCH, own={"snippets": ["a"]}), "found snippets: ['a'], expected text"),
        (config(FRENCH, own={"macros": {r"\R": 3}}), r"found the macro \R: 3, expected TeX"),
        ({**config(FRENCH), "docs_dir": "nowhere"}, "found no folder "),
        ({**config(FRENCH), "docs_dir": None}, "found docs_dir without a value"),
        ({**config(FRENCH), "plugins": [{"i18n": config(FRENCH)["plugins"][1]["i18n"]}]}, "found no dragoman among"),
        ({**config(FRENCH), "plugins": ["dragoman"]}, "found no i18n among"),
    ],
)
def test_mistake_of_setup_is_one_line(folder: Path, given: dict[str, object], expected: str) -> None:
    ((_, message),) = said(folder, given)
    assert message.startswith(expected)


def test_layout_is_what_the_options_say(folder: Path) -> None:
    assert project.read(config(FRENCH), folder / "mkdocs.yml").layout == Layout()
    given = config(FRENCH, own={"weeks": True, "own_pages": True})
    assert project.read(given, folder / "mkdocs.yml").layout == Layout(weeks=True, own_pages=True)


def test_source_language_without_a_page_is_named(folder: Path) -> None:
    (folder / "pages/fr/index.md").unlink()
    ((_, message),) = said(folder, config(FRENCH))
    assert message.startswith("found no page in ")


def test_all_mistakes_are_named_at_once_each_at_its_line(folder: Path) -> None:
    text = "docs_dir: pages\nplugins:\n  - dragoman:\n      macro: {}\n  - i18n:\n      locale: de\n      # de\n      default: x\n"
    found = said(folder, config(GERMAN, GERMAN, own={"macro": {}}), text)
    assert [line for line, _ in found] == [4, 6, 8]
