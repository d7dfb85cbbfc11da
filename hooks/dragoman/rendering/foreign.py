"""Text in another language than its page: blocks and titles that nobody has translated yet."""

from __future__ import annotations

import re

from dragoman.rendering.direction import LETTER, RTL_LETTER

_BLOCK = re.compile(
    r"<(?P<name>p|li|h[1-6]|td|th|dd|dt|figcaption|summary)\b(?P<rest>(?![^>]*\b(?:lang|dir)=)[^>]*)>"
    r"(?P<inside>(?:(?!<(?:p|li|[uo]l|h[1-6]|t[dhr]|table|div|d[dlt]|pre|figure|figcaption|summary)\b).)*?)</(?P=name)>",
    re.DOTALL,
)
_LABEL = re.compile(r'<span class="md-ellipsis">(?P<inside>[^<]*)<')
_NO_WORDS = re.compile(
    r'<(code|kbd|svg|script|style)\b.*?</\1>|<span class="(?:math|missing-image)".*?</span>|<[^>]*>|&\w+;', re.DOTALL
)
_LATIN_LETTER = re.compile(f"[{LETTER}]")
_FEWEST_LETTERS = 20  # of a block before it counts as a text of its own
_FOREIGN_SHARE = 0.2  # of right-to-left letters, below which a text is in another language


def mark_foreign(html: str, lang: str) -> str:
    """Return the ``html`` of a right-to-left page with each block of ``lang`` text in it marked so.

    A paragraph that nobody has translated yet reads from left to right, and is spoken as English.
    """

    def block(match: re.Match[str]) -> str:
        if not _is_foreign(match["inside"], _FEWEST_LETTERS):
            return match.group()
        return match.group().replace(match["rest"] + ">", f'{match["rest"]} lang="{lang}" dir="ltr">', 1)

    def label(match: re.Match[str]) -> str:
        if not _is_foreign(match["inside"], 1):
            return match.group()
        return match.group().replace('">', f'" lang="{lang}" dir="ltr">', 1)

    start, end = html.find("<article"), html.rfind("</article>")
    if start < 0 or end < 0 or 'dir="ltr"' in html[start : html.find(">", start)]:
        return _LABEL.sub(label, html)
    return _LABEL.sub(label, html[:start]) + _BLOCK.sub(block, html[start:end]) + html[end:]


def _is_foreign(inside: str, fewest: int) -> bool:
    words = _NO_WORDS.sub(" ", inside)
    latin, rtl = len(_LATIN_LETTER.findall(words)), len(RTL_LETTER.findall(words))
    return latin >= fewest and rtl < _FOREIGN_SHARE * (latin + rtl)
