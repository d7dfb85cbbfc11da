"""“Writing a lecture”: the page that shows authors what they can write, each piece as source and as what becomes of it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib import resources

from dragoman.languages.language import ADMONITIONS
from dragoman.website import options

TITLE = "Writing a lecture"
_EXAMPLE = re.compile(r"^(`{5})markdown example\n(?P<text>.*?)^`{5}\n", re.MULTILINE | re.DOTALL)


def body() -> str:
    """Return the page without front matter."""
    text = resources.files(__package__).joinpath("writing.md").read_text("utf-8")
    text = text.replace("<!-- kinds -->", ", ".join(f"`{kind}`" for kind in ADMONITIONS))
    text = text.replace("<!-- options -->", "\n".join(_options()))
    return _EXAMPLE.sub(r"\1markdown\n\g<text>\1\n\n\g<text>", text)


def _options() -> Iterator[str]:
    """Yield the lines of the table of options."""
    said = descriptions()
    yield from ("| option | default | what it says |", "| --- | --- | --- |")
    for option in fields(options.Options):
        default = options.default(option)
        # As YAML writes it; a long list says nothing here.
        shown = str(default).lower() if isinstance(default, bool) else default if isinstance(default, str) else ""
        yield f"| `{option.name}` | {shown and f'`{shown}`'} | {said[option.name]} |"


def descriptions() -> Mapping[str, str]:
    """Return what the options say of themselves, by name."""
    (known,) = ast.parse(inspect.getsource(options.Options)).body
    assert isinstance(known, ast.ClassDef)  # noqa: S101 - it is one
    return {
        one.target.id: inspect.cleandoc(str(text.value.value)).replace("\n", " ")
        for one, text in zip(known.body, known.body[1:], strict=False)
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
    }
