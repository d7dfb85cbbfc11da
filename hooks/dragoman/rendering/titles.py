"""The title of a page above its article, where formulas are typeset and code is code."""

from __future__ import annotations

from html import escape

from dragoman.formulas.extension import Formulas
from dragoman.formulas.katex import Katex
from dragoman.languages.language import language
from dragoman.pages.fences import code_spans
from dragoman.pages.placeholders import Placeholders, without
from dragoman.rendering import direction
from dragoman.rendering.tree import Tree
from dragoman.rendering.typesetting import Typesetting


def shown(title: str, lang: str, katex: Katex) -> str:
    """Return the HTML of a title as front matter has it; what is no TeX has been reported with the other formulas."""
    waiting: Placeholders[object] = Placeholders()
    html = escape(Formulas(katex, waiting, lambda _tex, _error: None).stash(without(title)), quote=False)
    for start, end in reversed(list(code_spans(html))):
        html = f"{html[:start]}<code>{html[start:end].strip('`').strip()}</code>{html[end:]}"
    tree = Tree(html)
    typesetting = Typesetting(tree, waiting)
    if language(lang).is_rtl:
        direction.isolate_all(tree)
    typesetting.typeset()
    return tree.html
