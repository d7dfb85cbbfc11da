"""Injuries to translations in sync: the check must find each in its block, and nothing else.

Each page is injured in every way that it offers, at places drawn with a fixed seed.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from dragoman.findings import Finding
from dragoman.pages.library import Library
from dragoman.sync.checks.check import Sync
from injuries import INJURIES, Case, Injury
from translated import KATEX

DOCS = Path(__file__).resolve().parent.parent / "docs"
LANGUAGES = ("fr", "tr", "ar")
LEAST = 0.98
OURS = 1  # rounds on each of our pages
MOST_FINDINGS = 2  # that a page in sync has, those of marks and missing comments not counted
PAGES = 6  # of the corpus, by language
SILENT = ("drift.unverified", "drift.cosmetic")


@dataclass(frozen=True)
class Miss:
    """An injury that was not found in its block, or that gave findings elsewhere."""

    page: PurePosixPath
    injury: Injury
    elsewhere: tuple[Finding, ...]

    def __str__(self) -> str:
        lines = f"{self.page}:{self.injury.first}-{self.injury.last}: {self.injury.name} ({self.injury.what[:60]!r})"
        return "\n    ".join([lines, *(f"elsewhere {one}"[:200] for one in self.elsewhere)])


def _cases(docs: Path, lang: str) -> Iterator[Case]:
    for file in sorted((docs / lang).rglob("*.md")):
        path = file.relative_to(docs)
        english = docs / "en" / file.relative_to(docs / lang)
        if english.is_file():
            yield Case(PurePosixPath(path.as_posix()), file.read_text("utf-8"), english.read_text("utf-8"))


def _findings(case: Case) -> tuple[Finding, ...]:
    page, source = case.lecture(), case.source()
    library = Library(Path("docs"), ("en", case.path.parts[0]), "en", {page.path: page, source.path: source}, ())
    return tuple(one for one in Sync(library, "docs", KATEX).check(page) if one.kind not in SILENT)


def _key(one: Finding) -> tuple[str, str]:
    # An injury moves the lines below it.
    return one.kind, re.sub(r":\d+", "", one.message)


def _miss(case: Case, before: Sequence[Finding], injury: Injury) -> Miss | None:
    known = Counter(map(_key, before))
    new = []
    for one in _findings(Case(case.path, injury.translation, injury.english)):
        known[_key(one)] -= 1
        if known[_key(one)] < 0:
            new.append(one)
    elsewhere = tuple(one for one in new if not injury.first <= one.line <= injury.last)
    return Miss(case.path, injury, elsewhere) if elsewhere or not new else None


def _injure(cases: Sequence[tuple[Case, Sequence[Finding]]], rounds: int) -> tuple[int, list[Miss]]:
    """Return how many injuries were done, and those missed."""
    rng = random.Random(20200224)
    done, missed = 0, []
    for case, before in cases:
        for injure in INJURIES * rounds:
            injury = injure(case, rng)
            if injury is not None:
                done += 1
                missed += filter(None, [_miss(case, before, injury)])
    return done, missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_injuries_to_our_translations_are_found_where_they_are(lang: str) -> None:
    cases = [(case, _findings(case)) for case in _cases(DOCS, lang)]
    assert [str(one) for _, before in cases for one in before] == []
    done, missed = _injure(cases, OURS)
    print(f"{done} injuries in {lang}, {len(missed)} missed", *missed, sep="\n")
    assert done >= 100
    assert len(missed) <= (1 - LEAST) * done, "\n".join(map(str, missed))


def test_injuries_to_pages_of_the_real_course_in_sync_are_found_where_they_are(corpus_folder: Path) -> None:
    cases = []
    for lang in LANGUAGES:
        candidates = list(_cases(corpus_folder, lang))
        random.Random(lang).shuffle(candidates)
        in_sync = ((case, found) for case in candidates if len(found := _findings(case)) <= MOST_FINDINGS)
        cases += [pair for pair, _ in zip(in_sync, range(PAGES), strict=False)]
    done, missed = _injure(cases, 1)
    print(f"{done} injuries, {len(missed)} missed", *missed, sep="\n")
    assert done >= 100
    assert len(missed) <= (1 - LEAST) * done, "\n".join(map(str, missed))
