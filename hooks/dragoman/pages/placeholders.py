"""What waits beside the text of a page while Markdown is made into HTML: formulas, notices, finished HTML.

In the text stands a token for each. Its signs are private use: no font has them and no word character class matches
them. Which tokens stand for something is a secret of the page, since an author can write any character as an entity.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

_OPEN, _CLOSE, _ZERO = "\U000f0000", "\U000f0001", 0xF0010
TOKEN = re.compile(f"{_OPEN}([\U000f0010-\U000f0019]+){_CLOSE}")
_RESERVED = re.compile("[\U000f0000\U000f0001\U000f0010-\U000f0019]")
_DIGITS = 20  # of the secret

What = TypeVar("What")


@dataclass(frozen=True, slots=True)
class Html:
    """HTML that no author wrote, which waits until what an author wrote is judged; ``words`` is it where there is no HTML."""

    html: str
    words: str = ""


class Placeholders(Generic[What]):
    """The tokens of one page, and what each stands for."""

    def __init__(self) -> None:
        self._secret = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        self._waiting: list[What] = []

    def put(self, what: What) -> str:
        """Return a token that stands for ``what``."""
        self._waiting.append(what)
        return f"{_OPEN}{_signs(self._secret + str(len(self._waiting) - 1))}{_CLOSE}"

    def replaced(self, text: str, replacement: Callable[[What], str]) -> str:
        """Return ``text`` with what ``replacement`` gives in the place of each token of this page, and no other token."""
        return TOKEN.sub(lambda token: "" if (it := self._it(token)) is None else replacement(it), text)

    def split(self, text: str) -> list[str | What]:
        """Return the pieces of ``text`` between tokens, and what these stand for."""
        pieces: list[str | What] = []
        position = 0
        for token in TOKEN.finditer(text):
            pieces.append(text[position : token.start()])
            if (it := self._it(token)) is not None:
                pieces.append(it)
            position = token.end()
        return [piece for piece in (*pieces, text[position:]) if piece != ""]

    def _it(self, token: re.Match[str]) -> What | None:
        number = "".join(str(ord(sign) - _ZERO) for sign in token[1])
        place = number.removeprefix(self._secret)
        known = number != place and place.isdecimal() and int(place) < len(self._waiting)
        return self._waiting[int(place)] if known else None


def without(text: str) -> str:
    """Return the text of an author without the signs of tokens."""
    return _RESERVED.sub("", text)


def _signs(number: str) -> str:
    return "".join(chr(_ZERO + int(digit)) for digit in number)
