"""How much work a change of the source asks of a translator, and what of it can be copied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from dragoman.findings import Grade
from dragoman.formulas import normal_form
from dragoman.formulas.finder import find_in_block
from dragoman.languages import numerals, spelling
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.comments import quotable
from dragoman.pages.fences import code_spans
from dragoman.pages.matching import matched
from dragoman.references.citations import MENTIONED
from dragoman.sync.pairing.code import code_lines, texts_in_code
from dragoman.sync.pairing.features import link_key
from dragoman.sync.pairing.pairs import Languages

_PROSE = re.compile(
    r"\]\(\s*<?(?P<target>[^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?[^)\n]*\)"
    r"|<(?P<tag>/?[A-Za-z][^<>]*)>"
    r"|<?(?P<bare>(?:https?://|www\.)[^\s<>)\]\"'（）「」，。、；：！？]+)>?"
    rf"|(?P<cited>{MENTIONED.pattern})"
    rf"|(?P<number>{numerals.NUMBER})"
    r"|(?P<word>[^\W\d_]+)"
)
_ATTRIBUTE = re.compile(r"\b(?P<name>href|src|alt|title)\s*=\s*[\"']?(?P<value>[^\"'>]*)", re.IGNORECASE)
_DECIMAL = re.compile(r"\d+(?:\.\d+)*")
_PLAIN = re.compile(r"[^\W_]+")
_NAMES = {"math": "math", "address": "URL", "number": "number", "code": "code"}
_TRAILING = ".,;:!?،؛؟"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or something that a translation repeats: a formula, code, a number, an address."""

    kind: str
    form: str
    """What is compared: of a word its small letters."""
    written: str
    """How it stands in its text, without delimiters."""


@dataclass(frozen=True, slots=True)
class Swap:
    """Something that a translation repeats and that has become something else, was put in or taken out."""

    old: Token | None
    new: Token | None


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed from one text to another."""

    words: int
    """How many words are others, or were put in or taken out."""
    swaps: tuple[Swap, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What has changed, for readers: ``words``, ``math``, ``URL``, ``number``, ``code``."""
        kinds = dict.fromkeys(_NAMES[it.kind] for swap in self.swaps for it in (swap.old, swap.new) if it)
        return (*(["word" if self.words == 1 else "words"] if self.words else []), *kinds)


def change(before: Sequence[Block], now: Sequence[Block], lang: str) -> Change:
    """Return what has changed from one text in ``lang`` to another, but for marks, spelling and slips."""
    old, new = (_all_tokens(blocks, lang) for blocks in (before, now))
    forms, others = ([(one.kind, one.form) for one in side] for side in (old, new))
    swaps: list[Swap] = []
    words = 0
    for tag, i, j, k, m in matched(forms, others).get_opcodes():
        if tag == "equal":
            continue
        lost, gained = old[i:j], new[k:m]
        without, put_in = _words(lost, gained), _words(gained, lost)
        if not spelling.are_same(without, put_in, lang):
            words += max(len(without), len(put_in))
        for kind in dict.fromkeys(one.kind for one in (*lost, *gained) if one.kind != "word"):
            mine, theirs = ([one for one in side if one.kind == kind] for side in (lost, gained))
            swaps += [Swap(one, other) for one, other in zip_longest(mine, theirs) if one != other]
    return Change(words, tuple(swaps))


