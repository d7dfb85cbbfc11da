"""Where a new block goes between the comments and the texts of a translation."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from dragoman.pages.directives import TODO
from dragoman.pages.lecture import parse
from dragoman.sync.editing import update as updating
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import source_blocks
from translated import body_of, commented, lecture, states
from updates import BELOW, BELOW_ENGLISH, ENGLISH, TURKISH, update, updated


def test_new_block_is_put_in_its_place_with_a_mark():
    english = ENGLISH.replace("rises", "falls").replace("The end", "It is new.\n\nThe end")
    after = updated(english, TURKISH)
    place = f"$L$ kaybı düşer.\n\n<!--\nIt is new.\n-->\n\n{TODO}\n\n<!--\nThe end"
    assert place in after
    assert after.replace(f"<!--\nIt is new.\n-->\n\n{TODO}\n\n", "") == TURKISH


def test_new_formula_and_code_are_put_in_as_they_are():
    english = ENGLISH.replace("rises", "falls").replace("The end", "$$\nx = 1\n$$\n\nThe end")
    after = body_of(update(english, TURKISH).data.decode())
    assert "$L$ kaybı düşer.\n\n$$\nx = 1\n$$\n\n<!--\nThe end" in after
    assert body_of(update(english, after).data.decode()) == after


def test_new_admonition_is_put_in_as_one():
    english = ENGLISH.replace("rises", "falls") + '\n??? question "Why?"\n\n    Because.\n\n    And so.\n'
    after = updated(english, TURKISH)
    assert after.endswith(f'<!--\n??? question "Why?"\n\n    Because.\n\n    And so.\n-->\n\n{TODO}\n')


def test_new_block_of_a_page_with_comments_below_has_its_comment_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n$L$ kaybı düşer.\n\n<!-- The loss $L$ falls. -->\n\nSon yakındır $e$.\n\n<!-- The end is near $e$. -->\n"
    english = "\n## Descent\n\nThe loss $L$ falls.\n\nIt is new.\n\nThe end is near $e$.\n"
    after = updated(english, body)
    assert f"{TODO}\n\n<!--\nIt is new.\n-->" in after


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
    after = body_of(update(english, BELOW).data.decode())
    assert "falls.\n-->\n\n$$\nx = 1\n$$\n\nSon" in after
    assert body_of(update(english, after).data.decode()) == after


def test_first_block_of_an_empty_page_stands_below_its_front_matter():
    page = parse(PurePosixPath("tr/week05/05-1.md"), b"---\nlang: tr\nlang-ref: ch.05-1\ntitle: A\n---")
    source = lecture("en", "\nIt is new.\n")
    done = updating.update(page, source, pair(page, source_blocks(source)))
    assert done.data.decode() == f"---\nlang: tr\nlang-ref: ch.05-1\ntitle: A\n---\n\n<!--\nIt is new.\n-->\n\n{TODO}\n"


def test_new_block_parts_no_mark_or_silence_from_its_block():
    ignore = "<!-- course: ignore text.source -- a name -->"
    english = "\n## Descent\n\nThe loss $L$ falls.\n\nIt is new.\n\nThe end is near.\n"
    for directive in (TODO, ignore):
        text = "" if directive is TODO else "$L$ kaybı düşer.\n\n"
        body = commented(
            ("## Descent", "## İniş"), ("The loss $L$ falls.", text + directive), ("The end is near.", "Son.")
        )
        after = updated(english, body)
        assert f"{directive}\n\n<!--\nIt is new.\n-->\n\n{TODO}\n\n<!--\nThe end" in after


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
