from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.pages.library import Library, read
from dragoman.references.anchors import Heading, anchors, slug, translated_anchors
from dragoman.rendering.headings import HeadingsExtension, Outlines
from rendered import convert

# As mkdocs.yml names them, without those that only change how code looks.
EXTENSIONS = (
    *("admonition", "attr_list", "md_in_html", "sane_lists", "tables", "toc"),
    *("pymdownx.details", "pymdownx.superfences"),
)
ENGLISH, FRENCH = PurePosixPath("en/a.md"), PurePosixPath("fr/a.md")


def new_outlines() -> Outlines:
    return Outlines(lambda _: ENGLISH)


def rendered(text: str, outlines: Outlines | None = None, page: PurePosixPath = ENGLISH) -> str:
    """Return the HTML of a page, by default that of an English one."""
    outlines = outlines or new_outlines()
    return convert(text, [*EXTENSIONS, HeadingsExtension(outlines, page)])


def ids(text: str, outlines: Outlines | None = None, page: PurePosixPath = ENGLISH) -> list[str]:
    return re.findall(r'<h[1-6][^>]* id="([^"]*)"', rendered(text, outlines, page))


def translated(source: str, translation: str) -> list[str]:
    """Return the ids of a translation, whose source page is rendered before it."""
    outlines = new_outlines()
    ids(source, outlines)
    return ids(translation, outlines, FRENCH)


@pytest.mark.parametrize("text", ["```\n# a\n```\n", "a # b\n", "$$\n# a\n$$\n", "    # a\n", "\\# a\n"])
def test_text_that_only_looks_like_a_heading_has_no_anchor(text: str):
    assert ids(text) == []


@pytest.mark.parametrize("heading", ["## A {#so}", "## A {: #so .wide}", "A {#so}\n---"])
def test_anchor_of_the_source_is_kept(heading: str):
    assert ids(heading) == ["so"]


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
    assert ids(f"## {heading}\n") == [expected or "section"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("`$x$` in code", "x-in-code"),
        ("R&amp;D", "rd"),
        ("R&eacute;seau", "réseau"),
        (r"A \* B", "a-b"),
        ("![The net](net.png)", "the-net"),
        ("a < b > c", "a-b-c"),
    ],
)
def test_anchor_is_made_of_what_the_reader_sees(heading: str, expected: str):
    assert ids(f"## {heading}\n") == [expected]


def test_anchor_has_no_number_of_a_note():
    html = convert(
        "## A[^1] head[^n]\n\n[^1]: One.\n[^n]: Two.\n",
        [*EXTENSIONS, "footnotes", HeadingsExtension(new_outlines(), ENGLISH)],
    )
    assert re.findall(r'<h2 id="([^"]*)"', html) == ["a-head"]
    assert slug("A[^1] head[^n]") == "a-head"


def test_anchors_are_unique():
    assert ids("## A\n## A\n## A-2\n## A\n") == ["a", "a-2", "a-2-2", "a-3"]


def test_anchor_of_the_source_goes_before_one_of_words():
    assert ids("## A\n## B {#a}\n") == ["a-2", "a"]


def test_anchor_of_something_else_is_not_used_again():
    assert ids("## A\n\ntext\n{: #a}\n") == ["a-2"]


def test_heading_without_words_has_an_anchor():
    assert ids("## $x$\n## $y$\n") == ["section", "section-2"]


SOURCE = "## One\n\n### Two\n\n### Three\n\n## Four\n"


@pytest.mark.parametrize(
    ("translation", "expected"),
    [
        ("## Un\n### Deux\n### Trois\n## Quatre\n", ["one", "two", "three", "four"]),
        ("## Un\n## Quatre\n", ["one", "four"]),
        ("## Un\n### Deux\n### Trois\n#### Plus\n## Quatre\n", ["one", "two", "three", "plus", "four"]),
        ("", []),
    ],
)
def test_translated_heading_has_the_anchor_of_its_source(translation: str, expected: list[str]):
    assert translated(SOURCE, translation) == expected


