"""Running snippets: what is stored is not run again, what is missing runs in parallel and isolated."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor, as_completed
from dataclasses import replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath
from typing import TypeVar

from dragoman import files
from dragoman.execution import expected, local
from dragoman.execution.inputs import Inputs, NotGivenError
from dragoman.execution.isolated import failures
from dragoman.execution.isolated.job import Job
from dragoman.execution.results import Failure, Output, ResultCache, digest
from dragoman.execution.snippets import EXERCISE, Snippet, meaning
from dragoman.findings import Finding, Severity

T = TypeVar("T")

MEMORY_LIMIT_MB = 2048
PACKAGES = ("torch", "numpy", "matplotlib")
# The modules that decide what a run gives.
_MACHINERY = Path(__file__).with_name("isolated")


def versions() -> dict[str, str]:
    """Return the versions of what decides results, by name."""
    found = {"python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}
    return found | {package: _version(package) for package in PACKAGES}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


class Runner:
    """Gives the result of snippets: from the cache, else by running them on an executor."""

    def __init__(self, cache: Path, root: Path, *, jobs: int | None = None, executor: Executor | None = None) -> None:
        """Keep results in ``cache``; ``root`` is the snippets folder, at the top of the project.

        ``jobs`` run at a time on this machine; ``executor`` runs them elsewhere instead.
        """
        self._cache = ResultCache(cache, _version)
        self._root = root.resolve()
        self._project = self._root.parent
        self._jobs = jobs or os.cpu_count() or 1
        self._executor = executor
        self._inputs = Inputs(self._root)
        self._keys: dict[Snippet, str] = {}
        self._unstored: OSError | None = None  # why the first result that could not be stored was not

    def check(self, describe: Callable[[Path], str]) -> Iterator[Finding]:
        """Yield what keeps results from being stored; ``describe`` names a file as messages should."""
        if obstacle := self._cache.obstacle():
            message = "found a file, expected a folder for the results of snippets: remove it, or give it another name"
            yield Finding(describe(obstacle), 1, "cache", message)
        elif self._unstored:
            message = f"{files.reason(self._unstored)}; until then snippets run again each time"
            yield Finding(describe(Path(self._unstored.filename)), 1, "cache", message, Severity.INFO)

    def stored(self, snippet: Snippet) -> Output | None:
        """Return the result of an earlier run that still holds."""
        try:
            return self._cache.load(self._key(snippet))
        except NotGivenError:
            return None

    def absent(self, snippet: Snippet) -> list[str]:
        """Return the modules without which a snippet cannot run here; another machine may have them."""
        if self._executor:
            return []
        try:
            return self._inputs.absent(snippet)
        except NotGivenError:  # why it fails
            return []

    def run(
        self,
        snippets: Iterable[Snippet],
        *,
        progress: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> dict[str, Output | Failure]:
        """Return the result of each snippet by its name; run those that have none.

        One whose exercises are solved already with nothing done has failed.
        ``progress`` is told how many of those that had to run have ended.
        """
        shown = list(snippets)
        wanted = [*shown, *(one for snippet in shown for one in snippet.untouched)]
        results: dict[str, Output | Failure] = {}
        for snippet in wanted:
            stored = self.stored(snippet)
            if stored is not None:
                results[snippet.name] = stored
        for snippet in wanted:
            if snippet.name not in results and (absent := self.absent(snippet)):
                results[snippet.name] = expected.stand_in(snippet, self._root, absent)
        missing = [snippet for snippet in wanted if snippet.name not in results]
        for number, (snippet, result) in enumerate(self.execute(missing), 1):
            results[snippet.name] = result
            if isinstance(result, Output) and result.stable:
                self._keep(self._key(snippet), result)
            progress(number, len(missing))
        return {snippet.name: self._judged(snippet, results) for snippet in shown}

    def _judged(self, snippet: Snippet, results: Mapping[str, Output | Failure]) -> Output | Failure:
        """Return the result of a snippet, a failure where a check does not fail with nothing done."""
        result = results[snippet.name]
        if isinstance(result, Failure) or not result.drawn or self.absent(snippet):
            return result
        passed = []
        for untouched in snippet.untouched:
            attempt = results[untouched.name]
            if isinstance(attempt, Output):
                continue
            if attempt.message.startswith(failures.STILL):  # which fails, too, and takes long to see again
                self._keep(self._key(untouched), Output((), packages=result.packages))
            elif attempt.message == failures.NOTHING_RAISED:
                passed.append(untouched.cells[-1])
            else:
                return attempt
        if not passed:
            return result
        names = ", ".join(cell.name or f"line {cell.line}" for cell in passed)
        message = (
            f"found exercises whose check passes with nothing done ({names}), expected it to fail until they are solved: "
            "check what only their solution gives"
        )
        return Failure(passed[0].line, message)

    def spoken(
        self, wanted: Iterable[tuple[Snippet, Output, str, Mapping[str, str]]]
    ) -> dict[tuple[str, str], Output | Failure]:
        """Return snippets with other texts in their figures, by the names of each and of what ``wanted`` it.

        They are drawn from what was kept of their run; a snippet whose figures could not be kept runs again,
        and one that nothing here can draw is left out.
        """
        found: dict[tuple[str, str], Output | Failure] = {}
        jobs: dict[tuple[str, str], Job] = {}
        again: dict[tuple[str, str], Job] = {}
        keys: dict[tuple[str, str], tuple[str, Output]] = {}
        for snippet, output, name, texts in wanted:
            which = snippet.name, name
            key = digest(self._key(snippet), "texts", json.dumps(sorted(texts.items())))
            if stored := self._cache.load(key):
                found[which] = stored
                continue
            if self.absent(snippet):  # its result came from elsewhere
                continue
            job = replace(self.job(snippet), texts=tuple(texts.items()))
            kept = tuple(tuple(zip(cell.figures, cell.states, strict=True)) for cell in output.cells)
            (jobs if output.is_kept else again)[which] = replace(job, kept=kept if output.is_kept else ())
            keys[which] = key, output
        for which, result in self._executed(jobs):
            if isinstance(result, Failure):
                again[which] = replace(jobs[which], kept=())
            else:
                found[which] = result
        found |= dict(self._executed(again))
        for which, (key, output) in keys.items():
            if isinstance(result := found[which], Output) and output.stable:
                self._keep(key, replace(result, packages=output.packages))
        return found

    def _keep(self, key: str, result: Output) -> None:
        try:
            self._cache.store(key, result)
        except OSError as error:
            self._unstored = self._unstored or error

    def execute(self, snippets: Iterable[Snippet], seed: int = 0) -> Iterable[tuple[Snippet, Output | Failure]]:
        """Run snippets whatever is stored, and yield each with its result as it ends."""
        jobs: dict[Snippet, Job] = {}
        for snippet in snippets:
            try:
                jobs[snippet] = replace(self.job(snippet), seed=seed)
            except NotGivenError as error:
                yield snippet, Failure(error.line, str(error))
        yield from self._executed(jobs)

    def _executed(self, jobs: Mapping[T, Job]) -> Iterable[tuple[T, Output | Failure]]:
        """Yield jobs, each by what it is called, with their results as they end."""
        if not jobs:
            return
        executor = self._executor or ThreadPoolExecutor(min(self._jobs, len(jobs)))
        futures = {executor.submit(local.run_job, job): which for which, job in jobs.items()}
        try:
            for future in as_completed(futures):
                if future.exception() is None:  # what keeps one from a result is raised once the others have theirs
                    yield futures[future], future.result()
            for future in futures:
                future.result()
        except BaseException:  # at Ctrl-C, what runs ends, and what has not begun never does
            for future in futures:
                future.cancel()
            local.stop()
            raise
        finally:
            if executor is not self._executor:
                executor.shutdown()

    def job(self, snippet: Snippet) -> Job:
        """Return what a process needs to run a snippet."""
        return Job(
            name=snippet.name,
            file=PurePath(os.path.relpath(snippet.path.resolve(), self._project)).as_posix(),
            # Of an exercise its solution runs.
            cells=tuple(
                ("" if cell.role == EXERCISE else cell.source, cell.line, tuple(sorted(cell.tags)))
                for cell in snippet.cells
            ),
            files=self._inputs.contents(snippet),
            project=str(self._project),
            time_limit=snippet.time_limit,
            memory_limit_mb=MEMORY_LIMIT_MB,
            torch=self._inputs.may_load_others(snippet, {"numpy", "matplotlib"}),
        )

    def _key(self, snippet: Snippet) -> str:
        """Return what the result depends on, the packages that it imports aside; comments are no part of it."""
        if snippet not in self._keys:
            cells = [[cell.name, sorted(cell.tags), meaning(cell.source)] for cell in snippet.cells]
            files = [part for given in self._inputs.of(snippet) for part in (given.name, given.digest)]
            self._keys[snippet] = digest(self._surroundings, snippet.name, json.dumps(cells), *files)
        return self._keys[snippet]

    @cached_property
    def _surroundings(self) -> str:
        """What the results of all snippets depend on: versions, and how they are run."""
        settings = json.dumps([versions(), local.ENVIRONMENT, MEMORY_LIMIT_MB, {"seed": 0}])
        return digest(settings, *(path.read_bytes() for path in sorted(_MACHINERY.glob("*.py"))))
