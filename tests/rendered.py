"""Markdown with formulas as HTML: in words, and typeset."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown import Markdown
from markdown.extensions import Extension

from dragoman.formulas.extension import Formulas, MathExtension
from dragoman.formulas.katex import Katex, TexError
from dragoman.pages.placeholders import Placeholders, without
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.rendering.tree import Tree
from dragoman.rendering.typesetting import Typesetting
from projects import ROOT

KATEX = Katex(ROOT / "node_modules" / "katex" / "dist" / "katex.min.js", {})
EXTENSIONS = ("tables", "md_in_html", "sane_lists", "attr_list", "toc", "pymdownx.superfences")


def _ignore(_tex: str, _error: TexError) -> None:
    pass


def both(
    text: str,
    extensions: Sequence[str | Extension] = EXTENSIONS,
    on_error: Callable[[str, TexError], None] = _ignore,
) -> tuple[str, str]:
    """Return the HTML of ``text`` with its formulas in words, and with its formulas typeset."""
    waiting: Placeholders = Placeholders()
    formulas = Formulas(KATEX, waiting, on_error)
    md = Markdown(extensions=[*extensions, MathExtension(formulas), KramdownExtension()])
    return filled(md.convert(without(text)), waiting)


def filled(html: str, waiting: Placeholders) -> tuple[str, str]:
    """Return ``html`` with its formulas in words, and with its formulas typeset."""
    tree = Tree(html)
    typesetting = Typesetting(tree, waiting)
    words = tree.html
    typesetting.typeset()
    return words, tree.html


def convert(text: str, extensions: Sequence[str | Extension] = EXTENSIONS) -> str:
    return both(text, extensions)[0]


def finished(text: str, extensions: Sequence[str | Extension] = EXTENSIONS) -> str:
    return both(text, extensions)[1]
