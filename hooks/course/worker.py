"""Runs one snippet in the process it is called in; only ever called in a process made for it."""

from __future__ import annotations
import __future__

import atexit
import contextlib
import ctypes
import functools
import json
import linecache
import operator
import os
import random
import re
import shutil
import sys
import threading
import traceback
import types
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course import figures
from course.snippets import RAISES

_TRACEBACK_LINES = 12
# Folders of the project that no snippet reads as data.
_NO_DATA = frozenset({".cache", ".git", ".venv", "__pycache__", "node_modules", "site"})
_FUTURE = functools.reduce(
    operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
)


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that decides what a run gives; sent to the process, or the machine, that runs it."""

    name: str
    path: str
    """The file as tracebacks name it; code is taken from ``cells``."""
    cells: tuple[tuple[str, int, tuple[str, ...]], ...]
    """Source, first line in the file and tags of each cell."""
    root: str
    """The project: files below it that are read belong to the result."""
    folder: str
    """Where the snippet finds its helpers and data."""
    time_limit: float
    memory_limit_mb: int
    seed: int = 0


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
    log = answer.with_suffix(".reads")
    _watch_reads(Path(job.root), log)
    before = set(sys.modules)
    result = _run_cells(job, namespace, stdout, answer.with_suffix(".cell"))
    if "cells" in result:
        result["reads"] = _reads(job, log, set(sys.modules) - before)
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
            return _failure(job, line, error)
        plt.close("all")
        cells.append({"text": text, "figures": drawn, "error": _said(error) if error else None})
    return {"cells": cells}


def _drawn(prefix: str) -> list[str]:
    """Return the open figures as SVG."""
    import matplotlib.pyplot as plt  # noqa: PLC0415

    return [figures.to_svg(plt.figure(number), f"{prefix}-{number}") for number in plt.get_fignums()]


def _reads(job: Job, log: Path, modules: Iterable[str]) -> list[str]:
    """Return the files of the project that were read: those in ``log``, and the helpers among ``modules``.

    Helpers count also where Python had no need to open them again. The snippet itself is part of
    the key, without its comments.
    """
    for name in modules:
        _note(log, Path(job.root), getattr(sys.modules[name], "__file__", None))
    own = Path(os.path.relpath(os.path.realpath(job.path), job.root)).as_posix()
    return sorted(set(log.read_text("utf-8").splitlines()) - {own})


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


def _failure(job: Job, line: int, error: BaseException | None) -> dict[str, object]:
    """Return the failure of a cell that raised, or of one that should have."""
    if error is None:
        return {"line": line, "message": "found no exception, expected one as raises-exception says"}
    if isinstance(error, SystemExit):
        message = f"found sys.exit({error.code!r}), expected the file to run to its end: remove it"
    else:
        message = _message(error)
    raised = {} if isinstance(error, SystemExit) else {"exception": _name(error)}
    if isinstance(error, SyntaxError) and error.filename == job.path:
        return {"line": error.lineno or line, "message": message, **raised}
    linecache.checkcache()
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == job.path]
    shown = "".join(traceback.format_exception(error)).replace(job.root + os.sep, "").rstrip().splitlines()
    start = next((index for index, text in enumerate(shown) if Path(job.path).name in text), 0)
    return {
        "line": (own[-1].lineno or line) if own else line,
        "message": message,
        "traceback": _writable("\n".join(shown[start:][-_TRACEBACK_LINES:])),
        **raised,
    }


def _name(error: BaseException) -> str:
    """Return the name of an exception as Python prints it."""
    kind = type(error)
    return (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )


def _message(error: BaseException) -> str:
    """Return the first line of what an exception says, without addresses of objects."""
    if isinstance(error, SyntaxError):
        return str(error.msg)
    text = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return _writable(re.sub(r"\bat 0x[0-9a-f]+", "at 0x…", text))


def _said(error: BaseException) -> str:
    """Return an exception in a line."""
    return ": ".join(filter(None, (_name(error), _message(error))))


def _writable(text: str) -> str:
    """Return ``text`` with a question mark for each lone surrogate, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _seed(seed: int) -> None:
    import numpy as np  # noqa: PLC0415
    import torch  # noqa: PLC0415

    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _watch_reads(root: Path, log: Path) -> None:
    """Write the files below ``root`` to ``log`` as they are opened for reading, also by forked children."""
    log.touch()

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open":
            return
        path, mode, flags = arguments
        # "r+" reads, "w+" only what it wrote itself.
        writing = (isinstance(mode, str) and any(letter in mode for letter in "wax")) or (
            mode is None and isinstance(flags, int) and flags & os.O_WRONLY
        )
        if not writing:
            _note(log, root, path)

    sys.addaudithook(watch)


def _note(log: Path, root: Path, path: object) -> None:
    """Add ``path`` to ``log`` if it is below ``root`` and no folder: a file that is missing counts too."""
    if isinstance(path, bytes):
        path = os.fsdecode(path)
    if not isinstance(path, str | os.PathLike):
        return
    full = os.path.realpath(path)
    if not full.startswith(str(root) + os.sep) or os.path.isdir(full):  # noqa: PTH112 - as fast as can be
        return
    relative = os.path.relpath(full, root).replace(os.sep, "/")
    if not _NO_DATA.intersection(relative.split("/")):
        # Straight to the system, where no audit event comes of it and children append in turn.
        file = os.open(str(log), os.O_WRONLY | os.O_APPEND)
        os.write(file, f"{relative}\n".encode())
        os.close(file)


def _finish() -> None:
    """Wait for threads and call exit handlers, as an interpreter does at the end of a script."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to call them before the results are read


def data_files(root: Path) -> list[Path]:
    """Return the files of the snippets folder ``root`` that are no code and no expected output.

    They belong to every result: what C code or another program reads, Python does not see.
    """
    return sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.suffix != ".py"
        and not {"expected", "__pycache__"}.intersection(path.relative_to(root).parts)
    )


def _flush() -> None:
    """Write out what Python and C still hold back."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        with contextlib.suppress(Exception):
            stream.flush()  # type: ignore[union-attr]
    with contextlib.suppress(Exception):
        ctypes.CDLL(None).fflush(None)


def main(argv: list[str]) -> None:
    """Run a job in this very process: ``python -m course.worker JOB STDOUT ANSWER``, files all three."""
    job, stdout, answer = map(Path, argv)
    preload()
    run(from_json(job.read_text("utf-8")), stdout, answer)


def from_json(text: str) -> Job:
    """Return the job that ``json.dumps(asdict(job))`` wrote."""
    fields = json.loads(text)
    fields["cells"] = tuple((source, line, tuple(tags)) for source, line, tags in fields["cells"])
    return Job(**fields)


if __name__ == "__main__":
    main(sys.argv[1:])
