"""Code as a translation repeats it: without comments, and without the texts of an example."""

from __future__ import annotations

import re

from dragoman.pages.blocks import Block, Kind
from dragoman.pages.fences import options

_COMMENT_IN_CODE = re.compile(r"""(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|[ \t]*(?:\#|//)[^\n]*""")
_FENCE = re.compile(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?P<info>[^\n]*)")
_TRANSLATED_OPTIONS = frozenset({"alt", "caption"})


def code_lines(text: str) -> list[tuple[str, int]]:
    """Return the lines of a code block that are not comments, white space made uniform, with their offsets.

    Of the options of an executed example, ``alt`` and ``caption`` are left out.
    """
    result = []
    for offset, line in enumerate(text.split("\n")):
        if fence := _FENCE.match(line):
            code = _without_texts(line)[fence.start("info") :].rstrip("= ")
        else:
            code = without_comment(line)
        if code.strip():
            result.append((" ".join(code.split()), offset))
    return result


def without_comment(line: str) -> str:
    """Return a line of code up to its comment."""
    return _COMMENT_IN_CODE.sub(lambda match: match["text"] or "", line)


def texts_in_code(text: str) -> str:
    """Return the comments of a code block, and the options of an example that are translated."""
    result = []
    for line in text.split("\n"):
        if fence := _FENCE.match(line):
            result += [option.value for option in options(fence.string) if option.name in _TRANSLATED_OPTIONS]
        else:
            result += [found.group() for found in _COMMENT_IN_CODE.finditer(line) if found["text"] is None]
    return "\n".join(result)


def has_texts(block: Block) -> bool:
    """Tell whether a block is an example with options that are translated."""
    return block.kind is Kind.CODE and any(
        option.name in _TRANSLATED_OPTIONS for option in options(block.text.partition("\n")[0])
    )


def _without_texts(opening: str) -> str:
    """Return the first line of a fence without what is translated of it."""
    for option in reversed(list(options(opening))):
        if option.name in _TRANSLATED_OPTIONS:
            opening = f"{opening[: option.start]}{option.name}=…{opening[option.end :]}"
    return opening
