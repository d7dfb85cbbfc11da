"""How a translated block stands to its source block: the state, and what has changed since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from dragoman.findings import Grade
from dragoman.pages import links
from dragoman.pages.blocks import Block, Kind
from dragoman.sync.checks import grading
from dragoman.sync.checks.grading import Change
from dragoman.sync.pairing.code import compared, has_texts
from dragoman.sync.pairing.features import repeated
from dragoman.sync.pairing.pairs import Languages, Link, Pair, Paired


class State(StrEnum):
    """How current the translation of a block is."""

    FRESH = "fresh"
    COSMETIC = "cosmetic"
    STALE = "stale"
    ORPHAN = "orphan"
    MISSING = "missing"
    UNVERIFIED = "unverified"


_HEADING_MARK = re.compile(r"\s*#{1,6}\s+")
_QUOTES = re.compile(r"[\"'´‘’‚‛“”„‟«»‹›]+")
_DASHES = re.compile(r"\s*(?:--+|[‐‑‒–—―−]|(?<=\s)-(?=\s))\s*")
_EMPHASIS = re.compile(r"(?<!\\)(?:\*{1,3}|(?<![^\W_])_{1,3}|_{1,3}(?![^\W_])|</?(?:b|i|em|strong)>)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)\n]*\)|<img\b[^<>]*>", re.IGNORECASE)
_LIST_MARK = re.compile(r"^[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+", re.MULTILINE)


def state(pair: Pair, link: Link, langs: Languages) -> State:
    """Return the state of the source blocks of a link, or of the comment that has none.

    What is marked to be looked at is stale also where its comment is the current source already.
    What needs no comment, as a translation repeats it, is stale where it is not the same.
    """
    if not link.current:
        return State.ORPHAN
    if not pair.target:
        return State.MISSING
    if pair.is_marked("review"):
        return State.STALE
    if not link.comments:
        return _uncommented(pair, link, mirrored=langs.mirrored)
    if not is_outdated(link):
        return State.FRESH
    return State.COSMETIC if grade(pair, link, langs) is Grade.NOTHING else State.STALE


def grade(pair: Pair, link: Link, langs: Languages) -> Grade:
    """Return what the translation of a link needs whose source has changed, or that somebody has to look at."""
    if not link.comments or not is_outdated(link):
        return Grade.MECHANICAL if all(block.is_verbatim for block in link.current) else Grade.WORDS
    if _is_title(link):
        return Grade.NOTHING
    return grading.grade(change(link, langs), link.current, pair.target, langs)


def is_to_copy(pair: Pair, link: Link, state: State, langs: Languages) -> bool:
    """Tell whether a translation is stale, and needs no words but a formula, a number, an address or code of its source."""
    return state is State.STALE and grade(pair, link, langs) is Grade.MECHANICAL


def is_behind(pair: Pair, link: Link, langs: Languages) -> bool:
    """Tell whether the source of a link has changed since, and its translation has not followed."""
    return is_outdated(link) and bool(pair.target) and grade(pair, link, langs) is not Grade.NOTHING


def change(link: Link, langs: Languages) -> Change:
    """Return what has changed in the source of a link since it was translated."""
    return grading.change(link.comments, _quoted(link), langs.source)


def _quoted(link: Link) -> Sequence[Block]:
    """Return the current source of a link, but for the images of a figure of which the comment quotes the words alone.

    Parity tells whether the translation has the images.
    """
    is_figure = all(block.kind in (Kind.FIGURE, Kind.TABLE) for block in link.current)
    if not is_figure or any(_IMAGE.search(block.text) for block in link.comments):
        return link.current
    return [replace(block, text=_IMAGE.sub("", block.text)) for block in link.current]


def is_outdated(link: Link) -> bool:
    """Tell whether there is a source comment that is not the current source."""
    if not link.comments or _text(link.comments) == _text(link.current):
        return False
    return not (all(block.partial for block in link.comments) and _quotes_parts(link))


def states(paired: Paired) -> Counter[State]:
    """Return how many source blocks are in each state; orphans count their comments."""
    counted: Counter[State] = Counter()
    for _, link, state in iterate(paired):
        counted[state] += len(link.current) or len(link.comments)
    return counted


def counted(link: Link, state: State) -> int:
    """Return how many blocks of a link are counted where readers and translators are told how a page stands.

    What a translation repeats needs no work, and counts only where it keeps a page from being current.
    """
    if state in (State.STALE, State.MISSING):
        return len(link.current)
    return sum(not block.is_verbatim for block in link.current or link.comments)


def _uncommented(pair: Pair, link: Link, *, mirrored: bool) -> State:
    """Return the state of blocks without a source comment: only what a translation repeats can be compared."""
    if not all(block.is_verbatim for block in link.current):
        return State.UNVERIFIED
    if all(any(_is_repeated(block, other, mirrored=mirrored) for other in pair.target) for block in link.current):
        # The texts of an executed example are translated, and no comment tells from what.
        heads = {_head(block) for block in pair.target}
        translated = any(has_texts(block) and _head(block) not in heads for block in link.current)
        return State.UNVERIFIED if translated else State.FRESH
    return State.STALE


def _is_repeated(block: Block, other: Block, *, mirrored: bool) -> bool:
    if block.kind is other.kind is Kind.CODE:
        return not compared(block.text, other.text)
    return repeated(block, mirrored=mirrored) == repeated(other, mirrored=mirrored)


def _head(block: Block) -> str:
    return " ".join(block.text.partition("\n")[0].split())


def _text(blocks: Sequence[Block]) -> str:
    return " ".join(block.key for block in blocks)


def _quotes_parts(link: Link) -> bool:
    """Tell whether each line of comments inside of a block stands in the source block."""
    current = " ".join(_words(_text(link.current)))
    lines = [line for block in link.comments for line in block.text.splitlines() if line.strip()]
    return all(" ".join(_words(line)) in current for line in lines)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _plain(blocks: Sequence[Block]) -> str:
    """Return a text without what may differ cosmetically."""
    text = "\n".join(block.text for block in blocks)
    text = _LIST_MARK.sub("", links.without_addresses(text))
    text = _EMPHASIS.sub("", _DASHES.sub(" - ", _QUOTES.sub("", text)))
    return " ".join(word for word in text.split() if word != "-")


def _is_title(link: Link) -> bool:
    """Tell whether a comment quotes a heading without its marks and its link."""
    if [block.kind for block in link.comments] != [Kind.HEADING] or _HEADING_MARK.match(link.comments[0].text):
        return False
    title, heading = _plain(link.comments), _HEADING_MARK.sub("", _plain(link.current))
    return title in (heading, re.sub(r"[\[\]]", "", heading))


def iterate(paired: Paired) -> Iterator[tuple[Pair, Link, State]]:
    """Yield each link of a page with its pair and its state."""
    for pair in paired.pairs:
        for link in pair.links:
            yield pair, link, state(pair, link, paired.langs)
