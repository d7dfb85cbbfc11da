"""Templates that are written out once for all that they are told."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import BuildError

from dragoman.kept import ABSENT, Kept
from dragoman.pages.front_matter import KEYS

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
            try:
                html = self.get(self.name).render(context)
            except Exception as error:
                if explained := _explained(error, context):
                    raise explained from error
                raise
            if key:
                self.kept.put(key, html)
        return str(html)


def _explained(error: Exception, context: Mapping[str, Any]) -> BuildError | None:
    """Return what is wrong where the front matter of a page gives a template what that cannot take, None elsewhere."""
    said = str(error).partition(" in search path")[0]
    for page in (context["page"], *context["nav"].pages):  # the navigation shows all of them
        strange = [key for key in page.meta if key not in KEYS] if page else []
        named = [key for key in strange if str(page.meta[key]) in said] if page is not context["page"] else strange
        if named and not isinstance(error, TemplateSyntaxError):
            folder = Path(context["config"].config_file_path).parent
            file = Path(os.path.relpath(page.file.abs_src_path, folder)).as_posix()
            return BuildError(
                f"{file}:1: front-matter.key: found {', '.join(named)}, which the theme cannot show "
                f"({type(error).__name__}: {said}), expected what it takes: correct or remove it"
            )
    return None
