"""What a translation may hold: what does no harm anywhere, and what its source page has."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from urllib.parse import unquote

from publicsuffixlist import PublicSuffixList
from selectolax.lexbor import LexborNode

from dragoman.execution.snippets import find_fences
from dragoman.execution.snippets import normal as normal_code
from dragoman.pages import diagrams
from dragoman.pages.fences import DIAGRAM
from dragoman.pages.lecture import Lecture
from dragoman.pages.markup import OPAQUE

# Tags that mark words or a direction and can do nothing else.
_MARKING = "b bdi br center del div em hr i ins kbd p s small span strong sub sup u wbr"
HARMLESS = frozenset(_MARKING.split())
# Never let through, whatever the source page has: their content cannot be compared attribute by attribute.
FORBIDDEN = OPAQUE
# Their content is another language's, and nothing of it can be compared: as a whole it is the source page's, or not.
DRAWING = re.compile(r"<(?P<name>svg|math)\b.*?</(?P=name)\s*>", re.DOTALL | re.IGNORECASE)
LOADED = frozenset(["src", "srcset", "poster", "data", "background"])  # fetched without a click
_SCHEMES = frozenset(["http", "https", "mailto"])
_CODE_SCHEMES = frozenset(["javascript", "vbscript"])
_IGNORED = re.compile("[\\s\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SCHEME = re.compile(r"([^/?#:]*):")
# An address within another one: many sites lead on to it.
_PASSED_ON = re.compile(r"(?<=[^:/])[\\/?&=#](?:https?:[\\/]*|(?<==)[\\/]{2,})([^\\/?#&]+)", re.IGNORECASE)
_DIRECTED = frozenset(["bdi", "center", "div", "p", "q", "span"])
_PLAIN = {  # values of attributes that only ever mean what they say
    "lang": re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"),
    "dir": re.compile(r"(?i:ltr|rtl|auto)"),
    "width": re.compile(r"\d{1,4}(?:\.\d+)?(?:px|%|em)?"),
    "height": re.compile(r"\d{1,4}(?:\.\d+)?(?:px|%|em)?"),
    "align": re.compile(r"(?i:left|right|center)"),
    "loading": re.compile("lazy"),
    "markdown": re.compile("1|block|span"),
}
_ON = {"lang": _DIRECTED, "dir": _DIRECTED, "markdown": _DIRECTED, "align": frozenset(["div", "p", "td", "th"])}
# How large an image is and what is behind it.
_LOOK = re.compile(r"zoom:\d{1,3}%|(?:max-)?(?:width|height):\d{1,4}(?:px|%|em)|background-color:#?\w+")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one source page gives its translations leave to hold."""

    tags: frozenset[str] = HARMLESS
    attributes: frozenset[tuple[str, str, str]] = frozenset()
    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    snippets: frozenset[str] = frozenset()
    """The names of the snippets that may be shown."""
    code: frozenset[str] = frozenset()
    """What code of the page itself may be executed, as `snippets.normal` has it."""
    drawn: frozenset[str] = frozenset()
    """What in diagrams leads elsewhere, or changes how they look."""
    text: str = field(default="", repr=False)
    drawings: frozenset[str] = frozenset()
    """Elements that are opaque, which may stand in the page exactly as they are."""
    alone: bool = False
    """Whether there is no source page to compare with."""

    def attribute(self, tag: str, name: str, value: str) -> bool:
        """Tell whether an element may have this attribute; `url` judges those that lead somewhere."""
        if name in ("alt", "title") or (tag, name, _value(name, value)) in self.attributes:
            return True
        if name == "style":
            return self.style(tag, value) == normal(value)
        if name == "class":
            return all(token in self.classes for token in value.split())
        if name == "id":
            return value in self.ids
        plain = _PLAIN.get(name)
        on = _ON.get(name, frozenset(["img"]))
        return plain is not None and tag in on and plain.fullmatch(value.strip()) is not None

    def style(self, tag: str, value: str) -> str:
        """Return those declarations of a style that the source page has on such an element."""
        return ";".join(
            each
            for each in normal(value).split(";")
            if (tag, "style", each) in self.attributes or (self.alone and tag == "img" and _LOOK.fullmatch(each))
        )

    def url(self, url: str) -> str | None:
        """Return the host that a link may not lead to, or its scheme with a colon; None if it may."""
        url = destination(url)
        if url in self.urls and _scheme(url) not in _CODE_SCHEMES:
            return None
        scheme = _scheme(url)
        if scheme and scheme not in _SCHEMES:
            return f"{scheme}:"
        sites = {site(other) for other in self.hosts}
        hosts = [host_of(url), *(_host(found[1]) for found in _PASSED_ON.finditer(unquote(unquote(url))))]
        return next((host for host in hosts if host and host not in self.hosts and site(host) not in sites), None)

    def __or__(self, other: Allowed) -> Allowed:
        """Return what either allows."""
        names = ("tags", "attributes", "classes", "ids", "hosts", "urls", "drawn", "drawings")
        return replace(self, **{name: getattr(self, name) | getattr(other, name) for name in names})

    def schemes(self) -> set[str]:
        """Return every scheme that a link may have."""
        return {*_SCHEMES, *(scheme for url in self.urls if (scheme := _scheme(url)))} - _CODE_SCHEMES


