from __future__ import annotations

from dragoman.rendering.drawings import part
from dragoman.rendering.tree import Tree


def test_drawing_shown_again_keeps_its_references_inside() -> None:
    one = '<svg data-figure="f"><path id="f-a"/><use xlink:href="#f-a"/><g clip-path="url(#f-a)"/></svg>'
    tree = Tree(one + one)
    part(tree)
    first, again = (drawing.html for drawing in tree.all("svg"))
    assert first.count("f-a") == 3
    assert again.count("f-again2-a") == 3
    assert 'f-a"' not in again
