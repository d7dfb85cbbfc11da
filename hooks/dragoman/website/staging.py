"""A folder beside the site in which a build takes place, so that a failure leaves the site as it was."""

from __future__ import annotations

import logging
import signal
import sys
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path


class Staging:
    """The folder of one build; it goes away with the process, also where that is told to end."""

    def __init__(self, site: Path) -> None:
        """``site`` is where the finished site is to be."""
        with suppress(ValueError):  # not in the main thread, whose business signals are
            signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        self._site = site.resolve()
        self._site.parent.mkdir(parents=True, exist_ok=True)
        self._around = tempfile.TemporaryDirectory(prefix=".site-", dir=self._site.parent)
        self.folder = Path(self._around.name, "site")

    def name_site(self, record: logging.LogRecord) -> bool:
        """Let a message of the log name the folder that the site will be in; a filter for loggers."""
        record.msg = str(record.msg).replace(str(self.folder), str(self._site))
        return True

    def publish(self) -> Path:
        """Put the finished site in the place of the previous one, or leave that whole; return where it is."""
        previous = Path(self._around.name, "previous")
        with self._around, ExitStack() as undo:
            if self._site.exists():
                _move(self._site, previous, undo)
                # Like MkDocs, which leaves .git and its kind alone.
                for kept in previous.glob(".*"):
                    _move(kept, self.folder / kept.name, undo)
            _move(self.folder, self._site, undo)
            undo.pop_all()
        return self._site


def _move(path: Path, to: Path, undo: ExitStack) -> None:
    path.replace(to)
    undo.callback(to.replace, path)
