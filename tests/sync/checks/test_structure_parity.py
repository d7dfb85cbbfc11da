from __future__ import annotations

import pytest

from dragoman.sync.pairing.code import code_lines
from translated import HEAD, check, commented, parity

CODE = "```python\nemulator = f(x)  # the model\nloss = g(emulator)\n```"


@pytest.mark.parametrize(
    ("change", "line", "expected"),
    [
        (("emulator = f", "émulateur = f"), 1, "emulator = f(x)"),
        (("loss = g(emulator)\n", ""), 2, "loss = g(emulator)"),
        (("loss = g(emulator)\n", "loss = g(emulator)\nprint(1)\n"), 3, "the end"),
    ],
)
def test_code_that_differs_is_found_at_its_line(change: tuple[str, str], line: int, expected: str):
    body = "\n<!-- Text here. -->\nTexte.\n\n" + CODE.replace(*change) + "\n"
    (one,) = [one for one in check(f"\nText here.\n\n{CODE}\n", body) if one.kind != "drift.unverified"]
    assert (one.kind, one.line - HEAD - 5) == ("parity.code", line)
    assert f"expected {expected}" in one.message


@pytest.mark.parametrize(
    "change", [("the model", "le modèle"), ("  # the model", ""), ("emulator = f", "emulator  =  f"), ("loss", "loss")]
)
def test_comments_and_spaces_in_code_are_translated_as_one_likes(change: tuple[str, str]):
    body = "\n<!-- Text here. -->\nTexte.\n\n" + CODE.replace(*change) + "\n"
    assert check(f"\nText here.\n\n{CODE}\n", body) == []


def test_number_sign_in_a_string_is_code():
    assert code_lines('x = "# no"  # yes') == [('x = "# no"', 0)]


def test_caption_and_alternative_text_of_an_example_are_translated_and_its_other_options_not():
    english = '```python exec="1" snippet="05-1-a:b" alt="One" caption="Two"\n```'
    right = english.replace("One", "Un").replace("Two", "Deux")
    wrong = right.replace("a:b", "a:c")
    for target, kinds in ((right, []), (wrong, ["parity.code"])):
        assert [kind for _, kind in parity(english, target)] == kinds


def test_heading_of_another_level_is_found_with_the_one_to_write():
    assert parity("## Descent", "### Abstieg", "de") == [(1, "parity.heading")]
    (one,) = check("\n## Descent\n", commented(("## Descent", "### Abstieg")), "de")
    assert one.suggestion == "## Abstieg"


def test_heading_that_became_text_and_text_that_became_a_heading_are_found():
    assert parity("## The descent", "Der Abstieg", "de") == [(1, "parity.heading")]
    assert parity("**The descent**", "### Der Abstieg", "de") == [(1, "parity.heading")]


@pytest.mark.parametrize(("english", "target"), [("## Descent", "## Abstieg"), ("## Descent", "Abstieg\n---")])
def test_heading_of_the_same_level_is_not_found(english: str, target: str):
    assert parity(english, target, "de") == []


def test_heading_that_follows_the_english_already_is_right_though_its_comment_is_old():
    assert parity("The idea is simple.", "Die Idee ist einfach.", "de", comment="### The idea is simple.") == []


def test_lost_item_of_a_list_is_found():
    assert parity("- one\n- two\n- three", "- uno\n- dos", "es") == [(1, "parity.list")]


@pytest.mark.parametrize(
    ("english", "target"),
    [
        ("- one\n- two", "* uno\n* dos"),
        ("1. one\n2. two", "1) uno\n2) dos"),
        ("- one\n- two", "- uno\n  sigue\n- dos"),
        ("- one\n- two", "uno y dos"),
    ],
)
def test_list_with_other_marks_or_as_text_has_its_items(english: str, target: str):
    kinds = [kind for _, kind in parity(english, target, "es")]
    assert kinds == ([] if "uno y dos" not in target else ["parity.list"])


def test_table_of_another_shape_is_found():
    english = "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"
    assert parity(english, "| أ | ب |\n|---|---|\n| 1 | 2 |", "ar") == [(1, "parity.table")]
    assert parity(english, "| أ |\n|---|\n| 1 |\n| 3 |", "ar") == [(1, "parity.table")]
    assert parity(english, "| أ | ب |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |", "ar") == []


def test_bar_in_a_formula_or_code_makes_no_cell():
    assert parity("| $p(a|b)$ | `x|y` |", "| $p(a|b)$ | `x|y` |", "ar") == []


def test_file_in_the_title_of_a_fence_is_code_also_where_it_speaks_of_captions():
    line = """```python title="alt='plot.py'" caption="Two curves\""""
    assert code_lines(line) == [("""python title="alt='plot.py'" caption=…""", 0)]
    (one,) = parity(f"{line}\nx\n```", f"{line.replace('plot', 'dessin')}\nx\n```")
    assert one[1] == "parity.code"


