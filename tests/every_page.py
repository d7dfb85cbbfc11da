"""The addresses of all pages of our site, known before it is built, and how one is laid out."""

from __future__ import annotations

from playwright.sync_api import Page

from projects import LANGUAGES, ROOT

PREFIXES = {lang: "" if lang == "en" else f"{lang}/" for lang in LANGUAGES}
NAMES = sorted(file.relative_to(ROOT / "docs" / "en") for file in (ROOT / "docs" / "en").rglob("*.md"))
PAGES = [
    PREFIXES[lang] + ("" if name.stem == "index" else f"{name.with_suffix('').as_posix()}/")
    for lang in LANGUAGES
    for name in NAMES
]
# A host shows the last one for all addresses that do not exist.
ALL = [*PAGES, "404.html"]
WIDTHS = (1360, 390)
SCHEMES = {"light": "default", "dark": "slate"}
# The pieces that a formula is drawn of, thousands a page: hidden from screen readers, they have the colour of the text
# around them. One page is looked at with them, and each for what it makes scroll.
DRAWN = [".katex-html"]
UNDRAW = "document.querySelectorAll('.katex-html').forEach((one) => one.replaceChildren())"
# What moves ends, or is looked at as it is: a page may hold an animation that never ends.
STILL = """
Promise.race([
  Promise.allSettled(document.getAnimations().map((one) => one.finished)),
  new Promise((done) => setTimeout(done, 20000)),
]).then(() => 1)
"""
# On a phone, blocks are laid out as they come near; the theme lets the Tab key stop at those that scroll.
WHOLE = """
() => {
  document.querySelectorAll(".from-the-top").forEach((one) => one.classList.remove("from-the-top"));
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""


def lang_of(path: str) -> str:
    """Return the language of an address."""
    first = path.partition("/")[0]
    return first if first in LANGUAGES else "en"


def wide(page: Page, width: int) -> None:
    """Change the width of an open page, lay all of it out, and wait until it stands still."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(WHOLE)
    page.evaluate(STILL)
