"""An afternoon at ``mkdocs serve``: ``make bench COURSE_CORPUS=…`` saves a page of the corpus 200 times.

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
from pathlib import Path

from serving import ROOT, Server

SAVES = 200
FIRST, LATER = 5, 50
MOST = 1.1
PAGE = "en/week01/01-1.md"


def main(saves: int = SAVES) -> None:
    """Measure and print."""
    memory, seconds, most = [], [], 0
    with tempfile.TemporaryDirectory() as name:
        docs = Path(name, "docs")
        shutil.copytree(os.environ["COURSE_CORPUS"], docs)
        page = docs / PAGE
        text = page.read_text("utf-8")
        with Server(ROOT / "corpus.yml", Path(name, "log"), COURSE_CORPUS=str(docs)) as server:
            server.wait_for("/week01/01-1/", "</html>")
            for number in range(1, saves + 1):
                start = time.perf_counter()
                page.write_text(f"{text}\n\nSaved {number} times.\n", "utf-8")
                server.wait_for("/week01/01-1/", f"Saved {number} times.")
                seconds.append(time.perf_counter() - start)
                memory.append(server.pss())
                most = max(most, len(server.processes()))
                print(f"save {number}: {seconds[-1]:.1f} s, {memory[-1]:.0f} MB", file=sys.stderr, flush=True)
    figures = {
        "serve: saves in a row": saves,
        "serve: save to page, s, median": round(statistics.median(seconds), 2),
        "serve: processes, most": most,
        "serve: memory after 5 saves, MB": round(memory[FIRST - 1]),
        "serve: memory after 50 saves, MB": round(memory[min(LATER, saves) - 1]),
        "serve: memory at the end, MB": round(memory[-1]),
        "serve: memory after 50 saves / after 5": round(memory[min(LATER, saves) - 1] / memory[FIRST - 1], 3),
        "serve: memory at the end / after 5": round(memory[-1] / memory[FIRST - 1], 3),
    }
    for name, value in figures.items():
        print(f"{name:<42}  {value:>10}")
    (ROOT / "bench-serve.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    if figures["serve: memory after 50 saves / after 5"] > MOST:
        sys.exit(f"the memory grew more than {MOST} times")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
