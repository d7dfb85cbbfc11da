"""The texts of figures and the comments of code, and their catalogues."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.execution import texts
from dragoman.execution.results import CellOutput, Output
from dragoman.execution.snippets import Snippet, meaning, parse
from dragoman.findings import Severity

HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
NAME = "snippets/locale/fr.po"


def entry(source: str, translation: str, flag: str = "") -> str:
    quoted = [text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n") for text in (source, translation)]
    return f'{flag}msgid "{quoted[0]}"\nmsgstr "{quoted[1]}"\n\n'


def catalogue(folder: Path, *entries: str, lang: str = "fr") -> texts.Catalogue:
    file = folder / f"{lang}.po"
    file.write_text(HEADER + "".join(entries), "utf-8")
    return texts.read(file, lang, NAME)


def snippet(source: str) -> Snippet:
    return parse("sum", Path("sum.py"), source)


def wanted(source: str, *words: str) -> texts.Places:
    one = snippet(source)
    output = Output(tuple(CellOutput("", ("<svg/>",), words=words) for _ in one.cells))
    return texts.wanted([one], {"sum": output}, {"sum": "snippets/sum.py"})


@pytest.mark.parametrize(
    ("lang", "source", "translation", "drawn", "shown"),
    [
        ("fr", "epoch {} of {}", "époque {} sur {}", "epoch 3 of 10", "époque 3 sur 10"),
        ("fr", "lr = {}", "taux = {}", "lr = 0.1", "taux = 0,1"),
        ("fr", "lr = {}", "taux = {}", "lr = 1e-3", "taux = 1e-3"),
        ("fr", "from {} to {}", "de {} à {}", "from −0.5 to 1000.25", "de −0,5 à 1000,25"),
        ("tr", "epoch {} of {}", "{1} epoktan {0}.", "epoch 3 of 10", "10 epoktan 3."),
        ("fa", "epoch {}", "دور {}", "epoch 12.5", "دور ۱۲٫۵"),
        ("fr", r"rate $\eta_{12} = 0.1$, {}", r"{}, taux $\eta_{12} = 0.1$", r"rate $\eta_{12} = 0.1$, 2.5", r"2,5, taux $\eta_{12} = 0.1$"),
        ("fr", "Conv2d of L2", "Conv2d de L2", "Conv2d of L2", "Conv2d de L2"),
        ("fr", "set {}", "ensemble {}", "set {}", "ensemble {}"),
    ],
)  # fmt: skip
def test_numbers_of_a_label_have_places_in_one_entry_and_are_written_as_the_language_does(
    tmp_path: Path, lang: str, source: str, translation: str, drawn: str, shown: str
) -> None:
    assert list(wanted("x = 1\n", drawn)) == [source]
    found = catalogue(tmp_path, entry(source, translation), lang=lang)
    assert not found.findings
    assert found.of_figure([drawn, "other"]) == {drawn: shown}


@pytest.mark.parametrize("label", ["0.5", "−10", "$w_1$", r"$\mathrm{loss}$", "k", "x_ij", "", "12 %", "(a)"])
def test_label_without_words_is_no_entry(label: str) -> None:
    assert not wanted("x = 1\n", label)


def test_letter_that_is_a_word_is_an_entry() -> None:
    assert list(wanted("x = 1\n", "层")) == ["层"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (entry("epoch {}", "époque"), "found none in 'époque', expected as many places"),
        (entry("epoch {}", "{} époque {}"), "found {}, {} in"),
        (entry("{} of {}", "{0} sur {2}"), "found {0}, {2} in"),
        (entry("loss $L$", "perte $l$"), "found other formulas in 'perte $l$'"),
        (entry("one\ntwo", "un deux"), "found 1 lines in 'un deux', expected 2"),
        (entry("loss", ""), "found no translation of 'loss'"),
        (entry("loss", "perte", "#, fuzzy\n"), "found the mark fuzzy on 'loss'"),
    ],
)
def test_translation_that_cannot_be_shown_is_a_finding_with_its_line_and_the_source_is_shown(
    tmp_path: Path, given: str, said: str
) -> None:
    found = catalogue(tmp_path, entry("first", "premier"), given)
    (finding,) = found.findings
    assert (finding.file, finding.line) == (NAME, 10 if "fuzzy" in given else 9)
    assert finding.message.startswith(said)
    assert (finding.severity is Severity.INFO) == (said.startswith(("found no translation", "found the mark")))
    assert list(found.texts) == ["first"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff", "found the byte 0xff"), (b'msgid "a"\nmsgstr "b"\nand more\n', "found what is no PO file")],
)
def test_catalogue_that_cannot_be_read_is_an_error_with_its_place(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "fr.po").write_bytes(content)
    found = texts.read(tmp_path / "fr.po", "fr", NAME)
    assert [(one.file, one.severity) for one in found.findings] == [(NAME, Severity.ERROR)]
    assert found.findings[0].message.startswith(said)


CODE = """# %% one
# Two lines
# of words.
x = 1  # noqa: E501
steps = "# no comment"  # (steps + 1, x) -> (x,)
y = x  # the sum of all
"""


def test_comments_with_words_are_entries_and_shapes_and_directives_are_not() -> None:
    assert wanted(CODE) == {
        "Two lines\nof words.": [("snippets/sum.py", 2)],
        "the sum of all": [("snippets/sum.py", 6)],
    }


def test_comments_are_shown_in_the_language_and_the_code_is_the_same(tmp_path: Path) -> None:
    found = catalogue(
        tmp_path,
        entry("Two lines\nof words.", "Deux lignes\nde mots."),
        entry("the sum of all", "la somme"),
        entry("(steps + 1, x) -> (x,)", "for a snippet without such names"),
    )
    cell = snippet(CODE).cells[0]
    shown = found.of_snippet(snippet(CODE)).cells[0].source
    assert shown == cell.source.replace("Two lines", "Deux lignes").replace("of words.", "de mots.").replace(
        "the sum of all", "la somme"
    )
    assert meaning(shown) == meaning(cell.source)


@pytest.mark.parametrize("words", ["la somme\\r\\nimport os", "la\\u2028somme", "la \\u202esomme", "a\\0b"])
def test_translation_of_a_comment_cannot_become_code(tmp_path: Path, words: str) -> None:
    translation = words.encode().decode("unicode_escape")
    found = catalogue(tmp_path, entry("the sum of all", translation.replace("\r", "\\r")))
    cell = snippet(CODE).cells[0]
    shown = found.of_snippet(snippet(CODE)).cells[0].source
    assert meaning(shown) == meaning(cell.source)
    assert not re.search("[\u2028\u202e\0]", shown)


def test_catalogue_keeps_translations_and_marks_what_is_no_longer_wanted(tmp_path: Path) -> None:
    file = tmp_path / "locale" / "fr.po"
    assert texts.update(file, "fr", wanted("x = 1\n", "training loss", "step"), whole=True)
    assert file.read_text("utf-8").startswith(HEADER.rstrip())
    text = file.read_text("utf-8").replace('msgid "step"\nmsgstr ""', '# of time\nmsgid "step"\nmsgstr "pas"')
    text = text.replace('"Language: fr\\n"\n', '"Language: fr\\n"\n"Last-Translator: us\\n"\n')
    file.write_text(text, "utf-8")
    same = wanted("x = 1\n", "training loss", "step")
    texts.update(file, "fr", same, whole=True)
    text = file.read_text("utf-8")
    assert not texts.update(file, "fr", same, whole=True)
    assert file.read_text("utf-8") == text

    assert texts.update(file, "fr", wanted("x = 1\n", "validation loss"), whole=True)
    gone = file.read_text("utf-8")
    assert '#~ msgid "step"\n#~ msgstr "pas"' in gone
    assert "Last-Translator: us" in gone
    assert list(texts.read(file, "fr", NAME).known) == ["validation loss"]

    assert texts.update(file, "fr", wanted("x = 1\n", "step"), whole=True)
    again = texts.read(file, "fr", NAME)
    assert again.texts == {"step": "pas"}
    assert "# of time" in file.read_text("utf-8")


def test_text_that_changed_a_little_has_its_translation_to_be_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    file.write_text(HEADER + entry("the training loss", "la perte d’entraînement"), "utf-8")
    texts.update(file, "fr", wanted("x = 1\n", "the training losses"), whole=True)
    text = file.read_text("utf-8")
    assert '#| msgid "the training loss"' in text
    assert "found the mark fuzzy" in texts.read(file, "fr", NAME).findings[0].message
    assert '#~ msgid "the training loss"\n#~ msgstr "la perte d’entraînement"' in text


def test_some_snippets_leave_the_entries_of_others(tmp_path: Path) -> None:
    file = tmp_path / "fr.po"
    file.write_text(HEADER + entry("loss", "perte"), "utf-8")
    texts.update(file, "fr", wanted("x = 1\n", "a new step"), whole=False)
    assert sorted(texts.read(file, "fr", NAME).known) == ["a new step", "loss"]
    assert texts.read(file, "fr", NAME).texts == {"loss": "perte"}
