"""A configuration of MkDocs as plain values: what it inherits put in, nothing of what its tags name imported."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from dragoman.findings import CourseError, Finding


def read(file: Path) -> dict[str, Any]:
    """Return what a file says.

    Raises:
        CourseError: where it is not YAML, or inherits from what does not exist.
    """
    loader = get_yaml_loader(yaml.SafeLoader)
    for tags in ("!", "tag:yaml.org,2002:python/"):
        loader.add_multi_constructor(tags, lambda *_: None)
    try:
        with file.open("rb") as opened:
            found = yaml_load(opened, loader)
    except (ConfigurationError, RecursionError) as error:
        cause = error.__context__
        mark = getattr(cause, "problem_mark", None)
        what = getattr(cause, "problem", None) or str(error).partition("\n")[0]
        where = Path(mark.name) if mark else file
        message = f"found what is no configuration ({what}), expected YAML that MkDocs reads: correct it"
        raise CourseError([Finding(where.as_posix(), mark.line + 1 if mark else 1, "setup", message)]) from error
    if not isinstance(found, dict):
        message = "found no keys, expected key: value on each line, as MkDocs reads them"
        raise CourseError([Finding(file.as_posix(), 1, "setup", message)])
    return found
