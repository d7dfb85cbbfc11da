"""Pictures of the site, to look at and for the README: ``python tests/screenshots.py site`` (``make screenshots``)."""

from __future__ import annotations

import functools
import http.server
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser import find

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / ".github"
OTHERS = ROOT / "screenshots"
HEIGHT = 800


@dataclass(frozen=True)
class Picture:
    """What a picture shows: a page, from an element on, in a colour scheme, after something was done there."""

    name: str
    path: str
    at: str = ""
    scheme: str = "light"
    width: int = 1280
    hover: str = ""
    click: str = ""
    search: str = ""
    folder: Path = OTHERS


PICTURES = (
    Picture("home", "", folder=README),
    Picture("home-ar", "ar/", scheme="dark"),
    Picture("lecture-en", "week05/05-1/", at="#momentum", folder=README),
    Picture("lecture-ar", "ar/week05/05-1/", at="#momentum", scheme="dark", folder=README),
    Picture("head-fr", "fr/week03/03-2/"),
    Picture("figure-ar", "ar/week03/03-2/", at="[id='fig:early-stopping']"),
    Picture("exercise-tr", "tr/week02/02-3/", at="div.exercise", click="div.exercise details > summary"),
    Picture("quiz-en", "week01/01-2/", at=".quiz", scheme="dark", click=".quiz .answer summary"),
    Picture("reference-fr", "fr/week05/05-1/", at="[id='momentum']", hover="a.reference"),
    Picture("phone-tr", "tr/week02/02-2/", width=390),
    Picture("search-ar", "ar/week03/03-2/", search="nn.Conv2d"),
    Picture("status", "status/", folder=README),
)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Return the file of a picture that was taken of a served site."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": HEIGHT}, color_scheme=picture.scheme, reduced_motion="reduce"
    )
    page.goto(f"{address}/{picture.path}", wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    if picture.at:
        # Below the head of the page, which stays.
        page.locator(picture.at).first.evaluate("(one) => scrollTo(0, scrollY + one.getBoundingClientRect().top - 90)")
    if picture.click:
        page.locator(picture.click).first.click()
    if picture.hover:
        page.locator(f"{picture.hover} >> visible=true").last.hover()
        page.locator("[role=tooltip]").wait_for()
    if picture.search:
        page.keyboard.press("/")
        page.locator(".course-search__query").fill(picture.search)
        page.locator(".course-search__results > li").first.wait_for()
    picture.folder.mkdir(exist_ok=True)
    file = picture.folder / f"{picture.name}.png"
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
