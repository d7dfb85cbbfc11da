"""A small course made of executed examples, for the tests of real builds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from snippets_folder import leaving

if TYPE_CHECKING:
    from projects import Built, Project


PATIENCE = 60  # seconds
DRAW = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('rise')\n"


@dataclass
class Course:
    """A small course whose pages of week 5 are made of fences."""

    project: Project
    fences: dict[str, list[str]] = field(default_factory=dict)

    @property
    def trace(self) -> Path:
        """A file outside of the snippets folder that code appends to."""
        return self.project.folder / "traces" / "trace"

    def runs(self, mark: str) -> int:
        """Return how often code with a `tracing` line ran."""
        return self.trace.read_text().split().count(mark) if self.trace.exists() else 0

    def tracing(self, mark: str) -> str:
        """Return a line of code that leaves a mark each time it runs."""
        return leaving(self.trace, f"{mark} ")

    def fence(self, opening: str, body: str = "", langs: tuple[str, ...] = ("en",)) -> None:
        """Add a fence to pages."""
        for lang in langs:
            self.fences.setdefault(lang, []).append(f"```python {opening}\n{body}```\n")

    def example(self, name: str, source: str) -> None:
        """Write a snippet and show all of it in the English page."""
        self.project.snippet(name, source)
        alt = ' alt="A line"' if "plt." in source else ""
        self.fence(f'exec="1" snippet="{name}" source="above"{alt}')

    def write(self) -> None:
        """Write the pages."""
        for lang, fences in self.fences.items():
            meta = f"lang: {lang}\nlang-ref: ch.05-1\ntitle: Descent"
            self.project.write(f"{lang}/week05/05-1.md", meta, "## Gradient descent\n\n" + "\n".join(fences))

    def build(self, *arguments: str) -> Built:
        """Write the pages and build the site."""
        self.write()
        return self.project.build(*arguments)

    def line(self, lang: str, text: str) -> int:
        """Return the line of a page that contains ``text``."""
        page = (self.project.folder / "docs" / lang / "week05" / "05-1.md").read_text("utf-8")
        lines = page.splitlines()
        return lines.index(text) + 1 if text in lines else next(n for n, line in enumerate(lines, 1) if text in line)


def examples(html: str) -> list[str]:
    """Return the text of each example of a page, its tags removed; the line that names its output is one of its own."""
    parts = html.replace("</p>", "\n").split('<div class="example">')[1:]
    return [unescape(re.sub(r"<[^>]+>", "", part)) for part in parts]
