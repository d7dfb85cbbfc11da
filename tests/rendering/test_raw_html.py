from __future__ import annotations

import re

import pytest

from dragoman.rendering.kramdown import normalise
from reading import convert, words


@pytest.mark.parametrize(
    "text",
    ["<center>*b*</center>", "<center>\n*b*\n</center>", "<CENTER>*b*</CENTER>", "<center>*b*</center><br/>"],
)
def test_center_with_lines_to_itself_is_a_block(text: str):
    assert convert(f"a\n\n{text}\n\nc\n") == '<p>a</p><div class="center"><em>b</em></div><p>c</p>'


def test_center_with_blocks_in_it_renders_them():
    html = convert("<center>\n\n| a | b |\n|---|---|\n| c | d |\n\n*e*\n\n</center>\n\nf\n")
    assert html.startswith('<div class="center"><table>')
    assert html.endswith("<p><em>e</em></p></div><p>f</p>")


def test_center_in_mid_line_is_a_span():
    assert convert("a <center>*b*</center> c\n") == '<p>a <span class="center"><em>b</em></span> c</p>'


def test_center_in_a_cell_is_a_span():
    html = convert("| a | b |\n|---|---|\n| <center>*c*</center> | d |\n")
    assert re.findall(r"<td>(.*?)</td>", html) == ['<span class="center"><em>c</em></span>', "d"]


def test_center_indented_by_four_is_no_code():
    html = convert('a\n\n    <center>\n    <img src="x.png"><br>\n    <b>Fig</b>: *b*\n    </center>\n\nc\n')
    assert html == ('<p>a</p><p><span class="center"><img src="x.png"><br> <b>Fig</b>: <em>b</em></span></p><p>c</p>')


@pytest.mark.parametrize("indent", [" ", "  ", "    "])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_center_in_a_list_does_not_break_the_list(indent: str, blank: str):
    html = convert(f"- a\n{blank}{indent}<center>*b*</center>\n{blank}- c\n")
    assert '<span class="center"><em>b</em></span>' in html
    assert "markdown=" not in html
    assert html.count("<li>") == html.count("</li>") == 2


def test_center_around_a_center_in_a_list_loses_nothing():
    inner = "<td>\n      <center>\n    *b*<br>\n  c\n   </center>\n  </td>"
    html = convert(f"- a\n\n  <center>\n  <table>\n  {inner}\n  {inner}\n  </table>\n  </center>\n\nd\n")
    assert "markdown=" not in html
    assert html.startswith('<ul><li>a</li></ul><div class="center"><table><td>')
    assert html.endswith("</table></div><p>d</p>")
    assert html.count('<span class="center">') == 2


def test_stray_center_is_dropped():
    assert convert("</center>\na\n\n<center>\n") == "<p>a</p>"


def test_markdown_in_a_page_that_is_one_div_is_rendered():
    html = convert('<div dir="rtl">\n\n## سطر\n\n- *ب*\n  - ت\n\n| أ | ب |\n|---|---|\n| ت | ث |\n\n</div>\n')
    assert html.startswith('<div dir="rtl"><h2>سطر</h2><ul><li><em>ب</em><ul><li>ت</li></ul></li></ul><table>')
    assert html.endswith("</table></div>")


def test_markdown_in_a_div_without_blank_lines_is_rendered():
    assert convert('<div dir="rtl">\nسطر *ب*\n</div>\nثم\n') == '<div dir="rtl"><p>سطر <em>ب</em></p></div><p>ثم</p>'


def test_div_that_already_renders_markdown_is_left_alone():
    assert convert('<div class="a" markdown="1">\n*b*\n</div>\n') == '<div class="a"><p><em>b</em></p></div>'


def test_div_closed_by_another_opening_div_ends_there():
    text = '<div align="center">*a* <div>\n\nb\n\n## C\n\n<div align="center">d <div>\n\ne\n'
    assert convert(text) == (
        '<div align="center"><p><em>a</em> </p></div><p>b</p><h2>C</h2><div align="center"><p>d </p></div><p>e</p>'
    )


def test_div_that_never_closes_loses_nothing():
    html = convert("a\n\n<div>\n\nb\n\n<div>\n\n## C\n\nd\n")
    assert words(html) == ["a", "b", "C", "d"]
    assert html.count("<div>") == html.count("</div>") == 2


def test_html_in_code_is_code():
    assert convert("`<center>` a `</center>`\n") == "<p><code>&lt;center&gt;</code> a <code>&lt;/center&gt;</code></p>"
    assert convert("`<div>` a\n") == "<p><code>&lt;div&gt;</code> a</p>"
    assert "&lt;div&gt;\n&lt;center&gt;" in convert("```\n<div>\n<center>\n```\n")


def test_raw_pre_keeps_its_indentation_and_hard_breaks_stay() -> None:
    text = "<pre>\ndef f():\n    return 1\n</pre>\n\nfirst  \nsecond"
    assert "def f():\n    return 1" in normalise(text)
    assert "first  \nsecond" in normalise(text)


def test_details_render_markdown_with_or_without_blank_lines() -> None:
    inside = "<details><summary>A <em>b</em></summary><p>c <strong>d</strong></p></details>"
    for text in (
        "<details>\n<summary>A *b*</summary>\n\nc **d**\n\n</details>",
        "<details><summary>A *b*</summary>\nc **d**\n</details>",
    ):
        assert convert(f"{text}\n\nAfter\n") == f"{inside}<p>After</p>"


def test_details_keep_their_attributes_and_hold_each_other() -> None:
    html = convert(
        "<details open>\n<summary>A</summary>\n\n<details>\n<summary>B</summary>\n\n*c*\n\n</details>\n\n</details>\n"
    )
    assert html.startswith('<details open="open"><summary>A</summary><details><summary>B</summary><p><em>c</em></p>')


def test_details_that_never_close_lose_nothing() -> None:
    html = convert("a\n\n<details>\n<summary>b</summary>\n\nc\n\n## D\n")
    assert words(html) == ["a", "b", "c", "D"]
    assert html.count("<details>") == html.count("</details>") == 1


def test_details_in_a_list_stay_in_it() -> None:
    html = convert("- a\n\n    <details>\n    <summary>b</summary>\n\n    *c*\n\n    </details>\n\n- d\n")
    assert html.count("<li>") == 2
    assert 'markdown="' not in html
    assert "<em>c</em>" in html


def test_details_in_code_are_code() -> None:
    assert "markdown=" not in convert("`<details>`\n\n```\n<details>\n<summary>a</summary>\n```\n")
