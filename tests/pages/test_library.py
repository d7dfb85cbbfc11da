from __future__ import annotations

import errno
import os
from pathlib import Path, PurePosixPath

import pytest

from dragoman.findings import Severity
from dragoman.pages.library import USUAL, Layout, Library, read

LANGUAGES = ("en", "fr")


WEEKS = Layout(weeks=True)


def write(root: Path, pages: dict[str, str], layout: Layout = USUAL) -> Library:
    for path, meta in pages.items():
        file = root / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{meta}\n---\n\ntext\n", "utf-8")
    return read(root / "docs", LANGUAGES, "en", layout=layout)


def found(library: Library) -> list[tuple[str, int, str]]:
    return [(finding.file, finding.line, finding.kind) for finding in library.findings]


def test_pages_are_read_by_path_and_by_reference(tmp_path: Path):
    library = write(
        tmp_path,
        {
            "en/week05/05-1.md": "lang-ref: ch.05-1\ntitle: A",
            "fr/week05/05-1.md": "lang: fr\nlang-ref: ch.05-1\ntitle: B",
        },
    )
    assert list(library.pages) == [PurePosixPath("en/week05/05-1.md"), PurePosixPath("fr/week05/05-1.md")]
    assert library.of("fr")["ch.05-1"].meta.get("title") == "B"
    assert library.findings == ()


def test_source_of_a_translation_is_the_page_with_its_reference(tmp_path: Path):
    library = write(
        tmp_path, {"en/about.md": "lang-ref: about\ntitle: A", "fr/about.md": "lang: fr\nlang-ref: about\ntitle: B"}
    )
    english, french = library.pages.values()
    assert library.source_of(french) is english
    assert library.source_of(english) is english


def test_page_that_writes_no_reference_is_called_by_its_path(tmp_path: Path):
    pages = {
        f"{lang}/kapitel 1/été-05-10.md": f"lang: {lang}\ntitle: {lang}{line}"
        for lang, line in (("en", ""), ("fr", "\nlang-ref: kapitel 1/été-05-10"))
    }
    library = write(tmp_path, pages)
    assert library.findings == ()
    assert list(library.of("fr")) == list(library.of("en")) == ["kapitel 1/été-05-10"]


def test_translation_that_writes_no_reference_is_of_the_page_at_its_path(tmp_path: Path):
    library = write(tmp_path, {"en/a/b.md": "lang-ref: motion\ntitle: A", "fr/a/b.md": "lang: fr\ntitle: B"})
    english, french = library.pages.values()
    assert library.source_of(french) is english
    assert library.of("fr") == {"motion": french}
    assert library.findings == ()


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ({"en/a.md": "", "en/b.md": "", "fr/a.md": "lang-ref: b"}, "found lang-ref 'b', expected 'a' at this path"),
        ({"en/a.md": "", "fr/a.md": "lang-ref: zzz"}, "found lang-ref 'zzz', expected 'a' at this path: correct it"),
        ({"en/a.md": "lang-ref: x", "fr/a.md": "lang-ref: a"}, "found lang-ref 'a', expected 'x' at this path"),
        ({"en/a.md": "lang-ref: x", "fr/b.md": "lang-ref: x"}, "found lang-ref 'x', expected it in docs/fr/a.md"),
        ({"en/a.md": "", "fr/a.md": "", "fr/b.md": "lang-ref: a"}, "found lang-ref 'a', expected it in docs/fr/a.md"),
    ],
)
def test_translation_that_names_another_page_is_one_error_and_of_no_page(
    tmp_path: Path, pages: dict[str, str], expected: str
):
    written = {path: f"lang: {path[:2]}\ntitle: T\n{meta}" for path, meta in pages.items()}
    library = write(tmp_path, written)
    (finding,) = library.findings
    assert (finding.kind, finding.severity) == ("front-matter.lang-ref", Severity.ERROR)
    assert finding.message.startswith(expected)
    page = library.pages[PurePosixPath(finding.file.removeprefix("docs/"))]
    assert library.source_of(page) is None
    assert page not in library.of("fr").values()


def test_page_of_a_translation_only_is_allowed_where_the_course_says_so(tmp_path: Path):
    pages = {"en/a.md": "title: A", "fr/annexe.md": "lang: fr\ntitle: B"}
    assert found(write(tmp_path, pages)) == [("docs/fr/annexe.md", 1, "library.source")]
    library = write(tmp_path, pages, Layout(own_pages=True))
    assert library.findings == ()
    assert list(library.of("fr")) == ["annexe"]


