from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.rendering.summary import first_paragraph, shortened


def summary(text):
    return first_paragraph(text, lambda words: words.replace("$x$", "x"))


def test_first_paragraph_is_what_a_page_is_about():
    assert summary("## A heading\n\nWith *one* [link](a.md), `code`\nand $x$.\n\nMore.") == "With one link, code and x."


def test_blocks_that_are_no_paragraphs_are_passed_over():
    blocks = ["# h", "- item", "1. item", "| a | b |", "> quote", "<div>x</div>", "$$\nx\n$$", '??? question "Why?"']
    text = "\n\n".join([*blocks, "    indented", "```python\nprint(1)\n```", "![an image](a.png)", "The text."])
    assert summary(text) == "The text."


def test_long_paragraph_is_cut_between_words():
    cut = summary("word " * 100)
    assert len(cut) <= 162
    assert cut.endswith("word …")


@pytest.mark.parametrize(
    "text", ["梯度下降。" * 60, "用 " + "梯度下降法更新权重" * 60, "x" * 400, "梯" * 200 + " 度" * 30]
)
def test_long_text_with_few_spaces_is_cut_where_a_line_ends(text: str):
    cut = summary(text)
    assert 150 <= len(cut) <= 162
    assert text.startswith(cut.removesuffix(" …"))


@given(st.text(st.sampled_from("a 梯。 б"), min_size=1, max_size=600).filter(str.strip))
def test_shortened_text_is_its_beginning_and_never_empty(text: str):
    words = " ".join(text.split())
    cut = shortened(text)
    assert cut == words or (80 <= len(cut) <= 162 and words.startswith(cut.removesuffix(" …")))


def test_page_without_a_paragraph_has_no_summary():
    assert summary("# Only a heading\n") == ""


@given(h.hostile_text | h.any_text)
def test_summary_of_any_text_is_one_short_line(text):
    found = summary(text)
    assert "\n" not in found
    assert len(found) <= 162
