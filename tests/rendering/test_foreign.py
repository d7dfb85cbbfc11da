from __future__ import annotations

import pytest

from dragoman.rendering.direction import isolate_all
from dragoman.rendering.foreign import mark, mark_labels
from dragoman.rendering.tree import Tree


@pytest.mark.parametrize(
    "block",
    [
        "<p>This paragraph has not been translated yet.</p>",
        '<li class="x">This item has <em>not</em> been translated yet.</li>',
        "<h2>A heading that nobody has translated</h2>",
        "<table><tbody><tr><td>An English cell of a table, no less</td></tr></tbody></table>",
    ],
)
def test_english_block_in_an_arabic_page_is_marked(block: str) -> None:
    tree = Tree(f"<p>نص عربي</p>{block}")
    mark(tree, "en")
    assert tree.html.count('lang="en" dir="ltr"') == 1
    assert tree.html.startswith("<p>نص عربي</p>")
    isolate_all(tree)
    assert "<bdi" not in tree.html


@pytest.mark.parametrize(
    "block",
    [
        "<p>نستخدم PyTorch</p>",
        "<p>SGD</p>",
        '<p lang="fr" dir="ltr">Ce paragraphe est en français, et il le dit.</p>',
        "<p><code>a_very_long_name_of_a_function(in, code)</code></p>",
        '<p><span class="math" dir="ltr">a formula in many words</span></p>',
        "<p>ترجمة (a long English term in parentheses) ثم بقية الجملة العربية هنا</p>",
        "<ul><li>نص <ul><li>نص</li></ul></li></ul>",
    ],
)
def test_arabic_block_with_latin_words_is_left_as_it_is(block: str) -> None:
    tree = Tree(block)
    before = tree.html
    mark(tree, "en")
    assert tree.html == before


def test_english_titles_in_the_navigation_of_an_arabic_page_are_marked() -> None:
    html = '<nav><span class="md-ellipsis">\n  Home\n  </span><span class="md-ellipsis">الأسبوع 5</span></nav>'
    assert mark_labels(html, "en").count('lang="en" dir="ltr"') == 1
