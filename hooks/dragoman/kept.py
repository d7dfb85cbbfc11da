"""What was worked out before, kept by everything that it was worked out from: in memory, and in one file for all builds.

Nothing here is needed: a file that is gone, cannot be written, or holds garbage costs time only.
"""

from __future__ import annotations

import io
import os
import pickle
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import Any, TypeVar

What = TypeVar("What")
ABSENT: Any = object()
"""What is found where nothing is."""
_MOST = 512 << 20  # bytes of the file
_AT_ONCE = 16 << 20  # bytes that wait to be written
_DAY = 86_400  # seconds
_PATIENCE = 5  # seconds for another build that writes
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER, value BLOB) WITHOUT ROWID"
_SAFE = {("builtins", name) for name in ("complex", "frozenset", "set", "slice")} | {
    ("pathlib", name) for name in ("PurePosixPath", "PureWindowsPath")
}


class Kept:
    """Values by the digest of what they were worked out from; they are shared, so that nobody may change them."""

    def __init__(self, file: Path | None = None, stamp: bytes = b"", *, held: bool = True, most: int = _MOST) -> None:
        """Keep values in ``file``, of ``most`` bytes, and in memory if they are to be ``held``.

        ``stamp`` is the `version` of all that works them out.
        """
        self.held = held
        """Whether what is found or put from now on stays in memory."""
        self.stamp = stamp
        self._values: dict[bytes, Any] = {}
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._waiting = 0
        self._touched: set[bytes] = set()
        self.file = file
        self._most = most
        self._today = int(time.time() // _DAY)
        self._database = _opened(file) if file else None

    def of(self, make: Callable[[], What], *inputs: object, keep: Callable[[What], bool] = lambda _: True) -> What:
        """Return what ``make`` made of ``inputs``, now or before; it is kept if ``keep`` says so."""
        key = self.key(*inputs)
        value: What = self.find(key)
        if value is not ABSENT:
            return value
        value = make()
        if keep(value):
            self.put(key, value)
        return value

    def key(self, *inputs: object) -> bytes:
        """Return the key of what is worked out from ``inputs``."""
        return digest(self.stamp, *inputs)

    def find(self, key: bytes) -> Any:
        """Return what is kept under a key, `ABSENT` if nothing is."""
        if key not in self._values:
            found = self._stored(key)
            if not self.held or found is ABSENT:
                return found
            self._values[key] = found
        self._used.add(key)
        return self._values[key]

    def put(self, key: bytes, value: object) -> None:
        """Keep a value under the digest of what it was worked out from."""
        if self.held:
            self._values[key] = value
            self._used.add(key)
        if self._database is not None:
            self._new[key] = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
            self._waiting += len(self._new[key])
            if self._waiting > _AT_ONCE:
                self._write()

    def save(self) -> None:
        """Write what is new to the file; forget what is held and has not been asked for since the last time."""
        if self.held:
            self._values = {key: self._values[key] for key in self._used if key in self._values}
            self._used = set()
        self._write()
        with suppress(sqlite3.Error, OSError):
            self._shrink()

    def _write(self) -> None:
        new, self._new = self._new, {}
        self._waiting = 0
        touched, self._touched = self._touched, set()
        if self._database is None or not (new or touched):
            return
        with suppress(sqlite3.Error, OSError), self._database as database:
            database.executemany(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
                ((key, self._today, value) for key, value in new.items()),
            )
            database.executemany("UPDATE kept SET used = ? WHERE key = ?", ((self._today, key) for key in touched))

    def close(self) -> None:
        """Write what is new, and let go of the file."""
        self.save()
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _stored(self, key: bytes) -> Any:
        if self._database is None:
            return ABSENT
        if key in self._new:
            return pickle.loads(self._new[key])  # noqa: S301 - from this process
        try:
            row = self._database.execute("SELECT value, used FROM kept WHERE key = ?", (key,)).fetchone()
            found = _Unpickler(io.BytesIO(row[0])).load() if row else ABSENT
        except Exception:  # noqa: BLE001 - what is broken in any way is not there
            return ABSENT
        if row and row[1] != self._today:
            self._touched.add(key)
        return found

    def _shrink(self) -> None:
        """Forget what has not been used for longest, half of what there may be, where the file is too large."""
        database = self._database
        if database is None or self.file is None or self.file.stat().st_size <= self._most:
            return
        (size,) = database.execute("SELECT total(length(value)) FROM kept").fetchone()
        if size <= self._most:
            return
        kept = 0
        for key, length in database.execute("SELECT key, length(value) FROM kept ORDER BY used DESC").fetchall():
            kept += length
            if kept > self._most // 2:
                database.execute("DELETE FROM kept WHERE key = ?", (key,))
        database.commit()
        database.execute("VACUUM")


class _Unpickler(pickle.Unpickler):
    """Reads values of ours, and what they are made of: a file from elsewhere can run nothing."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith("dragoman.") or (module, name) in _SAFE else None
        if (module, name) in _SAFE or (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _opened(file: Path) -> sqlite3.Connection | None:
    """Return the database in a file, made anew where it is none; None where there can be none."""
    for _ in range(2):
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
        try:
            database = sqlite3.connect(file, timeout=_PATIENCE, check_same_thread=False)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(_TABLE)
            database.execute("SELECT key, used, value FROM kept LIMIT 1").fetchone()
        except sqlite3.OperationalError:  # locked, read-only, or a table of another kind
            return None
        except sqlite3.DatabaseError:
            for name in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))):
                with suppress(OSError):
                    name.unlink(missing_ok=True)
        else:
            return database
    return None


def _no_value(part: object) -> object:
    raise TypeError(f"found {type(part).__qualname__}, expected a value")


def digest(*parts: object, other: Callable[[object], object] = _no_value) -> bytes:
    """Return what is the same for the same values only, in every process.

    ``other`` gives a value for what is none; without it, that is a `TypeError`.
    """
    told = blake2b(digest_size=20)
    for part in parts:
        _tell(told.update, part, other)
    return told.digest()


def _tell(  # noqa: C901, PLR0912 - one case for each kind of value
    take: Callable[[bytes], None], part: Any, other: Callable[[object], object]
) -> None:
    match part:
        case None | bool() | int() | float() | Enum():
            take(repr(part).encode() + b"\0")
        case bytes():
            take(b"b%d:" % len(part) + part)
        case str() | PurePath():
            data = str(part).encode("utf-8", "surrogatepass")
            take(b"s%d:" % len(data) + data)
        case Mapping():
            take(b"m%d:" % len(part))
            for item in part.items():
                _tell(take, item, other)
        case set() | frozenset():
            take(b"e%d:" % len(part) + b"".join(sorted(digest(item, other=other) for item in part)))
        case list() | tuple():
            take(b"l%d:" % len(part))
            if all(type(item) is int for item in part):
                take(repr(part).encode())
            else:
                for item in part:
                    _tell(take, item, other)
        case _ if is_dataclass(part) and not isinstance(part, type):
            take(type(part).__qualname__.encode() + b"\0")
            for field in fields(part):
                _tell(take, getattr(part, field.name), other)
        case _:
            _tell(take, other(part), other)


@cache
def version() -> bytes:
    """Return what stands for our own code, as it was when this process began, for Python and the installed packages."""
    packages = sorted(
        name for folder in sys.path for name in _names(folder) if name.endswith((".dist-info", ".egg-info"))
    )
    return digest(sys.version, content(Path(__file__).parent), packages)


def content(folder: Path) -> bytes:
    """Return the digest of all files below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file())
    return digest([(path.relative_to(folder), path.read_bytes()) for path in files])


def _names(folder: str) -> Iterable[str]:
    try:
        return os.listdir(folder or ".")  # noqa: PTH208 - Path.iterdir() makes a path of each
    except OSError:
        return ()
