"""To which block a directive or a mark belongs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translated import commented, paired, reading

ENGLISH = "\n## Descent\n\nWe follow the gradient $g$.\n\nIt has two parts.\n"


def test_directive_belongs_to_the_pair_that_it_stands_in():
    body = "\n<!-- ## Descent -->\n\n## Descente\n\n<!-- We follow the gradient $g$. -->\n\n<!-- course: review -->\n\nNous suivons $g$.\n"
    assert [len(one.directives) for one in paired(ENGLISH, body).pairs if one.target] == [0, 1]


_LINES = ("", "Text.", "$$\nx\n$$", "<!-- Text. -->", "<!-- course: todo -->", "<!-- course: review -->")

_pages = st.lists(st.sampled_from([*_LINES, "<!-- course: ignore parity -- why -->"]), max_size=6).map("\n\n".join)


@given(_pages, _pages, st.sampled_from(["fr", "ar"]))
def test_each_directive_belongs_to_one_pair_if_there_is_any(english: str, body: str, lang: str):
    pairs = paired(english, body, lang).pairs
    directives = [directive for one in pairs for directive in one.directives]
    assert sorted(one.line for one in directives) == ([one.line for one in reading(body).directives] if pairs else [])


def marked(body: str) -> list[str]:
    """Return the texts of the pairs that are marked to be looked at."""
    return [one.target[0].text for one in paired(ENGLISH, body, "tr").pairs if one.is_marked("review")]


def test_mark_to_be_looked_at_belongs_to_the_text_below_it_where_a_comment_holds_a_whole_section():
    body = "\n<!--\n## Descent\n\nWe follow the gradient $g$.\n\nIt has two parts.\n-->\n"
    body += "\n## İniş\n\n<!-- course: review -->\n\n$g$ gradyanını izleriz.\n\nİki parçası var.\n"
    assert marked(body) == ["$g$ gradyanını izleriz."]


def test_mark_to_be_looked_at_belongs_to_the_text_below_it_where_comments_stand_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n<!-- course: review -->\n\n$g$ gradyanını izleriz.\n"
    body += "\n<!-- We follow the gradient $g$. -->\n\nİki parçası var.\n\n<!-- It has two parts. -->\n"
    assert paired(ENGLISH, body, "tr").below
    assert marked(body) == ["$g$ gradyanını izleriz."]


@pytest.mark.parametrize("body", ["{mark}\n\n{text}", "{text}\n\n{mark}"])
def test_text_beside_the_mark_for_what_is_not_translated_is_no_translation_yet(body: str):
    beside = body.format(mark="<!-- course: todo -->", text="Wir folgen dem Gradienten $g$.")
    body = commented(
        ("## Descent", "## Abstieg"), ("We follow the gradient $g$.", beside), ("It has two parts.", "Er hat zwei.")
    )
    found = paired(ENGLISH, body, "de").pairs
    assert [[block.text for block in one.target] for one in found] == [["## Abstieg"], [], ["Er hat zwei."]]
    assert [[block.text for block in one.unfinished] for one in found] == [[], ["Wir folgen dem Gradienten $g$."], []]


def test_text_beside_a_mark_that_may_translate_english_without_comment_is_its_translation():
    body = "\n<!-- ## Descent -->\n\n<!-- course: todo -->\n\nWir folgen dem Gradienten $g$.\n\nEr hat zwei Teile.\n"
    found = paired(ENGLISH, body, "de").pairs
    assert [len(one.target) for one in found] == [0, 1, 1]
    assert not any(one.unfinished for one in found)


def test_formula_below_a_mark_is_not_taken_for_the_text_that_is_marked():
    body = "\n<!-- We set $x$. -->\n\n<!-- course: todo -->\n\n$$\nx\n$$\n\n<!-- The end. -->\n\nEnde.\n"
    found = paired("\nWe set $x$.\n\n$$\nx\n$$\n\nThe end.\n", body, "de").pairs
    assert [[block.text for block in one.target] for one in found] == [[], ["$$\nx\n$$"], ["Ende."]]


def test_first_translated_block_of_a_begun_page_belongs_to_the_comment_above_it():
    english = "Training searches for better weights, and the search can fail in dull ways.\n\n## Descent\n\nIt falls."
    begun = (
        "<!--\nTraining searches for better weights, and the search can fail in dull ways.\n-->\n\nUn début.\n\n"
        "<!--\n## Descent\n-->\n\n<!-- course: todo -->\n\n<!--\nIt falls.\n-->\n\n<!-- course: todo -->\n"
    )
    page = paired(english, begun)
    assert not page.below
    assert [[block.text for block in one.target] for one in page.pairs] == [["Un début."], [], []]


def test_first_translated_block_of_a_begun_page_belongs_to_the_comment_below_it_where_comments_stand_below():
    english = "## Descent\n\nTraining searches for better weights, and the search can fail in dull ways."
    begun = (
        "<!-- course: todo -->\n\n<!--\n## Descent\n-->\n\nUn début.\n\n"
        "<!--\nTraining searches for better weights, and the search can fail in dull ways.\n-->\n"
    )
    page = paired(english, begun)
    assert page.below
    assert [[block.text for block in one.target] for one in page.pairs] == [[], ["Un début."]]
