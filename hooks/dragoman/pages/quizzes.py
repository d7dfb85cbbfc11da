"""Multiple-choice questions: ``!!! quiz``, with a list of answers, each marked and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.pages.containers import INDENT, MARKER, Line, indentation, lines

KIND = "quiz"
_OPENING = re.compile(rf"[ \t]*(?:!!!|\?\?\?\+?)[ \t]+{KIND}\b", re.IGNORECASE)
MARK = re.compile(rf"[ \t]*{MARKER.pattern}\[(?P<sign>[ xX])\][ \t]+")
"""The beginning of an answer, as of a task: an x says that it is right."""


@dataclass(slots=True)
class Answer:
    """An item of the list of answers, where it begins in a text."""

    start: int
    is_marked: bool
    is_right: bool
    is_glued: bool = False
    """Whether text follows right below its first line."""
    is_explained: bool = False
    """Whether something follows it as a block of its own."""


@dataclass(frozen=True, slots=True)
class Quiz:
    """A question, where its box begins in a text."""

    start: int
    answers: list[Answer] = field(default_factory=list)


def find(text: str) -> Iterator[Quiz]:
    """Yield the multiple-choice questions of a Markdown text without comments."""
    quiz, margin, column = None, 0, 0
    is_below_blank = False
    for start, end, kind in lines(text) if KIND in text.lower() else ():
        line = text[start:end].partition("\n")[0]
        indent = indentation(line)
        if kind is Line.BLANK:
            is_below_blank = True
            continue
        if quiz and indent < margin + INDENT:
            yield quiz
            quiz = None
        if kind is Line.BOX and _OPENING.match(line):
            if quiz:
                yield quiz
            quiz, margin = Quiz(start), indent
        elif quiz and kind is Line.ITEM and (not quiz.answers or indent < column + 2):
            column = indent
            mark = MARK.match(line)
            quiz.answers.append(Answer(start, mark is not None, mark is not None and mark["sign"] != " "))
        elif quiz and quiz.answers:
            answer = quiz.answers[-1]
            is_apart = is_below_blank or kind is not Line.TEXT
            answer.is_explained |= is_apart and indent > column
            answer.is_glued |= not is_apart and not answer.is_explained
        is_below_blank = False
    if quiz:
        yield quiz
