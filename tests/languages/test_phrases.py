"""The site's own words: gettext catalogues, plural forms, dates and numbers."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

import material
import pytest
from babel.messages.extract import extract_from_dir

from dragoman.languages import folders
from dragoman.languages.language import ADMONITIONS, language
from dragoman.languages.scripts import nearest
from dragoman.pages import labels

HOOKS = Path(__file__).parents[2] / "hooks"
TEMPLATES = [HOOKS, HOOKS.parent / "overrides"]
TRANSLATED = tuple(one for one in folders.available() if one != "en")


@cache
def said_by_the_site():
    return frozenset(extracted())


@cache
def said_by_the_theme(lang):
    """Return the theme's own phrases by what it calls them."""
    folder = Path(material.__file__).parent / "templates" / "partials" / "languages"
    name = nearest(lang, sorted(file.stem for file in folder.iterdir()))
    return dict(re.findall(r'"([\w.]+)": "([^"]*)"', (folder / f"{name}.html").read_text("utf-8")))


# What of the theme's phrases is on our pages.
THEIRS = (
    *("action.edit", "action.skip", "clipboard.copied", "clipboard.copy", "footer", "footer.next", "footer.previous"),
    *("header", "nav", "select.language", "toc"),
)


def extracted():
    methods = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    keywords = {"phrase": None, "plural": (1, 2)}
    yield from (kind.capitalize() for kind in ADMONITIONS)
    yield from labels.NAMES.values()
    yield from (f"{name}\u00a0{{number}}" for name in labels.NAMES.values())
    for folder in TEMPLATES:
        for _, _, message, _, _ in extract_from_dir(folder, methods, keywords=keywords, options_map={}):
            yield message
        for file in folder.rglob("*.*"):
            if file.suffix in {".py", ".html"}:
                yield from re.findall(r'(?:words|said|phrase\.html)\[\s*"([^"]+)"\s*\]', file.read_text("utf-8"))


@pytest.mark.parametrize("lang", TRANSLATED)
def test_every_phrase_of_the_site_is_translated(lang):
    catalog = folders.catalog(lang)
    said = said_by_the_site()
    assert {
        "Search",
        "Lecturer: {names}",
        "Output",
        "to come",
        "This paragraph has not been translated yet.",
        "Page",
    } <= said
    assert [message for message in said if message not in catalog or not catalog[message].string] == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_catalogue_holds_no_phrase_that_the_site_does_not_say(lang):
    ids = [message.id for message in folders.catalog(lang) if message.id]
    said = {*said_by_the_site(), *said_by_the_theme("en").values()}
    assert [one for one in ids if one not in said] == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_phrases_of_the_theme_are_there_where_we_have_none(lang):
    catalog, english, theirs = folders.catalog(lang), said_by_the_theme("en"), said_by_the_theme(lang)
    assert [one for one in THEIRS if english[one] not in catalog and not theirs.get(one)] == []


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_translated_phrase_has_the_placeholders_of_its_english(lang):
    for message in folders.catalog(lang):
        ids = message.id if message.pluralizable else (message.id,)
        strings = message.string if message.pluralizable else (message.string,)
        for text in filter(None, strings) if message.id else ():
            assert placeholders(text) <= placeholders(ids[-1]), text
            # A form for one or two may say the number in a word.
            assert placeholders(ids[-1]) - placeholders(text) <= {"number"}, text


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", TRANSLATED)
def test_a_phrase_with_a_number_has_every_plural_form_of_its_language(lang):
    catalog = folders.catalog(lang)
    for message in catalog:
        if message.pluralizable and message.id:
            assert len(message.string) == catalog.num_plurals
            assert all(message.string), message.id


@pytest.mark.parametrize("lang", TRANSLATED)
def test_plural_form_of_a_number_is_that_of_the_catalogue_whatever_the_library_thinks(lang):
    phrase, messages = language(lang).phrases, [one for one in folders.catalog(lang) if one.pluralizable and one.id]
    assert messages
    for message in messages:
        forms = {"".join(phrase.plural(*message.id, n, total=9).split()) for n in range(120)}
        assert not any(
            "".join(text.format(number=n, total=9).split()) in forms for text in message.id for n in range(120)
        )


@pytest.mark.parametrize("lang", TRANSLATED)
def test_phrases_have_the_quotation_marks_of_their_language(lang):
    opening, closing = language(lang).quotes[:2]
    quoting = [one for one in folders.catalog(lang) if isinstance(one.id, str) and "“" in one.id]
    assert len(quoting) == 3
    for message in quoting:
        assert opening in message.string, message.string
        assert closing in message.string, message.string
        assert not set('“”«»„"「」') - {opening, closing} & set(message.string), message.string


