from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

import hypothesis_profile as h
from dragoman.pages.lecture import parse
from dragoman.rendering.kramdown import KramdownExtension, normalise
from reading import EXTENSIONS, convert, text_of, words

# What stands for a formula while Markdown is read.
TOKEN = "\U000f0000\U000f0010\U000f0001"
NESTED = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  - b\n    - c\n- d\n",
        "* a\n  + b\n    - c\n* d\n",
        "- a\n    - b\n        - c\n- d\n",
        "- a\n\t- b\n\t\t- c\n- d\n",
        "-   a\n    -   b\n        -   c\n-   d\n",
        " - a\n   - b\n     - c\n - d\n",
    ],
)
def test_list_is_nested_however_it_is_indented(text: str):
    assert convert(text) == NESTED


def test_list_goes_back_over_several_levels():
    assert convert("- a\n  - b\n    - c\n  - d\n- e\n") == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>"
    )


@pytest.mark.parametrize(("mark", "element"), [("-", "ul"), ("*", "ul"), ("1.", "ol")])
def test_list_needs_no_blank_line_after_a_paragraph(mark: str, element: str):
    assert convert(f"text\n{mark} a\n{mark} b\n") == f"<p>text</p><{element}><li>a</li><li>b</li></{element}>"


@pytest.mark.parametrize("indent", ["  ", "   ", "    "])
def test_list_below_an_ordered_item_is_nested(indent: str):
    assert convert(f"1. a\n{indent}- b\n{indent}- c\n2. d\n") == (
        "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"
    )


def test_list_after_a_paragraph_of_an_item_is_nested():
    assert convert("- a\n\n  text\n  - b\n") == "<ul><li><p>a</p><p>text</p><ul><li>b</li></ul></li></ul>"


def test_year_at_the_start_of_a_line_begins_no_list():
    assert convert("It was in\n1986. Then\n") == "<p>It was in\n1986. Then</p>"


def test_ordered_list_goes_on_with_its_number_after_a_paragraph():
    assert convert("1. a\n\ntext\n\n2. b\n") == '<ol><li>a</li></ol><p>text</p><ol start="2"><li>b</li></ol>'


def test_line_without_a_mark_goes_on_with_the_item():
    assert words(convert("- a\nb\n- c\n")) == ["a", "b", "c"]
    assert convert("- a\nb\n- c\n").count("<li>") == 2


def test_paragraph_of_an_item_stays_in_it():
    assert convert("- a\n\n  text\n\n- b\n") == "<ul><li><p>a</p><p>text</p></li><li><p>b</p></li></ul>"


def test_paragraph_at_the_margin_ends_the_list():
    assert convert("- a\n\ntext\n") == "<ul><li>a</li></ul><p>text</p>"


def test_heading_ends_a_list_and_a_paragraph():
    assert convert("- a\n## B\nc\n## D\n") == "<ul><li>a</li></ul><h2>B</h2><p>c</p><h2>D</h2>"


def test_rule_of_stars_is_no_list():
    assert convert("a\n\n* * *\n\nb\n") == "<p>a</p><hr /><p>b</p>"


def test_emphasis_at_the_start_of_a_line_is_no_list():
    assert convert("*a* b\n**c** d\n") == "<p><em>a</em> b\n<strong>c</strong> d</p>"


@pytest.mark.parametrize("indent", ["  ", "    ", "   "])
def test_formula_of_an_item_stays_in_it(indent: str):
    assert convert(f"- a\n\n{indent}{TOKEN}\n\n- b\n") == (f"<ul><li><p>a</p><p>{TOKEN}</p></li><li><p>b</p></li></ul>")


def test_formula_without_blank_lines_stays_in_its_item():
    html = convert(f"1. a\n   {TOKEN}\n   b\n2. c\n")
    assert html.count("<ol>") == 1
    assert html.count("<li>") == 2
    assert words(html) == ["a", TOKEN, "b", "c"]


def test_item_after_a_formula_paragraph_is_an_item():
    assert convert(f"- a\n\n  {TOKEN}\n- b\n").count("<li>") == 2


def test_indented_formula_is_no_code():
    assert convert(f"a\n\n    {TOKEN}\n\nb\n") == f"<p>a</p><p>{TOKEN}</p><p>b</p>"


