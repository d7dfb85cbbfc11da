"""The checks and commands of the sync on the pages of a real course."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.cli import sync as cli_sync
from dragoman.findings import Finding
from dragoman.pages.directives import REVIEW
from dragoman.pages.lecture import Lecture, parse
from dragoman.pages.library import read
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.checks.drift import State
from dragoman.sync.editing import adopt as adopting
from dragoman.sync.editing import update as updating
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import source_blocks

# Real errors where they stand, with what must be named.
ERRORS = [
    ("ar/week02/02-2.md", 327, "parity.math", "$L$"),
    ("fr/week02/02-1.md", 659, "parity.math", "\\partiel"),
    ("fr/week03/03-1.md", 98, "parity.math", "\\partiel"),
    ("fr/week07/07-2.md", 145, "parity.math", "\\moyen"),
    ("fr/week02/02-3.md", 460, "parity.math", "\\\\N-rbrace"),
    ("fr/week05/05-3.md", 165, "parity.code", "torche.rand"),
    ("fr/week10/10-3.md", 313, "parity.code", "émulateur ="),
    ("fr/week08/08-3.md", 31, "parity.link", "/semaine07/"),
    ("ar/week03/03-3.md", 17, "parity.link", "watch؟v="),
    ("ar/week03/03-3.md", 62, "parity.link", "watch؟v="),
    ("ar/week03/03-3.md", 211, "parity.link", "watch؟v="),
    ("ar/week01/01-1.md", 97, "parity.link", "watch؟v="),
    ("tr/week08/08-2.md", 96, "parity.math", "\\ overline"),
    ("ar/week07/07-3.md", 254, "parity.math", "$ without a partner"),
    ("tr/week02/02-2.md", 104, "drift.missing", "However, the use of softmax"),
    ("tr/week02/02-2.md", 104, "drift.missing", "Mathematicians came up with"),
    ("tr/week02/02-2.md", 104, "drift.missing", "<center><img"),
    ("tr/week02/02-2.md", 104, "drift.missing", "h(s) = \\frac{1}"),
    ("tr/week02/02-2.md", 104, "drift.missing", "\\log(y_i )="),
]


@pytest.fixture(scope="module")
def sync(corpus_folder: Path) -> Sync:
    return cli_sync.open_docs(corpus_folder, "en")


@pytest.fixture(scope="module")
def seeds() -> Path:
    folder = os.environ.get("COURSE_SEEDS")
    if not folder:
        pytest.skip("COURSE_SEEDS is not set")
    return Path(folder).resolve()


@pytest.fixture(scope="module")
def seeded(sync: Sync, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Sync:
    """The seeds with the English pages of the real course."""
    docs = tmp_path_factory.mktemp("seeded") / "docs"
    shutil.copytree(sync.library.root / "en", docs / "en")
    shutil.copytree(seeds, docs, dirs_exist_ok=True)
    return Sync(read(docs, sync.library.languages, "en"), "docs", cli_sync.KATEX)


def page(sync: Sync, path: str) -> Lecture:
    return next(one for one, _ in sync.translations() if str(one.path) == path)


def findings(sync: Sync, path: str) -> tuple[Finding, ...]:
    return sync.check(page(sync, path))


@pytest.mark.parametrize(("path", "line", "kind", "named"), ERRORS)
def test_real_error_is_found_at_its_line(sync: Sync, path: str, line: int, kind: str, named: str) -> None:
    assert any(one.line == line and one.kind == kind and named in one.message for one in findings(sync, path))


def test_english_that_stands_below_its_translation_is_found(seeded: Sync) -> None:
    found = {one.line for one in findings(seeded, "tr/week05/05.md") if one.kind == "text.source"}
    lines = page(seeded, "tr/week05/05.md").to_bytes().decode().split("\n")
    assert {lines[line - 1][:10] for line in found} >= {"We begin b", "We discuss", "We briefly"}


def test_every_page_of_the_seeds_is_read_and_written_back_byte_for_byte(seeds: Path) -> None:
    files = sorted(seeds.rglob("*.md"))
    assert files
    for file in files:
        lecture = parse(file.relative_to(seeds), file.read_bytes())
        assert lecture.to_bytes() == file.read_bytes()


def test_seed_in_a_div_from_right_to_left_is_read_as_without_it(seeded: Sync) -> None:
    paired = seeded.pairs(page(seeded, "ar/week05/05.md"))
    assert all(one.current and one.target for one in paired.pairs)


def shown(text: bytes | str, like: Lecture) -> str:
    data = text if isinstance(text, bytes) else text.encode()
    return " ".join(parse(like.path, data).visible.text.split())


def pages(*courses: Sync) -> Iterator[tuple[Sync, Lecture, Lecture]]:
    for course in courses:
        for translation, source in course.translations():
            yield course, translation, source


@pytest.fixture(scope="module", params=[False, True], ids=["update", "update --accept"])
def updates(request: pytest.FixtureRequest, sync: Sync, seeded: Sync) -> list[tuple[Lecture, Lecture, str]]:
    """All translations with their English pages and their texts after an update."""
    return [
        (
            translation,
            source,
            updating.update(translation, source, course.pairs(translation), accept=request.param).data.decode(),
        )
        for course, translation, source in pages(sync, seeded)
    ]


def test_update_shows_only_formulas_and_code_that_were_not_shown_before(
    updates: list[tuple[Lecture, Lecture, str]],
) -> None:
    for translation, source, text in updates:
        before, now = (shown(one, translation).split() for one in (translation.to_bytes(), text))
        verbatim = [one.text for one in source_blocks(source) if one.kind.value in ("code", "formula")]
        assert Counter(now) - Counter(before) <= Counter(" ".join(verbatim).split()), translation.path
        assert Counter(before) <= Counter(now), translation.path


def test_paragraph_put_in_anywhere_in_the_english_is_put_in_without_damage(sync: Sync) -> None:
    new = "A brand new paragraph about the quasi-Newton method."
    places = [
        (translation, source, block.line)
        for _, translation, source in pages(sync)
        for block in sync.blocks(source)
        if not block.text.startswith((" ", "\t"))
    ]
    first = [(translation, source, sync.blocks(source)[0].line) for _, translation, source in pages(sync)]
    done = 0
    drawn = random.Random(5)
    for translation, source, line in [*drawn.sample(places, 50), *drawn.sample(first, 20)]:
        lines = source.to_bytes().decode().split("\n")
        english = parse(source.path, "\n".join([*lines[: line - 1], new, "", *lines[line - 1 :]]).encode())
        where = f"{translation.path}, before {source.path}:{line}"
        updated = updating.update(translation, english, pair(translation, source_blocks(english)))
        again = parse(translation.path, updated.data)
        assert Counter(comment_flaws(again)) <= Counter(comment_flaws(translation)), where
        assert not Counter(shown(translation.to_bytes(), translation).split()) - Counter(
            shown(updated.data.decode(), translation).split()
        )
        assert (
            updating.update(again, english, pair(again, source_blocks(english), english.lang)).data.decode()
            == updated.data.decode()
        ), where
        done += new in updated.data.decode()
    assert done >= 65  # elsewhere it is taken for the English of a text without comment


def comment_flaws(page: Lecture) -> list[str]:
    return [finding.kind for finding in page.findings if finding.kind.startswith("comment.")]


def test_second_update_changes_nothing(updates: list[tuple[Lecture, Lecture, str]]) -> None:
    changed = 0
    for translation, source, text in updates:
        again = parse(translation.path, text.encode())
        paired = pair(again, source_blocks(source), source.lang)
        states = [state for _, _, state in drift.iterate(paired)]
        for accept in (False, True) if REVIEW not in text else (False,):
            if accept and State.COSMETIC in states:
                continue
            assert updating.update(again, source, paired, accept=accept).data.decode() == text, translation.path
        changed += text.encode() != translation.to_bytes()
    assert changed > 20


def test_adopt_changes_nothing_that_is_shown_brings_no_finding_and_a_second_run_changes_nothing_at_all(
    sync: Sync, seeded: Sync
) -> None:
    changed = unverified = 0
    for course, translation, source in pages(sync, seeded):
        before = Counter(one.kind for one in course.check(translation))
        text, _ = adopting.adopt(translation, source, course, 0.5)
        again = parse(translation.path, text.encode())
        after = Counter(one.kind for one in course.check(again))
        assert after <= before, translation.path
        assert Counter(comment_flaws(again)) <= Counter(comment_flaws(translation)), translation.path
        assert adopting.adopt(again, source, course, 0.5)[0] == text, translation.path
        assert shown(text, translation) == shown(translation.to_bytes(), translation), translation.path
        changed += text.encode() != translation.to_bytes()
        unverified += after["drift.unverified"] - before["drift.unverified"]
    assert changed > 20
    assert unverified < -20
