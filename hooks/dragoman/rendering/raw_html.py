"""Raw HTML around Markdown: ``<center>``, ``<div>`` and ``<details>``, in which Python-Markdown renders nothing by itself."""

from __future__ import annotations

import re

from dragoman.pages.fences import code_blocks, code_spans
from dragoman.pages.spans import replaced

_CENTER = re.compile(
    r"<center>(?P<inside>(?:(?!<center>).)*?)</center\s*>(?P<breaks>(?:[ \t]*<br\s*/?>)*)", re.IGNORECASE | re.DOTALL
)
_STRAY_CENTER = re.compile(r"</?center\s*>", re.IGNORECASE)
# In a list, <details> is read as it is.
_DIV = re.compile(r"^([ \t]*(?=<div)|)<(div|details)\b((?:(?!markdown)[^>])*)>", re.MULTILINE | re.IGNORECASE)
_SUMMARY = re.compile(r"^<summary\b((?:(?!markdown)[^>])*)>", re.MULTILINE | re.IGNORECASE)
_DIV_END = re.compile(r"^(?:[ \t]*</div|</details)\s*>", re.MULTILINE | re.IGNORECASE)
_HIDDEN = "\U000f0002"
_DIV_TAG = re.compile(r"<(/?)(div|details)\b[^>]*>", re.IGNORECASE)
# A second <div> where a </div> is meant.
_DIV_TYPO = re.compile(r"^([ \t]*<div\b[^<>\n]*>[^<\n]*)<div>(?=[ \t]*$)", re.MULTILINE | re.IGNORECASE)
_BLOCK_LINE = re.compile(r"[ \t]*(?:\||[*+-][ \t]|\d+\.[ \t]|#{1,6}[ \t]|```|~~~|<(?:table|div|ul|ol|p)\b)")


def open_html(text: str) -> str:
    """Return ``text`` with Markdown rendered inside ``<center>`` and ``<div>``, and code left alone."""
    pieces = []
    position = 0
    opened: list[str] = []
    for start, end in [*code_blocks(text), (len(text), len(text))]:
        outside = _outside_code(_hide_code(text[position:start]))
        _follow(outside, opened)
        pieces += [outside.replace(_HIDDEN, "<"), text[start:end]]
        position = end
    # Python-Markdown drops the rest of a page with a <div> that stays open.
    return "".join([*pieces, *(f"\n</{name}>" for name in reversed(opened))])


def _hide_code(text: str) -> str:
    """Return ``text`` with a sign of its own for each ``<`` in a code span."""
    return replaced(text, ((start, end, text[start:end].replace("<", _HIDDEN)) for start, end in code_spans(text)))


def _follow(text: str, opened: list[str]) -> None:
    """Keep up to date which elements are open after ``text``."""
    for tag in _DIV_TAG.finditer(text):
        name = tag[2].lower()
        if not tag[1]:
            opened.append(name)
        elif name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name)]


def _outside_code(text: str) -> str:
    if "<" not in text:
        return text
    text = _STRAY_CENTER.sub("", _centers(text))
    text = _DIV_TYPO.sub(r"\1</div>", text)
    text = _SUMMARY.sub(r'<summary markdown="span"\1>', _DIV.sub(r'\n\1<\2 markdown="1"\3>\n', text))
    return _DIV_END.sub(lambda match: f"\n{match.group().strip()}\n", text)


def _centers(text: str) -> str:
    """Replace each ``<center>``, inner ones first."""
    while (replaced := _CENTER.sub(lambda match, text=text: _center(text, match), text)) != text:  # type: ignore[misc]
        text = replaced
    return text


def _center(text: str, match: re.Match[str]) -> str:
    """Return a centred block where ``<center>`` has its lines to itself, else a centred span.

    An indented one may stand in a list, where Python-Markdown knows no blocks of HTML.
    """
    inside = "\n".join(line.strip() for line in match["inside"].strip().split("\n"))
    line_start = text.rfind("\n", 0, match.start()) + 1
    line_end = text.find("\n", match.end())
    before = text[line_start : match.start()]
    after = text[match.end() : line_end if line_end >= 0 else len(text)]
    block = "\n\n" in inside or any(_BLOCK_LINE.match(line) for line in inside.split("\n"))
    if before.strip() or after.strip():
        return f'<span class="center">{" ".join(inside.split())}</span>'
    indent = before[: len(before) - len(before.lstrip())]
    if indent and not block:
        return f'\n{indent}<span class="center">{" ".join(inside.split())}</span>\n'
    nested = "1" if block else "span"
    body = "\n".join(indent + line for line in inside.split("\n") if line or nested == "1")
    return f'\n{indent}<div class="center" markdown="{nested}">\n{body}\n{indent}</div>\n'
