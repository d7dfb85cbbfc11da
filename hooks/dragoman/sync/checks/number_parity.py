"""Whether the text of a translation says the numbers of its source, in the digits and with the signs of its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from dragoman.findings import Severity
from dragoman.formulas import normal_form
from dragoman.formulas.finder import find_in_block
from dragoman.languages import numerals
from dragoman.pages.blocks import FENCED, Block
from dragoman.references.citations import MENTIONED
from dragoman.sync.checks import carrying
from dragoman.sync.checks.differences import Difference, Replacement
from dragoman.sync.checks.grading import Token, tokens
from dragoman.sync.pairing.pairs import Languages, Pair

_MARK = re.compile(r"^[ \t>]*(?:[*+-][ \t]+)?\d{1,3}[.)-](?!\d)", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_CODE = re.compile(r"`[^`\n]*`")
_LONG = 3  # digits; a number with more is written in words only if it is round
_SCALE = 2  # places by which a word may move the point: thousand, 万, million
_WORDS = 12  # up to it numbers are written in words
# The 1980s are "80'li yıllar", "20世纪80年代", "les années quatre-vingts".
_DECADE = re.compile(r"\b\d{2,4}['’]?s\b")


def check(pair: Pair, langs: Languages) -> Iterator[Difference]:
    """Yield the numbers in the words of a translation that are others than in its source.

    A small number that is lost may be written in words.
    """
    if not any(_DIGIT.search(block.text) for block in pair.source):
        return
    found = _numbers(pair.target, langs.target)
    now = Counter(one.form for one in _numbers(pair.current, langs.source))
    wanted = Counter(one.form for one in _numbers(pair.source, langs.source))
    put_in = now - wanted
    standing = {one.written: numerals.readings(one.written, langs.target, langs.source) for one in found}
    # A number may stand in a formula on one side, and in the words on the other.
    ours, theirs = _digits(pair.source), _digits(pair.target)
    wanted, spare = wanted - (theirs - ours), ours - theirs
    gained = []
    for one in found:
        side = next((side for side in (wanted, spare) for form in standing[one.written] if side[form]), None)
        if side is None:
            gained.append(one)
        else:
            side[next(form for form in standing[one.written] if side[form])] -= 1
    gained = [one for one in gained if not any(form in put_in for form in standing[one.written])]
    lost = [form for form in wanted.elements() if form in now or not pair.current]
    said = {one.form for one in _numbers(pair.source, langs.source)}
    for form in lost:
        # What is written in words has not become a number that the text repeats.
        in_words = form.isdecimal() and int(form) <= _WORDS
        likely = [one for one in gained if not (in_words and said.intersection(standing[one.written]))]
        same = [one for one in likely if any(_may_be(form, other) for other in standing[one.written])]
        if same:
            gained.remove(same[0])
            continue
        wrong = min(likely, key=lambda one: _unlike(form, standing[one.written]), default=None)
        if wrong is None:
            if len(form) > _LONG and not form.endswith("0"):
                message = f"found no {form} in the text, expected the number as in the source: compare them"
                yield Difference(pair.target_line, "parity.number", message, severity=Severity.WARNING)
            continue
        gained.remove(wrong)
        places = list(carrying.numbers(wrong.form, form, pair.target, langs))
        line = places[0].line if places else pair.target_line
        message = f"found {wrong.written}, expected {form} as in the source: correct it"
        fix: tuple[Replacement, ...] = tuple(places) if len(places) == 1 else ()
        yield Difference(line, "parity.number", message, form, fix, Severity.WARNING)


def _numbers(blocks: Iterable[Block], lang: str) -> list[Token]:
    return [
        token
        for block in blocks
        if block.kind not in FENCED
        for token in tokens(MENTIONED.sub(" ", _DECADE.sub(" ", _MARK.sub("", block.text))), block.kind, lang)
        if token.kind == "number"
    ]


def _digits(blocks: Iterable[Block]) -> Counter[str]:
    """Return the numbers in formulas and code."""
    texts = [
        text
        for block in blocks
        for text in (
            *(one.tex for one in find_in_block(block.text).formulas if not _is_number(one.tex)),
            *_CODE.findall(block.text),
        )
    ]
    return Counter(numerals.readings(one, "")[0] for text in texts for one in re.findall(numerals.NUMBER, text))


def _is_number(tex: str) -> bool:
    """Tell whether a formula is read as a number of the text."""
    return normal_form.is_trifle(normal_form.normalise(tex))


def _unlike(form: str, readings: Iterable[str]) -> int:
    return min(abs(len(form) - len(one)) + sum(a != b for a, b in zip(form, one, strict=False)) for one in readings)


def _may_be(form: str, other: str) -> bool:
    """Tell whether two numbers may say the same: a word stands for zeros, or a year is said without its century."""
    short, long = sorted((form.rstrip("0").replace(".", ""), other.rstrip("0").replace(".", "")), key=len)
    zeros = abs(len(form.partition(".")[0]) - len(other.partition(".")[0]))
    is_year = {len(form), len(other)} == {2, 4} and max(form, other, key=len).endswith(min(form, other, key=len))
    return is_year or (short == long and zeros >= _SCALE)
