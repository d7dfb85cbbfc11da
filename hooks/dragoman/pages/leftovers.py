"""What editors and systems leave in a folder beside what was saved there: no part of a course."""

from __future__ import annotations

import re

_COPY = re.compile(
    r"\.?\#(?P<locked>.+?)\#?|(?P<kept>.+?)(?:(?:\.~\d+)?~|\.(?:bak|old|orig|rej|save|sw[a-z]|te?mp)(?:\.?\d+)?)",
    re.IGNORECASE,
)
# Vim tries with these whether it can write into a folder; the others are the systems'.
_OTHERS = re.compile(r"4913|5036|\.DS_Store|(?:eh)?thumbs\.db|desktop\.ini|icon\r|\.?~(?:\$|lock\.).*", re.IGNORECASE)
# What other programs put after the ending of a page.
_RENAMED = re.compile(r"(?P<page>.+\.md)\.(?:txt|text|rtf|docx?|odt)", re.IGNORECASE)


def is_leftover(name: str) -> bool:
    """Tell whether a file of this name is none that anybody meant to publish."""
    return any(pattern.fullmatch(name) for pattern in (_COPY, _OTHERS, _RENAMED))


def copied_page(name: str) -> str | None:
    """Return the name of the page that a leftover is a copy of; None where it is of none."""
    copy = _COPY.fullmatch(name)
    kept = (copy["locked"] or copy["kept"]) if copy else ""
    return kept if kept.lower().endswith(".md") else None


def renamed_page(name: str) -> str | None:
    """Return the name that a page was meant to have which ends like a text of another program."""
    renamed = _RENAMED.fullmatch(name)
    return renamed["page"] if renamed else None
