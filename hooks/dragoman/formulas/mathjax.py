r"""TeX as MathJax reads it, which notebooks have: macros written out, and what only KaTeX knows in other words."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r"\\[A-Za-z@]+[ \t\n]*|\\.|%[^\n]*\n?|.", re.DOTALL)
_PARAMETER = re.compile(r"#([1-9])")
_MOST = 10_000  # signs that macros may write, more than KaTeX reads
_DEFINING = frozenset([r"\newcommand", r"\renewcommand", r"\providecommand", r"\def", r"\gdef"])
# What takes the sign after it: of a macro that was written out the first one.
_TAKING = re.compile(
    r"\\(?:bar|breve|check|d?dot|hat|mathring|(?:over|under)(?:line|set)|overrightarrow|sqrt|stackrel|tilde|vec"
    r"|wide(?:hat|tilde)|[cdt]?frac|[dt]?binom)\s*"
)
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
        name = token.rstrip()
        if token.startswith("%"):
            continue
        if name in _DEFINING:
            # In a notebook it would hold for all the formulas below.
            defined = _argument(waiting).strip()
            while waiting and waiting[-1] != "{":
                waiting.pop()
            known[defined] = _argument(waiting)
            continue
        body = known.get(name) if left > 0 else None
        if body is None:
            written.append(token)
            continue
        arguments = [_argument(waiting) for _ in range(max(map(int, _PARAMETER.findall(body)), default=0))]
        filled = _PARAMETER.sub(lambda place, given=arguments: given[int(place[1]) - 1], body)  # type: ignore[misc]
        if written and _TAKING.fullmatch(written[-1]):
            filled = f"{{{filled}}}"
        tokens = _TOKEN.findall(filled)
        left -= len(tokens) + 1
        waiting += tokens[::-1]
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
    """Return tokens as TeX: a command takes no letter of what follows, and nothing looks like a tag of HTML.

    A formula in a text within it has brackets for dollars, at which a notebook may take the outer one to end.
    """
    pieces: list[str] = []
    depth = 0
    inner: list[int] = []  # the depths at which formulas began
    for sign in tokens:
        if pieces and re.match(r"[A-Za-z]", sign) and re.fullmatch(r"\\[A-Za-z@]+", pieces[-1]):
            pieces.append(" ")
        depth += (sign == "{") - (sign == "}")
        shown = {"<": "< "}.get(sign, sign)
        if sign == "$":
            is_end = inner[-1:] == [depth]
            shown = r"\)" if is_end else r"\("
            inner = inner[:-1] if is_end else [*inner, depth]
        pieces.append(shown)
    return "".join(pieces)
