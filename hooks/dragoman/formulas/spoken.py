"""Formulas in words and signs, where markup cannot stand: in the search, in titles and in ``alt`` texts.

What type shows by place is said by signs, so that no reader can take it for something else: a
fraction beside a factor is in brackets, and a space ends an index that would run into a letter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

_APPLY = "\u2061"  # the invisible sign after the name of a function
_WIDE = "\u2003"  # between two formulas; spaces within one are plain
_SUPERSCRIPTS = dict(
    zip(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ",
        strict=True,
    )
)
_SUBSCRIPTS = dict(zip("0123456789+-−=()aeioxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑᵢₒₓₕₖₗₘₙₚₛₜ", strict=True))
_DOUBLE_STRUCK = str.maketrans("CHNPQRZ", "ℂℍℕℙℚℝℤ")  # those that every font has
_ACCENTS = dict(
    zip(
        "ˋˊ^ˆ~˜ˉ¯‾˘˙¨˚˝ˇ¸→\u20d7",
        "\u0300\u0301\u0302\u0302\u0303\u0303\u0304\u0304\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u20d7\u20d7",
        strict=True,
    )
)
_GROUPS = frozenset(["math", "semantics", "mrow", "mstyle", "mpadded", "mtd"])
_SIMPLE = frozenset(["mi", "mn", "mo", "mtext"])  # KaTeX puts more than text into one where it changes the type
_SCRIPTS = frozenset(["msub", "msup", "msubsup", "munder", "mover", "munderover"])
_BIG = "∑∏∐∫⋃⋂"
_SIGNS = "+−±∓"
_RELATIONS = "=≈≠≡∝<>≤≥∈∉⊂⊆→⇒⟶⟹⇔↦∼≪≫←×⋅⊙⊗⊕∘∪∩"
_OPENING, _CLOSING, _BARS = "([{⟨⌊⌈", ")]}⟩⌋⌉", "∥∣"
_PRIMES, _STARS = "′″‴", "⋆∗*†"

_RAISED = re.escape("".join(_SUPERSCRIPTS.values()))
_LETTER = rf"(?:\d[\d.]*|[^\W\d_][\u0300-\u036f\u20d7]?)[{re.escape(''.join(_SUBSCRIPTS.values()))}{_PRIMES}]*"
_ONE_LETTER = re.compile(_LETTER)
_ONE_FACTOR = re.compile(rf"[∂√]?{_LETTER}(?:_[^\W_]+)?[{_RAISED}]*")
_ONE_PRODUCT = re.compile(rf"(?:[^\s/{_APPLY}]|{_APPLY}(?=\())+")
_APPLIED = re.compile(rf"{_APPLY}(?=[^\s{re.escape(_OPENING + _CLOSING)},.;/])")
_IDLE_SPACE = re.compile(rf" (?=[{re.escape(_CLOSING)},.;])|(?<=[{re.escape(_OPENING)}]) ")
_SLICE = re.compile(r"(\[[^\[\]:]*): ")
_OPEN_END = re.compile(rf"[_^](?:\(.*\)|[^_^()\s]+)$|[{_STARS}]$")  # a letter behind would run into it


def words(formula: str) -> str:
    """Return what a formula says, given the MathML that KaTeX made of it: ``w_k`` as wₖ, a fraction as a/b.

    Raises `xml.etree.ElementTree.ParseError`.
    """
    root = ET.fromstring(formula)  # noqa: S314 - KaTeX wrote it
    for node in root.iter():
        node.tag = node.tag.rpartition("}")[2]
    text = re.sub(r"\s+", " ", _row([root]))
    # A name is parted from what it is applied to unless a bracket does that.
    text = _APPLIED.sub(" ", text).replace(_APPLY, "")
    text = _SLICE.sub(r"\1:", _IDLE_SPACE.sub("", text))
    return unicodedata.normalize("NFC", text.strip())


def _row(nodes: Iterable[ET.Element]) -> str:
    """Return what stands side by side, with the brackets and spaces that it needs there."""
    parts = [(part, said) for part in _parts(nodes) if (said := _part(part))]
    line = gap = ""
    for at, (part, alone) in enumerate(parts):
        said = alone
        follows = _ends_factor(line)
        if part.tag == "mo" and said.strip() in _SIGNS and not follows:
            said = said.strip()  # the sign of a number
        if part.tag == "mfrac" and "/" in said and (follows or line.endswith(_APPLY) or _precedes_factor(parts, at)):
            said = f"({said})"
        if _runs_into(gap, said) or (follows and _is_name(part) and not line.endswith(" ")):
            said = f" {said}"
        line += said
        if alone.strip(" "):
            gap = _gap(part, alone)
    return line


def _precedes_factor(parts: Sequence[tuple[ET.Element, str]], at: int) -> bool:
    after = next((said for index in range(at + 1, len(parts)) if (said := parts[index][1].strip(" "))), "")
    return _begins_factor(after)


def _gap(part: ET.Element, said: str) -> str:
    """Return what must not follow without a space: nothing, a ``"letter"``, or ``"any"`` factor."""
    if said[0] in _BIG:
        return "any"
    return "letter" if part.tag in _SCRIPTS and _OPEN_END.search(said) else ""


def _runs_into(gap: str, said: str) -> bool:
    return bool(gap) and _begins_factor(said) and (gap == "any" or said[0] not in _OPENING + _BARS)


def _parts(nodes: Iterable[ET.Element]) -> Iterator[ET.Element]:
    """Yield what stands side by side, whatever groups it."""
    for node in nodes:
        if node.tag in _GROUPS or (len(node) and node.tag in _SIMPLE):
            yield from _parts(node)
        elif node.tag not in ("annotation", "mphantom"):
            yield node


def _part(node: ET.Element) -> str:  # noqa: PLR0911 - one return for each construct of MathML
    match node.tag, [*node]:
        case "mfrac", [above, below] if node.get("linethickness"):  # a binomial coefficient has no bar
            return f"{_row([above])}; {_row([below])}"
        case "mfrac", [above, below]:
            return _fraction(_row([above]), _row([below]))
        case tag, _ if tag in _SCRIPTS:
            return _scripted(node)
        case "msqrt", _:
            return "√" + _grouped(_row(node), _ONE_LETTER)
        case "mroot", [radicand, degree]:
            return f"{_script(degree, _SUPERSCRIPTS, '^')}√{_grouped(_row([radicand]), _ONE_LETTER)}"
        case "mtable", rows:
            return "; ".join(said for row in rows if (said := " ".join(_row([cell]) for cell in row).strip()))
        case "mspace", _:
            return _WIDE if re.match(r"[1-9]", node.get("width", "")) else " "
        case "mo", _:
            return _operator((node.text or "").strip())
        case _:
            return _letters(node)


def _letters(node: ET.Element) -> str:
    """Return the words of a letter, a number, a text or a narrow space."""
    text = node.text or ""
    if text and not text.strip("\u2063\u2009\u2005\u200a\u00a0 "):
        return "" if "\u2063" in text else " "  # the invisible sign marks a space that draws together
    return text.translate(_DOUBLE_STRUCK) if node.get("mathvariant") == "double-struck" else text


def _operator(sign: str) -> str:
    if sign in (",", ";", ":"):
        return f"{sign} "
    return f" {sign} " if sign and sign[0] in _RELATIONS + _SIGNS else sign


def _fraction(above: str, below: str) -> str:
    """Return a fraction in a line; a product above the bar needs no brackets, one below does."""
    above, below = above.strip(), below.strip()
    is_root = below.startswith("√") and _is_bracketed(below[1:])
    is_differential = above[:1] == below[:1] == "d" and _ONE_FACTOR.fullmatch(below[1:])
    return f"{_grouped(above, _ONE_PRODUCT)}/{below if is_root or is_differential else _grouped(below, _ONE_FACTOR)}"


def _grouped(said: str, alone: re.Pattern[str]) -> str:
    """Return words in brackets unless they are one thing already."""
    said = said.strip()
    return said if alone.fullmatch(said) or _is_bracketed(said) else f"({said})"


def _is_bracketed(said: str) -> bool:
    """Tell whether the bracket that words begin with is closed at their end."""
    depths, depth = [], 0
    for sign in said:
        depth += (sign in _OPENING) - (sign in _CLOSING)
        depths.append(depth)
    return len(said) > 1 and depths[-1] == 0 and 0 not in depths[:-1]


def _scripted(node: ET.Element) -> str:
    """Return a base with its accent or with what is raised and lowered beside it."""
    base, first, *others = node
    said = _row([base]).strip()
    if node.get("accent") == "true":
        return _accented(said, "".join(first.itertext()).strip())
    if node.tag in ("msup", "mover"):
        scripts = _script(first, _SUPERSCRIPTS, "^")
    else:
        scripts = _script(first, _SUBSCRIPTS, "_") + "".join(_script(one, _SUPERSCRIPTS, "^") for one in others)
    if said.endswith(_APPLY):
        return f"{said[:-1]}{scripts}{_APPLY}"
    is_whole = not scripts or len(said) < 2 or base.tag in _SIMPLE
    return (said if is_whole else _grouped(said, _ONE_LETTER)) + scripts


def _script(node: ET.Element, table: dict[str, str], mark: str) -> str:
    """Return what is raised or lowered: in small letters where there are such, else behind a mark."""
    if node.get("stretchy") == "true":  # a brace or a bar
        return ""
    said = (
        re.sub(r" ?([=+−×]) ?", r"\1", _row([node]).strip().removesuffix(_APPLY)).replace("′′′", "‴").replace("′′", "″")
    )
    attached = said[: len(said) - len(said.lstrip(_PRIMES + _STARS))]
    said = said[len(attached) :]
    small = said.replace(" ", "")
    if all(sign in table for sign in small):
        return attached + "".join(table[sign] for sign in small)
    is_plain = said.isalnum() and unicodedata.normalize("NFKC", said) == said
    return attached + mark + (said if is_plain or len(said) == 1 or _is_bracketed(said) else f"({said})")


def _accented(said: str, sign: str) -> str:
    """Return a letter with its accent; there is none over several letters."""
    accent = _ACCENTS.get(sign, "")
    if not accent or not _ONE_LETTER.fullmatch(said):
        return said
    return {"ı": "i", "ȷ": "j"}.get(said[0], said[0]) + accent + said[1:]


def _is_name(part: ET.Element) -> bool:
    """Tell whether a part is the name of a function, perhaps with an index."""
    first = part
    while first.tag in _SCRIPTS | _GROUPS and len(first):
        first = first[0]
    return first.tag == "mi" and len(first.text or "") > 1


def _ends_factor(line: str) -> bool:
    last = line.rstrip(" ")[-1:]
    return bool(last) and (
        unicodedata.category(last)[0] in "LNM" or last in _CLOSING + _BARS + _PRIMES + _STARS + "!∞…⋯"
    )


def _begins_factor(said: str) -> bool:
    first = said[:1]
    return bool(first) and (unicodedata.category(first)[0] in "LN" or first in _OPENING + _BARS + _BIG + "√∇∂∞")
