"""The options of a course as a schema of MkDocs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings, ValidationError

from dragoman.website.options import Options, default, names, unknown


def _of(option: Field[Any]) -> Any:
    usual = default(option)
    if isinstance(usual, tuple):
        return config_options.ListOfItems(config_options.Type(str), default=list(usual))
    return config_options.Type(type(usual), default=usual)


class _Named(Config):  # type: ignore[no-untyped-call]
    """A schema that refuses the names it does not know."""

    def _validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        failed, warnings = super()._validate()
        strange = [key for key in self if key not in names()]
        failed += [(key, ValidationError(unknown(key))) for key in strange]
        return failed, [warning for warning in warnings if not (isinstance(warning, tuple) and warning[0] in strange)]


Schema = type("Schema", (_Named,), {option.name: _of(option) for option in fields(Options)})


def options(config: Mapping[str, Any]) -> Options:
    """Return the options that a configuration by `Schema` holds."""
    values: dict[str, Any] = {}
    for name in names():
        values[name] = tuple(config[name]) if isinstance(config[name], list) else config[name]
    return Options(**values)