def grade(one: Change, now: Sequence[Block], target: Sequence[Block], langs: Languages) -> Grade:
    """Return what a translation needs after a change; nothing where it has followed already."""
    if one.words:
        return Grade.WORDS
    if not one.swaps:
        return Grade.NOTHING
    lost, gained = (
        Counter((it.kind, it.form) for it in side if it)
        for side in ([swap.old for swap in one.swaps], [swap.new for swap in one.swaps])
    )
    if lost == gained:
        return Grade.MECHANICAL  # in another order, which nobody can see in a translation
    wanted = Counter((it.kind, it.form) for it in _all_tokens(now, langs.source))
    standing: Counter[tuple[str, str]] = Counter()
    for it in _all_tokens(target, langs.target):
        forms = numerals.readings(it.written, langs.target, langs.source) if it.kind == "number" else (it.form,)
        standing.update((it.kind, form) for form in forms)
    marked = {(swap.new.kind, swap.new.form) for swap in one.swaps if swap.old is None and swap.new}

    def has_followed(it: tuple[str, str]) -> bool:
        if standing[it] == wanted[it]:
            return True
        # A letter that has got dollars may have got them small.
        is_letter = it in marked and it[0] == "math" and len(it[1]) == 1
        return is_letter and _in_any_case(standing, it) == _in_any_case(wanted, it)

    return Grade.NOTHING if all(has_followed(it) for it in lost | gained) else Grade.MECHANICAL


def _in_any_case(counts: Counter[tuple[str, str]], it: tuple[str, str]) -> int:
    return sum(counts[it[0], form] for form in {it[1].lower(), it[1].upper()})


def _words(side: Iterable[Token], other: Iterable[Token]) -> list[str]:
    """Return the words of one side but those that the other has as formulas or code."""
    marked = Counter(
        word for one in other if one.kind in ("math", "code") for word in _PLAIN.findall(one.written.lower())
    )
    result = []
    for one in side:
        if one.kind == "word":
            if marked[one.form]:
                marked[one.form] -= 1
            else:
                result.append(one.form)
    return result


def _all_tokens(blocks: Iterable[Block], lang: str) -> list[Token]:
    return [token for block in blocks for token in tokens(quotable(block.text), block.kind, lang)]


@lru_cache(maxsize=1 << 12)
def tokens(text: str, kind: Kind, lang: str) -> tuple[Token, ...]:
    """Return the words of a block in ``lang``, and what a translation repeats, in their order."""
    if kind is Kind.CODE:
        code = (Token("code", line, line) for line, _ in code_lines(text))
        return (*code, *_prose(texts_in_code(text), lang))
    return tuple(_tokens(text, lang))


def _tokens(text: str, lang: str) -> Iterator[Token]:
    spans = [(start, end, None) for start, end in code_spans(text)]
    opaque = sorted(
        [*spans, *((one.start, one.end, one) for one in find_in_block(text).formulas)], key=lambda it: it[0]
    )
    position = 0
    for start, end, formula in opaque:
        if start < position:
            continue
        yield from _prose(text[position:start], lang)
        position = end
        if formula is None:
            code = text[start:end].strip("`")
            yield Token("code", " ".join(code.split()), code)
        elif normal_form.is_trifle(form := normal_form.normalise(formula.tex)):
            # In the form of a formula a decimal sign is a point.
            for number in _DECIMAL.findall(form.replace(" ", "")):
                yield Token("number", number, number)
        else:
            yield Token("math", form, text[formula.tex_start : end - (formula.tex_start - start)])
            for words in normal_form.words(formula.tex):
                yield from (one for one in _prose(words, lang) if one.kind == "word")
    yield from _prose(text[position:], lang)


def _prose(text: str, lang: str) -> Iterator[Token]:
    for found in _PROSE.finditer(text):
        group, value = found.lastgroup or "", found[found.lastgroup or 0]
        if group == "tag":
            for attribute in _ATTRIBUTE.finditer(value):
                if attribute["name"].lower() in ("href", "src"):
                    yield _address(attribute["value"])
                else:
                    yield from _prose(attribute["value"], lang)
        elif group == "cited":
            yield Token("address", value, value)
        elif group in ("target", "bare"):
            yield _address(value)
        elif group == "number":
            yield Token("number", numerals.readings(value, lang)[0], value)
        else:
            yield Token("word", value.lower(), value)


def _address(written: str) -> Token:
    written = written.rstrip(_TRAILING)
    return Token("address", link_key(written), written)
