"""Chromium for the tests: finds one, or installs one (``python tests/browser.py``), and asks its pages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

# The shell without windows first: it needs half the time for a page.
NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
)
# Debian's packages, either of which will do.
PACKAGES = ("chromium-headless-shell", "chromium")


CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Visit:
    """A page that was opened, and what it asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def find() -> str | None:
    """Return the path of a Chromium on PATH, or of the one that playwright installed."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install a Chromium by the means the machine offers: playwright's download, else Debian's package."""
    print("no Chromium on PATH: installing one for the tests", file=sys.stderr)
    try:
        download = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, timeout=600)
        if download.returncode == 0:
            return
    except subprocess.TimeoutExpired:
        pass
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in PACKAGES:
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            if subprocess.run(command, check=False).returncode == 0:
                return


# Frames come and go, however slowly they are drawn, until nothing has moved for twenty of them.
STANDS_STILL = """
() => new Promise((done) => {
  let last = "", still = 0;
  const frame = () => {
    const now = `${scrollX} ${scrollY} ${document.documentElement.scrollHeight} ${document.getAnimations().length}`;
    still = now === last ? still + 1 : 0;
    last = now;
    still < 20 ? requestAnimationFrame(frame) : done();
  };
  frame();
})
"""


def settle(page: Page) -> None:
    """Wait until an open page has its faces and stands still."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(STANDS_STILL)


# Left and right edges of the n-th character of the text that an element shows.
EDGES = """
([element, text]) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(text);
    if (at < 0) continue;
    return [...text].map((_, i) => {
      const range = document.createRange();
      range.setStart(node, at + i);
      range.setEnd(node, at + i + 1);
      const box = range.getBoundingClientRect();
      return [box.left, box.right];
    });
  }
  return null;
}
"""


def edges(page: Page, selector: str, text: str) -> list[list[float]]:
    """Return where each character of ``text`` is drawn inside an element: ``[left, right]`` in pixels."""
    found = page.evaluate(EDGES, [page.query_selector(selector), text])
    assert found, f"{text!r} is not a text of {selector}"
    return found


if __name__ == "__main__":
    if not find():
        install()
    if not find():
        sys.exit(
            f"found no Chromium, expected one of {', '.join(NAMES)} on PATH: install it, or let "
            "'python -m playwright install chromium' download one"
        )
