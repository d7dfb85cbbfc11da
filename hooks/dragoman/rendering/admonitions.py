"""Titles of admonitions that are given none: the name of their kind, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
        md.parser.blockprocessors.register(_Titles(md, self._titles), "course-admonitions", 106)


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
