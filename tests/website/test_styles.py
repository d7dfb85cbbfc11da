"""One style sheet instead of many: the same rules in the same order, and addresses that lead to the same files."""

from __future__ import annotations

import re

import pytest

from conftest import Built
from dragoman.website.styles import bundled


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { src: url(fonts/x.woff2) }", "a { src: url(../vendor/katex/fonts/x.woff2) }"),
        ("a { src: url('../x.png') }", "a { src: url('../vendor/x.png') }"),
        ('a { src: url( "x.png" ) }', 'a { src: url("../vendor/katex/x.png") }'),
        ("a { src: url(data:image/png;base64,AA) }", "a { src: url(data:image/png;base64,AA) }"),
        ("a { src: url(https://example.org/x) }", "a { src: url(https://example.org/x) }"),
        ("a { src: url(/x.png) }", "a { src: url(/x.png) }"),
        ("a { src: url(#x) }", "a { src: url(#x) }"),
    ],
)
def test_addresses_lead_to_the_same_files(css: str, expected: str) -> None:
    assert bundled([("assets/vendor/katex/katex.css", css)], "assets/css/site.css") == expected


def test_sheets_keep_their_order() -> None:
    assert bundled([("b.css", "b {}"), ("a.css", "a {}")], "site.css") == "b {}\na {}"


def test_a_page_asks_for_the_sheets_of_the_theme_and_one_of_ours(built: Built) -> None:
    for path in ("", "ar/week05/05-1"):
        sheets = re.findall(r'<link rel="stylesheet" href="(?:\.\./)*([^"]+)"', built.page(path))
        assert len(sheets) == 3
        assert sheets[-1] == "assets/css/site.css"
    rules = (built.site / "assets/css/site.css").read_text("utf-8")
    assert rules.index("KaTeX_Main") < rules.index(".math-display") < rules.index(".course-search")
