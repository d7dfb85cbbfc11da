from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.findings import Severity
from dragoman.pages.lecture import Kind, Lecture, parse

PATH = PurePosixPath("fr/week05/05-1.md")
HEAD = "---\nlang: fr\nlang-ref: ch.05-1\ntitle: A\n---\n"


def read(body: str) -> Lecture:
    return parse(PATH, (HEAD + body).encode())


def found(data: bytes) -> list[tuple[int, str]]:
    return [(finding.line, finding.kind) for finding in parse(PATH, data).findings]


def test_page_knows_its_language_name_and_reference():
    page = read("\ntext\n")
    assert (page.lang, page.name, page.lang_ref, page.findings) == ("fr", "week05/05-1.md", "ch.05-1", ())


def test_segments_are_the_file_in_pieces_with_their_lines():
    page = read("\n<!-- a\nb -->\n\ntext <!-- c --> more\n")
    assert [(segment.kind, segment.text, segment.line) for segment in page.segments] == [
        (Kind.FRONT_MATTER, HEAD, 1),
        (Kind.TEXT, "\n", 6),
        (Kind.COMMENT, "<!-- a\nb -->", 7),
        (Kind.TEXT, "\n\ntext ", 8),
        (Kind.COMMENT, "<!-- c -->", 10),
        (Kind.TEXT, " more\n", 10),
    ]


def test_reader_sees_no_comment():
    visible = read("<!-- ## One -->\n\n## Un\n\n<!--\nfirst\n-->\n\npremier\n").visible
    assert visible.text == "\n\n## Un\n\n\npremier\n"


def test_each_visible_line_knows_its_line_in_the_file():
    page = read("## Un\n\n<!--\nfirst\n-->\n\npremier\n")
    for word, line in (("## Un", 6), ("premier", 12)):
        assert page.visible.line_at(page.visible.text.index(word)) == line


def test_line_of_an_offset_in_an_empty_page_is_the_first():
    assert parse(PATH, b"\xff").visible.line_at(0) == 1


def test_comment_in_a_line_leaves_the_line():
    assert read("avant <!-- x --> après\n").visible.text == "avant  après\n"


def test_comment_between_two_rows_does_not_split_the_table():
    text = read("| a | b |\n|---|---|\n<!-- | c | d | -->\n| e | f |\n").visible.text
    assert text == "| a | b |\n|---|---|\n| e | f |\n"


def test_comment_after_a_paragraph_ends_it():
    assert read("un\n<!-- two -->\ndeux\n").visible.text == "un\n\ndeux\n"


def test_comment_leaves_no_run_of_blank_lines():
    assert read("un\n\n<!--\na\n\nb\n-->\n\n\n<!-- c -->\n\ndeux\n").visible.text.count("\n\n\n") <= 1


def test_visible_text_is_composed_and_has_unix_line_ends():
    page = parse(PATH, (HEAD + "e\u0301te\u0301\r\nb\r\n").encode())
    assert page.visible.text == "été\nb\n"


def test_byte_order_mark_windows_line_ends_and_decomposed_letters_are_reported():
    data = ("\ufeff" + HEAD + "a\r\nb\ne\u0301\n").encode()
    assert found(data) == [(1, "encoding.bom"), (6, "encoding.newline"), (8, "encoding.nfc")]
    assert all(finding.severity is Severity.WARNING for finding in parse(PATH, data).findings)


def test_marks_in_the_order_of_typing_are_not_said_to_be_apart():
    (finding,) = parse(PATH, (HEAD + "a\nك\u0651\u064f\n").encode()).findings
    assert (finding.line, finding.kind, finding.severity) == (7, "encoding.nfc", Severity.INFO)
    assert "in the order of typing" in finding.message
    (finding,) = parse(PATH, (HEAD + "a\nك\u0651\u064f\ne\u0301\n").encode()).findings
    assert (finding.line, finding.severity) == (8, Severity.WARNING)


def test_bytes_that_are_not_utf_8_are_reported_at_their_line():
    page = parse(PATH, b"---\nlang: fr\n---\ncaf\xe9\n")
    (finding,) = page.findings
    assert (finding.file, finding.line, finding.kind) == ("docs/fr/week05/05-1.md", 4, "encoding.utf-8")
    assert "0xe9" in finding.message
    assert page.segments == ()


