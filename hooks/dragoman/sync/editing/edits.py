"""Changes to the text of a file, by lines, that leave every other byte as it is."""

from __future__ import annotations

import difflib
import errno
import os
import tempfile
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edit:
    """Text that takes the place of ``text[start:end]``."""

    start: int
    end: int
    text: str


class Lines:
    r"""A text with the offsets of its lines; what is put in gets its line ends, ``\n`` or ``\r\n``."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(offset + 1 for offset, sign in enumerate(text) if sign == "\n")]
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def start(self, line: int) -> int:
        """Return the offset at which a 1-based line begins; the end of the text for lines after it."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.text)

    def at(self, offset: int) -> int:
        """Return the 1-based line of an offset."""
        return bisect_right(self._starts, offset)

    def insert(self, line: int, content: str) -> Edit:
        """Return an edit that puts ``content`` before a line, a blank line on each side of it."""
        return self.insert_at(self.start(line), content)

    def insert_at(self, at: int, content: str) -> Edit:
        """Return an edit that puts ``content`` at an offset, a blank line on each side of it."""
        before, after = self.text[:at], self.text[at:]
        lead = "" if not before or self._is_blank_before(before) else "\n" if before.endswith("\n") else "\n\n"
        trail = "\n" if not after.strip() or after.startswith(("\n", "\r\n")) else "\n\n"
        return Edit(at, at, self.adapt(lead + content + trail))

    def adapt(self, content: str) -> str:
        """Return ``content`` with the line ends of this text."""
        return content.replace("\n", self._newline)

    @staticmethod
    def _is_blank_before(before: str) -> bool:
        lines = before.replace("\r\n", "\n").split("\n")
        return lines[-1] == "" and (len(lines) < 2 or not lines[-2].strip())


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made; edits at the same place keep their order."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[position : edit.start], edit.text]
        position = max(position, edit.end)
    return "".join([*pieces, text[position:]])


def unified(before: str, after: str, name: str) -> str:
    """Return the change from ``before`` to ``after`` as a unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def write(path: Path, data: bytes, *, new: bool = False) -> None:
    """Put ``data`` into a file as a whole or not at all, for a link into what it leads to.

    With ``new`` only where there is neither a file nor a link.

    Raises:
        FileExistsError: with ``new``, where there is one; it names ``path``.
        OSError: where nothing can be written; it names what is in the way.
    """
    target = path if new else path.resolve()
    _look_for_obstacles(target, new=new)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _put(target, data, new=new)
    except OSError as error:
        # Not the temporary file, which nobody has seen.
        raise OSError(error.errno, error.strerror, str(path)) from error


def _look_for_obstacles(path: Path, *, new: bool) -> None:
    for folder in path.parents:
        if os.path.lexists(folder) and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if new and os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if path.exists() and not os.access(path, os.W_OK):
        # Replacing it needs the folder only, but its owner does not want it changed.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _put(path: Path, data: bytes, *, new: bool) -> None:
    """Write a file beside ``path`` and give it its name when it is complete."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    staged = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        if new:
            os.link(staged, path)
        else:
            staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
