from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from dragoman.findings import Severity
from dragoman.pages.lecture import Lecture, parse
from dragoman.pages.library import Library
from dragoman.sync.checks import overall
from dragoman.sync.checks.check import Sync
from translated import KATEX, check, commented

FIRST = "\nThe loss $L(w) = a + b$ falls to $\\min_w L(w)$ there.\n\nSee [it](https://a.org/one) and call `model.fit(x)` now.\n"
SECOND = "\nThe mean $\\mu_k = \\frac{1}{n}$ of $\\sum_i x_i$ moves.\n\nSee [that](https://b.org/two) and call `model.mean(y)`.\n"


def page(path: str, body: str) -> Lecture:
    number = path.rsplit("/", maxsplit=1)[-1].removesuffix(".md")
    return parse(PurePosixPath(path), f"---\nlang-ref: ch.{number}\ntitle: T {path[:2]}\n---\n{body}".encode())


def course(*pages: Lecture) -> Sync:
    languages = tuple(dict.fromkeys(one.lang for one in pages))
    return Sync(Library(Path("docs"), languages, "en", {one.path: one for one in pages}, ()), "docs", KATEX)


def judged(*pages: Lecture) -> list[str]:
    sync = course(*pages)
    found = [one for each, _ in sync.translations() for one in sync.check(each)]
    return [str(one) for one in overall.judged(sync, found) if one.severity is not Severity.INFO]


def test_translation_of_another_page_is_one_finding_that_names_it() -> None:
    english = page("en/week05/05-1.md", FIRST), page("en/week05/05-2.md", SECOND)
    moved = page("fr/week05/05-1.md", SECOND.replace("The mean", "La moyenne").replace("moves", "bouge"))
    (only,) = judged(*english, moved)
    assert only.startswith("docs/fr/week05/05-1.md:1: drift.page: found the translation of docs/en/week05/05-2.md")
    assert "move it to docs/fr/week05/05-2.md" in only


PARTS = (
    [
        ("The loss $L(w) = a + b$ falls there.", "La perte $L(w) = a + b$ descend."),
        ("It is the least at $\\min_w L(w)$.", "Elle est minimale en $\\min_w L(w)$."),
        ("See [it](https://a.org/one) for more.", "Voir [cela](https://a.org/one) pour en savoir plus."),
        ("Call `model.fit(x)` now.", "Appelez `model.fit(x)`."),
    ],
    [
        ("Then we look at the mean of all of them.", "Ensuite on regarde leur moyenne."),
        ("The mean $\\mu_k = \\frac{1}{n}$ moves.", "La moyenne $\\mu_k = \\frac{1}{n}$ bouge."),
        ("It is $\\sum_i x_i$ over all.", "C'est $\\sum_i x_i$ en tout."),
        ("See [that](https://b.org/two) for more.", "Voir [ceci](https://b.org/two) pour en savoir plus."),
        ("Call `model.mean(y)` then.", "Appelez `model.mean(y)`."),
        ("That is all of it, in short.", "C'est tout, en bref."),
    ],
)


def english_of(*parts: list[tuple[str, str]]) -> str:
    return "\n" + "\n\n".join(english for part in parts for english, _ in part) + "\n"


def french_of(*parts: list[tuple[str, str]], with_comments: bool) -> str:
    pairs = [pair for part in parts for pair in part]
    return commented(*pairs) if with_comments else "\n" + "\n\n".join(french for _, french in pairs) + "\n"


@pytest.mark.parametrize("with_comments", [True, False])
def test_page_that_holds_the_translations_of_two_pages_is_one_finding_that_names_both(with_comments: bool) -> None:
    english = page("en/week05/05-1.md", english_of(PARTS[0])), page("en/week05/05-2.md", english_of(PARTS[1]))
    (only,) = judged(*english, page("fr/week05/05-1.md", french_of(*PARTS, with_comments=with_comments)))
    assert (
        "drift.page: found the translation of docs/en/week05/05-2.md, too, expected that of docs/en/week05/05-1.md"
        in only
    )
    assert only.endswith("move it to docs/fr/week05/05-2.md")


