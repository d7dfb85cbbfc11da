"""What survives translation: formulas, links, images, code, numbers and names of a block."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from dragoman.formulas import normal_form
from dragoman.formulas.finder import INVISIBLE, find_in_block
from dragoman.formulas.normal_form import is_trifle, normalise
from dragoman.languages import scripts
from dragoman.pages import labels, links
from dragoman.pages.blocks import FENCED, Block, Kind
from dragoman.pages.containers import MARKER
from dragoman.pages.fences import OPENING, code_spans
from dragoman.references import citations
from dragoman.sync.pairing.code import code_lines

_TAG = re.compile(r"<(?P<name>[A-Za-z][\w-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|</[A-Za-z][\w-]*\s*>")
_ATTRIBUTE = re.compile(r"\b(href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_NOTE = re.compile(r"\[\^[^\[\]\n]+\]:?")
_BARE_URL = re.compile(r"<?(?P<url>(?:https?://|www\.)[^\s<>)\]\"'（）「」，。、；：！？]+)>?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_HOST = re.compile(r"(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_EDITION = re.compile(r"^[a-z]{2,3}\.(?:m\.)?(?=wiki(?:pedia|books|versity|data)\.org)")
_TRANSLATED = re.compile(r"(?P<edition>wiki(?:pedia|books|versity)\.org/wiki/).*")
_SITE = re.compile(
    r"(?:^(?:\{\{\s*site\.\s*baseurl\s*\}\})?|(?<=\.\.))/[a-z]{2}(?:-[A-Za-z0-9]{2,8})*(?=/)|/[a-z]{2}(?:-[A-Za-z0-9]{2,8})*(?=/week\d\d)"
)
_TRAILING = ".,;:!?،؛؟"


@dataclass(frozen=True, slots=True)
class Features:
    """The countable parts of a text; each is a multiset of normal forms."""

    tex: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)
    images: Counter[str] = field(default_factory=Counter)
    code: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    """Words in any script, lower case, of three letters or more."""
    length: float = 0
    """Of the prose, in letters of an alphabet."""


def of_block(block: Block, *, mirrored: bool = False) -> Features:
    """Return the features of one block; ``mirrored`` as in `course.tex.normalise`."""
    return of_text(block.text, block.kind, mirrored)


# The source stands in every source comment, and pages are read again while they are written.
@lru_cache(maxsize=1 << 14)
def of_text(text: str, kind: Kind, mirrored: bool) -> Features:  # noqa: FBT001 - the cache wants no keywords
    """Return the features of the text of a block."""
    if kind in FENCED:
        # The first line of an executed example is all that tells it from the next one.
        words = Counter(_WORD.findall(text.lower()))
        return Features(words=words, length=len(OPENING.sub("", text).strip("\n")))
    code_counter = Counter[str]()
    for start, end in reversed(list(code_spans(text))):
        code_counter[" ".join(text[start:end].strip("`").split())] += 1
        text = text[:start] + " " + text[end:]
    tex = Counter[str]()
    formulas = find_in_block(text).formulas
    for formula in reversed(formulas):
        normalised = normalise(formula.tex, mirrored=mirrored)
        if normalised and not is_trifle(normalised):
            tex[normalised] += 1
        text = text[: formula.start] + " " + text[formula.end :]
    addresses, images, prose = read_links(labels.BEHIND.sub("", text))
    prose = MARKER.sub("", prose) if kind is Kind.LIST else prose
    words = Counter(word for word in _WORD.findall(prose.lower()) if len(word) > 2)
    numbers = Counter(_digits(number) for number in _NUMBER.findall(prose))
    said = [*(words for formula in formulas for words in normal_form.words(formula.tex)), *prose.split()]
    length = scripts.length(" ".join(said)) + 4 * len(formulas)
    return Features(tex, addresses, images, code_counter, numbers, words, length)


def read_links(text: str) -> tuple[Counter[str], Counter[str], str]:
    """Return the links and images of Markdown without code and formulas, and the text that remains."""
    found = [link for link in links.links(text) if link.is_inline]
    addresses = Counter(_key(link) for link in found if not link.image)
    images = Counter(_key(link) for link in found if link.image)

    def tag(match: re.Match[str]) -> str:
        for name, *values in _ATTRIBUTE.findall(match["attributes"] or ""):
            target = images if name.lower() == "src" else addresses
            target[link_key("".join(values))] += 1
        return " "

    def bare(match: re.Match[str]) -> str:
        addresses[link_key(match["url"].rstrip(_TRAILING))] += 1
        return " "

    def note(match: re.Match[str]) -> str:
        addresses[match.group()] += 1
        return " "

    def reference(match: re.Match[str]) -> str:
        addresses[f"#{match['label']}"] += 1
        return " "

    def citation(match: re.Match[str]) -> str:
        addresses[f"@{citations.key_of(match)}"] += 1
        return " "

    text = citations.MENTIONED.sub(citation, text) if "@" in text else text
    text = labels.REFERENCE.sub(reference, _NOTE.sub(note, links.words(text)))
    return addresses, images, _BARE_URL.sub(bare, _TAG.sub(tag, text))


def _key(link: links.Link) -> str:
    """Return the `link_key` of a link, whose address ends where a space is even if its parenthesis does not."""
    return link_key("".join(links.BASE.sub("{{site.baseurl}}", link.url).split(maxsplit=1)[:1]))


def link_key(url: str) -> str:
    """Return what is the same of a link in all languages.

    Left out are the protocol, ``www.``, percent signs, the language of an edition of Wikipedia and
    of a page of the course, and a slash at the end.
    """
    url = unquote(unescape(INVISIBLE.sub("", url))).strip()
    if label := labels.of_address(url):
        return f"#{label}"
    url = _HOST.sub("", url, count=1)
    url = _TRANSLATED.sub(r"\g<edition>", _EDITION.sub("", url))
    return _SITE.sub("", url).rstrip("/")


def _digits(number: str) -> str:
    return "".join(str(int(sign)) for sign in number if sign.isdecimal())


def repeated(block: Block, *, mirrored: bool) -> tuple[str, ...]:
    """Return what a translation repeats of a formula, of code or of tags, as `course.parity` compares it.

    ``mirrored`` as in `course.tex.normalise`.
    """
    if block.kind is Kind.CODE:
        return tuple(line for line, _ in code_lines(block.text))
    features = of_block(block, mirrored=mirrored)
    parts: tuple[str, ...] = (*features.tex.elements(), *features.links.elements(), *features.images.elements())
    if block.kind is Kind.MATH and not find_in_block(block.text).formulas:
        parts = (normalise(block.text, mirrored=mirrored),)  # an environment without dollars
    return tuple(sorted(part.replace(" ", "") for part in parts))