def test_indented_code_is_code():
    assert convert("a\n\n    code *x*\n\nb\n") == "<p>a</p><pre><code>code *x*</code></pre><p>b</p>".replace(
        "*x*<", "*x*\n<"
    )


@pytest.mark.parametrize("separator", ["", "|---|---|\n", "| :-: | --: |\n"])
def test_table_without_a_header_row_has_none(separator: str):
    html = convert(f"{separator}| a | b |\n| c | d |\n")
    assert "<th" not in html
    assert re.findall(r"<td[^>]*>(.*?)</td>", html) == ["a", "b", "c", "d"]


def test_table_with_a_header_row_keeps_it():
    html = convert("| a | b |\n|---|---|\n| c | d |\n")
    assert re.findall(r"<th>(.*?)</th>", html) == ["a", "b"]
    assert re.findall(r"<td>(.*?)</td>", html) == ["c", "d"]


def test_table_of_one_row_is_a_table():
    assert convert("| a |\n") == "<table><tbody><tr><td>a</td></tr></tbody></table>"


@pytest.mark.parametrize("before", ["text\n", "- item\n", "## text\n", "text\n\n"])
def test_table_glued_to_what_is_before_it_is_a_table(before: str):
    html = convert(f"{before}| a | b |\n|---|---|\n| c | d |\nafter\n")
    assert html.count("<table>") == 1
    assert html.endswith("</table><p>after</p>")


def test_row_of_cells_without_content_is_kept():
    html = convert("| a | b |\n|---|---|\n| | |\n| c | d |\n")
    assert html.count("<tr>") == 3


def test_pipes_in_prose_make_no_table():
    assert convert("a | b\nand | c\n") == "<p>a | b\nand | c</p>"


def test_pipe_in_code_makes_no_cell():
    html = convert("| `a|b` | c |\n| d | e |\n")
    assert html.count("<td>") == 4


def test_comment_between_rows_does_not_split_the_table():
    page = parse(PurePosixPath("fr/a.md"), b"| a | b |\n|---|---|\n<!-- | x | y | -->\n| c | d |\n")
    html = convert(page.visible.text)
    assert html.count("<table>") == 1
    assert words(html) == ["a", "b", "c", "d"]


@pytest.mark.parametrize("info", ["python=", "python", "python= ", "py="])
def test_fence_with_an_equals_sign_is_highlighted(info: str):
    html = convert(f"```{info}\nx = 1\n```\n")
    assert '<span class="mi">1</span>' in html
    assert text_of(html) == "x = 1"


@pytest.mark.parametrize("indent", ["  ", "    "])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_fence_in_an_item_stays_in_it_and_keeps_its_indentation(indent: str, blank: str):
    html = convert(f"- a\n{blank}{indent}```text\n{indent}x\n{indent}  y\n{indent}```\n{blank}- b\n")
    assert html.count("<li>") == 2
    assert html.index("x\n") < html.index("</li>") < html.index("b")
    markdown = Markdown(extensions=[KramdownExtension(), *EXTENSIONS])
    assert "x\n  y" in text_of(markdown.convert(f"- a\n{blank}{indent}```text\n{indent}x\n{indent}  y\n{indent}```\n"))


def test_fence_glued_to_text_is_no_part_of_the_paragraph():
    html = convert("a\n```text\nx\n```\nb\n")
    assert html.startswith('<p>a</p><div class="highlight">')
    assert html.endswith("</div><p>b</p>")


def test_fence_keeps_what_is_in_it():
    code = "- a\n  - b\n\n\n| c |\n<center>d</center>\n<div>\n      e"
    markdown = Markdown(extensions=[KramdownExtension(), "pymdownx.superfences"])
    html = markdown.convert(f"```text\n{code}\n```\n")
    assert text_of(html) == code


@pytest.mark.parametrize(
    ("opening", "element"), [("!!! note", "div"), ("??? note", "details"), ("???+ tip", "details")]
)
def test_admonition_with_a_list_holds_it(opening: str, element: str):
    html = convert(f"{opening}\n    text\n    - a\n      - b\n\n    more\n\nafter\n")
    assert "<p>text</p><ul><li>a<ul><li>b</li></ul></li></ul><p>more</p>" in html
    assert html.endswith(f"</{element}><p>after</p>")


def test_ordered_list_in_an_admonition_is_a_list():
    assert "<ol><li>a</li><li>b</li></ol>" in convert("!!! note\n    1. a\n    2. b\n")


