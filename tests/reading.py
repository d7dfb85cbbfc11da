"""How tests read Markdown: as it is rendered, and the formulas in it."""

from __future__ import annotations

import re
from html import unescape

from markdown import Markdown

from dragoman.formulas.finder import find
from dragoman.rendering.kramdown import KramdownExtension

EXTENSIONS = (
    *("tables", "md_in_html", "sane_lists", "attr_list", "admonition"),
    *("pymdownx.superfences", "pymdownx.details"),
)


def convert(text: str) -> str:
    """Return the HTML of a page without the line ends between its tags."""
    html = Markdown(extensions=[KramdownExtension(), *EXTENSIONS]).convert(text)
    return re.sub(r"\s*\n\s*", "\n", html).replace(">\n<", "><").replace("\n</div>", "</div>").replace(">\n", ">")


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", html).split()


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).strip("\n")


def found(text: str) -> list[str]:
    return [formula.tex for formula in find(text).formulas]
