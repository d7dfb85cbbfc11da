"""``mkdocs serve``: this process serves the last good site, while another one builds the next."""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Thread, Timer
from typing import Any, NoReturn

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import CountHandler

from dragoman.hosts import building
from dragoman.live.rebuilding import Rebuilding
from dragoman.live.watching import Watching

# The options of the command; MkDocs has no config yet when it tells them, and makes another one at each build.
_options: Mapping[str, Any] = {}
_PATIENCE = 1.5  # seconds after Ctrl-C


def begin(command: str) -> None:
    """Remember the options of ``mkdocs serve``."""
    global _options  # noqa: PLW0603 - see above
    context = click.get_current_context(silent=True)
    if command == "serve" and context is not None and context.params.get("livereload"):
        _options = context.params


def here() -> bool:
    """Tell whether this process serves, and leaves building to another."""
    return bool(_options)


def wanted(config: MkDocsConfig) -> bool:
    """Tell whether a build is one for a server, which shows findings instead of stopping."""
    return hasattr(config, "course_live")


def without_pages(config: MkDocsConfig) -> MkDocsConfig:
    """Return a configuration of which MkDocs builds nothing."""
    nothing = MkDocsConfig(config_file_path=config.config_file_path)
    nothing.load_dict({"site_name": config.site_name, "docs_dir": config.site_dir, "site_dir": config.site_dir})
    nothing.load_dict({"theme": {"name": None, "custom_dir": config.site_dir}, "plugins": []})
    nothing.validate()
    return nothing


def relax(config: MkDocsConfig) -> None:
    """Have a strict server serve, too: MkDocs would end it at the first warning, with nothing to be seen."""
    config.strict = False
    logger = logging.getLogger("mkdocs")
    for handler in [handler for handler in logger.handlers if isinstance(handler, CountHandler)]:
        logger.removeHandler(handler)


def serve(server: LiveReloadServer, config: MkDocsConfig, own: Sequence[Path], level: int) -> None:
    """Let ``server`` answer with the last good site and build at each save, logging from ``level`` on.

    ``own`` are the hooks and the snippets of the course, and the configurations that its own inherits.
    """

    def restart() -> None:
        shutil.rmtree(config.site_dir, ignore_errors=True)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - the very command that was given

    code = [*(path for path in own if path.suffix == ".py"), Path(building.__file__).parents[1]]
    theme = config.theme.dirs if _options["watch_theme"] else [config.theme.custom_dir]
    folders = (config.docs_dir, config.config_file_path, *own, *config.watch, *theme)
    sources = [Path(folder) for folder in folders if folder and folder not in code]
    command = building.command(config, _options, level)
    rebuilding = Rebuilding(command, server.mount_path, sources, code, restart)
    server.builder = rebuilding.build
    server.set_app(rebuilding.application)
    for path in filter(Path.exists, (*sources, *code)):  # a course need not have snippets
        server.watch(str(path))
    Watching((*sources, *code), rebuilding.build)
    atexit.register(rebuilding.close)
    signal.signal(signal.SIGINT, lambda *_: _end(rebuilding))
    Thread(target=rebuilding.build, daemon=True).start()


def inherited(config: Path) -> Iterator[Path]:
    """Yield the configurations that one begins from, the nearest first."""
    if found := re.search(r"^INHERIT:[ \t]*[\"']?([^\"'#\n]+)", config.read_text("utf-8-sig", "replace"), re.MULTILINE):
        above = config.parent / found[1].strip()
        yield above
        yield from inherited(above)


def _end(rebuilding: Rebuilding) -> NoReturn:
    """End at Ctrl-C as MkDocs does, and at once where it does not: Python may lose an interrupt that comes in a callback."""

    def at_once() -> None:
        rebuilding.close()
        os._exit(0)

    timer = Timer(_PATIENCE, at_once)
    timer.daemon = True
    timer.start()
    raise KeyboardInterrupt
