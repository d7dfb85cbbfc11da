"""What a snippet may not open, list, change, start or call: everything that it was not given.

This is for slips, not against attackers: Python tells of what it does itself (audit events), C code does not.
"""

# Every file that is opened is judged, and a text is judged faster than a Path.
# ruff: noqa: PTH117, PTH118, PTH119, PTH120

from __future__ import annotations

import os
import re
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from pathlib import Path, PurePath
from typing import Any

_SYSTEM = (
    *("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc", "/proc", "/sys", "/run", "/opt", "/nix", "/snap"),
    *("/System", "/Library"),
    *(os.environ.get(name, "") for name in ("SYSTEMROOT", "PROGRAMFILES", "PROGRAMDATA")),
)
_CHANGING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Audit events whose first argument is a folder that is listed, and one that is changed.
_LISTED = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.chdir", "glob.glob")
_CHANGED = (
    *("os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.chown", "os.utime"),
    *("os.setxattr", "os.removexattr", "shutil.rmtree"),
)
_STARTED = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn")
_OWN_HOST = re.compile(r"|localhost|0\.0\.0\.0|127\..*|::1|::|::ffff:127\..*")


class OutsideError(Exception):
    """A snippet asked for what it was not given; says what to do."""


class Guard:
    """Refuses what is outside of ``work``, the snippet's own folder, and is no part of Python or the system."""

    def __init__(self, work: Path, project: Path, file: str) -> None:
        """``file`` of the project holds the code that runs in ``work``."""
        programs = os.environ.get("PATH", "").split(os.pathsep)
        readable = [*_SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path, *programs]
        roots = {_real(path): "r" for path in readable if path}
        self._project = _real(project)
        self._work = _real(work)
        self._folder = os.path.dirname(os.path.join(self._project, file))
        self._readable = [root for root in roots if root != self._project]
        # The nearest folder above a file decides: a virtual environment in the project is no part of it.
        own = {_real(path): "w" for path in ("/dev", os.devnull, work.parent, work)}
        self._roots = {**roots, self._project: "", **own}
        # PATH may stand in a longer text: a command for a shell, a program for another Python.
        self._mentioned = re.compile(re.escape(str(project)) + r"(?:[\\/][^\s'\":;,|&<>()]*)?")

    def watch(self) -> None:
        """Refuse from now to the end of this process."""
        for name in ("stat", "access"):
            _wrap(os, name, self._exists)
        judges: dict[str, Callable[..., object]] = {
            "open": self._opens,
            **dict.fromkeys(_LISTED, lambda path, *_: self._lists(path)),
            "pathlib.Path.glob": lambda folder, pattern: self._lists(os.path.join(folder, pattern)),
            **dict.fromkeys(_CHANGED, lambda path, *_: self._changes(path)),
            "os.rename": lambda *paths: list(map(self._changes, paths[:2])),
            **dict.fromkeys(("os.link", "os.symlink"), lambda _old, new, *_: self._changes(new)),
            "sqlite3.connect": self._connects,
            "ctypes.dlopen": lambda name: self.reads(name) if os.path.dirname(name or "") else None,
            **dict.fromkeys(_STARTED, lambda *arguments: self._starts(_words(arguments))),
            "socket.connect": lambda _socket, address: self._calls(address),
            "socket.sendto": lambda _socket, address: self._calls(address),
            **dict.fromkeys(("socket.getaddrinfo", "socket.gethostbyname"), lambda host, *_: self._calls(host)),
        }

        def audit(event: str, arguments: tuple[Any, ...]) -> None:
            if event in judges:
                judges[event](*arguments)

        sys.addaudithook(audit)

    def watch_torch(self, torch: Any) -> None:
        """Refuse files also to what PyTorch reads and writes in C++."""
        for owner in (torch, torch.UntypedStorage):
            _wrap(owner, "from_file", self.reads)
        for owner in (torch, torch.jit):
            _wrap(owner, "save", self._changes, 1)

    def reads(self, path: object) -> None:
        """Refuse to read a file that was not given."""
        full = _full(path)
        if full and not self._access(full):
            raise OutsideError(self._unread(full, full))

    def _exists(self, path: object) -> None:
        """Refuse to tell whether a file of the project exists, but not whether a folder above Python does."""
        full = _full(path)
        above = any(_is_below(root, full) for root in (self._project, *self._readable))
        if full and _is_below(full, self._project) and not above and not self._access(full):
            raise OutsideError(f"{self._unread(full, full)}, or write {os.path.basename(full)} without a folder")

    def _opens(self, path: object, mode: str | None, flags: int) -> None:
        changes = flags & _CHANGING if isinstance(flags, int) else set(mode or "r") & set("wax+")
        if not changes or changes == os.O_RDWR:  # what was there is read
            self.reads(path)
        if changes:
            self._changes(path)

    def _access(self, full: str) -> str:
        """Return ``w`` for what may be changed, ``r`` for what may be read, nothing for the rest."""
        while full not in self._roots:
            above = os.path.dirname(full)
            if above == full:
                return ""
            full = above
        return self._roots[full]

    def _lists(self, pattern: object) -> None:
        """Refuse to list a folder, or the folder that a pattern begins with."""
        full = _full("." if pattern is None else pattern)
        if not full:
            return
        fixed = re.split(r"[*?\[]", full)[0]
        folder = full if fixed == full else os.path.dirname(fixed)
        if not self._access(folder):
            raise OutsideError(self._unread(folder, full if fixed != full else os.path.join(full, "*")))

    def _changes(self, path: object) -> None:
        full = _full(path)
        if full and self._access(full) != "w":
            message = (
                f"found a change to {self._shown(full)}, expected changes in its working folder only: "
                f"write {os.path.basename(full)} without a folder"
            )
            raise OutsideError(message)

    def _connects(self, database: object) -> None:
        if isinstance(database, str) and database.startswith("file:"):
            database = re.split(r"[?#]", database.removeprefix("file:").removeprefix("//"))[0]
        if database not in ("", ":memory:", b"", b":memory:"):
            self.reads(database)

    def _starts(self, words: Iterable[str]) -> None:
        """Refuse a program that is told of files that were not given."""
        for word in words:
            if os.path.isabs(word) and os.path.lexists(word):
                self.reads(word)
            for path in self._mentioned.findall(word):
                self.reads(path)

    def _calls(self, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else address
        host = os.fsdecode(host) if isinstance(host, bytes) else host
        if not isinstance(host, str) or (isinstance(address, str | bytes) and os.sep in host):
            return  # a socket of this machine
        if not _OWN_HOST.fullmatch(host) and host != socket.gethostname():
            message = (
                f"found a connection to {host}, expected none, since what others give may change: "
                "put the file into the project and write # reads: data/NAME at its top"
            )
            raise OutsideError(message)

    def _unread(self, full: str, pattern: str) -> str:
        # A path that leads up and out of the working folder was meant to lead to the project.
        meant = os.path.normpath(os.path.join(self._folder, os.path.relpath(pattern, self._work)))
        if not _is_below(full, self._project) and _is_below(meant, self._project) and os.path.lexists(meant):
            full = pattern = meant
        if _is_below(full, self._project):
            declared = self._shown(pattern) if pattern != self._project else "*"
            return (
                f"found {self._shown(full)}, which it was not given, expected what lies beside it or is declared: "
                f"write # reads: {declared} at its top and read {declared}"
            )
        name = os.path.basename(pattern)
        return (
            f"found {full}, which is outside of the project, expected a file of the project: "
            f"copy it to data/{name} and write # reads: data/{name} at its top"
        )

    def _shown(self, full: str) -> str:
        return PurePath(os.path.relpath(full, self._project)).as_posix() if _is_below(full, self._project) else full


def _wrap(owner: Any, name: str, judge: Callable[[object], None], index: int = 0) -> None:
    """Have ``judge`` look at an argument of a function before it is called."""
    original = getattr(owner, name)

    @wraps(original)
    def judged(*arguments: Any, **options: Any) -> Any:
        judge([*arguments, *options.values(), None, None][index])
        return original(*arguments, **options)

    setattr(owner, name, staticmethod(judged) if isinstance(owner, type) else judged)
    # What the system offers for a function is looked up by the function.
    for offered in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks, os.supports_effective_ids):
        if original in offered:
            offered.add(judged)


def _real(path: str | os.PathLike[str]) -> str:
    return os.path.normcase(os.path.realpath(path))


def _full(path: object) -> str:
    """Return the file that a path leads to; empty for what is none, an open file for one."""
    path = os.fsdecode(path) if isinstance(path, bytes) else path
    return _real(path) if isinstance(path, str | os.PathLike) and os.fspath(path) else ""


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _words(value: object) -> Iterator[str]:
    """Yield the texts in the arguments of an event, the environment of a program aside."""
    if isinstance(value, str | bytes | os.PathLike):
        yield os.fsdecode(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words(one)
