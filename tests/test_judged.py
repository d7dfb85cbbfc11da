"""Findings on blindly chosen pages of a real course, each judged by reading it: real, or not.

The list holds all findings on its pages but most of the front matter, of which there are many of one
kind. What is real must go on being found; what is not may disappear.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dragoman.cli import sync as cli_sync
from dragoman.findings import Severity

LIST = Path(__file__).with_name("judged.csv")
DRAWN = Path(__file__).with_name("drawn.csv")
SHARES = {"parity": 0.8, "drift": 0.95, "front-matter": 0.95, "comment": 0.95}
# Findings drawn from pages that nobody had looked at, with the verdicts of two readers who did not know each other's.
PROOF = Path(__file__).with_name("proof.csv")
# Said otherwise since: as a change of the formula that the comment has in its old form, and as a mere difference of comments.
OTHERWISE = {("tr/week02/02-1.md", 131, "drift.orphan"), ("zh/week02/02-1.md", 112, "drift.orphan")}
Place = tuple[str, int, str]


def _judged(*verdicts: str) -> Counter[Place]:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return Counter(
            (row["file"], int(row["line"]), row["kind"]) for row in rows if not verdicts or row["verdict"] in verdicts
        )


@pytest.fixture(scope="module")
def made(corpus_folder: Path) -> Counter[Place]:
    """The findings that the check makes on the pages of the list."""
    sync = cli_sync.open_docs(corpus_folder, "en")
    pages = {file for file, _, _ in _judged()}
    found = cli_sync.findings(sync, [corpus_folder / page for page in sorted(pages)])
    root = f"{corpus_folder.as_posix()}/"
    return Counter((one.file.removeprefix(root), one.line, one.kind) for one in found)


def test_what_was_drawn_from_pages_that_nobody_had_looked_at_and_is_real_is_found(corpus_folder: Path) -> None:
    """The draw is of other pages, by kind; of those in Spanish, Persian and Chinese only the verdicts are here."""
    with DRAWN.open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if (corpus_folder / row["file"]).is_file() and row["verdict"] == "real"
        ]
    sync = cli_sync.open_docs(corpus_folder, "en")
    found = cli_sync.findings(sync, [corpus_folder / page for page in sorted({row["file"] for row in rows})])
    root = f"{corpus_folder.as_posix()}/"
    made = Counter((one.file.removeprefix(root), one.line, one.kind) for one in found)
    assert len(rows) >= 80
    assert sorted((Counter((row["file"], int(row["line"]), row["kind"]) for row in rows) - made).elements()) == []


def test_list_is_long_enough_and_has_no_other_verdicts() -> None:
    assert _judged().total() >= 150
    assert _judged() == _judged("real", "not")


def test_what_was_judged_real_is_found_at_its_line(made: Counter[Place]) -> None:
    assert sorted((_judged("real") - made).elements()) == []


@pytest.mark.parametrize("topic", list(SHARES))
def test_what_is_found_is_real(made: Counter[Place], topic: str) -> None:
    def of_topic(places: Counter[Place]) -> int:
        return sum(count for (_, _, kind), count in places.items() if kind.split(".")[0] == topic)

    # Nobody has judged what is found since, except that of the front matter only a part was to be judged.
    found = made & _judged() if topic == "front-matter" else made
    real = made & _judged("real")
    assert of_topic(real) > 0
    assert of_topic(real) >= SHARES[topic] * of_topic(found)


def test_errors_and_warnings_that_two_readers_held_for_real_are_found_and_those_they_did_not_are_gone(
    corpus_folder: Path,
) -> None:
    with PROOF.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["severity"] != "info"]
    assert len(rows) >= 220
    for folder in (corpus_folder, corpus_folder.with_name("corpus-more")):
        mine = [row for row in rows if (folder / row["file"]).is_file()]
        assert mine
        pages = [folder / page for page in sorted({row["file"] for row in mine})]
        found = cli_sync.findings(cli_sync.open_docs(folder, "en"), pages)
        root = f"{folder.as_posix()}/"
        made = Counter(
            (one.file.removeprefix(root), one.line, one.kind) for one in found if one.severity is not Severity.INFO
        )
        verdicts: dict[str, Counter[Place]] = {"real": Counter(), "not": Counter()}
        for row in mine:
            if row["first"] == row["second"]:
                verdicts[row["first"]][row["file"], int(row["line"]), row["kind"]] += 1
        assert set(verdicts["real"] - made) <= OTHERWISE
        # Another of the same kind at the same line may be real.
        assert not [place for place in verdicts["not"] if made[place] > verdicts["real"][place]]
