"""A translation cites what its source cites, and citations are neither links nor text that was left in the source language."""

from __future__ import annotations

import pytest

from dragoman.findings import Grade
from dragoman.references import bibliography
from dragoman.sync.editing import adopt
from dragoman.sync.editing.fix import fix
from translated import commented, lecture, states, sync_of
from updates import updated

WORKS = bibliography.read(
    "".join(f"@book{{{key}, title = {{T}}}}\n" for key in ("one1998", "two2015", "six2016", "ten2017", "old2001")), "x"
)


def found(english: str, target: str, lang: str = "fr") -> list[str]:
    page = lecture(lang, commented((english, target)))
    sync = sync_of(lecture("en", f"\n{english}\n"), page)
    sync.bibliography = WORKS
    return [f"{one.kind}: {one.message}" for one in sync.check(page)]


@pytest.mark.parametrize(
    ("english", "target", "said"),
    [
        ("It falls [@one1998].", "Ça tombe.", "no citation @one1998, expected it as in the source: add it"),
        ("It falls [@one1998].", "Ça tombe [@two2015].", "@two2015, expected @one1998 as in the source: correct it"),
        (
            "It falls.",
            "Ça tombe [@one1998].",
            "@one1998, expected no such citation, as the source has none: remove it",
        ),
        (
            "It falls [@one1998; @two2015].",
            "Ça tombe [@two2015].",
            "no citation @one1998, expected it as in the source: add it",
        ),
        (
            "It falls, [see](https://x.org) @one1998.",
            "Ça tombe, [voir](https://x.org).",
            "no citation @one1998, expected it as in the source: add it",
        ),
    ],
)
def test_citation_that_was_lost_changed_or_added_is_named(english: str, target: str, said: str) -> None:
    assert found(english, target) == [f"parity.citation: found {said}"]


@pytest.mark.parametrize(
    ("english", "target", "lang"),
    [
        ("As @one1998 say [see @two2015, p. 3].", "Selon @one1998 [voir @two2015, p. 3].", "fr"),
        ("As @one1998 say.", "@one1998'e göre.", "tr"),
        ("As @one1998 and @two2015 say.", "كما يقول @one1998 و@two2015.", "ar"),
        ("As @one1998 say.", "@one1998指出。", "zh-Hans"),
        ("Ask @anna of [@one1998].", "Demandez sur [@one1998].", "fr"),
        (
            "Read [@one1998; @two2015; @six2016; @ten2017; @old2001] all.",
            "Lisez-les [@one1998; @two2015; @six2016; @ten2017; @old2001] tous.",
            "fr",
        ),
    ],
)
def test_same_works_are_cited_whatever_the_words_around_them(english: str, target: str, lang: str) -> None:
    assert found(english, target, lang) == []


def test_citation_that_has_become_another_in_the_source_is_carried_into_its_translation() -> None:
    page = lecture("fr", commented(("It falls [@one1998].", "Ça tombe [@one1998].")))
    sync = sync_of(lecture("en", "\nIt falls [@two2015].\n"), page)
    (one,) = sync.check(page)
    assert one.grade is Grade.MECHANICAL
    assert [edit.text for edit in one.fix] == ["@two2015", "It falls [@two2015]."]
    after = fix(page, sync, lambda _: True).data.decode()
    assert after.count("[@two2015]") == 2
    assert "@one1998" not in after


def test_nothing_is_compared_in_a_course_without_works() -> None:
    page = lecture("fr", commented(("Ask @one1998 [@x].", "Demandez.")))
    assert sync_of(lecture("en", "\nAsk @one1998 [@x].\n"), page).check(page) == ()


def test_citations_go_through_update_and_adopt_as_they_are() -> None:
    english = "\nIt rises [@one1998, p. 3].\n\nAs @two2015 say, it falls.\n"
    french = "\nÇa monte [@one1998, p. 3].\n\nSelon @two2015, ça descend.\n"
    page = lecture("fr", french)
    adopted, _ = adopt.adopt(page, lecture("en", english), sync_of(lecture("en", english), page), 0.3)
    body = adopted.partition("\n---\n")[2]
    assert states(english, body) == {"fresh": 2}
    assert french.split("\n")[1] in body
    changed = english.replace("rises", "falls")
    assert "It falls [@one1998, p. 3]." in updated(changed, body)
    assert "Ça monte [@one1998, p. 3]." in updated(changed, body)
