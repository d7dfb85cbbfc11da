from __future__ import annotations

import itertools

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.fences import code_spans, fence_lines, unbalanced_backticks


def fences(text: str) -> list[str]:
    return [text[start:end] for start, end in fence_lines(text)]


def spans(text: str) -> list[str]:
    return [text[start:end] for start, end in code_spans(text)]


def test_fence_reaches_from_its_opening_to_its_closing_line():
    assert fences("a\n```python\nx = 1\n```\nb\n~~~\ny\n~~~\n") == ["```python\nx = 1\n```", "~~~\ny\n~~~"]


def test_text_without_fences_has_none():
    assert fences("`a` and ~~b~~\n") == []


def test_fence_that_never_closes_ends_with_the_text():
    assert fences("a\n```\nx\n\ny\n") == ["```\nx\n\ny\n"]


@pytest.mark.parametrize("inner", ["```", "~~~~~", "``` x", "a ````"])
def test_fence_is_closed_only_by_its_own_sign_at_least_as_long_and_alone(inner: str):
    assert fences(f"````\n{inner}\n````\nafter") == [f"````\n{inner}\n````"]


def test_longer_run_closes_a_fence():
    assert fences("```\nx\n`````\nafter") == ["```\nx\n`````"]


@pytest.mark.parametrize("indent", ["  ", "    ", "\t", "> ", ">> ", "> > "])
def test_fence_in_a_list_or_a_quotation_is_a_fence(indent: str):
    assert fences(f"{indent}```\n{indent}x\n{indent}```\nafter") == [f"{indent}```\n{indent}x\n{indent}```"]


def test_fence_with_windows_line_ends_is_closed():
    assert fences("```\r\nx\r\n```\r\nafter") == ["```\r\nx\r\n```\r"]


def test_code_span_of_three_backticks_is_no_fence():
    assert fences("```x``` is code\n\n```\ny\n```\n") == ["```\ny\n```"]


def test_fences_are_looked_for_after_the_start():
    text = "```\na\n```\n```\nb\n```"
    assert [text[start:end] for start, end in fence_lines(text, text.index("a") + 5)] == ["```\nb\n```"]


def test_code_span_is_closed_by_a_run_of_its_own_length():
    assert spans("a ``x ` y`` b `z`") == ["``x ` y``", "`z`"]


def test_escaped_backtick_opens_no_code_span():
    assert spans(r"\`a `b`") == ["`b`"]


@pytest.mark.parametrize("edge", ["\n\n", "\n \n", "\n# ", "\n- ", "\n1. ", "\n| ", "\n> ", "\n```\n"])
def test_code_span_does_not_cross_into_another_block(edge: str):
    assert spans(f"a ` b{edge}c ` d") == []


def test_code_span_crosses_a_line_end():
    assert spans("a `b\nc` d") == ["`b\nc`"]


def test_code_spans_stay_between_start_and_end():
    text = "`a` `b` `c`"
    assert [text[start:end] for start, end in code_spans(text, 4, 7)] == ["`b`"]


def test_backtick_without_a_partner_is_named():
    text = "a `b` c ` d\n\n```\n`\n```\n"
    assert list(unbalanced_backticks(text)) == [text.index("` d")]


def test_escaped_backtick_needs_no_partner():
    assert list(unbalanced_backticks(r"a \` b")) == []


@given(h.hostile_text | h.any_text)
def test_code_of_any_text_is_in_order_and_apart(text: str):
    for found in (list(fence_lines(text)), list(code_spans(text))):
        assert all(start < end <= len(text) for start, end in found)
        assert all(first[1] <= second[0] for first, second in itertools.pairwise(found))
    assert all(text[offset] == "`" for offset in unbalanced_backticks(text))
