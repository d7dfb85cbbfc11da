"""What is to be run: one snippet, as a process or another machine is told of it."""

from __future__ import annotations

import json
from dataclasses import dataclass


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


def from_json(text: str) -> Job:
    """Return the job that ``json.dumps(asdict(job))`` wrote."""
    fields = json.loads(text)
    fields["cells"] = tuple((source, line, tuple(tags)) for source, line, tags in fields["cells"])
    return Job(**fields)
