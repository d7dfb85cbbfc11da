"""Public addresses that the pages of a course link to and where nobody answers any more."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from threading import Lock, Semaphore
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urlsplit
from urllib.request import Request, urlopen

from dragoman.findings import Finding, Severity
from dragoman.formulas.prose import prose
from dragoman.pages.library import Library
from dragoman.pages.links import in_tags, links

_WORKERS, _OF_A_HOST = 16, 2
_SHOWN = 5  # places that a message names
# Somebody is there, who lets no program in.
_ANSWERS = frozenset([401, 403, 405, 406, 407, 418, 429, 451, 999])
_AGAIN = frozenset([408, 425, 429, 500, 502, 503, 504])
_HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; course check --external)", "Accept": "*/*"}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long and how often a server is asked."""

    timeout: float = 20
    """Seconds until there is an answer."""
    tries: int = 3
    pause: float = 2
    """Seconds before the second try; twice as many before each further one."""


def addresses(library: Library, name: str) -> dict[str, list[tuple[str, int]]]:
    """Return the public addresses that pages link to, without places in them, and where; the docs folder is called ``name``."""
    found: dict[str, list[tuple[str, int]]] = {}
    for page in library.pages.values():
        words = prose(page.visible.text)
        for link in (*links(words), *in_tags(words)):
            url = urldefrag(link.url).url if link.url.startswith(("http://", "https://")) else ""
            if url:
                found.setdefault(url, []).append((f"{name}/{page.path}", page.visible.line_at(link.start)))
    return found


def find(
    found: dict[str, list[tuple[str, int]]], leave: Sequence[str] = (), patience: Patience | None = None
) -> Iterator[Finding]:
    """Yield a finding for each of the `addresses` at which nothing is; those like a pattern of ``leave`` are not asked for."""
    wanted = [url for url in found if not any(fnmatchcase(url, pattern) for pattern in leave)]
    ask = _Asking(patience or Patience())
    with ThreadPoolExecutor(_WORKERS) as pool:
        for url, why in zip(wanted, pool.map(ask.why_dead, wanted), strict=True):
            if why:
                (file, line), *others = sorted(set(found[url]))
                more = ", ".join(f"{other}:{at}" for other, at in others[:_SHOWN]) + (
                    ", …" if len(others) > _SHOWN else ""
                )
                also = f" (also {more})" if more else ""
                message = f"found {why} at {url}{also}, expected a page: correct the address, or leave it out"
                yield Finding(file, line, "link.external", message, Severity.WARNING)


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks servers, none of them by more than a few at a time."""

    patience: Patience
    _lock: Lock = field(default_factory=Lock)
    _hosts: dict[str, Semaphore] = field(default_factory=dict)

    def why_dead(self, url: str) -> str:
        """Return what is wrong with an address, nothing where somebody answers."""
        try:
            parts = urlsplit(url)
            host = parts.netloc.encode("idna").decode()
            path, query = (quote(part, safe="%/:=&?~+!$,;'@()*") for part in (parts.path, parts.query))
        except ValueError:
            return "no address that can be read"
        asked = parts._replace(netloc=host, path=path, query=query).geturl()
        with self._lock:
            turn = self._hosts.setdefault(host, Semaphore(_OF_A_HOST))
        why = ""
        for number in range(self.patience.tries):
            if number:
                time.sleep(self.patience.pause * 2 ** (number - 1))
            with turn:
                why, again = self._asked(asked)
            if not again:
                return why
        return why

    def _asked(self, url: str) -> tuple[str, bool]:
        """Return what is wrong, and whether that may pass; a server that has no headers to give may have a page."""
        why, again = "", False
        for method in ("HEAD", "GET"):
            try:
                with urlopen(Request(url, headers=_HEADERS, method=method), timeout=self.patience.timeout):  # noqa: S310 - http and https only
                    return "", False
            except HTTPError as error:
                with suppress(OSError):
                    error.close()
                if error.code in _ANSWERS and method == "GET":
                    return "", False
                why, again = f"the answer {error.code}", error.code in _AGAIN
            except (URLError, OSError, http.client.HTTPException, ValueError) as error:
                reason = getattr(error, "reason", None) or error
                why, again = f"no server ({reason})", not isinstance(error, ValueError)
        return why, again
