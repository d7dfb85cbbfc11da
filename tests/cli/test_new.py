"""``course new``, as its users call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.pages.directives import TODO
from synced_docs import Docs
from translated import text


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    return Docs(tmp_path)


def test_new_writes_a_translation_to_be_done_and_says_how(docs: Docs):
    said = docs.run("new", "de", "ch.05-1")
    assert (
        said
        == f"docs/de/week05/05-1.md: write each translation in the place of {TODO}, then: course check docs/de/week05/05-1.md\n"
    )
    written = docs.read("de")
    assert written.startswith(
        "---\nlang: de\nlang-ref: ch.05-1\ntitle: Gradient descent\ntranslator:\ntranslation-date: 2"
    )
    assert written.count(TODO) == 3
    status = json.loads(docs.run("status", "de", "--format", "json"))
    assert status["de"]["ch.05-1"]["missing"] == 3


def test_new_can_show_what_it_would_write(docs: Docs):
    assert "<!--\n## Descent\n-->" in docs.run("new", "de", "ch.05-1", "--dry-run")
    assert not docs.path("de").exists()


def files(docs: Docs) -> dict[str, bytes]:
    return {path.relative_to(docs.folder).as_posix(): path.read_bytes() for path in docs.folder.rglob("*.md")}


def test_page_is_begun_in_several_languages_at_once_and_by_any_of_its_names(docs: Docs):
    said = docs.run("new", "de,it", "ch.05-1").splitlines()
    assert [line.partition(":")[0] for line in said] == ["docs/de/week05/05-1.md", "docs/it/week05/05-1.md"]
    for name in ("week05/05-1", "week05/05-1.md", "docs/en/week05/05-1.md", "docs/en/week05"):
        docs.path("de").unlink()
        docs.run("new", "de", name)
        assert docs.read("de").count(TODO) == 3


def test_whole_folder_is_begun_and_what_is_translated_is_left_as_it_is(docs: Docs):
    for name in ("05", "05-2"):
        page = text("en", f"\n## Lecture {name}\n").replace("ch.05-1", f"ch.{name}")
        docs.path("en").with_name(f"{name}.md").write_text(page, "utf-8")
    before = files(docs)
    said = docs.run("new", "de,tr", "week05").splitlines()
    assert [line for line in said if "found a translation already, which is left as it is" in line] == [
        line for line in said if line.startswith("docs/tr/week05/05-1.md")
    ]
    now = files(docs)
    new = {f"docs/{lang}/week05/{name}.md" for lang in ("de", "tr") for name in ("05", "05-1", "05-2")}
    assert set(now) - set(before) == new - {"docs/tr/week05/05-1.md"}
    assert {name: now[name] for name in before} == before


def test_page_that_cannot_be_read_keeps_no_other_from_being_begun(docs: Docs):
    docs.path("tr").write_bytes(b"\xff")
    said = docs.run("new", "de,tr", "ch.05-1", code=2)
    assert "docs/tr/week05/05-1.md:1: encoding.utf-8: found the byte 0xff" in said
    assert docs.read("de").count(TODO) == 3
