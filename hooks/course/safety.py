"""What a change to a translation must never do: the last look before a file is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from course.lecture import Lecture, parse


def damage(page: Lecture, after: str, repeated: Sequence[str] = ()) -> str | None:
    """Return what a change would damage, None for a safe one.

    Readers of the text ``after`` it must see what they saw before, and ``repeated`` formulas and code;
    no comment may begin or end elsewhere than intended.
    """
    changed = parse(page.path, after.encode())
    if _comment_findings(changed) - _comment_findings(page):
        return "a comment would not end where it should"
    before, now = (Counter(one.visible.text.split()) for one in (page, changed))
    if now != before + Counter(word for text in repeated for word in text.split()):
        return "readers would see other text than before"
    return None


def _comment_findings(page: Lecture) -> Counter[str]:
    return Counter(finding.kind for finding in page.findings if finding.kind.startswith("comment."))
