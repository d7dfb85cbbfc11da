"""Source that shows in the finished page is found there, whatever made it show."""

from __future__ import annotations

import pytest

from dragoman.rendering.raw import found
from dragoman.rendering.tree import Tree
from projects import Project


@pytest.mark.parametrize(
    "text",
    [
        *("{: #id}", "{% raw %}", "{{ page.title }}", "[^1]", "[[id]]", ":numref:", "](b.md", '=== "Tab"', "!!! note"),
        "??? question",
    ],
)
def test_mark_of_markdown_that_shows_is_found(text: str) -> None:
    assert [one[:4] for one in found(Tree(f"<p>{text}</p>"), ())] == [text[:4]]
    for quiet in (f"<pre><code>{text}</code></pre>", f"<p><code>{text}</code></p>", f"<svg><text>{text}</text></svg>"):
        assert list(found(Tree(quiet), ())) == []


@pytest.mark.parametrize("tag", ["note", "tabitem", "question", "center2", "my-box"])
def test_element_that_no_browser_knows_is_found(tag: str) -> None:
    assert list(found(Tree(f"<p>a <{tag}>b</{tag}></p>"), ())) == [f"<{tag}"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>At 12:30:45, a::b, {x}, 5 % {, [1], a[i][j], x := 1, http://a.b</p>",
        "<svg><lineargradient></lineargradient><path></path></svg><math><mi>x</mi></math>",
        "<p>a !!! b</p><p>a === b</p>",
    ],
)
def test_text_that_only_looks_like_it_is_not(html: str) -> None:
    assert list(found(Tree(html), ())) == []


def test_build_names_what_shows_once_at_its_line_and_lets_pass_what_is_escaped(project: Project) -> None:
    project.write(
        "en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## A\n\nSee [^9] here.\n\nAs \\[[x]] is.\n\n<box>a</box>"
    )
    built = project.build()
    assert built.returncode == 0, built.output
    said = [line for line in built.output.splitlines() if "markdown.shown" in line]
    assert "docs/en/week05/05.md:8: markdown.note: found [^9]" in built.output
    assert len(said) == 1
    assert "docs/en/week05/05.md:12: markdown.shown: found <box" in said[0]
