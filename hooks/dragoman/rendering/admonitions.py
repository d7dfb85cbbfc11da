"""Boxes: the title of one that is given none, in the language of the page, and the order of lists in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

# As Python-Markdown and pymdownx.details read them, without a title.
_UNTITLED = re.compile(r"^(?P<start>(?:!!!|\?\?\?\+?) ?(?P<kind>[\w-]+)(?: +[\w-]+)*)[ ]*$", re.MULTILINE)


class AdmonitionsExtension(Extension):
    """Admonitions and details with titles in ``titles``, by kind; others are left to who reads them."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._titles = titles

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register before what makes admonitions of blocks."""
        for name in ("admonition", "details", "tabbed"):
            if name in md.parser.blockprocessors:
                box: Any = md.parser.blockprocessors[name]
                box.parse_content = _in_order(box.parse_content)
        md.parser.blockprocessors.register(_Titles(md, self._titles), "course-admonitions", 106)


def _in_order(read: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    """Return how a box looks for the item that a block goes on, in which words stay in front of the list below them."""

    def found(parent: ET.Element, block: str) -> tuple[Any, ...]:
        item, *others = read(parent, block)
        if item is not None and item.tag in ("li", "dd") and len(item) and (item.text or "").strip():
            words = ET.Element("p")
            words.text, item.text = item.text, ""
            item.insert(0, words)
        return item, *others

    return found


class _Titles(BlockProcessor):
    def __init__(self, md: Markdown, titles: Mapping[str, str]) -> None:
        super().__init__(md.parser)
        self._titles = titles

    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002 - the method's own signature
        return _UNTITLED.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> bool:  # noqa: ARG002
        """Write the titles down and leave the block to others."""
        blocks[0] = _UNTITLED.sub(self._titled, blocks[0])
        return False

    def _titled(self, match: re.Match[str]) -> str:
        title = self._titles.get(match["kind"].lower())
        return f'{match["start"]} "{title}"' if title else match.group()
