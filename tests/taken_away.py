"""Downloads as a reader takes them away: unpacked, and run for real."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from projects import ROOT


def unpacked(folder: Path, to: Path) -> list[Path]:
    """Return the scripts and notebooks that the page in ``folder`` offers, unpacked as a reader does."""
    to.mkdir(parents=True)
    for file in folder.iterdir():
        if file.suffix in (".py", ".ipynb"):
            (to / file.name).write_bytes(file.read_bytes())
        elif file.suffix == ".zip":
            with zipfile.ZipFile(file) as archive:
                archive.extractall(to)
    return sorted(to.rglob("*.ipynb"))


def run(*files: Path) -> dict[Path, object]:
    """Run downloaded files for real."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "run_downloads.py"), *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        timeout=3000,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {Path(name): given for name, given in json.loads(done.stdout).items()}


def printed(*files: Path) -> list[str]:
    """Return what notebooks, and the scripts beside them, print, which must be the same."""
    scripts = [file.with_suffix(".py") for file in files]
    given = run(*files, *scripts)
    printed = []
    for file, beside in zip(files, scripts, strict=True):
        cells = given[file]
        assert isinstance(cells, list), cells
        text = "".join(cell["text"] + (f"{cell['error']}\n" if cell["error"] else "") for cell in cells)
        assert given[beside] == text
        printed.append(text)
    return printed
