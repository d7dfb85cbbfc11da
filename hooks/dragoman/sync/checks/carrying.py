"""Carrying what is not words from a source into its translation: formulas, code, numbers and addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dragoman.formulas import normal_form
from dragoman.formulas.finder import find_in_block
from dragoman.languages import numerals
from dragoman.pages.blocks import FENCED, Block
from dragoman.pages.comments import quotable
from dragoman.pages.fences import code_spans
from dragoman.pages.matching import matched
from dragoman.pages.spans import blotted
from dragoman.references.citations import MENTIONED
from dragoman.sync.checks import link_parity
from dragoman.sync.checks.differences import Replacement, replacement
from dragoman.sync.checks.grading import Change, Swap, Token
from dragoman.sync.pairing.code import agree, code_lines, with_texts, without_comment
from dragoman.sync.pairing.features import of_block
from dragoman.sync.pairing.pairs import Languages, Link, Pair

_PLACES = 40  # in a block at which a dollar is tried
_MARGIN = re.compile(r"[ \t>]*")
_DELIMITERS = {"math": "$", "code": "`"}


@dataclass(frozen=True, slots=True)
class Written:
    """A formula or inline code as it stands in its block."""

    block: Block
    shown: str
    """On one line, with its delimiters."""
    inner: str
    """Between its delimiters, which is where it begins in the block: ``block.text[start:]``."""
    start: int

    @property
    def line(self) -> int:
        """The line of the file."""
        return self.block.line + self.block.text.count("\n", 0, self.start)


def as_written(blocks: Iterable[Block]) -> dict[str, Written]:
    """Return formulas and code of some blocks as they first stand there, by normal form."""
    result: dict[str, Written] = {}
    for form, one in _written(blocks):
        result.setdefault(form, one)
    return result


def _written(blocks: Iterable[Block]) -> Iterator[tuple[str, Written]]:
    for block in blocks:
        if block.kind in FENCED:
            continue
        for formula in find_in_block(block.text).formulas:
            shown = " ".join(block.text[formula.start : formula.end].split())
            inner = block.text[formula.tex_start : formula.tex_end]
            one = Written(block, shown, inner, formula.tex_start)
            for form in {normal_form.normalise(formula.tex, mirrored=mirrored) for mirrored in (False, True)}:
                yield form, one
        for code in re.finditer(r"`+([^`]+)`+", block.text):
            form = " ".join(code[1].split()).strip(" .,;:\"'“”«»")
            yield form, Written(block, code.group(), code[1], code.start(1))


def copied(right: Written | None, wrong: Written | None) -> tuple[Replacement, ...]:
    """Return what writes a formula or code of the source over one of the translation, whose own words it keeps."""
    return _over(right.inner, wrong) if right and wrong else ()


def _over(tex: str, wrong: Written) -> tuple[Replacement, ...]:
    new = normal_form.with_words(tex, wrong.inner)
    return () if new is None else (replacement(wrong.block, wrong.start, wrong.start + len(wrong.inner), new),)


def code(right: Block, wrong: Block) -> tuple[Replacement, ...]:
    """Return what gives the code of a translation the lines of its source, and lets its comments stand."""
    lines, others = wrong.text.split("\n"), right.text.split("\n")
    mine, theirs = code_lines(wrong.text), code_lines(right.text)
    opening = with_texts(others[0], lines[0])
    if opening is None or (mine and theirs and bool(mine[0][1]) != bool(theirs[0][1])):
        return ()
    margins = [_MARGIN.match(side[0]).group() for side in (lines, others)]  # type: ignore[union-attr]

    def copied(at: int, comment: str) -> str:
        return margins[0] + without_comment(others[theirs[at][1]]).removeprefix(margins[1]).rstrip() + comment

    matcher = matched([line for line, _ in mine], [line for line, _ in theirs])
    for tag, i, j, k, m in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        for at, other in zip(range(i, j), range(k, m), strict=False):
            if agree(theirs[other], mine[at]):
                continue
            line = lines[mine[at][1]]
            is_opening = not mine[at][1]
            kept = margins[0] + opening.removeprefix(margins[1])
            lines[mine[at][1]] = kept if is_opening else copied(other, line[len(without_comment(line)) :])
        both = min(j - i, m - k)
        place = mine[i + both][1] if i + both < len(mine) else len(lines) - 1
        for at in reversed(range(i + both, j)):
            del lines[mine[at][1]]
        lines[place:place] = [copied(at, "") for at in range(k + both, m)]
    return (replacement(wrong, 0, len(wrong.text), "\n".join(lines)),)


def mended(pair: Pair, langs: Languages) -> tuple[Replacement, ...]:
    """Return what makes of broken formulas those of the source: a dollar, or one formula; nothing where two things would."""
    source = {form: one for form, one in _written(pair.source) if one.shown.startswith("$")}
    wanted = _tex(pair.source, langs)
    found: dict[str, Replacement] = {}
    for number, block in enumerate(pair.target):
        places = [*_dollars(block.text, source.values()), *_copies(block, source, wanted - _tex(pair.target, langs))]
        if len(places) > _PLACES:
            return ()
        for start, end, new in places:
            text = block.text[:start] + new + block.text[end:]
            rest = (*pair.target[:number], replace(block, text=text), *pair.target[number + 1 :])
            if _tex(rest, langs) == wanted:
                found[text] = replacement(block, start, end, new)
    return tuple(found.values()) if len(found) == 1 else ()


def _tex(blocks: Iterable[Block], langs: Languages) -> Counter[str]:
    return sum((of_block(block, mirrored=langs.mirrored).tex for block in blocks), Counter())


def _dollars(text: str, formulas: Iterable[Written]) -> Iterator[tuple[int, int, str]]:
    """Yield where a dollar is put in beside what the source has between two of them, and the text has beside one."""
    for inner in {one.inner for one in formulas}:
        for place in re.finditer(rf"(?P<before>\$?)(?<!\w){re.escape(inner)}(?!\w)(?P<after>\$?)", text):
            if place["before"] and not place["after"]:
                yield place.end(), place.end(), "$"
            elif place["after"] and not place["before"]:
                yield place.start(), place.start(), "$"


def _copies(block: Block, source: Mapping[str, Written], lost: Counter[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the formulas of a block with one in their place that the source has, and the translation lacks."""
    for wrong in {one for _, one in _written([block])} if lost.total() == 1 else ():
        for form in lost:
            if form in source and (new := normal_form.with_words(source[form].inner, wrong.inner)):
                yield wrong.start, wrong.start + len(wrong.inner), new


