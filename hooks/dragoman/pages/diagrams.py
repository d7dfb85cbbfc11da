"""Diagrams in Mermaid: the texts in one, its form without them, and what in it leads elsewhere or changes how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.pages.fences import DIAGRAM, fence_lines, language

# In these, words name what is drawn, and texts stand in brackets, between bars or quotation marks, or behind a colon.
_NAMED = re.compile(r"(?:flowchart|graph|(?:sequence|class|state|er)Diagram)\b")
_TEXT = re.compile(
    r"""
    "(?P<quoted>[^"\n]*)"
    | (?<=\|)(?P<bar>[^|\n]+)(?=\|)
    | (?:(?<=\w)>|(?<=[\[({])[\\/]?)(?P<box>[^\[\](){}"\n>\\/][^\[\](){}"\n]*?)(?=[\\/]?[\])}])
    | [ \t]+(?:--|==|-\.)[ \t]+(?P<edge>[^\s>=.-][^\n]*?)(?=[ \t]+(?:--|==|\.?-))
    | (?<=[^:]):[ \t]+(?P<said>[^\n]+)
    | [ \t]as[ \t]+(?P<name>[^\n"]+)
    | ^[ \t]*(?:subgraph|title|section|loop|alt|else|opt|par|and|critical|option|break)[ \t]+(?P<part>[^\n\["]+)$
    """,
    re.VERBOSE | re.MULTILINE,
)
_COMMENT = re.compile(r"^[ \t]*%%(?!\{)[^\n]*$", re.MULTILINE)
_POWER = re.compile(
    r"""
    %%\{.*?\}%%
    | \A\s*---[ \t]*\n.*?\n[ \t]*---
    | (?:^|;)[ \t]*(?:click|href|call|callback|links?|properties|details|style|classDef|linkStyle)\b[^\n;]*
    | (?:https?|ftp|file|data|javascript|vbscript|mailto|blob)\s*: | //\S+ | \bwww\.
    | <(?!br[ \t]*/?>)[a-z!/][^>\n]*>? | [&\#]\#?\w+; | \b(?:img|icon)[ \t]*: | \burl\( | @import
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_TITLE = re.compile(r"^[ \t]*title:[^\n]*\n?", re.MULTILINE)


def find(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of the fence and the content of each diagram of a Markdown text."""
    for start, end in fence_lines(text):
        opening, _, content = text[start:end].partition("\n")
        if language(opening) == DIAGRAM:
            yield start, content.rpartition("\n")[0]


def powers(content: str) -> frozenset[str]:
    """Return what of a diagram can lead elsewhere, load something, or change how it looks."""
    return frozenset(" ".join(_TITLE.sub("", found.group()).split()) for found in _POWER.finditer(content))


def texts(content: str) -> str:
    """Return the words in a diagram."""
    content = _COMMENT.sub("", content)
    if _NAMED.search(content) is None:
        return content.partition("\n")[2]
    return "\n".join(found[found.lastgroup] for found in _TEXT.finditer(content) if found.lastgroup)


def form(content: str) -> list[str]:
    """Return the lines of a diagram without its texts; of one that is made of texts only how many there are."""
    content = _COMMENT.sub("", content)
    if _NAMED.search(content) is None:
        kind = content.split()[:1]
        return [*kind, *(line[: len(line) - len(line.lstrip())] for line in content.split("\n")[1:] if line.strip())]
    bare = _TEXT.sub(lambda found: found.group().replace(found[found.lastgroup or 0], "…"), content)
    return [" ".join(line.split()) for line in bare.split("\n") if line.strip()]