@pytest.mark.parametrize(
    ("lang_ref", "path"),
    [
        ("ch.05", "week05/05.md"),
        ("ch.05-1", "week05/05-1.md"),
        ("ch.13-3", "week13/13-3.md"),
        ("ch.05-10", "week05/05-10.md"),
        ("home", "index.md"),
        ("about", "about.md"),
    ],
)
def test_in_a_course_of_weeks_reference_and_path_say_the_same(tmp_path: Path, lang_ref: str, path: str):
    assert write(tmp_path, {f"en/{path}": f"title: A\nlang-ref: {lang_ref}"}, WEEKS).findings == ()


@pytest.mark.parametrize("lang_ref", ["ch.5", "ch.05-123", "ch.", "../secret", "Über", "a b"])
def test_in_a_course_of_weeks_another_reference_is_an_error(tmp_path: Path, lang_ref: str):
    library = write(tmp_path, {"en/week05/05-1.md": f"title: A\nlang-ref: {lang_ref}"}, WEEKS)
    assert found(library) == [("docs/en/week05/05-1.md", 3, "front-matter.lang-ref")]


def test_in_a_course_of_weeks_a_lecture_without_a_reference_is_an_error(tmp_path: Path):
    library = write(tmp_path, {"en/week05/05-1.md": "title: A", "en/about.md": "title: A"}, WEEKS)
    assert found(library) == [("docs/en/week05/05-1.md", 1, "front-matter.lang-ref")]
    assert "expected lang-ref: ch.05-1: add it" in library.findings[0].message


def test_reference_of_another_path_is_reported_at_its_line(tmp_path: Path):
    library = write(tmp_path, {"en/week05/05-1.md": "title: A\nlang-ref: ch.05-2"}, WEEKS)
    (finding,) = library.findings
    assert (finding.file, finding.line, finding.kind) == ("docs/en/week05/05-1.md", 3, "front-matter.lang-ref")
    assert "expected 'ch.05-1'" in finding.message
    assert "docs/en/week05/05-2.md" in finding.message


def test_reference_that_two_pages_share_is_reported_at_the_second(tmp_path: Path):
    library = write(
        tmp_path,
        {"en/week05/05-1.md": "lang-ref: ch.05-1\ntitle: A", "en/week05/05-2.md": "lang-ref: ch.05-1\ntitle: B"},
    )
    assert {file for file, _, _ in found(library)} == {"docs/en/week05/05-2.md"}
    assert any("docs/en/week05/05-1.md has too" in finding.message for finding in library.findings)
    assert library.of("en")["ch.05-1"].meta.get("title") == "A"


def test_translation_of_no_source_page_is_a_warning(tmp_path: Path):
    library = write(tmp_path, {"fr/about.md": "lang: fr\nlang-ref: about\ntitle: B"})
    (finding,) = library.findings
    assert (finding.kind, finding.severity) == ("library.source", Severity.WARNING)


def test_source_page_may_omit_its_language_and_a_translation_is_warned(tmp_path: Path):
    library = write(tmp_path, {"en/about.md": "lang-ref: about\ntitle: A", "fr/about.md": "lang-ref: about\ntitle: B"})
    assert found(library) == [("docs/fr/about.md", 1, "front-matter.lang")]
    assert library.findings[0].severity is Severity.WARNING


def test_language_other_than_the_folder_is_an_error(tmp_path: Path):
    library = write(tmp_path, {"en/about.md": "lang: fr\nlang-ref: about\ntitle: A"})
    assert found(library) == [("docs/en/about.md", 2, "front-matter.lang")]
    assert library.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize("title", ["", "\ntitle:"])
def test_page_without_a_title_is_reported(tmp_path: Path, title: str):
    library = write(tmp_path, {"en/about.md": f"lang-ref: about{title}"})
    assert [kind for _, _, kind in found(library)] == ["front-matter.title"]


def test_language_that_is_not_built_is_left_alone(tmp_path: Path):
    pages = {"en/about.md": "title: A", "de/about.md": "lang-ref: x\nfoo: y"}
    library = write(tmp_path, pages, Layout(aside=frozenset({"de"})))
    assert library.findings == ()
    assert list(library.pages) == [PurePosixPath("en/about.md")]