def test_flawed_comment_is_reported_at_its_line_of_the_file():
    assert found((HEAD + "\na\n<!-- b --!>\n").encode()) == [(8, "comment.closer")]


def test_findings_name_the_docs_folder_as_given():
    (finding,) = parse(PATH, b"\xff", root="corpus").findings
    assert finding.file == "corpus/fr/week05/05-1.md"


@given(h.hostile_text | h.any_text)
def test_any_text_is_written_back_byte_for_byte(text: str):
    data = text.encode()
    assert parse(PATH, data).to_bytes() == data
    assert read(text).to_bytes() == (HEAD + text).encode()


@given(st.binary(max_size=40))
def test_any_bytes_are_read_without_an_exception(data: bytes):
    page = parse(PATH, data)
    try:
        data.decode()
    except UnicodeDecodeError:
        assert [finding.kind for finding in page.findings] == ["encoding.utf-8"]
    else:
        assert page.to_bytes() == data


@given(h.hostile_text | h.any_text)
def test_lines_of_any_page_point_into_its_file(text: str):
    page = parse(PATH, text.encode())
    lines = page.visible.lines
    assert len(lines) == page.visible.text.count("\n") + 1
    assert list(lines) == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert all(1 <= finding.line <= text.count("\n") + 1 for finding in page.findings)


@given(h.hostile_text.filter(lambda text: not any(sign in text for sign in ("<!--", "<--!", ">", "\0"))))
def test_text_without_comments_is_all_visible(text: str):
    body = "\n" + text
    assert read(body).visible.text == unicodedata.normalize("NFC", body.replace("\r\n", "\n"))


def test_every_page_of_the_corpus_is_written_back_byte_for_byte(corpus_folder: Path):
    files = sorted(corpus_folder.rglob("*.md"))
    different = [
        str(file)
        for file in files
        if parse(PurePosixPath(file.relative_to(corpus_folder).as_posix()), file.read_bytes()).to_bytes()
        != file.read_bytes()
    ]
    assert files
    assert different == []


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("tr/week07/07-1.md", {85: "comment.unclosed"}),
        ("tr/week09/09-2.md", {30: "comment.closer", 71: "comment.closer"}),
        ("tr/week09/09-3.md", {108: "comment.opener", 125: "comment.opener"}),
        ("fr/week03/03-2.md", {397: "comment.nested"}),
        ("en/week05/05-2.md", {222: "comment.stray"}),
    ],
)
def test_flawed_comments_of_the_corpus_are_reported_at_their_lines(
    corpus_folder: Path, path: str, kinds: dict[int, str]
):
    page = parse(PurePosixPath(path), (corpus_folder / path).read_bytes())
    flaws = {finding.line: finding.kind for finding in page.findings if finding.kind.startswith("comment.")}
    assert flaws == kinds


def test_no_delimiter_of_a_comment_is_visible_in_the_corpus(corpus_folder: Path):
    left = []
    for file in sorted(corpus_folder.rglob("*.md")):
        page = parse(PurePosixPath(file.relative_to(corpus_folder).as_posix()), file.read_bytes())
        left += [
            f"{page.path}:{number}: {line}"
            for number, line in zip(page.visible.lines, page.visible.text.split("\n"), strict=True)
            if any(sign in line for sign in ("<!--", "<--!", "--!>", "..>"))
        ]
    assert left == []


@pytest.mark.parametrize("words", ["<Blink", "<blink", "<BLINK"])
def test_line_of_words_is_found_in_any_case_whatever_stands_before_them(words: str):
    # In small letters this one is two signs long.
    visible = read("İ" * 50 + "\n\n<blink>x</blink>\n\n" + "Text.\n\n" * 20).visible
    assert visible.line_of(words) == visible.line_at(visible.text.index("<blink"))
    assert visible.line_of("<marquee") == visible.line_at(0)


@given(h.any_text | h.hostile_text)
def test_line_of_words_is_theirs_after_any_text(body: str):
    visible = read(f"{body}\n\nMARKED\n").visible
    if "MARKED" in visible.text:  # no comment swallows it
        assert visible.line_of("marked") == visible.line_at(visible.text.index("MARKED"))
