"""What of Markdown's signs a reader of a finished article sees outside of code and formulas, read by another parser than ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from dragoman.pages.markup import ELEMENTS

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_OPAQUE = frozenset(["code", "kbd", "math", "pre", "samp", "script", "style", "svg"])
_CLASSES = frozenset(["math", "missing-image"])
_READ = "\0"  # in the place of code and formulas
_SIGN = re.compile(
    rf"(?:\$|\{{:|\{{%|\{{\{{|\[\^|\[\[|===|!!!|(?<![\w:]):[a-z][\w-]*:(?![\w:])|</?[^\W\d_][\w-]*)[^\s{_READ}<$]{{0,6}}"
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.strange: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = set((dict(attrs).get("class") or "").split())
        opaque = tag in _OPAQUE or classes & _CLASSES
        if tag not in _VOID and (self._inside or opaque):
            self._inside += 1
        elif tag not in ELEMENTS:
            self.strange.append(f"<{tag}")

    def handle_endtag(self, tag: str) -> None:
        self._inside -= bool(self._inside) and tag not in _VOID

    def handle_data(self, data: str) -> None:
        self.text.append(_READ if self._inside else data)


def signs(article: str) -> Iterator[str]:
    """Yield each sign with what follows it, and elements that no browser knows."""
    words = _Words()
    words.feed(article)
    yield from _SIGN.findall("".join(words.text))
    yield from words.strange
