"""Drawings that a page shows again: the ids in one belong to it alone."""

from __future__ import annotations

import re
from collections import Counter

from dragoman.rendering.tree import Tree


def part(tree: Tree) -> None:
    """Give a drawing that is shown again other ids than the first time."""
    seen: Counter[str] = Counter()
    for drawing in tree.all("svg[data-figure]"):
        prefix = drawing.attrs.sget("data-figure")
        seen[prefix] += 1
        if seen[prefix] > 1:
            again = rf"\g<1>{prefix}-again{seen[prefix]}-"
            tree.put(drawing, re.sub(rf'(["#]){re.escape(prefix)}-', again, drawing.html or ""))
