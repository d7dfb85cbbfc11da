from __future__ import annotations

from pathlib import Path, PurePosixPath

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