def fix(change: Change, pair: Pair, link: Link, langs: Languages) -> tuple[Replacement, ...]:
    """Return what makes a translation and its comment follow a change of the source; nothing where one place is in doubt."""
    result: list[Replacement] = []
    for swap, count in Counter(change.swaps).items():
        places = _places(swap, pair.target, langs)
        if len(places) != count:
            return ()
        result += places
    (*more, comment), (*others, now) = link.comments, link.current
    if not more and not others and not comment.partial:
        margin = len(comment.text) - len(comment.text.lstrip(" "))
        result.append(replacement(comment, margin, len(comment.text), quotable(now.text)))
    return tuple(result)


def _places(swap: Swap, target: Iterable[Block], langs: Languages) -> list[Replacement]:
    """Return the replacements that make a swap, one for each place where what is gone stands."""
    old, new = swap.old, swap.new
    if new is None:
        return []
    if old is None:
        return _marked(new, target) if new.kind in _DELIMITERS else []
    if old.kind == "address":
        return [
            replace(place, new=link_parity.localised(new.written, langs.target))
            for place in link_parity.places(target, old.form)
        ]
    if old.kind == "number":
        return list(numbers(old.form, new.form, target, langs))
    standing = [one for form, one in _written(target) if form == old.form]
    return [edit for one in standing for edit in _over(new.written, one)]


def _marked(new: Token, target: Iterable[Block]) -> list[Replacement]:
    """Return what puts the delimiters of a formula or of code around what stands as plain text."""
    mark = _DELIMITERS[new.kind]
    plain = re.compile(rf"(?<![A-Za-z0-9_\\]){re.escape(new.written)}(?![A-Za-z0-9_])")
    return [
        replacement(block, *found.span(), f"{mark}{new.written}{mark}")
        for block in target
        for found in plain.finditer(_plain(block.text))
    ]


def numbers(old: str, new: str, target: Iterable[Block], langs: Languages) -> Iterator[Replacement]:
    """Yield what writes another number wherever one stands in the text, both as readings of numbers."""
    for block in target:
        for found in re.finditer(numerals.NUMBER, _plain(block.text)):
            if old in numerals.readings(found.group(), langs.target, langs.source):
                yield replacement(block, *found.span(), numerals.written(new, langs.target, found.group()))


def _plain(text: str) -> str:
    """Return a text with its code, formulas, tags, addresses and citations blanked out."""
    spans = [*code_spans(text), *((one.start, one.end) for one in find_in_block(text).formulas)]
    spans += [one.span() for one in re.finditer(r"<[^<>]*>|\]\([^)]*\)|(?:https?://|www\.)\S+", text)]
    spans += [one.span() for one in MENTIONED.finditer(text)]
    return blotted(text, spans)
