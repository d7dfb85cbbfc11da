"""The finder reads any text in steps that grow with its length: characters that patterns look at, and lines of Python."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from types import FrameType, ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.formulas import currency, finder
from dragoman.formulas.finder import find, find_in_block
from dragoman.pages import containers, fences, tables

MODULES = (finder, currency, containers, fences, tables)
SHAPES = ["$a ", "$a$ ", "$ a ", "$$a ", "$$", "a $$ b\n", "$$\n", "\\( ", "\\[ ", "\\[a\\] ", "\\\\", "\\$", "\\al "]
SHAPES += [
    "`",
    "` a``",
    "`a` ",
    "`a\n\n",
    "<code>",
    "<code> </pre>",
    "</code>",
    "5$ ",
    "5 $ ",
    "$5 ",
    "$1",
    "$A",
    "${x}",
]
SHAPES += [
    "> ",
    "> a\n",
    ">>",
    "- a\n",
    "- ",
    "1. ",
    "    a\n\n",
    " ",
    "\t",
    "\n",
    "!!! a\n    b\n",
    "```\n",
    "```\na\n",
]
SHAPES += [
    "~~~ a\n",
    "<pre>\n",
    "<pre",
    "|a",
    "|-|\n",
    "\\|a|\n",
    "a | b\n-|-\n",
    "$_\\text{",
    "$_\\text{}$",
    "{",
    "$ {a} $",
]
SHAPES += ["$a\n", "> $a\n> b$\n", "\u200f", "&lt;", "1", "a", "a$ ", "$(a ", "$a_", "x$x", "[^1]: a\n", ": a\n"]


class Steps:
    """Counts while it is entered."""

    def __init__(self) -> None:
        self.characters = 0
        self.lines = 0

    def __enter__(self) -> Steps:
        self._patterns = [
            (module, name, value)
            for module in MODULES
            for name, value in vars(module).items()
            if isinstance(value, re.Pattern)
        ]
        for module, name, pattern in self._patterns:
            setattr(module, name, _Counted(pattern, self))
        files = {module.__file__ for module in MODULES}

        def trace(frame: FrameType, event: str, _argument: object) -> Any:
            self.lines += event == "line"
            return trace if frame.f_code.co_filename in files else None

        self._trace = sys.gettrace()
        sys.settrace(trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._trace)
        for module, name, pattern in self._patterns:
            _restore(module, name, pattern)

    @property
    def total(self) -> int:
        return self.characters + self.lines


def _restore(module: ModuleType, name: str, pattern: re.Pattern[str]) -> None:
    setattr(module, name, pattern)


class _Counted:
    """A pattern that tells how many characters it looked at, as far as they can be told from its matches."""

    def __init__(self, pattern: re.Pattern[str], steps: Steps) -> None:
        self._pattern = pattern
        self._steps = steps

    def _count(self, start: int, end: int) -> None:
        self._steps.characters += end - start + 1

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self._pattern.match(text, start, end)
        self._count(start, found.end() if found else start)
        return found

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        found = self._pattern.search(text, start, end)
        self._count(start, found.end() if found else min(end, len(text)))
        return found

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        for found in self._pattern.finditer(text, start, end):
            self._count(start, found.end())
            start = found.end()
            yield found
        self._count(start, min(end, len(text)))

    def sub(self, replacement: Any, text: str) -> str:
        self._count(0, len(text))
        return self._pattern.sub(replacement, text)


def steps(text: str) -> int:
    find_in_block.cache_clear()
    with Steps() as counted:
        find(text)
        find_in_block(text)
    return counted.total


def assert_linear(shape: str) -> None:
    times = 200 // len(shape) + 20
    once = steps(shape * times)
    assert steps(shape * times * 8) <= 9 * once + 2000


def test_steps_that_grow_with_the_square_are_seen():
    def squared(times: int) -> int:
        with Steps() as counted:
            for _ in range(times):
                fences.block_edges("a" * times)
        return counted.total

    assert squared(400) > 40 * squared(50)


@pytest.mark.parametrize("shape", SHAPES)
def test_one_shape_again_and_again_is_read_in_linear_steps(shape: str):
    assert_linear(f"{shape}")
    assert_linear(f"a {shape}")


@given(st.lists(st.sampled_from(SHAPES) | h.hostile_text, min_size=2, max_size=4).map("".join).filter(bool))
def test_any_mixture_again_and_again_is_read_in_linear_steps(shape: str):
    assert_linear(shape[:60])
