"""The term base: what is read from it, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.findings import Severity
from dragoman.languages.language import language
from dragoman.terms import term_base

LANGUAGES = ("en", "fr")
KERNEL = """\
kernel:
  definition: A small array of weights.
  forms: [filter]
  fr:
    term: noyau
    definition: Petit tableau de poids.
    forms: [noyaux]
    avoid: [filtre]
"""


def read(text):
    return term_base.read(text, LANGUAGES, "en", name="docs/glossary.yml")


def messages(text):
    return [str(finding) for finding in read(text).findings]


def test_a_term_is_read_with_its_wording_in_each_language():
    entry = read(KERNEL).entries[0]
    assert (entry.term, entry.anchor) == ("kernel", "kernel")
    assert entry.wordings["en"] == term_base.Wording("kernel", "A small array of weights.", ("filter",), (), 1)
    assert entry.wordings["fr"] == term_base.Wording("noyau", "Petit tableau de poids.", ("noyaux",), ("filtre",), 4)
    assert read(KERNEL).findings == ()


def test_what_is_said_in_a_language_that_is_not_built_is_left_alone():
    found = term_base.read(KERNEL, ("en",), "en", aside=("fr",))
    assert found.findings == ()
    assert set(found.entries[0].wordings) == {"en"}


def test_an_anchor_is_made_of_the_english_term():
    text = KERNEL.replace("kernel:", "Vector-Jacobian product (VJP):", 1)
    assert read(text).entries[0].anchor == "vector-jacobian-product-vjp"


def test_words_that_yaml_takes_for_something_else_are_words():
    entry = read(KERNEL.replace("term: noyau", "term: no").replace("[noyaux]", "[on, 1.0]")).entries[0]
    assert entry.wordings["fr"].spellings == ("no", "on", "1.0")


def test_an_empty_file_and_no_file_are_empty_term_bases(tmp_path):
    assert read("# nothing yet\n") == term_base.Glossary()
    assert term_base.load(tmp_path, LANGUAGES, "en", "docs") == term_base.Glossary()


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(tmp_path):
    file = tmp_path / "glossary.yml"
    file.write_bytes(b"kernel:\n  definition: \xe9\n")
    found = term_base.load(tmp_path, LANGUAGES, "en", "docs").findings
    assert [str(finding) for finding in found] == [
        "docs/glossary.yml:2: glossary.utf-8: found the byte 0xe9, expected UTF-8: save the file as UTF-8"
    ]


def test_term_base_that_is_deeper_than_its_reader_bears_is_named_and_ends_nothing():
    (message,) = messages("kernel: " + "[" * 200_000)
    assert "found brackets 200,000 deep, expected at most" in message


def test_text_that_is_not_yaml_is_reported_with_its_line():
    (message,) = messages("kernel:\n  definition: one: two\n")
    assert message.startswith("docs/glossary.yml:2: glossary.yaml: found text that is not YAML")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    term: noyau\n", "", ":4: glossary.term: found no term of 'kernel' in fr"),
        ("    term: noyau\n", "    term:\n", ":4: glossary.term: found no term of 'kernel' in fr"),
        ("A small array of weights.", "''", ":1: glossary.definition: found no definition of 'kernel' in en"),
        ("    definition:", "    meaning:", ":6: glossary.key: found the key 'meaning' in 'kernel'"),
        ("  forms: [filter]", "  avoid: [filter]", ":3: glossary.key: found the key 'avoid' in 'kernel'"),
        ("  forms: [filter]", "  term: filter", ":3: glossary.key: found the key 'term' in 'kernel'"),
        ("[noyaux]", "noyaux", ":7: glossary.shape: found 'noyaux' as forms, expected a list of words"),
        ("[noyaux]", "[[noyaux]]", ":7: glossary.shape: found a list as forms, expected a list of words"),
        ("term: noyau", "term: [noyau]", ":5: glossary.shape: found a list as term, expected a text"),
        ("[filtre]", "[Noyau]", ":4: glossary.avoid: found 'noyau' under avoid of 'kernel'"),
        ("    avoid", "    term: coeur\n    avoid", ":8: glossary.duplicate: found 'term' again"),
    ],
)
def test_a_defect_is_reported_with_its_line(old, new, expected):
    assert old in KERNEL
    assert any(message.startswith(f"docs/glossary.yml{expected}") for message in messages(KERNEL.replace(old, new)))


def test_a_term_without_a_language_is_reported():
    text = KERNEL[: KERNEL.index("  fr:")]
    assert messages(text) == [
        "docs/glossary.yml:1: glossary.language: found no fr for 'kernel', expected term and definition: add them"
    ]


def test_language_without_terms_is_one_warning_with_their_number():
    text = "".join(f"term {n}:\n  definition: It is.\n" for n in range(453))
    found = term_base.read(text, ("en", "fr", "de"), "en").findings
    assert {str(one) for one in found} == {
        f"docs/glossary.yml:1: glossary.language: found no {lang} for 453 of 453 terms, 'term 0' first, "
        "expected term and definition: add them"
        for lang in ("fr", "de")
    }
    assert {one.severity for one in found} == {Severity.WARNING}


def test_a_term_that_is_there_twice_is_reported_and_counts_once():
    text = KERNEL + KERNEL.replace("kernel:", "Kernel:")
    assert len(read(text).entries) == 1
    assert messages(text) == [
        "docs/glossary.yml:9: glossary.duplicate: found 'Kernel' again (first on line 1), expected it once: merge the two"
    ]


def test_a_spelling_of_two_terms_is_reported():
    text = KERNEL + KERNEL.replace("kernel:", "core:").replace("filter", "centre").replace("noyaux", "cœurs")
    (message,) = messages(text)
    assert message.startswith("docs/glossary.yml:12: glossary.ambiguous: found 'noyau' for 'core' and for 'kernel'")


@pytest.mark.parametrize("text", ["- kernel\n", "kernel\n", "kernel: array\n", "kernel: {fr: noyau}\n", "? [a]\n: b\n"])
def test_a_file_of_another_shape_is_reported(text):
    assert any(": glossary.shape: " in message for message in messages(text))


def test_turkish_terms_are_sorted_by_the_turkish_alphabet():
    words = [
        "üs",
        "zincir",
        "ıraksama",
        "ilmek",
        "çekirdek",
        "cebir",
        "dolgu",
        "şekil",
        "saçılım",
        "öz",
        "otomat",
        "İz",
    ]
    assert sorted(words, key=language("tr").inflection.sort_key) == [
        *("cebir", "çekirdek", "dolgu", "ıraksama", "ilmek", "İz", "otomat", "öz", "saçılım", "şekil", "üs", "zincir")
    ]


def test_french_terms_are_sorted_without_accents():
    words = ["époque", "entropie", "équation", "erreur", "œuvre", "noyau", "Étape"]
    assert sorted(words, key=language("fr").inflection.sort_key) == [
        *("entropie", "époque", "équation", "erreur", "Étape", "noyau", "œuvre")
    ]


def test_arabic_terms_are_sorted_by_letter_without_article_and_vowel_signs():
    words = ["الزخم", "تَدرُّج", "إنتروبيا", "أوزان", "التفاف", "التفاف منقول", "وسم", "هامش", "انحدار"]
    assert sorted(words, key=language("ar").inflection.sort_key) == [
        *("التفاف", "التفاف منقول", "إنتروبيا", "انحدار", "أوزان", "تَدرُّج", "الزخم", "هامش", "وسم")
    ]


def test_the_term_base_of_the_course_has_no_findings():
    docs = Path(__file__).parents[2] / "docs"
    base = term_base.load(docs, ("en", "fr", "tr", "ar"), "en", "docs")
    assert base.findings == ()
    assert len(base.entries) > 80
