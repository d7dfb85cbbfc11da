"""Whether a site is still that of its sources: then there is nothing to build, and what was said is said again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig

from dragoman.files import states
from dragoman.hosts import inputs
from dragoman.kept import ABSENT, Kept, content
from dragoman.website import assets
from dragoman.website.options import Options

# Of any other plugin nobody knows what it reads.
_KNOWN = frozenset(["dragoman", "i18n", "markdown-exec"])


@dataclass(frozen=True, slots=True)
class Finished:
    """A site as it was published: the time and size of each file, and what was logged."""

    files: Mapping[str, tuple[int, int]]
    said: tuple[tuple[str, int, str], ...]


def key(config: MkDocsConfig, options: Options, kept: Kept) -> bytes | None:
    """Return what stands for all that a site is made from; None where nobody knows that."""
    project = Path(config.config_file_path).parent
    hooks = cast("Any", config.hooks).keys()
    if not (config.plugins.keys() <= _KNOWN | hooks and inputs.are_pure(config.markdown_extensions)):
        return None
    vendored = [(uri, file.stat().st_size, file.stat().st_mtime_ns) for uri, file in assets.vendored(options.frontend)]
    folders = [content(folder) for folder in (Path(config.docs_dir), project / options.snippets)]
    try:
        return kept.key("site", config.site_dir, inputs.of_config(config), inputs.of_theme(config), folders, vendored)
    except TypeError:
        return None


def stands(site: Path, wanted: bytes, kept: Kept) -> bool:
    """Tell whether the site is there as it was made from the same; say again what was said then."""
    finished: Finished = kept.find(wanted)
    if finished is ABSENT or states(site) != finished.files:
        return False
    for name, level, message in finished.said:
        logging.getLogger(name).log(level, "%s", message)
    return True


class Hearing(logging.Handler):
    """Takes note of warnings, and of all that one logger says."""

    def __init__(self, logger: str) -> None:
        super().__init__(logging.INFO)
        self._logger = logger
        self.said: list[tuple[str, int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of a record."""
        if record.levelno >= logging.WARNING or record.name == self._logger:
            self.said.append((record.name, record.levelno, record.getMessage()))
