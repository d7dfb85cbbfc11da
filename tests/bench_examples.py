"""What executed examples cost: 30 snippets in 4 languages, ours against stock markdown-exec.

Part of ``make bench``; prints a table and writes bench-examples.json. Nothing here passes or fails.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import ROOT, megabytes
from dragoman.execution.runner import Runner
from dragoman.execution.snippets import parse

LANGUAGES = ("en", "fr", "tr", "ar")
RUNS = 3
_MKDOCS = Path(sys.executable).with_name("mkdocs")
_SMALL = "import torch\n\ntorch.manual_seed({n})\nx = torch.randn({n} + 2, 3)\nprint(x.mean(0))\n"
_TRAINING = """import torch

torch.manual_seed({n})
x, y = torch.randn(512, 8), torch.randn(512, 1)
net = torch.nn.Sequential(torch.nn.Linear(8, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1))
optimiser = torch.optim.Adam(net.parameters())
for _ in range(1000):
    optimiser.zero_grad()
    loss = (net(x) - y).square().mean()
    loss.backward()
    optimiser.step()
print(f"{{loss.item():.4f}}")
"""
_DRAWING = """import matplotlib.pyplot as plt
import torch

x = torch.linspace(0, {n}, 100)
plt.plot(x, x.sin())
"""
# What a page of stock markdown-exec must do itself to show a figure.
_STOCK_FIGURE = """
import io
buffer = io.StringIO()
plt.savefig(buffer, format="svg")
plt.close("all")
print(buffer.getvalue()[buffer.getvalue().index("<svg"):])
"""


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        figures = {**_builds(Path(folder)), **_isolation(Path(folder))}
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        sys.stdout.write(f"{name:<{width}}  {value:>10}\n")
    (ROOT / "bench-examples.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    sys.stdout.write(json.dumps(figures) + "\n")


def _sources() -> list[tuple[str, bool]]:
    """Return the code of the 30 snippets, and whether each draws."""
    small = [(_SMALL.format(n=n), False) for n in range(24)]
    training = [(_TRAINING.format(n=n), False) for n in range(3)]
    drawing = [(_DRAWING.format(n=n + 3), True) for n in range(3)]
    return small + training + drawing


def _builds(folder: Path) -> dict[str, float]:
    ours, stock = _our_course(folder / "ours"), _stock_course(folder / "stock")
    times: dict[str, list[float]] = {"stock": [], "cold": [], "warm": []}
    memory: dict[str, list[float]] = {"stock": [], "cold": [], "warm": []}
    for run in range(RUNS + 1):
        shutil.rmtree(ours.parent / ".cache", ignore_errors=True)
        for name, config in (("stock", stock), ("cold", ours), ("warm", ours)):
            seconds, peak = _build(config)
            if run:  # the first one warms the disk
                times[name].append(seconds)
                memory[name].append(peak)
    imports = subprocess.run(
        [sys.executable, "-X", "importtime", str(_MKDOCS), "build", "-q", "-f", str(ours)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stderr
    pairs = {name: [one / other for one, other in zip(times[name], times["stock"], strict=True)] for name in times}
    return {
        "30 snippets in 4 languages: stock markdown-exec, s": round(statistics.median(times["stock"]), 2),
        "30 snippets in 4 languages: ours cold, s": round(statistics.median(times["cold"]), 2),
        "30 snippets in 4 languages: ours warm, s": round(statistics.median(times["warm"]), 2),
        "cold / stock": round(statistics.median(pairs["cold"]), 2),
        "warm / stock": round(statistics.median(pairs["warm"]), 2),
        "peak memory: stock, MB": round(statistics.median(memory["stock"])),
        "peak memory: ours warm, MB": round(statistics.median(memory["warm"])),
        "peak memory: warm / stock": round(statistics.median(memory["warm"]) / statistics.median(memory["stock"]), 2),
        "modules of torch that the warm build imports": sum(
            line.rpartition("|")[2].strip().partition(".")[0] == "torch" for line in imports.splitlines()
        ),
    }


def _our_course(folder: Path) -> Path:
    """Write the course with snippets in files; return its configuration."""
    for number, (source, _) in enumerate(_sources()):
        path = folder / "snippets" / "week05" / f"05-1-s{number:02}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# %% only\n{source}", "utf-8")
    _pages(folder, lambda number: f'```python exec="1" snippet="05-1-s{number:02}:only" source="above"\n```')
    config = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "hooks": [str(ROOT / "hooks" / "mkdocs_hooks.py")],
        "watch": [],
        "nav": None,
        "theme": {"custom_dir": str(ROOT / "overrides")},
    }
    return _config(folder, config)


def _stock_course(folder: Path) -> Path:
    """Write the same course for markdown-exec alone; return its configuration."""
    sources = _sources()

    def fence(number: int) -> str:
        source, draws = sources[number]
        html = ' html="1"' if draws else ' result="text"'
        return f'```python exec="1" source="above"{html}\n{source}{_STOCK_FIGURE if draws else ""}```'

    _pages(folder, fence)
    (folder / "overrides").mkdir()
    config = {
        "INHERIT": str(ROOT / "mkdocs.yml"),
        "hooks": [],
        "watch": [],
        "nav": None,
        "theme": {"custom_dir": str(folder / "overrides")},
    }
    return _config(folder, config)


def _pages(folder: Path, fence) -> None:
    for lang in LANGUAGES:
        for page in range(10):
            name = f"05-{page}" if page else "05"
            body = "\n\n".join(f"Example {number}.\n\n{fence(number)}" for number in range(3 * page, 3 * page + 3))
            lang_ref = f"ch.{name}"
            path = folder / "docs" / lang / "week05" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\nlang: {lang}\nlang-ref: {lang_ref}\ntitle: Page {page}\n---\n\n{body}\n", "utf-8")


def _config(folder: Path, config: dict[str, object]) -> Path:
    path = folder / "mkdocs.yml"
    path.write_text(json.dumps(config), "utf-8")
    return path


def _build(config: Path) -> tuple[float, float]:
    """Return the seconds of one build, and the peak memory in MB of MkDocs itself."""
    start = time.perf_counter()
    process = subprocess.Popen([str(_MKDOCS), "build", "-q", "-f", str(config)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"the build of {config} failed")
    return seconds, megabytes(usage)


def _isolation(folder: Path) -> dict[str, float]:
    """Compare one isolated snippet, the server being up, with a fresh interpreter that imports torch."""
    snippets = folder / "isolation" / "snippets"
    path = snippets / "week05" / "05-1-nothing.py"
    path.parent.mkdir(parents=True)
    path.write_text("print(1)\n", "utf-8")
    runner = Runner(folder / "cache", snippets, jobs=1)
    snippet = parse("05-1-nothing", path, path.read_text("utf-8"))
    list(runner.execute([snippet]))  # starts the server
    isolated, fresh = [], []
    for _ in range(5):
        start = time.perf_counter()
        list(runner.execute([snippet]))
        isolated.append(time.perf_counter() - start)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import torch; print(1)"], stdout=subprocess.DEVNULL, check=True)
        fresh.append(time.perf_counter() - start)
    return {
        "one isolated snippet, s": round(statistics.median(isolated), 3),
        "a fresh interpreter that imports torch, s": round(statistics.median(fresh), 3),
        "isolated / fresh": round(statistics.median(isolated) / statistics.median(fresh), 3),
    }


if __name__ == "__main__":
    main()
