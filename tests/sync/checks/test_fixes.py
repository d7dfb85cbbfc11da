"""What a finding proposes to write: made, it ends the finding, and nothing else changes."""

from __future__ import annotations

import pytest

from dragoman.findings import Edit, Grade
from dragoman.pages.lecture import parse
from dragoman.sync.checks.differences import Replacement, located
from dragoman.sync.editing.edits import apply
from translated import commented, lecture, sync_of

REPAIRED = {
    "a lost backslash": ("The $\\sin(x)$ rises.", "Le $sin(x)$ monte.", "Le $\\sin(x)$ monte."),
    "a translated command": (
        "The $\\partial f$ rises.",
        "Le $\\partiel f$ monte, oui.",
        "Le $\\partial f$ monte, oui.",
    ),
    "words that were translated": (
        "$$\nL_{\\text{new}} = \\max(a, b)\n$$",
        "$$\nL_{\\text{neu}} = max(a, b)\n$$",
        "$$\nL_{\\text{neu}} = \\max(a, b)\n$$",
    ),
    "inline code": ("Call `model.eval()` now.", "Appelez `model.evol()` ici.", "Appelez `model.eval()` ici."),
    "an address": (
        "See [it](https://example.org/a?v=12).",
        "Voir [ça](https://example.org/a؟v=12).",
        "Voir [ça](https://example.org/a?v=12).",
    ),
    "a space in a link": (
        "See [it](https://example.org/a).",
        "[ça] (https://example.org/a) !",
        "[ça](https://example.org/a) !",
    ),
    "a heading's level": ("### Step", "## Étape", "### Étape"),
    "a percent sign": ("It is $5\\%$ of them.", "C'est $5%$ de ceux-ci.", "C'est $5\\%$ de ceux-ci."),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", REPAIRED)
def test_fix_of_a_finding_ends_it_and_changes_nothing_else(name: str, newline: str) -> None:
    source, wrong, right = REPAIRED[name]
    page = lecture("fr", commented((source, wrong)))
    page = parse(page.path, page.to_bytes().replace(b"\n", newline.encode()))
    sync = sync_of(lecture("en", f"\n{source}\n"), page)
    before = page.to_bytes().decode()
    found = sync.check(page)
    assert {one.grade for one in found} == {Grade.MECHANICAL}
    after = apply(before, [edit for one in found for edit in one.fix])
    assert after == before.replace(wrong.replace("\n", newline), right.replace("\n", newline))
    assert sync.check(parse(page.path, after.encode())) == ()


CARRIED = {
    "a formula": ("So $a = b$ holds.", "So $a = c$ holds.", "Alors $a = b$ !", "Alors $a = c$ !", "fr"),
    "twice": ("As $a$ and $a$ say.", "As $b$ and $b$ say.", "Comme $a$ et $a$.", "Comme $b$ et $b$.", "fr"),
    "beside words of its own": (
        "So $x \\text{ if } a$.",
        "So $y \\text{ if } a$.",
        "Alors $x \\text{ si } a$.",
        "Alors $y \\text{ si } a$.",
        "fr",
    ),
    "a displayed formula": ("$$\na = b\n$$", "$$\na = c\n$$", "$$\na = b\n$$", "$$\na = c\n$$", "fr"),
    "a number": (
        "It takes 0.5 s for 12.",
        "It takes 0.25 s for 12.",
        "Il faut 0,5 s pour 12.",
        "Il faut 0,25 s pour 12.",
        "fr",
    ),
    "a number in Arabic digits": ("In 12 cases.", "In 15 cases.", "في ١٢ حالة.", "في ١٥ حالة.", "ar"),
    "an address": (
        "See [it](https://a.org/1) now.",
        "See [it](https://a.org/2) now.",
        "Voir [ça](https://a.org/1).",
        "Voir [ça](https://a.org/2).",
        "fr",
    ),
    "code": ("Call `f(x)` now.", "Call `f(y)` now.", "Appelez `f(x)`.", "Appelez `f(y)`.", "fr"),
    "text that became a formula": (
        "The cost C falls.",
        "The cost $C$ falls.",
        "Le coût C descend.",
        "Le coût $C$ descend.",
        "fr",
    ),
}


@pytest.mark.parametrize("form", ["<!--\n{}\n-->", "<!-- {} -->", "<!--{}-->"])
@pytest.mark.parametrize("name", CARRIED)
def test_what_is_no_words_is_carried_from_the_source_into_translation_and_comment(name: str, form: str) -> None:
    before, now, wrong, right, lang = CARRIED[name]
    body = commented((before, wrong), ("The end of it.", "Ende."))
    page = lecture(lang, body.replace(f"<!--\n{before}\n-->", form.format(before)))
    sync = sync_of(lecture("en", f"\n{now}\n\nThe end of it.\n"), page)
    (one,) = sync.check(page)
    assert (one.kind, one.grade) == ("drift.stale", Grade.MECHANICAL)
    after = apply(page.to_bytes().decode(), one.fix)
    assert after == page.to_bytes().decode().replace(before, now).replace(wrong, right)
    assert sync.check(parse(page.path, after.encode())) == ()


@pytest.mark.parametrize(
    ("before", "now", "target"),
    [
        ("As $a$ and $a$ say.", "As $a$ and $b$ say.", "Comme $a$ et $a$."),
        ("So $a$ is 3.", "So $b$ is 3.", "Alors c'est 3."),
        ("It is 3 for 3.", "It is 4 for 3.", "C'est 3 pour 3."),
        ("A cost C and C.", "A cost $C$ and C.", "Un coût C et C."),
    ],
)
def test_what_could_be_carried_to_two_places_or_to_none_is_left_to_somebody(before: str, now: str, target: str) -> None:
    page = lecture("fr", commented((before, target)))
    found = [one for one in sync_of(lecture("en", f"\n{now}\n"), page).check(page) if one.kind == "drift.stale"]
    assert [(one.grade, one.fix) for one in found] == [(Grade.MECHANICAL, ())]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The $\\alpha$ rises with $\\beta + 1$.", "Le $\\alpha$ monte."),
        ("See [it](https://example.org/a).", "Voir [ça](https://autre.example.fr/film/12)."),
        ("So $\\text{if } a = b$ holds.", "Donc $a = c$ si."),
    ],
)
def test_what_somebody_has_to_look_at_gets_no_fix(source: str, target: str) -> None:
    page = lecture("fr", commented((source, target)))
    found = sync_of(lecture("en", f"\n{source}\n"), page).check(page)
    assert found
    assert all(not one.fix and one.grade is None for one in found)


def test_replacement_is_made_where_its_text_stands_only() -> None:
    assert located("ab\ncd\n", [Replacement(2, 1, "d", "e")]) == (Edit(4, 5, "e"),)
    assert located("ab\ncd\n", [Replacement(2, 1, "d", "e"), Replacement(1, 0, "x", "e")]) == ()
