"""What is a citation and what is none, how each language says author and year, and what is wrong with citations."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.languages import folders
from dragoman.languages.language import language
from dragoman.pages.library import read as library
from dragoman.references import bibliography
from dragoman.references.bibliography import Work
from dragoman.references.citations import Cited, find, findings, of_page

BIB = """
@article{one1998, author = {Ayar, Ece}, title = {Falls}, year = 1998}
@article{two2015, author = {Ayar, Ece and Lindt, Ole}, title = {Hills}, year = 2015}
@article{all2016, author = {Lindt, Ole and Ayar, Ece and Sol, Ana}, title = {Slopes}, year = 2016}
@article{rest2017, author = {Sol, Ana and others}, title = {Steps}, year = 2017}
@misc{none, title = {The Book}}
@article{müller2003, author = {Müller, Ida}, title = {Über}, year = 2003}
"""
WORKS = bibliography.read(BIB, "docs/references.bib").works


def keys(text: str) -> list[list[str]]:
    return [[cited.key for cited in one.works] for one in sorted(find(text, WORKS), key=lambda one: one.start)]


def shown(text: str, lang: str = "en", works: dict[str, Work] | None = None) -> str:
    called = of_page(text, works or WORKS, language(lang).phrases)
    for one in sorted(find(text, works or WORKS), key=lambda one: -one.start):
        text = text[: one.start] + called.plain(one) + text[one.end :]
    return text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[@one1998]", "(Ayar, 1998)"),
        ("@one1998", "Ayar (1998)"),
        ("[-@one1998]", "(1998)"),
        ("As @two2015 say.", "As Ayar and Lindt (2015) say."),
        ("(@all2016)", "(Lindt et al. (2016))"),
        ("[@one1998; @all2016]", "(Ayar, 1998; Lindt et al., 2016)"),
        ("[@one1998, @all2016]", "(Ayar, 1998; Lindt et al., 2016)"),
        ("[@one1998, p. 3; see also @two2015]", "(Ayar, 1998, p. 3; see also Ayar and Lindt, 2015)"),
        ("[@one1998 p. 3]", "(Ayar, 1998, p. 3)"),
        ("[see @rest2017]", "(see Sol et al., 2017)"),
        ("[@one1998,\nchapter 3]", "(Ayar, 1998, chapter 3)"),
        ("@one1998’s, @one1998's and “@one1998”.", "Ayar (1998)’s, Ayar (1998)'s and “Ayar (1998)”."),
        ("@one1998.", "Ayar (1998)."),
        ("@{one1998}s", "Ayar (1998)s"),
        ("@müller2003", "Müller (2003)"),
        ("[@none]", "(The Book, n.d.)"),
        ("Text[^1].\n\n[^1]: By [@one1998].", "Text[^1].\n\n[^1]: By (Ayar, 1998)."),
        ("<b>@one1998</b>, @one1998&nbsp;x, @one1998<br>x", "<b>Ayar (1998)</b>, Ayar (1998)&nbsp;x, Ayar (1998)<br>x"),
        ("[@one1998;]", "(Ayar, 1998)"),
        ("[@one1998;; @rest2017; ]", "(Ayar, 1998; Sol et al., 2017)"),
        ("[@one1998] (there)", "(Ayar, 1998) (there)"),
        ("**@one1998**", "**Ayar (1998)**"),
        ("[@one1998][^1]", "(Ayar, 1998)[^1]"),
        ("[@one1998][@none]", "(Ayar, 1998)(The Book, n.d.)"),
    ],
)
def test_citation_says_author_and_year(written: str, said: str) -> None:
    assert shown(written) == said


@pytest.mark.parametrize(
    "text",
    [
        *("`@one1998`", "```python\n@one1998\ndef f(): ...\n```", "    @one1998", "$@one1998$", "\\@one1998", "\\[@one1998\\]"),
        *("me@one1998", "me@one1998.org", "<me@one1998.org>", "josé@one1998", "https://example.org/@one1998", "a/@one1998"),
        *("[his page](https://example.org/@one1998)", "[x](@one1998)", "@other", "@ one1998", "@one1998x", "@@one1998"),
        *("@property", "![x](@one1998.png)", '<a href="?u=@one1998">x</a>', "@one1998.org", "[^@one1998]"),
    ],
)  # fmt: skip
def test_sign_that_is_part_of_something_else_is_no_citation(text: str) -> None:
    assert [one for found in keys(text) for one in found if one in WORKS] == []


def test_nothing_is_a_citation_in_a_course_without_works() -> None:
    assert list(find("[@one1998] and @one1998", {})) == []


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("由@one1998提出", "zh-Hans", "由Ayar（1998）提出"),
        ("@one1998は", "ja", "Ayar（1998）は"),
        ("@one1998은", "ko", "Ayar(1998)은"),
        ("و@one1998", "ar", "وAyar (1998)"),
        ("ב@one1998", "he", "בAyar (1998)"),
        ("@one1998'e göre", "tr", "Ayar (1998)'e göre"),
        ("d’@one1998", "fr", "d’Ayar (1998)"),
        ("[@one1998，第3页；@all2016]", "zh-Hans", "（Ayar，1998，第3页；Lindt 等，2016）"),
        ("[@one1998، ص 3؛ @all2016]", "ar", "(Ayar، 1998، ص 3؛ Lindt وآخرون، 2016)"),
        ("[@one1998, ص 3; @all2016]", "ar", "(Ayar، 1998، ص 3؛ Lindt وآخرون، 2016)"),
        ("[@all2016]", "fa", "(Lindt و\u00a0همکاران، ۲۰۱۶)"),
        ("[@all2016; @two2015]", "tr", "(Lindt vd., 2016; Ayar ve Lindt, 2015)"),
        ("[@all2016; @two2015]", "fr", "(Lindt et al., 2016\u00a0; Ayar et Lindt, 2015)"),
        ("@two2015", "ar", "Ayar وLindt (2015)"),
    ],
)
def test_citation_is_in_the_words_and_signs_of_its_language(text: str, lang: str, said: str) -> None:
    assert shown(text, lang) == said


@pytest.mark.parametrize("lang", [one for one in folders.available() if one != "en"])
def test_no_language_leaves_a_citation_in_english(lang: str) -> None:
    said = shown("[@all2016; @two2015; @none]", lang)
    assert " and " not in said
    assert "n.d." not in said
    for name in ("Lindt", "Ayar", "The Book"):
        assert name in said


def test_letters_tell_apart_what_has_the_same_names_and_year_on_a_page() -> None:
    text = "".join(
        f"@book{{{key}, author = {{Ayar, Ece}}, title = {{{title}}}, year = {year}}}\n"
        for key, title, year in (("x", "Zest", 1998), ("y", "Alps", 1998), ("z", "Other", 1999))
    )
    works = dict(bibliography.read(text, "x").works)
    assert shown("[@x; @y; @z] @x", works=works) == "(Ayar, 1998b; Ayar, 1998a; Ayar, 1999) Ayar (1998b)"
    assert shown("[@x; @z]", works=works) == "(Ayar, 1998; Ayar, 1999)"
    assert shown("[@x; @y]", "ar", works) == "(Ayar، 1998b؛ Ayar، 1998a)"


def test_words_around_a_work_are_kept_apart() -> None:
    (one,) = find("[see *also* @one1998, p. $3$; -@two2015]", WORKS)
    assert one.works == (Cited("one1998", "see *also*", ", p. $3$"), Cited("two2015", is_year=True))


def test_citation_where_no_link_can_be_is_plain() -> None:
    text = '[by @one1998](x.md) ![by @one1998](a.png "By @one1998")\n\n```python exec="1" alt="By @one1998" caption="@one1998"\n'
    assert [one.is_plain for one in find(text, WORKS)] == [True, True, False, True, False]


def test_citation_of_no_work_is_named_with_the_nearest_key(tmp_path: Path) -> None:
    def found(text: str, bib: str = BIB) -> list[str]:
        (tmp_path / "en").mkdir(exist_ok=True)
        (tmp_path / "en" / "a.md").write_text(f"---\ntitle: x\n---\n\n{text}\n", "utf-8")
        works = bibliography.read(bib, "docs/references.bib")
        pages = library(tmp_path, ("en",), "en", name="docs")
        return [f"{one.severity}: {one}".replace("docs/en/a.md:", "") for one in findings(pages, works, "docs")]

    expected = "expected a key of docs/references.bib"
    sign = "or write \\@ for the sign alone"
    assert found("A.\n\n[@two2015; @one1989]") == [
        f"error: 7: citation.unknown: found @one1989, {expected}: write @one1998, {sign}"
    ]
    assert found("[@whatever]") == [f"error: 5: citation.unknown: found @whatever, {expected}: add it, {sign}"]
    assert found("As @one1989 says.") == [
        f"warning: 5: citation.unknown: found @one1989, {expected}: write @one1998, {sign}"
    ]
    quoted = "@misc{o'hara, title = {T}}"
    assert found("@a9999 [@{a9999}]")[0].startswith("error: 5: citation.unknown: found @a9999")
    assert found("[@{o'hare}]", quoted)[0].endswith(f"write @{{o'hara}}, {sign}")
    assert found("[@one1998 and @two2015]") == [
        "error: 5: citation.two: found @two2015 behind @one1998, expected a semicolon between two works: write ; @two2015"
    ]
    assert found("[@one1998]\n\n[@one1998]: https://example.org/@one1998\n\n<b>@one1998</b>") == []
    (message,) = found("[@one1998] is asked for.", "")
    assert message.startswith("warning: docs/references.bib:1: bibliography.empty")
    assert found("Ask @anna, [not @anna either], \\[@anna\\] or `[@anna]`.") == []
    (message,) = found("[@whatever]", BIB + "@book{open, title = {x}\n")
    assert "bibliography.syntax" in message


def test_citations_of_a_course_without_works_are_named_once_on_a_page(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "a.md").write_text(
        "---\ntitle: x\n---\n\n[@anna] @one1998\n\n[@one1998; @two2015] [@b2020]\n", "utf-8"
    )
    works = bibliography.load(tmp_path, bibliography.FILE, "docs")
    (message,) = map(str, findings(library(tmp_path, ("en",), "en", name="docs"), works, "docs"))
    expected = "expected the works that are cited in docs/references.bib: add that file"
    assert message == f"docs/en/a.md:7: citation.unknown: found @one1998, {expected}"
