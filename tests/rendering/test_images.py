from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.rendering.images import Addresses, find_images, find_wordless, size_all
from dragoman.rendering.tree import Tree

PAGES = {PurePosixPath("fr/week05/05-1.md"), PurePosixPath("en/index.md")}


def resolved(text: str, *, exists: bool = True, root: str = "../../", page: str = "fr/week05/05-1.md") -> str:
    return Addresses(PurePosixPath(page), root, "en", PAGES, lambda _: exists).resolved(text)


def test_images_are_found_with_their_paths():
    text = 'a ![b]({{site.baseurl}}/images/x.png)\n<img src="{{ site.baseurl }}/images/y%20z.png">'
    assert [path for _, path in find_images(text)] == ["images/x.png", "images/y z.png"]
    assert text[next(find_images(text))[0] :].startswith("![b]")


def test_images_of_other_sites_are_not_ours():
    assert list(find_images('![a](https://example.org/x.png) <img src="x.png">')) == []


def test_markdown_image_is_relative_and_lazy():
    assert resolved("![a plot]({{site.baseurl}}/images/x.png)") == (
        '<img src="../../images/x.png" alt="a plot" loading="lazy">'
    )


def test_alternative_text_is_escaped():
    assert 'alt="a &lt;b&gt; &quot;c&quot;"' in resolved('![a <b> "c"]({{site.baseurl}}/x.png)')


def test_title_of_a_markdown_image_is_no_part_of_its_path():
    assert 'src="../../x.png"' in resolved('![a]({{site.baseurl}}/x.png "a title")')


def test_image_tag_keeps_its_attributes():
    html = resolved('<img style="zoom:40%;" src="{{site.baseurl}}/x.png" alt="A" width="3"/>')
    assert html == '<img style="zoom:40%;" src="../../x.png" alt="A" width="3" loading="lazy">'


def test_image_tag_without_alternative_text_gets_an_empty_one():
    assert resolved('<img src="{{site.baseurl}}/x.png">') == '<img src="../../x.png" alt="" loading="lazy">'


@pytest.mark.parametrize(
    "image", ["![a]({{site.baseurl}}/images/x.png)", '<img src="{{site.baseurl}}/images/x.png" alt="a">']
)
def test_missing_image_becomes_its_name(image: str):
    assert resolved(image, exists=False) == '<span class="missing-image" dir="ltr">x.png</span>'


def test_existence_is_asked_for_the_path_below_the_site():
    asked: list[str] = []
    Addresses(PurePosixPath("en/a.md"), "./", "en", (), lambda path: bool(asked.append(path))).resolved(
        "![]({{site.baseurl}}/images/a%20b.png)"
    )
    assert asked == ["images/a b.png"]


def test_link_to_a_page_of_the_course_is_its_file():
    assert resolved("[a]({{site.baseurl}}/fr/week05/05-1/#b)") == "[a](/fr/week05/05-1.md#b)"
    assert resolved("[a]({{site.baseurl}}/fr/week05/05-1)") == "[a](/fr/week05/05-1.md)"


def test_link_to_an_unknown_page_stays_a_relative_link():
    assert resolved("[a]({{site.baseurl}}/fr/week99/99/)") == "[a](../../fr/week99/99/)"


def test_base_address_elsewhere_is_relative():
    assert resolved("{{ site.baseurl }}/x") == "../../x"
    assert resolved("{{site.baseurl}}/x", root="./") == "./x"


def test_text_without_a_base_address_is_unchanged():
    text = "![a](b.png) [c](../d.md) {{other}}\n"
    assert resolved(text) == text


@pytest.mark.parametrize(
    ("page", "files", "address"),
    [
        ("en/week05/05-1.md", {"en/week05/f.png"}, "../../week05/f.png"),
        ("fr/week05/05-1.md", {"en/week05/f.png"}, "../../week05/f.png"),
        ("fr/week05/05-1.md", {"en/week05/f.png", "fr/week05/f.png"}, "../../fr/week05/f.png"),
        ("en/week05/05-1.md", {"en/f.png"}, "f.png"),
    ],
)
def test_image_in_html_is_found_beside_its_page_or_beside_the_source(page: str, files: set[str], address: str):
    here = Addresses(PurePosixPath(page), "../../", "en", (), files.__contains__)
    assert here.resolved("<img alt='x' src='f.png'>") == f"<img alt='x' src='{address}'>"
    assert here.resolved("`<img src='f.png'>`") == "`<img src='f.png'>`"
    assert here.resolved('<img src="https://example.org/f.png">') == '<img src="https://example.org/f.png">'


def test_image_named_by_the_folder_of_the_source_stands_at_the_top_of_the_site():
    assert 'src="../../week05/f.png"' in resolved("![a]({{site.baseurl}}/en/week05/f.png)")
    assert 'src="../../fr/week05/f.png"' in resolved("![a]({{site.baseurl}}/fr/week05/f.png)")


@pytest.mark.parametrize(
    "image",
    ["![](a.png)", "![ ](a.png)", "![][a]", '<img src="a.png">', '<img\nsrc="{{site.baseurl}}/a.png" width="3"/>'],
)
def test_image_without_words_is_found(image: str):
    assert list(find_wordless(f"text {image}")) == [5]


@pytest.mark.parametrize(
    "text", ["![words](a.png)", '<img src="a.png" alt="">', "```\n![](a.png)\n```", "`![](a.png)`", "a! [](b.md)"]
)
def test_image_with_words_a_decoration_and_code_are_not(text: str):
    assert list(find_wordless(text)) == []


def measured(html: str) -> str:
    tree = Tree(html)
    size_all(tree, lambda src: (300, 200) if src == "a.png" else None)
    return tree.html


def test_image_gets_the_size_of_its_file_and_waits_until_it_is_near():
    assert measured('<p><img alt="x" src="a.png" /></p>') == (
        '<p><img alt="x" src="a.png" width="300" height="200" loading="lazy" decoding="async"></p>'
    )


def test_width_that_a_page_chose_is_kept_in_proportion():
    assert 'width="150" height="100" loading="lazy" decoding="async">' in measured('<img src="a.png" width="150">')


def test_size_that_is_given_or_unknown_is_left_alone():
    assert measured('<img src="a.png" height="9" loading="eager">') == (
        '<img src="a.png" height="9" loading="eager" decoding="async">'
    )
    assert "width" not in measured('<img src="https://example.org/a.png">')


@given(h.hostile_text | h.any_text)
def test_no_base_address_is_left_in_any_text(text: str):
    for exists in (True, False):
        assert "{{site.baseurl}}" not in resolved(text, exists=exists)
    assert all(0 <= offset < len(text) for offset, _ in find_images(text))
