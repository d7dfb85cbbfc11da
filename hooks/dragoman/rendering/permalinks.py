"""The link to itself that a heading carries, named after the heading."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from dragoman.rendering.tree import HEADINGS, Tree, classes, text, texts


def name(tree: Tree, label: Callable[[str], str]) -> None:
    """Have permalinks say where they lead; ``label`` says it for a heading's words."""
    for heading in tree.all(*HEADINGS):
        link = heading.css_first("a.headerlink")
        if link is None:
            continue
        words = "".join(map(text, texts(heading, lambda node: bool(classes(node) & {"headerlink", "video"}))))
        said = escape(label(" ".join(words.split())))
        tree.put(
            link,
            f'<a class="headerlink" href="{escape(link.attrs.sget("href"))}" aria-label="{said}" data-pagefind-ignore>'
            f'<span aria-hidden="true">{escape(text(link))}</span></a>',
        )
