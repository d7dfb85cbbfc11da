"""The link to itself that a heading carries, named after the heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

_HEADING = re.compile(
    r"(?P<words><h[1-6]\b[^>]*>(?:(?!</?h[1-6]\b).)*?)"
    r'<a class="headerlink" (?P<rest>href="[^"]*")[^>]*>(?P<sign>[^<]*)</a>',
    re.DOTALL,
)
_NO_WORDS = re.compile(r'<a class="video".*?</a>|<[^>]*>', re.DOTALL)


def named(html: str, label: Callable[[str], str]) -> str:
    """Return a page whose permalinks say where they lead; ``label`` says it for a heading's words."""

    def link(match: re.Match[str]) -> str:
        words = " ".join(unescape(_NO_WORDS.sub("", match["words"])).split())
        return (
            f'{match["words"]}<a class="headerlink" {match["rest"]} aria-label="{escape(label(words))}" data-pagefind-ignore>'
            f'<span aria-hidden="true">{match["sign"]}</span></a>'
        )

    return _HEADING.sub(link, html)
