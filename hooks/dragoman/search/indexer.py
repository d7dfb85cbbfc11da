"""The search indexes of a build, written by a process of its own while other pages are still being made.

The process reads a message a line, each a JSON list, and prints what went wrong. It ends when its
input does: nothing of it is left when a build breaks off, and nothing is written before all is well.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from dragoman.rendering.words import Section
from dragoman.search.interface import packed, unpacked
from dragoman.search.record import SearchError, SearchIndex


class Indexing:
    """The process that writes the indexes of one build."""

    def __init__(self) -> None:
        # -P: a folder of the course that is named like a module of ours is not imported.
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def add(self, lang: str, url: str, sections: Sequence[Section]) -> None:
        """Take in a page."""
        self._send("page", lang, url, packed(sections))

    def make(self, lang: str) -> None:
        """Begin to index a language, all of whose pages were taken in."""
        self._send("make", lang)

    def write(self, folder: Path) -> None:
        """Write the index of each language to its folder below ``folder``; raise `SearchError` if that cannot be."""
        self._send("write", str(folder))
        message, _ = self.process.communicate()
        if self.process.returncode:
            message = message or f"search: found that its process ended with {self.process.returncode}, expected 0"
            raise SearchError(message)

    def _send(self, *message: object) -> None:
        with suppress(BrokenPipeError):  # `write` tells why it ended
            print(json.dumps(message), file=self.process.stdin, flush=True)


def serve(lines: Iterable[bytes]) -> None:
    """Do what the messages ask for; raise `SearchError` for an index that could not be made."""
    indexes: dict[str, SearchIndex] = {}
    made: dict[str, Future[None]] = {}
    with tempfile.TemporaryDirectory(prefix="course-search-") as folder, ThreadPoolExecutor() as pool:
        for line in lines:
            match json.loads(line):
                case "page", lang, url, sections:
                    if lang not in indexes:
                        indexes[lang] = SearchIndex(lang, Path(folder, lang))
                    indexes[lang].add(url, unpacked(sections))
                case "make", lang if lang in indexes:
                    # Pagefind is a process of its own: meanwhile the next language is read.
                    made[lang] = pool.submit(indexes[lang].make)
                case "write", target:
                    for lang, done in made.items():
                        done.result()
                        indexes[lang].write(Path(target, lang))
        pool.shutdown(cancel_futures=True)


if __name__ == "__main__":
    # An interrupt is for the build, which ends the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        serve(sys.stdin.buffer)
    except (SearchError, OSError, subprocess.SubprocessError) as error:
        message = str(error) if isinstance(error, SearchError) else f"search: found {error}, expected an index"
        sys.stdout.buffer.write(message.encode())
        sys.exit(1)
