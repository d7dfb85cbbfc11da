from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.languages.language import language
from dragoman.pages.blocks import split
from dragoman.rendering.tree import Tree
from dragoman.rendering.videos import clock, first, show_times, start

WATCH = "https://www.youtube.com/watch?v=--NZb480zlg"


@pytest.mark.parametrize(
    ("url", "second"),
    [
        (WATCH, 0),
        (f"{WATCH}&t=754s", 754),
        (f"{WATCH}&t=754", 754),
        (f"{WATCH}&t=1h2m3s", 3723),
        (f"{WATCH}&t=2m", 120),
        (f"{WATCH}#t=12", 12),
        (f"{WATCH}&t=later", 0),
        ("https://youtu.be/--NZb480zlg?t=88", 88),
        ("https://m.youtube.com/watch?v=x&start=5", 5),
        ("https://www.youtube-nocookie.com/embed/x?start=5", 5),
        ("https://www.youtube.com/shorts/x?t=5", 5),
        ("https://youtube.com/live/x?t=1m", 60),
        ("https://vimeo.com/12345678#t=90s", 90),
        ("https://vimeo.com/12345678/0a1b2c", 0),
        ("https://player.vimeo.com/video/12345678?h=0a#t=1m2s", 62),
        ("https://tube.example/w/9c9de5e8-0a1e-484a-b099-e80766180a6d?start=1m2s", 62),
        ("https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv", 0),
        ("https://tube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d?start=5", 5),
        ("https://example.org/lecture?t=90", 90),
        ("https://example.org/lecture.webm#t=90", 90),
    ],
)
def test_a_link_into_a_video_says_its_second(url, second):
    assert start(url) == second


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/playlist?list=x",
        "https://youtu.be/",
        "https://example.org/watch?v=x&t=5",
        "https://example.org/?t=later",
        "https://example.org/#t",
        "https://vimeo.com/about",
        "https://example.org/w/index.php",
        "?t=90",
        "05.md",
        "#anchor",
        "",
    ],
)
def test_a_link_elsewhere_is_no_video(url):
    assert start(url) is None


def test_moments_are_written_as_players_write_them():
    assert [clock(second) for second in (0, 88, 754, 3600, 3723)] == ["0:00", "1:28", "12:34", "1:00:00", "1:02:03"]


def shown(html):
    tree = Tree(html)
    show_times(tree, lambda time: f'Video at "{time}"')
    return tree.html


def test_heading_stays_text_and_its_moment_becomes_the_link():
    assert shown(
        f'<h2 id="sgd"><a href="{WATCH}&amp;t=754s">SGD, <em>noisy</em></a><a class="headerlink" href="#sgd">¶</a></h2>'
    ) == (
        f'<h2 id="sgd">SGD, <em>noisy</em> <a class="video" href="{WATCH}&amp;t=754s" '
        'aria-label="Video at &quot;12:34&quot;" data-pagefind-ignore=""><span aria-hidden="true">▶ </span><bdi dir="ltr">12:34</bdi></a>'
        '<a class="headerlink" href="#sgd">¶</a></h2>'
    )


def test_moment_is_said_and_shown_with_the_digits_of_the_language():
    tree = Tree(f'<h2><a href="{WATCH}&t=754s">SGD</a></h2>')
    show_times(tree, lambda time: f"at {time}", language("fa").phrases.digits)
    assert 'aria-label="at ۱۲:۳۴"' in tree.html
    assert '<bdi dir="ltr">۱۲:۳۴</bdi>' in tree.html


def test_heading_that_leads_elsewhere_and_link_outside_of_headings_are_left_alone():
    html = f'<h2><a href="05.html">Week 5</a></h2><p><a href="{WATCH}">the video</a></p>'
    assert shown(html) == html


def test_heading_that_leads_into_two_videos_shows_both_moments():
    html = shown(f'<h3 id="a"><a href="{WATCH}&t=1">A</a> and <a href="{WATCH}&t=61">B</a></h3>')
    assert html.startswith('<h3 id="a">A and B <a class="video"')
    assert html.count('class="video"') == 2


def test_video_of_a_page_is_the_first_that_a_heading_leads_into():
    assert first(blocks(f"## [a](b.md)\n\n## [c]({WATCH}&t=5)\n\n## [d]({WATCH})")) == f"{WATCH}&t=5"
    assert first(blocks("## a")) is None


@given(st.lists(h.hostile_text | st.sampled_from([f'<a href="{WATCH}">', "</a>", "<h2>", "</h2>"]), max_size=6))
def test_every_video_that_a_heading_leads_to_is_shown_in_any_page(pieces: list[str]):
    html = "".join(pieces)
    links = [link for heading in Tree(html).all("h2") for link in heading.css(f'a[href="{WATCH}"]')]
    assert len(Tree(shown(html)).all("a.video")) == len(links)


def blocks(text):
    return split(text, range(1, text.count("\n") + 2))


@pytest.mark.parametrize(
    ("video", "entered"),
    [
        ("https://www.youtube.com/watch?v=x&t=5s", "https://www.youtube.com/watch?v=x&amp;t=90"),
        ("https://youtu.be/x", "https://youtu.be/x?t=90"),
        ("https://vimeo.com/12345678#t=5s", "https://vimeo.com/12345678?t=90"),
    ],
)
def test_a_moment_alone_leads_into_the_video_above_it(video: str, entered: str) -> None:
    html = shown(f'<h2><a href="{video}">A</a></h2><h3><a href="?t=90">B</a></h3>')
    assert f'href="{entered}"' in html
    assert "1:30" in html


def test_a_moment_alone_without_a_video_stays_a_link() -> None:
    assert shown('<h2><a href="?t=90">B</a></h2>') == '<h2><a href="?t=90">B</a></h2>'
