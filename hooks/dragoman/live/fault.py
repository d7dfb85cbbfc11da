"""What ended a build, in one line that names the file to be corrected."""

from __future__ import annotations

import os
import traceback
from collections.abc import Sequence
from pathlib import Path

import yaml
from jinja2 import TemplateSyntaxError

from dragoman.execution.isolated.failures import causes


def described(error: BaseException, folders: Sequence[Path]) -> str:
    """Return what is wrong, and where: in a file of ``folders``, as seen from the first of them."""
    for cause in causes(error):
        if isinstance(cause, TemplateSyntaxError):
            place, what = (Path(cause.filename or cause.name or ""), cause.lineno), cause.message
            return _line(folders, place, f"found {what}, expected a template that Jinja reads: correct it")
        if isinstance(cause, yaml.MarkedYAMLError) and cause.problem_mark:
            mark = cause.problem_mark
            place, what = (Path(mark.name), mark.line + 1), f"found text that is not YAML ({cause.problem})"
            return _line(folders, place, f"{what}, expected key: value: correct it")
    places = [
        (Path(frame.filename), frame.lineno or 1)
        for frame in traceback.extract_tb(error.__traceback__)
        if any(Path(frame.filename).is_relative_to(folder) for folder in folders)
        and not {"site-packages", "node_modules"}.intersection(Path(frame.filename).parts)
    ]
    what = f"found {type(error).__name__}: {error}, expected none: correct it"
    return _line(folders, places[-1] if places else None, what)


def _line(folders: Sequence[Path], place: tuple[Path, int] | None, what: str) -> str:
    if place is not None:
        what = f"{Path(os.path.relpath(place[0], folders[0])).as_posix()}:{place[1]}: {what}"
    return " ".join(what.split())
