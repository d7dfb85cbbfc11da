"""What a page is about in a line: its description, or the beginning of its text."""

from __future__ import annotations

import re
from collections.abc import Callable

from dragoman.pages import links
from dragoman.pages.blocks import Kind, split

_LONGEST = 160  # what search engines show
# The beginnings of paragraphs that say nothing of the page.
_NO_TEXT = re.compile(r"\s*(?:<|\{|!\[|:::| {4})")
_MARKUP = re.compile(
    r"(?s:<(script|style)\b.*?</\1>)|<[^>]*>|\[\^[^\]\n]*\]|\{:?[.#][^}]*\}|[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])"
)


def first_paragraph(text: str, plain: Callable[[str], str]) -> str:
    """Return the first paragraph of a page as plain text, at most a line of a search engine long.

    ``plain`` puts the formulas of a text into words. Empty for a page without a paragraph.
    """
    for block in split(text, range(text.count("\n") + 1)):
        if block.kind is Kind.PARAGRAPH and not _NO_TEXT.match(block.text):
            words = _MARKUP.sub("", plain(links.words(block.text, alt=False)))
            if words.strip():
                return shortened(words)
    return ""


def shortened(words: str) -> str:
    """Return ``words`` in one line, cut where they are too many: between two of them if spaces part them."""
    words = " ".join(words.split())
    if len(words) <= _LONGEST:
        return words
    space = words.rfind(" ", _LONGEST // 2, _LONGEST)
    return words[: space if space > 0 else _LONGEST].rstrip(" ,;:،؛(，、；：（") + " …"
