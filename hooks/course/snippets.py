"""Executed examples: the fences that name them, and the teaching code they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.fences import fence_lines

_EXECUTED = re.compile(r"""\bexec=(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>\S+))""")
_ATTRIBUTE = re.compile(r"""(?P<key>[A-Za-z][\w-]*)=(?:"(?P<quoted>[^"]*)"|'(?P<single>[^']*)')""")
_NO = frozenset({"", "no", "off", "false", "0"})
_NAME = re.compile(r"(?P<week>\d\d)(?:-\d)?-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fence that asks to be executed, at ``text[start:end]`` of a page without comments."""

    start: int
    end: int
    language: str
    attributes: dict[str, str]
    body: str

    @property
    def snippet(self) -> str | None:
        """The name of the file with its code."""
        return self.attributes.get("snippet")


def find_fences(text: str) -> Iterator[Fence]:
    """Yield the fences of a page without comments that have ``exec`` switched on."""
    for start, end in fence_lines(text):
        opening, _, rest = text[start:end].partition("\n")
        executed = _EXECUTED.search(opening)
        if not executed:
            continue
        value = executed["quoted"] or executed["single"] or executed["bare"] or ""
        if value.lower() in _NO:
            continue
        attributes = {
            match["key"]: match["quoted"] if match["quoted"] is not None else match["single"]
            for match in _ATTRIBUTE.finditer(opening)
        }
        language = re.sub(r"^[ \t>`~{.]*", "", opening).split()[0].rstrip("}")
        body = rest.rpartition("\n")[0] if rest.rstrip().endswith(("```", "~~~")) else rest
        yield Fence(start, end, language, attributes, body)


def snippet_path(folder: Path, name: str) -> Path | None:
    """Return the file of the snippet ``name``: ``05-1-momentum`` is ``week05/05-1-momentum.py``.

    None if the name is malformed, so that a page cannot name a file outside the folder.
    """
    match = _NAME.fullmatch(name)
    return folder / f"week{match['week']}" / f"{name}.py" if match else None


def known_snippets(folder: Path) -> list[str]:
    """Return the names of the snippets in ``folder``."""
    return sorted(path.stem for path in folder.glob("week*/*.py") if _NAME.fullmatch(path.stem))
