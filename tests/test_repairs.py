"""What ``course fix`` makes of injured translations: what they were before, or nothing; and never other words."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from dragoman.pages.library import Library
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing.fix import fix
from injuries import INJURIES, Case
from translated import KATEX

DOCS = Path(__file__).resolve().parent.parent / "docs"
REPAIRED = (
    "changed URL",
    "changed code",
    "heading level",
    "question mark in URL",
    "swapped variable",
    "translated macro",
)
PAGES = {"fr": "week05/05-2.md", "tr": "week05/05-1.md", "ar": "week05/05-3.md"}


@pytest.mark.parametrize("lang", PAGES)
def test_injured_translation_is_as_before_after_its_repair_or_stays_as_it_is(lang: str) -> None:
    path = PurePosixPath(lang, PAGES[lang])
    case = Case(path, (DOCS / path).read_text("utf-8"), (DOCS / "en" / PAGES[lang]).read_text("utf-8"))
    rng = random.Random(20201127)
    outcomes: Counter[tuple[str, str]] = Counter()
    for injure in INJURIES:
        injury = injure(case, rng)
        if injury is None or injury.english != case.english:
            continue
        injured = Case(path, injury.translation, injury.english)
        page, source = injured.lecture(), injured.source()
        library = Library(Path("docs"), ("en", lang), "en", {page.path: page, source.path: source}, ())
        after = fix(page, Sync(library, "docs", KATEX), lambda kind: kind != "text.source").data.decode()
        same = {case.translation: "repaired", injury.translation: "left"}
        outcomes[injury.name, same.get(after, f"neither: {injury.what}")] += 1
    assert [one for one in outcomes if one[1].startswith("neither")] == []
    tried = sum(count for (name, _), count in outcomes.items() if name in REPAIRED)
    assert tried >= 4
    assert sum(outcomes[name, "repaired"] for name in REPAIRED) >= 0.8 * tried, outcomes
