from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from dragoman.execution.results import CellOutput, Failure, Output, ResultCache, digest, from_mapping

SVG = '<svg viewBox="0 0 1 1"><text>été\r\nسطر</text></svg>'
OUTPUT = Output(
    (CellOutput("loss 0.5\r\n", (SVG, "<svg/>"), None, "1\n", "<b>1</b>"), CellOutput("", (), "ValueError: no")),
    stderr="warning\n",
    seconds=1.5,
    peak_mb=300.2,
    packages=(("numpy", "2.0"), ("pandas", "3.1")),
    remarks=((3, "found much"),),
)


@pytest.fixture
def installed() -> dict[str, str]:
    """The versions of the packages that are installed."""
    return {"numpy": "2.0", "pandas": "3.1"}


def opened(folder: Path, installed: dict[str, str]) -> ResultCache:
    """Return the cache as the next build sees it."""
    return ResultCache(folder / "cache", lambda name: installed.get(name, "missing"))


@pytest.fixture
def cache(tmp_path: Path, installed: dict[str, str]) -> ResultCache:
    """A cache that holds `OUTPUT`."""
    cache = opened(tmp_path, installed)
    cache.store("key", OUTPUT)
    return cache


def files(folder: Path, suffix: str) -> list[Path]:
    """Return the files that a cache wrote."""
    return sorted((folder / "cache").rglob(f"*{suffix}"))


def test_stored_result_comes_back_as_it_was(cache: ResultCache) -> None:
    assert cache.load("key") == OUTPUT


def test_unknown_key_has_no_result(cache: ResultCache) -> None:
    assert cache.load("other") is None


@pytest.mark.usefixtures("cache")
def test_cache_writes_json_and_svg_and_nothing_else(tmp_path: Path) -> None:
    written = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert {path.suffix for path in written} == {".json", ".svg"}
    assert SVG.encode() in [path.read_bytes() for path in written]


@pytest.mark.parametrize("name", ["numpy", "pandas"])
@pytest.mark.parametrize("version", ["9.9", None])
def test_result_ends_with_the_version_of_a_package_that_was_imported(
    cache: ResultCache, tmp_path: Path, installed: dict[str, str], name: str, version: str | None
) -> None:
    assert cache.load("key") == OUTPUT
    others = {other: found for other, found in installed.items() if other != name}
    assert opened(tmp_path, others | ({name: version} if version else {})).load("key") is None
    assert opened(tmp_path, installed | {"scipy": "1"}).load("key") == OUTPUT


def test_results_of_both_versions_of_a_package_are_kept(
    cache: ResultCache, tmp_path: Path, installed: dict[str, str]
) -> None:
    other = Output((CellOutput("other"),), packages=(("numpy", "3.0"),))
    cache.store("key", other)
    assert opened(tmp_path, {"numpy": "3.0"}).load("key") == other
    assert opened(tmp_path, installed).load("key") == OUTPUT


def test_result_of_another_machine_holds_where_its_versions_are_installed(
    tmp_path: Path, installed: dict[str, str]
) -> None:
    cache = opened(tmp_path, installed)
    cache.store("key", Output((), packages=(("pandas", "4.0"),)))
    assert cache.load("key") is None
    assert opened(tmp_path, {"pandas": "4.0"}).load("key") is not None


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
    cache: ResultCache, tmp_path: Path, suffix: str, damage: str
) -> None:
    for path in files(tmp_path, suffix):
        whole = path.read_bytes()
        path.write_bytes(DAMAGES[damage](whole))
        assert cache.load("key") is None
        path.unlink()
        assert cache.load("key") is None
        path.write_bytes(whole)
    assert cache.load("key") == OUTPUT


def test_damaged_entry_is_mended_by_the_next_run(cache: ResultCache, tmp_path: Path) -> None:
    for path in [*files(tmp_path, ".json"), *files(tmp_path, ".svg")]:
        path.write_bytes(path.read_bytes()[:10])
    cache.store("key", OUTPUT)
    assert cache.load("key") == OUTPUT


@pytest.mark.parametrize("content", [None, 1, "x", [], {}, [1], {"cells": 1}, {"cells": [{}]}, [[["a"]]]])
def test_whole_file_with_another_content_is_no_result(cache: ResultCache, tmp_path: Path, content: object) -> None:
    text = json.dumps(content)
    for path in files(tmp_path, ".json"):
        whole = path.read_bytes()
        path.write_text(f"{digest(text)}\n{text}", "utf-8")
        assert cache.load("key") is None
        path.write_bytes(whole)


def test_two_writers_leave_one_whole_result(tmp_path: Path, installed: dict[str, str]) -> None:
    caches = [opened(tmp_path, installed) for _ in range(2)]
    seen: list[Output | None] = []

    def work(cache: ResultCache) -> None:
        for _ in range(30):
            cache.store("key", OUTPUT)
            seen.append(cache.load("key"))

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
    answer = {"cells": [cell], "packages": [["a", "1"]], "remarks": [], "stderr": "", "seconds": 0.1, "peak_mb": 2.0}
    assert from_mapping(answer) == Output((CellOutput("1\n", ("<svg/>",)),), "", 0.1, 2.0, (("a", "1"),))
    failure = {"line": 3, "message": "ValueError: no", "traceback": "", "stderr": ""}
    assert from_mapping(failure) == Failure(3, "ValueError: no")
