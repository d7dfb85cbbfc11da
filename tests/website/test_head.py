"""The head of a lecture: minutes, what to read before, what is wrong with either."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pages.library import Library, read
from dragoman.sync.pairing.pairs import source_blocks
from dragoman.website.head import find, head, minutes


def library(folder: Path, meta: str) -> Library:
    pages = {
        "en/a.md": "title: First",
        "en/b.md": f"title: Second\n{meta}",
        "fr/b.md": "lang: fr\ntitle: Deuxième\nminutes: 99\nprerequisites: nowhere.md",
    }
    for path, keys in pages.items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\n{keys}\n---\n\n## [Word](https://www.youtube.com/watch?v=x&t=5s)\n", "utf-8")
    return read(folder, ("en", "fr"), "en")


def test_head_of_a_translation_has_what_no_translator_decides_from_its_source(tmp_path: Path) -> None:
    pages = library(tmp_path, "minutes: 40\nprerequisites: [a.md]")
    source, translation = (pages.of(lang)["b"] for lang in ("en", "fr"))
    shown = head(translation, source, source_blocks)
    assert (shown.minutes, shown.builds_on) == (40, ("a.md",))
    assert shown.video == "https://www.youtube.com/watch?v=x&t=5s"
    assert list(find(pages, "docs")) == []


@pytest.mark.parametrize(
    ("meta", "message"),
    [
        ("prerequisites: c.md, a.md", "docs/en/b.md:3: front-matter.prerequisites: found 'c.md', expected a page"),
        ("minutes: long", "docs/en/b.md:3: front-matter.minutes: found minutes: long, expected a whole number"),
    ],
)
def test_head_that_names_nothing_is_reported_with_its_line(tmp_path: Path, meta: str, message: str) -> None:
    (finding,) = find(library(tmp_path, meta), "docs")
    assert message in str(finding)


def test_minutes_are_counted_in_steps_from_words_in_any_script() -> None:
    assert minutes("") == 5
    assert minutes("word " * 1200) == 15
    assert minutes("字" * 1200) == 15
