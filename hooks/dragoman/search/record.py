"""The search index of a language, written with Pagefind."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import subprocess
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from pagefind.service import get_executable

from dragoman.languages.language import language

# Pagefind's own interfaces, and what only they or filters would load, are left out.
_NEEDED = ("pagefind.js", "fragment/*", "index/*")
_ENTRY = "pagefind-entry.json"
# In the list of all parts (CBOR), the name of the index of filters, which Pagefind writes in another order each time; ` is an empty one.
_UNSTABLE = re.compile(rb"([0-9a-f]\x81\x82\x64page)(?s:.)[a-z]+_[0-9a-f]+")
_TIME_LIMIT = 120  # seconds


class SearchError(Exception):
    """An index that could not be made."""


class SearchIndex:
    """The index of one language in the making; ``folder`` holds what Pagefind reads and writes."""

    def __init__(self, lang: str, folder: Path) -> None:
        self._lang = lang
        self._records = folder / "records"
        self._bundle = folder / "bundle"
        self._records.mkdir(parents=True)
        self._count = 0
        self._offered: dict[str, str] = {}

    def add(self, record: str, offered: Iterable[str] = ()) -> None:
        """Take in the `record` of a page, and the words that it gives to be ``offered`` for mistyped ones."""
        (self._records / f"{self._count:05}.html").write_text(record, "utf-8")
        self._count += 1
        for word in offered:
            # As it is written within a sentence, where it is.
            known = self._offered.setdefault(word.lower(), word)
            self._offered[word.lower()] = max(known, word)

    def make(self) -> None:
        """Index the pages that were taken in."""
        _run_pagefind(self._records, self._bundle, language(self._lang).folding.stemmer)

    def write(self, folder: Path) -> None:
        """Write what was made to ``folder``, with the rules that queries are folded by, and what they may have meant."""
        _copy(self._bundle, folder)
        # Of forms of a word that are as near, the first is taken: the shortest.
        offered = sorted(sorted(self._offered.values()), key=len)
        rules = language(self._lang).folding.for_browser() | {"offered": offered}
        (folder / "rules.json").write_text(json.dumps(rules, ensure_ascii=False), "utf-8")


def _run_pagefind(source: Path, target: Path, stemmer: str) -> None:
    """Index a folder of HTML files."""
    executable = get_executable()
    if executable is None:
        raise SearchError("search: found no pagefind, expected its program: pip install 'pagefind[bin]'")
    command = [str(executable), "--site", str(source), "--output-path", str(target), "--force-language", stemmer]
    done = subprocess.run(
        [*command, "--quiet"], capture_output=True, encoding="utf-8", timeout=_TIME_LIMIT, check=False
    )
    if done.returncode:
        raise SearchError(f"search: found that pagefind failed, expected an index: {done.stdout}{done.stderr}")


def _copy(bundle: Path, folder: Path) -> None:
    """Copy what a browser asks for; of the same pages it is always the same."""
    entry = _whole(bundle / _ENTRY)
    ((lang, about),) = json.loads(entry)["languages"].items()
    parts = _UNSTABLE.sub(rb"\1`", gzip.decompress(_whole(bundle / f"pagefind.{about['hash']}.pf_meta")))
    name = f"{lang}_{hashlib.sha256(parts).hexdigest()[:10]}"
    found = {
        str(file.relative_to(bundle)): _whole(file)
        for pattern in (*_NEEDED, f"wasm.{about.get('wasm') or 'unknown'}.pagefind")
        for file in bundle.glob(pattern)
    }
    found[_ENTRY] = entry.replace(about["hash"].encode(), name.encode())
    found[f"pagefind.{name}.pf_meta"] = gzip.compress(parts, mtime=0)
    for path, data in found.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _whole(file: Path) -> bytes:
    """Return what Pagefind wrote to a file; where the disk is full it says that all is well."""
    data = file.read_bytes()
    with suppress(EOFError, OSError, ValueError, zlib.error):
        if file.suffix == ".js" and data.endswith(b"};"):
            return data
        if file.suffix == ".json" and json.loads(data):
            return data
        if gzip.decompress(data):
            return data
    raise SearchError(f"search: found only a part of {file.name}, expected room for it: make some in {gettempdir()}")
