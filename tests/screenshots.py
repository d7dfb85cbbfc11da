"""Pictures of the site for the README: ``python tests/screenshots.py site`` (``make screenshots``)."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser import find

FOLDER = Path(__file__).resolve().parent.parent / ".github"
SIZE = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Picture:
    """What a picture shows: a page, from an element on, in a colour scheme."""

    name: str
    path: str
    at: str = ""
    scheme: str = "light"


PICTURES = (
    Picture("home", ""),
    Picture("lecture-en", "week05/05-1/", at="#momentum"),
    Picture("lecture-ar", "ar/week05/05-1/", at="#momentum", scheme="dark"),
    Picture("status", "status/"),
)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Return the file of a picture that was taken of a served site."""
    page = browser.new_page(viewport=SIZE, color_scheme=picture.scheme, reduced_motion="reduce")
    page.goto(f"{address}/{picture.path}{picture.at}", wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    file = FOLDER / f"{picture.name}.png"
    page.screenshot(path=file, animations="disabled")
    page.close()
    return file


def main() -> None:
    """Take all pictures of the site in the folder that is named."""
    handler = functools.partial(_Silent, directory=sys.argv[1])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            file = take(browser, f"http://127.0.0.1:{server.server_port}", picture)
            print(f"{file.name}: {file.stat().st_size // 1000} kB")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
