"""Realistic injuries to a translation in sync, each of which the check must find where it is."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from dragoman.formulas.finder import find
from dragoman.formulas.normal_form import is_trifle, normalise
from dragoman.pages.blocks import VERBATIM, Block, Kind
from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.checks.drift import iterate
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import Pair, source_blocks

LETTERS = "xyzwabcknpqtuv"


@dataclass(frozen=True)
class Injury:
    """A page and its English after something was done to one of them, and where that must be found."""

    name: str
    translation: str
    english: str
    first: int
    last: int
    what: str


@dataclass(frozen=True)
class Case:
    """A translation in sync with its English, as texts and as pairs."""

    path: PurePosixPath
    translation: str
    english: str

    def lecture(self) -> Lecture:
        return _parse(self.path, self.translation)

    def source(self) -> Lecture:
        return _parse(PurePosixPath("en", *self.path.parts[1:]), self.english)

    def pairs(self) -> tuple[Pair, ...]:
        return _pairs(self)


# An injury changes one of both texts, and many are done to the same page.
@functools.lru_cache(16)
def _parse(path: PurePosixPath, text: str) -> Lecture:
    return parse(path, text.encode())


@functools.lru_cache(4)
def _pairs(case: Case) -> tuple[Pair, ...]:
    return pair(case.lecture(), source_blocks(case.source())).pairs


def replace_in(case: Case, block: Block, old: str, new: str, what: str, name: str) -> Injury | None:
    """Replace ``old`` in the translated ``block``."""
    lines = case.translation.split("\n")
    text = "\n".join(lines[block.line - 1 : block.last_line])
    if text.count(old) < 1 or old == new:
        return None
    changed = text.replace(old, new, 1)
    result = "\n".join([*lines[: block.line - 1], *changed.split("\n"), *lines[block.last_line :]])
    last = block.line + changed.count("\n")
    return Injury(name, result, case.english, block.line, last, what)


def span(one: Pair) -> tuple[int, int]:
    blocks = (*one.comments, *one.target)
    return min(block.line for block in blocks), max(block.last_line for block in blocks)


def formula_blocks(case: Case) -> list[tuple[Block, str, str]]:
    """Return the translated blocks with the formulas in them, with and without their dollars."""
    found = []
    for one in case.pairs():
        for block in one.target:
            if block.kind is not Kind.CODE:
                found += [(block, block.text[f.start : f.end], f.tex) for f in find(block.text).formulas]
    return found


def lost_backslash(case: Case, rng: random.Random) -> Injury | None:
    choices = [(b, f) for b, f, tex in formula_blocks(case) if re.search(r"\\(?!text)[A-Za-z]{2,}", f)]
    if not choices:
        return None
    block, formula = rng.choice(choices)
    command = rng.choice(re.findall(r"\\(?!text|quad|left|right|begin|end)[A-Za-z]{2,}", formula) or ["\\"])
    return replace_in(case, block, formula, formula.replace(command, command[1:], 1), command, "lost backslash")


def swapped_variable(case: Case, rng: random.Random) -> Injury | None:
    choices = []
    for block, formula, _ in formula_blocks(case):
        bare = re.sub(r"\\text\{[^}]*\}|\\[A-Za-z]+|\{[a-z]+\*?\}", lambda m: " " * len(m.group()), formula)
        places = [m.start() for m in re.finditer(r"(?<![A-Za-z])[a-zA-Z](?![A-Za-z])", bare)]
        choices += [(block, formula, place) for place in places]
    if not choices:
        return None
    block, formula, place = rng.choice(choices)
    other = rng.choice([letter for letter in LETTERS if letter != formula[place]])
    return replace_in(case, block, formula, formula[:place] + other + formula[place + 1 :], formula, "swapped variable")


def trifling(tex: str) -> bool:
    return is_trifle(normalise(tex))


def lost_formula(case: Case, rng: random.Random) -> Injury | None:
    choices = [(b, f) for b, f, tex in formula_blocks(case) if b.kind is not Kind.MATH and not trifling(tex)]
    if not choices:
        return None
    block, formula = rng.choice(choices)
    return replace_in(case, block, formula, "", formula, "lost formula")


def lost_dollar(case: Case, rng: random.Random) -> Injury | None:
    choices = [
        (b, f)
        for b, f, tex in formula_blocks(case)
        if b.kind is not Kind.MATH and not f.startswith("$$") and not trifling(tex)
    ]
    if not choices:
        return None
    block, formula = rng.choice(choices)
    return replace_in(case, block, formula, rng.choice([formula[1:], formula[:-1]]), formula, "lost dollar")


def translated_macro(case: Case, rng: random.Random) -> Injury | None:
    words = {"\\partial": "\\partiel", "\\frac": "\\kesir", "\\mid": "\\moyen", "\\sum": "\\somme"}
    words |= {"\\gamma": "\\gama", "\\beta": "\\beta1", "\\alpha": "\\alfa", "\\nabla": "\\nabl", "\\matr": "\\matris"}
    choices = [
        (b, f, m) for b, f, _ in formula_blocks(case) for m in words if re.search(re.escape(m) + r"(?![a-zA-Z])", f)
    ]
    if not choices:
        return None
    block, formula, macro = rng.choice(choices)
    changed = re.sub(re.escape(macro) + r"(?![a-zA-Z])", lambda _: words[macro], formula, count=1)
    return replace_in(case, block, formula, changed, macro, "translated macro")


def lost_paragraph(case: Case, rng: random.Random) -> Injury | None:
    choices = [
        one
        for one in case.pairs()
        if one.comments and len(one.target) == 1 and one.target[0].kind in (Kind.PARAGRAPH, Kind.LIST, Kind.QUOTE)
    ]
    if not choices:
        return None
    one = rng.choice(choices)
    block = one.target[0]
    lines = case.translation.split("\n")
    result = "\n".join([*lines[: block.line - 1], *lines[block.last_line :]])
    first, last = span(one)
    return Injury("lost paragraph", result, case.english, first - 1, last, block.text[:60])


def lost_figure(case: Case, rng: random.Random) -> Injury | None:
    choices = [b for one in case.pairs() for b in one.target if b.kind is Kind.FIGURE or 'snippet="' in b.text]
    if not choices:
        return None
    block = rng.choice(choices)
    lines = case.translation.split("\n")
    result = "\n".join([*lines[: block.line - 1], *lines[block.last_line :]])
    first = block.line - 1
    for one in case.pairs():
        if block in one.target:
            first = span(one)[0] - 1
    return Injury("lost figure", result, case.english, first, block.last_line, block.text[:60])


LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^)\s]+)\)")


def links(case: Case) -> list[tuple[Block, re.Match[str]]]:
    return [(b, m) for one in case.pairs() for b in one.target if b.kind not in VERBATIM for m in LINK.finditer(b.text)]


def lost_link(case: Case, rng: random.Random) -> Injury | None:
    if not (choices := links(case)):
        return None
    block, match = rng.choice(choices)
    return replace_in(case, block, match.group(), match[1], match.group(), "lost link")


def changed_url(case: Case, rng: random.Random) -> Injury | None:
    choices = [(b, m) for b, m in links(case) if re.search(r"[a-z0-9]", m[2])]
    if not choices:
        return None
    block, match = rng.choice(choices)
    places = [m.start() for m in re.finditer(r"[a-z0-9]", match[2])][8 if "//" in match[2] else 0 :]
    if not places:
        return None
    place = rng.choice(places)
    url = match[2][:place] + ("q" if match[2][place] != "q" else "z") + match[2][place + 1 :]
    return replace_in(case, block, f"]({match[2]})", f"]({url})", match[2], "changed URL")


def arabic_question_mark(case: Case, rng: random.Random) -> Injury | None:
    choices = [(b, m) for b, m in links(case) if "?" in m[2]]
    if not choices:
        return None
    block, match = rng.choice(choices)
    return replace_in(case, block, match[2], match[2].replace("?", "؟"), match[2], "question mark in URL")


def heading_level(case: Case, rng: random.Random) -> Injury | None:
    choices = [b for one in case.pairs() for b in one.target if b.kind is Kind.HEADING and b.text.startswith("##")]
    if not choices:
        return None
    block = rng.choice(choices)
    new = "#" + block.text if rng.random() < 0.5 else block.text[1:]
    return replace_in(case, block, block.text, new, block.text, "heading level")


def changed_code(case: Case, rng: random.Random) -> Injury | None:
    choices: list[tuple[Block, str]] = []
    for one in case.pairs():
        for block in one.target:
            if block.kind is Kind.CODE:
                code = re.sub(r"#.*|\b(?:alt|caption)=\"[^\"]*\"", "", block.text)
                choices += [(block, m) for m in re.findall(r"\b[A-Za-z_]{3,}\b", code) if m not in ("python", "exec")]
            else:
                choices += [
                    (block, f"`{m}`") for m in re.findall(r"(?<!`)`([^`\n]*[A-Za-z]{2}[^`\n]*)`(?!`)", block.text)
                ]
    if not choices:
        return None
    block, code = rng.choice(choices)
    new = re.sub(r"[A-Za-z](?=[^A-Za-z]*$)", lambda m: "x" if m.group() != "x" else "y", code, count=1)
    return replace_in(case, block, code, new, code, "changed code")


def english_word(case: Case, rng: random.Random) -> Injury | None:
    """Change a word of the English."""
    choices = []
    for one, link, _ in iterate(pair(case.lecture(), source_blocks(case.source()))):
        for block in link.current if link.comments and one.target else ():
            prose = re.sub(r"\$[^$]*\$|`[^`]*`|\]\([^)]*\)|<[^>]*>", lambda m: "$" * len(m.group()), block.text)
            choices += [(one, block, m) for m in re.finditer(r"(?<![\w$])[A-Za-z]{3,}(?![\w$])", prose)]
    if not choices:
        return None
    one, block, match = rng.choice(choices)
    word = rng.choice(["not", "hence", "seldom", "always", "larger"])
    if word == match.group().lower():
        return None
    lines = case.english.split("\n")
    text = "\n".join(lines[block.line - 1 : block.last_line])
    text = text[: match.start()] + word + text[match.end() :]
    english = "\n".join([*lines[: block.line - 1], *text.split("\n"), *lines[block.last_line :]])
    first, last = span(one)
    return Injury("word changed in the English", case.translation, english, first - 1, last, match.group())


INSERTED = (
    "This paragraph was added later: it explains why the result does not depend on the order of the examples.",
    "A warning is in place here, since the bound holds for symmetric matrices only and fails in all other cases.",
    "## A heading that was added later",
    "- one more point that was added\n- and another one, which is longer than the first",
)


def english_block(case: Case, rng: random.Random) -> Injury | None:
    """Insert a block into the English between two blocks."""
    pairs = [one for one in case.pairs() if one.current and (one.target or one.comments)]
    if len(pairs) < 2:
        return None
    index = rng.randrange(len(pairs) - 1)
    before, after = pairs[index], pairs[index + 1]
    line = max(block.last_line for block in before.current)
    lines = case.english.split("\n")
    if line < len(lines) and lines[line].strip():
        return None
    english = "\n".join([*lines[:line], "", rng.choice(INSERTED), *lines[line:]])
    return Injury("block inserted in the English", case.translation, english, span(before)[0], span(after)[1], "")


def changed_number(case: Case, rng: random.Random) -> Injury | None:
    """Change a digit of a number in the words of a translation."""
    choices = []
    for one in case.pairs():
        for block in one.target if one.current else ():
            blank = re.sub(
                r"\$[^$]*\$|`[^`]*`|\]\([^)]*\)|<[^>]*>|https?://\S+|^[ \t>*+-]*\d+[.)-]",
                lambda m: "$" * len(m.group()),
                block.text,
                flags=re.MULTILINE,
            )
            if block.kind not in VERBATIM:
                choices += [(block, m) for m in re.finditer(r"(?<![\w$])\d+(?:[.,]\d+)*(?![\w$])", blank)]
    if not choices:
        return None
    block, match = rng.choice(choices)
    place = rng.choice([at for at, sign in enumerate(match.group()) if sign.isdecimal()])
    digit = match.group()[place]
    zero = ord(digit) - int(digit)
    other = chr(zero + rng.choice([n for n in range(1, 10) if n != int(digit)]))
    text = block.text[: match.start() + place] + other + block.text[match.start() + place + 1 :]
    return replace_in(case, block, block.text, text, match.group(), "changed number")


INJURIES: tuple[Callable[[Case, random.Random], Injury | None], ...] = (
    lost_backslash,
    swapped_variable,
    lost_formula,
    lost_dollar,
    translated_macro,
    lost_paragraph,
    lost_figure,
    lost_link,
    changed_url,
    arabic_question_mark,
    heading_level,
    changed_code,
    english_word,
    english_block,
    changed_number,
)
