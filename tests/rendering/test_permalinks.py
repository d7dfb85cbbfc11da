from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile  # noqa: F401 - examples that stay the same
from dragoman.rendering.permalinks import name
from dragoman.rendering.tree import Tree

LINK = '<a class="headerlink" href="#a" title="Permanent link">&para;</a>'


def named(html: str, label: Callable[[str], str]) -> str:
    tree = Tree(html)
    name(tree, label)
    return tree.html


def test_permalink_is_named_after_the_words_of_its_heading():
    html = named(f'<h2 id="a">R&amp;D <em>"now"</em> {LINK}</h2>', lambda words: f"Link to {words}")
    assert html == (
        '<h2 id="a">R&amp;D <em>"now"</em> <a class="headerlink" href="#a" aria-label="Link to R&amp;D &quot;now&quot;" data-pagefind-ignore="">'
        '<span aria-hidden="true">¶</span></a></h2>'
    )


def test_time_of_a_video_is_no_word_of_its_heading():
    html = named(f'<h2 id="a">Momentum <a class="video" href="x">▶ 12:34</a>{LINK}</h2>', lambda words: words)
    assert 'aria-label="Momentum"' in html


LABEL = re.compile('aria-label="([^"]*)"')


@pytest.mark.parametrize("before", ["<h2>One</h2>", "<h2>One", '<h1 class="a">One</h1><p>Text.</p>', "<p>Text.</p>"])
def test_each_heading_names_its_own_permalink(before: str):
    html = named(f"{before}<h2>Two {LINK}</h2><h3>Three {LINK}</h3>", lambda words: words)
    assert LABEL.findall(html) == ["Two", "Three"]


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), max_size=8))
def test_headings_with_and_without_a_permalink_are_told_apart(headings: list[tuple[int, bool]]):
    html = "\n".join(
        f"<h{level}>Word {number}{LINK if linked else ''}</h{level}>" for number, (level, linked) in enumerate(headings)
    )
    expected = [f"Word {number}" for number, (_, linked) in enumerate(headings) if linked]
    assert LABEL.findall(named(html, lambda words: words)) == expected
