"""Changes to the text of a file, by lines, that leave every other byte as it is."""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Iterable

from dragoman.findings import Edit
from dragoman.pages.lecture import Lecture, parse


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
        *_, above, last = ["", *before.replace("\r\n", "\n").split("\n")]
        lead = "\n\n" if last else "\n" if above.strip() else ""
        trail = "\n" if not after.strip() or after.startswith(("\n", "\r\n")) else "\n\n"
        return Edit(at, at, self.adapt(lead + content + trail))

    def adapt(self, content: str) -> str:
        """Return ``content`` with the line ends of this text."""
        return content.replace("\n", self._newline)


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with all edits made; edits at the same place keep their order."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[position : edit.start], edit.text]
        position = max(position, edit.end)
    return "".join([*pieces, text[position:]])


def edited(page: Lecture, edits: Iterable[Edit]) -> Lecture:
    """Return a page with all edits made in its file."""
    return parse(page.path, apply(page.to_bytes().decode(), edits).encode())


def unified(before: str, after: str, name: str) -> str:
    """Return the change from ``before`` to ``after`` as a unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)
