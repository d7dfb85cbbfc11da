"""The code of a page to take away, as a script and as a notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dragoman.execution.results import digest
from dragoman.execution.snippets import Snippet

_FUTURE = re.compile(r"^from __future__ import [^\n]+$", re.MULTILINE)
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def script(title: str, link: str, snippets: Iterable[Snippet]) -> str:
    """Return the snippets of a page as one file in the percent format, title and link on top."""
    head = f"# %% [markdown]\n# # {title}\n#\n# {link}\n"
    cells = "\n".join(_cells(snippet) for snippet in snippets)
    # Python takes these at the top of a file only.
    futures = sorted(set(_FUTURE.findall(cells)))
    return "\n".join([head, *(["# %%", *futures, ""] if futures else []), _FUTURE.sub("", cells)])


def notebook(text: str) -> str:
    """Return a script as a notebook; the same script gives the same bytes."""
    import jupytext  # noqa: PLC0415 - most of its time is importing, which pages without examples need not wait for

    content = jupytext.reads(text, fmt="py:percent")
    content.metadata.clear()
    content.metadata["kernelspec"] = dict(_KERNEL)
    for number, cell in enumerate(content.cells):
        cell["id"] = digest(str(number), cell["cell_type"], cell["source"])[:12]
    content.nbformat, content.nbformat_minor = 4, 5
    return str(jupytext.writes(content, fmt="ipynb"))


def _cells(snippet: Snippet) -> str:
    pieces = []
    for cell in snippet.cells:
        tags = ", ".join(f'"{tag}"' for tag in sorted(cell.tags))
        marker = " ".join(filter(None, ["# %%", cell.name, f"tags=[{tags}]" if tags else ""]))
        pieces.append(f"{marker}\n{cell.source}\n")
    return "\n".join(pieces)