@pytest.mark.parametrize("sign", ['"', "'", ":", "|", "="])
def test_escaped_sign_is_the_sign(sign: str):
    assert convert(f"a \\{sign}b\\{sign}\n") == f"<p>a {sign}b{sign}</p>"


def test_escaped_tag_is_text():
    assert convert("a \\<b> c\n") == "<p>a &lt;b&gt; c</p>"


@pytest.mark.parametrize(
    "text",
    [
        "- a\n    - b\n        - c\n- d",
        "1. a\n\n    b\n\n    - c\n\n2. d",
        "a\n\nb\nc",
        "# A\n\ntext\n\n## B",
        "```python\nx = 1\n```",
        "| a | b |\n|---|---|\n| c | d |",
        "!!! note\n    a\n\n    - b\n\nc",
        "> a\n> b",
        "a\n\n    code\n\nb",
    ],
)
def test_markdown_that_is_right_already_is_unchanged(text: str):
    assert normalise(text) == text


_PIECES = (
    *("\n", "\n\n", "- ", "  - ", "    - ", "1. ", "2. ", "| ", " |\n", "|---|\n", "```\n", "## ", "> ", "!!! note\n"),
    *(
        "<div>\n",
        "</div>\n",
        "<div>",
        '<div dir="rtl">\n',
        "<center>",
        "</center>",
        "    ",
        "  ",
        "*",
        "`",
        "<br>",
        " ",
    ),
)


@given(st.lists(st.sampled_from(_PIECES) | st.integers(0, 999).map(lambda number: f"w{number}w\n"), max_size=20))
def test_no_word_of_any_page_is_lost(pieces: list[str]):
    html = convert("".join(pieces))
    assert [piece.strip() for piece in pieces if piece[0] == "w" and piece.strip() not in html] == []


@given(h.hostile_text | h.any_text)
def test_any_text_is_rendered_without_an_exception(text: str):
    # What stands for a block while Markdown is read.
    assert "wzxhzdk" not in convert(text)


@pytest.mark.parametrize(
    "table", ["| `a \\| b` | c |\n", "| x | y |\n|---|---|\n| `a \\| b` | c |\n", "x | y\n--|--\n`a \\| b` | c\n"]
)
def test_escaped_pipe_in_the_code_of_a_cell_is_a_pipe(table: str):
    html = convert(table)
    assert "<td><code>a | b</code></td><td>c</td>" in html


def test_escaped_pipe_in_code_outside_tables_is_what_it_is():
    assert text_of(convert("`a \\| b`\n\n```\n| `a \\| b` |\n```\n")) == "a \\| b| `a \\| b` |"


@pytest.mark.parametrize(
    "info",
    [
        *("python out", "{.python .input}", "python title", "python=", 'python hl_lines="1" extra', "foo:bar", "c++"),
        *("python,ignore", "jsx live", "{code-cell} ipython3", ".python .input", "python id=1", "python {x}", "c#", ""),
        *("r, echo=FALSE", "{r setup, include=FALSE}", "python title=x", "diff -u a/b", "$ sh", "python!", "(lisp)"),
    ],
)
@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_fence_opens_a_block_of_code_whatever_stands_behind_it(info: str, fence: str) -> None:
    text = f"Before.\n\n{fence}{info}\nx = 1\n{fence}\n\n## After\n\n{fence}\ny\n{fence}\n"
    html = Markdown(extensions=["pymdownx.superfences", "attr_list", KramdownExtension()]).convert(text)
    assert html.count("<pre") == 2
    assert "<h2>After</h2>" in html
    assert "x = 1" in re.sub("<[^>]*>", "", html)


def test_second_paragraph_of_a_note_stays_in_it_whatever_blank_lines_a_comment_left() -> None:
    text = "A[^1].\n\n[^1]: One.\n\n\n\n\n    Two.\n\nB."
    html = Markdown(extensions=["footnotes", KramdownExtension()]).convert(text)
    assert "<code>" not in html
    assert html.index("Two.") > html.index('<div class="footnote">')
    assert "a\n\n\nb" in Markdown(extensions=[KramdownExtension()]).convert("x\n\n    a\n\n\n    b\n")


def test_fence_in_a_quotation_is_code():
    html = convert("Text.\n\n> ```python\n> x = 1\n> ```\n\nMore.")
    assert "<blockquote>" in html
    assert html.count("<code>") == 1
    assert "```" not in html
