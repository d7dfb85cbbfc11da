from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.findings import Severity
from dragoman.pages import lecture
from dragoman.pages.front_matter import KEYS, THEME, absent, parse, split


def remarks(head: str) -> list[tuple[int, str]]:
    return [(remark.line, remark.kind) for remark in parse(head).findings]


def test_front_matter_is_split_from_the_page():
    assert split("---\ntitle: A\n---\n\n# B\n") == ("---\ntitle: A\n---\n", "\n# B\n")


def test_page_without_front_matter_is_all_body():
    assert split("# A\n\n---\n\nb\n") == ("", "# A\n\n---\n\nb\n")


def test_front_matter_that_never_closes_is_body():
    assert split("---\ntitle: A\n\ntext\n") == ("", "---\ntitle: A\n\ntext\n")


def test_front_matter_without_its_opening_delimiter_is_read_and_reported():
    head, body = split("lang: fr\ntitle: A\n---\n\nb\n")
    assert (head, body) == ("lang: fr\ntitle: A\n---\n", "\nb\n")
    assert parse(head).get("title") == "A"
    assert remarks(head) == [(1, "front-matter.delimiter")]


def test_prose_with_a_colon_above_a_rule_is_no_front_matter():
    assert split("Note: this\nis prose\n\n---\n")[0] == ""


def test_front_matter_with_windows_line_ends_and_a_byte_order_mark_is_read():
    head, body = split("\ufeff---\r\nlang: tr\r\ntitle: Ağ\r\n---\r\nb\r\n")
    assert body == "b\r\n"
    assert dict(parse(head).values) == {"lang": "tr", "title": "Ağ"}
    assert remarks(head) == []


def test_keys_have_the_lines_of_the_file():
    meta = parse("---\nlang: fr\n\ntitle: A\n---\n")
    assert dict(meta.lines) == {"lang": 2, "title": 4}


def test_missing_front_matter_is_reported_at_the_first_line():
    assert [(one.line, one.kind) for one in absent("Text\n").findings] == [(1, "front-matter.missing")]
    assert [one.kind for one in absent("---\nlang: fr\n\nText\n").findings] == ["front-matter.delimiter"]


@pytest.mark.parametrize("key", KEYS)
def test_canonical_key_is_kept_without_a_remark(key: str):
    value = "true" if key == "draft" else "2026-11-21"
    meta = parse(f"---\n{key}: {value}\n---\n")
    assert dict(meta.values) == {key: value}
    assert meta.findings == ()


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("tranlation-date", "translation-date"),
        ("traslation-date", "translation-date"),
        ("translation date", "translation-date"),
        ("translation_date", "translation-date"),
        ("Translation-Date", "translation-date"),
        ("transator", "translator"),
        ("lang_ref", "lang-ref"),
        ("Title", "title"),
    ],
)
def test_misspelt_key_is_read_as_the_canonical_one_and_reported(written: str, canonical: str):
    meta = parse(f"---\n{written}: 2026-11-21\n---\n")
    assert meta.get(canonical) == "2026-11-21"
    (remark,) = meta.findings
    assert (remark.line, remark.kind, remark.severity) == (2, "front-matter.key", Severity.WARNING)
    assert written in remark.message
    assert canonical in remark.message


@pytest.mark.parametrize("key", THEME)
def test_key_of_the_theme_is_kept_without_a_remark(key: str):
    meta = parse(f"---\n{key}: [toc]\n---\n")
    assert list(meta.values) == [key]
    assert remarks(f"---\n{key}: [toc]\n---\n") == []


def test_unknown_key_is_kept_and_reported():
    meta = parse("---\nmood: good\n---\n")
    assert meta.get("mood") == "good"
    assert remarks("---\nmood: good\n---\n") == [(2, "front-matter.key")]


def test_second_value_of_a_key_is_reported_and_the_first_one_kept():
    head = "---\nlang: fr\ntitle: A\nlang: tr\n---\n"
    assert parse(head).get("lang") == "fr"
    assert remarks(head) == [(4, "front-matter.duplicate")]


@pytest.mark.parametrize("value", ["28 Fev 2021", "21/11/2026", "2026-13-01", "soon"])
def test_date_in_another_form_is_kept_and_reported(value: str):
    head = f"---\ntitle: A\ntranslation-date: {value}\n---\n"
    assert parse(head).get("translation-date") == value
    assert remarks(head) == [(3, "front-matter.translation-date")]


