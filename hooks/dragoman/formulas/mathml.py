r"""MathML as KaTeX writes it, made what the standard asks for.

KaTeX gives ``\lambda_{\max}`` a script of two elements, the name and the invisible sign of its application, where one
may stand, and puts whole constructions into ``mi`` and ``mo``, which hold text (MathML Core 3.2 and 3.4). A reader
that keeps to the standard shows an error there.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_APPLY = "<mo>\u2061</mo>"
_COUNTED = frozenset(["msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "mroot"])
_TEXT = frozenset(["mi", "mn", "mo", "mtext"])
_DOUBTFUL = re.compile(rf"<m(?:i|n|o|text)\b[^>]*><|{_APPLY}(?!</mrow>)")


def mended(formula: str) -> str:
    """Return a formula in MathML that is valid; most are already.

    Raises `xml.etree.ElementTree.ParseError`.
    """
    if not _DOUBTFUL.search(formula):
        return formula
    root = ET.fromstring(formula.replace(_NAMESPACE, "", 1))  # noqa: S314 - KaTeX wrote it
    for node in root.iter():
        if node.tag in _TEXT and len(node):
            node.tag, node.attrib = "mrow", {}
        if node.tag in _COUNTED:
            _group_names(node)
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return text.replace("<math", f"<math{_NAMESPACE}", 1)


def _group_names(node: ET.Element) -> None:
    """Make one child of each name and the sign of its application."""
    for sign in [child for child in node if child.tag == "mo" and child.text == "\u2061"]:
        at = list(node).index(sign)
        group = ET.Element("mrow")
        group.extend([node[at - 1], sign])
        node[at - 1 : at + 1] = [group]
