"""One style sheet instead of many: the same rules in the same order, and addresses that lead to the same files."""

from __future__ import annotations

import re

import pytest

from dragoman.website.styles import bundled, chosen, fault
from projects import Built


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
    assert expected in bundled([("assets/vendor/katex/katex.css", css)], "assets/css/site.css")


def test_sheets_keep_their_order() -> None:
    assert bundled([("b.css", "b {}"), ("a.css", "a {}")], "site.css") == "b {}\na {}"


def test_the_theme_is_a_layer_below_ours_and_a_course_has_the_last_word() -> None:
    sheets = [
        ("assets/stylesheets/main.1.min.css", '@charset "UTF-8";a {}/*# sourceMappingURL=main.1.min.css.map */'),
        ("assets/css/course.css", "b {}"),
        ("own.css", "c {}"),
    ]
    assert "".join(bundled(sheets, "site.css").split()) == "@layertheme{a{}}@layersite{b{}}c{}"


def test_chosen_faces_come_before_ours() -> None:
    assert chosen(25, {"text": "Charter"}) == ":root { --hue: 25; --text-face: Charter, var(--usual-text-face); }"


def test_a_page_asks_for_one_sheet(built: Built) -> None:
    for path in ("", "ar/week05/05-1"):
        sheets = re.findall(r'<link rel="stylesheet" href="(?:\.\./)*([^"]+)"', built.page(path))
        assert sheets == ["assets/css/site.css"]
    rules = (built.site / "assets/css/site.css").read_text("utf-8")
    assert (
        rules.index(".md-grid")
        < rules.index("KaTeX_Main")
        < rules.index(".math-display")
        < rules.index(".course-search")
    )


@pytest.mark.parametrize(
    ("css", "line"),
    [
        ("a {\n  color: red;\n", 1),
        ("a {}\n}\n", 2),
        ("a {}\n\n/* why\n", 3),
        ("a {\n  content: 'x;\n}\n", 2),
        ('a {\n  content: "x\\"\n}\n', 2),
        ("a[b(] {}", 1),
        ("@media print {\n  a { color: red; }\n", 1),
    ],
)
def test_style_that_breaks_what_follows_is_found_with_its_line(css: str, line: int) -> None:
    found = fault(css)
    assert found
    assert found[0] == line


@pytest.mark.parametrize(
    "css",
    [
        "a::before { content: '}'; }",
        "/* { */ a {}",
        "a { content: 'x\\\n'; }",
        'a { content: "it\'s"; }',
        "\\{ {}",
        "a { src: url(x'y{) }",
        "a[href='('] { color: var(--x, rgb(0 0 0 / 50%)) }",
    ],
)
def test_style_that_is_well_formed_is_no_fault(css: str) -> None:
    assert fault(css) is None
