from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.directives import REVIEW, TODO
from dragoman.pages.lecture import parse
from dragoman.sync.editing import safety
from dragoman.sync.editing import update as updating
from dragoman.sync.editing.edits import Lines
from dragoman.sync.editing.layout import Layout
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import english_blocks
from translated import body_of, check, commented, lecture, states, visible

ENGLISH = "\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n"
TURKISH = commented(
    ("## Descent", "## İniş"), ("The loss $L$ falls.", "$L$ kaybı düşer."), ("The end is near.", "Son yakındır.")
)


def update(english: str, body: str, lang: str = "tr", *, accept: bool = False) -> updating.Updated:
    page, source = lecture(lang, body), lecture("en", english)
    return updating.update(page, source, pair(page, english_blocks(source)), accept=accept)


def updated(english: str, body: str, lang: str = "tr", *, accept: bool = False) -> str:
    """Return the body after an update, which a second one leaves as it is."""
    after = body_of(update(english, body, lang, accept=accept).text)
    assert body_of(update(english, after, lang, accept=accept).text) == after
    assert visible(after, lang) == visible(body, lang)
    return after


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
    assert (body_of(done.text), done.changes) == (TURKISH, ())


def test_page_of_which_a_block_was_moved_in_english_is_left_as_it_is():
    formula = "$$\nx = 1\n$$"
    blocks = [formula, *ENGLISH.replace("rises", "falls").strip().split("\n\n")]
    turkish = f"\n{formula}\n{TURKISH}"
    assert update("\n" + "\n\n".join(blocks) + "\n", turkish).changes == ()
    done = update("\n" + "\n\n".join([*blocks[2:], *blocks[:2]]) + "\n", turkish)
    assert (body_of(done.text), done.changes) == (turkish, ())


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


def test_new_block_is_put_in_its_place_with_a_mark():
    english = ENGLISH.replace("rises", "falls").replace("The end", "It is new.\n\nThe end")
    after = updated(english, TURKISH)
    place = f"$L$ kaybı düşer.\n\n<!--\nIt is new.\n-->\n\n{TODO}\n\n<!--\nThe end"
    assert place in after
    assert after.replace(f"<!--\nIt is new.\n-->\n\n{TODO}\n\n", "") == TURKISH


def test_new_formula_and_code_are_put_in_as_they_are():
    english = ENGLISH.replace("rises", "falls").replace("The end", "$$\nx = 1\n$$\n\nThe end")
    after = body_of(update(english, TURKISH).text)
    assert "$L$ kaybı düşer.\n\n$$\nx = 1\n$$\n\n<!--\nThe end" in after
    assert body_of(update(english, after).text) == after


def test_new_admonition_is_put_in_as_one():
    english = ENGLISH.replace("rises", "falls") + '\n??? question "Why?"\n\n    Because.\n\n    And so.\n'
    after = updated(english, TURKISH)
    assert after.endswith(f'<!--\n??? question "Why?"\n\n    Because.\n\n    And so.\n-->\n\n{TODO}\n')


def test_new_block_of_a_page_with_comments_below_has_its_comment_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n$L$ kaybı düşer.\n\n<!-- The loss $L$ falls. -->\n\nSon yakındır $e$.\n\n<!-- The end is near $e$. -->\n"
    english = "\n## Descent\n\nThe loss $L$ falls.\n\nIt is new.\n\nThe end is near $e$.\n"
    after = updated(english, body)
    assert f"{TODO}\n\n<!--\nIt is new.\n-->" in after


BELOW = """
## İniş

<!--
## Descent
-->

$L$ kaybı düşer.

<!--
The loss $L$ falls.
-->

Son yakındır $e$.

<!--
The end is near $e$.
-->
"""
BELOW_ENGLISH = "\n## Descent\n\nThe loss $L$ falls.\n\nThe end is near $e$.\n"


@pytest.mark.parametrize(
    ("before", "place"),
    [
        ("## Descent", "\n"),
        ("The loss", "<!--\n## Descent\n-->\n\n"),
        ("The end", "falls.\n-->\n\n"),
        (None, "near $e$.\n-->\n\n"),
    ],
)
def test_new_block_stands_outside_of_comments_that_stand_below(before: str | None, place: str):
    english = BELOW_ENGLISH.replace(before, f"It is new.\n\n{before}") if before else BELOW_ENGLISH + "\nIt is new.\n"
    after = updated(english, BELOW)
    assert place + f"{TODO}\n\n<!--\nIt is new.\n-->\n" in after
    assert lecture("tr", after).findings == ()
    assert states(english, after) == {"fresh": 3, "missing": 1}


@pytest.mark.parametrize(
    ("before", "place"),
    [("## Descent", "\n"), ("The loss", "## İniş\n\n"), ("The end", "düşer.\n\n"), (None, "yakındır.\n\n")],
)
def test_new_block_stands_outside_of_comments_that_stand_above(before: str | None, place: str):
    old = ENGLISH.replace("rises", "falls")
    english = old.replace(before, f"It is new.\n\n{before}") if before else old + "\nIt is new.\n"
    after = updated(english, TURKISH)
    assert place + f"<!--\nIt is new.\n-->\n\n{TODO}\n" in after
    assert lecture("tr", after).findings == ()
    assert states(english, after) == {"fresh": 3, "missing": 1}


