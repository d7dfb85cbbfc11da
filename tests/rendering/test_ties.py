"""A no-break space beside a formula."""

from __future__ import annotations

import pytest

from dragoman.rendering.ties import tie

FORMULA = '<span class="math" dir="ltr" data-math="3">x squared</span>'


@pytest.mark.parametrize(
    "tied",
    [
        f"و\u00a0{FORMULA}",
        f"{FORMULA}\u00a0:",
        f"{FORMULA}\u202f;",
        f"«\u00a0{FORMULA}\u00a0»",
        f"و&nbsp;{FORMULA}&nbsp;:",
    ],
)
def test_word_or_sign_behind_a_no_break_space_is_tied_to_the_formula(tied: str):
    assert tie(f"<p>word {tied} word</p>") == f'<p>word <span class="tied">{tied}</span> word</p>'


@pytest.mark.parametrize("html", [f"word {FORMULA} word", f"{FORMULA}, {FORMULA}", f"<td>{FORMULA}</td>", "a\u00a0b"])
def test_formula_between_spaces_stays_as_it_is(html: str):
    assert tie(html) == html