def test_date_stays_a_string():
    assert parse("---\ndate: 2026-11-21\n---\n").get("date") == "2026-11-21"


def test_list_of_authors_is_one_string():
    assert parse("---\nauthors: [Ada, Alan]\n---\n").get("authors") == "Ada, Alan"
    assert parse("---\nauthors:\n  - Ada\n  - Alan\n---\n").get("authors") == "Ada, Alan"


def test_value_with_a_colon_is_reported_and_read_to_the_end_of_its_line():
    head = "---\nlang: en\ntitle: Descent: a story\n---\n"
    meta = parse(head)
    assert dict(meta.values) == {"lang": "en", "title": "Descent: a story"}
    assert remarks(head) == [(3, "front-matter.yaml")]


def test_front_matter_without_keys_is_reported():
    assert remarks("---\n- a\n- b\n---\n") == [(2, "front-matter.yaml")]


def test_empty_front_matter_says_nothing():
    assert dict(parse("---\n---\n").values) == {}


@pytest.mark.parametrize("value", ["&a [*a]", "&a {b: *a}", "[" * 900 + "]" * 900, "[" * 5000, "*nowhere", "\x01"])
def test_yaml_made_to_break_readers_hides_no_other_key(value: str):
    head = f"---\ntitle: A\nauthors: {value}\n---\n"
    assert parse(head).get("title") == "A"


@given(h.hostile_text | h.any_text)
def test_front_matter_and_body_of_any_text_are_the_text(text: str):
    head, body = split(text)
    assert head + body == text


@given(h.hostile_text | h.any_text)
def test_any_front_matter_is_read_without_an_exception(text: str):
    meta = parse(f"---\n{text}\n---\n")
    assert set(meta.values) == set(meta.lines)
    assert all(remark.line >= 1 for remark in meta.findings)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 60_000,
        "a: " + "[" * 60_000 + "]" * 60_000,
        "a: " + "{b: " * 4_000,
        "a: &a [*a, *a]\n" + "".join(f"k{n}: &b{n} [*a, *a]\n" for n in range(12)),
        "- " * 9_000,
        "? " * 9_000,
        "".join(" " * n + "a:\n" for n in range(190)),
        "a: " + "x" * 5_000_000,
        "a:\t\tb\n\tc: d",
        "title: a\ntitle: b\n" * 500,
        "a: !!python/object/apply:os.system [exit]",
        "a: *unknown",
        "%YAML 9.9\n---\na: b",
        "a: |\n" + "  x\n" * 3_000,
        '"' * 9_999,
        "\u2028".join("a: b" for _ in range(999)),
    ],
)
def test_no_front_matter_ends_the_process_or_takes_long(body: str):
    meta = parse(f"---\n{body}\n---\n")
    assert len(str(meta.values)) < 100_000


@pytest.mark.parametrize("value", ["y", "1", "maybe", "[1]", "~", "", "'true '", "ture", "2026-01-01"])
def test_draft_that_is_neither_true_nor_false_is_named_and_stays_a_draft(value: str) -> None:
    page = lecture.parse(PurePosixPath("en/a.md"), f"---\nlang-ref: a\ntitle: b\ndraft: {value}\n---\n".encode())
    assert page.is_draft
    is_true = value.strip("' ") == "true"
    assert [(one.kind, one.line) for one in page.findings] == ([] if is_true else [("front-matter.draft", 4)])


@pytest.mark.parametrize("body", ["", "\n", " \n", "# a comment\n", "\n\n\n"])
def test_front_matter_without_a_key_is_named(body: str) -> None:
    page = lecture.parse(PurePosixPath("en/a.md"), f"---\n{body}---\n\nWords.\n".encode())
    assert [(one.kind, one.line) for one in page.findings] == [("front-matter.yaml", 2)]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("2 Mar 2026", "2026-03-02"),
        ("02 March 2026", "2026-03-02"),
        ("March 2, 2026", "2026-03-02"),
        ("02/03/2026", "a date like 2026-11-21"),
        ("31 Feb 2026", "a date like 2026-11-21"),
    ],
)
def test_date_that_can_only_mean_one_day_is_told_as_it_is_to_be_written(written: str, wanted: str) -> None:
    (one,) = parse(f"---\ndate: {written}\n---\n").findings
    assert one.message == f"found {written!r}, expected {wanted}: write it so"
