"""Formulas in lists, boxes, tabs and quotations, as deep as anyone nests them: text is typeset, code is not."""

from __future__ import annotations

import re
from html import unescape
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile  # noqa: F401 - no deadline
from dragoman.formulas.finder import find
from reading import found
from rendered import convert

EXTENSIONS = ("admonition", "tables", "md_in_html", "sane_lists", "attr_list")
EXTENSIONS += ("pymdownx.superfences", "pymdownx.details", "pymdownx.tabbed", "def_list", "footnotes")
FENCE = "```python\nx = '$a$'\n\n    y = 1\n```"
TYPESET = re.compile(r'<span class="math" dir="ltr">([^<]*)<')
CODE = re.compile(r"<code[^>]*>(.*?)</code>", re.DOTALL)


def rendered(text: str) -> str:
    return convert(text, EXTENSIONS)


def code_of(html: str) -> str:
    return re.sub(r"<[^>]*>", "", "".join(CODE.findall(html)))


def indented(text: str, by: str) -> str:
    return re.sub(r"^(?=.)", by, text, flags=re.MULTILINE)


def inside(opening: str, by: str, blocks: list[str]) -> str:
    """Return a container with ``blocks``; the first one stands beside the sign that opens it, if that is a marker."""
    if opening.endswith("\n"):
        return opening + "\n" + indented("\n\n".join(blocks), by)
    return opening + indented("\n\n".join(["Head.", *blocks]), by)[len(by) :]


def quoted(blocks: list[str]) -> str:
    return re.sub(r"^", "> ", "\n\n".join(blocks), flags=re.MULTILINE)


CONTAINERS = [
    *(("- ", "    "), ("* ", "  "), ("1. ", "    "), ("1. ", "   "), ("- ", "\t")),
    *(("!!! note\n", "    "), ('??? tip "x"\n', "    "), ('=== "tab"\n', "    "), (":   ", "    "), ("[^1]: ", "    ")),
]


@pytest.mark.parametrize(("opening", "by"), CONTAINERS)
@pytest.mark.parametrize(
    "code", [FENCE, "~~~\n$a$\n~~~", "````\n```\n$a$\n```\n````", "a.\n\n    $a$\n    $b$", "`$a$`"]
)
def test_text_after_code_in_a_container_is_typeset_and_the_code_is_not(opening: str, by: str, code: str):
    text = "Term\n" * (opening[0] == ":") + inside(opening, by, [code, "Text $x_1^*$ and $a*b$."])
    assert found(text) == ["x_1^*", "a*b"]
    assert find(text).unbalanced == ()
    html = rendered(f"See[^1].\n\n{text}" if opening[0] == "[" else text)
    assert len(TYPESET.findall(html)) == 2
    assert "$a$" in unescape(html)


@pytest.mark.parametrize(
    "before", ['```python exec="1"\nprint()\n```\n\n', "<pre>\n$a$\n</pre>\n\n", "a\n\n    $a$\n\n"]
)
@pytest.mark.parametrize(("opening", "by"), CONTAINERS)
def test_text_in_a_container_after_code_is_typeset(before: str, opening: str, by: str):
    assert found(before + "Term\n" + inside(opening, by, ["More $x$."])) == ["x"]


@pytest.mark.parametrize(
    "text", ["> a $x$\n>\n>     $a$\n>     $b$\n>\n> c", "> - a $x$\n>\n>   ```\n>   $a$\n>   ```\n\n"]
)
def test_code_in_a_quotation_is_code(text: str):
    assert found(text) == ["x"]


def test_code_of_several_lines_stays_in_its_block():
    html = rendered("- a\n\n        if $a$:\n            $b$\n\n        $c$\n\n    $x$\n")
    assert dedent(code_of(html)) == "if $a$:\n    $b$\n\n$c$\n"
    assert len(TYPESET.findall(html)) == 1


@st.composite
def nested(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Return blocks whose formulas are ``t``, and whose code holds ``$c$`` for one that none may find."""
    blocks = []
    for kind in draw(
        st.lists(st.sampled_from(["text", "fence", "code", "container", "quote"]), min_size=1, max_size=4)
    ):
        if kind == "text" or depth == 3:
            blocks.append("Some text $t$ here.")
        elif kind == "fence":
            blocks.append(draw(st.sampled_from(["```\n$c$\n\n    $c$\n```", "~~~~ python\n- $c$\n~~~~"])))
        elif kind == "code":
            blocks.append("Some text $t$ here.\n\n    $c$ is\n    code $c$")
        elif kind == "quote" and depth == 0:
            blocks += [quoted(draw(nested(depth=3))), "Between."]
        else:
            opening, by = draw(st.sampled_from(CONTAINERS[:8]))
            blocks += [inside(opening, by, draw(nested(depth=depth + 1))), "Between $t$."]
    return blocks


@given(nested())
def test_text_is_typeset_and_code_is_not_however_deep(blocks: list[str]):
    text = "\n\n".join(blocks)
    assert found(text) == ["t"] * text.count("$t$")
    html = rendered(text)
    assert len(TYPESET.findall(html)) == text.count("$t$")
    assert code_of(html).count("$c$") == text.count("$c$")
