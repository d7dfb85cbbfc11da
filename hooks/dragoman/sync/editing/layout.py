"""Where the comments of a page stand in its text, and where something can be put in or taken out between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from dragoman.findings import Edit
from dragoman.pages import directives
from dragoman.pages.blocks import Block
from dragoman.pages.directives import Directive
from dragoman.pages.lecture import Kind, Lecture, Segment
from dragoman.sync.editing.edits import Lines

_ELEMENT = re.compile(r"<(center|details|figure|p|table)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A segment of a page, which is ``text[start:end]``."""

    segment: Segment
    start: int
    end: int

    @property
    def directive(self) -> Directive | None:
        """What it asks of the checks."""
        if self.segment.kind is not Kind.COMMENT:
            return None
        return directives.parse(self.segment.content, self.segment.line)

    def holds(self, block: Block) -> bool:
        """Tell whether a block stands in it from its first to its last line."""
        return self.segment.line <= block.line and block.last_line <= self.segment.line + self.segment.text.count("\n")


class Layout:
    """The segments of a page with their offsets in its text."""

    def __init__(self, page: Lecture) -> None:
        self._visible = page.visible
        self._text = page.to_bytes().decode()
        self.lines = Lines(self._text)
        ends = accumulate(len(segment.text) for segment in page.segments)
        self._stretches = [
            Stretch(segment, end - len(segment.text), end) for segment, end in zip(page.segments, ends, strict=True)
        ]

    def comment_of(self, block: Block) -> Stretch | None:
        """Return the comment that holds a block, None for a block of several comments."""
        comments = (one for one in self._stretches if one.segment.kind is Kind.COMMENT)
        return next((one for one in comments if one.holds(block)), None)

    def joined(self, one: Stretch, other: Stretch) -> bool:
        """Tell whether nothing stands between two comments."""
        return one.end <= other.start and not self._text[one.end : other.start].strip()

    def end(self, comment: Stretch) -> int:
        """Return the offset for what is to stand below a comment."""
        return self._next_line(comment.end)

    def element(self, first: int, last: int) -> tuple[int, int]:
        """Return the first and the last line of some lines and of the HTML elements that hold one of them."""
        for match in _ELEMENT.finditer(self._visible.text):
            start, end = self._visible.line_at(match.start()), self._visible.line_at(match.end() - 1)
            if start <= last and first <= end:
                first, last = min(first, start), max(last, end)
        return first, last

    def has_comment(self, first: int, last: int) -> bool:
        """Tell whether a source comment begins on one of these lines."""
        return any(
            one.segment.kind is Kind.COMMENT and not one.directive and first <= one.segment.line <= last
            for one in self._stretches
        )

    def gap(self, line: int, *, below: bool) -> int:
        """Return the offset for what is to stand before a line: the nearest outside of comments and front matter.

        Directives stay with their neighbours: an ``ignore`` with the block before it, a mark with its
        comment, which stands after it where comments stand ``below``.
        """
        at = self.lines.start(line)
        for one in self._stretches:
            if one.start < at < one.end and one.segment.kind is not Kind.TEXT:
                opens = one.segment.kind is Kind.COMMENT and not self._text[one.start : at].strip("<!- \t\r\n")
                at = one.start if opens else one.end
        if before := self.directives_before(at):
            return before[-1].start
        return self._next_line(self._after_directives(at, below=below))

    def directives_before(self, at: int) -> list[Stretch]:
        """Return the directives that end at an offset, the last one first."""
        found = []
        for one in reversed(self._stretches):
            if one.start < at and self._text[one.start : min(one.end, at)].strip():
                if not one.directive:
                    break
                found.append(one)
        return found

    def without(self, directive: Directive) -> Edit | None:
        """Return the edit that takes a directive out; None if it does not stand on its line."""
        for one in self._stretches:
            if (found := one.directive) and (found.name, found.line) == (directive.name, directive.line):
                start, end = self.lines.start(found.line), self._next_line(one.end)
                if self._text[start : one.start].strip() or self._text[one.end : end].strip():
                    return Edit(one.start, one.end, "")
                following = self._text.find("\n", end) + 1 or len(self._text)
                return Edit(start, end if self._text[end:following].strip() else following, "")
        return None

    def _after_directives(self, at: int, *, below: bool) -> int:
        """Return where the directives end that begin at an offset and belong to what stands before it."""
        last = at
        for one in self._stretches:
            if one.end <= at or not self._text[max(one.start, at) : one.end].strip():
                continue
            if not one.directive or (below and one.directive.name != "ignore"):
                break
            last = one.end
        return last

    def _next_line(self, at: int) -> int:
        """Return where the next line begins if nothing else stands on this one, else the offset itself."""
        end = self._text.find("\n", at) + 1 or len(self._text)
        begun = at > 0 and self._text[at - 1] != "\n"
        return end if begun and not self._text[at:end].strip() else at
