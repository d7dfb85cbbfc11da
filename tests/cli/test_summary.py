"""``course check --format markdown``: the summary for a pull request."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from synced_docs import SPANISH, TURKISH, Docs


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A course, with what it was before in ``base``."""
    docs = Docs(tmp_path)
    shutil.copytree(tmp_path / "docs", tmp_path / "base")
    return docs


def summary(docs: Docs, *arguments: str) -> list[str]:
    return docs.run("check", "--format", "markdown", "--fail-on", "error", *arguments, code=1).splitlines()


def test_summary_says_what_got_better_and_what_is_new_to_do_and_leads_to_the_pages(docs: Docs):
    docs.write("tr", TURKISH.replace("falls", "rises").replace("\n## İniş", "\n# İniş"))
    assert summary(docs, "--against", "base", "--site", "https://example.org/1#") == [
        "## Translations",
        "",
        "| language | pages | blocks up to date | to look at | missing | errors |",
        "|---|---|---|---|---|---|",
        "| es | 1 | 3 | 0 | 0 | 1 |",
        "| tr | 1 | 3 (was 2) | 0 (was 1) | 0 | 1 (was 0) |",
        "",
        "### What got better",
        "",
        next(
            line
            for line in summary(docs, "--against", "base")
            if line.startswith("- `docs/tr/week05/05-1.md:14` drift.stale: ")
        ),
        "",
        "### What is new to do",
        "",
        "- `docs/tr/week05/05-1.md:11` parity.heading: found a heading of level 1, expected level 2 as in the source: write \\#\\#",
        "",
        "### Pages of this change",
        "",
        "- [tr/week05/05-1](https://example.org/1#tr/week05/05-1/): 3 of 3 blocks up to date",
    ]


def test_finding_that_only_stands_on_another_line_is_neither_new_nor_gone(docs: Docs):
    docs.write("es", "\n\n" + SPANISH)
    lines = summary(docs, "--against", "base")
    assert not [line for line in lines if line.startswith("### What")]
    assert "- es/week05/05-1: 3 of 3 blocks up to date" in lines


def test_new_language_begins_with_nothing(docs: Docs):
    docs.run("new", "de", "ch.05-1")
    lines = summary(docs, "--against", "base")
    assert "| de | 0 | 0 | 0 | 3 | 0 |" in lines
    assert "- de/week05/05-1: 0 of 3 blocks up to date, 3 missing" in lines


def test_without_a_course_to_compare_with_the_errors_are_listed(docs: Docs):
    assert summary(docs)[-3:] == [
        "### What is wrong",
        "",
        "- `docs/es/week05/05-1.md:17` parity.math: found \\$M\\$, expected \\$L\\$ as in the source: correct it",
    ]


def test_words_of_a_translation_cannot_change_the_markup(docs: Docs):
    docs.write("tr", TURKISH.replace("falls", "<b>|*@me*[x](y)` rises"))
    text = "\n".join(summary(docs, "--against", "base"))
    assert "\\<b\\>\\|\\*\\@me\\*\\[x\\](y)\\`" in text
    assert "<b>" not in text


@pytest.mark.parametrize("option", ["--against", "--site"])
def test_what_only_a_summary_has_is_refused_without_one(docs: Docs, option: str):
    assert "expected them with it" in docs.run("check", option, "base", code=2)