@pytest.mark.parametrize("with_comments", [True, False])
def test_page_that_holds_a_part_of_its_translation_is_one_finding_that_names_where_the_rest_is(
    with_comments: bool,
) -> None:
    english = page("en/week05/05-1.md", english_of(*PARTS))
    parts = [
        page(f"fr/week05/05-{number}.md", french_of(part, with_comments=with_comments))
        for number, part in enumerate(PARTS, 1)
    ]
    (only,) = judged(english, *parts)
    assert only.startswith(
        "docs/fr/week05/05-1.md:1: drift.page: found a part of the translation of docs/en/week05/05-1.md"
    )
    assert only.endswith("the rest is in docs/fr/week05/05-2.md, move it here")


def test_rest_of_a_translation_in_the_place_of_another_page_is_told_where_it_belongs() -> None:
    other = page(
        "en/week05/05-2.md",
        "\nThe step $\\eta_t$ shrinks as $t^{-2}$ does.\n\nSee [all](https://c.org/x) and `opt.step(z)`.\n",
    )
    english = page("en/week05/05-1.md", english_of(*PARTS))
    parts = [
        page(f"fr/week05/05-{number}.md", french_of(part, with_comments=True)) for number, part in enumerate(PARTS, 1)
    ]
    first, second = judged(english, other, *parts)
    assert "the rest is in docs/fr/week05/05-2.md, move it here" in first
    assert (
        "found a part of the translation of docs/en/week05/05-1.md, expected that of docs/en/week05/05-2.md" in second
    )


def test_page_that_only_says_more_or_less_than_its_source_is_judged_as_before() -> None:
    english = page("en/week05/05-1.md", english_of(PARTS[0])), page("en/week05/05-2.md", english_of(PARTS[1]))
    more = page("fr/week05/05-1.md", french_of(PARTS[0], PARTS[1][:1], with_comments=True))
    less = page("fr/week05/05-2.md", french_of(PARTS[1][:3], with_comments=True))
    kinds = [one.split(": ")[1] for one in judged(*english, more, less)]
    assert "drift.page" not in kinds
    assert {"drift.orphan", "drift.missing"} <= set(kinds)


def test_translation_of_its_own_page_is_none_of_another_however_wrong_it_is() -> None:
    english = page("en/week05/05-1.md", FIRST), page("en/week05/05-2.md", SECOND)
    own = page("fr/week05/05-1.md", FIRST.replace("$L(w) = a + b$", "$L(w) = a - b$"))
    assert all("drift.page" not in one for one in judged(*english, own))


def test_source_that_is_wrong_where_its_translations_agree_is_one_finding_at_its_line() -> None:
    english = page("en/week05/05-1.md", "\nFirst.\n\nThe loss $L = a - b$ falls.\n")
    body = commented(("First.", "Un."), ("The loss $L = a - b$ falls.", "Perte $L = a + b$."))
    (only,) = judged(english, *(page(f"{lang}/week05/05-1.md", body) for lang in ("fr", "tr", "ar")))
    assert only.startswith("docs/en/week05/05-1.md:8: source.math: found $L = a - b$, but 3 of 3 translations have")


def test_source_is_right_where_only_some_translations_say_something_else() -> None:
    english = page("en/week05/05-1.md", "\nThe loss $L = a - b$ falls.\n")
    right, wrong = (commented(("The loss $L = a - b$ falls.", f"Perte $L = a {sign} b$.")) for sign in "-+")
    pages = [page(f"{lang}/week05/05-1.md", body) for lang, body in (("fr", wrong), ("tr", right), ("ar", right))]
    assert [one.split(": ")[1] for one in judged(english, *pages)] == ["parity.math"]


def test_two_texts_below_each_others_comments_are_found_and_nothing_else_of_them() -> None:
    english = "\nThe loss $L(w)$ falls.\n\nThe mean $\\mu_k$ moves.\n\nThe end of it.\n"
    body = commented(
        ("The loss $L(w)$ falls.", "La moyenne $\\mu_k$ bouge."),
        ("The mean $\\mu_k$ moves.", "La perte $L(w)$ descend."),
        ("The end of it.", "La fin."),
    )
    found = check(english, body)
    assert [one.kind for one in found] == ["parity.swapped"] * 2
    assert "swap the two texts" in found[0].message


def test_percent_sign_that_lost_its_backslash_is_found_wherever_it_stands_in_a_formula() -> None:
    english = "\nThe rate $r\\% + \\text{error in \\% of all}$ falls.\n"
    for wrong in ("$r% + \\text{erreur en \\% de tout}$", "$r\\% + \\text{erreur en % de tout}$"):
        found = check(english, commented((english.strip(), f"Le taux {wrong} descend.")))
        assert any(one.kind == "parity.math" and "\\%" in one.message for one in found)
