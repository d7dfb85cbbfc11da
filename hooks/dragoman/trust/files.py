"""Which files below the folder of a translation may be published: pages that were read, and images that do nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from selectolax.lexbor import LexborHTMLParser, LexborNode

from dragoman.findings import Finding
from dragoman.pages.leftovers import is_leftover
from dragoman.pages.library import Library

_IMAGES = frozenset([".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"])
_DRAWING = ".svg"
_MOST = 5_000_000  # bytes of a drawing that is looked through
_ACTIVE_NAMES = (
    "a animate animatemotion animatetransform audio canvas embed foreignobject form handler iframe img image "
    "input link listener math meta object script set style video"
)
_ACTIVE = frozenset(_ACTIVE_NAMES.split())
_ADDRESS = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp);)", re.IGNORECASE)
_PLAIN = frozenset(["d", "points", "id", "class"])
_ENTITIES = re.compile(r"<!(?:DOCTYPE[^>]*\[|ENTITY)|<\?xml-stylesheet|<!\[CDATA\[", re.IGNORECASE)
_STYLE = re.compile(r"url\(\s*[\"']?(?!#)|@import|expression\(|\\", re.IGNORECASE)


def refused(library: Library) -> dict[PurePosixPath, str]:
    """Return the files below the folders of translations that are not published, and what each is, by its path."""
    found: dict[PurePosixPath, str] = {}
    for lang in library.languages:
        if lang != library.source:
            for path, what in _refused(library.root / lang):
                found[PurePosixPath(path.relative_to(library.root).as_posix())] = what
    return found


def findings(files: Mapping[PurePosixPath, str], name: str) -> Iterator[Finding]:
    """Yield a finding for each of the ``files`` that are `refused`; findings call the docs folder ``name``."""
    for path, what in files.items():
        expected = "pages and images" if what != "a drawing that does something" else "one that only shows"
        yield Finding(f"{name}/{path}", 1, "trust.file", f"found {what}, expected {expected} only: remove it")


def _refused(folder: Path) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:  # which reading the pages has told of
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_symlink():
            yield path, "a symbolic link"
        elif entry.is_dir(follow_symlinks=False):
            yield from _refused(path)
        elif not entry.is_file(follow_symlinks=False):
            yield path, "what is no file"
        elif not (
            path.suffix == ".md"
            or path.suffix.lower() in _IMAGES
            or entry.name.startswith(".")
            or is_leftover(entry.name)
        ):
            if path.suffix.lower() != _DRAWING:
                yield path, f"a file of the kind {path.suffix or 'without a name'}"
            elif _is_active(path):
                yield path, "a drawing that does something"


def _is_active(file: Path) -> bool:
    """Tell whether a drawing has anything that could run, load or lead away."""
    try:
        text = file.read_text("utf-8") if file.stat().st_size <= _MOST else ""
    except (OSError, ValueError):
        text = ""
    if not text or _ENTITIES.search(text):
        return True
    return any(map(_does_something, LexborHTMLParser(text).css("*")))


def _does_something(node: LexborNode) -> bool:
    tag = (node.tag or "").lower().rpartition(":")[2]
    if tag in _ACTIVE and not (tag == "style" and not _STYLE.search(node.text())):
        return True
    for name, value in node.attributes.items():
        own = name.lower().rpartition(":")[2]
        leads = own in ("href", "src") and not _ADDRESS.match(value or "")
        if own.startswith("on") or leads or (own not in _PLAIN and _STYLE.search(value or "")):
            return True
    return False
