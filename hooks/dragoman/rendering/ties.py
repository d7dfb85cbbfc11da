"""Formulas that a no-break space ties to a word or sign.

A formula is set in inline blocks, and browsers break a line beside those even at a no-break space.
"""

from __future__ import annotations

import re

_SPACE = "(?:\u00a0|\u202f|&nbsp;)"
_TIED = re.compile(
    rf"(?P<before>[^\s<>&;]*{_SPACE})?"
    r'(?P<formula><span class="math"[^<>]*>[^<>]*</span>)'
    rf"(?P<after>{_SPACE}[^\s<>&]*)?"
)


def tie(html: str) -> str:
    """Return ``html`` with each formula and what is tied to it in ``<span class="tied">``; not typeset yet."""
    return _TIED.sub(lambda match: _tied(match) if match["before"] or match["after"] else match.group(), html)


def _tied(match: re.Match[str]) -> str:
    return f'<span class="tied">{match.group()}</span>'
