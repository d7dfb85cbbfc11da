"""English that was left standing in the text of a translation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dragoman.formulas.finder import find_in_block
from dragoman.pages.blocks import VERBATIM, Block, Kind
from dragoman.pages.fences import code_spans

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[^.!?؟。\n]+(?:[.!?؟。]+(?=\s|$)|\n|$)")
# Names, titles and terms that a translation may quote: in parentheses, quotation marks, italics.
_QUOTED = re.compile(r"\([^()\n]*\)|[“\"«„][^”\"»\n]*[”\"»]|(?<!\*)\*[^*\n]+\*(?!\*)|(?<!\w)_[^_\n]+_(?!\w)|<[^>\n]*>")
_ADDRESS = re.compile(r"\]\([^)]*\)|(?:https?://|www\.)\S+")
# Words that make an English sentence and hardly occur in other languages.
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "are",
        "that",
        "with",
        "this",
        "we",
        "for",
        "from",
        "which",
        "by",
        "it",
        "have",
        "has",
        "not",
        "when",
        "if",
        "then",
        "our",
        "you",
        "these",
        "those",
        "its",
        "there",
        "than",
        "into",
        "they",
        "how",
        "what",
        "can",
        "be",
        "to",
        "in",
        "as",
        "will",
        "should",
        "would",
    ]
)
_LEAST_WORDS = 5
_LEAST_SHARE = 0.75  # of the words of a sentence that stand in its English block


def leftovers(source: Iterable[Block], target: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Yield line and text of the first sentence of each block that is English, as it stands in ``source``."""
    known = {word for block in source for word in _words(block.text)}
    for block in target:
        if block.kind in VERBATIM:
            continue
        text = _QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), _prose(block.text))
        for sentence in _SENTENCE.finditer(text):
            words = [word.lower() for word in _WORD.findall(sentence.group())]
            if _is_english(words, known, heading=block.kind is Kind.HEADING):
                start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
                yield block.line + text.count("\n", 0, start), " ".join(sentence.group().split())
                break


def _is_english(words: list[str], known: set[str], *, heading: bool) -> bool:
    if len(words) < (3 if heading else _LEAST_WORDS):
        return False
    functions = {word for word in words if word in _FUNCTION_WORDS}
    shared = sum(word in known for word in words) / len(words)
    if heading or shared == 1:
        return len(functions) >= 1 and shared == 1
    return len(functions) >= 2 and shared >= _LEAST_SHARE


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_prose(text).lower()))


def _prose(text: str) -> str:
    """Return a text with its code, formulas and addresses blanked out, lines kept."""
    spans = [*code_spans(text), *((formula.start, formula.end) for formula in find_in_block(text).formulas)]
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
    return _ADDRESS.sub(lambda match: " " * len(match.group()), text)
