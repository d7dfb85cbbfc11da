"""Links and images of Markdown: where they stand, what they say, where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice

from dragoman.pages.spans import replaced

BASE = re.compile(r"\{\{\s*site\.\s*baseurl\s*\}\}")
"""What stands for the top of the site in an address."""
_DESTINATION = re.compile(r"\]\(")
_PARENTHESIS = re.compile(r"[()]|\n[ \t]*\n")
_REFERENCE = re.compile(r"^[ ]{0,3}\[[^\[\]\n]*\]:[ \t]*\n?[ \t]*(?P<url>\S[^\n]*)$", re.MULTILINE)
_TITLE = re.compile(r"\s+(?:\"[^\n]*\"|'[^\n]*'|\([^\n]*\))\s*\Z")
_TAG = re.compile(r"(?<!\\)<(?P<name>[A-Za-z]\w*)[^<>]{0,1000}>")
_LEADING = re.compile(r"\s(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
# A link whose address stands elsewhere in the page.
_REFERRING = re.compile(r"\[([^\[\]]*+)\]\[[^\[\]\n]*+\]")
# Characters of the words and of the destination, and parentheses in it; who writes more wants to keep us busy.
_LONGEST, _FARTHEST, _PARENTHESES = 1000, 50_000, 300


@dataclass(frozen=True, slots=True)
class Link:
    """A link, an image or a reference as it stands in a text: ``text[start:end]``."""

    url: str
    start: int
    end: int
    words: tuple[int, int]
    """Where the text of the link or the ``alt`` of the image is; empty for a reference."""
    image: bool

    @property
    def is_inline(self) -> bool:
        """Whether it stands in the text, rather than giving an address to what does."""
        return self.words[0] < self.end


def links(text: str) -> Iterator[Link]:
    """Yield the links, images and references of ``text``, in which no code stands."""
    for mark in _DESTINATION.finditer(text):
        end = _closing(text, mark.end())
        opening = _opening(text, mark.start())
        if end is None or opening is None:
            continue
        image = text[opening - 1 : opening] == "!"
        url = _TITLE.sub("", text[mark.end() : end])
        yield Link(_plain(url), opening - image, end + 1, (opening + 1, mark.start()), image)
    for reference in _REFERENCE.finditer(text):
        url = _TITLE.sub("", reference["url"])
        yield Link(_plain(url), reference.start(), reference.end(), (reference.end(), reference.end()), image=False)


def in_tags(text: str, *names: str) -> Iterator[Link]:
    """Yield what tags of HTML lead to or show, all or those with one of the ``names``; in the place of words is the address."""
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        for found in _LEADING.finditer(tag.group()) if not names or name in names else ():
            start, end = (tag.start() + offset for offset in found.span(found.lastindex or 0))
            yield Link(unescape(text[start:end]), tag.start(), tag.end(), (start, start), name == "img")


def _plain(url: str) -> str:
    """Return a destination as a browser gets it: without ``<>``, escapes and entities."""
    url = url.strip().removeprefix("<")
    return unescape(re.sub(r"\\([^\w\s])", r"\1", url.partition(">")[0])).strip()


def _closing(text: str, start: int) -> int | None:
    """Return where the parenthesis closes that was opened before ``start``."""
    depth = 1
    for mark in islice(_PARENTHESIS.finditer(text, start, start + _FARTHEST), _PARENTHESES):
        if mark.group() not in "()":
            return None
        depth += 1 if mark.group() == "(" else -1
        if depth == 0:
            return mark.start()
    return None


def _opening(text: str, end: int) -> int | None:
    """Return where the bracket opens that closes at ``end``."""
    depth = 0
    for offset in range(end, max(-1, end - _LONGEST), -1):
        depth += (text[offset] == "]") - (text[offset] == "[")
        if depth == 0:
            return offset
    return None


def words(text: str, *, alt: bool = True) -> str:
    """Return ``text`` with the words of each link in its place, those of images, too, or nothing but for ``alt``."""
    cuts = []
    for link in filter(lambda link: link.is_inline, links(text)):
        whole = link.image and not alt
        cuts += [(link.start, link.end)] if whole else [(link.start, link.words[0]), (link.words[1], link.end)]
    return _REFERRING.sub(r"\1", replaced(text, ((start, end, "") for start, end in cuts)))


def without_addresses(text: str) -> str:
    """Return ``text`` with the words of its links and images in brackets, and no more of them."""
    return replaced(text, ((link.words[1] + 1, link.end, "") for link in links(text) if link.is_inline))
