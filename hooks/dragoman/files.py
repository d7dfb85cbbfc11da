"""Files and folders that others see whole or not at all, and a line for what the disk refuses.

What is being made stands under a name of its own beside its place, locked by the process that makes it. The system takes a
lock from a process that ends, however it ends: what is not locked is nobody's, and goes when the next is made there.
"""

from __future__ import annotations

import atexit
import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path, PurePath

try:
    import fcntl
except ImportError:  # Windows: nothing is taken for nobody's there
    fcntl = None  # type: ignore[assignment]

_PART = (".course-", ".part")  # around the name of a file in the making
_AT_CWD, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
_EXPECTED = {
    errno.ENOTDIR: ("a file", "a folder: rename or remove it"),
    errno.EEXIST: ("a file", "a folder: rename or remove it"),
    errno.EISDIR: ("a folder", "a file: rename or remove it"),
    errno.EACCES: ("no permission", "one to read and write it: change its permissions"),
    errno.EPERM: ("no permission", "one to read and write it: change its permissions"),
    errno.EROFS: ("a file system that cannot be written", "one that can: copy the course to another"),
    errno.ENOSPC: ("a full disk", "room for the file: make some"),
    errno.EDQUOT: ("a full disk", "room for the file: make some"),
    errno.EFBIG: ("no room for a file of this size", "some: allow larger files"),
    errno.ENAMETOOLONG: ("a name that is too long", "one that the disk can hold: shorten it"),
    errno.EBUSY: ("a folder that cannot be replaced", "one that can: name a folder inside of it"),
    errno.EXDEV: ("a folder that cannot be replaced", "one that can: name a folder inside of it"),
}


def explained(error: OSError, file: str = "a file") -> str:
    """Return in a line which file cannot be read or written, and `reason`; ``file`` is it where the error names none."""
    return f"{os.fsdecode(error.filename2 or error.filename or file)}: {reason(error)}"


def reason(error: OSError) -> str:
    """Return why a file cannot be read or written, and what to do."""
    found, expected = _EXPECTED.get(
        error.errno or 0, ("what cannot be read or written", "a file that can: mend it and call again")
    )
    return f"found {found} ({error.strerror or error}), expected {expected}"


def states(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the time and the size of each file below a folder, by its path from there; what goes away meanwhile is gone."""
    found = {}
    for place, _, names in os.walk(folder):
        below = os.path.relpath(place, folder)
        for name in names:
            with suppress(OSError):
                status = os.stat(os.path.join(place, name))  # noqa: PTH116, PTH118 - a hundred thousand times an hour
                found[PurePath(below, name).as_posix()] = status.st_mtime_ns, status.st_size
    return found


def write(path: Path, data: bytes, *, new: bool = False, durable: bool = True) -> None:
    """Put ``data`` into a file as a whole or not at all, for a link into what it leads to.

    With ``new`` only where there is neither a file nor a link. What is not ``durable`` may be lost with the power.

    Raises:
        FileExistsError: with ``new``, where there is one; it names ``path``.
        OSError: where nothing can be written; it names what is in the way.
    """
    target = path if new else path.resolve()
    _look_for_obstacles(target, new=new)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _put(target, data, new=new, durable=durable)
    except OSError as error:
        # Not the temporary file, which nobody has seen.
        raise OSError(error.errno, error.strerror, str(path)) from error


def change(wanted: Mapping[Path, bytes | None]) -> None:
    """Make files what they are to be, None for gone; where one of them cannot, all are as they were.

    Raises:
        OSError: where that is so; it names what is in the way.
    """
    before = {path: path.read_bytes() if os.path.lexists(path) else None for path in wanted}
    done: list[Path] = []
    try:
        for path in sorted(wanted, key=lambda path: wanted[path] is None):  # what goes, goes last
            _become(path, wanted[path], new=before[path] is None)
            done.append(path)
    except BaseException:
        for path in reversed(done):
            with suppress(OSError):
                _become(path, before[path], new=False)
        raise


def _become(path: Path, data: bytes | None, *, new: bool) -> None:
    if data is None:
        path.unlink()
    else:
        write(path, data, new=new)


def _look_for_obstacles(path: Path, *, new: bool) -> None:
    for folder in path.parents:
        if os.path.lexists(folder) and not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if new and os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if path.exists() and not os.access(path, os.W_OK):
        # Replacing it needs the folder only, but its owner does not want it changed.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _put(path: Path, data: bytes, *, new: bool, durable: bool) -> None:
    """Write a file beside ``path`` and give it its name when it is complete."""
    for left in _left(path.parent, *_PART):
        left.unlink(missing_ok=True)
    descriptor, staged = _locked_file(path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            if durable:
                os.fsync(descriptor)
            if fcntl is None:
                file.close()  # Windows renames no file that is open
            if new:
                os.link(staged, path)
            else:
                staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _locked_file(folder: Path) -> tuple[int, Path]:
    """Return a new file, open and locked; one that another process took for nobody's before it was locked is made anew."""
    while True:
        descriptor, name = tempfile.mkstemp(_PART[1], _PART[0], folder)
        _lock(descriptor)
        if os.fstat(descriptor).st_nlink:
            return descriptor, Path(name)
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Workplace:
    """A new folder in ``parent`` whose name begins with ``prefix``; it goes away with the process."""

    def __init__(self, parent: Path, prefix: str, rescue: Callable[[Path], None]) -> None:
        """Remove what ended processes left there; ``rescue`` takes out of each such folder what is needed."""
        parent.mkdir(parents=True, exist_ok=True)
        self._rescue = rescue
        self._held = ExitStack()
        with locked(parent):
            for left in _left(parent, prefix):
                self._remove(left)
            self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
            self._held.enter_context(locked(self.path))
        atexit.register(self.close)

    def close(self) -> None:
        """Remove the folder with what is left in it."""
        self._remove(self.path)
        self._held.close()
        atexit.unregister(self.close)

    def _remove(self, folder: Path) -> None:
        self._rescue(folder)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep all others out who ask for the same folder, until this process is done with it or ends."""
    with ExitStack() as held:
        if fcntl is not None:
            descriptor = os.open(folder, os.O_RDONLY)
            held.callback(os.close, descriptor)
            _lock(descriptor)
        yield


def _lock(descriptor: int) -> None:
    with suppress(AttributeError, OSError):  # a system without locks: what is there is never taken for nobody's
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _left(folder: Path, prefix: str, suffix: str = "") -> Iterator[Path]:
    """Yield what ended processes left in ``folder``, each locked for as long as it is looked at."""
    for path in folder.glob(f"{prefix}????????{suffix}"):
        with suppress(AttributeError, OSError), ExitStack() as held:  # it is somebody's, or gone
            descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield path


def exchange(one: Path, other: Path) -> None:
    """Let two folders change places, at once where the system can."""
    with suppress(AttributeError, TypeError):  # not every system has it, nor every file system
        if not ctypes.CDLL(None).renameat2(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _EXCHANGE):
            return
    aside = one.with_name(f"{one.name}-aside")
    other.replace(aside)
    try:
        one.replace(other)
    except OSError:
        aside.replace(other)
        raise
    aside.replace(one)
