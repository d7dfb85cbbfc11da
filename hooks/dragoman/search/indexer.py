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
from functools import partial
from pathlib import Path
from typing import Any

from dragoman.kept import ABSENT, Kept
from dragoman.search.interface import offered, record, unpacked
from dragoman.search.record import SearchError, SearchIndex


class Indexing:
    """The indexes of one build, each written by a process beside it unless it is kept."""

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept or Kept()
        self._pages: dict[str, list[str]] = {}
        self._found: dict[str, dict[str, bytes]] = {}
        self._making: dict[str, bytes] = {}
        self._sending = ThreadPoolExecutor(max_workers=1)
        self.process: subprocess.Popen[bytes] | None = None

    def add(self, lang: str, url: str, sections: str, langs: Sequence[str] = ()) -> None:
        """Take in a page; its ``sections`` are `packed`, in JSON, and ``langs`` those that it is in."""
        self._pages.setdefault(lang, []).append(f'["page", {json.dumps([lang, url, langs])[1:-1]}, {sections}]\n')

    def make(self, lang: str) -> None:
        """Begin to index a language, all of whose pages were taken in."""
        pages = self._pages.pop(lang, [])
        if not pages:
            return
        key = self._kept.key("search", lang, pages)
        found = self._kept.find(key)
        if found is not ABSENT:
            self._found[lang] = found
            return
        self._making[lang] = key
        # It takes in a page more slowly than they are made.
        self._sending.submit(self._send, *pages, json.dumps(["make", lang]) + "\n")

    def write(self, folder: Path) -> None:
        """Write the index of each language to its folder below ``folder``; raise `SearchError` if that cannot be."""
        for lang, found in self._found.items():
            for name, data in found.items():
                (folder / lang / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / lang / name).write_bytes(data)
        if self._making:
            self._sending.submit(self._send, json.dumps(["write", str(folder)]) + "\n")
        self._sending.shutdown()
        if self.process is None:
            return
        message, _ = self.process.communicate()
        if self.process.returncode:
            told = (
                message.decode() or f"search: found that its process ended with {self.process.returncode}, expected 0"
            )
            raise SearchError(told)
        for lang, key in self._making.items():
            files = [file for file in (folder / lang).rglob("*") if file.is_file()]
            self._kept.put(key, {file.relative_to(folder / lang).as_posix(): file.read_bytes() for file in files})

    def _send(self, *messages: str) -> None:
        if self.process is None:
            # -P: a folder of the course that is named like a module of ours is not imported.
            command = [sys.executable, "-P", "-m", __name__, self._kept.stamp.hex()]
            if self._kept.file:
                command.append(str(self._kept.file))
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with suppress(BrokenPipeError):  # `write` tells why it ended
            for message in messages:
                self.process.stdin.write(message.encode())  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]


def serve(lines: Iterable[bytes], kept: Kept) -> None:
    """Do what the messages ask for; raise `SearchError` for an index that could not be made."""
    indexes: dict[str, SearchIndex] = {}
    made: dict[str, Future[None]] = {}
    with tempfile.TemporaryDirectory(prefix="course-search-") as folder, ThreadPoolExecutor() as pool:
        for line in lines:
            match json.loads(line):
                case "page", lang, url, langs, sections:
                    if lang not in indexes:
                        indexes[lang] = SearchIndex(lang, Path(folder, lang))
                    make = partial(_record, lang, url, langs, sections)
                    indexes[lang].add(kept.of(make, "record", line), offered(unpacked(sections)))
                case "make", lang if lang in indexes:
                    # Pagefind is a process of its own: meanwhile the next language is read.
                    made[lang] = pool.submit(indexes[lang].make)
                case "write", target:
                    for lang, done in made.items():
                        done.result()
                        indexes[lang].write(Path(target, lang))
        pool.shutdown(cancel_futures=True)


def _record(lang: str, url: str, langs: list[str], sections: list[Any]) -> str:
    return record(unpacked(sections), url, lang, langs)


if __name__ == "__main__":
    # An interrupt is for the build, which ends the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kept = Kept(Path(sys.argv[2]) if sys.argv[2:] else None, bytes.fromhex(sys.argv[1]), held=False)
    try:
        serve(sys.stdin.buffer, kept)
        kept.close()
    except (SearchError, OSError, subprocess.SubprocessError) as error:
        message = str(error) if isinstance(error, SearchError) else f"search: found {error}, expected an index"
        sys.stdout.buffer.write(message.encode())
        sys.exit(1)
