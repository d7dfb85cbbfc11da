"""Two builds of one course: the same files, byte for byte, wherever and however they are made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from projects import ROOT, Built

LEFT_OUT = shutil.ignore_patterns(
    "node_modules", "site", "site-corpus", ".cache", ".git*", ".site-*", ".venv", "__pycache__", "tests"
)
# Runs MkDocs, and all that it starts in this process, a hundred days later.
LATER = """
import datetime, sys, time
now, shift = time.time, 100 * 24 * 3600
time.time = lambda: now() + shift
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(100)
class LaterDay(datetime.date):
    @classmethod
    def today(cls):
        return super().today() + datetime.timedelta(100)
datetime.datetime, datetime.date = Later, LaterDay
from mkdocs.__main__ import cli
cli()
"""


def test_clean_builds_of_a_course_are_the_same_bytes_wherever_and_whenever_they_are_made(
    built: Built, tmp_path: Path
) -> None:
    course = tmp_path / "another folder with a longer name" / "course"
    shutil.copytree(ROOT, course, ignore=LEFT_OUT)
    (course / "node_modules").symlink_to(ROOT / "node_modules")
    mask = os.umask(0o077)
    try:
        done = subprocess.run(
            [sys.executable, "-c", LATER, "build", "--strict"],
            cwd=course,
            env=os.environ
            | {
                "PYTHONHASHSEED": "7",
                "TZ": "Pacific/Kiritimati",
                "LC_ALL": "C",
                "COLUMNS": "40",
                "PYTHONPATH": str(course / "hooks"),
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    finally:
        os.umask(mask)
    assert done.returncode == 0, done.stderr
    assert different(built.site, course / "site") == []


def different(one: Path, other: Path) -> list[str]:
    """Return the files that only one site has, or that are not the same in both."""
    names = {path.relative_to(site).as_posix() for site in (one, other) for path in site.rglob("*") if path.is_file()}
    assert len(names) > 200

    def bytes_of(path: Path) -> bytes | None:
        return path.read_bytes() if path.exists() else None

    return sorted(name for name in names if bytes_of(one / name) != bytes_of(other / name))
