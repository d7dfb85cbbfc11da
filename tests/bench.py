"""What the build costs: ``make bench COURSE_CORPUS=…`` prints a table and writes bench-site.json.

All figures are ratios within one run, or rates of one process; nothing here passes or fails.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from dragoman.formulas.finder import find
from dragoman.formulas.katex import Katex
from dragoman.hosts.defaults import THEME
from dragoman.pages.lecture import parse
from dragoman.rendering.constructs import EXTENSIONS
from dragoman.website.assets import KATEX

ROOT = Path(__file__).resolve().parent.parent
PAIRS = 5
PAGE = "en/week01/01-1.md"
SCALES = (1, 2, 4, 8)
# Installed packages come compiled; ours must be able to stay so, as on any user's machine.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_MKDOCS = Path(sys.executable).with_name("mkdocs")
_COURSE = Path(sys.executable).with_name("course")


def main() -> None:
    """Measure and print."""
    corpus = Path(os.environ["COURSE_CORPUS"]).resolve()
    figures = {**_builds(corpus), **_formulas(corpus)}
    figures |= _checks(corpus, figures["build of the corpus, plain: s"])
    figures["share of the build that formulas take, %"] = round(
        100 * figures["formulas: cold, s"] / figures["build of the corpus, cold: s"], 1
    )
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:>10}")
    (ROOT / "bench-site.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    print(json.dumps(figures))


def _builds(corpus: Path) -> dict[str, float]:
    """Time builds of a copy of the corpus in turn: the plain stack, ours without caches, with them, with one page changed."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        docs = folder / "docs"
        shutil.copytree(corpus, docs)
        (folder / "overrides").mkdir()
        plain, ours = folder / "plain.yml", folder / "ours.yml"
        plain.write_text(_plain_config(folder / "overrides"), "utf-8")
        ours.write_text(json.dumps(own_config()), "utf-8")
        page = docs / PAGE
        text = page.read_text("utf-8")
        times: dict[str, list[float]] = {}
        memory: dict[str, list[float]] = {}
        for pair in range(PAIRS + 1):
            shutil.rmtree(folder / ".cache", ignore_errors=True)
            for kind, config in (
                ("plain", plain),
                ("cold", ours),
                ("nothing changed", ours),
                ("one page changed", ours),
            ):
                if kind == "one page changed":
                    page.write_text(f"{text}\n\nChanged {pair} times.\n", "utf-8")
                seconds, megabytes = _build(config, folder / config.stem, docs)
                if pair:  # the first one warms the disk
                    times.setdefault(kind, []).append(seconds)
                    memory.setdefault(kind, []).append(megabytes)
    for kind, taken in times.items():
        figures[f"build of the corpus, {kind}: s"] = round(statistics.median(taken), 2)
        if kind != "plain":
            ratios = [one / other for one, other in zip(taken, times["plain"], strict=True)]
            figures[f"build of the corpus, {kind}: / plain, cold"] = round(statistics.median(ratios), 3)
        figures[f"build of the corpus, {kind}: peak memory, MB"] = round(statistics.median(memory[kind]))
    return figures


def own_config() -> dict[str, object]:
    """Return our configuration of the corpus for another folder, whose caches it has."""
    return {
        "INHERIT": str(ROOT / "corpus.yml"),
        "hooks": [str(ROOT / "hooks" / "mkdocs_hooks.py")],
        "theme": {"name": "material", "custom_dir": str(ROOT / "overrides")},
    }


def _plain_config(overrides: Path) -> str:
    """Return our configuration without anything of ours: the theme's search, KaTeX left to the browser."""
    config = {
        "INHERIT": str(ROOT / "corpus.yml"),
        "hooks": [],
        "watch": [],
        "theme": {"custom_dir": str(overrides), **THEME},
        "plugins": {"search": {}, "dragoman": {"enabled": False}},
        "markdown_extensions": [
            *({name: options} for name, options in EXTENSIONS.items() if name != "pymdownx.superfences"),
            "pymdownx.superfences",
            {"pymdownx.arithmatex": {"generic": True}},
        ],
    }
    return json.dumps(config)


