"""Downloads as a reader takes them away: unpacked, and run for real."""

from __future__ import annotations

import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from typing import Any

import nbformat


def unpacked(folder: Path, to: Path) -> Path:
    """Return the notebook that the page in ``folder`` offers, unpacked as a reader does, with what comes with it."""
    to.mkdir(parents=True)
    for file in folder.iterdir():
        if file.suffix in (".py", ".ipynb"):
            (to / file.name).write_bytes(file.read_bytes())
    for archive in folder.glob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(to)
    return max(to.rglob("*.ipynb"), key=lambda file: len(file.parts))


def executed(notebook: Path) -> list[dict[str, Any]]:
    """Return the code cells of a notebook that Jupyter has run from its beginning to its end, in its folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Jupyter, about itself
        from nbclient import NotebookClient  # noqa: PLC0415

        read = nbformat.read(notebook, 4)
        NotebookClient(read, timeout=600, resources={"metadata": {"path": str(notebook.parent)}}).execute()
    return [cell for cell in read.cells if cell.cell_type == "code"]


def printed(cell: dict[str, Any]) -> str:
    """Return what a cell has printed, and what it raised."""
    said = [one["text"] for one in cell["outputs"] if one.get("name") == "stdout"]
    raised = [f"{one['ename']}: {one['evalue']}\n" for one in cell["outputs"] if one["output_type"] == "error"]
    return "".join(["".join(text) for text in said] + raised)


def drawn(cell: dict[str, Any]) -> int:
    """Return how many figures a cell has drawn."""
    return sum(one["output_type"] == "display_data" for one in cell["outputs"])


def script(file: Path) -> str:
    """Return what a script prints."""
    done = subprocess.run(
        [sys.executable, file], cwd=file.parent, capture_output=True, encoding="utf-8", timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
