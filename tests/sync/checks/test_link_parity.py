from __future__ import annotations

import pytest

from dragoman.sync.pairing.features import link_key
from translated import check, commented, found, message, parity


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("[a](https://x.org/watch?v=1)", "[b](https://x.org/watch؟v=1)"),
        ("[a](https://x.org/1)", "[b](https://x.org/2)"),
        ("[a](https://x.org/1)", "b"),
        ("[a](https://x.org/licenses/by/4.0/)", "[b](https://x.org/licenses/ty/4.0/)"),
        ("[a]({{site.baseurl}}/week07/x)", "[b]({{site.baseurl}}/semaine07/x)"),
        ("[a](../05-2.md#one)", "[b](../05-2.md#un)"),
        ("see https://x.org/1", "voir https://x.org/l"),
        ('<a href="https://x.org/1">a</a>', '<a href="https://x.org/2">a</a>'),
    ],
)
def test_link_to_another_address_is_found_at_its_line(english: str, target: str):
    assert parity(f"See {english} now.", f"Voir\n{target} maintenant.")[0][1] == "parity.link"
    (one,) = check(f"\nSee {english} now.\n", commented((f"See {english} now.", f"Voir\n{target} maintenant.")))
    assert one.suggestion
    assert one.suggestion in english


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("[a](https://en.wikipedia.org/wiki/Gradient)", "[b](https://fr.wikipedia.org/wiki/D%C3%A9riv%C3%A9e)"),
        ("[a](http://www.x.org/)", "[b](https://x.org)"),
        ("[a](https://x.org/a%20b)", "[b](https://x.org/a b)".replace(" b)", "%20b)")),
        ("[a](https://x.org/1)", "[b](https://x.org/1) et [c](https://y.org)"),
        ("[a]({{site.baseurl}}/en/week07/x)", "[b]({{site.baseurl}}/fr/week07/x)"),
        ("[a](https://x.org/?a=1&amp;b=2)", "[b](https://x.org/?a=1&b=2)"),
        ("[a](https://x.org/1)", "[b](\u200fhttps://x.org/1)"),
        ("https://x.org/1.", "https://x.org/1،"),
    ],
)
def test_link_to_the_same_is_not_found(english: str, target: str):
    assert parity(f"See {english} now.", f"Voir {target} maintenant.") == []


def test_link_to_a_page_of_the_course_is_to_be_one_in_the_own_language():
    english, target = "[a]({{site.baseurl}}/en/week07/x/)", "[b]({{site.baseurl}}/tr/hafta07/x/)"
    (one,) = check(f"\nSee {english} now.\n", commented((f"See {english} now.", f"{target} sayfasına bakın.")), "tr")
    assert one.suggestion == "{{site.baseurl}}/tr/week07/x/"


def test_links_are_compared_with_the_current_english():
    body = commented(("See [a](https://x.org/1) now.", "Voir [a](https://x.org/2) ici."))
    assert [kind for _, kind in found("\nSee [a](https://x.org/2) now.\n", body)] == ["drift.cosmetic"]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("![a](a.png)", "![b](b.png)"),
        ('<img src="a.png" alt="a"/>', '<img src="a-tr.png" alt="b"/>'),
        ("Look at ![a](a.png) here.", "Bak buraya."),
        ("Look here.", "Bak ![a](a.png) buraya."),
    ],
)
def test_other_image_is_found(english: str, target: str):
    assert [kind for _, kind in parity(english, target, "tr")] == ["parity.image"]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ('<img src="a.png" style="zoom:40%;" alt="A net"/>', '<img src="a.png" alt="Bir ağ" style="zoom: 40%"/>'),
        ("![A net](a.png)", '<img src="a.png" alt="Bir ağ"/>'),
        ('![A net](a.png "one")', '![Bir ağ](a.png "bir")'),
    ],
)
def test_image_with_another_text_or_size_is_the_same(english: str, target: str):
    assert parity(english, target, "tr") == []


def test_figure_that_is_lost_is_found():
    english = '\nText here.\n\n<center><img src="a.png"/></center>\n\nMore text.\n'
    body = "\n<!--\nText here.\n-->\nTexto aquí.\n\n<!--\nMore text.\n-->\nMás texto.\n"
    assert [kind for _, kind in found(english, body, "es")] == ["drift.missing"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://www.a.org/x/", "http://a.org/x"),
        ("https://de.wikipedia.org/wiki/A", "https://tr.m.wikipedia.org/wiki/B"),
        ("{{site.baseurl}}/en/week01/01", "{{ site.baseurl }}/ar/week01/01"),
        ("https://a.org/course/en/week01/01", "https://a.org/course/tr/week01/01"),
    ],
)
def test_key_of_a_link_is_the_same_in_all_languages(left: str, right: str):
    assert link_key(left) == link_key(right)


NOTES = "See [the notes](https://example.org/notes) now."
MEANT = "[les notes](https://example.org/notes)"


def broken(target: str, english: str = NOTES) -> list[tuple[str, str | None]]:
    """Return what is said about the links of one translated paragraph, and what to paste."""
    body = commented((english, target))
    return [(one.message, one.suggestion) for one in check(f"\n{english}\n", body) if one.kind == "parity.link"]


@pytest.mark.parametrize("space", [" ", "  ", "\t"])
def test_space_before_the_address_is_found_with_what_to_paste(space: str) -> None:
    ((message, suggestion),) = broken(f"Voir [les notes]{space}(https://example.org/notes) ici.")
    assert message == f"found [les notes] (https://example.org/notes), expected {MEANT}: remove the space"
    assert suggestion == MEANT


@pytest.mark.parametrize("tail", [" ici.", "", " ici) et là."])
def test_address_without_its_end_is_found(tail: str) -> None:
    found = broken(f"Voir [les notes](https://example.org/notes{tail}")
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
    assert broken(target) == []


def test_link_that_the_english_writes_so_too_is_not_found() -> None:
    assert broken("Voir [les notes] (https://example.org/notes).", "See [notes] (https://example.org/notes).") == []


def test_note_that_a_translation_lost_is_found() -> None:
    assert parity("It falls[^fall] here.", "Elle tombe ici.") == [(1, "parity.link")]
    assert "[^fall]" in message("It falls[^fall] here.", "Elle tombe ici.")
    assert parity("[^fall]: Down.", "[^chute]: En bas.") == [(1, "parity.link")]
    assert parity("It falls[^fall] here.", "Elle tombe ici[^fall].") == []
