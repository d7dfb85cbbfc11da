from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.directives import REVIEW, TODO
from dragoman.pages.lecture import parse
from dragoman.sync.editing import update as updating
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import source_blocks
from translated import body_of, check, commented, lecture, states
from updates import BELOW, BELOW_ENGLISH, ENGLISH, TURKISH, update, updated


def test_stale_comment_becomes_the_current_english_and_its_translation_is_marked():
    after = updated(ENGLISH, TURKISH)
    assert after == TURKISH.replace("falls.\n-->\n\n", f"rises.\n-->\n\n{REVIEW}\n\n")
    assert states(ENGLISH, after) == {"fresh": 2, "stale": 1}
    assert states(ENGLISH, updated(ENGLISH, after, accept=True)) == {"fresh": 3}


def test_mark_stands_where_its_translation_stands_in_an_answer():
    english = '\n??? question "Why?"\n\n    Because it falls.\n'
    body = commented(('??? question "Why?"\n\n    Because it rises.', '??? question "Neden?"\n\n    Çünkü düşer.'))
    after = updated(english, body)
    assert f'"Neden?"\n\n    {REVIEW}\n\n    Çünkü düşer.' in after
    assert updated(english, after, accept=True) == body.replace("rises", "falls")


def test_page_in_sync_is_left_as_it_is():
    english = ENGLISH.replace("rises", "falls")
    done = update(english, TURKISH)
    assert (body_of(done.data.decode()), done.changes) == (TURKISH, ())


def test_page_of_which_a_block_was_moved_in_english_is_left_as_it_is():
    formula = "$$\nx = 1\n$$"
    blocks = [formula, *ENGLISH.replace("rises", "falls").strip().split("\n\n")]
    turkish = f"\n{formula}\n{TURKISH}"
    assert update("\n" + "\n\n".join(blocks) + "\n", turkish).changes == ()
    done = update("\n" + "\n\n".join([*blocks[2:], *blocks[:2]]) + "\n", turkish)
    assert (body_of(done.data.decode()), done.changes) == (turkish, ())


def test_accepted_update_marks_nothing():
    assert updated(ENGLISH, TURKISH, accept=True) == TURKISH.replace("falls", "rises")


def test_accepting_after_review_removes_the_mark():
    marked = updated(ENGLISH, TURKISH)
    assert updated(ENGLISH, marked, accept=True) == TURKISH.replace("falls", "rises")


def test_translation_is_marked_once_for_two_changes():
    once = updated(ENGLISH, TURKISH)
    assert updated(ENGLISH.replace("rises", "stays"), once).count(REVIEW) == 1


def test_cosmetic_change_waits_to_be_accepted():
    english = ENGLISH.replace("rises", "*falls*")
    assert updated(english, TURKISH) == TURKISH
    assert updated(english, TURKISH, accept=True) == TURKISH.replace("falls", "*falls*")


IGNORE = "<!-- course: ignore parity.math -- the formula is split on purpose -->"


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize(
    "place", [f"{IGNORE}\n\n$M$ kaybı düşer.", f"$M$ kaybı düşer.\n\n{IGNORE}", f"$M$ kaybı düşer. {IGNORE}"]
)
def test_silence_ends_with_the_english_that_it_was_meant_for(place: str, accept: bool):
    body = TURKISH.replace("$L$ kaybı düşer.", place)
    done = update(ENGLISH, body, accept=accept)
    assert IGNORE not in done.data.decode()
    assert [change.line for change in done.changes if "silence taken out" in change.what] == [
        5 + body[: body.index(IGNORE)].count("\n") + 1
    ]
    assert [one.kind for one in check(ENGLISH, body_of(done.data.decode()), "tr") if one.kind.startswith("parity")] == [
        "parity.math"
    ]
    assert update(ENGLISH, body_of(done.data.decode()), accept=accept).data.decode() == done.data.decode()


def test_silence_stays_where_the_english_has_changed_in_marks_only():
    body = TURKISH.replace("$L$ kaybı düşer.", f"{IGNORE}\n\n$M$ kaybı düşer.")
    english = ENGLISH.replace("rises", "*falls*")
    assert updated(english, body, accept=True) == body.replace("falls", "*falls*")


def test_silence_of_another_block_stays():
    body = TURKISH.replace("## İniş", f"## İniş\n\n{IGNORE}")
    assert IGNORE in updated(ENGLISH, body)