def test_new_block_before_a_formula_of_a_page_with_comments_below_is_shown_once():
    english = BELOW_ENGLISH.replace("The end", "$$\nx = 1\n$$\n\nThe end")
    after = body_of(update(english, BELOW).text)
    assert "falls.\n-->\n\n$$\nx = 1\n$$\n\nSon" in after
    assert body_of(update(english, after).text) == after


def test_first_block_of_an_empty_page_stands_below_its_front_matter():
    page = parse(PurePosixPath("tr/week05/05-1.md"), b"---\nlang: tr\nlang-ref: ch.05-1\ntitle: A\n---")
    source = lecture("en", "\nIt is new.\n")
    done = updating.update(page, source, pair(page, english_blocks(source)))
    assert done.text == f"---\nlang: tr\nlang-ref: ch.05-1\ntitle: A\n---\n\n<!--\nIt is new.\n-->\n\n{TODO}\n"


def test_new_block_parts_no_mark_or_silence_from_its_block():
    ignore = "<!-- course: ignore text.english -- a name -->"
    english = "\n## Descent\n\nThe loss $L$ falls.\n\nIt is new.\n\nThe end is near.\n"
    for directive in (TODO, ignore):
        text = "" if directive is TODO else "$L$ kaybı düşer.\n\n"
        body = commented(
            ("## Descent", "## İniş"), ("The loss $L$ falls.", text + directive), ("The end is near.", "Son.")
        )
        after = updated(english, body)
        assert f"{directive}\n\n<!--\nIt is new.\n-->\n\n{TODO}\n\n<!--\nThe end" in after


def test_new_block_that_would_damage_the_page_is_left_out_and_the_rest_is_done(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Layout, "gap", lambda *_, **__: lecture("tr", BELOW).to_bytes().decode().index("The loss"))
    english = BELOW_ENGLISH.replace("The end", "It is new.\n\nThe end").replace("near", "far")
    done = update(english, BELOW)
    assert body_of(done.text) == BELOW.replace("near", "far").replace("Son", f"{REVIEW}\n\nSon")
    assert [(change.line, change.done) for change in done.changes] == [(16, False), (22, True)]
    assert "new block not put in, because a comment would not end where it should" in done.changes[0].what


def test_update_that_would_damage_the_page_is_not_made_and_the_reason_is_true(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Lines, "adapt", lambda _, content: content + " -->\n\nEnglish <!--")
    done = update(ENGLISH, TURKISH)
    assert body_of(done.text) == TURKISH
    assert [(change.line, change.done) for change in done.changes] == [(1, False)]
    assert "so that nothing was changed" in done.changes[0].what


def test_comments_that_grow_worse_and_text_that_changes_are_damage():
    page = lecture("tr", TURKISH)
    text = page.to_bytes().decode()
    assert safety.damage(page, text) is None
    assert safety.damage(page, text + "\nx\n") == "readers would see other text than before"
    assert safety.damage(page, text + "\nx\n", ["x"]) is None
    assert safety.damage(page, text + "\n<!-- a --!>\n") == "a comment would not end where it should"


IGNORE = "<!-- course: ignore parity.math -- the formula is split on purpose -->"


@pytest.mark.parametrize("accept", [False, True])
@pytest.mark.parametrize(
    "place", [f"{IGNORE}\n\n$M$ kaybı düşer.", f"$M$ kaybı düşer.\n\n{IGNORE}", f"$M$ kaybı düşer. {IGNORE}"]
)
def test_silence_ends_with_the_english_that_it_was_meant_for(place: str, accept: bool):
    body = TURKISH.replace("$L$ kaybı düşer.", place)
    done = update(ENGLISH, body, accept=accept)
    assert IGNORE not in done.text
    assert [change.line for change in done.changes if "silence taken out" in change.what] == [
        5 + body[: body.index(IGNORE)].count("\n") + 1
    ]
    assert [one.kind for one in check(ENGLISH, body_of(done.text), "tr") if one.kind.startswith("parity")] == [
        "parity.math"
    ]
    assert update(ENGLISH, body_of(done.text), accept=accept).text == done.text


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


def test_new_block_in_the_middle_of_a_section_is_put_into_its_comment():
    body = "\n<!--\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n-->\n\n## İniş\n\n$L$ kaybı artar.\n\nSon yakındır.\n"
    english = ENGLISH.replace("The end", "It is new.\n\nThe end")
    after = updated(english, body)
    assert "The loss $L$ rises.\n\nIt is new.\n\nThe end is near." in after


@pytest.mark.parametrize("below", [False, True])
def test_new_block_between_comments_that_stand_together_is_put_between_them(below: bool):
    comments = "<!-- ## Descent -->\n\n<!-- The loss $L$ rises with $x$. -->"
    texts = "## İniş\n\n$L$ kaybı $x$ ile artar."
    body = f"\n{texts}\n\n{comments}\n" if below else f"\n{comments}\n\n{texts}\n"
    english = "\n## Descent\n\nIt is new.\n\nThe loss $L$ rises with $x$.\n"
    after = updated(english, body)
    assert after == body.replace("Descent -->\n\n", "Descent -->\n\n<!--\nIt is new.\n-->\n\n")
    assert states(english, after) == {"fresh": 2, "missing": 1}


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
    text = updating.update(page, source, pair(page, english_blocks(source))).text
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
    assert body_of(done.text) == body
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
        once = updating.update(page, source, pair(page, english_blocks(source)), accept=accept)
        again = parse(page.path, once.text.encode())
        twice = updating.update(again, source, pair(again, english_blocks(source)), accept=accept)
        assert twice.text == once.text
