"""What a page is about in a line: its description, or the beginning of its text."""

from __future__ import annotations

import re
from collections.abc import Callable

from dragoman.pages.fences import fence_lines

_LONGEST = 160  # what search engines show
# The beginnings of blocks that are no paragraphs.
_NO_PARAGRAPH = re.compile(
    r"\s*(?:#|[-*+]\s|\d+[.)]\s|\||>|<|\$\$|!!!|\?\?\?|!\[|\[\^|\*\[|===|\{|---|\*\*\*|:::| {4})"
)
_IMAGE = re.compile(r"!\[[^\]]*+\]\([^)]*+\)")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\](?:\([^)]*+\)|\[[^\]]*+\])")
_MARKUP = re.compile(r"<[^>]*>|\[\^[^\]\n]*\]|\{:?[.#][^}]*\}|[*`]|(?<!\w)_|_(?!\w)|\\(?=[^\w\s])")


def first_paragraph(text: str, plain: Callable[[str], str]) -> str:
    """Return the first paragraph of a page as plain text, at most a line of a search engine long.

    ``plain`` puts the formulas of a text into words. Empty for a page without a paragraph.
    """
    for start, end in reversed(list(fence_lines(text))):
        text = f"{text[:start]}\n\n{text[end:]}"
    for block in re.split(r"\n[ \t]*\n", text):
        if block.strip() and not _NO_PARAGRAPH.match(block.lstrip("\n")):
            words = _MARKUP.sub("", plain(_LINK.sub(r"\1", _IMAGE.sub("", block))))
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
