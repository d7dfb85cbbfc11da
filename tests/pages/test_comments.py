from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.comments import find_comments


def contents(text: str) -> list[str]:
    return [text[span.content_start : span.content_end] for span in find_comments(text)[0]]


def whole(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_comments(text)[0]]


def kinds(text: str) -> list[str]:
    return [flaw.kind for flaw in find_comments(text)[1]]


def test_comments_are_found_in_order_without_their_delimiters():
    text = "<!-- one -->\nun\n<!--\ntwo\n-->\ndeux\n"
    assert contents(text) == [" one ", "\ntwo\n"]
    assert whole(text) == ["<!-- one -->", "<!--\ntwo\n-->"]
    assert kinds(text) == []


def test_text_without_comments_has_none():
    assert find_comments("a -> b, x < y!\n") == ((), ())


def test_empty_comment_is_a_comment():
    assert contents("a<!---->b") == [""]


@pytest.mark.parametrize("code", ["`<!-- x -->`", "```\n<!-- x -->\n```", "~~~\n<!--\n~~~", "``a ` <!-- x -->``"])
def test_comment_in_code_is_code(code: str):
    assert contents(f"a\n\n{code}\n\n<!-- real -->\n") == [" real "]
    assert kinds(f"a\n\n{code}\n\n<!-- real -->\n") == []


def test_backtick_in_an_earlier_paragraph_hides_no_comment():
    assert contents("a ` b\n\n<!-- c --> ` d\n") == [" c "]


def test_fence_in_a_comment_belongs_to_the_comment():
    text = "<!--\n```python\nprint()\n-->\n\ntext\n\n<!-- next -->\n"
    assert contents(text) == ["\n```python\nprint()\n", " next "]


def test_arrow_between_words_does_not_end_a_comment_that_ends_later():
    text = "<!--\nfrom input --> hidden layer\nand on\n-->\ntraduction\n"
    assert contents(text) == ["\nfrom input --> hidden layer\nand on\n"]
    assert kinds(text) == ["comment.arrow"]


def test_text_glued_to_a_comment_is_not_taken_for_an_arrow():
    text = "<!-- a word --> un mot\n\n<!-- b -->\n"
    assert contents(text) == [" a word ", " b "]
    assert kinds(text) == []


def test_comment_in_a_comment_ends_with_the_outer_one():
    text = "<!--\nbefore <!-- inner --> after\n-->\ntexte\n"
    assert contents(text) == ["\nbefore <!-- inner --> after\n"]
    assert kinds(text) == ["comment.nested"]


@pytest.mark.parametrize("closer", ["..>", "->", "–>", "—>", "-- >"])
def test_mistyped_closer_at_the_end_of_a_line_closes(closer: str):
    text = f"<!-- a title {closer}\nun titre\n\n<!-- b -->\n"
    assert contents(text) == [" a title ", " b "]
    assert kinds(text) == ["comment.closer"]


def test_closer_with_an_exclamation_mark_closes():
    assert contents("<!-- a --!>\nb\n") == [" a "]
    assert kinds("<!-- a --!>\nb\n") == ["comment.closer"]


def test_mistyped_opener_opens():
    assert contents("<--! a -->\nb\n") == [" a "]
    assert kinds("<--! a -->\nb\n") == ["comment.opener"]


def test_comment_that_never_closes_ends_before_the_next_comment():
    text = "<!-- one\n\n<!-- two -->\ndeux\n"
    assert contents(text) == [" one\n\n", " two "]
    assert kinds(text) == ["comment.unclosed"]


def test_last_comment_that_never_closes_ends_with_its_paragraph():
    text = "<!-- one\nmore\n\nun\n"
    assert contents(text) == [" one\nmore\n"]
    assert kinds(text) == ["comment.unclosed"]


def test_closer_alone_on_a_line_without_a_comment_is_an_empty_comment():
    text = "a\n-->\nb\n"
    assert whole(text) == ["-->"]
    assert kinds(text) == ["comment.stray"]


@pytest.mark.parametrize("before", ["", "<!-- a comment -->\n\n", "<!--\n```\n-->\n\n"])
def test_closer_alone_on_a_line_of_a_fence_is_code(before: str):
    text = f"{before}```html\n-->\n```\n"
    assert len(whole(text)) == bool(before)
    assert kinds(text) == []


def test_flaw_says_what_to_do_and_where():
    text = "abc <!-- d --!>\n"
    (flaw,) = find_comments(text)[1]
    assert text[flaw.offset :] == "--!>\n"
    assert flaw.message == "found --!>, expected -->: write -->"


@given(h.hostile_text | h.any_text)
def test_comments_of_any_text_are_in_order_and_apart(text: str):
    spans, flaws = find_comments(text)
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(text)
        assert span.start <= span.content_start <= span.content_end <= span.end
        position = span.end
    assert all(0 <= flaw.offset < len(text) for flaw in flaws)


@given(h.prose, h.prose)
def test_every_well_formed_comment_is_found(inside: str, outside: str):
    text = f"<!-- {inside} -->\n\n{outside}\n\n" * 3
    assert contents(text) == [f" {inside} "] * 3
    assert kinds(text) == []
