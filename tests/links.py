"""Links of a built site: where each leads, and whether that exists. Text in, values out; only ``Site`` reads files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

# What a browser loads by itself, against what a reader may follow.
LOADED = {
    ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"), ("script", "src"), ("iframe", "src"),
    ("video", "src"), ("video", "poster"), ("audio", "src"), ("track", "src"), ("embed", "src"), ("object", "data"),
    ("input", "src"), ("use", "href"), ("image", "href"),
}  # fmt: skip
FOLLOWED = {("a", "href"), ("area", "href"), ("form", "action"), ("link", "href")}
# <link rel=…> that a browser fetches.
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
_CSS_URL = re.compile(r"""url\(\s*(['"]?)([^'")]+)\1\s*\)|@import\s+(['"])([^'"]+)\3""")

_OLDER_FORMATS = re.compile(r"""(?<=\))\s*,\s*url\([^)]*\)\s*format\((['"]?)(?:woff|truetype)\1\)""")


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands in a file; ``loaded`` if a browser follows it by itself."""

    element: str
    address: str
    loaded: bool


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[Link] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        rels = (dict(attrs).get("rel") or "").split()
        for full_name, value in attrs:
            name = full_name.removeprefix("xlink:")
            if name == "id" or (tag == "a" and name == "name"):
                self.ids.append(value or "")
            if name == "style":
                self.links += [Link(tag, address, loaded=True) for address in css_addresses(value or "")]
            if (tag, name) in LOADED | FOLLOWED:
                loaded = (tag, name) in LOADED or bool(FETCHED.intersection(rels))
                self.links += [Link(tag, address, loaded) for address in _addresses(name, value or "")]

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.links += [Link("style", address, loaded=True) for address in css_addresses(data)]


def _addresses(attribute: str, value: str) -> list[str]:
    """Return the addresses of an attribute; ``srcset`` holds several, each with its width."""
    if attribute == "srcset":
        return [one.split()[0] for one in re.split(r",\s+", value.strip()) if one.split()]
    return [value.strip()]


def css_addresses(css: str) -> list[str]:
    """Return what a style sheet loads; of a face that comes in several formats the first, which browsers take."""
    bare = _OLDER_FORMATS.sub("", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return [found[2] or found[4] for found in _CSS_URL.finditer(bare)]


def read(html: str) -> tuple[list[Link], list[str]]:
    """Return the links of a page, and its ids in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.links, reader.ids


@dataclass
class Site:
    """A built site in ``folder`` as a host serves it below ``url``."""

    folder: Path
    url: str
    _ids: dict[Path, set[str]] = field(default_factory=dict)

    @cached_property
    def files(self) -> list[Path]:
        """Return pages and style sheets."""
        return sorted(file for file in self.folder.rglob("*") if file.suffix in {".html", ".css"})

    def findings(self) -> Iterator[str]:
        """Yield what is wrong: dead links and anchors, resources of other hosts, ids that are there twice."""
        for file in self.files:
            name = file.relative_to(self.folder).as_posix()
            text = file.read_text("utf-8")
            if file.suffix == ".css":
                links = [Link("css", address, loaded=True) for address in css_addresses(text)]
            else:
                links, ids = read(text)
                yield from (f"{name}: id twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1}))
            yield from (f"{name}: {fault}" for link in links if (fault := self._fault(name, link)))

    def _fault(self, name: str, link: Link) -> str | None:
        base = self.url + name.removesuffix("index.html")
        target = urlsplit(urljoin(base, link.address))
        own = urlsplit(self.url)
        if target.scheme in {"data", "mailto", "tel", "javascript", "about"}:
            return f"script in an address: {link.address}" if target.scheme == "javascript" else None
        if target.netloc != own.netloc:
            return f"{link.element} of another host: {link.address}" if link.loaded else None
        if not target.path.startswith(own.path):
            return f"{link.element} leaves the folder of the site: {link.address}"
        file = self._file(unquote(target.path.removeprefix(own.path)))
        if file is None:
            return f"{link.element} leads nowhere: {link.address}"
        return self._missing_anchor(file, link, unquote(target.fragment))

    def _file(self, path: str) -> Path | None:
        """Return the file that a host would send, if it would send one without a detour."""
        file = self.folder / path
        if path == "" or path.endswith("/"):
            file = file / "index.html"
        return file if file.is_file() else None

    def _missing_anchor(self, file: Path, link: Link, anchor: str) -> str | None:
        if not anchor or file.suffix != ".html" or anchor.startswith(":~:"):
            return None
        if file not in self._ids:
            self._ids[file] = set(read(file.read_text("utf-8"))[1])
        return None if anchor in self._ids[file] else f"{link.element} leads to no anchor: {link.address}"
