"""Draws findings of real courses for readers to judge: ``draw.py open|closed COUNT SEED FOLDER…``.

Half of the pages of each language are open: of these every finding may be looked at while the checks are
worked on. The others stay closed until there is something to be proven. Pages of which findings were judged
before are open; of the rest the first by a digest of their paths, until it is half.

The rows ``file,line,kind,severity,first,second`` wait for the verdicts of two readers, ``real`` or ``not``. With
``--texts`` the same findings are printed with both texts beside each other instead, which is what readers are given.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from dragoman.cli import sync as cli_sync
from dragoman.findings import Finding
from dragoman.pages.lecture import Lecture
from dragoman.sync.checks.check import Sync
from dragoman.sync.pairing.pairs import Pair

JUDGED = (Path(__file__).with_name("judged.csv"), Path(__file__).with_name("drawn.csv"))


def opened(pages: Iterable[str]) -> set[str]:
    """Return the open half of the pages of each language, given as ``fr/week01/01-1.md``."""
    seen = {row["file"] for file in JUDGED for row in csv.DictReader(file.open(encoding="utf-8", newline=""))}
    by_lang: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        by_lang[page.partition("/")[0]].append(page)
    result: set[str] = set()
    for some in by_lang.values():
        some.sort(key=lambda page: (page not in seen, hashlib.sha256(page.encode()).digest()))
        result.update(some[: max(len(some) // 2, sum(page in seen for page in some))])
    return result


def drawn(found: Iterable[Finding], count: int, seed: int) -> list[Finding]:
    """Return ``count`` findings at random, in turn of each kind that there is, so that rare kinds are there too."""
    by_kind: dict[str, list[Finding]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one)
    source = random.Random(seed)
    for some in by_kind.values():
        source.shuffle(some)
    result: list[Finding] = []
    while len(result) < count and any(by_kind.values()):
        result += [some.pop() for _, some in sorted(by_kind.items()) if some]
    return sorted(result[:count])


def texts(one: Finding, page: Lecture, pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield what a reader needs to judge a finding: its message, its place, and the source beside it."""
    yield f"=== {one} [{one.severity}]"
    lines = page.to_bytes().decode().split("\n")
    yield from (f"{at:5} {lines[at - 1]}" for at in range(max(1, one.line - 3), min(len(lines), one.line + 4) + 1))
    for pair in pairs:
        spans = [(block.line, block.last_line) for block in (*pair.comments, *pair.target)]
        if any(first <= one.line <= last for first, last in spans):
            yield from ("--- " + block.text for block in pair.comments)
            yield from ("+++ " + block.text for block in pair.current)
            yield from (">>> " + block.text for block in pair.target)


def _found(folder: Path) -> tuple[Sync, list[tuple[str, Finding]]]:
    sync = cli_sync.open_docs(folder, "en")
    root = f"{folder.as_posix()}/"
    return sync, [(one.file.removeprefix(root), one) for one in cli_sync.findings(sync, ())]


def main() -> None:
    """Draw as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=["open", "closed"])
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--texts", action="store_true")
    args = parser.parse_args()
    pool: dict[Finding, tuple[str, Sync]] = {}
    for folder in args.folders:
        sync, found = _found(folder)
        names = {str(page.path): page for page, _ in sync.translations()}
        half = opened(names)
        for name, one in found:
            if name in names and (name in half) == (args.half == "open"):
                pool[one] = (name, sync)
    chosen = drawn(sorted(pool), args.count, args.seed)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    if not args.texts:
        rows.writerow(["file", "line", "kind", "severity", "first", "second"])
    for one in chosen:
        name, sync = pool[one]
        if args.texts:
            page = next(page for page, _ in sync.translations() if str(page.path) == name)
            print("\n".join(texts(one, page, sync.pairs(page).pairs)), end="\n\n")
        else:
            rows.writerow([name, one.line, one.kind, one.severity.value, "", ""])


if __name__ == "__main__":
    main()
