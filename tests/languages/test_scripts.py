from __future__ import annotations

import pytest
from babel import Locale

from dragoman.languages.scripts import direction, is_rtl


@pytest.mark.parametrize("lang", ["ar", "he", "fa", "ur", "ar-EG", "ar_SA", "he-IL", "uz-Arab", "ps", "yi"])
def test_language_that_is_written_from_right_to_left_is_known(lang: str) -> None:
    assert is_rtl(lang)
    assert direction(lang) == "rtl"


@pytest.mark.parametrize("lang", ["en", "fr", "tr", "de", "zh", "ru", "pt-BR", "az-Latn", "pa"])
def test_other_languages_are_written_from_left_to_right(lang: str) -> None:
    assert direction(lang) == "ltr"


@pytest.mark.parametrize("lang", ["ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi", "en", "fr", "tr", "de", "az"])
def test_direction_is_that_of_cldr(lang: str) -> None:
    assert is_rtl(lang) == (Locale.parse(lang).character_order == "right-to-left")
