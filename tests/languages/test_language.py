"""What is particular to a language, and what is not."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import pytest

from dragoman.languages import folders
from dragoman.languages.language import ADMONITIONS, language
from dragoman.website.assets import THEME, frontend
from dragoman.website.options import Options
from dragoman.website.styles import faces

SIXTEEN = ("ar", "de", "en", "es", "fa", "fr", "he", "hi", "it", "ja", "ko", "pl", "pt-BR", "ru", "tr", "zh-Hans")
STYLES = faces() + "".join(file.read_text("utf-8") for file in sorted((THEME / "assets" / "css").glob("*.css")))


def test_sixteen_languages_are_complete() -> None:
    assert folders.available() == SIXTEEN


@pytest.mark.parametrize("lang", SIXTEEN)
def test_all_kinds_of_admonitions_have_titles(lang: str) -> None:
    titles = language(lang).admonitions
    assert tuple(titles) == ADMONITIONS
    assert len(ADMONITIONS) == 25
    assert len(set(titles.values())) >= 21
    if lang != "en":
        same = {kind for kind, title in titles.items() if title == kind.capitalize()}
        assert same <= {
            "question",
            "danger",
            "attention",
            "important",
            "error",
            "lemma",
            "proposition",
            "definition",
            "quiz",
        }


@pytest.mark.parametrize("lang", [*SIXTEEN, "es-MX", "ckb", "yi", "el", "uk", "th", "xx"])
def test_faces_of_a_language_are_served_and_declared(lang: str) -> None:
    for face in language(lang).faces:
        file = f"@fontsource/{face}"
        assert (frontend() / file).is_file()
        assert any(fnmatch(file, pattern) for pattern in Options().frontend)
        assert f'url("../vendor/fontsource/{face}")' in STYLES


@pytest.mark.parametrize("lang", ["ja", "zh-Hans", "ko", "hi", "th"])
def test_scripts_of_many_letters_have_the_faces_of_the_system(lang: str) -> None:
    assert language(lang).faces == ()


def test_every_face_of_the_styles_is_served() -> None:
    for face in re.findall(r'url\("\.\./vendor/fontsource/([^"]+)"\)', STYLES):
        assert (frontend() / "@fontsource" / face).is_file()
        assert any(fnmatch(f"@fontsource/{face}", pattern) for pattern in Options().frontend)


def test_styles_know_directions_and_no_language_that_has_one() -> None:
    named = set(re.findall(r'(?:\[lang[|~]?="?|:lang\()([\w-]+)', STYLES))
    assert not [one for one in named if language(one).is_rtl]
    assert ":dir(rtl)" in STYLES


@pytest.mark.parametrize("lang", SIXTEEN)
def test_quotation_marks_come_in_pairs(lang: str) -> None:
    assert len(language(lang).quotes) == 4


@pytest.mark.parametrize(
    ("tag", "name"),
    [("fr", "français"), ("pt-BR", "português (Brasil)"), ("zh-Hans", "简体中文"), ("en", "English"), ("xx", "xx")],
)
def test_language_is_called_what_it_calls_itself(tag: str, name: str) -> None:
    assert language(tag).phrases.own_name == name
