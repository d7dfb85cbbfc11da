"""Runs downloaded scripts and notebooks as their readers do: ``python run_downloads.py FILE…``.

Prints by file what each code cell of a notebook printed, and how many figures it left; of a script all that it
printed. Each runs in a process of its own, in its own folder, with PyTorch loaded before to save time.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import sys
import traceback
from pathlib import Path

import matplotlib as mpl
import nbformat
import torch

mpl.use("agg")
import matplotlib.pyplot as plt

torch.set_num_threads(1)


def cells(file: Path) -> list[dict[str, object]]:
    """Run the code cells of a notebook in their order."""
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    namespace: dict[str, object] = {"__name__": "__main__"}
    given: list[dict[str, object]] = []
    flags = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        printed = io.StringIO()
        error = None
        with contextlib.redirect_stdout(printed):
            try:
                code = compile(cell.source, str(file), "exec", flags, dont_inherit=True)
                flags |= code.co_flags & 0x1000000  # annotations, which the next cells keep
                exec(code, namespace)
            except BaseException as raised:
                error = f"{type(raised).__name__}: {raised}"
                if "raises-exception" not in cell.metadata.get("tags", []):
                    raise
        given.append({"text": printed.getvalue(), "error": error, "figures": len(plt.get_fignums())})
        plt.close("all")
    return given


def script(file: Path) -> str:
    """Run a script."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(str(file), run_name="__main__")
    return printed.getvalue()


def apart(file: Path) -> object:
    """Run a file in a process of its own, in its folder; return what it gave, or its traceback."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.chdir(file.parent)
        sys.path.insert(0, str(file.parent))
        try:
            given: object = cells(file) if file.suffix == ".ipynb" else script(file)
        except BaseException:  # noqa: BLE001 - whatever ends it is what it gave
            given = {"failed": traceback.format_exc()}
        with os.fdopen(writing, "w") as pipe:
            json.dump(given, pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        given = json.load(pipe)
    os.wait()
    return given


if __name__ == "__main__":
    print(json.dumps({file: apart(Path(file).resolve()) for file in sys.argv[1:]}))
