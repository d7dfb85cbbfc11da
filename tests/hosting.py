"""Our own site below a path of its host, with one page that is not translated into Turkish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from projects import LANGUAGES, ROOT, Built, mkdocs

PREFIX = "course/"
LECTURES = {lang: ("" if lang == "en" else f"{lang}/") + "week05/05-1/" for lang in LANGUAGES}


def build(folder: Path) -> Built:
    """Build it in an empty folder."""
    docs = folder / "docs"
    for file in (ROOT / "docs").rglob("*.*"):
        if file.relative_to(ROOT / "docs") != Path("tr", "week05", "05.md"):
            target = docs / file.relative_to(ROOT / "docs")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    for shared in ("snippets", ".cache"):
        (ROOT / shared).mkdir(exist_ok=True)
        (folder / shared).symlink_to(ROOT / shared)
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nhooks: ['{ROOT / 'hooks' / 'mkdocs_hooks.py'}']\n"
        f"theme: {{custom_dir: '{ROOT / 'overrides'}'}}\nwatch: []\nsite_url: http://localhost/{PREFIX}\n",
        "utf-8",
    )
    done = mkdocs("build", "-f", str(folder / "mkdocs.yml"), "-d", str(folder / "host" / PREFIX))
    return Built(folder / "host", done.returncode, done.stdout + done.stderr)


@contextmanager
def opening(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open pages below an address: ``visit(path, scheme="dark", width=390, javascript=False)``."""
    contexts = []

    def go(path: str, *, scheme: str = "light", width: int = 1360, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path, wait_until="load")
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield go
    for context in contexts:
        context.close()
