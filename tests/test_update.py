from __future__ import annotations

from pathlib import PurePosixPath

from hypothesis import given

import hypothesis_profile as h
from course import adopt as adopting
from course import drift
from course import update as updating
from course.directives import REVIEW, TODO
from course.lecture import Lecture, parse
from course.pairing import pair
from course.pairs import english_blocks
from translated import commented, lecture

ENGLISH = "\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n"
TURKISH = commented(
    ("## Descent", "## İniş"), ("The loss $L$ falls.", "$L$ kaybı düşer."), ("The end is near.", "Son yakındır.")
)


def update(english: str, body: str, lang: str = "tr", *, accept: bool = False) -> updating.Updated:
    page, source = lecture(lang, body), lecture("en", english)
    return updating.update(page, source, pair(page, english_blocks(source)), accept=accept)


def body_of(text: str) -> str:
    return text.split("---\n", 2)[2]


def updated(english: str, body: str, lang: str = "tr", *, accept: bool = False) -> str:
    """Return the body after an update, which a second one leaves as it is."""
    after = body_of(update(english, body, lang, accept=accept).text)
    assert body_of(update(english, after, lang, accept=accept).text) == after
    assert visible(after, lang) == visible(body, lang)
    return after


def visible(body: str, lang: str = "tr") -> list[str]:
    return [line for line in lecture(lang, body).visible.text.split("\n") if line.strip()]


def states(english: str, body: str, lang: str = "tr") -> dict[str, int]:
    page, source = lecture(lang, body), lecture("en", english)
    return {state.value: count for state, count in drift.states(pair(page, english_blocks(source))).items()}


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


# Adopt

PLAIN = "\n## النزول\n\nتهبط الخسارة $L$.\n\nالنهاية قريبة.\n"


def adopt(english: str, body: str, lang: str = "ar", least: float = 0.3) -> tuple[str, tuple[adopting.Adopted, ...]]:
    page, source = lecture(lang, body), lecture("en", english)
    text, adopted = adopting.adopt(page, source, pair(page, english_blocks(source)), least)
    return body_of(text), adopted


def test_page_without_comments_gets_them_and_is_fresh():
    after, adopted = adopt(ENGLISH, PLAIN)
    assert after.startswith(
        "\n<!--\n## Descent\n-->\n\n## النزول\n\n<!--\nThe loss $L$ rises.\n-->\n\nتهبط الخسارة $L$.\n"
    )
    assert all(one.done and 0 < one.confidence <= 1 for one in adopted)
    assert states(ENGLISH, after, "ar") == {"fresh": 3}
    assert visible(after, "ar") == visible(PLAIN, "ar")
    assert adopt(ENGLISH, after) == (after, ())


def test_what_is_less_sure_than_asked_gets_no_comment():
    after, adopted = adopt(ENGLISH, PLAIN, least=1.0)
    assert [one.done for one in adopted] == [one.confidence >= 1 for one in adopted]
    assert after.count("<!--") == sum(one.done for one in adopted) < 3


def test_formulas_and_code_get_no_comment():
    english = "\nWe set\n\n$$\nx = 1\n$$\n\nand so $y$.\n"
    after, _ = adopt(english, "\nPonemos\n\n$$\nx = 1\n$$\n\ny así $y$.\n", "es")
    assert "-->\n\n$$" not in after
    assert after.count("<!--") == 2


def test_page_with_comments_below_gets_them_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n$L$ kaybı artar.\n\n<!-- The loss $L$ rises. -->\n\nSon $e$ yakındır.\n"
    after, _ = adopt("\n## Descent\n\nThe loss $L$ rises.\n\nThe end $e$ is near.\n", body, "tr")
    assert after.endswith("\nSon $e$ yakındır.\n\n<!--\nThe end $e$ is near.\n-->\n")


# Hostile input


def is_course(line: str) -> bool:
    return line.strip() in (TODO, REVIEW)


def shown(page: Lecture) -> str:
    return " ".join(page.visible.text.split())


@given(h.hostile_text, h.hostile_text)
def test_update_of_any_page_is_a_fixed_point_that_keeps_what_is_shown(english: str, body: str):
    page, source = lecture("ar", body), lecture("en", english)
    for accept in (False, True):
        once = updating.update(page, source, pair(page, english_blocks(source)), accept=accept)
        again = parse(page.path, once.text.encode())
        twice = updating.update(again, source, pair(again, english_blocks(source)), accept=accept)
        assert twice.text == once.text


@given(h.hostile_text, h.hostile_text)
def test_adopt_of_any_page_is_a_fixed_point_that_keeps_what_is_shown(english: str, body: str):
    page, source = lecture("ar", body), lecture("en", english)
    once, _ = adopting.adopt(page, source, pair(page, english_blocks(source)), 0.5)
    again = parse(page.path, once.encode())
    assert shown(again) == shown(page)
    assert adopting.adopt(again, source, pair(again, english_blocks(source)), 0.5)[0] == once
