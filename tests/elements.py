"""The elements of a finished page and their attributes."""

from __future__ import annotations

from html.parser import HTMLParser


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return the name and the attributes of each element."""
    parser = _Elements()
    parser.feed(html)
    return parser.found


def tags(html: str, element: str, /, **attributes: str) -> list[dict[str, str]]:
    """Return the attributes of each ``element`` that has these ``attributes``."""
    wanted = attributes.items()
    return [found for tag, found in elements(html) if tag == element and all(found.get(k) == v for k, v in wanted)]


def meta(html: str, name: str) -> str | None:
    """Return what the head of a page says under a name."""
    found = tags(html, "meta", name=name) or tags(html, "meta", property=name)
    return found[0]["content"] if found else None
