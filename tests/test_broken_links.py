"""Links that Markdown does not read as such."""

from __future__ import annotations

import pytest

from translated import check, commented

ENGLISH = "See [the notes](https://example.org/notes) now."
MEANT = "[les notes](https://example.org/notes)"


def links(target: str, english: str = ENGLISH) -> list[tuple[str, str | None]]:
    """Return what is said about the links of one translated paragraph, and what to paste."""
    body = commented((english, target))
    return [(one.message, one.suggestion) for one in check(f"\n{english}\n", body) if one.kind == "parity.link"]


@pytest.mark.parametrize("space", [" ", "  ", "\t"])
def test_space_before_the_address_is_found_with_what_to_paste(space: str) -> None:
    ((message, suggestion),) = links(f"Voir [les notes]{space}(https://example.org/notes) ici.")
    assert message == f"found [les notes] (https://example.org/notes), expected {MEANT}: remove the space"
    assert suggestion == MEANT


@pytest.mark.parametrize("tail", [" ici.", "", " ici) et là."])
def test_address_without_its_end_is_found(tail: str) -> None:
    found = links(f"Voir [les notes](https://example.org/notes{tail}")
    assert [message.partition(",")[2] for message, _ in found] == [
        " expected an address without spaces and ) after it: correct it"
    ]


@pytest.mark.parametrize(
    "target",
    [
        f"Voir {MEANT} ici.",
        'Voir [les notes](https://example.org/notes "titre") ici.',
        "Voir [les notes](<https://example.org/notes>) ici.",
        f"Un intervalle [0] (ouvert) et `[x] (https://example.org/)` et {MEANT}.",
        f"La valeur $f[x] (/2)$ et {MEANT}.",
        f"[x] {MEANT}",
        "[les notes]( https://example.org/notes )",
    ],
)
def test_honest_link_and_what_is_none_are_not_found(target: str) -> None:
    assert links(target) == []


def test_link_that_the_english_writes_so_too_is_not_found() -> None:
    assert links("Voir [les notes] (https://example.org/notes).", "See [notes] (https://example.org/notes).") == []
