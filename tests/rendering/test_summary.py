from __future__ import annotations

from hypothesis import given

import hypothesis_profile as h
from dragoman.rendering.summary import first_paragraph


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


def test_page_without_a_paragraph_has_no_summary():
    assert summary("# Only a heading\n") == ""


@given(h.hostile_text | h.any_text)
def test_summary_of_any_text_is_one_short_line(text):
    found = summary(text)
    assert "\n" not in found
    assert len(found) <= 162
