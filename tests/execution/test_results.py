from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from dragoman.execution.results import CellOutput, Failure, Output, ResultCache, digest, from_mapping

SVG = '<svg viewBox="0 0 1 1"><text>été\r\nسطر</text></svg>'
OUTPUT = Output(
    (CellOutput("loss 0.5\r\n", (SVG, "<svg/>")), CellOutput("", (), "ValueError: no")),
    stderr="warning\n",
    seconds=1.5,
    peak_mb=300.2,
    reads=("data.csv", "week05/helper.py"),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A snippets folder with a helper and data."""
    (tmp_path / "snippets" / "week05").mkdir(parents=True)
    (tmp_path / "snippets" / "week05" / "helper.py").write_text("x = 1\n")
    (tmp_path / "snippets" / "data.csv").write_text("1,2\n")
    return tmp_path / "snippets"


@pytest.fixture
def cache(tmp_path: Path, root: Path) -> ResultCache:
    """A cache that holds `OUTPUT`."""
    cache = ResultCache(tmp_path / "cache")
    cache.store("key", OUTPUT, root)
    return cache


def files(folder: Path, suffix: str) -> list[Path]:
    """Return the files that a cache wrote."""
    return sorted((folder / "cache").rglob(f"*{suffix}"))


def test_stored_result_comes_back_as_it_was(cache: ResultCache, root: Path) -> None:
    assert cache.load("key", root) == OUTPUT


def test_unknown_key_has_no_result(cache: ResultCache, root: Path) -> None:
    assert cache.load("other", root) is None


def test_cache_writes_json_and_svg_and_nothing_else(cache: ResultCache, root: Path) -> None:  # noqa: ARG001
    written = [path for path in (root.parent / "cache").rglob("*") if path.is_file()]
    assert {path.suffix for path in written} == {".json", ".svg"}
    assert SVG.encode() in [path.read_bytes() for path in written]


@pytest.mark.parametrize("name", ["data.csv", "week05/helper.py"])
def test_result_ends_with_the_content_of_a_file_that_was_read(cache: ResultCache, root: Path, name: str) -> None:
    before = (root / name).read_bytes()
    (root / name).write_text("changed\n")
    assert cache.load("key", root) is None
    (root / name).unlink()
    assert cache.load("key", root) is None
    (root / name).write_bytes(before)
    assert cache.load("key", root) == OUTPUT


def test_results_of_both_contents_of_a_file_are_kept(cache: ResultCache, root: Path) -> None:
    (root / "data.csv").write_text("3,4\n")
    other = Output((CellOutput("other"),), reads=("data.csv",))
    cache.store("key", other, root)
    assert cache.load("key", root) == other
    (root / "data.csv").write_text("1,2\n")
    assert cache.load("key", root) == OUTPUT


def test_result_that_found_a_file_missing_holds_until_the_file_is_there(tmp_path: Path, root: Path) -> None:
    cache = ResultCache(tmp_path / "cache")
    output = Output((), reads=("gone.csv",))
    cache.store("key", output, root)
    assert cache.load("key", root) == output
    root.mkdir(exist_ok=True)
    (root / "gone.csv").write_text("1")
    assert cache.load("key", root) is None


DAMAGES = {
    "empty": lambda data: b"",  # noqa: ARG005
    "cut in half": lambda data: data[: len(data) // 2],
    "without its last byte": lambda data: data[:-1],
    "another byte": lambda data: data[:-2] + bytes([data[-2] ^ 1]) + data[-1:],
    "no UTF-8": lambda data: data + b"\xff",
    "zeros": lambda data: bytes(len(data)),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("suffix", [".json", ".svg"])
def test_damaged_file_is_no_result_and_no_exception(
    cache: ResultCache, tmp_path: Path, root: Path, suffix: str, damage: str
) -> None:
    for path in files(tmp_path, suffix):
        whole = path.read_bytes()
        path.write_bytes(DAMAGES[damage](whole))
        assert cache.load("key", root) is None
        path.unlink()
        assert cache.load("key", root) is None
        path.write_bytes(whole)
    assert cache.load("key", root) == OUTPUT


def test_damaged_entry_is_mended_by_the_next_run(cache: ResultCache, tmp_path: Path, root: Path) -> None:
    for path in [*files(tmp_path, ".json"), *files(tmp_path, ".svg")]:
        path.write_bytes(path.read_bytes()[:10])
    cache.store("key", OUTPUT, root)
    assert cache.load("key", root) == OUTPUT


@pytest.mark.parametrize("content", [None, 1, "x", [], {}, [1], {"cells": 1}, {"cells": [{}]}, [[["a"]]]])
def test_whole_file_with_another_content_is_no_result(
    cache: ResultCache, tmp_path: Path, root: Path, content: object
) -> None:
    text = json.dumps(content)
    for path in files(tmp_path, ".json"):
        whole = path.read_bytes()
        path.write_text(f"{digest(text)}\n{text}", "utf-8")
        assert cache.load("key", root) is None
        path.write_bytes(whole)


def test_two_writers_leave_one_whole_result(tmp_path: Path, root: Path) -> None:
    caches = [ResultCache(tmp_path / "cache") for _ in range(2)]
    seen: list[Output | None] = []

    def work(cache: ResultCache) -> None:
        for _ in range(30):
            cache.store("key", OUTPUT, root)
            seen.append(cache.load("key", root))

    threads = [threading.Thread(target=work, args=(cache,)) for cache in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 60
    assert set(seen) == {OUTPUT}
    assert files(tmp_path, ".part") == []


def test_parts_of_a_digest_do_not_run_into_each_other() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "")}) == 4


def test_answer_of_a_worker_is_an_output_or_a_failure() -> None:
    cell = {"text": "1\n", "figures": ["<svg/>"], "error": None}
    answer = {"cells": [cell], "reads": ["a.py"], "stderr": "", "seconds": 0.1, "peak_mb": 2.0}
    assert from_mapping(answer) == Output((CellOutput("1\n", ("<svg/>",)),), "", 0.1, 2.0, ("a.py",))
    failure = {"line": 3, "message": "ValueError: no", "traceback": "", "stderr": ""}
    assert from_mapping(failure) == Failure(3, "ValueError: no")