def _checks(corpus: Path, plain: float) -> dict[str, float]:
    """Time ``course check`` on the corpus and on up to eight copies of it, each in a process of its own."""
    figures: dict[str, float] = {}
    pages = len([file for file in corpus.rglob("*.md") if not file.is_relative_to(corpus / "en")])
    with tempfile.TemporaryDirectory() as folder:
        for times in SCALES:
            docs = Path(folder, str(times))
            _copies(corpus, docs, times)
            command = [str(_COURSE), "check", "--docs", str(docs), "--format", "json"]
            seconds = statistics.median(_run(command, ENVIRONMENT, expected=1)[0] for _ in range(PAIRS))
            if times == 1:
                figures["check of the corpus, cold: s"] = round(seconds, 2)
                figures["check of the corpus, cold: / plain build, cold"] = round(seconds / plain, 3)
            figures[f"check of {times} times the corpus: ms a translated page"] = round(
                1000 * seconds / pages / times, 1
            )
        docs, config = Path(folder, "docs"), Path(folder, "course.yml")
        shutil.copytree(corpus, docs)
        config.write_text(json.dumps(own_config() | {"docs_dir": str(docs)}), "utf-8")
        command = [str(_COURSE), "check", "-f", str(config), "--format", "json"]
        _run(command, ENVIRONMENT, expected=1)
        taken = []
        for number in range(PAIRS):
            with (docs / PAGE).open("a", encoding="utf-8") as file:
                file.write(f"\n\nChanged {number} times.\n")
            taken.append(_run(command, ENVIRONMENT, expected=1)[0])
        figures["check of the corpus, one page changed: s"] = round(statistics.median(taken), 2)
        figures["check of the corpus, one page changed: / plain build, cold"] = round(
            statistics.median(taken) / plain, 3
        )
    return figures


def _copies(corpus: Path, docs: Path, times: int) -> None:
    """Write the corpus several times over into one course, each time with other weeks and other paragraphs."""
    for file in corpus.rglob("*.md"):
        lang, *_, name = file.relative_to(corpus).parts
        week = int(name[:2])
        for copy in range(times):
            number = f"{week + 10 * copy:02}"
            target = docs / lang / f"week{number}" / (number + name[2:])
            target.parent.mkdir(parents=True, exist_ok=True)
            content = file.read_bytes().replace(b"ch.%02d" % week, f"ch.{number}".encode(), 1)
            # Text that is the same in all copies would be read once only.
            target.write_bytes(re.sub(rb"[.:,](?=\r?\n)", rb"\g<0> K%d" % copy, content) if copy else content)


def _build(config: Path, site: Path, corpus: Path) -> tuple[float, float]:
    """Return the seconds and the peak memory in MB of one build in a process of its own."""
    environment = ENVIRONMENT | {"COURSE_CORPUS": str(corpus), "COURSE_CORPUS_SITE": str(site)}
    return _run([str(_MKDOCS), "build", "-q", "-f", str(config), "-d", str(site)], environment)


def _run(command: list[str], environment: Mapping[str, str], expected: int = 0) -> tuple[float, float]:
    """Return the seconds and the peak memory in MB of a command that ends with the code ``expected``."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != expected:
        sys.exit(f"{' '.join(command)} failed")
    return seconds, megabytes(usage)


def megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _formulas(corpus: Path) -> Mapping[str, float]:
    """Time KaTeX on all distinct formulas of the corpus: from its loading, and once more."""
    formulas = {
        (formula.tex, formula.display)
        for file in sorted(corpus.rglob("*.md"))
        for formula in find(
            parse(PurePosixPath(file.relative_to(corpus).as_posix()), file.read_bytes()).visible.text
        ).formulas
    }
    start = time.perf_counter()
    Katex(KATEX, {}).render(formulas)
    cold = time.perf_counter() - start
    katex = Katex(KATEX, {})
    katex.render((tex + " ", display) for tex, display in formulas)  # the same work, other keys
    start = time.perf_counter()
    katex.render(formulas)
    warm = time.perf_counter() - start
    return {
        "formulas: distinct": len(formulas),
        "formulas: cold, s": round(cold, 2),
        "formulas: per second, cold": round(len(formulas) / cold),
        "formulas: per second, warm": round(len(formulas) / warm),
    }


if __name__ == "__main__":
    main()
