"""How long a page of one shape takes, beside Python-Markdown alone: JSON with the worst of them.

Each page is checked, built, updated, adopted and fixed, as a source and as its own translation, in a process that is
ended after six times `LIMIT` seconds, and plain Python-Markdown after `LIMIT`. Processor time is what counts: it is the same
beside other work.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from markdown import Markdown

from dragoman.cli.sync import Checks
from dragoman.pages import library
from dragoman.rendering import constructs
from dragoman.rendering.page import Place
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing import adopt, fix, update
from dragoman.website import losses
from dragoman.website.build import Settings, Site
from projects import ROOT
from shapes import NAMES, SIZES, fullest, shape

LIMIT = 10  # seconds
PATIENCE = 20  # times as long for what waits, or runs beside other work
FACTOR, FREE = 3, 1
EXTENSIONS, SETTINGS = constructs.extended([], {})
PLACE = Place("Title", None, lambda name, lang: f"/{lang}/{name}", lambda _: None)
HEAD = "---\n{}lang-ref: ch.05\ntitle: x\n---\n\n"


def plain(text: str, _folder: Path) -> Iterator[str]:
    Markdown(extensions=EXTENSIONS, extension_configs=SETTINGS).convert(text)
    yield "Markdown"


def commands(text: str, folder: Path) -> Iterator[str]:
    """Do what the commands do with a page and its translation, one after the other."""
    for lang in ("en", "fr"):
        (folder / "docs" / lang).mkdir(parents=True)
        head = HEAD.format("" if lang == "en" else f"lang: {lang}\n")
        (folder / "docs" / lang / "a.md").write_text(head + text, "utf-8")
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    settings = Settings(folder, folder / "docs", ("en", "fr"), "en", {}, katex, folder / "snippets", folder / ".cache")
    read = library.read(settings.docs, settings.languages, "en")
    sync = Sync(read, "docs", katex)
    translations = list(sync.translations())
    checks = Checks(sync)
    for sides in translations:
        checks(sides)
    list(losses.find(read, "docs"))
    yield "check"
    site = Site(settings)
    for path in ("en/a.md", "fr/a.md"):
        page = site.page(path)
        if page is not None:
            page.article(page.markdown("../"), PLACE, EXTENSIONS, SETTINGS)
    yield "build"
    for edit in (
        lambda page, source, sync: update.update(page, source, sync.pairs(page)),
        lambda page, source, sync: adopt.adopt(page, source, sync, 0.5),
        lambda page, _, sync: fix.fix(page, sync, lambda _: True),
    ):
        for page, source in translations:
            edit(page, source, Sync(read, "docs", katex))
        yield "update, adopt or fix"


def _run(what: Callable[[str, Path], Iterator[str]], text: str, most: int, answer: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        list(what("a\n", Path(folder, "warm")))
        start = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(start) + 1 + most, int(start) + 2 + most))
        longest = 0.0
        try:
            for _ in what(text, Path(folder, "measured")):
                longest, start = max(longest, time.process_time() - start), time.process_time()
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            answer.send(f"{type(error).__name__}: {error}"[:80])
        else:
            answer.send(longest)


def seconds(what: Callable[[str, Path], Iterator[str]], text: str, most: int) -> float | str:
    """Return how long the longest of ``what`` took, ``most`` seconds where that was not enough, or the exception that ended it."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(what, text, most, there), daemon=True)
    process.start()
    there.close()
    try:
        return here.recv() if here.poll(PATIENCE * LIMIT) else "found no end"
    except EOFError:
        process.join()
        return float(most) if process.exitcode == -signal.SIGXCPU else f"ended with {process.exitcode}"
    finally:
        process.kill()


def main(*chosen: str) -> None:
    """Print each shape that takes longer than it may, all of them or those that are ``chosen``.

    Larger pages of a shape are mostly named before they are read: the largest that is read is tried, too.
    """
    worst: dict[str, float | str] = {}
    for name in chosen or NAMES:
        for text in (*(shape(name, size) for size in SIZES), fullest(name, SIZES[-1])):
            alone, ours = seconds(plain, text, LIMIT), seconds(commands, text, 6 * LIMIT)
            allowed = FACTOR * (alone if isinstance(alone, float) else LIMIT) + FREE
            # A page and its translation are two pages.
            share = ours if isinstance(ours, str) else round(ours / 2 / min(allowed, LIMIT), 2)
            if isinstance(share, str) or share > 1:
                worst[f"{name}, {len(text) / 1000:.1f} kB: of the time it may take"] = share
            print(name, len(text), alone, ours, share, file=sys.stderr, flush=True)
    print(json.dumps({"shapes": len(chosen or NAMES), "longer than they may": worst}, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
