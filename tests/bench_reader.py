"""What a first visit costs a reader: ``make bench`` prints it and writes bench-reader.json.

Lighthouse (mobile, three runs, the median) on a lecture in English and in Arabic, served as a static host serves it:
compressed, and below nothing that slows it. Nothing here passes or fails.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from browser import find

ROOT = Path(__file__).resolve().parent.parent
LIGHTHOUSE = ROOT / ".cache" / "lighthouse"
LECTURES = {"English": ("week05/05-1/", "convolution gradient"), "Arabic": ("ar/week05/05-1/", "الهبوط")}
RUNS = 3
# Of any host that is not this machine, in seconds. Without it faces are there before the first paint, and Lighthouse
# takes what a page did not wait for as what it needs.
LATENCY = 0.04
CATEGORIES = ("performance", "accessibility", "seo", "best-practices")
TIMES = {
    "first-contentful-paint": "first contentful paint, ms",
    "largest-contentful-paint": "largest contentful paint, ms",
    "total-blocking-time": "total blocking time, ms",
}
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml"}
# The launcher's own list of features to switch off has one that every reader's browser has, RenderDocument: without it
# some first paints come one or two whole seconds late here, with nothing to wait for. This list takes its place.
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)


class _Host(http.server.SimpleHTTPRequestHandler):
    """A static host: HTTP/1.1, text compressed, an hour of cache."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a file, compressed where that makes it smaller."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        time.sleep(LATENCY)
        self.send_response(200)
        if file.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{self.guess_type(str(file))}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Measure and print."""
    command = _lighthouse()
    with tempfile.TemporaryDirectory() as folder:
        site = Path(sys.argv[1]) if sys.argv[1:] else _build(Path(folder, "site"))
        with _served(site) as address:
            figures = {
                f"{name}: {figure}": value
                for name, (path, query) in LECTURES.items()
                for figure, value in {
                    **_visit(command, address + path),
                    "bytes of a first search": _first_search(address + path, query),
                }.items()
            }
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:>10}")
    (ROOT / "bench-reader.json").write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def _path() -> str:
    """Return PATH with the npm that make may have installed into the environment."""
    return os.pathsep.join([os.environ["PATH"], str(Path(sys.executable).parent)])


def _lighthouse() -> list[str]:
    """Return the command, installed into the cache by its own lock file: 180 MB that nothing else needs."""
    source = ROOT / "tests" / "lighthouse"
    lock = (source / "package-lock.json").read_text("utf-8")
    ready = LIGHTHOUSE / "ready"
    if not ready.is_file() or ready.read_text("utf-8") != lock:
        LIGHTHOUSE.mkdir(parents=True, exist_ok=True)
        for file in (source / "package.json", source / "package-lock.json", ROOT / ".npmrc"):
            shutil.copy(file, LIGHTHOUSE)
        npm = shutil.which("npm", path=_path()) or "npm"
        subprocess.run([npm, "ci", "--loglevel=error"], cwd=LIGHTHOUSE, check=True, env=os.environ | {"PATH": _path()})
        ready.write_text(lock, "utf-8")
    return [shutil.which("node", path=_path()) or "node", str(LIGHTHOUSE / "node_modules/lighthouse/cli/index.js")]


def _build(site: Path) -> Path:
    """Build our site into a folder."""
    subprocess.run(
        [str(Path(sys.executable).with_name("mkdocs")), "build", "-q", "-d", str(site)], cwd=ROOT, check=True
    )
    return site


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """Serve a folder on loopback."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(site)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def _visit(command: list[str], url: str) -> Mapping[str, float]:
    """Return the medians of the scores and times of several first visits, and what one transfers."""
    reports = [_report(command, url) for _ in range(RUNS)]
    audits = [report["audits"] for report in reports]
    requests = audits[0]["network-requests"]["details"]["items"]
    return {
        **{name: round(100 * median(one["categories"][name]["score"] for one in reports)) for name in CATEGORIES},
        **{label: round(median(one[name]["numericValue"] for one in audits)) for name, label in TIMES.items()},
        "requests of a first visit": len(requests),
        "bytes of a first visit": sum(request["transferSize"] for request in requests),
    }


def _report(command: list[str], url: str) -> dict[str, dict]:
    """Return Lighthouse's report on one visit by a phone."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        subprocess.run(
            [
                *command,
                url,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--chrome-flags={' '.join(FLAGS)}",
                f"--only-categories={','.join(CATEGORIES)}",
            ],
            check=True,
            env=os.environ | {"CHROME_PATH": find() or ""},
            timeout=300,
        )
        return json.loads(report.read_text("utf-8"))


def _first_search(url: str, query: str) -> int:
    """Return the bytes that the first search of a reader transfers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=list(FLAGS[1:]))
        page = browser.new_page()
        page.goto(url, wait_until="networkidle")
        received = []
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
        page.keyboard.press("/")
        page.locator(".course-search__query").fill(query)
        page.locator(".course-search__results > li").first.wait_for()
        page.wait_for_load_state("networkidle")
        browser.close()
        return round(sum(received))


if __name__ == "__main__":
    main()
