"""What a reader would not see, or would see as source, is named at its line; what is in code or read is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import hypothesis_profile as h
from losing import commented, found


@pytest.mark.parametrize(
    "text",
    [
        *("{: #id}\n## Heading", "{% include x %}", "{% raw %}", "{::comment}", "{:/comment}", "- toc\n{:toc}"),
        *("one\\\\\ntwo", "$$\nx\n$$ {#eq}", "{{ site.title }}", "{% assign x = 1 %} words"),
        *('<Note kind="x" />', "<Question choices={[1]}/>", "<Tabs.Item>", "{#if a}", "{/if}", "{@html x}"),
        *("> [!TIP]\n> words", "## H[[id]]", "see :numref:`a`", "see :eqref:`a` here", ":label:`b`", "[[wiki page]]"),
    ],
)
def test_syntax_that_nothing_reads_is_named(tmp_path: Path, text: str) -> None:
    lost = found(tmp_path, f"Words.\n\n{text}\n")
    assert lost
    assert {(lang, kind) for lang, _, kind in lost} == {("en", "markdown.unread")}
    assert 3 <= lost[0][1] <= 5


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`{% include x %}` and `<Note />`",
            "```\n{{ x }} {:toc} [[a]]\n```",
            "$\\{x\\} \\\\ y$",
            "$$\na \\\\\nb\n$$",
        ),
        *("## Heading {#id}", "Words.\n{: .loud}", "![a]({{site.baseurl}}/x.png)", "<IMG src='f.png' alt=''>"),
        *(
            "<Sub>2</Sub>",
            "a[1][2] and x[[1, 2]](f)",
            "A: b::c, 12:30:45, ::1",
            "> quoted [link](05-2.md)",
            "1 < x, Y > 2",
        ),
        *(
            "- [x] done",
            "[a](<05-2.md> 'title')",
            "[a](<Two words.pdf>)",
            "[a][b]\n\n[b]: <Two words.pdf>",
            '[a](05-2.md "a (title)")',
            "[a](https://en.wikipedia.org/wiki/A_(b))",
        ),
    ],
)
def test_what_is_code_a_formula_or_read_is_not(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, f"Words.\n\n{text}\n\nMore.\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Dans [la partie](05-2.md tous les poids (weights) bougent.",
        "Dans [la partie](05-2.md tous les poids bougent",
        "[la partie](https://example.org/a et la suite",
        "![la partie](f.png tous",
    ],
)
def test_link_without_an_end_is_named_at_its_line(tmp_path: Path, text: str) -> None:
    lost = found(
        tmp_path,
        "In [the part](05-2.md) all weights move.\n",
        commented("In [the part](05-2.md) all weights move.", text),
    )
    assert ("fr", 5, "markdown.link") in lost


@pytest.mark.parametrize("indent", ["    ", "\t", "     "])
def test_paragraph_that_became_code_is_named(tmp_path: Path, indent: str) -> None:
    page = commented("Text with $x$ here.", f"{indent}Texte avec $x$ ici.")
    assert found(tmp_path, "Text with $x$ here.\n", page) == [("fr", 5, "markdown.indent")]
    code = "Text.\n\n    x = 1\n"
    assert found(tmp_path, code, commented("Text.", "Texte.") + "\n    x = 1\n") == []


def test_body_that_left_its_box_is_named_and_a_box_of_another_kind(tmp_path: Path) -> None:
    source = '!!! note\n\n    Text of it.\n\n??? question "Why?"\n\n    Because.\n'
    left = commented("!!! note", "!!! note") + "\nTexte.\n\n" + '??? question "Pourquoi ?"\n\n    Parce que.\n'
    assert found(tmp_path, source, left) == [("fr", 5, "markdown.box")]
    other = source.replace("??? question", "??? soru")
    assert found(tmp_path, source, other) == [("fr", 5, "markdown.box")]
    assert found(tmp_path, "!!! note\n\nText.\n") == [("en", 1, "markdown.box")]


def test_box_whose_text_is_not_translated_yet_is_begun_and_not_broken(tmp_path: Path) -> None:
    assert found(tmp_path, "!!! note\n\n    Text.\n", "!!! note\n\n    <!-- Text. -->\n") == []
    left = "!!! note\n\n    <!-- Text. -->\nTexte.\n"
    assert found(tmp_path, "!!! note\n\n    Text.\n", left) == [("fr", 1, "markdown.box")]


@given(h.hostile_text | h.any_text)
def test_any_text_is_looked_through_and_each_loss_has_its_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    for lang, line, _ in found(folder, text, text):
        assert lang in ("en", "fr")
        assert -5 <= line <= text.count("\n") + 2


@pytest.mark.parametrize(("text", "line"), [("```\nx\n\n## Heading\n", 3), ("```\nx\n```\n\n> ~~~\n> x\n", 7)])
def test_fence_that_nothing_closes_is_named_where_it_begins(tmp_path: Path, text: str, line: int) -> None:
    assert found(tmp_path, f"Words.\n\n{text}") == [("en", line, "markdown.fence")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("One[^a].\n\n[^a]: First.\n\n[^a]: Second.", 5),
        ("One[^a] and two[^b].\n\n[^a]: First.", 1),
        ("One.\n\n[^a]: First.", 3),
        ("- One[^a]\n\n!!! note\n    Two[^b].\n\n    [^b]: Second.", 1),
    ],
)
def test_note_that_stands_twice_or_lacks_its_text_or_a_way_to_it_is_named(tmp_path: Path, text: str, line: int) -> None:
    assert found(tmp_path, f"{text}\n") == [("en", line, "markdown.note")]


@pytest.mark.parametrize(
    "text",
    [
        "One[^a] and two[^a].\n\n[^a]: First[^b].\n\n[^b]: Second: more.",
        "`[^a]` and \\[^b] and $[^c]$.\n\n```\n[^d]: x\n```",
    ],
)
def test_notes_that_are_whole_and_marks_in_code_are_fine(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, f"{text}\n") == []


QUIZ = '!!! quiz "Which?"\n    - [ ] One\n\n        No.\n\n    - [x] Two\n\n        Yes.\n'


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (("", ""), []),
        (("        No.", ""), [2]),
        (("\n\n        No.", "\n        No."), [2]),
        (("[x]", "[ ]"), [1]),
        (("[x] ", ""), [1, 6]),
        (("    - [ ] One\n\n        No.\n\n    - [x] Two\n\n        Yes.", "    Words."), [1]),
    ],
)
def test_question_without_a_right_answer_or_an_explanation_is_named(
    tmp_path: Path, change: tuple[str, str], lines: list[int]
) -> None:
    assert sorted(found(tmp_path, QUIZ.replace(*change))) == [("en", line, "markdown.quiz") for line in lines]


def test_explanation_that_runs_into_its_answer_is_named_in_a_translation_too(tmp_path: Path) -> None:
    french = QUIZ.replace("One\n\n", "Un\n")
    assert found(tmp_path, QUIZ, commented(QUIZ, french)) == [("fr", 14, "markdown.quiz")]


@pytest.mark.parametrize(
    "opening",
    [
        "!!! quiz 'Which?'",
        '!!! note "A" {.wide}',
        "!!! note “A”",
        '!!!note "A"',
        "??? note Why is it so",
        '!!! note "A" words',
    ],
)
def test_box_that_is_not_read_as_it_is_meant_is_named(tmp_path: Path, opening: str) -> None:
    assert ("en", 3, "markdown.box") in found(tmp_path, f"Words.\n\n{opening}\n    - [x] Text.\n\n        So.\n")


@pytest.mark.parametrize(
    "opening",
    [
        '!!! note inline end "A"',
        "???+ note",
        '!!! note ""',
        '!!! lemma "A" {#lem:a}',
        '!!! note own "A \\"b\\""',
        '=== "A" ',
    ],
)
def test_box_that_is_read_is_not(tmp_path: Path, opening: str) -> None:
    assert found(tmp_path, f"Words.\n\n{opening}\n    Text.\n\n=====\n\n!!!\n") == []
