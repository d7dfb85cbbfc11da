"""The table of all pages in all languages, as a reader of one sees it."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from dragoman.languages.language import language
from dragoman.rendering.notices import Behind
from dragoman.website.status_table import Row, table


@pytest.mark.parametrize(
    ("lang", "cell", "share"),
    [
        ("en", "11 changed, 2 missing", "57%"),
        ("ar", "تغيّرت 11 فقرة، تنقص فقرتان", "57%"),
        ("fa", "۱۱ بند تغییر کرده، ۲ بند ترجمه نشده", "۵۷٪"),
        ("ja", "11 段落に変更あり、2 段落が未翻訳", "57%"),
        ("zh-Hans", "11 段有改动，2 段未翻译", "57%"),
    ],
)
def test_cell_is_written_as_the_reader_writes(lang: str, cell: str, share: str) -> None:
    rows = [Row("Descent", "en", {"tr": Behind(11, 2, 30)}, "descent.md", 30)]
    found = LexborHTMLParser(table(rows, ["tr"], language(lang).phrases, lambda name, other: f"{other}/{name}"))
    assert [one.text() for one in found.css("tbody td, tfoot td")] == [cell, share]


def test_what_can_be_copied_is_told_apart_from_what_has_changed_in_words() -> None:
    rows = [Row("Descent", "en", {"tr": Behind(3, 0, 30, copied=2), "fr": Behind(1, 0, 30, copied=1)}, "a.md", 30)]
    found = LexborHTMLParser(table(rows, ["tr", "fr"], language("de").phrases, lambda name, other: f"{other}/{name}"))
    assert [one.text() for one in found.css("tbody td")] == ["1 geändert, 2 zu kopieren", "1 zu kopieren"]
