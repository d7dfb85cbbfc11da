"""Which notes stand in the margin: those beside whose references there surely is room."""

from __future__ import annotations

import pytest

from dragoman.rendering.margin import place
from dragoman.rendering.tree import Tree, classes

WORDS = "<p>" + "The loss falls where the gradient is followed. " * 40 + "</p>"


def reference(name: str) -> str:
    return f'<sup id="fnref:{name}"><a class="footnote-ref" href="#fn:{name}">1</a></sup>'


def notes(*texts: tuple[str, str]) -> str:
    items = "".join(f'<li id="fn:{name}"><p>{text}</p></li>' for name, text in texts)
    return f'<div class="footnote"><hr><ol>{items}</ol></div>'


def chosen(html: str) -> list[str]:
    tree = Tree(html)
    place(tree)
    return [one.attrs.sget("id") for one in tree.all("li") if "marginal" in classes(one)]


def test_each_note_stands_beside_its_reference_and_below_the_one_before() -> None:
    tree = Tree(f"<p>One{reference('a')} two{reference('b')}</p>{WORDS}{notes(('a', 'A.'), ('b', 'B.'))}")
    place(tree)
    assert [one.attrs.sget("style") for one in tree.all("sup", "li")] == [
        "--name: --reference-1",
        "--name: --reference-2",
        "--name: --note-1; --beside: --reference-1; --below: --contents",
        "--name: --note-2; --beside: --reference-2; --below: --note-1",
    ]


@pytest.mark.parametrize(
    ("html", "beside"),
    [
        (f"{WORDS}<p>{reference('a')}</p>{notes(('a', 'A.'))}", []),
        (f"<p>{reference('a')}</p><p>Short.</p>{notes(('a', 'A.'))}", []),
        (f"<p>{reference('a')}</p>{WORDS}{notes(('a', 'Long. ' * 400))}", []),
        (
            f"<p>{reference('a')}</p>{WORDS}<p>{reference('b')}</p>{notes(('a', 'A.'), ('b', 'B.'))}",
            ["fn:a"],
        ),
        (f"<details>{reference('a')}</details>{WORDS}{notes(('a', 'A.'))}", []),
        (f'<div class="tabbed-set">{reference("a")}</div>{WORDS}{notes(("a", "A."))}', []),
        (f"<p>{reference('a')}</p>{WORDS}{notes(('a', '<pre>x</pre>'))}", []),
        (f'<p class="margin">Aside.</p><p>{reference("a")}</p>{WORDS}{notes(("a", "A."))}', []),
        (f"{'<h2>x</h2>' * 40}<p>{reference('a')}</p>{WORDS}{notes(('a', 'A.'))}", []),
        (f"<p>{reference('b')}{reference('a')}</p>{WORDS}{notes(('a', 'A.'), ('b', 'B.'))}", ["fn:a", "fn:b"]),
        (f"<p>{reference('b')}</p>{WORDS}<p>{reference('a')}</p>{WORDS}{notes(('a', 'A.'), ('b', 'B.'))}", ["fn:b"]),
    ],
)
def test_note_for_which_there_may_be_no_room_stays_below_the_page(html: str, beside: list[str]) -> None:
    assert chosen(html) == beside


def test_page_without_notes_is_left_as_it_is() -> None:
    tree = Tree(WORDS)
    place(tree)
    assert tree.html == WORDS
