r"""Counts of children: MathML Core 3.2 (token elements) and 3.4 (scripts). Names: KaTeX's own functions."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile  # noqa: F401
from dragoman.formulas.katex import Katex, Rendered
from projects import ROOT

KATEX = Katex(ROOT / "node_modules" / "katex" / "dist" / "katex.min.js", {})
CHILDREN = {"msub": 2, "msup": 2, "munder": 2, "mover": 2, "mfrac": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
TOKENS = {"mi", "mn", "mo", "mtext"}


def math(tex: str) -> ET.Element | None:
    """Return the MathML of a formula; None where KaTeX refuses it."""
    (result,) = KATEX.render([(tex, False)])
    if not isinstance(result, Rendered):
        return None
    text = result.html
    return ET.fromstring(text[text.index("<math") : text.index("</math>") + len("</math>")])


def invalid(root: ET.Element) -> list[str]:
    nodes = [(node, node.tag.rpartition("}")[2]) for node in root.iter()]
    return [
        ET.tostring(node, encoding="unicode")
        for node, tag in nodes
        if (tag in CHILDREN and len(node) != CHILDREN[tag]) or (tag in TOKENS and len(node))
    ]


@pytest.mark.parametrize(
    "tex",
    [
        r"\lambda_{\max}",
        r"\lambda_{\min}^{\max}",
        r"{\sin}^2 x",
        r"\frac\min\max",
        r"\overset{a}{\min}",
        r"a \overset{!}{=} b",
        r"\overbrace{\min}",
        r"x_{\operatorname{eff}}",
        r"\sqrt[\log]{x}",
        r"\stackrel{\text{if } x}{\to}",
    ],
)
def test_scripts_have_as_many_children_as_they_may_and_text_holds_no_element(tex: str) -> None:
    root = math(tex)
    assert root is not None
    assert invalid(root) == []


def test_formula_keeps_its_tex_and_its_words() -> None:
    (result,) = KATEX.render([(r"\lambda_{\max} < 'a' \& \text{\"o}", False)])
    assert isinstance(result, Rendered)
    assert r"""\lambda_{\max} &lt; 'a' \&amp; \text{\"o}</annotation>""" in result.html
    assert result.plain.startswith("λₘₐₓ<")


PIECES = [r"\max", r"\sin", r"\operatorname{a}", "x", "2", r"\lim", "{", "}", "_", "^", r"\frac", r"\overset", r"\sqrt"]


@given(st.lists(st.sampled_from([*PIECES, "{a}", r"{\min}", r"\mathbin{", r"\text{a}", " "]), max_size=8).map("".join))
def test_any_formula_is_valid(tex: str) -> None:
    root = math(tex)
    assert root is None or invalid(root) == []
