"""Whether a translation leads to the same addresses and shows the same images as its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from dragoman.pages.blocks import Block
from dragoman.sync.checks.differences import Difference, common_start
from dragoman.sync.pairing.features import Features, link_key
from dragoman.sync.pairing.pairs import Pair
from dragoman.trust import lenient_markup

_ADDRESS = re.compile(
    r"\]\(\s*<?([^)\s>]+(?:\([^)\s]*\)[^)\s>]*)*)|(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)|((?:https?://|www\.)[^\s<>)\]\"']+)"
)

# "[words] (address)", and "[words](address" with a space or nothing after it.
_BROKEN = re.compile(
    r"\[(?P<words>[^\[\]]+)\](?:[ \t]+\((?P<address>(?:https?://|/|\{\{)[^()\s]*)\)"
    r"|\(https?://[^()\s]+(?=[ \t]*$|[ \t]+[^\s\"')]))",
    re.MULTILINE,
)
_OWN_LANGUAGE = re.compile(r"^(?P<site>\{\{\s*site\.\s*baseurl\s*\}\})/[a-z]{2}/")


def check(pair: Pair, now: Features, found: Features, lang: str) -> Iterator[Difference]:
    """Yield the links and images that differ from the source; a link that a translation adds is none.

    A link to a page of the course is expected to lead to the one in ``lang``.
    """
    yield from _broken(pair)
    yield from _targets(pair, now.links, found.links, "link", lang)
    yield from _targets(pair, now.images, found.images, "image", lang)


def _broken(pair: Pair) -> Iterator[Difference]:
    """Yield what was a link in the source and is none to Markdown: a space before its address, or no end."""
    for block in pair.target if not any(_BROKEN.search(lenient_markup.prose(one.text)) for one in pair.source) else ():
        prose = lenient_markup.prose(block.text)
        for mark in _BROKEN.finditer(prose):
            line = block.line + block.text.count("\n", 0, mark.start())
            words = block.text[slice(*mark.span("words"))]
            shown = " ".join(mark.group().split())
            if mark["address"]:
                meant = f"[{words}]({mark['address']})"
                yield Difference(line, "parity.link", f"found {shown}, expected {meant}: remove the space", meant)
            else:
                message = f"found {shown}, expected an address without spaces and ) after it: correct it"
                yield Difference(line, "parity.link", message)


def _targets(pair: Pair, now: Counter[str], found: Counter[str], noun: str, lang: str) -> Iterator[Difference]:
    lost, gained = list((now - found).elements()), list((found - now).elements())
    for expected in lost:
        original = _OWN_LANGUAGE.sub(rf"\g<site>/{lang}/", _address(pair.current or pair.source, expected))
        instead = min(gained, key=lambda other: _unlike(expected, other), default=None)
        if instead is None:
            message = f"found no {noun} to {original}, expected it as in the source: add it"
            yield Difference(pair.target_line, f"parity.{noun}", message, original)
            continue
        gained.remove(instead)
        shown, line = _standing(pair.target, instead)
        message = f"found {shown}, expected {original} as in the source: correct it"
        yield Difference(line or pair.target_line, f"parity.{noun}", message, original)
    for extra in gained if noun == "image" else ():
        shown, line = _standing(pair.target, extra)
        message = f"found the image {shown}, expected none, as the source has none here: remove it"
        yield Difference(line or pair.target_line, "parity.image", message)


def _unlike(left: str, right: str) -> int:
    return max(len(left), len(right)) - common_start(left, right)


def _address(blocks: Iterable[Block], key: str) -> str:
    return _standing(blocks, key)[0]


def _standing(blocks: Iterable[Block], key: str) -> tuple[str, int]:
    """Return an address as it is written, and its line; the key and 0 where it is not found."""
    for block in blocks:
        for match in _ADDRESS.finditer(block.text):
            address = match[1] or match[2] or match[3]
            if link_key(address) == key or link_key(address.rstrip(".,;:!?")) == key:
                return address, block.line + block.text.count("\n", 0, match.start())
    return key, 0
