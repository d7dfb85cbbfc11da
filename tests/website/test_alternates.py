from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pages.library import Library, read
from dragoman.website.alternates import Version, homes, hreflang, versions

LANGUAGES = ("en", "fr", "ar")
SITE = "https://example.org/course/"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    for path in ("en/index.md", "en/about.md", "fr/index.md", "fr/about.md", "ar/index.md", "fr/only.md"):
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text("---\ntitle: x\n---\n")
    return read(tmp_path, LANGUAGES, "en")


@pytest.mark.parametrize(("lang", "url"), [("en", "about/"), ("fr", "fr/about/"), ("ar", "ar/about/")])
def test_versions_of_a_page_are_the_same_from_each_of_them(library, lang, url):
    assert versions(library, "about.md", url, lang) == (
        Version("en", "about/", translated=True),
        Version("fr", "fr/about/", translated=True),
        Version("ar", "ar/about/", translated=False),
    )


def test_page_without_a_source_leads_to_the_home_of_the_languages_that_lack_it(library):
    assert [one.url for one in versions(library, "only.md", "fr/only/", "fr")] == ["", "fr/only/", "ar/"]


def test_page_that_the_build_makes_exists_in_every_language(library):
    found = versions(library, "status.md", "fr/status/", "fr")
    assert [(one.url, one.translated) for one in found] == [
        ("status/", True),
        ("fr/status/", True),
        ("ar/status/", True),
    ]


def test_address_of_a_file_per_page_works_too(library):
    assert [one.url for one in versions(library, "about.md", "about.html", "en")] == [
        "about.html",
        "fr/about.html",
        "ar/about.html",
    ]


def test_search_engines_are_told_what_is_translated_and_the_default(library):
    assert hreflang(versions(library, "about.md", "about/", "en"), "en", SITE) == (
        ("en", f"{SITE}about/"),
        ("fr", f"{SITE}fr/about/"),
        ("x-default", f"{SITE}about/"),
    )


def test_homes_are_those_of_all_languages(library):
    assert [(one.lang, one.url) for one in homes(library)] == [("en", ""), ("fr", "fr/"), ("ar", "ar/")]
