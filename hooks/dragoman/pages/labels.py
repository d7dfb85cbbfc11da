"""Labels: the names of what is numbered, ``eq:momentum``, by which pages refer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

BOXES = {
    "theorem": "thm", "lemma": "lem", "proposition": "prp", "corollary": "cor", "definition": "def", "example": "exm",
    "remark": "rem",
}  # fmt: skip
"""The kinds of boxes that may have a number, and how their labels begin."""
NAMES = {"fig": "Figure", "tbl": "Table", "lst": "Listing", "sec": "Section"} | {
    short: kind.capitalize() for kind, short in BOXES.items()
}
"""What a number stands behind, by the beginning of the label; an equation has brackets around it instead."""
KINDS = ("eq", *NAMES)
_LABEL = rf"(?:{'|'.join(KINDS)}):[\w.-]+"
LABEL = re.compile(_LABEL)
BEHIND = re.compile(rf"[ \t]*\{{#(?P<label>{_LABEL})\}}[ \t]*$", re.MULTILINE)
"""A label at the end of a line."""
IN_TEX = re.compile(rf"\\label[ ]*\{{(?P<label>{_LABEL})\}}")
REFERENCE = re.compile(rf"\\(?P<command>eqref|ref)[ ]*\{{(?P<label>{_LABEL})\}}")
"""A reference as TeX has it, which may stand in prose, too."""


def of_address(url: str) -> str | None:
    """Return the label that an address ends in, None where it leads to a page or to a place without one."""
    fragment = url.partition("#")[2]
    return fragment if LABEL.fullmatch(fragment) else None


def given(text: str) -> Iterator[str]:
    """Yield the labels that a text gives to what stands in it."""
    for pattern in (BEHIND, IN_TEX):
        yield from (found["label"] for found in pattern.finditer(text))
