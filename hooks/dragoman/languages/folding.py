"""Words as the search compares them: without accents, case, articles and the like.

The rules are data, ``search`` in the rules of a language, which the browser reads, too: a word of a page and a word of a
query meet because both went through the same steps. A step is the name of an operation, the name
of a list of steps, or a pattern and what replaces it, in the syntax that Python and JavaScript share.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from dragoman.languages.scripts import SPACED, UNSPACED


@dataclass(frozen=True, slots=True, eq=False)
class Folding:
    """The rules of one language."""

    steps: Mapping[str, list[Any]]
    index: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    stemmer: str  # the language that Pagefind stems by
    run: Mapping[str, Callable[[str], list[str]]]
    """What each list of steps does."""

    @staticmethod
    def of(rules: Mapping[str, Any], lang: str) -> Folding:
        """Return the rules of a language as they stand in its folder."""
        query = tuple((pattern, name) for pattern, name in rules["query"])
        run = {name: _run(rules["steps"], name) for name in {*rules["index"], *(name for _, name in query)}}
        steps = _reachable(rules["steps"], set(run))
        return Folding(steps, tuple(rules["index"]), query, rules.get("stemmer", lang), run)

    @lru_cache(maxsize=1 << 16)  # noqa: B019 - there is one for each language
    def forms(self, word: str) -> tuple[str, ...]:
        """Return every term under which a word of a page is found, the one that stands for it first."""
        return tuple(dict.fromkeys(term for name in self.index for term in self.run[name](word)))

    def terms(self, query: str) -> list[str]:
        """Return the terms that a query asks for, as the browser computes them."""
        return [term for word in query.split() for one in _cut(word) for term in self.run[self._steps_for(one)](one)]

    def for_browser(self) -> dict[str, Any]:
        """Return what the browser needs to fold a query."""
        return {"steps": self.steps, "query": self.query, "unspaced": UNSPACED.pattern}

    def _steps_for(self, word: str) -> str:
        return next(name for pattern, name in self.query if re.search(pattern, word))


def _cut(word: str) -> list[str]:
    """Return a word of a query, of a script without spaces every two letters that stand beside each other."""
    runs = re.findall(f"{UNSPACED.pattern}+|{SPACED.pattern}+", word)
    return [one for run in runs for one in (_pairs(run) if UNSPACED.match(run) else [run])]


def _pairs(run: str) -> list[str]:
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]


def _run(steps: Mapping[str, list[Any]], name: str) -> Callable[[str], list[str]]:
    """Return what the list of steps ``name`` makes of a word."""
    operations = list(_operations(steps, name))

    def run(word: str) -> list[str]:
        words = [word]
        for operation in operations:
            if operation is _split:
                words = [part for one in words for part in _split(one)]
            else:
                words = [operation(one) for one in words]
        return [one for one in words if one]

    return run


def _operations(steps: Mapping[str, list[Any]], name: str) -> Iterator[Callable[[str], Any]]:
    """Yield what is done to a word, list after list."""
    for step in steps[name]:
        match step:
            case [pattern, replacement]:
                yield partial(re.compile(pattern).sub, replacement)
            case "split":
                yield _split
            case str() if step in _OPERATIONS:
                yield _OPERATIONS[step]
            case _:
                yield from _operations(steps, str(step))


def _split(word: str) -> list[str]:
    """Return the words in a word: a vowel sign of an Indian script belongs to its letter."""
    if word.isalnum():
        return [word]
    return "".join(
        sign if sign.isalnum() or unicodedata.category(sign).startswith("M") else " " for sign in word
    ).split()


def _unmarked(word: str) -> str:
    if word.isascii():
        return word
    return "".join(sign for sign in word if not unicodedata.category(sign).startswith("M"))


_OPERATIONS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "nfc": partial(unicodedata.normalize, "NFC"),
    "nfkd": partial(unicodedata.normalize, "NFKD"),
    "unmark": _unmarked,
}


def _reachable(steps: Mapping[str, list[Any]], names: set[str]) -> dict[str, list[Any]]:
    """Return the lists of steps that ``names`` lead to."""
    inner = {step for name in names for step in steps[name] if isinstance(step, str) and step in steps}
    wanted = names | inner
    return {name: steps[name] for name in steps if name in wanted} if wanted == names else _reachable(steps, wanted)
