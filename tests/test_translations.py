"""Our own translations: one case for each language and page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from dragoman.cli import sync as cli_sync
from dragoman.findings import errors
from dragoman.sync.checks.check import Sync

ROOT = Path(__file__).resolve().parent.parent


@cache
def _sync() -> Sync:
    return cli_sync.open_docs(ROOT / "docs", "en")


def _cases() -> list[tuple[str, str]]:
    library = _sync().library
    return [
        (lang, lang_ref)
        for lang in library.languages
        if lang != library.source
        for lang_ref in sorted({*library.of(library.source), *library.of(lang)})
    ]


@pytest.mark.parametrize(("lang", "lang_ref"), _cases(), ids="-".join)
def test_translation_says_what_its_english_page_says(lang: str, lang_ref: str) -> None:
    sync = _sync()
    page = sync.library.of(lang).get(lang_ref)
    if page is None:
        pytest.skip(f"found no translation of {lang_ref} into {lang}: course new {lang} {lang_ref}")
    own = [finding for finding in sync.library.findings if finding.file == sync.file(page)]
    assert [str(finding) for finding in errors([*own, *sync.check(page)])] == []


def test_pages_belong_to_a_language_and_have_a_name_of_their_own() -> None:
    pages = {_sync().file(page) for page in _sync().library.pages.values()}
    english = {file for file in pages if file.startswith(f"{(ROOT / 'docs').as_posix()}/en/")}
    rest = [finding for finding in _sync().library.findings if finding.file not in pages - english]
    assert [str(finding) for finding in errors(rest)] == []
