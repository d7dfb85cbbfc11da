from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.blocks import Block, Kind, split


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind.name.lower(), block.text) for block in whole(text)]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in blocks(text)]


def whole(text: str) -> tuple[Block, ...]:
    return split(text, range(1, text.count("\n") + 2))


def test_blocks_end_at_blank_lines_and_know_their_lines():
    found = whole("Un\nsuite\n\n\nDeux\n")
    assert [(block.text, block.line, block.last_line) for block in found] == [("Un\nsuite", 1, 2), ("Deux", 5, 5)]


def test_lines_of_blocks_are_those_given():
    (block,) = split("a\nb", (7, 12))
    assert (block.line, block.last_line) == (7, 12)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("## Gradyan inişi", "heading"),
        ("Bir paragraf", "paragraph"),
        ("- uno\n- dos", "list"),
        ("1. uno\n2. dos", "list"),
        ("2) zwei", "paragraph"),
        ("    x = 1\n\n    y = 2", "code"),
        ("a | b\n--- | ---\n1 | 2", "table"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table"),
        ("```python\nx = 1\n\ny = 2\n```", "code"),
        ("~~~\nx\n~~~", "code"),
        ("$$\nx^2\n$$", "math"),
        ("$$ x^2 $$", "math"),
        ("\\[\nx\n\\]", "math"),
        ("\\begin{aligned}\nx\n\\end{aligned}", "math"),
        ("![una figura](a.png)", "figure"),
        ('<center><img src="a.png"/><br>\nFig. 1: una figura</center>', "figure"),
        ("<center>Eqn. 1</center>", "html"),
        ("> Ein Zitat\n> geht weiter", "quote"),
        ("[^1]: Une note\n    suit", "note"),
        ("*[GPU]: Graphics processing unit", "abbreviation"),
        ("Terme\n:   Ce qu’il dit\n:   Ou bien", "definition"),
        ("Un\nDeux\n: Les deux", "definition"),
        ("```mermaid\ngraph LR\n\na --> b\n```", "diagram"),
        ("``` {.mermaid}\ngraph LR\n```", "diagram"),
        ('!!! note "Merke"', "container"),
        ("??? question", "container"),
    ],
)
def test_kind_of_a_block_is_told_from_its_text(text: str, kind: str):
    assert blocks(text) == [(kind, text)]


def test_level_of_a_heading_is_known_also_where_it_is_underlined():
    assert [block.level for block in whole("# a\n\n### b\n\nc\n===\n\nd\n---\n")] == [1, 3, 1, 2]


def test_seventh_number_sign_is_text_of_a_heading():
    assert [(block.kind, block.level) for block in whole("####### a")] == [(Kind.HEADING, 6)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Başlık\nmetin", ["heading", "paragraph"]),
        ("metin\n## Başlık", ["paragraph", "heading"]),
        ("donde\n$$\nx\n$$\ny", ["paragraph", "math", "paragraph"]),
        ("Liste:\n- eins\n- zwei", ["paragraph", "list"]),
        ("Er sagte:\n> Ein Zitat\n> geht weiter", ["paragraph", "quote"]),
        ("- uno\n  > dos", ["list"]),
        ("Code:\n```\nx\n```\nweiter", ["paragraph", "code", "paragraph"]),
        ("Tabelle:\n| a |\n| b |\ndanach", ["paragraph", "table", "paragraph"]),
        ('Texto\n<center><img src="a.png"/></center>\nmás', ["paragraph", "figure", "paragraph"]),
    ],
)
def test_block_ends_where_another_begins_without_a_blank_line(text: str, expected: list[str]):
    assert kinds(text) == expected


def test_items_of_a_list_are_one_block():
    assert kinds("- a\n- b\n  suite\n- c") == ["list"]


def test_displayed_formula_in_a_sentence_is_part_of_it():
    assert kinds("$$x$$ es una variable") == ["paragraph"]


def test_displayed_formula_goes_over_a_blank_line_where_it_is_closed_soon():
    assert kinds("$$\nx\n\n+ y\n$$\n\ndanach") == ["math", "paragraph"]


def test_displayed_formula_that_is_never_closed_ends_at_the_blank_line():
    assert kinds("$$\nx\n\n## Danach\n\nText") == ["math", "heading", "paragraph"]


def test_fence_that_is_never_closed_goes_to_the_end():
    assert kinds("```\nx\n\n## y") == ["code"]


@pytest.mark.parametrize("line", ["---", "* * *", '<div dir="rtl">', "</div>", "</center>"])
def test_rules_wrappers_and_end_tags_are_no_blocks(line: str):
    assert blocks(f"a\n\n{line}\n\nb") == [("paragraph", "a"), ("paragraph", "b")]


def test_attributes_below_a_block_belong_to_it():
    assert blocks("| a |\n{: .wide}") == [("table", "| a |\n{: .wide}")]


def test_key_makes_white_space_uniform_and_reads_the_sign_of_an_arrow():
    (block,) = whole("a   b\n  --> c")
    assert block.key == "a b → c"


@given(h.hostile_text | h.any_text)
def test_blocks_of_any_text_are_its_lines_in_order(text: str):
    text = text.replace("\r", "")
    lines = text.split("\n")
    position = 0
    for block in whole(text):
        assert position < block.line <= block.last_line <= len(lines)
        assert block.text == "\n".join(lines[block.line - 1 : block.last_line])
        position = block.last_line


def test_notes_and_abbreviations_are_blocks_of_their_own_also_where_nothing_parts_them() -> None:
    text = "Du texte[^1].\n[^1]: Une note\n[^deux]: Une autre\n*[GPU]: Un\n*[CPU]: Deux"
    assert kinds(text) == ["paragraph", "note", "note", "abbreviation", "abbreviation"]


def test_term_that_a_blank_line_parts_from_what_it_means_is_in_the_list() -> None:
    assert kinds("Terme\n\n:   Ce qu’il dit\n\nDu texte : rien.") == ["definition", "definition", "paragraph"]


def test_diagram_is_translated_and_code_is_not() -> None:
    assert [one.is_verbatim for one in whole("```mermaid\ngraph LR\n```\n\n```python\nx\n```")] == [False, True]
