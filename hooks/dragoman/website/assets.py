"""The files of the site that belong to no page and to no language: our own, and those of front-end packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.pages.leftovers import is_leftover

_PACKAGE = Path(__file__).resolve().parents[1]
THEME = _PACKAGE / "theme"
"""Our own templates, styles and scripts."""


def frontend() -> Path:
    """Return the folder of the front-end packages: of those in the wheel, or in a checkout of npm's."""
    built_in = THEME / "vendor"
    return built_in if built_in.is_dir() else _PACKAGE.parents[1] / "node_modules"


KATEX = frontend() / "katex" / "dist" / "katex.min.js"
DIAGRAMS = "@mermaid-js/tiny/dist/mermaid.tiny.js"
"""What draws diagrams, among the front-end packages."""


def own() -> Iterator[tuple[str, Path]]:
    """Yield the address of each of our own assets, and its file."""
    for file in sorted(file for file in (THEME / "assets").rglob("*.*") if not is_leftover(file.name)):
        yield file.relative_to(THEME).as_posix(), file


def vendored(patterns: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Yield the address of each file of the front-end packages that one of ``patterns`` names, and the file."""
    packages = frontend()
    for pattern in patterns:
        for file in sorted(packages.glob(pattern)):
            yield f"assets/vendor/{file.relative_to(packages).as_posix().replace('@', '')}", file
