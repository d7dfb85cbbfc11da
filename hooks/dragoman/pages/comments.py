"""Source comments: where the HTML comments of a page begin and end, also when they are malformed.

A comment is invisible to the reader, so a wrong guess about its end publishes text of the source or hides
a translation. Every guess is therefore reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dragoman.findings import Flaw
from dragoman.pages.fences import code_spans, fence_lines
from dragoman.pages.spans import blotted

# Besides, at the start of a line and with an end: what people type where they miss a key.
_OPENER = re.compile(
    r"<!--|<--!|^(?:<!-(?!-)|<![ ]-?-(?!>)|<[ ]!--|<![–—]|<--(?=[ \t\n]))(?=(?:(?!<!--|^<)[^`])*?-->)", re.MULTILINE
)
_CLOSER = re.compile(r"--!?>")
# What people type for "-->" when they miss a key, at the end of a line.
_MISTYPED = re.compile(r"(?:\.\.|-|–|—|--[ \t])>(?=[ \t]*$)", re.MULTILINE)
_LINE_LEADING_OPENER = re.compile(r"^[ \t]*(?:<!--|<--!)", re.MULTILINE)
_STRAY_CLOSER = re.compile(r"^[ \t]*--!?>[ \t]*$", re.MULTILINE)
_GOES_ON = re.compile(r" [^\n]*\S")
_BLANK_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Span:
    """One comment as it stands in a text: ``text[start:end]``, with its delimiters."""

    start: int
    end: int
    content_start: int
    content_end: int


def quotable(text: str) -> str:
    """Return ``text`` as a comment can quote it: what would begin or end one, as arrows do, is one sign."""
    return _MISTYPED.sub("→", _CLOSER.sub("→", _OPENER.sub("←", text)))


def find_comments(text: str) -> tuple[tuple[Span, ...], tuple[Flaw, ...]]:
    """Return the comments of ``text`` in order, and every malformed delimiter among them.

    A ``<!--`` inside a fence or a code span is code. A fence inside a comment is a comment.
    """
    spans: list[Span] = []
    flaws: list[Flaw] = []
    position = 0
    while opener := _next_opener(text, position):
        spans.append(_read_comment(text, opener, flaws))
        position = spans[-1].end
    stray = _stray_closers(text, spans)
    message = "found --> without a comment before it, expected nothing: remove it, or open the comment"
    flaws += [Flaw(span.start, "comment.stray", message) for span in stray]
    spans = sorted([*spans, *stray], key=lambda span: span.start)
    return tuple(spans), tuple(sorted(flaws, key=lambda flaw: flaw.offset))


def _next_opener(text: str, position: int) -> re.Match[str] | None:
    """Return the next opener after ``position`` that is not inside code."""
    # Code is looked for only up to the next opener: a fence inside a comment must not count.
    while opener := _OPENER.search(text, position):
        end_of_code = _end_of_code_at(text, position, opener.start())
        if end_of_code is None:
            return opener
        position = end_of_code
    return None


def _end_of_code_at(text: str, position: int, offset: int) -> int | None:
    """Return where the code around ``offset`` ends, or None when it is not in code."""
    if text.find("`", position, offset) < 0 and text.find("~~~", position, offset) < 0:
        return None
    for start, end in fence_lines(text, position):
        if start <= offset < end:
            return end
        if start > offset:
            break
    paragraph = text.rfind("\n\n", position, offset)
    begin = position if paragraph < 0 else paragraph
    for start, end in code_spans(text, begin):
        if start <= offset < end:
            return end
        if start > offset:
            break
    return None


def _read_comment(text: str, opener: re.Match[str], flaws: list[Flaw]) -> Span:
    start, content = opener.start(), opener.end()
    if opener.group() != "<!--":
        flaws.append(Flaw(start, "comment.opener", f"found {opener.group()}, expected <!--: write <!--"))
    following = _LINE_LEADING_OPENER.search(text, content)
    limit = following.start() if following else len(text)
    closers = _closers(text, content, limit, flaws)
    if not closers:
        return _unclosed(text, start, content, limit, flaws)
    closer = _closing(text, closers, flaws)
    if closer.group() == "--!>":
        flaws.append(Flaw(closer.start(), "comment.closer", "found --!>, expected -->: write -->"))
    return Span(start, closer.end(), content, closer.start())


def _closers(text: str, start: int, limit: int, flaws: list[Flaw]) -> list[re.Match[str]]:
    """Return the closers between ``start`` and ``limit`` that do not close a nested comment."""
    closers: list[re.Match[str]] = []
    position = start
    while closer := _CLOSER.search(text, position, limit):
        nested = text.find("<!--", position, closer.start())
        later = _CLOSER.search(text, closer.end(), _next_comment(text, closer.end(), limit))
        if nested >= 0 and not closers and later:
            message = "found <!-- inside a comment, expected no comment in a comment: remove the inner <!-- and its -->"
            flaws.append(Flaw(nested, "comment.nested", message))
        else:
            closers.append(closer)
        position = closer.end()
    return closers


def _closing(text: str, closers: list[re.Match[str]], flaws: list[Flaw]) -> re.Match[str]:
    """Return the closer that ends the comment: the first one that is not an arrow in a sentence."""
    for index, closer in enumerate(closers):
        limit = _next_comment(text, closer.end(), len(text))
        later = [other for other in closers[index + 1 :] if other.start() < limit]
        if not _is_arrow(text, closer) or not any(_ends_line(text, other) for other in later):
            return closer
        message = "found --> as an arrow in a comment, which it ends for HTML, expected another arrow: write → or ->"
        flaws.append(Flaw(closer.start(), "comment.arrow", message))
    return closers[-1]


def _is_arrow(text: str, closer: re.Match[str]) -> bool:
    """Tell whether ``closer`` has words of its own line on both sides, apart by spaces."""
    before = text[text.rfind("\n", 0, closer.start()) + 1 : closer.start()]
    goes_on = before.strip() and before.endswith(" ") and _GOES_ON.match(text, closer.end())
    return bool(goes_on) and "<!--" not in before


def _ends_line(text: str, closer: re.Match[str]) -> bool:
    return text[closer.end() : closer.end() + 2].strip(" \r")[:1] in ("", "\n")


def _next_comment(text: str, start: int, limit: int) -> int:
    """Return the offset of the next ``<!--`` between ``start`` and ``limit``, else ``limit``."""
    following = text.find("<!--", start, limit)
    return limit if following < 0 else following


def _unclosed(text: str, start: int, content: int, limit: int, flaws: list[Flaw]) -> Span:
    """Return the most plausible extent of a comment that has no closer before ``limit``."""
    if mistyped := _MISTYPED.search(text, content, limit):
        flaws.append(Flaw(mistyped.start(), "comment.closer", f"found {mistyped.group()}, expected -->: write -->"))
        return Span(start, mistyped.end(), content, mistyped.start())
    end, where = limit, "comment"
    if limit == len(text):
        blank = _BLANK_LINE.search(text, content)
        end, where = blank.start() if blank else len(text), "blank line"
    message = (
        f"found a comment that never closes, expected --> before the next {where}, where it is read to end: write it"
    )
    flaws.append(Flaw(start, "comment.unclosed", message))
    return Span(start, end, content, end)


def _stray_closers(text: str, spans: list[Span]) -> list[Span]:
    """Return the ``-->`` that stand alone on a line outside every comment, as empty comments."""
    outside = blotted(text, ((span.start, span.end) for span in spans), "x")  # a fence in a comment must not count
    code = list(fence_lines(outside))
    return [
        Span(match.start(), match.end(), match.end(), match.end())
        for match in _STRAY_CLOSER.finditer(outside.replace("\r", " "))
        if not any(start <= match.start() < end for start, end in code)
    ]
