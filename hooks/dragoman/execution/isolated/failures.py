"""What is said of a cell that failed: the line, what was raised, and the end of the traceback."""

from __future__ import annotations

import linecache
import os
import re
import traceback
from pathlib import Path

from dragoman.execution.isolated.job import Job

_TRACEBACK_LINES = 12


def of(job: Job, line: int, error: BaseException | None) -> dict[str, object]:
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


def said(error: BaseException) -> str:
    """Return an exception in a line."""
    return ": ".join(filter(None, (_name(error), _message(error))))


def _writable(text: str) -> str:
    """Return ``text`` with a question mark for each lone surrogate, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
