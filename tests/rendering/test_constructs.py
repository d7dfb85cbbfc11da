"""The extensions that every course has, and what becomes of theirs."""

from __future__ import annotations

from markdown import Markdown

from dragoman.languages.language import language
from dragoman.rendering import constructs
from dragoman.rendering.tree import Tree


def test_every_course_has_the_extensions_and_its_own_settings_win() -> None:
    names, settings = constructs.extended(
        ["toc", "fenced_code", "markdown.extensions.footnotes", "pymdownx.keys"], {"toc": {"permalink": "#"}}
    )
    assert names[:4] == ["toc", "fenced_code", "footnotes", "pymdownx.keys"]
    assert set(constructs.EXTENSIONS) <= set(names)
    assert settings["toc"] == {"permalink": "#"}
    assert len(names) == len(set(names))


def test_fences_of_a_course_stand_beside_the_diagrams_and_may_replace_them() -> None:
    def fences(*own: str) -> list[str]:
        given = {"pymdownx.superfences": {"custom_fences": [{"name": one} for one in own]}}
        _, settings = constructs.extended(["pymdownx.superfences"], given)
        return [fence["name"] for fence in settings["pymdownx.superfences"]["custom_fences"]]

    assert fences("math") == ["math", "mermaid"]
    assert fences("mermaid") == ["mermaid"]
    assert len(constructs.EXTENSIONS["pymdownx.superfences"]["custom_fences"]) == 1


def test_settings_of_one_build_are_not_those_of_the_next() -> None:
    constructs.extended([], {})[1]["pymdownx.superfences"]["custom_fences"].append("x")
    assert constructs.extended([], {})[1]["pymdownx.superfences"]["custom_fences"] != ["x"]
    assert len(constructs.EXTENSIONS["pymdownx.superfences"]["custom_fences"]) == 1


def converted(text: str) -> Tree:
    names, settings = constructs.extended([], {})
    return Tree(Markdown(extensions=names, extension_configs=settings).convert(text))


def test_task_is_named_by_its_own_words_and_not_by_those_below_it() -> None:
    tree = converted("- [x] Read *this*\n    - [ ] and that")
    constructs.name(tree, language("en").phrases)
    assert [box.attrs["aria-label"] for box in tree.all("input")] == ["Read this", "and that"]


def test_way_back_from_a_note_says_to_which() -> None:
    tree = converted("One[^a] and two[^b].\n\n[^a]: A\n[^b]: B")
    constructs.name(tree, language("fr").phrases)
    assert [link.attrs["title"][-1] for link in tree.all("a.footnote-backref")] == ["1", "2"]


def test_number_of_a_note_has_the_digits_of_the_language() -> None:
    tree = converted("A[^1] b[^2]\n\n[^1]: One\n\n[^2]: Two")
    constructs.name(tree, language("fa").phrases)
    assert [one.text() for one in tree.all("a.footnote-ref")] == ["۱", "۲"]


def test_list_is_counted_with_the_digits_of_the_language() -> None:
    for lang, name in (("fa", "digits-arabext"), ("ar-EG", "digits-arab"), ("ar", None), ("en", None)):
        tree = converted("1. One\n2. Two")
        constructs.name(tree, language(lang).phrases)
        assert [items.attrs.get("class") for items in tree.all("ol")] == [name]


def test_tab_whose_title_is_all_latin_is_read_from_left_to_right() -> None:
    tree = converted('=== "PyTorch 2"\n\n    A\n\n=== "في PyTorch"\n\n    B')
    constructs.name(tree, language("ar").phrases)
    assert [label.attrs.get("dir") for label in tree.all(".tabbed-labels > label")] == ["ltr", None]
