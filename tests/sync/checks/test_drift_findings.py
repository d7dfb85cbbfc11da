"""What has changed in the source since, as findings at the lines of the translation."""

from __future__ import annotations

import pytest

from dragoman.sync.checks import drift
from translated import check, commented, found, paired


def states(english: str, body: str, lang: str = "fr") -> list[str]:
    return [state.value for _, _, state in drift.iterate(paired(f"\n{english}\n", body, lang))]


def state(comment: str, english: str) -> str:
    (one,) = states(english, commented((comment, "Texto.")), "es")
    return one


def test_stale_comment_is_found_at_its_line_with_the_change_and_the_new_comment():
    (one,) = check("\nThe loss rises here.\n", commented(("The loss falls here.", "La perte descend ici.")))
    assert (one.kind, one.line) == ("drift.stale", 8)
    assert "is not docs/en/week05/05-1.md:7 any more (a word has changed: [-falls] [+rises])" in one.message
    assert one.suggestion == "<!--\nThe loss rises here.\n-->"


def test_missing_block_is_found_where_it_belongs_with_its_comment_to_paste():
    body = commented(("We begin here.", "On commence."), ("We end here.", "On finit."))
    (one,) = [
        one for one in check("\nWe begin here.\n\nThis is new.\n\nWe end here.\n", body) if one.kind == "drift.missing"
    ]
    assert one.suggestion == "<!--\nThis is new.\n-->"
    assert found("\nWe begin here.\n\nThis is new.\n\nWe end here.\n", body) == [(7, "drift.missing")]


def test_mark_that_was_left_at_a_finished_translation_is_found():
    body = commented(("We begin here.", "On commence."), ("We go on.", "<!-- course: todo -->\n\nOn continue."))
    (one,) = check("\nWe begin here.\n\nWe go on.\n", body)
    assert (one.kind, one.line - 5) == ("drift.missing", 9)
    assert "found <!-- course: todo --> beside a translation of docs/en/week05/05-1.md:9 (“We go on.”)" in one.message
    assert one.message.endswith("remove the mark")


def test_orphan_is_found_at_its_comment():
    body = commented(("We begin here.", "On commence."), ("Old words about matrices.", "Vieux."))
    assert found("\nWe begin here.\n", body) == [(9, "drift.orphan")]


def test_translation_of_what_was_moved_in_english_is_fresh_and_found_as_moved():
    body = commented(("We begin.", "On commence."), ("We go on.", "On continue."), ("We end.", "On finit."))
    english = "We go on.\n\nWe begin.\n\nWe end."
    assert states(english, body) == ["fresh"] * 3
    ((line, kind),) = found(f"\n{english}\n", body)
    (one,) = check(f"\n{english}\n", body)
    assert (line, kind) in [(3, "drift.moved"), (9, "drift.moved")]
    assert "at another place than in the source, expected the order of the source: move it" in one.message


def test_comment_of_what_was_moved_may_differ_in_marks():
    body = commented(
        ("One here.", "Un."), ('The "loss" falls at last.', "La perte."), ("Two.", "Deux."), ("Three.", "Trois.")
    )
    english = "\nOne here.\n\nTwo.\n\nThree.\n\nThe “loss” falls *at last*.\n"
    assert states(english, body) == ["fresh", "cosmetic", "fresh", "fresh"]
    assert found(english, body) == [(9, "drift.cosmetic"), (9, "drift.moved")]


def test_formula_without_comment_that_was_moved_in_english_is_found_where_it_stands():
    body = "\n<!-- We set -->\nPonemos\n\n$$\nx = 1\n$$\n\n<!-- We end. -->\nFin.\n"
    english = "\nWe set\n\nWe end.\n\n$$\nx = 1\n$$\n"
    assert states(english, body, "es") == ["fresh"] * 3
    assert found(english, body, "es") == [(5, "drift.moved")]


def test_formula_that_stands_twice_is_not_called_moved():
    body = "\n<!-- We set -->\nPonemos\n\n$$\nx = 1\n$$\n\n<!-- We end. -->\nFin.\n"
    english = "\n$$\nx = 1\n$$\n\nWe set\n\nWe end.\n\n$$\nx = 1\n$$\n"
    assert "drift.moved" not in [kind for _, kind in found(english, body, "es")]


def test_moved_block_that_is_not_translated_yet_is_missing_only():
    body = commented(("One.", "<!-- course: todo -->"), ("Two.", "Deux."), ("Three.", "Trois."))
    assert found("\nTwo.\n\nThree.\n\nOne.\n", body) == [(3, "drift.missing")]


def test_blocks_without_comment_are_one_finding_that_counts_them():
    (one,) = check("\n## Descent\n\nWe begin here.\n", "\n## Descente\n\nNous commençons ici.\n")
    assert (one.kind, one.severity.value) == ("drift.unverified", "info")
    assert "found 2 blocks without a source comment" in one.message


def test_formulas_and_code_are_not_counted_among_what_has_no_comment():
    english = "\nWe set\n\n$$\nx = 1\n$$\n\n```\nrun(1)\n```\n"
    body = "\n<!-- We set -->\nPonemos\n\n$$\nx = 2\n$$\n\n```\nrun(2)\n```\n"
    assert [(one.line - 5, one.kind) for one in check(english, body, "es")] == [(5, "parity.math"), (10, "parity.code")]


def test_translation_to_be_looked_at_is_found():
    body = "\n<!-- We begin. -->\n\n<!-- course: review -->\n\nOn commence.\n"
    assert found("\nWe begin.\n", body) == [(4, "drift.review")]


def test_changed_english_of_a_translation_to_be_looked_at_is_found_beside_the_mark():
    body = "\n<!-- We begin. -->\n\n<!-- course: review -->\n\nOn commence.\n"
    assert found("\nWe start.\n", body) == [(2, "drift.stale"), (4, "drift.review")]


def test_page_in_sync_has_no_findings():
    body = commented(("## Descent", "## Descente"), ("The loss $L$ falls.", "La perte $L$ descend."))
    assert check("\n## Descent\n\nThe loss $L$ falls.\n", body) == []


@pytest.mark.parametrize("lang", ["fr", "tr", "ar", "es", "de"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_page_in_sync_has_no_findings_in_any_language_or_line_ends(lang: str, newline: str):
    body = commented(("## Descent", "## Название"), ("The loss $L$ falls.", "$L$ …"))
    assert check("\n## Descent\n\nThe loss $L$ falls.\n", body.replace("\n", newline), lang) == []
