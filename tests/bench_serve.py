"""An afternoon at ``mkdocs serve``: ``make bench COURSE_CORPUS=…`` saves pages of the corpus 200 times.

Prints a table and writes bench-serve.json. It fails if the memory grows: after the 50th save all processes
together may take 1.1 times what they took after the 5th.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from bench import own_config
from serving import ROOT, Server

SAVES = 200
FIRST, LATER = 5, 50
MOST = 1.1
SOURCE, TRANSLATION = "en/week01/01-1.md", "fr/week01/01-1.md"
ADDRESSES = {SOURCE: "/week01/01-1/", TRANSLATION: "/fr/week01/01-1/"}
_STEP = 0.01  # seconds between two looks
# What is saved in turn: the page, and what is put at its end for the n-th time.
EDITS: dict[str, tuple[str, Callable[[int], str]]] = {
    "a paragraph": (SOURCE, lambda n: f"Saved {n} times."),
    "one with a formula": (SOURCE, lambda n: f"Saved {n} times: $x^{{{n}}} + \\frac{{{n}}}{{2}}$."),
    "a heading": (SOURCE, lambda n: f"### Heading\n\nSaved {n} times."),
    "a caption": (SOURCE, lambda n: f"<center>\n**Fig.**: Saved {n} times.\n</center>"),
    "a translation": (TRANSLATION, lambda n: f"Saved {n} times."),
    "a translation's comment": (TRANSLATION, lambda n: f"<!-- A comment {n} -->\nSaved {n} times."),
}


def main(saves: int = SAVES) -> None:
    """Measure and print."""
    memory: list[float] = []
    seconds: dict[str, list[float]] = {}
    most = 0
    with tempfile.TemporaryDirectory() as name:
        docs, config = Path(name, "docs"), Path(name, "mkdocs.yml")
        shutil.copytree(os.environ["COURSE_CORPUS"], docs)
        config.write_text(json.dumps(own_config()), "utf-8")
        texts = {path: (docs / path).read_text("utf-8") for path in ADDRESSES}
        with Server(config, Path(name, "log"), COURSE_CORPUS=str(docs)) as server:
            server.wait_for("/week01/01-1/", "</html>")
            for number, (kind, (path, edit)) in zip(range(1, saves + 1), cycle(EDITS.items()), strict=False):
                start = time.perf_counter()
                (docs / path).write_text(f"{texts[path]}\n\n{edit(number)}\n", "utf-8")
                server.wait_for(ADDRESSES[path], f"Saved {number} times", every=_STEP)
                seconds.setdefault(kind, []).append(time.perf_counter() - start)
                memory.append(server.pss())
                most = max(most, len(server.processes()))
                print(
                    f"save {number}, {kind}: {seconds[kind][-1]:.2f} s, {memory[-1]:.0f} MB",
                    file=sys.stderr,
                    flush=True,
                )
    figures = {
        "serve: saves in a row": saves,
        "serve: processes, most": most,
        "serve: memory after 5 saves, MB": round(memory[FIRST - 1]),
        "serve: memory after 50 saves, MB": round(memory[min(LATER, saves) - 1]),
        "serve: memory at the end, MB": round(memory[-1]),
        "serve: memory after 50 saves / after 5": round(memory[min(LATER, saves) - 1] / memory[FIRST - 1], 3),
        "serve: memory at the end / after 5": round(memory[-1] / memory[FIRST - 1], 3),
    }
    for kind, taken in seconds.items():
        figures[f"serve: save of {kind} to page, s, median"] = round(statistics.median(taken), 3)
        figures[f"serve: save of {kind} to page, s, slowest"] = round(max(taken), 3)
    width = max(map(len, figures))
    for what, value in figures.items():
        print(f"{what:<{width}}  {value:>10}")
    (ROOT / "bench-serve.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    if figures["serve: memory after 50 saves / after 5"] > MOST:
        sys.exit(f"the memory grew more than {MOST} times")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
