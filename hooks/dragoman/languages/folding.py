"""Words as the search compares them: without accents, case, articles and the like.

The rules are data, ``folding.json``, which the browser reads, too: a word of a page and a word of a
query meet because both went through the same steps. A step is the name of an operation, the name
of a list of steps, or a pattern and what replaces it, in the syntax that Python and JavaScript share.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import resources
from typing import Any

_OTHER = "en"  # whose rules a language without its own gets
_split = re.compile(r"[\W_]+").split


@dataclass(frozen=True, slots=True)
class Folding:
    """The rules of one language."""

    steps: dict[str, list[Any]]
    index: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    stemmer: str  # the language that Pagefind stems by
    run: dict[str, Callable[[str], list[str]]]
    """What each list of steps does."""

    def forms(self, word: str) -> list[str]:
        """Return every term under which a word of a page is found, the one that stands for it first."""
        return list(dict.fromkeys(term for name in self.index for term in self.run[name](word)))

    def terms(self, query: str) -> list[str]:
        """Return the terms that a query asks for, as the browser computes them."""
        return [term for word in query.split() for term in self.run[self._steps_for(word)](word)]

    def for_browser(self) -> dict[str, Any]:
        """Return what the browser needs to fold a query."""
        return {"steps": self.steps, "query": self.query}

    def _steps_for(self, word: str) -> str:
        return next(name for pattern, name in self.query if re.search(pattern, word))


@lru_cache(maxsize=1 << 16)
def forms(lang: str, word: str) -> tuple[str, ...]:
    """Return every term under which a word of a page in ``lang`` is found: `Folding.forms`, for each word once."""
    return tuple(of(lang).forms(word))


def _run(steps: dict[str, list[Any]], name: str) -> Callable[[str], list[str]]:
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


def _operations(steps: dict[str, list[Any]], name: str) -> Iterator[Callable[[str], Any]]:
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


@cache
def of(lang: str) -> Folding:
    """Return the rules of ``lang``."""
    rules = json.loads(resources.files("dragoman.languages").joinpath("folding.json").read_text("utf-8"))
    own = rules["languages"].get(lang) or rules["languages"][_OTHER]
    query = tuple((pattern, name) for pattern, name in own["query"])
    steps = _reachable(rules["steps"], {*own["index"], *(name for _, name in query)})
    run = {name: _run(steps, name) for name in {*own["index"], *(name for _, name in query)}}
    return Folding(steps, tuple(own["index"]), query, own["stemmer"], run)


def _reachable(steps: dict[str, list[Any]], names: set[str]) -> dict[str, list[Any]]:
    """Return the lists of steps that ``names`` lead to."""
    inner = {step for name in names for step in steps[name] if isinstance(step, str) and step in steps}
    wanted = names | inner
    return {name: steps[name] for name in steps if name in wanted} if wanted == names else _reachable(steps, wanted)
