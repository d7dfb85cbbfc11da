"""Multiple-choice questions as authors write them: which answers they have, and what these lack."""

from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.quizzes import find

QUIZ = 'Words.\n\n!!! quiz "Which?"\n    - [ ] One\n\n        No.\n\n    - [x] Two\n\n        $$\n        x\n        $$\n\nMore.\n\n- [ ] a task\n'


def marks(text: str) -> list[list[str]]:
    """Return the answers of each question: their mark, and a plus where they are explained."""
    signs = {(False, False): "?", (True, False): " ", (True, True): "x"}
    return [
        [signs[one.is_marked, one.is_right] + "+" * one.is_explained for one in quiz.answers] for quiz in find(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (QUIZ, [[" +", "x+"]]),
        (QUIZ.replace("!!!", "???"), [[" +", "x+"]]),
        (QUIZ.replace("!!!", "???+"), [[" +", "x+"]]),
        (QUIZ.replace("- [", "1. ["), [[" +", "x+"]]),
        (QUIZ.replace("[x]", "[X]"), [[" +", "x+"]]),
        (QUIZ.replace("!!! quiz", "!!! Quiz"), [[" +", "x+"]]),
        (QUIZ.replace("[x] Two", "Two"), [[" +", "?+"]]),
        (QUIZ.replace("\n\n        No.", ""), [[" ", "x+"]]),
        (QUIZ.replace("\n\n        No.", "\n        No."), [[" ", "x+"]]),
        (QUIZ.replace("No.", "- No\n        - Never"), [[" +", "x+"]]),
        (QUIZ.replace("No.", "```python\n        x = 1\n        ```"), [[" +", "x+"]]),
        (QUIZ.replace("        No", "      No"), [[" +", "x+"]]),
        (QUIZ.replace('"Which?"\n', '\n    Which?\n\n'), [[" +", "x+"]]),
        (QUIZ + "\n" + QUIZ, [[" +", "x+"]] * 2),
        (QUIZ.replace("More.", '!!! quiz "And?"\n    - [x] Yes\n\n        So.\n'), [[" +", "x+"], ["x+"]]),
        (QUIZ.replace("quiz", "note"), []),
        (QUIZ.replace("!!! quiz", "!!! quizzical"), []),
        ("```\n" + QUIZ + "```\n", []),
        ('!!! quiz "Which?"\n\nMore.\n', [[]]),
        ('- Item\n\n    !!! quiz "Which?"\n        - [x] One\n\n            So.\n\n    - [ ] a task\n', [["x+"]]),
    ],
)  # fmt: skip
def test_answers_are_read_however_they_are_written(text: str, expected: list[list[str]]) -> None:
    assert marks(text) == expected


@given(h.hostile_text | h.any_text)
def test_any_text_is_read_without_an_exception(text: str) -> None:
    list(find(f"!!! quiz\n{text}"))
