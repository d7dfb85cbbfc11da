"""Code as a translation repeats it: without comments, and without the texts of an example."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

from dragoman.pages.blocks import Block, Kind
from dragoman.pages.fences import OPENING, Option, options
from dragoman.pages.matching import matched

Line = tuple[str, int]
"""A line of code, white space made uniform, and its offset in its block."""

_COMMENT_IN_CODE = re.compile(r"""(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|[ \t]*(?:\#|//)[^\n]*""")
_DOCSTRING = re.compile(r"^[ \t]*[rRuU]?(?P<quotes>\"{3}|'{3}).*?(?P=quotes)[ \t]*$", re.DOTALL | re.MULTILINE)
_STRING = re.compile(r"""\"(?:\\.|[^"\\\n])*\"|'(?:\\.|[^'\\\n])*'""")
_WORD = re.compile(r"[^\W\d_]{2,}")
# What takes texts for people, of which one word may be translated, too.
_SAYS = re.compile(
    r"(?:print|title|label|legend|text|caption|log|info|warn\w*|error|exception|annotate|input)\(", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[\w+#.-]*")
_BREAK = re.compile(r"\s+|,(?=\s*[)\]}])")
_ALIKE = 0.75  # of two strings of which one is the other with a slip in it
_TRANSLATED_OPTIONS = frozenset({"alt", "caption"})


def code_lines(text: str) -> list[Line]:
    """Return the lines of a code block that are no comments and no docstrings, white space made uniform, with their offsets.

    Of the options of a fence, what is translated is left out.
    """
    result = []
    for offset, line in enumerate(_DOCSTRING.sub(_emptied, text).split("\n")):
        if fence := OPENING.match(line):
            code = _without_texts(line)[fence.start("info") :].rstrip("= ")
        else:
            code = without_comment(line)
        if code.strip():
            result.append((" ".join(code.split()), offset))
    return result


def without_comment(line: str) -> str:
    """Return a line of code up to its comment."""
    return _COMMENT_IN_CODE.sub(lambda match: match["text"] or "", line)


def agree(one: Line | None, two: Line | None) -> bool:
    """Tell whether two lines of code are the same but for texts that were translated; a fence's own has none."""
    if one is None or two is None:
        return False
    return one[0] == two[0] or (one[1] > 0 and two[1] > 0 and _is_same(one[0], two[0]))


def _is_same(line: str, other: str) -> bool:
    mine, theirs = _STRING.findall(line), _STRING.findall(other)
    if len(mine) != len(theirs) or _STRING.sub('""', line) != _STRING.sub('""', other):
        return False
    says = _SAYS.search(line) is not None
    return all(one == two or _is_translation(one, two, says=says) for one, two in zip(mine, theirs, strict=True))


def compared(text: str, other: str) -> list[tuple[Line | None, Line | None]]:
    """Return the lines of two code blocks side by side, with their offsets; none where the two say the same.

    Texts may be translated, a call may go on over other lines, and a fence may name its language or not.
    """
    mine, theirs = code_lines(text), code_lines(other)
    heads = _head(text), _head(other)
    if heads[0] != heads[1] and "" in heads and all(_LANGUAGE.fullmatch(head) for head in heads):
        mine, theirs = ([one for one in side if one[1]] for side in (mine, theirs))
    sides = list(zip_longest(mine, theirs))
    if all(agree(one, two) for one, two in sides) or _joined(mine) == _joined(theirs):
        return []
    return sides


def _head(text: str) -> str:
    fence = OPENING.match(text)
    return fence["info"].strip() if fence else ""


def _joined(lines: Iterable[Line]) -> str:
    return _BREAK.sub("", "".join(line for line, _ in lines))


def _is_translation(text: str, other: str, *, says: bool) -> bool:
    """Tell whether one string of code may be another one in words of another language."""
    words = _WORD.findall(text)
    if not words or not _WORD.search(other) or not (says or (len(words) > 1 and " " in text)):
        return False
    return matched(text, other).ratio() < _ALIKE


def _emptied(text: re.Match[str]) -> str:
    return "\n" * text.group().count("\n")


def texts_in_code(text: str) -> str:
    """Return the comments of a code block, and the options of an example that are translated."""
    result = [found.group() for found in _DOCSTRING.finditer(text)]
    for line in _DOCSTRING.sub(_emptied, text).split("\n"):
        if fence := OPENING.match(line):
            result += [option.value for option in options(fence.string) if option.name in _TRANSLATED_OPTIONS]
        else:
            result += [found.group() for found in _COMMENT_IN_CODE.finditer(line) if found["text"] is None]
    return "\n".join(result)


def has_texts(block: Block) -> bool:
    """Tell whether a block is an example with options that are translated."""
    return block.kind is Kind.CODE and any(
        option.name in _TRANSLATED_OPTIONS for option in options(block.text.partition("\n")[0])
    )


def with_texts(opening: str, other: str) -> str | None:
    """Return the first line of a fence with what another has translated, None where that has not translated all."""
    translated = {one.name: other[one.start : one.end] for one in options(other) if _is_text(one)}
    for option in reversed(list(options(opening))):
        if option.name in translated and _is_text(option):
            opening = opening[: option.start] + translated[option.name] + opening[option.end :]
        elif option.name in _TRANSLATED_OPTIONS:
            return None
    return opening


def _is_text(option: Option) -> bool:
    """Tell whether an option is in a language: a title may be, unless it names a file."""
    return option.name in _TRANSLATED_OPTIONS or (option.name == "title" and "." not in option.value)


def _without_texts(opening: str) -> str:
    """Return the first line of a fence without what is translated of it."""
    for option in reversed(list(options(opening))):
        if _is_text(option):
            opening = f"{opening[: option.start]}{option.name}=…{opening[option.end :]}"
    return opening
