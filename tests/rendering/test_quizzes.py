"""Questions in the article: what a reader opens, what it says, and what the search leaves out."""

from __future__ import annotations

import pytest
from markdown import Markdown

from dragoman.languages.language import language
from dragoman.pages.placeholders import Placeholders
from dragoman.rendering import quizzes
from dragoman.rendering.constructs import extended
from dragoman.rendering.kramdown import KramdownExtension
from dragoman.rendering.tree import Tree, text

QUIZ = """!!! quiz "Which?"
    - [ ] One *third* < $x$

        Not this.

    - [x] Two
      and more

        - because
"""


def shown(markdown: str, lang: str = "en", around: str = "{}") -> Tree:
    names, settings = extended([], {})
    md = Markdown(extensions=[*names, KramdownExtension()], extension_configs=settings)
    tree = Tree(around.format(md.convert(markdown)))
    quizzes.show(tree, language(lang).phrases)
    return tree


def texts(tree: Tree, selector: str) -> list[str]:
    return [" ".join(text(one).split()) for one in tree.all(selector)]


@pytest.mark.parametrize(
    ("lang", "hint", "verdicts"),
    [
        ("en", "One answer is right.", ["Wrong.", "Right."]),
        ("fr", "Une seule réponse est juste.", ["Faux.", "Juste."]),
        ("ar", "إجابة واحدة صحيحة.", ["خطأ.", "صحيح."]),
    ],
)
def test_answer_opens_to_its_verdict_and_its_explanation(lang: str, hint: str, verdicts: list[str]) -> None:
    tree = shown(QUIZ, lang)
    assert texts(tree, ".hint") == [hint]
    assert texts(tree, ".answer > details > summary") == ["One third < $x$", "Two and more"]
    assert texts(tree, "details > .verdict") == verdicts
    assert texts(tree, ".verdict ~ *") == ["Not this.", "because"]
    assert tree.all("input, label") == []


def test_one_right_answer_leaves_one_open_and_several_leave_all() -> None:
    alone, several = shown(f"{QUIZ}\n{QUIZ}"), shown(QUIZ.replace("[ ]", "[x]"))
    names = [one.attrs.sget("name") for one in alone.all(".answer > details")]
    assert names[0] == names[1] != names[2] == names[3]
    assert not any("name" in one.attrs for one in several.all("details"))
    assert texts(several, ".hint") == ["Several answers are right."]


@pytest.mark.parametrize(
    "markdown",
    [
        QUIZ.replace("!!!", "???"),
        QUIZ.replace("- [", "1. ["),
        QUIZ.replace("\n\n        Not this.\n\n", "\n"),
        QUIZ.replace('"Which?"', "\n    Which?\n"),
        "- Item\n\n" + "".join(f"    {line}\n" for line in QUIZ.splitlines()),
    ],
)
def test_question_is_shown_however_it_is_written(markdown: str) -> None:
    tree = shown(markdown)
    assert texts(tree, ".answer summary") == ["One third < $x$", "Two and more"]
    assert [one.attrs.sget("class") for one in tree.all(".answer > details")] == ["wrong", "right"]


def test_tasks_elsewhere_and_in_an_explanation_stay_what_they_are() -> None:
    tree = shown("- [x] done\n\n" + QUIZ.replace("- because", "- [x] because") + "\n\n!!! note\n    - [ ] do\n")
    assert len(tree.all(".answer")) == 2
    assert len(tree.all("li.task-list-item input")) == 3


def test_search_finds_the_question_and_none_of_its_answers() -> None:
    tree = shown(QUIZ)
    for hidden in tree.all("[data-pagefind-ignore]"):
        assert "data-search-exclude" in hidden.attrs
        hidden.decompose()
    assert texts(tree, ".quiz") == ["Which?"]


def test_question_in_another_language_is_spoken_of_in_that() -> None:
    tree = shown(QUIZ, "ar", '<div lang="fr">{}</div>')
    assert texts(tree, ".hint, .verdict") == ["Une seule réponse est juste.", "Faux.", "Juste."]


def test_reference_in_an_answer_is_no_link_where_the_answer_is_a_button() -> None:
    tree = shown(QUIZ.replace("Two", '<a class="reference" href="#eq:a">(1)</a>'))
    assert texts(tree, "summary")[1] == "(1) and more"
    assert tree.all("summary a") == []


@pytest.mark.parametrize(
    ("answer", "named"), [("{}", True), ("{}.", True), ("If {}", False), ("`x`", False), ("*x*", False)]
)
def test_answer_that_is_a_formula_alone_has_its_words_for_a_name(answer: str, named: bool) -> None:
    token = Placeholders[object]().put("a formula")
    first = shown(QUIZ.replace("One *third* < $x$", answer.format(token))).all("summary")[0]
    assert first.attrs.get("aria-label") == (answer.format(token) if named else None)


def test_question_in_an_explanation_is_one_of_its_own() -> None:
    inner = QUIZ.replace("Which?", "And which?").replace("\n", "\n        ").rstrip(" ")
    tree = shown(f'!!! quiz "First?"\n    - [x] Yes\n\n        {inner}')
    assert texts(tree, ".answer .answer > details > summary") == ["One third < $x$", "Two and more"]
    assert texts(tree, ".hint") == ["One answer is right."] * 2
    assert len({one.attrs.sget("name") for one in tree.all(".answer > details")}) == 2
    assert tree.all("input, label") == []


def test_list_of_tasks_below_an_answer_says_nothing_of_it() -> None:
    tree = shown(QUIZ.replace("        Not this.", "        - [x] done\n        - [ ] open"))
    assert texts(tree, ".answer > details > .verdict") == ["Wrong.", "Right."]
    assert texts(tree, ".hint") == ["One answer is right."]
    assert len(tree.all(".answer input")) == 2
