"""What running a snippet gave, as values and on disk: written whole or not at all, checked when read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from dragoman import files


@dataclass(frozen=True, slots=True)
class CellOutput:
    """What one cell printed and drew (SVG); ``error`` is the exception that it was meant to raise."""

    text: str
    figures: tuple[str, ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What a snippet gave: an output for each cell, and what the run cost."""

    cells: tuple[CellOutput, ...]
    stderr: str = ""
    seconds: float = 0.0
    peak_mb: float = 0.0
    reads: tuple[str, ...] = ()
    """The files of the project that it read, relative to it, helpers included."""
    drawn: bool = True
    """False where figures are missing because the code was not run here."""


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

    The key of a run (source, versions, seeds) leads to the files that earlier such runs read; the
    key together with the present content of those files leads to the result.
    """

    def __init__(self, folder: Path) -> None:
        """``folder`` is made when the first result is stored."""
        self._folder = folder

    def obstacle(self) -> Path | None:
        """Return what stands in the place of the folder, or of one above it; None if nothing does."""
        there = next((path for path in (self._folder, *self._folder.parents) if os.path.lexists(path)), None)
        return there if there and not there.is_dir() else None

    def load(self, key: str, root: Path) -> Output | None:
        """Return the stored result of ``key``, if the files it read below ``root`` are as they were."""
        for reads in self._manifest(key):
            address = _address(key, reads, root)
            if output := self._read(address):
                return output
        return None

    def store(self, key: str, output: Output, root: Path) -> None:
        """Keep a result; figures first, so that an entry that can be read is complete."""
        address = _address(key, output.reads, root)
        folder = self._folder / address[:2]
        cells = []
        for index, cell in enumerate(output.cells):
            names = []
            for number, svg in enumerate(cell.figures):
                names.append([f"{address}-{index}-{number}.svg", digest(svg)])
                files.write(folder / names[-1][0], svg.encode(), durable=False)
            cells.append({"text": cell.text, "error": cell.error, "figures": names})
        _write_checked(folder / f"{address}.json", {**asdict(output), "cells": cells})
        manifest = [list(output.reads), *(reads for reads in self._manifest(key) if tuple(reads) != output.reads)]
        _write_checked(self._folder / "reads" / f"{key}.json", manifest[:8])

    def _manifest(self, key: str) -> list[tuple[str, ...]]:
        content = _read_checked(self._folder / "reads" / f"{key}.json")
        content = content if isinstance(content, list) else []
        return [tuple(map(str, reads)) for reads in content if isinstance(reads, list)]

    def _read(self, address: str) -> Output | None:
        """Return a stored result; None for what is missing, damaged or written by another version of this file."""
        match _read_checked(self._folder / address[:2] / f"{address}.json"):
            case {
                "cells": [*found],
                "stderr": str(stderr),
                "seconds": float() | int() as seconds,
                "peak_mb": float() | int() as peak_mb,
                "reads": [*reads],
            }:
                cells = [cell for one in found if (cell := self._cell(address, one))]
                if len(cells) == len(found):
                    return Output(tuple(cells), stderr, seconds, peak_mb, tuple(map(str, reads)))
        return None

    def _cell(self, address: str, content: object) -> CellOutput | None:
        match content:
            case {"text": str(text), "error": str() | None as error, "figures": [*names]}:
                figures = [svg for one in names if (svg := self._figure(address, one)) is not None]
                if len(figures) == len(names):
                    return CellOutput(text, tuple(figures), error)
        return None

    def _figure(self, address: str, content: object) -> str | None:
        match content:
            case [str(name), str(checksum)]:
                with contextlib.suppress(OSError, ValueError):
                    svg = (self._folder / address[:2] / name).read_bytes().decode("utf-8")
                    return svg if digest(svg) == checksum else None
        return None


def _address(key: str, reads: tuple[str, ...], root: Path) -> str:
    """Return where the result of ``key`` is, given what ``reads`` hold now; a missing file holds nothing."""
    parts: list[str | bytes] = [key]
    for name in reads:
        try:
            parts += [name, b"is", (root / name).read_bytes()]
        except (OSError, ValueError):
            parts += [name, b"is not"]
    return digest(*parts)


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


def from_mapping(answer: Mapping[str, object]) -> Output | Failure:
    """Return the result that a worker sent as JSON."""
    if "message" in answer:
        return Failure(**answer)  # type: ignore[arg-type]
    cells = tuple(
        CellOutput(cell["text"], tuple(cell["figures"]), cell["error"])
        for cell in answer["cells"]  # type: ignore[attr-defined]
    )
    return Output(**{**answer, "cells": cells, "reads": tuple(answer["reads"])})  # type: ignore[arg-type]
