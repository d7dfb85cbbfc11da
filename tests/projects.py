"""Small courses in folders of their own, and what building one gave."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "tr", "ar")
SITE = "https://example.org/course/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000280000001e08020000003c1c2b910000000c4944415478da6360a02f0000008500010d0a2db4"
    "0000000049454e44ae426082"
)
LECTURES = {lang: ("" if lang == "en" else f"{lang}/") + "week05/05-1/" for lang in LANGUAGES}


@dataclass(frozen=True)
class Built:
    """What ``mkdocs build`` did."""

    site: Path
    returncode: int
    output: str

    def page(self, path: str) -> str:
        """Return the HTML of a page by its URL path."""
        return (self.site / path / "index.html").read_text("utf-8")

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the URL path and the HTML of each page."""
        for file in sorted(self.site.rglob("index.html")):
            folder = file.parent.relative_to(self.site).as_posix()
            yield ("" if folder == "." else f"{folder}/"), file.read_text("utf-8")


def call(command: str, *arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment as a user does, without what this process sets for its own MkDocs."""
    inherited = {key: value for key, value in os.environ.items() if key != "NO_MKDOCS_2_WARNING"}
    return subprocess.run(
        [str(Path(sys.executable).with_name(command)), *arguments],
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=1000,
        check=False,
    )


def mkdocs(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in our own project."""
    return call("mkdocs", *arguments, **environment)


class Project:
    """A small course of its own in a temporary folder, with our configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        (folder / "mkdocs.yml").write_text(
            f"INHERIT: {ROOT / 'mkdocs.yml'}\n"
            f"hooks: ['{ROOT / 'hooks' / 'mkdocs_hooks.py'}']\n"
            f"theme: {{custom_dir: '{ROOT / 'overrides'}'}}\n"
            "watch: [snippets]\n"
            "nav: [index.md, {week05: [week05/05.md, week05/05-1.md]}]\n",
            "utf-8",
        )
        (folder / "snippets" / "week05").mkdir(parents=True)
        self.write("en/index.md", "lang-ref: home\ntitle: Home", "Welcome.")
        self.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Gradient descent\n\nIt descends.")
        self.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", "## Gradient descent\n\nWith $x^2$.")

    def write(self, path: str, meta: str, body: str) -> None:
        """Write a page of the docs folder."""
        self.write_bytes(path, f"---\n{meta}\n---\n\n{body}\n".encode())

    def write_bytes(self, path: str, data: bytes) -> None:
        """Write a file of the docs folder byte for byte."""
        file = self.folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def snippet(self, name: str, source: str) -> None:
        """Write a snippet of week 5."""
        (self.folder / "snippets" / "week05" / f"{name}.py").write_text(source, "utf-8")

    def build(self, *arguments: str) -> Built:
        """Build it."""
        done = mkdocs("build", "-f", str(self.folder / "mkdocs.yml"), *arguments)
        return Built(self.site, done.returncode, done.stdout + done.stderr)


Once = Callable[[str, Callable[[Path], Built]], Built]
"""``once(name, build)`` builds a site once for all processes of a run."""
