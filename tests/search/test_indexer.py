"""The process that writes the search indexes beside the build."""

from __future__ import annotations

import json
import os
import pickle
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from dragoman.kept import Kept
from dragoman.search.indexer import Indexing
from dragoman.search.interface import packed, record
from dragoman.search.record import SearchError, SearchIndex
from searching import sections

PATIENCE = 60  # seconds
PAGE = json.dumps(packed(sections("<h1>Title</h1><p>A giraffe.</p>")))


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the process keeps what it works with."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_each_language_gets_its_index_and_nothing_is_left(tmp_path: Path, temporary: Path) -> None:
    indexing = Indexing()
    for lang in ("en", "ar"):
        indexing.add(lang, "page/", PAGE)
        indexing.make(lang)
    indexing.make("fr")  # which has no pages
    indexing.write(tmp_path / "search")
    assert sorted(folder.name for folder in (tmp_path / "search").iterdir()) == ["ar", "en"]
    for lang in ("en", "ar"):
        entry = json.loads((tmp_path / "search" / lang / "pagefind-entry.json").read_text())
        assert [one["page_count"] for one in entry["languages"].values()] == [1]
        assert (tmp_path / "search" / lang / "rules.json").is_file()
    assert list(temporary.iterdir()) == []


def test_nothing_is_written_or_left_when_the_build_breaks_off(tmp_path: Path, temporary: Path) -> None:
    build = (
        "from dragoman.search.indexer import Indexing; "
        f"one = Indexing(); one.add('en', 'page/', {PAGE!r}); one.make('en')"
    )
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, check=True)
    wait_until(lambda: not list(temporary.iterdir()))
    assert list(tmp_path.iterdir()) == [temporary]


def test_an_interrupt_is_for_the_build(tmp_path: Path, temporary: Path) -> None:
    indexing = Indexing()
    indexing.add("en", "page/", PAGE)
    indexing.make("en")
    wait_until(lambda: bool(list(temporary.iterdir())))
    os.kill(process_of(indexing).pid, signal.SIGINT)
    indexing.write(tmp_path / "search")
    assert (tmp_path / "search" / "en" / "pagefind-entry.json").is_file()


def test_a_process_that_was_killed_is_told_of(tmp_path: Path) -> None:
    indexing = Indexing()
    indexing.add("en", "page/", PAGE)
    indexing.make("en")
    os.kill(process_of(indexing).pid, signal.SIGKILL)
    for _ in range(100):  # more than a pipe holds
        indexing.add("fr", "page/", json.dumps(json.loads(PAGE) * 100))
    indexing.make("fr")
    with pytest.raises(SearchError, match="ended with -9, expected 0"):
        indexing.write(tmp_path / "search")


def test_a_folder_with_the_name_of_our_package_is_not_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dragoman").mkdir()
    (tmp_path / "dragoman" / "__init__.py").write_text("raise SystemExit('the wrong one')")
    monkeypatch.chdir(tmp_path)
    indexing = Indexing()
    indexing.add("en", "page/", PAGE)
    indexing.make("en")
    indexing.write(tmp_path / "search")
    assert (tmp_path / "search" / "en" / "pagefind-entry.json").is_file()


def test_index_of_the_same_pages_is_kept(tmp_path: Path) -> None:
    kept = Kept()
    for number, expected in enumerate([True, False]):
        indexing = Indexing(kept)
        indexing.add("en", "page/", PAGE)
        indexing.make("en")
        indexing.write(tmp_path / str(number))
        assert (indexing.process is not None) == expected
    first, second = (
        {file.relative_to(tmp_path / name): file.read_bytes() for file in (tmp_path / name).rglob("*.*")}
        for name in "01"
    )
    assert first == second
    assert first


def test_record_of_a_page_that_did_not_change_is_kept_when_another_did(tmp_path: Path) -> None:
    file = tmp_path / "kept.sqlite"
    for text in ("giraffe", "zebra"):
        indexing = Indexing(Kept(file))
        indexing.add("en", "page/", PAGE)
        indexing.add("en", "other/", json.dumps(packed(sections(f"<h1>Title</h1><p>A {text}.</p>"))))
        indexing.make("en")
        indexing.write(tmp_path / text)
    with closing(sqlite3.connect(file)) as database:
        values = [pickle.loads(value) for (value,) in database.execute("SELECT value FROM kept")]
    records = [value for value in values if isinstance(value, str)]
    assert sorted("zebra" in one for one in records) == [False, False, True]


def process_of(indexing: Indexing) -> subprocess.Popen[bytes]:
    wait_until(lambda: indexing.process is not None)
    assert indexing.process is not None
    return indexing.process


def wait_until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(
    "name", ["pagefind.js", "pagefind-entry.json", "*.pf_meta", "fragment/*", "index/*", "wasm.en.*"]
)
@pytest.mark.parametrize("size", [0, 100])
def test_index_of_which_the_disk_held_only_a_part_is_refused(tmp_path: Path, name: str, size: int) -> None:
    index = SearchIndex("en", tmp_path)
    for number in range(20):
        words = " ".join(f"w{number}{one}" for one in range(200))
        index.add(record(sections(f"<h1>Title</h1><p>{words}</p>"), f"page{number}/", "en"))
    index.make()
    for file in (tmp_path / "bundle").glob(name):
        os.truncate(file, size)
    with pytest.raises(SearchError, match=r"search: found only a part of .*, expected room for it: make some in"):
        index.write(tmp_path / "written")
    assert not (tmp_path / "written").exists()


def test_index_of_the_same_pages_is_the_same_each_time(tmp_path: Path) -> None:
    written = []
    for attempt in ("first", "second"):
        index = SearchIndex("en", tmp_path / attempt)
        for number in range(20):
            index.add(record(sections(f"<p>A giraffe {number} page</p>"), f"page{number}/", "en"))
        index.make()
        folder = tmp_path / attempt / "written"
        index.write(folder)
        written.append({str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")})
    assert written[0] == written[1]
    assert len(written[0]) > 20
