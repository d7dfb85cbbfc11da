"""``course status``, as its users call it."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import pytest

from dragoman.pages.directives import TODO
from synced_docs import ENGLISH, SPANISH, TURKISH, Docs


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    return Docs(tmp_path)


def test_status_is_a_table_of_pages_and_languages_and_says_what_to_do_next(docs: Docs):
    docs.write("fr", "")
    docs.path("fr").unlink()
    shown = docs.run("status")
    row = next(line for line in shown.splitlines() if "ch.05-1" in line)
    assert "not translated, 10 words" in row
    assert "2/3 fresh, 1 stale" in row
    assert "3/3 fresh" in row
    assert "tr/week05/05-1.md: 1 stale and 0 missing of 3 blocks: course diff tr ch.05-1" in shown
    assert "fr ch.05-1: 10 words: course new fr ch.05-1" in shown


def test_status_as_json_counts_the_blocks_of_each_translation(docs: Docs):
    status = json.loads(docs.run("status", "--format", "json"))
    none = dict.fromkeys(("cosmetic", "stale", "orphan", "missing", "unverified"), 0)
    file = "week05/05-1.md"
    behind = {"words": 0, "mechanical": 0, "missing": 0}
    assert status == {
        "es": {"ch.05-1": none | {"file": f"es/{file}", "blocks": 3, "fresh": 3, "behind": behind}},
        "tr": {
            "ch.05-1": none
            | {"file": f"tr/{file}", "blocks": 3, "fresh": 2, "stale": 1, "behind": behind | {"words": 1}}
        },
    }


def test_status_is_about_the_languages_that_are_named(docs: Docs):
    assert list(json.loads(docs.run("status", "es", "--format", "json"))) == ["es"]


def test_status_for_github_is_a_markdown_table(docs: Docs):
    assert docs.run("status", "--format", "github").splitlines() == [
        "| page | es | tr |",
        "|---|---|---|",
        "| ch.05-1 | 3/3 fresh | 2/3 fresh, 1 stale |",
    ]


def cell(docs: Docs, lang: str) -> str:
    return docs.run("status", lang, "--format", "github").splitlines()[2].split(" | ")[1].removesuffix(" |")


def test_page_of_which_nothing_is_translated_is_not_translated_and_its_words_are_told(docs: Docs):
    docs.write("en", ENGLISH + "\n$$\nx^2\n$$\n\n```\nrun()\n```\n")
    docs.run("new", "de", "ch.05-1")
    assert "$$\nx^2\n$$" in docs.read("de")
    assert cell(docs, "de") == "not translated, 10 words"
    shown = docs.run("status", "de")
    assert "│ all pages │ 0/1 translated, " in shown
    assert "│           │ 10 words left " in shown
    assert "de/week05/05-1.md: 0 stale and 3 missing of 3 blocks: translate them" in shown


def test_words_that_are_left_of_a_page_in_part_translated_are_told(docs: Docs):
    docs.write("tr", TURKISH.replace("Son yakındır.", TODO))
    assert cell(docs, "tr") == "1/3 fresh, 1 stale, 1 missing (4 words)"
    assert "1/1 translated, 4 words" not in docs.run("status", "es")


def test_status_of_three_languages_is_legible_in_a_hundred_columns(docs: Docs):
    docs.write("en", ENGLISH + "\n## The end\n\n- one\n- two\n")
    docs.write("tr", TURKISH.replace("Son yakındır.", TODO))
    docs.write("fr", "\n## Descente\n\nLa perte $L$ monte.\n")
    lines = docs.run("status").split("Most worth")[0].splitlines()
    assert max(map(len, lines)) <= 100
    assert all(
        any(part in line for line in lines) for part in ("1/5 fresh, 1 stale,", "3 missing (11 words)", "3 unverified")
    )


def test_translation_to_be_looked_at_counts_as_behind_until_the_mark_is_gone(docs: Docs):
    docs.run("update", "docs/tr")
    assert json.loads(docs.run("status", "tr", "--format", "json"))["tr"]["ch.05-1"]["stale"] == 1
    assert "course diff tr ch.05-1" in docs.run("status", "tr")
    assert [line.split(": ")[1] for line in docs.run("check", "docs/tr", code=1).splitlines()] == ["drift.review"]
    where = "docs/tr/week05/05-1.md:14 (docs/en/week05/05-1.md:9, to be looked at: the source as it is now, as no comment keeps what it was)"
    assert docs.run("diff", "tr", "ch.05-1") == f"{where}\nThe loss $L$ rises.\n\n$L$ kaybı düşer.\n\n"
    docs.run("update", "docs/tr", "--accept")
    assert docs.run("diff", "tr", "ch.05-1").endswith("no block is stale\n")


def test_changed_formula_counts_as_behind_though_no_comment_quotes_it(docs: Docs):
    docs.write("en", ENGLISH + "\n$$\nx^3\n$$\n")
    docs.write("tr", TURKISH.replace("falls", "rises") + "\n$$\nx^2\n$$\n")
    counted = json.loads(docs.run("status", "tr", "--format", "json"))["tr"]["ch.05-1"]
    assert (counted["fresh"], counted["stale"], counted["unverified"]) == (3, 1, 0)
    assert counted["behind"] == {"words": 0, "mechanical": 1, "missing": 0}
    assert "1 stale (1 to copy)" in docs.run("status", "tr")
    assert [line.split(": ")[1] for line in docs.run("check", "docs/tr", code=1).splitlines()] == ["parity.math"]
    assert "\n$$ x^[-2-]{+3+} $$\n" in docs.run("diff", "tr", "ch.05-1")
    assert docs.run("update", "docs/tr") == "docs/tr/week05/05-1.md: nothing to change\n"


SIXTEEN = ["ar", "de", "el", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "pl", "pt-BR", "ru", "tr", "zh-Hant"]


def test_status_of_sixteen_languages_is_legible_in_eighty_columns(docs: Docs):
    for lang in SIXTEEN:
        docs.write(lang, "" if lang == "ar" else SPANISH if lang == "es" else TURKISH)
    told = docs.run("status", "--docs", "docs")
    assert [line for line in told.splitlines() if len(line) > 80 and "front-matter" not in line] == []
    assert "blocks:\n    course diff --docs docs de ch.05-1\n" in told
    lines = told.split("Most worth")[0].splitlines()
    heads = [line.split() for line in lines if line.startswith(" ")]
    rows = [line.split()[1:] for line in lines if line.startswith("ch.05-1")]
    signs = dict(zip(chain(*heads), chain(*rows), strict=True))
    assert sorted(signs) == SIXTEEN
    assert signs["ar"] == "-"
    assert signs["es"] == "ok"
    assert signs["zh-Hant"] == "1"


def test_status_says_of_what_is_stale_how_much_is_only_to_be_copied(docs: Docs):
    docs.write("en", ENGLISH.replace("$L$", "$K$"))
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    assert "stale (1 to copy)" in docs.run("status", "es")