def test_translation_with_its_comment_below_is_marked_once_for_two_changes():
    once = updated(BELOW_ENGLISH.replace("falls", "rises"), BELOW)
    assert f"{REVIEW}\n\n$L$ kaybı düşer." in once
    twice = updated(BELOW_ENGLISH.replace("falls", "stays"), once)
    assert twice.count(REVIEW) == 1
    assert updated(BELOW_ENGLISH.replace("falls", "stays"), twice, accept=True) == BELOW.replace("falls", "stays")


def test_comment_of_a_whole_section_is_changed_in_its_place():
    body = "\n<!--\n## Descent\n\nThe loss $L$ falls.\n\nThe end is near.\n-->\n\n## İniş\n\n$L$ kaybı düşer.\n\nSon yakındır.\n"
    after = updated(ENGLISH, body)
    assert after == body.replace("falls", "rises").replace("$L$ kaybı", f"{REVIEW}\n\n$L$ kaybı")
    assert states(ENGLISH, after) == {"fresh": 2, "stale": 1}


def test_comment_on_one_line_stays_on_one_line():
    body = "\n<!-- The loss $L$ falls. -->\n\n$L$ kaybı düşer.\n"
    assert "<!-- The loss $L$ rises. -->" in updated("\nThe loss $L$ rises.\n", body)


def test_arrow_of_the_english_is_written_as_a_sign_that_ends_no_comment():
    after = updated("\nThe loss $L$ goes --> up.\n", "\n<!--\nThe loss $L$ goes → down.\n-->\n\n$L$ kaybı iner.\n")
    assert "<!--\nThe loss $L$ goes → up.\n-->" in after


def test_windows_line_ends_byte_order_mark_and_decomposed_letters_are_kept():
    body = TURKISH.replace("düşer", "du\u0308s\u0327er").replace("\n", "\r\n")
    data = ("\ufeff" + "---\r\nlang: tr\r\nlang-ref: ch.05-1\r\ntitle: A\r\n---\r\n" + body).encode()
    page, source = parse(PurePosixPath("tr/week05/05-1.md"), data), lecture("en", ENGLISH + "\nIt is new.\n")
    text = updating.update(page, source, pair(page, source_blocks(source))).data.decode()
    assert text.startswith("\ufeff---\r\n")
    assert "du\u0308s\u0327er" in text
    assert text.count("\n") == text.count("\r\n")
    assert "rises" in text
    assert f"It is new.\r\n-->\r\n\r\n{TODO}" in text


def test_comment_in_another_normal_form_is_replaced():
    body = "\n<!--\nThe cafe\u0301 is near $x$.\n-->\n\nKafe yakın $x$.\n"
    assert "<!--\nThe café is far $x$.\n-->" in updated("\nThe café is far $x$.\n", body)


def test_comment_inside_of_a_list_is_left_and_said():
    english = "\nWe begin.\n\n- one thing\n- another matter\n"
    body = "\n<!-- We begin. -->\nBaşlarız.\n\n- bir şey <!-- one thing --> olur\n- başka <!-- another thing --> olur\n"
    done = update(english, body)
    assert body_of(done.data.decode()) == body
    assert [change.done for change in done.changes] == [False]


def test_orphan_is_left():
    body = TURKISH + "\n<!--\nAn old remark on matrices.\n-->\n\nEski bir not.\n"
    assert updated(ENGLISH.replace("rises", "falls"), body) == body


def test_comment_without_translation_follows_the_english():
    body = f"\n<!--\nThe loss $L$ falls.\n-->\n\n{TODO}\n"
    assert updated("\nThe loss $L$ rises.\n", body) == f"\n<!--\nThe loss $L$ rises.\n-->\n\n{TODO}\n"


def test_changes_name_their_lines():
    changes = update(ENGLISH, TURKISH).changes
    assert [(change.line, change.done) for change in changes] == [(14, True)]


@given(h.hostile_text, h.hostile_text)
def test_update_of_any_page_is_a_fixed_point_that_keeps_what_is_shown(english: str, body: str):
    page, source = lecture("ar", body), lecture("en", english)
    for accept in (False, True):
        once = updating.update(page, source, pair(page, source_blocks(source)), accept=accept)
        again = parse(page.path, once.data)
        twice = updating.update(again, source, pair(again, source_blocks(source)), accept=accept)
        assert twice.data.decode() == once.data.decode()
