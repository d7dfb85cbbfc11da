"""A language is a folder: its rules, ``rules.yml``, and its phrases, ``phrases.po``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml
from babel.messages import Catalog
from babel.messages.pofile import read_po

from dragoman.languages import scripts

_HOME = resources.files("dragoman.languages")
_RULES = "rules.yml"


@cache
def available() -> tuple[str, ...]:
    """Return the tags of the languages that have a folder."""
    return tuple(sorted(entry.name for entry in _HOME.iterdir() if entry.joinpath(_RULES).is_file()))


def nearest(tag: str) -> str | None:
    """Return the tag of the folder for a language, None where it has none."""
    return scripts.nearest(tag, available())


def rules(tag: str) -> Mapping[str, Any]:
    """Return what the folder of ``tag`` says in the place of what holds for every language, or that alone."""
    common, folder = _read(""), nearest(tag)
    own = _read(folder) if folder else {}
    steps = common["search"]["steps"] | own.get("search", {}).get("steps", {})
    return {**common, **own, "search": {**common["search"], **own.get("search", {}), "steps": steps}}


@cache
def _read(folder: str) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load(_HOME.joinpath(folder, _RULES).read_text("utf-8"), loader))  # noqa: S506 - one of the safe ones


def catalog(tag: str) -> Catalog:
    """Return the phrases of a language, with the plural forms that its file states; none where it has no folder."""
    folder = nearest(tag)
    if folder is None or not (file := _HOME / folder / "phrases.po").is_file():
        return Catalog()
    with file.open("rb") as stream:
        return read_po(stream, locale=folder.replace("-", "_"))
