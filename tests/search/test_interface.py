"""What the search reads of a page."""

from __future__ import annotations

from dragoman.languages.folding import signed
from dragoman.rendering.words import Section, Word
from dragoman.search.interface import record


def test_page_without_words_has_a_record_like_any_other() -> None:
    alone = record([Section(1, "", [], [])], "empty/", "en")
    assert "<h1></h1><p></p>" in alone
    assert "<h1>waves</h1><p></p>" in record([Section(1, "", [Word("Waves", "waves")], [])], "waves/", "en")


def test_word_of_a_letter_and_signs_has_the_terms_of_them() -> None:
    made = record([Section(1, "", [], [Word("(C++)", "(C++)"), Word("and/or", "and/or")])], "languages/", "en")
    assert f"<p>c {' '.join(signed('C++'))} and or</p>" in made
