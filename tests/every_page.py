"""The addresses of all pages of our site, known before it is built."""

from __future__ import annotations

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


def lang_of(path: str) -> str:
    """Return the language of an address."""
    first = path.partition("/")[0]
    return first if first in LANGUAGES else "en"
