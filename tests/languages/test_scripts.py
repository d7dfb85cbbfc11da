from __future__ import annotations

import pytest

from dragoman.languages.language import language
from dragoman.languages.scripts import nearest, written


@pytest.mark.parametrize(
    "lang",
    ["ar", "he", "iw", "fa", "ur", "ckb", "ps", "ug", "dv", "yi", "syr", "ar-EG", "ar_SA", "he-IL", "uz-Arab", "pa-PK"],
)
def test_language_that_is_written_from_right_to_left_is_known(lang: str) -> None:
    assert language(lang).is_rtl
    assert language(lang).direction == "rtl"


@pytest.mark.parametrize(
    "lang",
    ["en", "fr", "tr", "de", "zh", "ru", "pt-BR", "az-Latn", "pa", "ku", "ku-Latn", "zh-Hans", "xx", "not a tag", ""],
)
def test_other_languages_are_written_from_left_to_right(lang: str) -> None:
    assert language(lang).direction == "ltr"


@pytest.mark.parametrize(
    ("tag", "language_and_script"),
    [
        ("zh", ("zh", "Hans")),
        ("zh-TW", ("zh", "Hant")),
        ("zh-Hant-HK", ("zh", "Hant")),
        ("pt-BR", ("pt", "Latn")),
        ("sr-Latn", ("sr", "Latn")),
        ("sr", ("sr", "Cyrl")),
        ("iw", ("he", "Hebr")),
        ("qqq", ("qqq", "Latn")),
    ],
)
def test_language_and_script_of_a_tag_are_those_of_cldr(tag: str, language_and_script: tuple[str, str]) -> None:
    assert written(tag) == language_and_script


def test_nearest_language_shares_the_script() -> None:
    files = ("pt", "pt-BR", "zh", "zh-Hant", "uz")
    assert nearest("pt-BR", files) == "pt-BR"
    assert nearest("pt-PT", files) == "pt"
    assert nearest("zh-Hans", files) == "zh"
    assert nearest("zh-TW", files) == "zh-Hant"
    assert nearest("uz-Arab", files) is None
