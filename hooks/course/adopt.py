"""Giving a translation the source comments that it lacks, by alignment with its English page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from course import alignment, safety
from course.direction import RTL_LANGUAGES
from course.edits import Edit, Lines, apply
from course.lecture import Lecture, parse
from course.pairing import pair
from course.pairs import Pair, Paired, english_blocks
from course.scaffold import comment, is_verbatim, source_text

# A comment tells more about its neighbours, which may then be surer.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Adopted:
    """A block that gets its source comment, and how sure the alignment is of it, from 0 to 1."""

    line: int
    english: str
    translation: str
    confidence: float
    done: bool


def adopt(page: Lecture, source: Lecture, paired: Paired, least: float) -> tuple[str, tuple[Adopted, ...]]:
    """Return the file with a source comment for each block that has none, and what was adopted.

    Blocks of which the alignment is less sure than ``least`` get none.
    """
    text = page.to_bytes().decode()
    after, adopted = _adopted(page, source, paired, least)
    lines = {block.key: block.line for one in paired.pairs for block in one.target}
    for _ in range(_ROUNDS):
        again = parse(page.path, after.encode())
        more, others = _adopted(again, source, pair(again, english_blocks(source)), least)
        if more == after:
            break
        known = [one for one in adopted if one.done]
        adopted = [*known, *(replace(one, line=lines.get(one.translation, one.line)) for one in others)]
        after = more
    else:
        after = text
    if after != text and not safety.damage(page, after):
        return after, tuple(sorted(adopted, key=lambda one: one.line))
    return text, tuple(replace(one, done=False) for one in adopted)


def _adopted(page: Lecture, source: Lecture, paired: Paired, least: float) -> tuple[str, list[Adopted]]:
    text = page.to_bytes().decode()
    lines = Lines(text)
    edits: list[Edit] = []
    adopted: list[Adopted] = []
    for one in _unquoted(paired):
        sure = alignment.confidence(one.english, one.target, mirrored=page.lang in RTL_LANGUAGES)
        done = sure >= least
        adopted.append(Adopted(one.target[0].line, one.english[0].key, one.target[0].key, sure, done))
        if done:
            line = one.target[-1].last_line + 1 if paired.below else one.target[0].line
            edits.append(lines.insert(line, comment(source_text(source, one.english))))
    return apply(text, edits), adopted


def _unquoted(paired: Paired) -> Iterator[Pair]:
    """Yield the pairs of translated text and English without any comment, formulas and code left out."""
    for one in paired.pairs:
        if one.target and one.english and not one.comments and not is_verbatim(one.english):
            yield one
