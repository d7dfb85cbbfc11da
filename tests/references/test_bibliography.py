"""The works of a course are read from BibTeX as authors write it, and what is wrong there is named at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.references.bibliography import Name, Work, load, read

ENTRY = "@article{a1998, author = {Ayar, Ece}, title = {Falls}, journal = {Slopes}, year = 1998}\n"


def work(fields: str, kind: str = "article") -> Work:
    made = read(f"@{kind}{{key, title = {{T}}, {fields}}}", "docs/references.bib")
    assert made.findings == ()
    return made.works["key"]


def said(text: str) -> list[str]:
    return [str(one).removeprefix("docs/references.bib:") for one in read(text, "docs/references.bib").findings]


def test_entry_is_read_with_all_that_a_page_shows_of_it() -> None:
    text = (
        '@string{slopes = "Journal of Slopes"}\n@comment{nothing}\n@Article(Ayar:98a, AUTHOR = "Ece Ayar and Lindt, O.",'
        " title = {Falls}, journal = slopes # { and Hills}, volume = 3, number = 2, pages = {7--9}, year = {1998},"
        " doi = {https://doi.org/10.1/x})\n"
    )
    assert read(text, "x").works["Ayar:98a"] == Work(
        key="Ayar:98a",
        names=(Name("Ayar", "Ece"), Name("Lindt", "O.")),
        has_others=False,
        year="1998",
        title="Falls",
        container="Journal of Slopes and Hills 3(2), 7–9",
        url="https://doi.org/10.1/x",
        langid="",
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"{\L}ukasz {\'S}wit", Name("Świt", "Łukasz")),
        (r"van der Maas, Ida", Name("van der Maas", "Ida")),
        (r"{The Slope and Hill Team}", Name("The Slope and Hill Team")),
        (r"\c{S}im{\c s}ek, {\"O}zg{\"u}r", Name("Şimşek", "Özgür")),
        ("العربي, سلمى", Name("العربي", "سلمى")),
    ],
)
def test_name_is_read_whatever_its_form_and_its_letters(written: str, name: Name) -> None:
    assert work(f"author = {{{written}}}").names == (name,)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        (r"{Newton} and the \emph{old} {CNN}s --- \& more", "Newton and the old CNNs — & more"),
        (r"Learning {$\ell_2$} norms, {\'e}tude", r"Learning $\ell_2$ norms, étude"),
        (r"The {{\LaTeX}} of\\ it", "The LaTeX of it"),
    ],
)
def test_title_is_plain_text_but_for_its_formulas(title: str, shown: str) -> None:
    (one,) = read(f"@book{{key, title = {{{title}}}}}", "x").works.values()
    assert one.title == shown


def test_editors_and_bodies_stand_where_there_are_no_authors_and_others_are_remembered() -> None:
    assert work("editor = {Ayar, Ece}").names == (Name("Ayar", "Ece"),)
    assert work("institution = {Hill Institute}").names == (Name("Hill Institute"),)
    assert work("author = {Ayar, Ece and others}").has_others
    assert work("author = {Ayar, Ece and others}").names == (Name("Ayar", "Ece"),)


def test_address_is_that_of_the_doi_else_the_url_else_the_preprint() -> None:
    assert work("doi = {10.1/x}, url = {https://example.org/}").url == "https://doi.org/10.1/x"
    assert work("url = {https://example.org/a_b}").url == "https://example.org/a_b"
    assert work("eprint = {1412.6980}").url == "https://arxiv.org/abs/1412.6980"
    assert work("eprint = {1412.6980}").container == "arXiv:1412.6980"


def test_language_is_what_the_entry_says_else_that_of_the_course_where_letters_agree() -> None:
    assert work("langid = {french}").lang("en") == "fr"
    assert work("language = {de}").lang("en") == "de"
    assert work("year = 1998").lang("tr") == "tr"
    assert work("year = 1998").lang("fa") == ""


def test_year_may_be_a_date() -> None:
    assert work("date = {2019-05-01}").year == "2019"


def test_what_is_wrong_is_named_at_its_line_with_what_to_do_and_the_rest_is_read() -> None:
    text = (
        "@book{one, title {Falls}}\n\n@book{two,\n  title = {Hills},\n  publisher = slopes\n}\n"
        "@book{three, year = 1998}\n@book{two, title = {Again}}\n"
        "@book{four, title = {X}, url = {javascript:x}, author = {a, b, c, d}}\n" + ENTRY
    )
    assert said(text) == [
        "1: bibliography.syntax: found {Falls}} in the entry that begins on line 1, expected =: correct it",
        "5: bibliography.syntax: found slopes without quotation marks, expected a text: write {slopes}, or define it with @string",
        "8: bibliography.twice: found the key two, which line 3 has, expected each once: change one",
        "9: bibliography.name: found the name a, b, c, d, expected “Family, Given”, names parted by “and”: correct it",
        "9: bibliography.url: found url = {javascript:x}, expected an address that begins with https://: correct it",
    ]
    assert {"two", "three", "four", "a1998"} <= read(text, "x").works.keys()


def test_entry_that_does_not_end_is_named_where_it_begins() -> None:
    end = (
        "bibliography.syntax: found no end of the entry that begins here, expected a } for each {: add what is missing"
    )
    assert said(f"{ENTRY}\n@book{{open,\n title = {{Falls}},\n") == [f"3: {end}"]
    assert said(f"@book{{open,\n title = {{Falls}}\n\n{ENTRY}") == [
        "4: bibliography.syntax: found @article{a1998, author = {Ayar in the entry that begins on line 1, expected a comma or }: correct it"
    ]
    assert said("@book{a, year = 1998}") == [
        "1: bibliography.title: found no title of a, expected one: add title = {…}"
    ]


def test_file_that_is_missing_or_not_to_be_read_is_named(tmp_path: Path) -> None:
    def found(file: str) -> list[str]:
        return [str(one) for one in load(tmp_path, file, "docs").findings]

    assert found("references.bib") == []
    (message,) = found("works.bib")
    assert message.startswith("docs/works.bib:1: bibliography.file: found no such file, expected it")
    (message,) = found("../works.bib")
    assert "expected a file below docs/: move it there" in message
    (tmp_path / "references.bib").write_bytes(ENTRY.encode() + "é".encode("latin-1"))
    assert found("references.bib") == [
        "docs/references.bib:2: bibliography.utf-8: found the byte 0xe9, expected UTF-8: save the file as UTF-8"
    ]


def test_file_without_entries_is_named() -> None:
    (message,) = said("Works will come.\n")
    assert message.startswith("1: bibliography.empty: found no entry, expected one such as @book")


def test_months_and_names_of_one_file_are_not_those_of_another() -> None:
    read('@string{falls = "Falls"}\n', "x")
    assert said("@book{a, title = falls}")[0].startswith("1: bibliography.syntax: found falls without quotation marks")
    assert said("@book{a, title = {A}, month = jan}") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "% by me@example.org\n\n@book{a, title = {T}}",
            "1: bibliography.syntax: found @example.org, expected an entry",
        ),
        (
            "\n@comment nothing\n@book{a, title = {T}}",
            "2: bibliography.syntax: found @comment nothing, expected an entry",
        ),
        ("\n@book{title={T}, year=1998}", "2: bibliography.syntax: found title={T in the place of a key"),
        ("@book{a, title = {T}}\r\r@book{b, year = 1998}", "3: bibliography.title: found no title of b"),
        (
            "@book{a, title = {T}, author = {Ece Ayar, Ole Lindt, Ana Sol}}",
            "1: bibliography.name: found the name Ece Ayar,",
        ),
    ],
)
def test_what_is_easily_mistaken_is_named_where_it_stands(text: str, message: str) -> None:
    (found,) = said(text)
    assert found.startswith(message)


@pytest.mark.parametrize("written", ["\\ x", "\\\\ \\", "x \\", "\\'", "{\\\\}", "\\undefined \\,"])
def test_any_tex_is_read_without_an_exception(written: str) -> None:
    (one,) = read(
        f"@book{{a, author = {{{written} }}, title = {{T {written} }}, year = {{{written} }}}}", "x"
    ).works.values()
    assert one.title.startswith("T")


def test_fonts_leave_no_letters_and_signs_of_an_address_are_no_tex() -> None:
    assert [one.title for one in read(r"@book{a, title = {The {\em old} {\bf CNN}s}}", "x").works.values()] == [
        "The old CNNs"
    ]
    assert work(r"url = {https://example.org/a{\_}b\#c\&d\~{}e\%20}").url == "https://example.org/a_b#c&d~e%20"
