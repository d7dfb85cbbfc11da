"""The files of the site that belong to no page and to no language: our own, and those of front-end packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.pages.leftovers import is_leftover


def own(docs: Path) -> Iterator[tuple[str, Path]]:
    """Yield the address of each asset of the docs folder, and its file."""
    for file in sorted(file for file in (docs / "assets").rglob("*.*") if not is_leftover(file.name)):
        yield file.relative_to(docs).as_posix(), file


def vendored(packages: Path, patterns: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """Yield the address of each file of the front-end packages that one of ``patterns`` names, and the file."""
    for pattern in patterns:
        for file in sorted(packages.glob(pattern)):
            yield f"assets/vendor/{file.relative_to(packages).as_posix().replace('@', '')}", file
