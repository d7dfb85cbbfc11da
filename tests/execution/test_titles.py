"""The title of a page above its code: text, whatever it says."""

from __future__ import annotations

import ast
import json
import tokenize
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dragoman.execution.script import script
from dragoman.execution.snippets import parse
from dragoman.rendering import notebook
from projects import Project

SNIPPET = parse("05-1-a", Path("05-1-a.py"), '# %% one\nprint(1)\n\n# %% two tags=["hide-input"]\nprint(2)\n')

HOSTILE = "![](https://evil.example/t.png) [x](javascript:alert(1))"


def _rendered(markdown: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)


@pytest.mark.parametrize(
    "title",
    [
        HOSTILE,
        "<img src=x onerror=alert(1)> & &amp; &#42;",
        "a *b* _c_ `d` ~~e~~ ![f] \\*g\\*",
        r"\(x\) $y$ $$z$$ \[w\]",
        "C #",
        "x\nimport os\nos.abort()",
        "x\r\x0c\u2028import os",
        "\u202egnirts\u2069 \x00",
        "قيد *التنفيذ* (1)",
        "- a",
        "```",
        "<script>",
        "---",
    ],
)
def test_title_is_text(title: str) -> None:
    _check_title(title)


@given(st.text())
def test_any_title_is_text(title: str) -> None:
    _check_title(title)


def _check_title(title: str) -> None:
    head = notebook.heading(title, "https://example.org/")
    seen = "".join(" " if char.isspace() or not _visible(char) else char for char in title).split()
    heading, _, rest = _rendered(head).partition("\n")
    assert heading.startswith("<h1>")
    assert heading.endswith("</h1>")
    assert "<" not in heading[4:-5]
    assert unescape(heading[4:-5]).split() == seen
    assert rest == '<p><a href="https://example.org/">https://example.org/</a></p>\n'
    made = script(head, SNIPPET)
    assert ast.dump(ast.parse(made)) == ast.dump(ast.parse("print(1)\nprint(2)"))
    comments = [t for t in tokenize.generate_tokens(StringIO(made).readline) if t.type == tokenize.COMMENT]
    assert comments[0].string == "# %% [markdown]"


def _visible(char: str) -> bool:
    return not (
        "\x7f" <= char <= "\x9f" or char < " " or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


@pytest.mark.parametrize("address", ["https://evil.example", "www.evil.example", "a@evil.example", "WWW.evil.example"])
def test_address_in_a_title_becomes_no_link(address: str) -> None:
    head = notebook.heading(f"x {address}", "")
    assert address not in head
    assert address in unescape(_rendered(head))


def test_title_of_a_translation_is_text_in_what_it_offers(project: Project) -> None:
    project.snippet("05-1-a", "print(1)\n")
    fence = '```python exec="1" snippet="05-1-a"\n```'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", fence)
    title = json.dumps(f"{HOSTILE}\nraise SystemExit")
    project.write("ar/week05/05-1.md", f"lang: ar\nlang-ref: ch.05-1\ntitle: {title}", fence)
    project.build()
    folder = project.site / "ar" / "week05" / "05-1"
    code = ast.parse((folder / "05-1.py").read_text("utf-8"))
    assert ast.dump(code) == ast.dump(ast.parse("print(1)"))
    head = "".join(json.loads((folder / "05-1.ipynb").read_text("utf-8"))["cells"][0]["source"])
    assert "<img" not in _rendered(head)
    assert '<a href="java' not in _rendered(head)
    assert "javascript:alert(1)" in unescape(_rendered(head))
