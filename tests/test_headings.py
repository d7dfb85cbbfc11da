from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from markdown import Markdown

import hypothesis_profile as h
from course.headings import Heading, anchors, find_headings, slug, translated_anchors, with_anchors
from course.katex import Katex
from course.kramdown import KramdownExtension
from course.library import read
from course.math_extension import FormulaStash, MathExtension

SCRIPT = Path(__file__).parents[1] / "node_modules" / "katex" / "dist" / "katex.min.js"
# As mkdocs.yml names them, without those that only change how code looks.
EXTENSIONS = (
    *("admonition", "attr_list", "md_in_html", "sane_lists", "tables"),
    *("pymdownx.details", "pymdownx.superfences"),
)


def texts(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in find_headings(text)]


def ids(text: str) -> tuple[str, ...]:
    return anchors(find_headings(text))


def test_headings_are_found_with_their_levels():
    assert texts("# A\n\ntext\n\n### B ###\n##C\n") == [(1, "A"), (3, "B"), (2, "C")]


@pytest.mark.parametrize("text", ["```\n# a\n```\n", "a # b\n", "$$\n# a\n$$\n", "#\n", "    # a\n", "\\# a\n"])
def test_text_that_only_looks_like_a_heading_is_none(text: str):
    assert texts(text) == []


def test_heading_knows_where_it_stands():
    text = "a\n\n## B\n\nc\n"
    (heading,) = find_headings(text)
    assert text[heading.start : heading.end] == "## B"


def test_heading_has_the_anchor_and_the_link_of_the_source():
    (heading,) = find_headings("## [A](https://youtu.be/x?t=5) {#so}\n")
    assert (heading.text, heading.anchor, heading.link) == (
        "[A](https://youtu.be/x?t=5)",
        "so",
        "https://youtu.be/x?t=5",
    )


def test_anchor_in_kramdown_form_is_read():
    (heading,) = find_headings("## A {: #so .wide}\n")
    assert (heading.text, heading.anchor) == ("A", "so")


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Gradient descent", "gradient-descent"),
        ("  A - B  ", "a-b"),
        ("[A link](https://example.org/a_(b))", "a-link"),
        ("What *is* `code`?", "what-is-code"),
        ("The $x^2$ term", "the-term"),
        ("L'été", "lété"),
        ("هبوط التدرج", "هبوط-التدرج"),
        ("<b>Bold</b> words", "bold-words"),
        ("snake_case", "snake_case"),
        ("$x$", ""),
    ],
)
def test_anchor_is_the_words_of_the_heading(heading: str, expected: str):
    assert slug(heading) == expected


def test_anchors_are_unique():
    assert ids("## A\n## A\n## A-2\n## A\n") == ("a", "a-2", "a-2-2", "a-3")


def test_anchor_of_the_source_goes_before_one_of_words():
    assert ids("## A\n## B {#a}\n") == ("a-2", "a")


def test_heading_without_words_has_an_anchor():
    assert ids("## $x$\n## $y$\n") == ("section", "section-2")


SOURCE = find_headings("## One\n\n### Two\n\n### Three\n\n## Four\n")


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("## Un\n### Deux\n### Trois\n## Quatre\n", ("one", "two", "three", "four")),
        ("## Un\n## Quatre\n", ("one", "four")),
        ("## Un\n### Deux\n### Trois\n#### Plus\n## Quatre\n", ("one", "two", "three", "plus", "four")),
        ("", ()),
    ],
)
def test_translated_heading_has_the_anchor_of_its_source(translation: str, expected: tuple[str, ...]):
    assert translated_anchors(find_headings(translation), SOURCE) == expected


def test_link_finds_the_source_of_a_heading_that_moved():
    source = find_headings("## [A](v?t=1)\n## [B](v?t=2)\n## [C](v?t=3)\n")
    translation = find_headings("## [Bé](v?t=2)\n## [Cé](v?t=3)\n")
    assert translated_anchors(translation, source) == ("b", "c")


def test_heading_of_its_own_takes_no_anchor_of_the_source():
    source = find_headings("## Two\n")
    translation = find_headings("# Two\n## Deux\n")
    assert translated_anchors(translation, source) == ("two-2", "two")


def test_anchors_are_written_into_the_page():
    text = "a\n\n##  B  ##\n\n### C {: #old}\n\nd\n"
    assert with_anchors(text, find_headings(text), ("b", "c")) == "a\n\n## B {#b}\n\n### C {#c}\n\nd\n"


@given(h.hostile_text | h.any_text)
def test_headings_of_any_text_are_in_order_with_unique_anchors(text: str):
    headings = find_headings(text)
    assert all(heading.text for heading in headings)
    assert all(text[heading.start] == "#" for heading in headings)
    own = [anchor for heading, anchor in zip(headings, anchors(headings), strict=True) if not heading.anchor]
    assert len(own) == len(set(own))
    assert all(own)


@given(h.hostile_text)
def test_anchors_of_any_translation_are_unique(text: str):
    headings = [heading for heading in find_headings(text) if not heading.anchor]
    result = translated_anchors(headings, SOURCE)
    assert len(result) == len(set(result)) == len(headings)


@given(h.hostile_text)
def test_pages_of_one_shape_have_the_same_anchors(text: str):
    headings = [heading for heading in find_headings(text) if not heading.anchor]
    translated = [Heading(heading.level, "Titre", None, heading.link, 0, 0) for heading in headings]
    assert translated_anchors(translated, headings) == anchors(headings)


def plain(markdown_or_html: str) -> str:
    """Return the letters of a heading, without formulas, links and marks."""
    text = re.sub(r"<span class=\"math\".*?</span>|<[^>]*>|&\w+;", "", markdown_or_html)
    return re.sub(r"[\W_]+", "", text)


def test_headings_of_the_corpus_are_those_that_markdown_makes(corpus_folder: Path):
    library = read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    katex = Katex(SCRIPT, {})
    differences = []
    count = 0
    for page in library.pages.values():
        stash = FormulaStash(katex, lambda *_: None)
        markdown = Markdown(extensions=[*EXTENSIONS, MathExtension(stash), KramdownExtension()])
        rendered = re.findall(r"<h([1-6])\b[^>]*>(.*?)</h\1>", markdown.convert(page.visible.text), re.DOTALL)
        made = [(int(level), plain(html)) for level, html in rendered]
        found = [
            (heading.level, plain(markdown.reset().convert(f"# {heading.text}")))
            for heading in find_headings(page.visible.text)
        ]
        count += len(found)
        if made != found:
            differences.append(f"{page.path}: {set(made) ^ set(found)}")
    assert count > 1000
    assert differences == []
