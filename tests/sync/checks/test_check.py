from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.findings import Severity
from dragoman.pages import directives
from dragoman.pages.lecture import parse
from translated import HEAD, check, commented, found, lecture, sync_of

ENGLISH = "\nThe loss $L$ falls.\n\nThe step is $\\gamma$.\n"


def silenced(reason: str = "the formula is split on purpose", kind: str = "parity.math", english: str = "$L$") -> str:
    return (
        f"\n<!--\nThe loss {english} falls.\n-->\n\n<!-- course: ignore {kind} -- {reason} -->\n\nDie Kosten fallen.\n"
        "\n<!--\nThe step is $\\gamma$.\n-->\n\nDer Schritt ist $\\gamma$.\n"
    )


# Silences


def test_finding_is_silenced_in_place_with_a_reason():
    assert found(
        ENGLISH,
        silenced().replace("<!-- course: ignore parity.math -- the formula is split on purpose -->\n", ""),
        "de",
    )
    assert found(ENGLISH, silenced(), "de") == []


@pytest.mark.parametrize("kind", ["parity", "parity.math", "parity.link, parity.math", "parity.link parity.math"])
def test_silence_names_a_kind_or_a_topic_or_several(kind: str):
    assert found(ENGLISH, silenced(kind=kind), "de") == []


def test_silence_ends_when_the_english_of_its_block_changes():
    english = ENGLISH.replace("falls", "rises")
    assert [kind for _, kind in found(english, silenced(), "de")] == ["drift.stale", "parity.math"]


def test_silence_is_about_its_own_block_only():
    body = silenced().replace("Schritt ist $\\gamma$", "Schritt ist klein")
    assert [kind for _, kind in found(ENGLISH, body, "de")] == ["parity.math"]


def test_silence_of_another_kind_silences_nothing_and_is_found():
    assert [kind for _, kind in found(ENGLISH, silenced(kind="parity.link"), "de")] == [
        "comment.directive",
        "parity.math",
    ]


def test_silence_without_anything_to_silence_is_found():
    body = silenced().replace("Die Kosten fallen", "Die Kosten $L$ fallen")
    (one,) = check(ENGLISH, body, "de")
    assert (one.kind, one.severity, one.line - HEAD) == ("comment.directive", Severity.INFO, 6)


@pytest.mark.parametrize("kinds", ["parity.math", "-- on purpose", ""])
def test_silence_without_kind_or_reason_is_found_and_silences_nothing(kinds: str):
    body = silenced().replace("parity.math -- the formula is split on purpose", kinds)
    assert sorted(kind for _, kind in found(ENGLISH, body, "de")) == ["comment.directive", "parity.math"]


@pytest.mark.parametrize("kinds", ["trust", "trust.html", "parity, trust"])
def test_no_translation_silences_what_it_may_not_bring(kinds: str):
    assert "comment.directive" in {kind for _, kind in found(ENGLISH, silenced(kind=kinds), "de")}


@pytest.mark.parametrize("place", ["above the text", "above the comment"])
def test_silence_is_about_its_block_also_where_comments_stand_below(place: str):
    english = "\nThe step is small.\n\nThe loss $L$ falls.\n\nThe end is near.\n"
    ignore = "<!-- course: ignore parity.math -- another letter -->\n\n"
    before, after = (ignore, "") if place == "above the text" else ("", ignore)
    body = (
        "\nDer Schritt ist klein.\n\n<!--\nThe step is small.\n-->\n\n"
        f"{before}Die Kosten $K$ fallen.\n\n{after}<!--\nThe loss $L$ falls.\n-->\n\n"
        "Das Ende ist nah.\n\n<!--\nThe end is near.\n-->\n"
    )
    assert found(english, body, "de") == []
    assert [kind for _, kind in found(english, body.replace(ignore, ""), "de")] == ["parity.math"]