@pytest.mark.parametrize(
    "form",
    [
        "{}\n---\n",
        "- item\n\n    ## {}\n",
        "> ## {}\n",
        "!!! note\n    ## {}\n",
        "??? question\n    ## {}\n",
        "<div>\n\n## {}\n\n</div>\n",
        "<center>\n\n## {}\n\n</center>\n",
    ],
)
def test_heading_counts_however_it_is_written_and_wherever_it_stands(form: str):
    source = f"## First\n\n{form.format('Second')}\n## Third\n"
    translation = f"## Un\n\n{form.format('Deux')}\n## Trois\n"
    assert translated(source, translation) == ["first", "second", "third"]


def test_untranslated_page_has_the_same_anchors_each_time_it_is_rendered():
    outlines = new_outlines()
    assert ids(SOURCE, outlines) == ids(SOURCE, outlines) == ["one", "two", "three", "four"]


def test_page_without_a_source_page_has_anchors_of_its_own():
    outlines = Outlines(lambda _: None)
    ids(SOURCE, outlines)
    assert ids("## Un\n", outlines, FRENCH) == ["un"]


def test_link_finds_the_source_of_a_heading_that_moved():
    source = "## [A](v?t=1)\n## [B](v?t=2)\n## [C](v?t=3)\n"
    assert translated(source, "## [Bé](v?t=2)\n## [Cé](v?t=3)\n") == ["b", "c"]


def test_heading_of_its_own_takes_no_anchor_of_the_source():
    assert translated("## Two\n", "# Two\n## Deux\n") == ["two-2", "two"]


def test_table_of_contents_leads_to_the_anchor_of_the_source():
    outlines = new_outlines()
    ids(SOURCE, outlines)
    html = rendered("[TOC]\n\n## Un\n### Deux\n### Trois\n## Quatre\n", outlines, FRENCH)
    assert '<a href="#two">Deux</a>' in html


headings = st.lists(
    st.builds(
        Heading,
        st.integers(1, 4),
        st.sampled_from(["a", "b", "a 2", "", "é"]),
        st.none(),
        st.sampled_from([None, "v?t=1", "v?t=2"]),
    ),
    max_size=8,
)


@given(h.hostile_text | h.any_text)
def test_headings_of_any_text_have_anchors(text: str):
    html = rendered(text)
    own = re.findall(r'<h[1-6] id="([^"]*)">', html)
    assert all(own)
    if "{" not in text:
        assert len(own) == len(set(own))


@given(headings, headings)
def test_anchors_of_any_translation_are_unique(translation: list[Heading], source: list[Heading]):
    result = translated_anchors(translation, source)
    assert all(result)
    assert len(result) == len(set(result)) == len(translation)


@given(headings)
def test_pages_of_one_shape_have_the_same_anchors(source: list[Heading]):
    translation = [Heading(heading.level, "Titre", None, heading.link) for heading in source]
    assert translated_anchors(translation, source) == anchors(source)


def outlines_of(library: Library) -> Outlines:
    def source_of(path: PurePosixPath) -> PurePosixPath | None:
        source = library.source_of(library.pages[path])
        return source.path if source else None

    return Outlines(source_of)


def test_headings_of_the_corpus_have_the_anchors_of_their_english_pages(corpus_folder: Path):
    library = read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    outlines = outlines_of(library)
    shapes: dict[PurePosixPath, list[tuple[str, str]]] = {}
    for page in sorted(library.pages.values(), key=lambda page: page.lang != "en"):
        html = rendered(page.visible.text, outlines, page.path)
        shapes[page.path] = re.findall(r'<(h[1-6])[^>]* id="([^"]*)"', html)
        assert len(shapes[page.path]) == len(
            re.findall(r"<h[1-6]", re.sub(r"<pre.*?</pre>", "", html, flags=re.DOTALL))
        )
    alike = 0
    for page in library.pages.values():
        source = library.source_of(page)
        if source is None or source is page:
            continue
        own, first = shapes[page.path], shapes[source.path]
        assert len({anchor for _, anchor in own}) == len(own), page.path
        if [level for level, _ in own] == [level for level, _ in first]:
            assert own == first, page.path
            alike += 1
    assert alike > 50
