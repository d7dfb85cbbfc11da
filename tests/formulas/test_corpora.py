"""Every dollar of two real courses: how many formulas there are, what they are, and which readings a person has judged."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath

import pytest

from dragoman.formulas.finder import find, find_in_block
from dragoman.pages.lecture import Kind, Lecture, parse

FACTS = json.loads(Path(__file__).with_name("corpora.json").read_text("utf-8"))


def folder(corpus: Path, name: str) -> Path:
    return corpus if name == "corpus" else corpus.with_name(name)


def pages(root: Path) -> list[Lecture]:
    return [parse(PurePosixPath(path.relative_to(root)), path.read_bytes()) for path in sorted(root.rglob("*.md"))]


def counted(lectures: list[Lecture]) -> dict[str, object]:
    """Return how many formulas pages and their comments have, and a digest of what each is."""
    digest = hashlib.sha256()
    visible = quoted = 0
    for page in lectures:
        for formula in find(page.visible.text).formulas:
            digest.update(f"{page.path}:{formula.display}:{formula.tex}\n".encode())
            visible += 1
        for segment in page.segments:
            if segment.kind is Kind.COMMENT:
                for formula in find_in_block(segment.text).formulas:
                    digest.update(f"{page.path}:{formula.display}:{formula.tex}\n".encode())
                    quoted += 1
    return {"visible": visible, "quoted": quoted, "sha256": digest.hexdigest()}


@pytest.mark.parametrize("name", sorted(FACTS["counts"]))
def test_formulas_of_a_real_course_are_what_they_were(corpus_folder: Path, name: str):
    assert counted(pages(folder(corpus_folder, name))) == FACTS["counts"][name]


@pytest.mark.parametrize("fact", FACTS["unbalanced"], ids=lambda fact: f"{fact['file']}:{fact['line']}")
def test_dollar_that_lost_its_partner_in_a_real_course_is_found_at_its_line(
    corpus_folder: Path, fact: dict[str, object]
):
    root, _, name = str(fact["file"]).partition("/")
    page = parse(PurePosixPath(name), (folder(corpus_folder, root) / name).read_bytes())
    lines = [page.visible.line_at(offset) for offset in find(page.visible.text).unbalanced]
    assert lines.count(int(str(fact["line"]))) == fact["dollars"]


@pytest.mark.parametrize("fact", FACTS["judged"], ids=lambda fact: f"{fact['file']}:{fact['line']}")
def test_reading_that_was_judged_stays_as_it_is(corpus_folder: Path, fact: dict[str, object]):
    root, _, name = str(fact["file"]).partition("/")
    page = parse(PurePosixPath(name), (folder(corpus_folder, root) / name).read_bytes())
    text = page.visible.text
    found = [one.tex for one in find(text).formulas if page.visible.line_at(one.start) == fact["line"]]
    assert found == fact["formulas"]


def test_no_page_loses_a_dollar_without_a_word(corpus_folder: Path):
    named = {(fact["file"], fact["line"]) for fact in FACTS["unbalanced"]}
    for name in FACTS["counts"]:
        for page in pages(folder(corpus_folder, name)):
            for offset in find(page.visible.text).unbalanced:
                assert (f"{name}/{page.path}", page.visible.line_at(offset)) in named