@pytest.mark.parametrize(("lang", "arrow"), [("fr", r"\to"), ("ar", r"\to"), ("ar", r"\leftarrow")])
def test_silence_holds_for_a_formula_without_a_comment_also_where_its_arrows_are_mirrored(lang: str, arrow: str):
    english = "\nFirst.\n\n$$\na \\to b\n$$\n\nSecond $s$.\n"
    ignore = "<!-- course: ignore drift.moved -- it reads better at the end -->\n\n"
    body = f"\n<!--\nFirst.\n-->\n\n1.\n\n<!--\nSecond $s$.\n-->\n\n2 $s$.\n\n{ignore}$$\na {arrow} b\n$$\n"
    assert found(english, body, lang) == []
    assert [kind for _, kind in found(english, body.replace(ignore, ""), lang)] == ["drift.moved"]


def test_silence_in_a_page_without_text_is_read():
    assert check("", "\n<!-- course: ignore parity.math -- nothing is here yet -->\n") == []


def test_unknown_directive_is_found():
    body = silenced().replace("ignore parity.math -- the formula is split on purpose", "skip")
    (one,) = [one for one in check(ENGLISH, body, "de") if one.kind == "comment.directive"]
    assert one.message == "found course: skip, expected one of todo, review, ignore: correct it"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (" course: todo ", ("todo", (), "")),
        (" course: review ", ("review", (), "")),
        ("course: ignore parity -- why", ("ignore", ("parity",), "why")),
        (
            " course: ignore parity.math, text.source -- two\nlines ",
            ("ignore", ("parity.math", "text.source"), "two\nlines"),
        ),
        (" of course: this is text ", None),
        (" course: this is. Not one! ", None),
        (" A comment ", None),
    ],
)
def test_directive_is_read_from_a_comment(content: str, expected: tuple[str, tuple[str, ...], str] | None):
    one = directives.parse(content, 7)
    assert (one and (one.name, one.kinds, one.reason)) == expected
    assert one is None or one.line == 7


@pytest.mark.parametrize("mark", [directives.TODO, directives.REVIEW])
def test_marks_that_the_command_writes_are_directives(mark: str):
    assert directives.parse(mark.removeprefix("<!--").removesuffix("-->"), 1) is not None


# The whole


def test_findings_are_sorted_and_name_file_and_line():
    body = commented(("The loss $L$ falls.", "Die Kosten fallen."), ("The step is $\\beta$.", "Der Schritt."))
    found_ = check(ENGLISH, body, "de")
    assert [one.line for one in found_] == sorted(one.line for one in found_)
    assert {one.file for one in found_} == {"docs/de/week05/05-1.md"}


def test_english_page_and_page_without_an_english_one_have_no_findings():
    english, alone = lecture("en", ENGLISH), lecture("de", "\nText.\n")
    assert sync_of(english).check(english) == ()
    assert sync_of(alone).check(alone) == ()
    with pytest.raises(LookupError):
        sync_of(alone).pairs(alone)


def test_translations_are_the_pages_with_an_english_one():
    english, german = lecture("en", ENGLISH), lecture("de", "\nText.\n")
    other = parse(german.path.with_name("05-2.md"), b"---\nlang: de\nlang-ref: ch.05-2\ntitle: B\n---\n\nText.\n")
    assert list(sync_of(english, german, other).translations()) == [(german, english)]


def test_macros_of_the_course_are_those_of_its_english_pages():
    assert sync_of(lecture("en", ENGLISH), lecture("de", "\n$\\delta$\n")).macros == {"\\gamma"}


def test_katex_that_is_missing_makes_unknown_macros_of_all_that_the_course_does_not_use(tmp_path):
    page = lecture("de", commented(("The loss $L$ falls.", "Die Kosten $\\omega$ fallen.")))
    sync = sync_of(lecture("en", ENGLISH), page)
    sync._katex = tmp_path / "katex.js"
    assert any("\\omega" in one.message and "TeX command" in one.message for one in sync.check(page))


@given(h.hostile_text | h.any_text, h.hostile_text | h.any_text)
def test_any_pages_give_findings_and_no_exception(english: str, body: str):
    pages = lecture("en", english), lecture("ar", body)
    lines = pages[1].to_bytes().decode().count("\n") + 1
    assert all(1 <= one.line <= lines for one in sync_of(*pages).check(pages[1]))


@given(h.hostile_text)
def test_page_without_its_front_matter_gives_findings_and_no_exception(body: str):
    page = parse(lecture("tr", "").path, ("---\nlang-ref: ch.05-1\n" + body).encode())
    assert isinstance(sync_of(lecture("en", body), page).check(page), tuple)
