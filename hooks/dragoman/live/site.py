"""The last good site and what is wrong with a later one, as a browser is shown them."""

from __future__ import annotations

import mimetypes
import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from dragoman.live.page import FAILED, WAITING, live

StartResponse = Callable[[str, list[tuple[str, str]]], object]
_POLL = "/livereload/"
_PATIENCE = 30  # seconds after which a browser has to ask again


@dataclass(frozen=True, slots=True)
class _Shown:
    """What there is to be seen; ``version`` is that of no other, also not of another run of the server."""

    version: str
    folder: Path | None = None
    error: str | None = None


class LiveSite:
    """A site that is served while the next one is built; an application as WSGI defines it."""

    def __init__(self, mount: str) -> None:
        """``mount`` is the path of the home page, with slashes around it."""
        self._mount = mount
        self._changed = threading.Condition()
        self._shown = _Shown("")

    def show(self, folder: Path) -> None:
        """Serve the site in ``folder`` from now on, and have browsers load it if there is anything new in it."""
        before = self._shown
        same = before.folder and before.folder != folder and not before.error and _are_same(before.folder, folder)
        self._become(_Shown(before.version if same else str(time.time_ns()), folder))

    def fail(self, error: str) -> None:
        """Say in each page what is wrong; the last good site stays."""
        self._become(_Shown(str(time.time_ns()), self._shown.folder, error))

    def _become(self, shown: _Shown) -> None:
        with self._changed:
            self._shown = shown
            self._changed.notify_all()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request at once, except for that of a page for what comes after it."""
        # PEP 3333: bytes come as if they were Latin-1.
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        if path.startswith(_POLL):
            return _answer(start_response, "200 OK", "text/plain", self._next(path.removeprefix(_POLL)).encode())
        shown = self._shown
        if shown.folder is None:
            status, text = ("200 OK", FAILED) if shown.error else ("503 Service Unavailable", WAITING)
            return _answer(start_response, status, "text/html", live(text, shown.version, shown.error))
        return self._file(shown, path, start_response)

    def _file(self, shown: _Shown, path: str, start_response: StartResponse) -> Iterable[bytes]:
        if path != self._mount and path in {"/", self._mount[:-1]}:
            return _redirect(start_response, self._mount)
        file = _inside(shown.folder, path.removeprefix(self._mount)) if path.startswith(self._mount) else None
        if file is None:
            return _missing(shown, start_response)
        if path.endswith("/"):
            file /= "index.html"
        elif os.path.isdir(file):  # noqa: PTH112 - also of a name that is too long
            return _redirect(start_response, f"{path}/")
        try:
            content = file.read_bytes()
        except OSError:
            return _missing(shown, start_response)
        if file.suffix == ".html":
            content = live(content, shown.version, shown.error)
        return _answer(start_response, "200 OK", _type(file), content)

    def _next(self, version: str) -> str:
        """Return the version of what there is to be seen; wait for another than ``version``."""
        with self._changed:
            self._changed.wait_for(lambda: self._shown.version not in {"", version}, _PATIENCE)
            return self._shown.version or version


def _are_same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same."""
    names = {file.relative_to(one) for file in one.rglob("*") if file.is_file()}
    return names == {file.relative_to(other) for file in other.rglob("*") if file.is_file()} and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in names
    )


def _missing(shown: _Shown, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the error page of the site."""
    try:
        content = (shown.folder / "404.html").read_bytes() if shown.folder else b""
    except OSError:
        content = b"404"
    return _answer(start_response, "404 Not Found", "text/html", live(content, shown.version, shown.error))


def _inside(folder: Path | None, path: str) -> Path | None:
    """Return the file of a path; None for one that leads out of ``folder`` or that no file can have."""
    try:
        file = (folder / path.lstrip("/")).resolve() if folder else None
    except (OSError, ValueError):
        return None
    return file if folder and file and file.is_relative_to(folder.resolve()) else None


def _type(file: Path) -> str:
    # Browsers refuse a script of any other type; what Windows calls it is anyone's guess.
    if file.suffix in {".js", ".mjs"}:
        return "text/javascript"
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _redirect(start_response: StartResponse, path: str) -> Iterable[bytes]:
    # Two slashes at the beginning would be another server.
    start_response("302 Found", [("Location", quote("/" + path.lstrip("/")))])
    return []


def _answer(start_response: StartResponse, status: str, kind: str, content: bytes) -> Iterable[bytes]:
    charset = "; charset=utf-8" if kind == "text/html" else ""
    headers = [("Content-Type", kind + charset), ("Content-Length", str(len(content))), ("Cache-Control", "no-store")]
    start_response(status, headers)
    return [content]
