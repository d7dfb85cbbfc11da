from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.links import links, without_addresses, words


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("[a](b.md)", "b.md"),
        ('[a](b.md "a title")', "b.md"),
        ("[a](<b c.md>)", "b c.md"),
        ("[a](https://x.org/a_(b))", "https://x.org/a_(b)"),
        ("[a [b] c](d.md)", "d.md"),
        ("![a]({{ site.baseurl }}/images/a.png)", "{{ site.baseurl }}/images/a.png"),
        ("[a]( b.md )", "b.md"),
        ("[a]: b.md", "b.md"),
    ],
)
def test_link_leads_where_markdown_says(text: str, url: str):
    (link,) = links(text)
    assert link.url == url
    assert link.image == text.startswith("!")
    assert (link.start, link.end) == (0, len(text))


@pytest.mark.parametrize("text", ["[a] (b)", "[a](b", "a](b)", "[a](b\n\nc)", "[a]"])
def test_what_only_looks_like_a_link_is_none(text: str):
    assert list(links(text)) == []


@pytest.mark.parametrize(
    ("text", "said", "without_images"),
    [
        ("See [this](a.md) now.", "See this now.", "See this now."),
        ("A ![plot](a.png) here", "A plot here", "A  here"),
        ("[![plot](a.png)](b.md)", "plot", ""),
        ("[one][two] and [three]", "one and [three]", "one and [three]"),
        ("[a]: b.md", "[a]: b.md", "[a]: b.md"),
    ],
)
def test_link_is_its_words(text: str, said: str, without_images: str):
    assert words(text) == said
    assert words(text, alt=False) == without_images


def test_link_without_its_address_keeps_its_brackets():
    assert without_addresses('See [this](a.md "b") and ![that](c.png).') == "See [this] and ![that]."


@given(h.hostile_text | h.any_text)
def test_links_of_any_text_are_in_it(text: str):
    for link in links(text):
        assert 0 <= link.start <= link.words[0] <= link.words[1] <= link.end <= len(text) or not link.is_inline
    assert len(words(text)) <= len(text)
    assert len(without_addresses(text)) <= len(text)
