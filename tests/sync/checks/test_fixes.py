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
