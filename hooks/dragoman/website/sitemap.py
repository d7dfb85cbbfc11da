"""The sitemap: what search engines are told of each page that exists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.languages.phrases import is_day

_DAYS = ("translation-date", "date")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in the language that it is written in."""

    url: str
    alternates: tuple[tuple[str, str], ...]
    """Its addresses by language, its own among them."""
    changed: str | None
    """The last day that its front matter names, as ISO text."""


def entry(alternates: tuple[tuple[str, str], ...], lang: str, meta: Mapping[str, Any]) -> Entry:
    """Return what is said of a page in the language ``lang``; ``meta`` is its front matter."""
    days = (meta.get(key) for key in _DAYS)
    changed = max((day for day in days if day and is_day(day)), default=None)
    return Entry(dict(alternates)[lang], alternates, changed)
