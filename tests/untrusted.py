"""An English page, and the pages of translators whom nobody knows."""

from __future__ import annotations

from pathlib import PurePosixPath

from dragoman.pages.lecture import Lecture, parse

ENGLISH = (
    "## Title\n\nA [link](https://en.wikipedia.org/wiki/Gradient) and <b>bold</b>.\n\n"
    '<div hidden>\n\nNot shown.\n\n</div>\n\n<img src="x.png" alt="x" style="zoom:40%">'
)
HEAD = "lang: fr\nlang-ref: x\ntitle: Titre"
CODE_ELEMENTS = {"base", "embed", "form", "iframe", "input", "link", "meta", "object", "script", "style", "template"}


def page(body: str, head: str = HEAD, lang: str = "fr") -> Lecture:
    return parse(PurePosixPath(lang, "x.md"), f"---\n{head}\n---\n\n{body}\n".encode())


def english(body: str = ENGLISH) -> Lecture:
    return page(body, "lang: en\nlang-ref: x\ntitle: Title", "en")
