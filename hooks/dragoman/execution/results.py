"""What running a snippet gave, as values and on disk: written whole or not at all, checked when read."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dragoman import files


@dataclass(frozen=True, slots=True)
class CellOutput:
    """What one cell printed and drew (SVG); ``error`` is the exception that it was meant to raise."""

    text: str
    figures: tuple[str, ...] = ()
    error: str | None = None
    value: str = ""
    """Its last value as text; empty where it is None or a figure."""
    html: str = ""
    """The same as HTML that can neither run nor load anything; empty where text says it all."""
    states: tuple[str | None, ...] = field(default=(), compare=False)
    """Its figures as they can be drawn again: None for a picture, which need not be, empty where they cannot."""
    words: tuple[str, ...] = ()
    """The texts in its figures."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a snippet gave: an output for each cell, and what the run cost."""

    cells: tuple[CellOutput, ...]
    stderr: str = ""
    seconds: float = 0.0
    """What it computed, however long others kept it waiting."""
    peak_mb: float = 0.0
    packages: tuple[tuple[str, str], ...] = ()
    """The installed packages that it imported, and those that they import, with their versions."""
    remarks: tuple[tuple[int, str], ...] = ()
    """What cannot be shown as it is, or should not be, each with its line."""
    stable: bool = True
    """False where something else changed with it, so that it is no result for another day."""
    drawn: bool = True
    """False where figures are missing because the code was not run here."""

    @property
    def is_kept(self) -> bool:
        """Whether all figures can be drawn again without running the code."""
        return not any(state == "" for cell in self.cells for state in cell.states)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a snippet did not run to its end: the line of its file, what Python said, the end of its traceback."""

    line: int
    message: str
    traceback: str = ""
    stderr: str = ""
    exception: str = ""
    """The name of what was raised; empty where nothing was."""

    @property
    def told(self) -> str:
        """The message in a line, the end of the traceback below it."""
        return "\n".join([self.message, *(f"    {line}" for line in self.traceback.splitlines())])

    @property
    def full(self) -> str:
        """What is told, with the name of the exception before it."""
        return ": ".join(filter(None, (self.exception, self.told)))


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of ``parts``, none of which can run into the next."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


class ResultCache:
    """Results in a folder, found by what they came from.

    The key of a run (source, files that it was given, seeds) leads to the packages that earlier such runs
    imported; the key together with the versions of these that are installed now leads to the result.
    """

    def __init__(self, folder: Path, version: Callable[[str], str]) -> None:
        """``folder`` is made when the first result is stored; ``version`` gives that of a package."""
        self._folder = folder
        self._version = functools.cache(version)

    def obstacle(self) -> Path | None:
        """Return what stands in the place of the folder, or of one above it; None if nothing does."""
        there = next((path for path in (self._folder, *self._folder.parents) if os.path.lexists(path)), None)
        return there if there and not there.is_dir() else None

    def load(self, key: str) -> Output | None:
        """Return the stored result of ``key``, if the packages that it imported are as they were."""
        for names in self._manifest(key):
            address = digest(key, *(part for name in names for part in (name, self._version(name))))
            with contextlib.suppress(KeyError, TypeError, ValueError):  # written by another version of this file
                output = self._read(address)
                if output is not None:
                    return output
        return None

    def store(self, key: str, output: Output) -> None:
        """Keep a result; figures first, so that an entry that can be read is complete."""
        address = digest(key, *(part for package in output.packages for part in package))
        folder = self._folder / address[:2]
        cells = []
        for index, cell in enumerate(output.cells):
            figures = []
            for number, svg in enumerate(cell.figures):
                figures.append([f"{address}-{index}-{number}.svg", digest(svg)])
                files.write(folder / figures[-1][0], svg.encode(), durable=False)
            cells.append({**asdict(cell), "figures": figures})
        _write_checked(folder / f"{address}.json", {**asdict(output), "cells": cells})
        names = tuple(name for name, _ in output.packages)
        manifest = [names, *(others for others in self._manifest(key) if others != names)]
        _write_checked(self._folder / "packages" / f"{key}.json", manifest[:8])

    def _manifest(self, key: str) -> list[tuple[str, ...]]:
        content = _read_checked(self._folder / "packages" / f"{key}.json")
        content = content if isinstance(content, list) else []
        return [tuple(map(str, names)) for names in content if isinstance(names, list)]

    def _read(self, address: str) -> Output | None:
        folder = self._folder / address[:2]
        content = _read_checked(folder / f"{address}.json")
        if not isinstance(content, dict):
            return None
        for cell in content["cells"]:
            figures = []
            for name, checksum in cell["figures"]:
                try:
                    svg = (folder / name).read_bytes().decode("utf-8")
                except (OSError, UnicodeDecodeError):
                    return None
                if digest(svg) != checksum:
                    return None
                figures.append(svg)
            cell["figures"] = figures
        return _output(content)


def _write_checked(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False)
    files.write(path, f"{digest(path.name, text)}\n{text}".encode(), durable=False)


def _read_checked(path: Path) -> object:
    """Return the content of a file that `_write_checked` wrote, None if it is missing or damaged."""
    try:
        checksum, _, text = path.read_text("utf-8").partition("\n")
        return json.loads(text) if digest(path.name, text) == checksum else None
    except (OSError, ValueError):
        return None


def from_mapping(answer: Mapping[str, Any]) -> Output | Failure:
    """Return the result that a worker sent as JSON."""
    return Failure(**answer) if "message" in answer else _output(answer)


def _output(content: Mapping[str, Any]) -> Output:
    lists = ("figures", "states", "words")
    cells = tuple(
        CellOutput(**{**cell, **{name: tuple(cell.get(name, ())) for name in lists}}) for cell in content["cells"]
    )
    pairs = {name: tuple(map(tuple, content[name])) for name in ("packages", "remarks")}
    return Output(**{**content, "cells": cells, **pairs})
