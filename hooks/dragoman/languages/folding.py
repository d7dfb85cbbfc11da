"""Words as the search compares them: without accents, case, articles and the like.

The rules are data, ``search`` in the rules of a language, which the browser reads, too: a word of a page and a word of a
query meet because both went through the same steps. A step is the name of an operation, the name
of a list of steps, or a pattern and what replaces it, in the syntax that Python and JavaScript share.

What is found as it is written, and not as a word, has terms of its own, the same in every language: a name of code,
a formula, a title. They begin with letters that no language of a course writes, so that no word finds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any

from dragoman.languages.scripts import SPACED, UNSPACED

# Pagefind keeps letters only; these are the clicks of Khoisan languages.
_SCRIPT, _TITLE, _CODE, _NAME = "\u01c0\u01c1\u01c2\u01c3"
# A name of code, and what tells one from a word: `no_grad`, `nn.Conv2d`, `backward()`.
_NAMES = r"(?<![\\A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)(\(?)"
_TELLING = r"[._(]|[a-z][A-Z]|[A-Za-z][0-9]"
_LONG_ENOUGH = r"[A-Za-z]{2}"  # "e.g." is no name
_MOST_PARTS = 9  # of a name, the last ones
# What typography may add to a formula or write in several ways.
_STYLES = (
    r"left|right|middle|[bB]igg?[lrm]?|(?:display|text|script)style|(?:no)?limits|q?quad|operatorname\*?|mathop"
    r"|(?:math|text)(?:rm|bf|it|sf|tt|normal|bb|cal|frak)?|bm|boldsymbol|pmb|vect|nonumber|notag"
    r"|label\{[^{}]*\}|tag\*?\{[^{}]*\}"
)
_TEX = (
    (rf"\\(?:{_STYLES})(?![A-Za-z])|\\[^A-Za-z%#_]", " "),
    (r"\\[dtc]frac(?![A-Za-z])", r"\frac"),
    (r"\\leq(?![A-Za-z])", r"\le"),
    (r"\\geq(?![A-Za-z])", r"\ge"),
    (r"\\neq(?![A-Za-z])", r"\ne"),
    (r"\\rightarrow(?![A-Za-z])", r"\to"),
    (r"\\(?:[lc]dots|dots[bcimo])(?![A-Za-z])", r"\dots"),
    (r"\\lt(?![A-Za-z])", "<"),
    (r"\\gt(?![A-Za-z])", ">"),
)
_SIGNS = r"\\[A-Za-z]+|[^\s{}()\[\]|$&~.,;:!\\\u2061-\u2069]"


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
        special = {"names": _NAMES, "telling": _TELLING, "long": _LONG_ENOUGH, "tex": _TEX, "signs": _SIGNS}
        return {"steps": self.steps, "query": self.query, "unspaced": UNSPACED.pattern, **special}

    def title(self, words: str) -> str:
        """Return the term of a title that a query of these words asks for, as the browser computes it."""
        return _title(self.terms(words))

    def titles(self, words: str) -> list[str]:
        """Return every term under which a title of exactly these words is found."""
        cut = [one for word in words.split() for one in _cut(word)]
        by_rule = ([term for one in cut for term in self.run[name](one)] for _, name in self.query)
        return list(dict.fromkeys(filter(None, [self.title(words), *map(_title, by_rule)])))

    def _steps_for(self, word: str) -> str:
        return next(name for pattern, name in self.query if re.search(pattern, word))


def _title(terms: Sequence[str]) -> str:
    return "".join(_TITLE + term for term in terms)


def names(text: str, *, every: bool = False) -> list[list[str]]:
    """Return the terms of each name of code in a text, the whole name first, then without what is before each point.

    Of ``every`` text that is code each name is one, of another only what no word looks like.
    """
    found = []
    for name in re.finditer(_NAMES, text):
        if every or (re.search(_TELLING, name[0]) and re.search(_LONG_ENOUGH, name[0])):
            parts = name[1].lower().replace("_", _SCRIPT).split(".")[-_MOST_PARTS:]
            found.append(["".join(_NAME + part for part in parts[at:]) for at in range(len(parts))])
    return found


def formula(source: str, *, tex: bool) -> list[str]:
    """Return the terms of a formula, given its TeX or its signs: every two that stand side by side, and each alone that is no plain letter."""
    signs = _signs(source, tex=tex)
    alone = dict.fromkeys(sign for sign in signs if not _is_plain(sign))
    return [_SCRIPT + "".join(map(_coded, pair)) for pair in (*pairwise(signs), *zip(alone))]


def signed(text: str) -> list[str]:
    """Return the terms of a word that is no more than signs and single letters, ``C++``: in a query it is a formula."""
    plain = unicodedata.normalize("NFKD", text)
    is_signed = any(unicodedata.category(sign)[0] == "S" or sign in "\\/*" for sign in plain)
    if not is_signed or re.search(r"[^\W\d_]{2}", plain):
        return []
    return [term for one in dict.fromkeys((text, text.lower(), text.upper())) for term in formula(one, tex=False)]


def _signs(source: str, *, tex: bool) -> list[str]:
    """Return the signs that are left of a formula without spaces and brackets."""
    if not tex:
        source = _unmarked(unicodedata.normalize("NFKD", source)).replace("\u2212", "-").replace("\u2032", "'")
    for pattern, instead in _TEX if tex else ():
        source = re.sub(pattern, instead.replace("\\", r"\\"), source)
    return re.findall(_SIGNS, source)


def _is_plain(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _coded(sign: str) -> str:
    return re.sub("[^a-z0-9]", lambda one: f"{_CODE}{ord(one[0]):x}", sign)


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
