"""The files that a result depends on: those that a run was seen to read, and the data that all runs share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Folders of the project that no snippet reads as data.
_NO_DATA = frozenset({".cache", ".git", ".venv", "__pycache__", "node_modules", "site"})


@dataclass(frozen=True, slots=True)
class ReadLog:
    """The files below the project ``root`` that this process and its forked children read, noted in ``file``."""

    file: Path
    root: Path

    def watch(self) -> None:
        """Note files as they are opened for reading, from now to the end of the process."""
        self.file.touch()

        def watch(event: str, arguments: tuple[Any, ...]) -> None:
            if event != "open":
                return
            path, mode, flags = arguments
            # "r+" reads, "w+" only what it wrote itself.
            writing = (isinstance(mode, str) and any(letter in mode for letter in "wax")) or (
                mode is None and isinstance(flags, int) and flags & os.O_WRONLY
            )
            if not writing:
                self._note(path)

        sys.addaudithook(watch)

    def reads(self, snippet: str, modules: Iterable[str]) -> list[str]:
        """Return the files that were read, relative to the project: those noted, and the helpers among ``modules``.

        Helpers count also where Python had no need to open them again. The ``snippet`` itself is part
        of the key, without its comments.
        """
        for name in modules:
            self._note(getattr(sys.modules[name], "__file__", None))
        own = Path(os.path.relpath(os.path.realpath(snippet), self.root)).as_posix()
        return sorted(set(self.file.read_text("utf-8").splitlines()) - {own})

    def _note(self, path: object) -> None:
        """Add ``path`` if it is below the project and no folder: a file that is missing counts too."""
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if not isinstance(path, str | os.PathLike):
            return
        full = os.path.realpath(path)
        if not full.startswith(str(self.root) + os.sep) or os.path.isdir(full):  # noqa: PTH112 - as fast as can be
            return
        relative = os.path.relpath(full, self.root).replace(os.sep, "/")
        if not _NO_DATA.intersection(relative.split("/")):
            # Straight to the system, where no audit event comes of it and children append in turn.
            file = os.open(str(self.file), os.O_WRONLY | os.O_APPEND)
            os.write(file, f"{relative}\n".encode())
            os.close(file)


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