def test_folder_of_an_unknown_language_is_reported(tmp_path: Path):
    library = write(tmp_path, {"de/about.md": "lang-ref: about\ntitle: A"})
    assert found(library) == [("docs/de/about.md", 1, "library.folder")]
    assert "docs/en/, docs/fr/" in library.findings[0].message


def test_page_outside_the_language_folders_is_reported(tmp_path: Path):
    library = write(tmp_path, {"about.md": "lang-ref: about\ntitle: A"})
    assert found(library) == [("docs/about.md", 1, "library.folder")]
    assert library.pages == {}


def test_hidden_folders_are_left_alone(tmp_path: Path):
    library = write(tmp_path, {".cache/en/a.md": "title: A", "en/.a/b.md": "title: A"})
    assert (library.pages, library.findings) == ({}, ())


LEFT = ("05-1.md~", "#05-1.md#", "05-1.md.bak", "4913", ".05-1.md.swp", ".#05-1.md", "~$05-1.md", "Thumbs.db")


def test_what_an_editor_leaves_beside_a_page_is_no_page_and_no_finding(tmp_path: Path):
    files = {f"fr/week05/{name}": "title: x" for name in LEFT}
    pages = {f"{lang}/week05/05-1.md": f"lang: {lang}\nlang-ref: ch.05-1\ntitle: A" for lang in LANGUAGES}
    library = write(tmp_path, {**files, **pages})
    assert {path.as_posix() for path in library.pages} == set(pages)
    assert library.findings == ()


def test_copy_of_a_page_that_is_gone_is_named(tmp_path: Path):
    library = write(tmp_path, {"fr/week05/05-1.md~": "", "fr/week05/#05-2.md#": "", "fr/plot.png~": "", "fr/4913": ""})
    assert [(one.file, one.severity) for one in library.findings] == [
        ("docs/fr/week05/#05-2.md#", Severity.WARNING),
        ("docs/fr/week05/05-1.md~", Severity.WARNING),
    ]
    assert library.findings[1].message == (
        "found what an editor left of 05-1.md, expected the page itself: rename it to 05-1.md, or remove it"
    )


@pytest.mark.parametrize("beside", [{}, {"fr/about.md": "lang: fr\nlang-ref: about\ntitle: A"}])
def test_page_that_was_saved_with_another_ending_is_named(tmp_path: Path, beside: dict[str, str]):
    pages = {"en/about.md": "lang-ref: about\ntitle: A", **beside}
    (one,) = write(tmp_path, {**pages, "fr/about.md.txt": "title: x", "notes.md.txt": ""}).findings
    assert (one.file, one.severity) == ("docs/fr/about.md.txt", Severity.ERROR)
    assert one.message == "found a page that ends in .md.txt, expected .md: rename it to about.md"


def test_page_that_is_not_utf_8_has_one_finding_and_hides_no_other(tmp_path: Path):
    write(tmp_path, {"en/about.md": "lang-ref: about\ntitle: A", "fr/about.md": "lang-ref: about"})
    (tmp_path / "docs" / "en" / "index.md").write_bytes(b"---\ntitle: \xe9\n---\n")
    library = read(tmp_path / "docs", LANGUAGES, "en")
    assert found(library) == [
        ("docs/en/index.md", 2, "encoding.utf-8"),
        ("docs/fr/about.md", 1, "front-matter.lang"),
        ("docs/fr/about.md", 1, "front-matter.title"),
    ]


def test_findings_name_the_folder_as_asked(tmp_path: Path):
    write(tmp_path, {"about.md": "title: A"})
    library = read(tmp_path / "docs", LANGUAGES, "en", name="../course/docs")
    assert library.findings[0].file == "../course/docs/about.md"


def test_every_page_of_the_corpus_is_read(corpus_folder: Path):
    library = read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    assert len(library.pages) == len(list(corpus_folder.rglob("*.md")))
    assert all(library.of(lang) for lang in library.languages)
    assert not [finding for finding in library.findings if finding.kind.startswith("encoding.utf")]


def test_folder_that_cannot_be_looked_into_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(
        tmp_path, {"en/about.md": "lang-ref: about\ntitle: A", "fr/week05/05.md": "lang: fr\nlang-ref: ch.05\ntitle: B"}
    )
    scan = os.scandir

    def refuse(folder: str) -> object:
        if str(folder).endswith("week05"):
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(read(tmp_path / "docs", LANGUAGES, "en")) == [("docs/fr/week05", 1, "library.file")]
