"""Writing a file as others are: how it is stored, its front matter, the marks around its comments; never its text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from dragoman.findings import Edit
from dragoman.languages.phrases import is_day
from dragoman.pages import front_matter
from dragoman.pages.comments import find_comments
from dragoman.pages.lecture import Lecture
from dragoman.sync.editing.edits import Lines, edited
from dragoman.sync.editing.revision import Change, Rewritten

_MARKS = {
    "comment.opener": (re.compile("<--!"), "<!--"),
    "comment.closer": (re.compile(r"--!?>|\.\.>|[-–—]>|--[ \t]>"), "-->"),
    "comment.arrow": (re.compile("-->"), "→"),
}
_KEY = re.compile(r"(?P<key>[^:\n]*?)[ \t]*:[ \t]*(?P<value>[^\n]*?)[ \t]*\r?(?:\n|\Z)")

Wanted = Callable[[str], bool]
"""Whether findings of a kind are to be ended."""


def stored(data: bytes, wanted: Wanted) -> Rewritten:
    """Return a file without a byte order mark, with Unix line ends and composed letters, as far as that is ``wanted``."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return Rewritten(data)
    changes = []
    for kind, what, change in (
        ("encoding.bom", "byte order mark taken out", lambda text: text.removeprefix("\ufeff")),
        ("encoding.newline", "line ends of Unix put in", lambda text: text.replace("\r\n", "\n").replace("\r", "\n")),
        ("encoding.nfc", "letters and accents joined", lambda text: unicodedata.normalize("NFC", text)),
    ):
        if wanted(kind) and (after := change(text)) != text:
            text = after
            changes.append(Change(1, what))
    return Rewritten(text.encode(), tuple(changes))


def tidy(page: Lecture, source: str, wanted: Wanted) -> Rewritten:
    """Return a page with the keys and the days of its front matter, and the marks of its comments, as they should be.

    ``source`` is the language that the others are translated from. Readers see the same afterwards.
    """
    text = page.to_bytes().decode()
    told = [one for one in (*_in_front_matter(page, source), *_around_comments(text)) if wanted(one[0])]
    after = edited(page, [edit for _, edit in told])
    found, left = (Counter(one.kind for one in side.findings) for side in (page, after))
    if after.visible.text != page.visible.text or not left <= found:
        return Rewritten(page.to_bytes())
    lines = Lines(text)
    shown = ((kind, edit, text[edit.start : edit.end] or "nothing") for kind, edit in told)
    changes = (Change(lines.at(edit.start), f"{kind}: {old} -> {edit.text.strip()}") for kind, edit, old in shown)
    return Rewritten(after.to_bytes(), tuple(changes))


def _in_front_matter(page: Lecture, source: str) -> Iterator[tuple[str, Edit]]:
    lines = Lines(page.to_bytes().decode())
    meta = page.meta
    for key, number in meta.lines.items():
        start = lines.start(number)
        found = _KEY.match(lines.text, start)
        if found is None or key not in front_matter.KEYS:
            continue
        if found["key"].lstrip("\ufeff") != key:
            yield "front-matter.key", Edit(found.start("key"), found.end("key"), key)
        value = meta.get(key) or ""
        is_wrong = key in ("date", "translation-date") and not is_day(value) and found["value"].strip("\"'") == value
        if is_wrong and (known := front_matter.day(value)):
            yield f"front-matter.{key}", Edit(*found.span("value"), known.isoformat())
    if page.lang != source and meta.lines and "lang" not in meta.lines:
        at = lines.start(min(meta.lines.values()))
        yield "front-matter.lang", Edit(at, at, lines.adapt(f"lang: {page.lang}\n"))


def _around_comments(text: str) -> Iterator[tuple[str, Edit]]:
    head, body = front_matter.split(text)
    for flaw in find_comments(body)[1]:
        pattern, mark = _MARKS.get(flaw.kind, (None, ""))
        if pattern and (found := pattern.search(body, flaw.offset, flaw.offset + 8)):
            start, end = (len(head) + offset for offset in found.span())
            yield flaw.kind, Edit(start, end, mark)
