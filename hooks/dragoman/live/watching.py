"""Tells at once when files are saved, where the system does; MkDocs looks for itself twice a second everywhere."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_DELAY = 0.03  # seconds in which an editor finishes what it does to save a file
_READING = frozenset(["opened", "closed_no_write"])


class Watching(FileSystemEventHandler):
    """Calls ``saved`` in a thread of its own soon after anything below ``paths`` has changed."""

    def __init__(self, paths: Iterable[Path], saved: Callable[[], None]) -> None:
        self._saved = saved
        self._changed = threading.Event()
        observer = Observer()
        folders = {path if path.is_dir() else path.parent: path.is_dir() for path in paths if path.exists()}
        for folder, recursive in folders.items():
            with suppress(OSError):  # more folders than the system watches
                observer.schedule(self, str(folder), recursive=recursive)
        observer.daemon = True
        with suppress(OSError):
            observer.start()
        threading.Thread(target=self._wait, daemon=True).start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take note of what the system tells."""
        if event.event_type not in _READING:
            self._changed.set()

    def _wait(self) -> None:
        while True:
            self._changed.wait()
            threading.Event().wait(_DELAY)
            self._changed.clear()
            self._saved()
