"""Whether a translation leads to the same addresses and shows the same images as its source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest

from dragoman.formulas.prose import prose
from dragoman.pages.blocks import Block, Kind
from dragoman.pages.matching import matched
from dragoman.references.citations import MENTIONED
from dragoman.sync.checks.differences import Difference, Replacement, common_start, replacement
from dragoman.sync.pairing.features import Features, link_key
from dragoman.sync.pairing.pairs import Pair

_ADDRESS = re.compile(
    r"\]\(\s*<?([^)\s>]+(?:\([^)\s]*\)[^)\s>]*)*)|(?:href|src)\s*=\s*[\"']?([^\"'\s>]+)|((?:https?://|www\.)[^\s<>)\]\"'（）「」，。、；：！？]+)"
)

# "[words] (address)", and "[words](address" with a space or nothing after it.
_BROKEN = re.compile(
    r"\[(?P<words>[^\[\]]+)\](?:(?:[ \t]+\(|[ \t]*（)(?P<address>(?:https?://|/|\{\{)[^()\s（）]*)[)）]"
    r"|\(https?://[^()\s]+(?=[ \t]*$|[ \t]+[^\s\"')]))",
    re.MULTILINE,
)
_MISSPELT = 0.8  # how alike an address is to the one that was meant
_IMAGE = re.compile(
    r"!\[[^\]]*\]\(\s*<?(?P<src>[^)\s>]+)[^)]*\)(?:\{[^}\n]*\})?|<img\b[^<>]*\bsrc\s*=\s*[\"']?(?P<other>[^\"'\s>]+)[^<>]*>",
    re.IGNORECASE,
)
_ALT = re.compile(r"(?P<mark>!\[|\balt=\")[^\]\"]*(?P<end>\](?=\()|\")")
_OPENING = re.compile(r"\s*(?:<(?:center|figure|p|div)\b[^<>]*>\s*)*")
_BELOW_IMAGES = frozenset({Kind.PARAGRAPH, Kind.FIGURE, Kind.HTML})
_OWN_LANGUAGE = re.compile(r"^(?P<site>\{\{\s*site\.\s*baseurl\s*\}\})/[a-z]{2}(?:-[A-Za-z0-9]{2,8})*/")


def check(pair: Pair, now: Features, found: Features, lang: str) -> Iterator[Difference]:
    """Yield the links and images that differ from the source; a link that a translation adds is none.

    A link to a page of the course is expected to lead to the one in ``lang``.
    """
    yield from _broken(pair)
    cited, theirs = _cited(now.links), _cited(found.links)
    yield from _targets(pair, now.links - cited, found.links - theirs, "link", lang)
    yield from _citations(pair, cited, theirs)
    yield from _targets(pair, now.images, found.images, "image", lang)


def _cited(links: Counter[str]) -> Counter[str]:
    """Return the works that a text cites."""
    return Counter({one: count for one, count in links.items() if one.startswith("@")})


def _citations(pair: Pair, now: Counter[str], found: Counter[str]) -> Iterator[Difference]:
    """Yield the citations that were lost, changed or added: what others have found, nobody can find in a translation."""
    lost, gained = sorted((now - found).elements()), sorted((found - now).elements())
    for expected, instead in zip_longest(lost, gained):
        place = _place(pair.target, instead) if instead else None
        message = f"found {instead or f'no citation {expected}'}, expected "
        message += (
            f"{expected if instead else 'it'} as in the source: "
            if expected
            else "no such citation, as the source has none: "
        )
        message += ("correct it" if instead else "add it") if expected else "remove it"
        yield Difference(place.line if place else pair.target_line, "parity.citation", message, expected)


def _broken(pair: Pair) -> Iterator[Difference]:
    """Yield what was a link in the source and is none to Markdown: a space before its address, or no end."""
    broken = [block for block in pair.target if _BROKEN.search(block.text)]
    if not broken or any(_BROKEN.search(prose(one.text)) for one in pair.source):
        return
    for block in broken:
        for mark in _BROKEN.finditer(prose(block.text)):
            line = block.line + block.text.count("\n", 0, mark.start())
            words = block.text[slice(*mark.span("words"))]
            shown = " ".join(mark.group().split())
            if mark["address"]:
                meant = f"[{words}]({mark['address']})"
                fix = (replacement(block, mark.start(), mark.end(), meant),)
                remedy = "write ( and )" if "（" in shown else "remove the space"
                yield Difference(line, "parity.link", f"found {shown}, expected {meant}: {remedy}", meant, fix)
            else:
                message = f"found {shown}, expected an address without spaces and ) after it: correct it"
                yield Difference(line, "parity.link", message)


def _targets(pair: Pair, now: Counter[str], found: Counter[str], noun: str, lang: str) -> Iterator[Difference]:
    lost, gained = list((now - found).elements()), list((found - now).elements())
    for expected in lost:
        original = localised(_address(pair.current or pair.source, expected), lang)
        instead = min(gained, key=lambda other: _unlike(expected, other), default=None)
        if instead is None:
            message = f"found no {noun} to {original}, expected it as in the source: add it"
            fix = _put_in(pair, expected) if noun == "image" else ()
            yield Difference(pair.target_line, f"parity.{noun}", message, original, fix)
            continue
        gained.remove(instead)
        if _is_localised(expected, instead, lang):
            continue
        place = _place(pair.target, instead)
        shown = place.old if place else instead
        message = f"found {shown}, expected {original} as in the source: correct it"
        fix = (replace(place, new=original),) if place and _is_misspelt(instead, expected) else ()
        yield Difference(place.line if place else pair.target_line, f"parity.{noun}", message, original, fix)
    for extra in gained if noun == "image" else ():
        place = _place(pair.target, extra)
        shown = place.old if place else extra
        message = f"found the image {shown}, expected none, as the source has none here: remove it"
        yield Difference(place.line if place else pair.target_line, "parity.image", message)


def _put_in(pair: Pair, key: str) -> tuple[Replacement, ...]:
    """Return what puts an image of the source above the text that it stands above there, without its words."""
    for block in pair.current or pair.source:
        image = next((one for one in _IMAGE.finditer(block.text) if link_key(one["src"] or one["other"]) == key), None)
        if (
            image
            and pair.target
            and pair.target[0].kind in _BELOW_IMAGES
            and _OPENING.fullmatch(block.text[: image.start()])
        ):
            at = _OPENING.match(pair.target[0].text).end()  # type: ignore[union-attr]
            return (replacement(pair.target[0], at, at, without_alt(image.group()) + "\n"),)
    return ()


def without_alt(text: str) -> str:
    """Return a text whose images say nothing in the place of themselves."""
    return _ALT.sub(r"\g<mark>\g<end>", text)


def _is_localised(expected: str, found: str, lang: str) -> bool:
    """Tell whether an address is another one of the same site that says it is in ``lang``."""
    language = re.compile(rf"(?<![a-z]){re.escape(lang.partition('-')[0].lower())}(?![a-z])")
    domains = {".".join(one.partition("/")[0].split(".")[-2:]) for one in (expected, found)}
    return len(domains) == 1 and bool(language.search(found.lower())) and not language.search(expected.lower())


def _unlike(left: str, right: str) -> int:
    return max(len(left), len(right)) - common_start(left, right)


def _is_misspelt(address: str, right: str) -> bool:
    """Tell whether an address is another one with an error in it, and no other address."""
    return matched(address, right).ratio() > _MISSPELT


def _address(blocks: Iterable[Block], key: str) -> str:
    place = _place(blocks, key)
    return place.old if place else key


def _place(blocks: Iterable[Block], key: str) -> Replacement | None:
    """Return where an address is written first, None where it is not found."""
    return next(places(blocks, key), None)


def places(blocks: Iterable[Block], key: str) -> Iterator[Replacement]:
    """Yield where an address or a citation is written, as what is to be replaced."""
    for block in blocks:
        yield from (
            replacement(block, *found.span(), "") for found in MENTIONED.finditer(block.text) if found.group() == key
        )
        for match in _ADDRESS.finditer(block.text):
            start, end = match.span(match.lastindex or 0)
            for stop in dict.fromkeys((end, start + len(block.text[start:end].rstrip(".,;:!?")))):
                if link_key(block.text[start:stop]) == key:
                    yield replacement(block, start, stop, "")
                    break


def localised(address: str, lang: str) -> str:
    """Return an address that leads into the course as it leads to the page in ``lang``."""
    return _OWN_LANGUAGE.sub(rf"\g<site>/{lang}/", address)
