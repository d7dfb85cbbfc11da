"""Runs one snippet in the process it is called in; only ever called in a process made for it."""

from __future__ import annotations
import __future__

import atexit
import contextlib
import ctypes
import functools
import json
import operator
import os
import random
import shutil
import sys
import threading
import types
from pathlib import Path
from typing import Any

from dragoman.execution.isolated import failures, figures
from dragoman.execution.isolated.job import Job, from_json
from dragoman.execution.isolated.reads import ReadLog, data_files
from dragoman.execution.snippets import RAISES

_FUTURE = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)


def preload() -> None:
    """Import what snippets use, so that a process forked from this one has it."""
    import matplotlib as mpl  # noqa: PLC0415 - only the process that runs snippets may import these

    mpl.use("agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415, F401
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    # The first step of an optimiser imports a great deal. No backward pass here: autograd's
    # threads would not survive the fork.
    weight = torch.zeros(1, requires_grad=True)
    weight.grad = torch.zeros(1)
    for make in (torch.optim.SGD, torch.optim.Adam, torch.optim.RMSprop):
        make([weight], lr=0.1).step()
    plt.rcParams.update(figures.STYLE)
    plt.close(plt.figure())


def run(job: Job, stdout: Path, answer: Path) -> None:
    """Run ``job`` with fd 1 going to the file ``stdout``; write its result as JSON to ``answer``.

    It works in a folder of its own with copies of the data beside it: what it writes, no other
    snippet and no later run can find.
    """
    import matplotlib.pyplot as plt  # noqa: PLC0415

    plt.rcParams.update(figures.STYLE)
    _seed(job.seed)
    namespace = _become_main(job)
    _enter(answer.with_suffix(".work"), Path(job.folder))
    log = ReadLog(answer.with_suffix(".reads"), Path(job.root))
    log.watch()
    before = set(sys.modules)
    result = _run_cells(job, namespace, stdout, answer.with_suffix(".cell"))
    if "cells" in result:
        result["reads"] = log.reads(job.path, set(sys.modules) - before)
    answer.write_text(json.dumps(result), "utf-8")


def _become_main(job: Job) -> dict[str, Any]:
    """Return the names of a new ``__main__`` that is the snippet, called as a script is."""
    module = types.ModuleType("__main__")
    module.__file__ = job.path
    sys.modules["__main__"] = module
    sys.argv = [job.path]
    sys.path.insert(0, job.folder)
    return vars(module)


def _enter(work: Path, folder: Path) -> None:
    """Make the folder ``work`` with copies of the data in ``folder``, and work there."""
    work.mkdir()
    for path in data_files(folder):
        copy = work / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    os.chdir(work)


def _run_cells(job: Job, namespace: dict[str, Any], stdout: Path, at: Path) -> dict[str, Any]:
    """Return what the cells gave, ``{"cells": […]}``, or the failure of the first that failed.

    The file ``at`` holds the line of the cell that runs, for a process that ends without a word.
    """
    import matplotlib.pyplot as plt  # noqa: PLC0415

    cells: list[dict[str, object]] = []
    position = flags = 0
    for index, (source, line, tags) in enumerate(job.cells):
        at.write_text(str(line))
        error, flags = _run_cell(job, source, line, namespace, flags)
        drawn: list[str] = []
        try:
            drawn += _drawn(f"figure-{job.name}-{index}")
            if error is None and index == len(job.cells) - 1:
                _finish()
        except BaseException as failure:  # noqa: BLE001 - drawing runs what the snippet left to be drawn
            error = error or failure
        _flush()
        printed = stdout.read_bytes()
        text, position = printed[position:].decode("utf-8", "replace"), len(printed)
        if (error is None) == (RAISES in tags):
            return failures.of(job, line, error)
        plt.close("all")
        cells.append({"text": text, "figures": drawn, "error": failures.said(error) if error else None})
    return {"cells": cells}


def _drawn(prefix: str) -> list[str]:
    """Return the open figures as SVG."""
    import matplotlib.pyplot as plt  # noqa: PLC0415

    return [figures.to_svg(plt.figure(number), f"{prefix}-{number}") for number in plt.get_fignums()]


def _run_cell(
    job: Job, source: str, line: int, namespace: dict[str, Any], flags: int
) -> tuple[BaseException | None, int]:
    """Execute a cell at its own line numbers; return what it raised, and the flags for the next cell.

    ``flags`` are what earlier cells imported from ``__future__``; what this very file does must not count.
    """
    try:
        # Blank lines in front make tracebacks and inspect.getsource name the right lines.
        code = compile("\n" * (line - 1) + source, job.path, "exec", flags, dont_inherit=True)
        flags |= code.co_flags & _FUTURE
        exec(code, namespace)  # noqa: S102 - this is what the process is for
    except BaseException as error:  # noqa: BLE001 - whatever ends the snippet is its result
        return error, flags
    return None, flags


def _seed(seed: int) -> None:
    import numpy as np  # noqa: PLC0415
    import torch  # noqa: PLC0415

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _finish() -> None:
    """Wait for threads and call exit handlers, as an interpreter does at the end of a script."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to call them before the results are read


def _flush() -> None:
    """Write out what Python and C still hold back."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            stream.flush()  # type: ignore[union-attr]
    with contextlib.suppress(Exception):
        ctypes.CDLL(None).fflush(None)


def main(argv: list[str]) -> None:
    """Run a job in this very process: ``python -m dragoman.execution.isolated.worker JOB STDOUT ANSWER``, files all three."""
    job, stdout, answer = map(Path, argv)
    preload()
    run(from_json(job.read_text("utf-8")), stdout, answer)


if __name__ == "__main__":
    main(sys.argv[1:])
