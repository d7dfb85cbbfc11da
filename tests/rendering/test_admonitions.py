"""Titles of admonitions that are given none."""

from __future__ import annotations

import pytest
from markdown import Markdown

from dragoman.languages.language import ADMONITIONS, language
from dragoman.rendering.admonitions import AdmonitionsExtension


def made(lang: str, text: str) -> str:
    extensions = ["admonition", "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed"]
    return Markdown(extensions=[*extensions, AdmonitionsExtension(language(lang).admonitions)]).convert(text)


@pytest.mark.parametrize("kind", ADMONITIONS)
def test_every_kind_is_titled_in_the_language_of_the_page(kind: str) -> None:
    title = language("tr").phrases(kind.capitalize())
    assert title != kind.capitalize() or kind == "lemma"
    assert f'<p class="admonition-title">{title}</p>' in made("tr", f"!!! {kind}\n    Text.")
    assert f"<summary>{title}</summary>" in made("tr", f"??? {kind}\n    Text.")
    assert f"<summary>{title}</summary>" in made("tr", f"???+ {kind} inline end\n    Text.")


def test_title_that_is_given_stays_also_where_it_is_empty() -> None:
    assert ">Note<" in made("fr", '!!! note "Note"\n    Text.')
    assert "admonition-title" not in made("fr", '!!! note ""\n    Text.')


def test_kind_of_the_course_is_titled_by_its_name() -> None:
    assert ">Recipe<" in made("fr", "!!! recipe\n    Text.")


def test_title_inside_of_another_and_after_a_paragraph() -> None:
    text = "Before.\n\n!!! tip\n    One.\n\n    !!! warning\n        Two.\n\n- item\n\n    !!! bug\n        Three."
    html = made("ar", text)
    assert [html.count(f">{language('ar').phrases(one)}<") for one in ("Tip", "Warning", "Bug")] == [1, 1, 1]


def test_source_of_an_admonition_is_shown_as_it_stands() -> None:
    assert made("fr", "```md\n!!! note\n    Text.\n```").count("Remarque") == 0
    assert made("fr", "Indented:\n\n    !!! note\n        Text.").count("Remarque") == 0


@pytest.mark.parametrize("box", ["!!! note", "??? note", '=== "Tab"'])
def test_words_of_an_item_stay_above_the_list_below_them(box: str) -> None:
    html = made("en", f"{box}\n    - One\n        - Two\n\n        Three.\n\n    - Four\n        - Five\n\n    Six.\n")
    places = [html.index(word) for word in ("One", "Two", "Three", "Four", "Five", "Six")]
    assert places == sorted(places)
