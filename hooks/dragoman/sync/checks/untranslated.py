"""Text of the source that was left standing in a translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from dragoman.formulas.finder import find_in_block
from dragoman.pages import diagrams
from dragoman.pages.blocks import VERBATIM, Block, Kind
from dragoman.pages.fences import code_spans
from dragoman.pages.links import links
from dragoman.pages.spans import blotted
from dragoman.references.citations import MENTIONED

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE = re.compile(r"[^.!?؟。\n]+(?:[.!?؟。]+(?=\s|$)|\n|$)")
# Names, titles and terms that a translation may quote: in parentheses, quotation marks, italics.
_SET_APART = r"\([^()\n]*\)|(?<!\*)\*[^*\n]+\*(?!\*)|(?<!\w)_[^_\n]+_(?!\w)|<[^>\n]*>"
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
# What a program says, which nobody translates.
_MESSAGE = re.compile(r"\b\w+(?:Error|Warning|Exception)\b|\b(?:INFO|DEBUG|WARN|ERROR|Traceback)\b")
# In a sentence of another script there are terms and names of the source.
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_RUN = 5  # words that no translation has in common with its source by chance
_SMALL = 2  # of them, those that begin with no capital; one is enough where all of a sentence is the same
_LEAST = 0.2  # of the words of a comment that its source has
_TAGS = re.compile(r"<[^>]*>")
_HEADING = 3  # words of a heading that is the same


def leftovers(source: Iterable[Block], target: Iterable[Block], quotes: str = "“”") -> Iterator[tuple[int, str]]:
    """Yield line and text of the first sentence of each block that stands as it does in ``source``.

    ``quotes`` are the quotation marks of the translation's language.
    """
    blocks = tuple(source)
    runs = {run for block in blocks for run in _runs(tuple(_words(_prose(block.text))), _RUN)}
    headings = {tuple(_words(_prose(block.text))) for block in blocks if block.kind in (Kind.HEADING, Kind.DIAGRAM)}
    for block in target:
        if block.kind in VERBATIM:
            continue
        text = _prose(block.text)
        text = blotted(text, (quoted.span() for quoted in _quoted(quotes[:2]).finditer(text)))
        for sentence in _SENTENCE.finditer(text):
            if _MESSAGE.search(sentence.group()) or len(_IDEOGRAPH.findall(sentence.group())) >= _RUN:
                continue
            words = tuple(_words(sentence.group()))
            is_heading = block.kind is Kind.HEADING and len(words) >= _HEADING and words in headings
            own = list(_runs(words, _RUN))
            is_whole = is_heading or bool(own and all(run in runs for run in own))
            if (is_whole and _small(words)) or any(run in runs and _small(run) >= _SMALL for run in own):
                first, last = _standing(sentence.group(), own, runs)
                start = sentence.start() + first
                yield block.line + text.count("\n", 0, start), " ".join(text[start : sentence.start() + last].split())
                break


def _standing(sentence: str, own: Sequence[tuple[str, ...]], runs: Container[tuple[str, ...]]) -> tuple[int, int]:
    """Return where in a sentence the text of the source begins and ends; the whole sentence where all of it is."""
    known = [at for at, run in enumerate(own) if run in runs]
    words = list(_WORD.finditer(sentence))
    if len(known) == len(own):
        return len(sentence) - len(sentence.lstrip()), len(sentence)
    end = next((at for at, following in pairwise([*known, -1]) if following != at + 1), known[-1])
    return words[known[0]].start(), words[end + _RUN - 1].end()


def is_same_text(quoted: Iterable[Block], current: Iterable[Block]) -> bool:
    """Tell whether comments still have something of their source, and no translation was written into them."""
    mine, theirs = (
        Counter(_words(" ".join(_TAGS.sub(" ", block.text) for block in side))) for side in (quoted, current)
    )
    return (mine & theirs).total() >= _LEAST * mine.total()


@lru_cache
def _quoted(quotes: str) -> re.Pattern[str]:
    """Return the pattern of what a translation may quote, between its own quotation marks or the usual ones."""
    opening, closing = f'“"«„{quotes[0]}', f'”"»{quotes[1]}'
    return re.compile(rf"{_SET_APART}|[{opening}][^{closing}\n]*[{closing}]")


def _words(text: str) -> Iterator[str]:
    return (match.group() for match in _WORD.finditer(text))


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + length]) for at in range(len(words) - length + 1))


def _small(words: Sequence[str]) -> int:
    """Return how many words begin with no capital, "vs" and its like aside: titles and lists of names have none."""
    return sum(not word[0].isupper() and len(word) > 2 for word in words)


@lru_cache(maxsize=1 << 12)
def _prose(text: str) -> str:
    """Return a text with its code, formulas and addresses blanked out, lines kept; of a diagram the words in it."""
    if drawn := list(diagrams.find(text)):
        return " ".join(_words(" ".join(diagrams.texts(content) for _, content in drawn)))
    text = blotted(
        text, [*code_spans(text), *((formula.start, formula.end) for formula in find_in_block(text).formulas)]
    )
    text = blotted(text, ((link.words[1], link.end) for link in links(text)))
    return blotted(text, (one.span() for pattern in (_ADDRESS, MENTIONED) for one in pattern.finditer(text)))
