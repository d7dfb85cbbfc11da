"""``course language add``: what a course needs for a language, and what is left to people."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli.main import main

CONFIG = """\
site_name: Physique  # comme toujours
plugins:
  i18n:
    docs_structure: folder
    languages:
      - {locale: fr, name: Français, default: true}
      - {locale: de, name: Deutsch, site_name: Physik}
  dragoman: {}
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    for lang, meta in (("fr", ""), ("de", "lang: de\n")):
        (tmp_path / "docs" / lang).mkdir(parents=True)
        page = f"---\n{meta}lang-ref: home\ntitle: Physique\n---\n\nBonjour.\n"
        (tmp_path / "docs" / lang / "index.md").write_text(page, "utf-8")
    for name in ("a", "b"):
        page = f"---\nlang-ref: {name}\ntitle: Ondes\n---\n\nUne onde.\n"
        (tmp_path / "docs" / "fr" / f"{name}.md").write_text(page, "utf-8")
    terms = "onde:\n  definition: Elle se propage.\n  de: {term: Welle, definition: Sie breitet sich aus.}\n"
    (tmp_path / "docs" / "glossary.yml").write_text(terms, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["language", "add", *arguments])


def test_language_gets_its_entry_its_folder_and_a_list_of_what_is_left(course: Path) -> None:
    done = call("pt_br")
    assert done.exit_code == 0, done.output
    assert (course / "mkdocs.yml").read_text("utf-8") == CONFIG.replace(
        "  dragoman", "      - {locale: pt-BR, name: Português (Brasil)}\n  dragoman"
    )
    page = (course / "docs" / "pt-BR" / "index.md").read_text("utf-8")
    assert "lang: pt-BR" in page
    assert "<!-- course: todo -->" in page
    assert done.output.splitlines() == [
        "mkdocs.yml:8: added pt-BR (português (Brasil))",
        "docs/pt-BR/index.md: write each translation in the place of <!-- course: todo -->",
        "left: site_name of pt-BR in mkdocs.yml",
        "left: 2 more pages: course status pt-BR",
        "left: 1 terms of the glossary, each with term: and definition: below pt-BR:",
    ]
    assert CliRunner().invoke(main, ["status", "pt-BR"]).exit_code == 0


def test_language_whose_phrases_nobody_has_written_is_said_to_speak_english(course: Path) -> None:
    assert "left: the site's own phrases, which are in English" in call("br").output
    assert (course / "docs" / "br" / "index.md").is_file()


def test_tag_of_three_letters_asks_for_the_order_of_plugins_that_takes_it(course: Path) -> None:
    said = "left: in mkdocs.yml, dragoman before i18n among the plugins"
    assert said in call("ckb").output
    (course / "mkdocs.yml").write_text(
        CONFIG.replace("  dragoman: {}\n", "").replace("plugins:\n", "plugins:\n  dragoman: {}\n"), "utf-8"
    )
    assert said not in call("nds").output


@pytest.mark.usefixtures("course")
def test_glossary_without_the_terms_of_the_new_language_is_one_warning() -> None:
    call("es")
    done = CliRunner().invoke(main, ["check", "docs/glossary.yml"])
    assert done.output.splitlines() == [
        "docs/glossary.yml:1: glossary.language: found no es for 'onde', expected term and definition: add them"
    ]


def test_dry_run_changes_nothing(course: Path) -> None:
    before = {file: file.read_bytes() for file in course.rglob("*.*") if file.is_file()}
    assert call("es", "--dry-run").output == "mkdocs.yml:8: would add es (español)\n"
    assert {file: file.read_bytes() for file in course.rglob("*.*") if file.is_file()} == before


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("DE", "found the language de in mkdocs.yml already, expected one beside fr, de"),
        ("Spanish", "found the language 'Spanish', expected its tag, 'es'"),
        ("../x", "found the language '../x', expected its tag, such as es, pt-BR or zh-Hans"),
    ],
)
def test_what_is_no_new_language_is_refused(course: Path, named: str, said: str) -> None:
    done = call(named)
    assert done.exit_code == 2
    assert said in done.output
    assert (course / "mkdocs.yml").read_text("utf-8") == CONFIG


def test_languages_that_are_inherited_are_not_written_elsewhere(course: Path) -> None:
    (course / "mkdocs.yml").rename(course / "base.yml")
    (course / "mkdocs.yml").write_text("INHERIT: base.yml\n", "utf-8")
    done = call("es")
    assert done.exit_code == 2
    assert "found no languages of i18n in mkdocs.yml, expected them there, and not in what it inherits" in done.output
