"""What a terminal shows of printed text in the end: no colours, no control signs, progress bars as they ended."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# Sequences that move or erase or colour, titles of windows, and single signs.
_PIECE = re.compile(
    "(?P<csi>(?:\x1b\\[|\x9b)(?P<number>[0-9]*)[0-9;:<=>?]*[ -/]*(?P<what>[@-~]?))"
    "|(?P<string>\x1b[]PX^_][^\n\x07\x1b]*(?:\x07|\x1b\\\\))"
    "|(?P<escape>\x1b[ -/]*[0-~]?)"
    "|(?P<sign>[\n\r\b\x00-\x08\x0b-\x1f\x7f-\x9f])"
    "|(?P<text>[^\n\x00-\x08\x0b-\x1f\x7f-\x9f]+)"
)


def shown(text: str) -> str:
    """Return what is to be read when all of ``text`` has been written to an endless terminal."""
    if not _CONTROL.search(text):
        return text
    screen = _Screen()
    for piece in _PIECE.finditer(text):
        if piece["text"]:
            screen.write(piece["text"])
        elif piece["what"]:
            screen.control(piece["what"], int(piece["number"][:6] or 0))
        elif piece["sign"]:
            screen.sign(piece["sign"])
    return "\n".join("".join(row) for row in screen.rows)


class _Screen:
    """Rows of signs and the place where the next one goes."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = [[]]
        self._row = self._column = 0

    def write(self, text: str) -> None:
        """Put ``text`` over what stands there."""
        row = self.rows[self._row]
        row.extend(" " * (self._column - len(row)))
        row[self._column : self._column + len(text)] = text
        self._column += len(text)

    def sign(self, sign: str) -> None:
        if sign in "\n\x0b\x0c\x85":
            self._row, self._column = self._row + 1, 0
            if self._row == len(self.rows):
                self.rows.append([])
        elif sign == "\r":
            self._column = 0
        elif sign == "\b":
            self._column = max(0, self._column - 1)

    def control(self, what: str, number: int) -> None:
        """Move or erase; colours and what else there is change nothing."""
        if what in "KJ":
            self._erase(number, below=what == "J")
            return
        times = max(1, number)
        if what in "AF":
            self._row = max(0, self._row - times)
        elif what in "BE":
            self._row = min(len(self.rows) - 1, self._row + times)
        elif what in "CDG":
            column = {"C": self._column + times, "D": self._column - times, "G": times - 1}[what]
            self._column = max(0, min(column, len(self.rows[self._row])))
        if what in "EF":
            self._column = 0

    def _erase(self, number: int, *, below: bool) -> None:
        """Erase from here to the end (0), from the start to here (1) or all (2) of the row or of everything."""
        if below and number == 0:
            del self.rows[self._row + 1 :]
        if below and number >= 2:
            self.rows, self._row, self._column = [[]], 0, 0
        row = self.rows[self._row]
        if number == 1:
            row[: self._column] = " " * min(self._column, len(row))
        else:
            del row[self._column if number == 0 else 0 :]
