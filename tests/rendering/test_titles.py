from __future__ import annotations

from dragoman.rendering.titles import shown
from rendered import KATEX


def test_formulas_and_code_of_a_title_are_set() -> None:
    html = shown("The `backward()` of $x^2$ & more", "en", KATEX)
    assert html.startswith("The <code>backward()</code> of <span")
    assert html.count('class="katex"') == 1
    assert html.endswith("&amp; more")


def test_title_of_a_right_to_left_page_keeps_its_order() -> None:
    html = shown("الدالة `f()` و g(x)", "ar", KATEX)
    assert '<code dir="ltr">f()</code>' in html
    assert '<bdi dir="ltr">g(x)</bdi>' in html


def test_markup_in_a_title_is_text() -> None:
    assert shown("a <b>b</b>", "en", KATEX) == "a &lt;b&gt;b&lt;/b&gt;"
