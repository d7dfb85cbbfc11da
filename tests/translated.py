"""Small translations, written in a test, and what the checks say of them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from dragoman.findings import Finding
from dragoman.pages.lecture import Lecture, parse
from dragoman.pages.library import Library
from dragoman.sync.checks import drift
from dragoman.sync.checks.check import Sync
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import Paired, source_blocks
from dragoman.sync.pairing.source_comments import Reading
from dragoman.sync.pairing.source_comments import read as read_page

KATEX = Path(__file__).resolve().parent.parent / "node_modules/katex/dist/katex.min.js"
NAME = "week05/05-1.md"
TITLES = {"en": "Gradient descent", "fr": "Descente de gradient", "tr": "Gradyan inişi", "ar": "الانحدار التدريجي"}
HEAD = 5  # lines of the front matter


def text(lang: str, body: str, title: str | None = None) -> str:
    """Return a whole page with the text ``body``."""
    title = title or TITLES.get(lang, f"Título {lang}")
    return f"---\nlang: {lang}\nlang-ref: ch.05-1\ntitle: {title}\n---\n{body}"


def lecture(lang: str, body: str, title: str | None = None) -> Lecture:
    """Return it as a value."""
    return parse(PurePosixPath(lang, NAME), text(lang, body, title).encode())


def sync_of(*pages: Lecture) -> Sync:
    """Return a course of these pages; English is its source."""
    languages = tuple(dict.fromkeys(["en", *(page.lang for page in pages)]))
    return Sync(Library(Path("docs"), languages, "en", {page.path: page for page in pages}, ()), "docs", KATEX)


def check(english: str, body: str, lang: str = "fr", title: str | None = None) -> list[Finding]:
    """Return the findings in a translation of an English page."""
    page = lecture(lang, body, title)
    return list(sync_of(lecture("en", english), page).check(page))


def found(english: str, body: str, lang: str = "fr") -> list[tuple[int, str]]:
    """Return line, counted in ``body``, and kind of each finding but those that only say what has no comment."""
    return [(one.line - HEAD, one.kind) for one in check(english, body, lang) if one.kind != "drift.unverified"]


def parity(english: str, target: str, lang: str = "fr", *, comment: str | None = None) -> list[tuple[int, str]]:
    """Return the findings of parity in one translated block, with lines counted in the block."""
    body = f"\n<!--\n{comment or english}\n-->\n\n{target}\n"
    first = body.count("\n", 0, body.rindex("-->")) + 2
    return [(line - first, kind) for line, kind in found(f"\n{english}\n", body, lang) if kind.startswith("parity.")]


def message(english: str, target: str, lang: str = "fr", *, comment: str | None = None) -> str:
    """Return what is said of the only such finding."""
    (one,) = [
        one
        for one in check(f"\n{english}\n", f"\n<!--\n{comment or english}\n-->\n\n{target}\n", lang)
        if one.kind.startswith("parity.")
    ]
    return one.message


def paired(english: str, body: str, lang: str = "fr") -> Paired:
    """Return the pairs of a translation."""
    return pair(lecture(lang, body), source_blocks(lecture("en", english)), "en")


def reading(body: str, lang: str = "fr") -> Reading:
    """Return the comments and the text of a translation."""
    return read_page(lecture(lang, body))


def matches(english: str, body: str, lang: str = "fr") -> list[tuple[str, str, str]]:
    """Return English, comments and translation of each pair as texts, blocks joined by a bar."""
    return [
        tuple(" | ".join(block.text.strip() for block in blocks) for blocks in (one.current, one.comments, one.target))
        for one in paired(english, body, lang).pairs
    ]


def body_of(text: str) -> str:
    """Return a page without its front matter."""
    return text.split("---\n", 2)[2]


def visible(body: str, lang: str = "tr") -> list[str]:
    """Return the lines of a translation that readers see."""
    return [line for line in lecture(lang, body).visible.text.split("\n") if line.strip()]


def states(english: str, body: str, lang: str = "tr") -> dict[str, int]:
    """Return how many blocks of a translation are in each state."""
    page, source = lecture(lang, body), lecture("en", english)
    return {state.value: count for state, count in drift.states(pair(page, source_blocks(source))).items()}


def commented(*blocks: tuple[str, str]) -> str:
    """Return a translation made of source comments and texts."""
    return "\n".join(f"\n<!--\n{source}\n-->\n\n{target}" for source, target in blocks) + "\n"
