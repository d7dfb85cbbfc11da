"""What happens at a save: the site is built by another process, then shown, or what is wrong with it is said."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from dragoman.live.builder import Builder
from dragoman.live.site import LiveSite
from dragoman.pages.leftovers import is_leftover
from dragoman.search.server import Application, SearchOnDemand, SearchPages

log = logging.getLogger("mkdocs.course")
_KEPT = 2  # sites
_Stamp = frozenset[tuple[Path, int, int]]


class Rebuilding:
    """A site that is built anew when a file of its sources, or of the code that builds it, is another."""

    def __init__(
        self,
        command: Sequence[str],
        mount: str,
        sources: Sequence[Path],
        code: Sequence[Path],
        restart: Callable[[], None],
    ) -> None:
        """``command`` starts a `Builder`; ``restart`` starts the server anew, with changed ``code``."""
        self._command = command
        self._builder = Builder(command)
        self._site = LiveSite(mount)
        self._search = SearchOnDemand()
        self.application: Application = self._search.before(self._site, mount)
        self._sources = [*sources, *code]
        self._code = code
        self._restart = restart
        self._one_at_a_time = threading.Lock()
        self._folders: list[Path] = []
        self._number = 0
        self._built: _Stamp = frozenset()
        self._running = _stamp(code)

    def build(self) -> None:
        """Build the site, if there is anything new."""
        with self._one_at_a_time:
            stamp = _stamp(self._sources)
            if stamp == self._built:
                return
            self._built = stamp
            error = self._started_anew() if _stamp(self._code) != self._running else self._next_site()
            if error:
                log.error(error)
                self._site.fail(error)

    def close(self) -> None:
        """End what runs, and remove what was built."""
        self._builder.close()

    def _started_anew(self) -> str | None:
        """Start the server anew; return what is wrong if the changed code could not do so."""
        trial = Builder(self._command)
        try:
            error = trial.ask()
        finally:
            trial.close()
        if error is None:
            log.info("The generator's own code has changed: starting anew")
            self.close()
            self._restart()
        return error

    def _next_site(self) -> str | None:
        self._number += 1
        folder = self._builder.folder / str(self._number)
        error = self._builder.ask(site=str(folder / "site"), search=str(folder / "search"))
        if error is None:
            self._search.replace(SearchPages(folder / "search"))
            self._site.show(folder / "site")
            self._folders.append(folder)
        # A request may still be for the site before the one that is shown.
        gone = folder if error else self._folders.pop(0) if len(self._folders) > _KEPT else None
        if gone:
            shutil.rmtree(gone, ignore_errors=True)
        return error


def _stamp(paths: Iterable[Path]) -> _Stamp:
    """Return what changes when a file is saved; what Python and editors leave beside it are no sources."""
    found = set()
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            try:
                status = file.stat()
            except OSError:  # a link that leads nowhere, a file that has just gone
                continue
            if "__pycache__" not in file.parts and not is_leftover(file.name) and file.is_file():
                found.add((file, status.st_mtime_ns, status.st_size))
    return frozenset(found)
