"""A page of the course as a value: its front matter, its comments and its visible text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from dragoman.findings import Finding, Severity
from dragoman.pages import front_matter, size
from dragoman.pages.comments import Span, find_comments
from dragoman.pages.front_matter import FrontMatter

LANG_REF = re.compile(r"ch\.(\d\d)(?:-(\d{1,2}))?")


class Kind(StrEnum):
    """What a segment of a page is."""

    FRONT_MATTER = "front matter"
    COMMENT = "comment"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the page exactly as it stands in the file; ``line`` is where it starts."""

    kind: Kind
    text: str
    line: int
    content: str = ""
    """What a comment says, without its delimiters."""


@dataclass(frozen=True, slots=True)
class Visible:
    """What the reader sees, as Markdown, and the line of the file that each of its lines is from."""

    text: str
    lines: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        """Return the 1-based line of the file that holds ``text[offset]``."""
        index = self.text.count("\n", 0, offset)
        return self.lines[min(index, len(self.lines) - 1)] if self.lines else 1

    def line_of(self, words: str) -> int:
        """Return the 1-based line of the file that first holds ``words``, in any case; its first where none does."""
        # Not in a copy in small letters: that of İ is two signs long, and whatever follows it stands elsewhere.
        found = re.search(re.escape(words), self.text, re.IGNORECASE)
        return self.line_at(found.start() if found else 0)


@dataclass(frozen=True, slots=True)
class Lecture:
    """One page in one language, parsed without losing a byte."""

    path: PurePosixPath
    """The file relative to the docs folder: ``fr/week05/05-1.md``."""
    segments: tuple[Segment, ...]
    meta: FrontMatter
    visible: Visible
    findings: tuple[Finding, ...]

    @property
    def lang(self) -> str:
        """The language folder, which decides the language of the page."""
        return self.path.parts[0]

    @property
    def lang_ref(self) -> str | None:
        """The name that the page shares with its translations: ``ch.05-1``, or its path where it writes none.

        None for a page whose front matter cannot be read.
        """
        return (self.meta.get("lang-ref") or self.name.removesuffix(".md")) if self.meta.values else None

    @property
    def is_draft(self) -> bool:
        """Whether the page is not to be published yet."""
        draft = self.meta.get("draft")
        return draft is not None and draft.lower() not in front_matter.PUBLISHED

    @property
    def name(self) -> str:
        """The path below the language folder, the same in every language."""
        return PurePosixPath(*self.path.parts[1:]).as_posix()

    def to_bytes(self) -> bytes:
        """Return the file exactly as it was read."""
        return "".join(segment.text for segment in self.segments).encode("utf-8")


def parse(path: PurePosixPath, data: bytes, *, root: str = "docs") -> Lecture:
    """Return the page that the bytes of ``path`` hold; defects become findings, never exceptions.

    ``root`` is the docs folder as findings should name it.
    """
    file = f"{root}/{path}"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"found the byte 0x{data[error.start]:02x}, expected UTF-8: save the file as UTF-8"
        return _unread(path, Finding(file, data.count(b"\n", 0, error.start) + 1, "encoding.utf-8", message))
    if "\r" in text and "\n" not in text:
        message = "found line ends of old Macintoshes (CR), expected \\n: save with Unix line ends"
        return _unread(path, Finding(file, 1, "encoding.newline", message))
    if too_much := list(size.flaws(text)):
        return _unread(
            path, *(Finding(file, text.count("\n", 0, at) + 1, "page.size", message) for at, message in too_much)
        )
    head, body = front_matter.split(text)
    body_line = head.count("\n") + 1
    spans, flaws = find_comments(body)
    segments = (
        *([Segment(Kind.FRONT_MATTER, head, 1)] if head else []),
        *_segments(body, spans, body_line),
    )
    meta = front_matter.parse(head, file) if head.strip("\ufeff") else front_matter.absent(body, file)
    findings = [
        *meta.findings,
        *(Finding(file, body_line + body.count("\n", 0, flaw.offset), flaw.kind, flaw.message) for flaw in flaws),
        *_check_encoding(file, text),
    ]
    return Lecture(path, segments, meta, _visible(body, spans, body_line), tuple(findings))


def _unread(path: PurePosixPath, *findings: Finding) -> Lecture:
    return Lecture(path, (), FrontMatter(), Visible("", (1,)), findings)


def _check_encoding(file: str, text: str) -> Iterator[Finding]:
    other = [line for line in text.split("\n") if not unicodedata.is_normalized("NFC", line)]
    apart = next((line for line in other if sorted(line) != sorted(unicodedata.normalize("NFC", line))), None)
    for found, kind, message in (
        ("\ufeff", "bom", "found a byte order mark, expected none: run course fix, or save as UTF-8 without BOM"),
        ("\r\n", "newline", "found Windows line ends, expected \\n: run course fix, or save with Unix line ends"),
        (apart, "nfc", "found letters and accents apart, expected them as one (NFC): run course fix"),
    ):
        if found and (text.startswith(found) if kind == "bom" else found in text):
            line = text.count("\n", 0, text.index(found)) + 1
            yield Finding(file, line, f"encoding.{kind}", message, Severity.WARNING)
    if other and not apart:
        # Nobody sees it, and keyboards write them so.
        line = text.count("\n", 0, text.index(other[0])) + 1
        message = "found the marks of a letter in the order of typing, expected the order of NFC: run course fix"
        yield Finding(file, line, "encoding.nfc", message, Severity.INFO)


def _segments(body: str, spans: tuple[Span, ...], first_line: int) -> Iterator[Segment]:
    position = 0
    line = first_line
    for span in spans:
        if text := body[position : span.start]:
            yield Segment(Kind.TEXT, text, line)
        line += body.count("\n", position, span.start)
        yield Segment(
            Kind.COMMENT, body[span.start : span.end], line, body[span.content_start : span.content_end].rstrip(" \t")
        )
        line += body.count("\n", span.start, span.end)
        position = span.end
    if body[position:]:
        yield Segment(Kind.TEXT, body[position:], line)


def _visible(body: str, spans: tuple[Span, ...], first_line: int) -> Visible:
    r"""Return ``body`` without its comments, with ``\n`` line ends, NFC, and a line for each line.

    A comment that fills whole lines leaves one blank line, or none between two rows of a table.
    """
    pieces: list[str] = []
    position = 0
    for span in spans:
        pieces.append(body[position : span.start])
        # Marks the lines that a comment emptied; the mark itself cannot be in a text file.
        pieces.append("\0" + "\n\0" * body.count("\n", span.start, span.end))
        position = span.end
    pieces.append(body[position:])
    text = unicodedata.normalize("NFC", "".join(pieces).replace("\r\n", "\n"))
    kept: list[tuple[int, str]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, first_line):
        if "\0" not in line:
            kept.append((number, line))
            continue
        rest = line.replace("\0", "")
        if rest.strip():
            kept.append((number, rest))
        elif not _splits_table(lines, number - first_line) and not (kept and not kept[-1][1].strip()):
            kept.append((number, ""))
    return Visible("\n".join(line for _, line in kept), tuple(number for number, _ in kept))


def _splits_table(lines: list[str], index: int) -> bool:
    """Tell whether the emptied line ``index`` stands between two rows of a table."""
    before = next((line for line in reversed(lines[:index]) if "\0" not in line), "")
    after = next((line for line in lines[index + 1 :] if "\0" not in line), "")
    return before.lstrip().startswith("|") and after.lstrip().startswith("|")
