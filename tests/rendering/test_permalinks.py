from __future__ import annotations

from dragoman.rendering.permalinks import named

LINK = '<a class="headerlink" href="#a" title="Permanent link">&para;</a>'


def test_permalink_is_named_after_the_words_of_its_heading():
    html = named(f'<h2 id="a">R&amp;D <em>"now"</em> {LINK}</h2>', lambda words: f"Link to {words}")
    assert html == (
        '<h2 id="a">R&amp;D <em>"now"</em> <a class="headerlink" href="#a" aria-label="Link to R&amp;D &quot;now&quot;" data-pagefind-ignore>'
        '<span aria-hidden="true">&para;</span></a></h2>'
    )


def test_time_of_a_video_is_no_word_of_its_heading():
    html = named(f'<h2 id="a">Momentum <a class="video" href="x">▶ 12:34</a>{LINK}</h2>', lambda words: words)
    assert 'aria-label="Momentum"' in html


def test_each_heading_names_its_own_permalink():
    html = named(f"<h2>One</h2><h2>Two {LINK}</h2><h3>Three {LINK}</h3>", lambda words: words)
    assert 'aria-label="Three"' in html
    assert html.count("aria-label") == 2
