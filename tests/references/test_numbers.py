"""What has a label is numbered by chapter, the same in all languages, and what is wrong with labels is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.languages.language import language
from dragoman.pages.library import Layout, read
from dragoman.references.labels import numbered
from dragoman.references.labels import read as labels_of
from dragoman.references.numbers import Numbers
from dragoman.website.weeks import chapters

NAV = ["index.md", {"One": ["a.md", {"Deeper": ["b.md"]}]}, {"Two": ["c.md"]}, "about.md"]
EQUATION = "$$\nx\n$$ {#eq:%s}\n\n"


def numbers(folder: Path, pages: dict[str, str], nav: object = None, *, weeks: bool = False) -> Numbers:
    for name, text in pages.items():
        file = folder / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: x\n---\n\n{text}\n", "utf-8")
    library = read(folder, ("en", "fr"), "en", name="docs", layout=Layout(weeks))
    return Numbers(library, chapters(library, nav))


def found(folder: Path, pages: dict[str, str]) -> list[str]:
    return [str(one) for one in numbers(folder, pages, NAV).findings("docs")]


def numbered_as(made: Numbers, lang: str = "en") -> dict[str, str]:
    return {label: one.number for label, one in made.of(lang).items()}


def test_sections_at_the_top_are_chapters_and_other_pages_count_alone(tmp_path: Path) -> None:
    pages = {f"en/{name}": EQUATION % name + EQUATION % f"{name}2" for name in ("a", "b", "c", "about", "hidden")}
    counted = {"a": "1.1", "a2": "1.2", "b": "1.3", "b2": "1.4", "c": "2.1", "c2": "2.2"}
    alone = {"about": "1", "about2": "2", "hidden": "1", "hidden2": "2"}
    made = numbered_as(numbers(tmp_path, {"en/index": "", **pages}, NAV))
    assert made == {f"eq:{name}": number for name, number in (counted | alone).items()}


def test_pages_are_chapters_where_there_are_no_sections(tmp_path: Path) -> None:
    made = numbers(
        tmp_path, {"en/index": "", "en/z": EQUATION % "z", "en/a": EQUATION % "a"}, ["index.md", "z.md", "a.md"]
    )
    assert numbered_as(made) == {"eq:z": "1.1", "eq:a": "2.1"}


def test_chapters_of_a_course_of_weeks_are_its_weeks(tmp_path: Path) -> None:
    pages = {f"en/week{week}/{week}-{part}": EQUATION % f"{week}-{part}" for week in ("03", "12") for part in (1, 2)}
    made = numbers(tmp_path, pages, weeks=True)
    assert numbered_as(made) == {"eq:03-1": "3.1", "eq:03-2": "3.2", "eq:12-1": "12.1", "eq:12-2": "12.2"}


def test_each_kind_is_counted_for_itself_and_a_number_by_hand_counts_nothing(tmp_path: Path) -> None:
    text = (
        "$$\nx \\tag{A} \\label{eq:hand}\n$$\n\n$$ x $$ {#eq:one}\n\n![w](a.png) {#fig:one}\n\n"
        '!!! lemma {#lem:one}\n    x\n\n!!! theorem "T" {#thm:one}\n    x\n'
    )
    made = numbered_as(numbers(tmp_path, {"en/a": text}, NAV))
    assert made == {"eq:hand": "A", "eq:one": "1.1", "fig:one": "1.1", "lem:one": "1.1", "thm:one": "1.1"}


def test_translations_have_the_numbers_of_the_source_whatever_they_leave_out(tmp_path: Path) -> None:
    made = numbers(tmp_path, {"en/a": EQUATION % "a" + EQUATION % "b", "fr/a": EQUATION % "b"}, NAV)
    assert numbered_as(made, "fr") == numbered_as(made) == {"eq:a": "1.1", "eq:b": "1.2"}


@pytest.mark.parametrize(
    ("lang", "label", "shown"),
    [
        ("en", "eq:a", "(1.1)"),
        ("fa", "eq:a", "(۱.۱)"),
        ("en", "fig:a", "Figure\u00a01.1"),
        ("tr", "fig:a", "Şekil\u00a01.1"),
        ("ar", "thm:a", "المبرهنة\u00a01.1"),
        ("fa", "tbl:a", "جدول\u00a0۱.۱"),
    ],
)
def test_reference_is_in_the_words_and_digits_of_its_language(
    tmp_path: Path, lang: str, label: str, shown: str
) -> None:
    text = (
        f"{EQUATION % 'a'}![w](a.png) {{#fig:a}}\n\nWords {{#tbl:a}}\n\n| a |\n| - |\n\n!!! theorem {{#thm:a}}\n    x\n"
    )
    one = numbers(tmp_path, {"en/a": text}, NAV).of("en")[label]
    assert one.shown(language(lang).phrases) == shown
    assert one.shown(language(lang).phrases, "ref") == shown.strip("()").rpartition("\u00a0")[2]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        *(("$$ x $$ {#eq:a}", "eq"), ("> $$\n> x\n> $$ {#eq:a}", "eq"), ("$$ x \\label{eq:a} $$", "eq")),
        *(("## Heading {#sec:a}", "sec"), ("Heading {#sec:a}\n---", "sec"), ("![w](a.png) {#fig:a}", "fig")),
        *(("![w](a.png){width=30} {#fig:a}", "fig"), ('```python exec="1" {#fig:a}\nx\n```', "fig")),
        *(("```python title='a.py' {#lst:a}\nx\n```", "lst"), ("- x\n\n    ```python {#lst:a}\n    x\n    ```", "lst")),
        *(("Words {#tbl:a}\n\n| a |\n| - |\n| b |", "tbl"), ("| a |\n| - |\n| b |\n\nWords\ngo on {#tbl:a}", "tbl")),
        *(("a | b\n--|--\n1 | 2\n\nWords {#tbl:a}", "tbl"), ("Words {#tbl:a}\n\na | b\n--|--\n1 | 2", "tbl")),
        *(("!!! proposition {#prp:a}\n    x", "prp"), ('??? example "E" {#exm:a}\n    x', "exm")),
        *(('<figure id="fig:a"><img src="x"></figure>', "fig"), ('<table id="tbl:a"><tr></tr></table>', "tbl")),
    ],
)
def test_label_is_known_behind_what_it_numbers(line: str, kind: str) -> None:
    (one,) = labels_of(f"Before.\n\n{line}\n\nAfter.").given
    assert (one.label, one.fits) == (f"{kind}:a", True)


@pytest.mark.parametrize(
    "text", ["`{#eq:a}`", "```\n$$ x $$ {#eq:a}\n[](#eq:a)\n```", "    ![w](a.png) {#fig:a}", "`\\ref{eq:a}`"]
)
def test_label_and_reference_in_code_are_none(text: str) -> None:
    read = labels_of(text)
    assert not read.given
    assert not read.references


def test_what_is_wrong_with_labels_is_named_at_its_line(tmp_path: Path) -> None:
    wrong = (
        "[](#eq:stpe) and \\eqref{eq:none}\n\nWords {#fig:a}\n\n$$ x $$ {#fig:x}\n\n$$ x $$ {#eq:step}\n\n"
        "Words {#tab:a}\n\n| a |\n| - |\n\n!!! proof {#thm:p}\n    x\n"
    )
    nothing = (
        "label.place: found the label {}, where nothing is numbered, expected it at the end of the line of a $$…$$, an image, "
        "a heading, a fence or a box such as !!! theorem, or of the paragraph beside a table: move it"
    )
    kinds = "eq:, fig:, tbl:, lst:, sec:, thm:, lem:, prp:, cor:, def:, exm:, rem:"
    said = [one.removeprefix("docs/en/b.md:") for one in found(tmp_path, {"en/a": EQUATION % "step", "en/b": wrong})]
    assert said == [
        f"7: {nothing.format('fig:a')}",
        "9: label.place: found {#fig:x} behind what is no figure, expected {#eq:x}: correct it",
        "11: label.twice: found the label eq:step, which docs/en/a.md:5 has, expected each once: change one",
        f"18: {nothing.format('thm:p')}",
        f"13: label.kind: found {{#tab:a}}, expected a label that begins with one of {kinds}: write tbl:a",
        "5: label.unknown: found eq:stpe, expected a label that the course gives: write eq:step",
        "5: label.unknown: found eq:none, expected a label that the course gives: correct it, or give it",
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("$$ x $$ {#eq:a}.", "**Words**{#fig:a}", "Text\n![w](a.png) {#fig:a}", "![w](a.png) {#fig:a}\nText"),
        *("```mermaid {#lst:a}\nflowchart LR\n```", '=== "Tab" {#thm:a}\n    x', "A list:\n\n- item {#tbl:a}"),
        *("A $x$ and $y \\label{eq:a}$.", "!!! note {#thm:a}\n    x", "!!! lemma {#thm:a}\n    x"),
    ],
)
def test_label_that_would_number_nothing_is_named(text: str) -> None:
    (one,) = labels_of(text).given
    assert not one.fits


@pytest.mark.parametrize("text", ["$$ x \\label{momentum} $$", "By \\eqref{momentum}.", "$x = \\ref{momentum}$"])
def test_name_without_a_kind_is_no_label(tmp_path: Path, text: str) -> None:
    (message,) = found(tmp_path, {"en/a": text})
    assert message.startswith("docs/en/a.md:5: label.kind: found \\")
    assert "{momentum}, expected a label that begins with one of eq:, fig:" in message


def test_label_that_only_a_translation_gives_is_named(tmp_path: Path) -> None:
    (message,) = found(tmp_path, {"en/a": EQUATION % "step", "fr/a": EQUATION % "stride"})
    assert message.startswith("docs/fr/a.md:5: label.unknown: found eq:stride, expected a label of the source page")


@pytest.mark.parametrize(
    ("tex", "result"),
    [
        ("x \\label{eq:a}", "x \\tag{5.1}"),
        ("x \\tag{A} \\label{eq:a}", "x \\tag{A} "),
        ("x", "x"),
        ("x \\label{eq:unknown}", "x "),
        ("\\begin{align} a \\label{eq:a} \\\\ b \\label{eq:b} \\end{align}",
         "\\begin{align*} a \\tag{5.1} \\\\ b \\tag{5.2} \\end{align*}"),
        ("y = \\eqref{eq:a} + \\ref{eq:b}", "y = \\text{(5.1)} + \\text{5.2}"),
    ],
)  # fmt: skip
def test_numbers_stand_where_tex_has_labels(tex: str, result: str) -> None:
    assert numbered(tex, {"eq:a": "5.1", "eq:b": "5.2"}.get)[0] == result
