"""``course accept``, as its users call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pages.directives import REVIEW
from synced_docs import ENGLISH, SPANISH, TURKISH, Docs

NAME = "docs/{}/week05/05-1.md"
LANGUAGES = ("tr", "es")


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A course in sync."""
    docs = Docs(tmp_path)
    docs.write("tr", TURKISH.replace("falls", "rises"))
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    return docs


def stale(docs: Docs) -> list[str]:
    """Return what of the pages is not current."""
    lines = docs.run("check", "--fail-on", "error").splitlines()
    return [line.partition(": found")[0] for line in lines if ": drift." in line]


def test_corrected_word_is_accepted_for_all_languages_at_its_source(docs: Docs):
    before = docs.files()
    docs.write("en", ENGLISH.replace("rises", "now rises"))
    docs.run("accept", NAME.format("en"))
    for lang in LANGUAGES:
        name = NAME.format(lang)
        assert docs.files()[name] == before[name].replace(b"rises", b"now rises")
    assert stale(docs) == []
    assert docs.run("accept", NAME.format("en")) == "nothing to accept\n"


def test_block_is_accepted_alone_by_a_line_of_the_source_or_of_the_translation(docs: Docs):
    docs.write("en", ENGLISH.replace("rises", "now rises").replace("near", "quite near"))
    docs.run("accept", NAME.format("en") + ":9")
    assert stale(docs) == [f"{NAME.format(lang)}:20: drift.stale" for lang in ("es", "tr")]
    docs.run("accept", NAME.format("tr") + ":23")
    assert stale(docs) == [f"{NAME.format('es')}:20: drift.stale"]
    assert docs.run("accept", NAME.format("es") + ":9") == "nothing to accept\n"


def test_languages_can_be_named(docs: Docs):
    docs.write("en", ENGLISH.replace("rises", "now rises"))
    docs.run("accept", "docs", "--language", "es")
    assert stale(docs) == [f"{NAME.format('tr')}:14: drift.stale"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("The loss $L$ rises.", "The loss $M$ now rises.", "L -> M"),
        ("The loss $L$ rises.", "The loss $L$ rises by 20 %.", "nothing -> 20"),
        ("The loss $L$ rises.", "The loss $L$ rises to $5$.", "nothing -> 5"),
        ("The loss $L$ rises.", "The [loss](https://example.org/a) $L$ rises.", "nothing -> https://example.org/a"),
        ("The loss $L$ rises.", "The loss `l()` $L$ rises.", "nothing -> l()"),
        ("The loss $L$ rises.", "The loss rises.", "L -> nothing"),
    ],
)
def test_change_of_more_than_words_that_the_translation_lacks_is_never_accepted(
    docs: Docs, before: str, after: str, shown: str
):
    docs.write("en", ENGLISH.replace(before, after))
    kept = docs.files()
    said = docs.run("accept", "docs", code=1).splitlines()
    assert [line.partition(":")[0] for line in said] == [NAME.format("es"), NAME.format("tr")]
    assert all(f":14: left: the translation has not followed the source ({shown})" in line for line in said)
    assert docs.files() == kept


def test_change_of_a_formula_is_accepted_where_the_translation_has_followed(docs: Docs):
    docs.write("en", ENGLISH.replace("$L$", "$M_{10}$"))
    docs.write("tr", TURKISH.replace("falls", "rises").replace("$L$ kaybı", "$M_{10}$ kaybı"))
    docs.run("accept", "docs", code=1)
    assert stale(docs) == [f"{NAME.format('es')}:14: drift.stale"]


def test_number_is_the_same_in_the_digits_and_with_the_decimal_sign_of_its_language(docs: Docs):
    docs.write("en", ENGLISH.replace("rises.", "rises to 0.25 of 12,000."))
    docs.write("tr", TURKISH.replace("falls", "rises").replace("düşer.", "12.000 içinde 0,25 olur."))
    docs.write("es", SPANISH.replace("$M$", "$L$").replace("sube.", "sube a ٠٫٢٥ de ١٢٬٠٠٠."))
    docs.run("accept", "docs")
    assert stale(docs) == []


def test_mark_goes_with_what_was_looked_at_but_not_beside_an_error(docs: Docs):
    docs.write("en", ENGLISH.replace("rises", "falls"))
    docs.run("update", "docs/tr", "docs/es")
    docs.write("es", docs.read("es").split("---\n", 2)[2].replace("pérdida $L$", "pérdida $M$"))
    said = docs.run("accept", "docs", code=1)
    assert "docs/tr/week05/05-1.md:17: mark removed" in said
    assert "docs/es/week05/05-1.md:14: left: " in said
    assert REVIEW not in docs.read("tr")
    assert REVIEW in docs.read("es")


def test_what_some_commits_changed_is_accepted_and_nothing_older(docs: Docs):
    docs.commit("in sync")
    docs.write("en", ENGLISH.replace("rises", "climbs"))
    docs.commit("another word")
    docs.write("en", ENGLISH.replace("rises", "climbs").replace("near", "quite near"))
    docs.commit("a correction")
    docs.run("accept", "--changed", "HEAD~1")
    assert stale(docs) == [f"{NAME.format(lang)}:14: drift.stale" for lang in ("es", "tr")]
    docs.run("accept", "--changed", "HEAD~2..HEAD~1", NAME.format("tr"))
    assert stale(docs) == [f"{NAME.format('es')}:14: drift.stale"]
    docs.write("en", ENGLISH.replace("rises", "soars").replace("near", "quite near"))
    assert docs.run("accept", "--changed", "HEAD~2..HEAD") == "nothing to accept\n"
    docs.run("accept", "--changed", "HEAD")
    assert stale(docs) == [f"{NAME.format('es')}:14: drift.stale"]


def test_dry_run_shows_the_change_and_writes_nothing(docs: Docs):
    docs.write("en", ENGLISH.replace("rises", "now rises"))
    before = docs.files()
    assert docs.run("accept", "docs", "--dry-run").count("+The loss $L$ now rises.\n") == 2
    assert docs.files() == before


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["docs/de"],
        ["docs/tr:3"],
        ["docs/tr/week05/05-9.md"],
        ["docs", "--language", "de"],
        ["--changed", "nothing-of-this-name"],
        ["docs", "--changed", "--help"],
    ],
)
def test_call_that_cannot_be_carried_out_says_what_to_do_and_changes_nothing(docs: Docs, arguments: list[str]):
    docs.commit("in sync")
    docs.write("en", ENGLISH.replace("rises", "now rises"))
    before = docs.files()
    assert ", expected " in docs.run("accept", *arguments, code=2)
    assert docs.files() == before
