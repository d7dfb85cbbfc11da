"""Left-to-right text inside right-to-left pages: code, formulas, signs, URLs and Latin phrases.

The bidirectional algorithm keeps letters in order but moves the signs around them: ``-0.5`` reads
``0.5-`` and ``loss.backward()`` reads ``()loss.backward`` in an Arabic sentence. Isolating each
left-to-right run in markup keeps it as it was written, also without CSS.
"""

from __future__ import annotations

import re
from html import escape, unescape

from selectolax.lexbor import LexborNode

from dragoman.languages.scripts import LETTER
from dragoman.pages.markup import TAG
from dragoman.rendering.tree import Tree, text, texts

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Elements whose text is not prose; <bdi> and dir="…" are isolated already.
_OPAQUE = frozenset(
    ["bdi", "code", "kbd", "math", "pre", "samp", "script", "select", "style", "svg", "textarea", "title", "template"]
)
_DIR = re.compile(r"\sdir\s*=\s*[\"']?(\w*)", re.IGNORECASE)
_ATOM = rf"[{LETTER}0-9]"
_LATIN = re.compile(_ATOM)
_JOINER = r"(?:&(?:amp|lt|gt|quot|\#39|nbsp);|[^\s<>&\u0590-\u08ff\ufb1d-\ufefc،؛؟«»])"
_OPERATOR = r"(?:[+−±×÷=≈≠≤≥/*^→⇒↦–-]|&lt;|&gt;)"
# A run: a sign that touches a letter or digit, then words joined by anything but a space, then
# further words behind spaces or spaced operators.
_RUN = re.compile(
    rf"(?<![{LETTER}0-9&])"
    # After an Arabic letter, as in a glued "and", only a number can bring its sign.
    rf"(?P<run>(?:(?<![\u0590-\u08ff])(?:[-+−±~#@$.\\/_=([{{\[]|&lt;|&gt;)*|(?<=[\u0590-\u08ff])(?:[-+−±](?=\d))?)"
    rf"{_ATOM}{_JOINER}*"
    rf"(?:[ \u00a0](?:{_OPERATOR}[ \u00a0])?(?:[-+−±~#@$.\\/_([{{\[]|&lt;)*{_ATOM}{_JOINER}*)*)"
)
_TRAILING = ".,;:!?…\"'”’[{("
_ABBREVIATED = re.compile(r"\b(?:al|etc|vs|cf|ed|eds|vol|no|pp|Inc|Jr|Dr)\.\Z")
_CLOSING_OF = {"(": ")", "[": "]", "{": "}"}
_OPENING_OF = {closing: opening for opening, closing in _CLOSING_OF.items()}
_ENTITY_END = re.compile(r"&(?:amp|lt|gt|quot|#39|nbsp);\Z")
_ARABIC_COMMAS = ("،", "؛")
_SIMPLE = re.compile(rf"(?:[{LETTER}]+(?:['’-][{LETTER}]+)*|\d+(?:[.,]\d+)*%?|\d+[-–]\d+)")


def isolate(html: str) -> str:
    """Return the ``html`` of a right-to-left page with its left-to-right runs in ``<bdi dir="ltr">``.

    Code gets ``dir="ltr"``. Text inside elements that set a direction of their own is left alone.
    """
    pieces: list[str] = []
    stack: list[str] = []  # the open elements inside an opaque one, itself first
    position = 0
    for token in TAG.finditer(html):
        piece = html[position : token.start()]
        pieces.append(piece if stack else isolate_text(piece))
        position = token.end()
        pieces.append(_open_or_close(token, stack))
    pieces.append(isolate_text(html[position:]))
    return "".join(pieces)


def _open_or_close(token: re.Match[str], stack: list[str]) -> str:
    """Return a tag as it should stand, keeping ``stack`` up to date."""
    name = (token["name"] or "").lower()
    if not name or name in _VOID:
        return token.group()
    rest = token["rest"] or ""
    if token["close"]:
        if name in stack:
            while stack.pop() != name:
                pass
        return token.group()
    if rest.endswith("/"):
        return token.group()
    direction = _DIR.search(rest)
    if stack or name in _OPAQUE or (direction and direction[1].lower() != "rtl"):
        stack.append(name)
    if name in ("pre", "code", "kbd", "samp") and not direction:
        return f'<{token["name"]} dir="ltr"{rest}>'
    return token.group()


def isolate_all(tree: Tree) -> None:
    """Put the left-to-right runs of a right-to-left article in ``<bdi dir="ltr">``, and give code its direction."""
    for name in tree.all("span.filename"):
        name.attrs["dir"] = "auto"
    for node in [node for node in texts(tree.root, _is_apart) if _LATIN.search(text(node))]:
        html = escape(text(node), quote=False)
        isolated = isolate_text(html)
        if isolated != html:
            tree.put(node, isolated)
    for node in tree.all("pre", "code", "kbd", "samp"):
        if "dir" not in node.attrs:
            node.attrs["dir"] = "ltr"


def _is_apart(node: LexborNode) -> bool:
    direction = node.attrs.get("dir")
    return node.tag in _OPAQUE or (direction is not None and direction.lower() != "rtl")


def isolate_text(html: str) -> str:
    """Return a piece of HTML text with each run that could be reordered in ``<bdi dir="ltr">``."""
    if not _LATIN.search(html):
        return html
    return _RUN.sub(lambda match: _isolated(match["run"], html[match.end() : match.end() + 1]), html)


def _isolated(run: str, following: str) -> str:
    lead, core, tail = _trim(run)
    # A word before an Arabic comma draws what follows, in Latin or digits, into its own direction.
    begins_list = following in _ARABIC_COMMAS and not core[:1].isdecimal()
    if not core or (_SIMPLE.fullmatch(unescape(core)) and not begins_list):
        return run
    return f'{lead}<bdi dir="ltr">{core}</bdi>{tail}'


def _trim(run: str) -> tuple[str, str, str]:
    """Split a run into what belongs to the sentence before it, the run itself, and what follows.

    Brackets around the whole run, brackets without a partner and the punctuation of the sentence
    belong to the sentence; the full stop of an abbreviation, and one inside of such brackets, to the run.
    """
    start, end = 0, len(run)
    is_whole = False  # whether brackets hold it, and with it its full stop
    while start < end:
        first, last = run[start], run[end - 1]
        partner = _partner(run, start, end)
        if first in _CLOSING_OF and partner in (None, end - 1):
            start += 1
            end -= partner is not None
            is_whole = partner is not None
        elif (last == "." and (is_whole or _ABBREVIATED.search(run[start:end]))) or (
            last == ";" and _ENTITY_END.search(run[start:end])
        ):
            break
        elif last in _TRAILING or (last in _OPENING_OF and not _opened(run, start, end)):
            end -= 1
        else:
            break
    return run[:start], run[start:end], run[end:]


def _partner(run: str, start: int, end: int) -> int | None:
    """Return the offset of the bracket that closes the one at ``start``, if there is one."""
    closing = _CLOSING_OF.get(run[start])
    depth = 0
    for offset in range(start, end):
        depth += (run[offset] == run[start]) - (run[offset] == closing)
        if depth == 0:
            return offset
    return None


def _opened(run: str, start: int, end: int) -> bool:
    """Tell whether the bracket that ends ``run[start:end]`` has its partner in it."""
    last = run[end - 1]
    return run.count(last, start, end) <= run.count(_OPENING_OF[last], start, end)