@pytest.mark.parametrize(
    ("title", "translated", "found"),
    [
        ("Training", "Entraînement", []),
        ("The loop", "The loop", []),
        ("The loop", None, [(1, "parity.code")]),
        ("train.py", "entrainer.py", [(1, "parity.code")]),
        ("train.py", "Entraînement", [(1, "parity.code")]),
        ("train.py", None, [(1, "parity.code")]),
    ],
)
def test_title_of_code_is_kept_and_translated_where_it_names_no_file(title, translated, found):
    code = '```python title="{}" linenums="1"\nx = 1\n```'
    own = code.format(translated) if translated else code.replace(' title="{}"', "")
    assert parity(code.format(title), own) == found


DIAGRAM = "```mermaid\nflowchart LR\n  a[All the data] --> b{Is it good?}\n```"


def test_texts_of_a_diagram_are_translated_and_its_form_is_not() -> None:
    right = DIAGRAM.replace("All the data", "Les données").replace("Is it good?", "Est-ce bon ?")
    quoted = DIAGRAM.replace("-->", "→")
    assert parity(DIAGRAM, right, comment=quoted) == []
    for change in (("-->", "---"), ("a[", "c["), ("  a", "  x --> y\n  a"), ("flowchart LR", "flowchart TD")):
        found = parity(DIAGRAM, right.replace(*change), comment=quoted)
        assert [kind for _, kind in found] == ["parity.diagram"], change


@pytest.mark.parametrize(
    ("english", "target", "kinds"),
    [
        ("$$\nx\n$$ {#eq:a}", "$$\nx\n$$ {#eq:a}", []),
        ("$$\nx\n$$ {#eq:a}", "$$ x \\label{eq:a} $$", []),
        ("$$\nx\n$$ {#eq:a}", "$$\nx\n$$", ["parity.label"]),
        ("$$\nx\n$$", "$$\nx\n$$ {#eq:a}", ["parity.label"]),
        ("$$\nx\n$$ {#eq:a}", "$$\nx\n$$ {#eq:b}", ["parity.label", "parity.label"]),
        ("How losses grow. {#tbl:a}", "Comment elles croissent. {#tbl:a}", []),
        ("How losses grow. {#tbl:a}", "Comment elles croissent.", ["parity.label"]),
        ("## Descent {#sec:a}", "## Descente", []),
        ("```python {#lst:a}\nx = 1\n```", "```python\nx = 1\n```", ["parity.code"]),
        ("It falls, see [](#eq:a).", "Il tombe, voir \\eqref{eq:a}.", []),
        ("It falls, see [](#eq:a).", "Il tombe, voir [](05-2.md#eq:a).", []),
        ("It falls, see [](#eq:a).", "Il tombe.", ["parity.link"]),
        ("It falls, see [](#eq:a).", "Il tombe, voir [](#eq:b).", ["parity.link"]),
    ],
)
def test_translation_that_loses_a_label_or_a_reference_is_found(english: str, target: str, kinds: list[str]) -> None:
    assert [kind for _, kind in parity(english, target)] == kinds


def test_lost_label_can_be_put_back_where_it_stood() -> None:
    (one,) = [one for one in check("\n$$\nx\n$$ {#eq:a}\n", "\n$$\nx\n$$\n") if one.kind == "parity.label"]
    assert [edit.text for edit in one.fix] == [" {#eq:a}"]


QUIZ = '!!! quiz "Which?"\n    - [ ] One $x$\n\n        No.\n\n    - [x] Two\n\n        Yes.'
FRENCH = '!!! quiz "Lequel ?"\n    - [ ] Un $x$\n\n        Non.\n\n    - [x] Deux\n\n        Oui.'


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("[x]", "[X]"), []),
        (("[x]", "[ ]"), [(6, "parity.list")]),
        (("[ ]", "[x]"), [(2, "parity.list")]),
        (("[x] ", ""), [(6, "parity.list")]),
        (("\n\n        Non.", ""), ["drift.missing"]),
        (("\n\n    - [x] Deux\n\n        Oui.", ""), ["drift.missing", "drift.missing"]),
        (("Oui.", "Oui.\n\n    - [ ] Trois\n\n        Non."), ["parity.extra", "parity.extra"]),
    ],
)
def test_translated_question_keeps_its_answers_their_marks_and_explanations(
    change: tuple[str, str], expected: list[object]
):
    target = FRENCH.replace(*change)
    if expected and isinstance(expected[0], str):
        kinds = [one.kind for one in check(f"\n{QUIZ}\n", f"\n<!--\n{QUIZ}\n-->\n\n{target}\n")]
        assert kinds[: len(expected)] == expected
    else:
        assert parity(QUIZ, target) == expected


def test_marks_of_answers_are_put_right_by_the_fix():
    page = f"\n<!--\n{QUIZ}\n-->\n\n{FRENCH.replace('[ ]', '[x]')}\n"
    (one,) = check(f"\n{QUIZ}\n", page)
    assert (one.suggestion, [edit.text for edit in one.fix]) == ("[ ]", [" "])