@pytest.mark.parametrize("lang", TRANSLATED)
def test_phrases_have_typographic_apostrophes_and_ellipses(lang):
    for message in folders.catalog(lang):
        strings = message.string if message.pluralizable else (message.string,)
        assert not re.search(r"['\"]|\.\.\.", "".join(strings if message.id else ())), strings


def test_days_are_written_in_the_words_of_the_reader():
    assert language("en").phrases.date("2026-11-21") == "21 November 2026"
    assert language("fr").phrases.date("2026-11-21") == "21 novembre 2026"
    assert language("tr").phrases.date("2026-11-21") == "21 Kasım 2026"
    assert language("ar").phrases.date("2026-11-21") == "21 نوفمبر 2026"
    assert language("pt-BR").phrases.date("2026-11-21") == "21 de novembro de 2026"
    assert language("zh-Hans").phrases.date("2026-11-21") == "2026年11月21日"
    assert language("ckb").phrases.date("2026-11-21").startswith("21ی")


def test_a_day_that_is_not_in_iso_form_is_shown_as_it_is():
    assert language("fr").phrases.date("28 Fev 2021") == "28 Fev 2021"


@pytest.mark.parametrize("tag", ["zz", "tlh", "x-klingon", "not a tag", "br", "ckb"])
def test_a_language_without_a_folder_speaks_english_and_says_so(tag):
    phrase = language(tag).phrases
    assert phrase("Search") == "Search"
    assert phrase.html["Search"] == '<span lang="en" dir="ltr">Search</span>'
    assert phrase.in_html("a & b") == '<span lang="en" dir="ltr">a &amp; b</span>'
    assert phrase.number(7) == "7"
    assert "2026" in phrase.date("2026-11-21")


def test_a_phrase_without_translation_is_said_in_english():
    assert language("fr").phrases("no such {thing}", thing="phrase") == "no such phrase"
    assert language("fr").phrases.html["no such"] == '<span lang="en" dir="ltr">no such</span>'
    assert language("en").phrases.html["no such"] == "no such"
    assert language("en-US").phrases.in_html("a & b") == "a &amp; b"


def test_a_region_has_the_phrases_of_its_language_and_its_own_dates():
    assert language("ar-EG").phrases("Search") == "بحث"
    assert language("fr-CA").phrases.own_name == "français canadien"
    assert language("zh-TW").phrases("Search") == "Search"


@pytest.mark.parametrize(
    ("tag", "number", "share"),
    [
        ("tr", "12.345,5", "%34"),
        ("fa", "۱۲٬۳۴۵٫۵", "۳۴٪"),
        ("ar", "12,345.5", "34%"),
        ("ar-EG", "١٢٬٣٤٥٫٥", "٣٤٪\u061c"),
        ("ckb", "12,345.5", "34%"),  # whose phrases are English
    ],
)
def test_numbers_are_written_as_the_reader_writes_them(tag, number, share):
    assert language(tag).phrases.number(12345.5) == number
    assert language(tag).phrases.percent(0.34) == share


def test_digits_of_a_language_stand_in_its_days_and_counts():
    phrase = language("fa").phrases
    assert phrase.date("2026-11-21") == "۲۱ نوامبر ۲۰۲۶"
    assert "۱۱" in phrase.plural("{number} changed", "{number} changed", 11)


@pytest.mark.parametrize(
    ("tags", "comma", "gap"),
    [
        (("en", "de", "es", "fr", "he", "hi", "it", "ko", "pl", "pt-BR", "ru", "tr", "ckb", "zz"), ", ", " "),
        (("ar", "ar-EG", "fa"), "، ", " "),
        (("ja",), "、", ""),
        (("zh-Hans", "zh-CN"), "，", ""),
    ],
)
def test_parts_of_a_list_and_sentences_follow_each_other_as_in_the_language(tags, comma, gap):
    assert {(language(tag).comma, language(tag).gap) for tag in tags} == {(comma, gap)}


@pytest.mark.parametrize(
    ("tag", "locale"), [("en", "en_GB"), ("fr", "fr_FR"), ("pt-BR", "pt_BR"), ("zh-Hans", "zh_CN"), ("zh-TW", "zh_TW")]
)
def test_link_previews_are_told_language_and_region(tag, locale):
    assert language(tag).phrases.open_graph_locale == locale
