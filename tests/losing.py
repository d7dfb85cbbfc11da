"""Small courses, and what of their pages a reader would lose."""

from __future__ import annotations

from pathlib import Path

from dragoman.pages import library
from dragoman.website import losses

HEAD = "---\nlang-ref: ch.05-1\ntitle: x\n---\n\n"
OTHER = "---\nlang-ref: ch.05-2\ntitle: z\n---\n\n## There $x$\n\n<a id='given'></a>\n\n## Own {#own}\n"


def found(folder: Path, source: str, translation: str | None = None) -> list[tuple[str, int, str]]:
    """Return language, line below the front matter and kind of each loss."""
    files = {"en/week05/05-1.md": HEAD + source, "en/week05/05-2.md": OTHER, "en/week05/f.png": "x"}
    if translation is not None:
        files["fr/week05/05-1.md"] = HEAD + translation
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    read = library.read(folder, ("en", "fr"), "en", name="docs")
    return [(one.file.split("/")[1], one.line - 5, one.kind) for one in losses.find(read, "docs")]


def commented(source: str, translation: str) -> str:
    return f"<!--\n{source}\n-->\n\n{translation}\n"
