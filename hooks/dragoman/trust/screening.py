"""A translation is untrusted input, which often comes with a stranger's pull request.

What would have an effect before there is a page is taken out of it here: the front matter that steers the generator,
code to be run, files to be read. All else is judged in the HTML that Markdown makes of it, by `sanitizer`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from dragoman.findings import Finding, quoted
from dragoman.kept import Kept
from dragoman.pages.front_matter import KEYS, FrontMatter
from dragoman.pages.lecture import Lecture, Visible
from dragoman.pages.library import Library
from dragoman.trust import policy as allowance
from dragoman.trust.policy import Allowed
from dragoman.trust.violations import Breach, breaches

# Characters that mean something inside Python-Markdown or this project, or nothing at all.
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\U000f0000-\U000fffff]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_MARKUP = re.compile(r"<[A-Za-z/!?][^<>]*>?")
_STEERING_KEYS = (
    "alternate author boost comments css edit_url exclude extra_css extra_javascript hide icon image inclusion js layout "
    "location nav og order redirect redirects render_macros revision_date robots search social status subtitle tags "
    "template weight"
)
_STEERING = frozenset(_STEERING_KEYS.split())
_ROUNDS = 5  # of taking out; what one round joins together the next one finds


def check(page: Lecture, allowed: Allowed, file: str) -> Iterator[Finding]:
    """Yield what the translation ``page``, which findings call ``file``, brings beyond what is ``allowed``."""
    for line, message in _check_meta(page.meta):
        yield Finding(file, line, "trust.front-matter", message)
    for breach in breaches(page.visible.text, allowed):
        yield Finding(file, page.visible.line_at(breach.start), breach.kind, breach.message)


@dataclass(frozen=True, slots=True)
class Screened:
    """A library with its translations as they may be published."""

    library: Library
    rules: Mapping[PurePosixPath, Allowed]
    """What each translation may hold."""
    findings: tuple[Finding, ...]
    """What was taken out."""


def screen(library: Library, name: str, kept: Kept | None = None) -> Screened:
    """Return the library without what its translations may not hold; findings call its folder ``name``."""
    kept = kept or Kept()
    pages = dict(library.pages)
    rules: dict[PurePosixPath, Allowed] = {}
    found: list[Finding] = []
    none = allowance.of(None)
    by_source = {
        page.path: kept.of(partial(allowance.of, page), "allowed", page.path, page.to_bytes(), page.visible)
        for page in library.of(library.source).values()
    }
    for path, page in library.pages.items():
        if page.lang != library.source:
            source = library.source_of(page)
            rules[path] = by_source.get(source.path, none) if source else none
            its = [(one.path, one.to_bytes(), one.visible) if one else None for one in (page, source)]
            screened = partial(_screened, page, source, rules[path], f"{name}/{path}")
            breaches_found, visible, meta = kept.of(screened, "screened", name, its)
            found += breaches_found
            pages[path] = replace(page, visible=visible, meta=meta)
    return Screened(replace(library, pages=pages), rules, tuple(found))


def _screened(
    page: Lecture, source: Lecture | None, allowed: Allowed, file: str
) -> tuple[tuple[Finding, ...], Visible, FrontMatter]:
    """Return what a translation brings that it may not, and its text and front matter without that."""
    return tuple(check(page, allowed, file)), without(page.visible, allowed), _published(page, source)


def without(visible: Visible, allowed: Allowed) -> Visible:
    """Return the text without what it may not hold, each line still with its line of the file."""
    if _UNUSABLE.search(visible.text):
        visible = Visible(_UNUSABLE.sub("", visible.text), visible.lines)
    for _ in range(_ROUNDS):
        found = breaches(visible.text, allowed)
        if not found:
            break
        visible = _taken_out(visible, found)
    return visible


def _taken_out(visible: Visible, found: Sequence[Breach]) -> Visible:
    pieces: list[str] = []
    lines = list(visible.lines)
    position = removed = 0
    for breach in found:
        if breach.start < position:
            continue
        pieces += [visible.text[position : breach.start], breach.put]
        lost = visible.text.count("\n", breach.start, breach.end) - breach.put.count("\n")
        at = visible.text.count("\n", 0, breach.start) - removed
        del lines[at + 1 : at + 1 + lost]
        removed += lost
        position = breach.end
    return Visible("".join([*pieces, visible.text[position:]]), tuple(lines))


def _check_meta(meta: FrontMatter) -> Iterator[tuple[int, str]]:
    for key, value in meta.values.items():
        line = meta.lines[key]
        if key not in KEYS and key.strip().lower() in _STEERING:
            yield line, f"found the key {quoted(key)!r}, expected it in the source page only: remove it"
        elif key in KEYS and (markup_in := _MARKUP.search(value)):
            yield line, f"found {quoted(markup_in.group())} in {key}, expected no HTML: remove it"
        elif key in KEYS and BIDI.search(value):
            yield line, f"found a control character for directions in {key}, expected none: delete it"


def _published(page: Lecture, source: Lecture | None) -> FrontMatter:
    """Return the front matter that steers the generator as the source page does, and cannot hold HTML."""
    steering = source.meta.values if source else {}
    values = {key: value for key, value in steering.items() if key not in KEYS}
    values |= {key: plain(value) for key, value in page.meta.values.items() if key in KEYS}
    if not values.get("title"):
        values["title"] = steering.get("title") or page.path.stem
    lines: Mapping[str, int] = {key: page.meta.lines.get(key, 1) for key in values}
    return FrontMatter(values, lines, page.meta.findings)


def plain(value: str) -> str:
    """Return a value of one line without markup and without characters that cannot be seen."""
    value = " ".join(_UNUSABLE.sub("", BIDI.sub("", value)).split())
    while (stripped := _MARKUP.sub("", value)) != value:
        value = stripped
    return value
