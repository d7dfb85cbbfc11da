"""The process that builds for ``mkdocs serve``: it builds at each request, and answers what was wrong.

It ends when its input does, in the middle of a build, too.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from dragoman.kept import Kept, version
from dragoman.live.fault import described

# MkDocs says in these what it then ends for.
_LOGS = ("mkdocs.config", "mkdocs.commands.build")
_PACKAGES = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class _Previous:
    """What stays from one build to the next."""

    kept: Kept
    config: MkDocsConfig | None = None
    """That of the last build, if it came to its end."""
    katex: Any = None
    """What renders formulas; it takes a while to start."""


def command(config: MkDocsConfig, options: Mapping[str, Any], level: int) -> list[str]:
    """Return what starts a process that builds as ``mkdocs serve`` with ``options`` would, and logs from ``level`` on."""
    task = {
        "file": config.config_file_path,
        "url": config.site_url,
        "level": level,
        "options": {name: options[name] for name in ("strict", "theme", "use_directory_urls")},
    }
    # -P: a folder of the course that is named like a module of ours is not imported.
    return [sys.executable, "-P", "-m", __name__, json.dumps(task)]


def main(task: Mapping[str, Any]) -> None:
    """Answer each request on standard input; nothing else comes out of standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    log_as_mkdocs = State(level=task["level"])  # type: ignore[no-untyped-call]
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    previous = _Previous(Kept(Path(task["file"]).resolve().parent / ".cache" / "kept.sqlite", version()))
    while log_as_mkdocs:  # which MkDocs does for as long as there is such an object
        error = _error(task, requests.get(), previous)
        print(json.dumps(error), file=answers, flush=True)
        gc.collect()  # pages and their build refer to each other


def _read(requests: SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    os._exit(0)


def _error(task: Mapping[str, Any], request: Mapping[str, Any], previous: _Previous) -> str | None:
    """Return why the site could not be built, None if it was."""
    with _errors_of_mkdocs() as said:
        try:
            if "pages" in request:
                from dragoman.hosts import again  # noqa: PLC0415 - code that cannot be loaded is told of as a build is

                made = previous.config is not None and again.make(previous.config, request["pages"])
                return None if made else "the whole site has to be built"
            _build(task, request, previous)
        except SystemExit as error:  # MkDocs says why before
            return " ".join("; ".join(dict.fromkeys(said)).split()) or str(error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the author is to see it
            return described(error, (Path(task["file"]).parent, _PACKAGES))
    return None


def _build(task: Mapping[str, Any], request: Mapping[str, str], previous: _Previous) -> None:
    """Build the site in the folder ``site``, and what is to be found in the folder ``search``; without them, nothing."""
    config = load_config(task["file"], **task["options"], site_dir=request.get("site"))
    config.site_url = task["url"]
    previous.config = None
    if request:
        config.course_kept, config.course_katex = previous.kept, previous.katex  # type: ignore[attr-defined]
        config.course_live = Path(request["search"])  # type: ignore[attr-defined]
        build(config, serve_url=task["url"])
        previous.config = config
        previous.katex = config.plugins["dragoman"].site.katex  # type: ignore[attr-defined]


@contextmanager
def _errors_of_mkdocs() -> Iterator[list[str]]:
    """Collect the errors that MkDocs ends with, which are no lines of their own."""
    said: list[str] = []

    def take(record: logging.LogRecord) -> bool:
        if record.levelno < logging.ERROR:
            return True
        said.append(record.getMessage())
        return False

    loggers = [logging.getLogger(name) for name in _LOGS]
    for logger in loggers:
        logger.addFilter(take)
    yield said
    for logger in loggers:
        logger.removeFilter(take)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
