"""The files that snippets are given: what they declare, what lies beside them, and the helpers that they import."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePath, PurePosixPath

from dragoman.execution.snippets import RAISES, Snippet, imports

_NO_DATA = frozenset({"expected", "locale", "__pycache__"})
# What can load a module that no import statement names.
_BY_NAME = re.compile(r"__import__|\b(?:importlib|runpy|exec|eval|pickle|allow_pickle)\b")


class NotGivenError(Exception):
    """A file that a snippet should be given and cannot: the line of the snippet, and what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Given:
    """A file that a snippet is given: its name in the working folder, where it is, and what it holds as a digest."""

    name: str
    path: Path
    digest: str


class Inputs:
    """The files below a project that its snippets are given, each read once."""

    def __init__(self, root: Path) -> None:
        """``root`` is the snippets folder, at the top of the project."""
        self._root = root
        self._digests: dict[Path, str] = {}
        self._beside: dict[Path, dict[str, Path]] = {}

    def of(self, snippet: Snippet) -> tuple[Given, ...]:
        """Return the files of a snippet, sorted by name.

        Raises:
            NotGivenError: where one cannot be read, or what is declared does not exist.
        """
        with self._reading(snippet):
            return tuple(Given(name, file, self._digest(file)) for name, file in sorted(self._files(snippet).items()))

    def contents(self, snippet: Snippet) -> tuple[tuple[str, bytes], ...]:
        """Return the names and contents of these files; raises as `of` does."""
        with self._reading(snippet):
            return tuple((given.name, given.path.read_bytes()) for given in self.of(snippet))

    def absent(self, snippet: Snippet) -> list[str]:
        """Return the modules that a snippet imports, it or a helper, and that are not installed here; raises as `of` does."""
        own, helpers = self._helpers(snippet)
        sources = [*helpers, *(cell.source for cell in snippet.cells if RAISES not in cell.tags)]
        wanted = {name for source in sources for name in imports(source, tried=False)}
        return sorted(name for name in wanted - own - sys.stdlib_module_names if find_spec(name) is None)

    def may_load_others(self, snippet: Snippet, packages: Set[str]) -> bool:
        """Tell whether a snippet, or a helper, may load a package that is none of ``packages``; raises as `of` does."""
        own, helpers = self._helpers(snippet)
        sources = [*helpers, *(cell.source for cell in snippet.cells)]
        wanted = {name for source in sources for name in imports(source)}
        return bool(wanted - own - sys.stdlib_module_names - packages) or any(map(_BY_NAME.search, sources))

    def _helpers(self, snippet: Snippet) -> tuple[set[str], list[str]]:
        """Return the modules that a snippet is given, and the code in them."""
        with self._reading(snippet):
            given = self.of(snippet)
            sources = [one.path.read_text("utf-8", "replace") for one in given if one.name.endswith(".py")]
        return {PurePosixPath(one.name).parts[0].removesuffix(".py") for one in given}, sources

    @contextlib.contextmanager
    def _reading(self, snippet: Snippet) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            shown = PurePath(os.path.relpath(str(error.filename), self._root.parent)).as_posix()
            message = f"found {shown}, which cannot be read ({error.strerror}), expected a file for it: mend it"
            raise NotGivenError(snippet.cells[0].line if snippet.cells else 1, message) from error

    def _files(self, snippet: Snippet) -> dict[str, Path]:
        path = snippet.path.resolve()
        folder = path.parent if path.suffix == ".py" else self._root
        found: dict[str, Path] = {}
        for declared in snippet.reads:
            files = self._declared(declared.pattern, folder)
            if not files:
                message = (
                    f"found reads: {declared.pattern}, which no file of the project is called, expected the name of one "
                    "from the folder of this file or from the top of the project, such as data/*.csv: correct it"
                )
                raise NotGivenError(declared.line, message)
            found |= files
        if folder not in self._beside:
            self._beside[folder] = {name: file for name, file in _named(folder) if _is_data(PurePath(name))}
        found |= self._beside[folder]
        found |= _helpers([cell.source for cell in snippet.cells], folder)
        found.pop(path.name, None)  # its own code, without comments, is known already
        return found

    def _declared(self, pattern: str, folder: Path) -> dict[str, Path]:
        """Return the files that a pattern names, from the nearest folder that has one."""
        if ".." in PurePosixPath(pattern).parts or PurePath(pattern).is_absolute():
            return {}
        for base in dict.fromkeys((folder, self._root, self._root.parent)):
            try:
                matches = list(base.glob(pattern))
            except (OSError, ValueError, IndexError):  # no pattern at all
                return {}
            files = [file for match in matches for file in (_below(match) if match.is_dir() else [match])]
            if files:
                return {file.relative_to(base).as_posix(): file for file in files if file.is_file()}
        return {}

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            with path.open("rb") as file:
                self._digests[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return self._digests[path]


def _below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _named(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((path.relative_to(folder).as_posix(), path) for path in _below(folder))


def _is_data(name: PurePath) -> bool:
    """Tell whether a file beside snippets is given to all of them: no code, and no leftover of an editor."""
    hidden = any(part.startswith(".") or part in _NO_DATA for part in name.parts)
    return not hidden and name.suffix != ".py" and not name.name.endswith(("~", "#"))


def _helpers(sources: Iterable[str], folder: Path) -> dict[str, Path]:
    """Return the modules and packages of ``folder`` that code imports, and those that they import."""
    found: dict[str, Path] = {}
    waiting = list(sources)
    while waiting:
        for name in imports(waiting.pop()):
            module, package = folder / f"{name}.py", folder / name
            files = [module] if module.is_file() else list(package.rglob("*.py")) if package.is_dir() else []
            new = {path.relative_to(folder).as_posix(): path for path in files}
            waiting += [path.read_text("utf-8", "replace") for name, path in new.items() if name not in found]
            found |= new
    return found


def listing(project: Path, *folders: str) -> dict[str, tuple[int, int]]:
    """Return the time and the size of each file at the top of the project and in ``folders``, by its name.

    What snippets must print is left out: it is written while others run.
    """
    top = next(os.walk(project), ("", [], []))
    walks = [top, *(walk for folder in sorted({*folders}) for walk in os.walk(project / folder))]
    stats = {}
    for folder, _, names in walks:
        if PurePath(os.path.relpath(folder, project)).parts[1:2] == ("expected",):
            continue
        for path in (os.path.join(folder, name) for name in names if not name.startswith(".")):  # noqa: PTH118 - many
            with contextlib.suppress(OSError):  # gone meanwhile, or a link to nowhere
                stat = os.stat(path)  # noqa: PTH116
                stats[PurePath(os.path.relpath(path, project)).as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return stats
