"""``course diff``, as its users call it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.sync.checks.word_diff import word_diff
from synced_docs import ENGLISH, TURKISH, Docs
from translated import commented

PAGE, SOURCE = "docs/tr/week05/05-1.md", "docs/en/week05/05-1.md"


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    return Docs(tmp_path)


def test_diff_shows_the_changed_english_beside_the_translation(docs: Docs):
    assert docs.run("diff", "tr", "ch.05-1") == (
        "docs/tr/week05/05-1.md:14 (docs/en/week05/05-1.md:9, word)\nThe loss $L$ [-falls.-] {+rises.+}\n\n$L$ kaybı düşer.\n\n"
    )


def test_diff_of_a_page_in_sync_says_so(docs: Docs):
    assert docs.run("diff", "es", "ch.05-1") == "docs/es/week05/05-1.md: no block is stale\n"


def diff(docs: Docs, english: str) -> list[str]:
    """Return what is said of the Turkish page, which is in sync with ``ENGLISH``, after a change of its source."""
    docs.write("en", english)
    docs.write("tr", TURKISH.replace("falls", "rises"))
    return docs.run("diff", "tr", "ch.05-1").strip("\n").split("\n\n")


def test_block_that_is_new_in_the_source_is_shown_where_it_belongs(docs: Docs):
    assert diff(docs, ENGLISH.replace("The end", "A new block.\n\nThe end"))[0] == (
        f"{PAGE}:18 ({SOURCE}:11, new)\n{{+A new block.+}}"
    )


def test_block_that_is_gone_is_shown_with_its_translation(docs: Docs):
    assert diff(docs, ENGLISH.replace("\n\nThe end is near.", "")) == [
        f"{PAGE}:20 ({SOURCE}, gone)\n[-The end is near.-]",
        "Son yakındır.",
    ]


def test_block_that_was_moved_is_shown_with_its_place_in_the_source(docs: Docs):
    english = "\n## Descent\n\nThe end is near, and it is nearer than many had thought.\n\nThe loss $L$ rises.\n"
    docs.write("en", english)
    body = commented(
        ("## Descent", "## İniş"),
        ("The loss $L$ rises.", "$L$ kaybı artar."),
        ("The end is near, and it is nearer than many had thought.", "Son, sanılandan da yakındır."),
    )
    docs.write("tr", body)
    (where, *_) = docs.run("diff", "tr", "ch.05-1").split("\n")
    assert ", moved: in the source it stands after “" in where


def test_changed_address_is_shown_alone(docs: Docs):
    docs.write("en", ENGLISH.replace("rises", "[rises](https://example.org/b)"))
    body = TURKISH.replace("falls", "[rises](https://example.org/a)").replace("düşer", "[artar](https://example.org/a)")
    docs.write("tr", body)
    assert docs.run("diff", "tr", "ch.05-1").splitlines()[:2] == [
        f"{PAGE}:14 ({SOURCE}:9, URL)",
        "The loss $L$ [rises]([-https://example.org/a-]{+https://example.org/b+}).",
    ]


def test_what_has_changed_in_a_formula_is_shown_by_its_signs(docs: Docs):
    docs.write("en", ENGLISH.replace("$L$", "$\\sum_{i=0}^n x_i$"))
    docs.write("tr", TURKISH.replace("falls", "rises").replace("$L$", "$\\sum_{i=1}^n x_i$"))
    assert docs.run("diff", "tr", "ch.05-1").splitlines()[:2] == [
        f"{PAGE}:14 ({SOURCE}:9, math)",
        "The loss $\\sum_{i=[-1-]{+0+}}^n x_i$ rises.",
    ]


def test_formula_without_a_comment_is_compared_with_that_of_the_translation(docs: Docs):
    docs.write("en", ENGLISH + "\n$$\nx^3\n$$\n")
    docs.write("tr", TURKISH.replace("falls", "rises") + "\n$$\nx^2\n$$\n")
    assert docs.run("diff", "tr", "ch.05-1").splitlines()[:2] == [
        f"{PAGE}:25 ({SOURCE}:13, compared with the translation)",
        "$$ x^[-2-]{+3+} $$",
    ]


@pytest.mark.parametrize(
    ("before", "now"),
    [("a b", "a b"), ("", "a $b$"), ("$a$, (b) [c](d) `e`", "$a+1$, [c](e)."), ("a  b\n\nc", "c"), ("$a b", "a$ b")],
)
def test_diff_holds_both_texts(before: str, now: str):
    runs = word_diff(before, now)
    for signs, text in ((" -", before), (" +", now)):
        assert "".join(run.text for run in runs if run.sign in signs).replace(" ", "") == "".join(text.split())
