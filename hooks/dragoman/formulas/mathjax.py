r"""TeX as MathJax reads it, which notebooks have: macros written out, and what only KaTeX knows in other words."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"\\[A-Za-z@]+[ \t\n]*|\\.|(?<!\\)%[^\n]*\n?|.", re.DOTALL)
_PARAMETER = re.compile(r"#([1-9])")
_MOST = 1000  # macros in a formula, as KaTeX has it
# What KaTeX knows and some MathJax of a notebook does not.
_OTHER_WORDS = {
    r"\bm": r"\boldsymbol{#1}",
    r"\bold": r"\mathbf{#1}",
    r"\argmin": r"\operatorname*{arg\,min}",
    r"\argmax": r"\operatorname*{arg\,max}",
    r"\plim": r"\operatorname*{plim}",
    **{rf"\{name}": r"\mathbb{R}" for name in ("R", "Reals", "reals")},
    **{rf"\{name}": r"\mathbb{N}" for name in ("N", "natnums")},
    **{rf"\{name}": r"\mathbb{C}" for name in ("Complex", "cnums")},
    r"\Z": r"\mathbb{Z}",
    r"\coloneqq": r"\mathrel{:=}",
    r"\colonequals": r"\mathrel{:=}",
    r"\eqqcolon": r"\mathrel{=:}",
    r"\dblcolon": r"\mathrel{::}",
    r"\vcentcolon": r"\mathrel{:}",
    r"\llbracket": r"[\![",
    r"\rrbracket": r"]\!]",
    r"\lparen": "(",
    r"\rparen": ")",
    r"\bra": r"\langle #1|",
    r"\ket": r"|#1\rangle",
    r"\braket": r"\langle #1\rangle",
    r"\infin": r"\infty",
    r"\exist": r"\exists",
    r"\isin": r"\in",
    r"\empty": r"\emptyset",
    r"\and": r"\land",
    r"\or": r"\lor",
    r"\sdot": r"\cdot",
    r"\rarr": r"\rightarrow",
    r"\larr": r"\leftarrow",
    r"\lrarr": r"\leftrightarrow",
    r"\Rarr": r"\Rightarrow",
    r"\Larr": r"\Leftarrow",
    r"\thetasym": r"\vartheta",
    r"\weierp": r"\wp",
    r"\real": r"\Re",
    r"\image": r"\Im",
    r"\alef": r"\aleph",
    r"\plusmn": r"\pm",
}


def written_out(tex: str, macros: Mapping[str, str]) -> str:
    """Return a formula of a course with these ``macros`` in one line, without comments, as any MathJax reads it."""
    known = {**_OTHER_WORDS, **macros}
    waiting = _TOKEN.findall(tex)[::-1]
    written: list[str] = []
    left = _MOST
    while waiting:
        token = waiting.pop()
        body = known.get(token.rstrip()) if left else None
        if token.startswith("%"):
            continue
        if body is None:
            written.append(token)
            continue
        left -= 1
        arguments = [_argument(waiting) for _ in range(max(map(int, _PARAMETER.findall(body)), default=0))]
        filled = _PARAMETER.sub(lambda place, given=arguments: given[int(place[1]) - 1], body)  # type: ignore[misc]
        waiting += _TOKEN.findall(filled)[::-1]
    return " ".join(_joined(written).split())


def _argument(waiting: list[str]) -> str:
    """Take the argument of a macro: a group in braces, without these, or a sign."""
    while waiting and waiting[-1].isspace():
        waiting.pop()
    if not waiting or waiting[-1] != "{":
        return waiting.pop() if waiting else ""
    depth, taken = 0, []
    while waiting:
        taken.append(waiting.pop())
        depth += (taken[-1] == "{") - (taken[-1] == "}")
        if not depth:
            break
    return "".join(taken)[1:-1] if not depth else "".join(taken)[1:]


def _joined(tokens: list[str]) -> str:
    """Return tokens as TeX: a command takes no letter of what follows, and nothing looks like a tag of HTML."""
    pieces: list[str] = []
    for token in tokens:
        if pieces and re.match(r"[A-Za-z]", token) and re.fullmatch(r"\\[A-Za-z@]+", pieces[-1]):
            pieces.append(" ")
        pieces.append({"<": "< "}.get(token, token))
    return "".join(pieces)
