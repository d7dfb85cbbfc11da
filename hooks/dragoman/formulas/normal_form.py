"""TeX as mathematics: the form in which two formulas are equal whatever their typography."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.formulas.finder import INVISIBLE
from dragoman.pages import labels

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\S", re.DOTALL)
_WORDS = re.compile(
    r"\\(?:text|textrm|textit|textbf|textsf|texttt|textnormal|mbox|hbox)[ \t]*\{"
    r"|\\(?:mathrm|mathit|mathsf|operatorname\*?)[ \t]*\{(?=[^\W\d_]{2})"
    r"|\{(?=\\(?:rm|it|sf)[ \t]+[^\W\d_]{2})"
)
# "i-th" in several languages; a language may write it beside the formula.
_ORDINAL = re.compile(
    r"\^[ ]*(?:\{[ ]*)?(?:\\(?:text|mathrm|textrm|mathit|rm)[ ]*)?(?P<open>\{[ ]*)?"
    r"(?:th|st|nd|rd|i?[èe]me|ère|er|º|ª)(?![^\W\d_])[ ]*\}*"
)
_PERCENT_BEFORE = re.compile(r"\\% (?P<number>\d(?: \d)*(?: \. \d(?: \d)*)?)(?! \d)")
_ELLIPSIS = re.compile(r"\.{3}|…")
_SPACE_COMMANDS = r"""
\, \; \: \! \> ~ \quad \qquad \enspace \thinspace \medspace \thickspace \negthinspace
\left \right \middle \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr
\displaystyle \textstyle \limits \nolimits \nonumber \notag
"""
_SPACING = frozenset(_SPACE_COMMANDS.split()) | {"\\ ", "\\\n"}
_ALIASES = {
    "\\lt": "<",
    "\\gt": ">",
    "\\leq": "\\le",
    "\\geq": "\\ge",
    "\\neq": "\\ne",
    "\\rightarrow": "\\to",
    "\\leftarrow": "\\gets",
    "\\lbrace": "\\{",
    "\\rbrace": "\\}",
    **dict.fromkeys(("\\vect", "\\mathbf", "\\bm", "\\pmb", "\\matr", "\\bold", "\\symbf"), "\\boldsymbol"),
    "\\ldots": "\\dots",
    "\\cdots": "\\dots",
    "\\colon": ":",
    "\\prime": "'",
    "’": "'",
    "′": "'",
    "،": ",",
    "؛": ";",
    "٫": ".",
    "−": "-",
    "\\*": "*",
    "\\_": "_",
}
_MIRRORED = {"\\Leftarrow": "\\Rightarrow", "\\gets": "\\to", "\\longleftarrow": "\\longrightarrow"}
_MIRRORED |= {"\\Longleftarrow": "\\Longrightarrow", "\\impliedby": "\\implies", "\\hookleftarrow": "\\hookrightarrow"}
_PUNCTUATION = frozenset(".,;:")
_TRIFLE = re.compile(r"(?:[+-] ?)?(?:\\% )?(?:\d(?: |$)|\. )*(?:\\%|%)?|\\times|\\%|%")
# "2 x 2", "784 to 30": numbers between which a language may have words or hyphens.
_NUMBERS = re.compile(r"\d(?: \d)*(?: (?:x|\\times|\\to|\\cdot|,) \d(?: \d)*)+")
_GROUPED_DIGITS = re.compile(r"(?<=\d) \.(?: (?=\d \d \d(?! \d)))")
_MACRO = re.compile(r"\\[A-Za-z]+")


def normalise(tex: str, *, mirrored: bool = False) -> str:
    r"""Return ``tex`` as its tokens joined by spaces, without what typography may change.

    Left out are labels, spacing, ``\left`` and its kind, the words of ``\text{…}``, braces around one
    token and punctuation at the end; a decimal comma is a point. ``mirrored`` reads arrows of a
    right-to-left page, which may point the other way.
    """
    tex = labels.IN_TEX.sub("", INVISIBLE.sub("", tex)).replace("\u00a0", " ").replace("\u202f", " ")
    tex = _without_words(_ORDINAL.sub(_balanced, tex) if "^" in tex else tex)
    tex = _ELLIPSIS.sub(r"\\dots ", tex)
    tokens = [_ALIASES.get(token, token) for token in _TOKEN.findall(tex) if token not in _SPACING]
    tokens = [str(int(token)) if token.isdecimal() else token for token in tokens]
    if mirrored:
        tokens = [_MIRRORED.get(token, token) for token in tokens]
    tokens = _decimal_points(_unbraced(tokens))
    # "$i-$th" says "$i$-th".
    while tokens and (tokens[-1] in _PUNCTUATION or (tokens[-1] == "-" and tokens[-2:-1] not in (["^"], ["_"], ["}"]))):
        tokens.pop()
    return _PERCENT_BEFORE.sub(r"\g<number> \\%", _GROUPED_DIGITS.sub(" ", " ".join(tokens)))


def _balanced(ordinal: re.Match[str]) -> str:
    """Return the closing braces that an ordinal took from what is around it."""
    return "}" * (ordinal.group().count("}") - ordinal.group().count("{"))


def is_trifle(normalised: str) -> bool:
    r"""Tell whether a formula is only a number, ``%`` or ``\times``, which a language may write as text."""
    return _TRIFLE.fullmatch(normalised) is not None


def is_in_words(normalised: str, text: str) -> bool:
    r"""Tell whether a text says a formula of numbers, ``2 \times 2`` or ``3 \to 4``, in words: "2-by-2", "from $3$ to $4$"."""
    if not _NUMBERS.fullmatch(normalised):
        return False
    numbers = re.findall(r"\d+", normalised.replace(" ", "").replace("\\", " "))
    between = r"(?!\d)[^\d\n]{1,12}(?<!\d)"
    return re.search(rf"(?<!\d){between.join(numbers)}(?!\d)", text) is not None


def macros(tex: str) -> set[str]:
    r"""Return the commands of ``tex``, ``\alpha`` and its kind."""
    return set(_MACRO.findall(tex.replace("\\\\", " ")))


def unbalanced_brace(tex: str) -> bool:
    """Tell whether a brace of ``tex`` has no partner."""
    depth = 0
    for sign in _TOKEN.findall(tex):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return True
    return depth != 0


def with_words(tex: str, other: str) -> str | None:
    r"""Return ``tex`` with the words, the decimal sign and the margins of ``other``, None where it has not as many ``\text{…}``."""
    spans, others = list(_words(tex)), list(_words(other))
    if len(spans) != len(others) and spans:
        return None
    for (start, end), (first, last) in reversed(list(zip(spans, others, strict=False))):
        tex = tex[:start] + other[first:last] + tex[end:]
    if "{,}" in other:
        tex = re.sub(r"(?<=\d)\.(?=\d)", "{,}", tex)
    inside = other.strip()
    return other.replace(inside, tex.strip()) if inside else tex


def words(tex: str) -> Iterator[str]:
    r"""Yield what stands in each ``\text{…}``."""
    for start, end in _words(tex):
        yield tex[start:end].partition("{")[2].removesuffix("}")


def _without_words(tex: str) -> str:
    r"""Return ``tex`` with each ``\text{…}`` emptied."""
    for start, end in reversed(list(_words(tex))):
        tex = tex[:start] + "\\text " + tex[end:]
    return tex


def _words(tex: str) -> Iterator[tuple[int, int]]:
    r"""Yield where each ``\text{…}`` begins and ends."""
    position = 0
    while words := _WORDS.search(tex, position):
        position = _end_of_group(tex, words.end())
        yield words.start(), position


def _end_of_group(tex: str, start: int) -> int:
    depth = 1
    for brace in re.finditer(r"\\.|[{}]", tex[start:], re.DOTALL):
        depth += (brace.group() == "{") - (brace.group() == "}")
        if depth == 0:
            return start + brace.end()
    return len(tex)


def _unbraced(tokens: list[str]) -> list[str]:
    """Return ``tokens`` without the braces around single tokens and empty groups."""
    result: list[str] = []
    for sign in tokens:
        result.append(sign)
        if sign == "}" and len(result) >= 3 and result[-3] == "{" and result[-2] not in "{}":
            result[-3:] = [result[-2]]
        elif sign == "}" and len(result) >= 2 and result[-2] == "{":
            del result[-2:]
    return result


def _decimal_points(tokens: list[str]) -> list[str]:
    """Return ``tokens`` with a point for each comma between digits."""
    digits = [False, *(sign.isdecimal() for sign in tokens), False]
    return ["." if sign == "," and digits[index] and digits[index + 2] else sign for index, sign in enumerate(tokens)]
