"""What is said of a cell that failed: the line, what was raised, and the frames of the snippet's own code."""

from __future__ import annotations

import errno
import linecache
import os
import re
import signal
import traceback
from collections.abc import Iterator
from pathlib import Path

from dragoman.execution import notebook
from dragoman.execution.isolated.guard import OutsideError
from dragoman.execution.isolated.scratch import Scratch

NOTHING_RAISED = "found no exception, expected one as raises-exception says"
STILL = "found it still "
"""What is said of what did not end begins so."""
_TRACEBACK_LINES = 20
_OF_NOTEBOOKS = re.compile(r"name '(?:display|get_ipython)' is not defined")


def of(scratch: Scratch, line: int, error: BaseException | None) -> dict[str, object]:
    """Return the failure of a cell that raised, or of one that should have."""
    if error is None:
        return {"line": line, "message": NOTHING_RAISED}
    if any(type(cause).__name__ == "InvalidCxxCompiler" for cause in causes(error)):
        message = "found no C++ compiler, expected one for torch.compile: install g++ or clang++"
        return {"line": _own_line(scratch, error) or line, "message": message}
    raised = {} if isinstance(error, SystemExit | OutsideError) else {"exception": _name(error)}
    message = scratch.named(_told(scratch, error))
    if isinstance(error, SyntaxError) and error.filename == scratch.script:
        return {"line": error.lineno or line, "message": message, **raised}
    linecache.checkcache()
    told = traceback.TracebackException.from_exception(error)
    for one in _chain(told):
        one.stack[:] = [frame for frame in one.stack if frame.filename.startswith(str(scratch.path))]
    # What is refused is said in the message.
    lines = told.stack.format() if isinstance(error, OutsideError) else list(told.format())[1:] if told.stack else []
    shown = "".join(lines).rstrip().splitlines()
    return {
        "line": _own_line(scratch, error) or line,
        "message": message,
        "traceback": _writable(scratch.named("\n".join(shown[-_TRACEBACK_LINES:]))),
        **raised,
    }


def of_status(scratch: Scratch, code: int) -> str:
    """Return why a process ended with the exit status ``code``, without an answer."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return (
            f"{STILL}computing after {scratch.job.time_limit:g} s, expected its end: shorten it, or set "
            "# time-limit: at its top (seconds of its own computing)"
        )
    if code < 0:
        ended = f"found the end by {signal.Signals(-code).name}"
        return f"{ended}, expected the file to run to its end: mend what this line does, or use less memory"
    ended = f"found the end of the process with status {code}"
    return f"{ended}, expected the file to run to its end: take out what ends it, such as os._exit"


def of_waiting(scratch: Scratch, computed: float | None = None) -> str:
    """Return what is said of a process that did not end in a time that every machine has."""
    told = "" if computed is None else f" in which it computed for {computed:.1f} s"
    return (
        f"{STILL}running after {scratch.job.wall_limit:g} s{told}, expected its end: take out what it waits "
        "for, or set # time-limit: at its top"
    )


def _own_line(scratch: Scratch, error: BaseException) -> int | None:
    """Return the last line of the snippet's file that an exception came through."""
    own = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == scratch.script]
    return own[-1] if own else None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and what led to it, one after the other."""
    told: list[BaseException] = []
    while error is not None and error not in told:  # one may be its own cause
        told.append(error)
        yield error
        error = error.__cause__ or error.__context__


def _chain(told: traceback.TracebackException | None) -> Iterator[traceback.TracebackException]:
    """Yield an exception and those that led to it or are in it."""
    if told is not None:
        yield told
        for other in (told.__cause__, told.__context__, *(told.exceptions or ())):
            yield from _chain(other)


def _told(scratch: Scratch, error: BaseException) -> str:
    """Return the message, with what to do where the cause is known."""
    if isinstance(error, SystemExit):
        return f"found sys.exit({error.code!r}), expected the file to run to its end: remove it"
    if isinstance(error, SyntaxError):
        return notebook.hint((error.text or "").strip(), str(error.msg)) or str(error.msg)
    if isinstance(error, NameError) and _OF_NOTEBOOKS.search(str(error)):
        return f"{_first_line(error)}; only notebooks have it: make what it shows the last line of its cell"
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return "found more than 256 MB in a file, expected less: write or print less"
    missing = f"{error.name}.py" if isinstance(error, ModuleNotFoundError) else getattr(error, "filename", None)
    hint = _declaration(scratch, missing) if isinstance(error, ImportError | FileNotFoundError) and missing else ""
    return _first_line(error) + hint


def _declaration(scratch: Scratch, missing: str | bytes | os.PathLike[str]) -> str:
    """Return how to declare a file that the snippet misses and the project has."""
    project = Path(scratch.job.project)
    folder = (project / scratch.job.file).parent if scratch.job.file.endswith(".py") else project
    for base in (folder, project):
        path = os.path.normpath(base / os.path.relpath(os.fsdecode(missing), scratch.path))
        if Path(path).is_relative_to(project) and os.path.lexists(path):
            declared = Path(path).relative_to(folder if Path(path).is_relative_to(folder) else project).as_posix()
            return f", which it was not given: write # reads: {declared} at its top and read {declared}"
    return ""


def _name(error: BaseException) -> str:
    """Return the name of an exception as Python prints it."""
    kind = type(error)
    return (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )


def _first_line(error: BaseException) -> str:
    """Return the first line of what an exception says, without addresses of objects."""
    text = str(error.msg) if isinstance(error, SyntaxError) else str(error)
    text = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return _writable(re.sub(r"\bat 0x[0-9a-f]+", "at 0x…", text))


def said(scratch: Scratch, error: BaseException) -> str:
    """Return an exception in a line."""
    return scratch.named(": ".join(filter(None, (_name(error), _first_line(error)))))


def _writable(text: str) -> str:
    """Return ``text`` with a question mark for each lone surrogate, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
