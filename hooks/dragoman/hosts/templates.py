"""Templates that are written out once for all that they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.kept import ABSENT, Kept

Key = Callable[[str, Mapping[str, Any]], bytes | None]


def keep(env: Any, key: Key, kept: Kept) -> None:
    """Have the templates of ``env`` give again what they gave before; ``key`` is that of a template and what it is told."""
    given = env.get_template
    # What extends or includes a template says its own name, too, and needs all of it.
    env.get_template = lambda name, *parent, **options: (
        given(name, *parent, **options) if parent or options else _Template(name, given, key, kept)
    )


@dataclass(frozen=True, slots=True)
class _Template:
    """A template that is read when it has to be."""

    name: str
    get: Callable[[str], Any]
    key: Key
    kept: Kept

    def render(self, context: Mapping[str, Any]) -> str:
        """Return what the template gives."""
        key = self.key(self.name, context)
        html = self.kept.find(key) if key else ABSENT
        if html is ABSENT:
            html = self.get(self.name).render(context)
            if key:
                self.kept.put(key, html)
        return str(html)
