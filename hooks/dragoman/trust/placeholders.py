"""Finished HTML that waits beside a page while what an author wrote is judged."""

from __future__ import annotations

import re
import secrets

# Supplementary private use, beside the signs of `math_extension`.
_OPEN, _CLOSE = "\U000f0003", "\U000f0004"
_TOKEN = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


class Held:
    """Pieces of HTML by tokens that nobody can guess, since a page may write any character as an entity."""

    def __init__(self) -> None:
        self._pieces: dict[int, str] = {}

    def hold(self, html: str) -> str:
        """Return the token that stands for ``html`` until `release`."""
        number = secrets.randbits(64)
        self._pieces[number] = html
        return f"{_OPEN}{number}{_CLOSE}"

    def release(self, html: str) -> str:
        """Return ``html`` with every piece in its place."""
        if _OPEN not in html:
            return html
        return _TOKEN.sub(lambda token: self._pieces.get(int(token[1]), ""), html)
