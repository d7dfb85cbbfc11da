"""Running snippets: each in a process of its own, its results kept under a folder."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

TIME_LIMIT = 60  # seconds


@dataclass(frozen=True, slots=True)
class Output:
    """What a snippet printed, and the figures it drew as SVG."""

    text: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a snippet did not run to its end: the line of its own file, and what Python said."""

    line: int
    message: str


class Runner:
    """Runs snippet files and remembers what they printed, by their source and the versions in use."""

    def __init__(self, cache: Path, jobs: int = 2) -> None:
        """Keep results in the folder ``cache``; run ``jobs`` processes at a time."""
        self._cache = cache
        self._jobs = jobs

    def run(self, snippets: Mapping[str, Path]) -> dict[str, Output | Failure]:
        """Return the result of each snippet; files that ran before unchanged are not run again."""
        with ThreadPoolExecutor(self._jobs) as pool:
            return dict(zip(snippets, pool.map(self._run, snippets.values()), strict=True))

    def _run(self, path: Path) -> Output | Failure:
        entry = self._cache / f"{_digest(path)}.json"
        try:
            stored = json.loads(entry.read_text("utf-8"))
            return Output(stored["text"], tuple(stored["figures"]))
        except (OSError, ValueError, KeyError):
            pass
        result = _execute(path)
        if isinstance(result, Output):
            self._cache.mkdir(parents=True, exist_ok=True)
            partial = entry.with_suffix(f".{os.getpid()}.tmp")
            partial.write_text(json.dumps({"text": result.text, "figures": result.figures}), "utf-8")
            partial.replace(entry)
        return result


def _digest(path: Path) -> str:
    """Return the name of a result: the source, and whatever else decides what it prints."""
    parts = [path.read_bytes(), platform.platform().encode(), sys.version.encode()]
    parts += [version(package).encode() for package in ("torch", "numpy", "matplotlib")]
    parts.append(Path(__file__).with_name("harness.py").read_bytes())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _execute(path: Path) -> Output | Failure:
    environment = os.environ | {"MPLBACKEND": "svg", "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "course.harness", str(path)]
    try:
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=TIME_LIMIT, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return Failure(1, f"found no end after {TIME_LIMIT} s, expected one: make the example smaller")
    try:
        answer = json.loads(done.stdout.rpartition("\0")[2])
    except ValueError:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Failure(1, f"found exit status {done.returncode} ({last}), expected the file to run to its end")
    if "error" in answer:
        return Failure(int(answer["line"]), str(answer["error"]))
    return Output(str(answer["text"]), tuple(answer["figures"]))
