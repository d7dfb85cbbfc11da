from __future__ import annotations

import pytest

from dragoman.rendering.direction import isolate
from dragoman.rendering.foreign import mark_foreign


@pytest.mark.parametrize(
    "block",
    [
        "<p>This paragraph has not been translated yet.</p>",
        '<li class="x">This item has <em>not</em> been translated yet.</li>',
        "<h2>A heading that nobody has translated</h2>",
        "<td>An English cell of a table, no less</td>",
    ],
)
def test_english_block_in_an_arabic_page_is_marked(block: str) -> None:
    marked = mark_foreign(f"<article><p>نص عربي</p>{block}</article>", "en")
    assert marked.count('lang="en" dir="ltr"') == 1
    assert marked.startswith("<article><p>نص عربي</p>")
    assert "<bdi" not in isolate(marked)


@pytest.mark.parametrize(
    "block",
    [
        "<p>نستخدم PyTorch</p>",
        "<p>SGD</p>",
        '<p lang="fr" dir="ltr">Ce paragraphe est en français, et il le dit.</p>',
        "<p><code>a_very_long_name_of_a_function(in, code)</code></p>",
        '<p><span class="math" dir="ltr" data-math="1">a formula in many words</span></p>',
        "<p>ترجمة (a long English term in parentheses) ثم بقية الجملة العربية هنا</p>",
        "<ul><li>نص <ul><li>نص</li></ul></li></ul>",
    ],
)
def test_arabic_block_with_latin_words_is_left_as_it_is(block: str) -> None:
    html = f"<article>{block}</article>"
    assert mark_foreign(html, "en") == html


def test_english_titles_in_the_navigation_of_an_arabic_page_are_marked() -> None:
    html = '<nav><span class="md-ellipsis">\n  Home\n  </span><span class="md-ellipsis">الأسبوع 5</span></nav>'
    assert mark_foreign(html, "en").count('lang="en" dir="ltr"') == 1