def of(source: Lecture | None) -> Allowed:
    """Return what may be executed or included because it stands in the source page; without one, what does no harm."""
    if source is None:
        return Allowed(HARMLESS | {"a", "img"}, alone=True)
    fences = list(find_fences(source.visible.text))
    return Allowed(
        snippets=frozenset(fence.snippet for fence in fences if fence.snippet),
        code=frozenset(normal_code(fence.body) for fence in fences if not fence.snippet),
        text=source.visible.text,
    )


def rendered(html: str, root: LexborNode) -> Allowed:
    """Return what the source page holds when it is rendered, as ``html`` and below ``root``, and its translations may, too."""
    found = [
        (node.tag or "", name, value or "")
        for node in root.css("*")
        if node.tag not in FORBIDDEN
        for name, value in node.attributes.items()
        if not name.startswith("on")
    ]
    urls = {destination(value) for _, name, value in found if leads(name)}
    return Allowed(
        tags=frozenset(node.tag or "" for node in root.css("*")) - FORBIDDEN,
        attributes=frozenset((tag, name, each) for tag, name, value in found for each in _values(name, value)),
        classes=frozenset(token for _, name, value in found if name == "class" for token in value.split()),
        ids=frozenset(value for _, name, value in found if name == "id"),
        hosts=frozenset(host for url in urls if (host := host_of(url))),
        urls=frozenset(urls),
        drawn=frozenset(power for box in root.css(f"pre.{DIAGRAM}") for power in diagrams.powers(box.text())),
        drawings=frozenset(found.group() for found in DRAWING.finditer(html)),
    )


def leads(name: str) -> bool:
    """Tell whether an attribute of this name holds an address."""
    return name in LOADED or name in ("href", "xlink:href", "action", "formaction", "cite", "longdesc", "ping")


def normal(style: str) -> str:
    """Return a style without what makes no difference in it."""
    return re.sub(r"[\s;]*([:;])[\s;]*", r"\1", style).strip("; \n\t")


def _value(name: str, value: str) -> str:
    """Return the value of an attribute; that of one without a value can be its name."""
    return "" if value.strip().lower() == name else value.strip()


def _values(name: str, value: str) -> list[str]:
    return normal(value).split(";") if name == "style" else [_value(name, value)]


def destination(url: str) -> str:
    """Return an address as a browser reads it, without what it ignores."""
    return _IGNORED.sub("", unescape(url))


def _scheme(url: str) -> str | None:
    scheme = _SCHEME.match(url)
    return scheme[1].lower() if scheme and not url.startswith("{") else None


def host_of(url: str) -> str | None:
    """Return the host of an address that is a `destination`; None for one within the site."""
    scheme = _scheme(url)
    rest = url.partition(":")[2] if scheme else url
    if scheme == "mailto":
        return _host(rest.partition("?")[0])
    rest = rest.replace("\\", "/")
    if scheme is None and not rest.startswith("//"):
        return None
    return _host(re.split(r"[/?#]", rest.lstrip("/"), maxsplit=1)[0])


def _host(authority: str) -> str:
    name = unquote(authority).rpartition("@")[2]
    name = unicodedata.normalize("NFKC", name).replace("\u3002", ".").lower()
    return re.sub(r":\d*\Z", "", name).strip(".")


@cache
def site(host: str) -> str:
    """Return the registrable domain of a host: ``wikipedia.org`` of ``fr.wikipedia.org``."""
    if ":" in host or host.replace(".", "").isdigit():
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
