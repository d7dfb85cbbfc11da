"""What is kept is found again by all that it was worked out from, and nothing else; a broken file costs time only."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

from dragoman.findings import Finding
from dragoman.kept import ABSENT, Kept, digest, version

FINDING = Finding("docs/a.md", 3, "kind", "message")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "kept.sqlite"


def fill(file: Path, value: object = FINDING, stamp: bytes = b"") -> None:
    kept = Kept(file, stamp)
    kept.put(kept.key("one"), value)
    kept.close()


def stored(file: Path, stamp: bytes = b"") -> object:
    kept = Kept(file, stamp)
    try:
        return kept.find(kept.key("one"))
    finally:
        kept.close()


def test_value_is_worked_out_once_for_the_same_inputs() -> None:
    kept, calls = Kept(), []
    for text in ("a", "b", "a"):
        assert kept.of(lambda text=text: calls.append(text) or text * 2, "double", text) == text * 2
    assert calls == ["a", "b"]


def test_value_is_found_by_another_process(file: Path) -> None:
    fill(file)
    assert stored(file) == FINDING


def test_nothing_of_another_version_is_found(file: Path) -> None:
    fill(file, stamp=b"1")
    assert stored(file, b"2") is ABSENT
    assert stored(file, b"1") == FINDING


def test_what_must_not_be_kept_is_not() -> None:
    kept = Kept()
    assert [kept.of(lambda n=n: n, "number", keep=lambda n: n > 1) for n in (1, 2, 3)] == [1, 2, 2]


@pytest.mark.parametrize("garbage", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_file_of_garbage_is_made_anew(file: Path, garbage: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(garbage)
    fill(file)
    assert stored(file) == FINDING


def test_file_that_was_cut_off_costs_nothing_but_time(file: Path) -> None:
    for number in range(50):
        kept = Kept(file)
        kept.put(kept.key(number), "x" * 5000)
        kept.close()
    os.truncate(file, 9000)
    kept = Kept(file)
    assert {kept.of(lambda: "new", "n", number) for number in range(50)} == {"new"}
    kept.close()


def test_table_of_another_kind_is_left_alone(file: Path) -> None:
    file.parent.mkdir()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE kept (theirs TEXT)")
    fill(file)
    assert stored(file) is ABSENT


def test_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    fill(tmp_path / "cache" / "kept.sqlite")
    assert stored(tmp_path / "cache" / "kept.sqlite") is ABSENT


def test_two_builds_write_to_one_file(file: Path) -> None:
    one, other = Kept(file), Kept(file)
    one.put(one.key(1), 1)
    other.put(other.key(2), 2)
    one.save()
    other.save()
    assert (one.find(one.key(2)), other.find(other.key(1))) == (2, 1)


class Stranger:
    """What no value of ours is made of."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("echo run",)


def test_file_from_elsewhere_runs_nothing(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    fill(file)
    with sqlite3.connect(file) as database:
        for value in (Stranger(), subprocess.Popen, Kept):
            database.execute("UPDATE kept SET value = ?", (pickle.dumps(value),))
            database.commit()
            assert stored(file) is ABSENT
    assert capfd.readouterr().out == ""


def test_what_was_used_last_stays_when_there_is_too_much(file: Path) -> None:
    for number in range(10):
        kept = Kept(file, most=30_000)
        kept._today = number
        kept.put(kept.key(number), "x" * 5000)
        kept.close()
    kept = Kept(file, most=30_000)
    found = [number for number in range(10) if kept.find(kept.key(number)) is not ABSENT]
    assert found == list(range(found[0], 10))
    assert 1 < len(found) < 7


def test_memory_holds_only_what_is_still_asked_for() -> None:
    kept = Kept()
    for number in range(5):
        kept.of(lambda number=number: number, "page", number)
    kept.save()
    kept.find(kept.key("page", 3))
    kept.save()
    assert [kept.find(kept.key("page", number)) for number in range(5)] == [ABSENT, ABSENT, ABSENT, 3, ABSENT]


@dataclass(frozen=True)
class One:
    value: object


@dataclass(frozen=True)
class Other:
    value: object


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["a", "b"], ["ab", ""]),
        (["a"], "a"),
        ("1", 1),
        (True, 1),
        (None, "None"),
        ((1, 23), (12, 3)),
        (b"a", "a"),
        ({"a": 1}, {"a": 2}),
        ({"a": {"b": 1}, "c": 1}, {"a": {"b": 1, "c": 1}}),
        (One(1), Other(1)),
        ([[], [1]], [[1], []]),
        ("\ud800", "?"),
        (FINDING, Finding("docs/a.md", 4, "kind", "message")),
    ],
)
def test_different_values_have_different_digests(one: object, other: object) -> None:
    assert digest(one) != digest(other)
    assert digest(one) == digest(one)


def test_digest_is_the_same_in_every_process() -> None:
    code = "from dragoman.kept import digest; print(digest({'b', 'a', 'c'}, frozenset('xyz'), {'k': (1, 'é')}).hex())"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_what_is_no_value_has_no_digest() -> None:
    with pytest.raises(TypeError, match="found object, expected a value"):
        digest(["a", object()])
    assert digest(object(), other=lambda _: "o") == digest("o")
    assert digest(PurePosixPath("a/b")) == digest("a/b")


def test_version_stands_for_the_installed_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version.cache_clear()
    before = version()
    (tmp_path / "theirs-2.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    version.cache_clear()
    assert version() != before
    version.cache_clear()
