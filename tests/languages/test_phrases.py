"""The site's own words: gettext catalogues, plural forms, dates and numbers."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from dragoman.languages import phrases

HOOKS = Path(__file__).parents[2] / "hooks"
OVERRIDES = HOOKS.parent / "overrides"
LANGUAGES = ("fr", "tr", "ar")


def said_by_the_site():
    methods = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    keywords = {"phrase": None, "plural": (1, 2)}
    for folder in (HOOKS, OVERRIDES):
        for _, _, message, _, _ in extract_from_dir(folder, methods, keywords=keywords, options_map={}):
            yield message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_phrase_of_the_site_is_translated(lang):
    catalog = phrases.catalog(lang)
    missing = [message for message in said_by_the_site() if message not in catalog or not catalog[message].string]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_translated_phrase_has_the_placeholders_of_its_english(lang):
    for message in phrases.catalog(lang):
        ids = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        for text in filter(None, strings) if message.id else ():
            assert placeholders(text) <= placeholders(ids[-1]), text
            # A form for one or two may say the number in a word.
            assert placeholders(ids[-1]) - placeholders(text) <= {"number"}, text


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phrase_with_a_number_has_every_plural_form_of_its_language(lang):
    for message in phrases.catalog(lang):
        if message.pluralizable and message.id:
            assert all(message.string), message.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plural_form_of_a_number_is_that_of_the_catalogue_whatever_the_library_thinks(lang):
    phrase, messages = phrases.of(lang), [one for one in phrases.catalog(lang) if one.pluralizable and one.id]
    assert messages
    for message in messages:
        forms = {"".join(phrase.plural(*message.id, n, total=9).split()) for n in range(120)}
        assert not any(
            "".join(text.format(number=n, total=9).split()) in forms for text in message.id for n in range(120)
        )


def test_days_are_written_in_the_words_of_the_reader():
    assert phrases.of("en").date("2026-11-21") == "21 November 2026"
    assert phrases.of("fr").date("2026-11-21") == "21 novembre 2026"
    assert phrases.of("tr").date("2026-11-21") == "21 Kasım 2026"
    assert phrases.of("ar").date("2026-11-21") == "21 نوفمبر 2026"


def test_a_day_that_is_not_in_iso_form_is_shown_as_it_is():
    assert phrases.of("fr").date("28 Fev 2021") == "28 Fev 2021"


def test_a_language_that_babel_does_not_know_speaks_english():
    assert phrases.of("zz")("Search") == "Search"


def test_a_phrase_without_translation_is_said_in_english():
    assert phrases.of("fr")("no such {thing}", thing="phrase") == "no such phrase"


def test_numbers_are_written_as_the_reader_writes_them():
    assert phrases.of("tr").number(12345.5) == "12.345,5"
