"""What happens at a save: the site is built by another process, then shown, or what is wrong with it is said."""

from __future__ import annotations

import logging
import os
import shutil
import stat
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from dragoman.live.builder import Builder
from dragoman.live.site import LiveSite
from dragoman.pages.leftovers import is_leftover
from dragoman.search.server import Application, SearchOnDemand, SearchPages

log = logging.getLogger("mkdocs.course")
_KEPT = 2  # sites
_CALM = 3.0  # seconds without a save after which the whole site is built
_Stamp = dict[str, tuple[int, int]]


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
        self._built: _Stamp = {}
        self._whole: threading.Timer | None = None
        self._running = _stamp(code)

    def build(self) -> None:
        """Build the site, if there is anything new."""
        with self._one_at_a_time:
            stamp = _stamp(self._sources)
            if stamp == self._built:
                return
            changed = {path for path, _ in stamp.items() ^ self._built.items()}
            self._built = stamp
            if _stamp(self._code) != self._running:
                self._tell(self._started_anew())
            elif self._pages_anew(changed & stamp.keys()) if changed <= stamp.keys() else False:
                self._build_whole_later()
            else:
                self._tell(self._next_site())

    def _tell(self, error: str | None) -> None:
        if error:
            log.error(error)
            self._site.fail(error)

    def _pages_anew(self, changed: set[str]) -> bool:
        """Have the pages made anew that show something of the ``changed`` files; tell whether that could be done."""
        if not self._folders or not changed or not all(path.endswith(".md") for path in changed):
            return False
        if self._builder.ask(pages=sorted(changed)) is not None:
            return False
        self._search.forget()
        self._site.show(self._folders[-1] / "site")
        return True

    def _build_whole_later(self) -> None:
        """Build the whole site once nobody saves any more: it is not known what else shows something of a page."""
        if self._whole is not None:
            self._whole.cancel()
        self._whole = threading.Timer(_CALM, self._build_whole)
        self._whole.daemon = True
        self._whole.start()

    def _build_whole(self) -> None:
        with self._one_at_a_time:
            self._tell(self._next_site())

    def close(self) -> None:
        """End what runs, and remove what was built."""
        if self._whole is not None:
            self._whole.cancel()
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
        if self._whole is not None:
            self._whole.cancel()
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
    found: _Stamp = {}
    for path in paths:
        _look(str(path), found)
    return found


def _look(path: str, found: _Stamp) -> None:
    with suppress(OSError):  # a link that leads nowhere, a file that has just gone
        status = os.stat(path)  # noqa: PTH116 - a path of each file would take longer than all else
        if stat.S_ISREG(status.st_mode):
            found[path] = status.st_mtime_ns, status.st_size
        elif stat.S_ISDIR(status.st_mode):
            for name in os.listdir(path):  # noqa: PTH208
                if name != "__pycache__" and not is_leftover(name):
                    _look(os.path.join(path, name), found)  # noqa: PTH118
