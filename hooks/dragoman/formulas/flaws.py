"""What is wrong with the formulas of a text, whatever KaTeX says of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.findings import Flaw, Severity
from dragoman.formulas.finder import Formula, Math
from dragoman.formulas.katex import Rendered, TexError
from dragoman.pages import tables

_SHOWN = 12  # characters after a dollar that a message quotes
_COMMAND = re.compile(r"\\\w+|.", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*(?P<sign>%)")
_TAG = re.compile(r"\\tag(\*?)[ ]*\{([^{}]*)\}")
_COUNTED = 'class="eqn-num"'


def flaws(text: str, math: Math) -> Iterator[Flaw]:
    """Yield what is wrong with the `math` of a text."""
    for offset in math.unbalanced:
        shown = text[offset : offset + _SHOWN].partition("\n")[0].rstrip()
        message = f"found $ without a partner at “{shown}”, expected $…$: add the missing $, or write \\$ for a dollar"
        yield Flaw(offset, "unbalanced", message)
    for offset in math.outside:
        command = _COMMAND.match(text, offset)
        message = f"found {command[0] if command else ''} outside of a formula, expected TeX between dollars: add the missing $"
        yield Flaw(offset, "outside", message)
    for formula in math.formulas:
        yield from _of_formula(text, formula)


def _of_formula(text: str, formula: Formula) -> Iterator[Flaw]:
    shown = " ".join(text[formula.start : formula.end].split())
    if formula.spaced:
        meant = f"${text[formula.tex_start : formula.end - 1].strip()}$"
        message = (
            f"found {shown} with a space inside the dollars, which others take for prose, expected {meant}: remove it"
        )
        yield Flaw(formula.start, "spaced", message, Severity.WARNING, meant, formula.end)
    if "\\|" in shown and tables.unescaped(formula.tex) == formula.tex:
        message = (
            f"found \\| in {shown} in a table, which is | in a cell and ‖ in TeX, expected one meaning: "
            "write \\vert or \\Vert"
        )
        yield Flaw(formula.start, "pipe", message, Severity.WARNING)
    for comment in _COMMENT.finditer(text, formula.tex_start, formula.end):
        offset = comment.start("sign")
        after = text[offset : formula.tex_end].partition("\n")[2].strip("> \t\n")
        if not after or text[:offset].rstrip(" ")[-1:].isdigit():
            message = (
                f"found % in {shown}, after which TeX reads nothing on the line, expected a percent sign: write \\%"
            )
            yield Flaw(offset, "comment", message, suggestion="\\%", end=offset + 1)


def clashes(results: Iterable[tuple[Formula, Rendered | TexError]]) -> Iterator[tuple[Formula, Formula, str]]:
    r"""Yield each formula with a number that an earlier one of its page has, the earlier one, and the number.

    ``equation``, ``align`` and their kind count for themselves from 1, ``\tag`` gives any number.
    """
    first: dict[str, Formula] = {}
    seen: set[str] = set()
    count = 0
    for formula, result in results:
        numbers = [number for star, number in _TAG.findall(formula.tex) if not star]
        if isinstance(result, Rendered) and (counted := result.html.count(_COUNTED)):
            numbers += [str(number) for number in range(count + 1, count + counted + 1)]
            count += counted
        for number in numbers:
            earlier = first.setdefault(number, formula)
            is_restated = earlier.tex == formula.tex and _TAG.search(formula.tex)
            if number in seen and not (is_restated and earlier is not formula):
                yield formula, earlier, number
            seen.add(number)
