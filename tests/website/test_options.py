from __future__ import annotations

from dragoman.website.options import Options, names, unknown


def test_options_have_defaults_and_names() -> None:
    assert Options().snippets == "snippets"
    assert names() == ("macros", "snippets", "weeks", "own_pages", "fail_on_errors", "frontend")


def test_unknown_option_is_told_the_nearest_or_all() -> None:
    assert unknown("snipets") == "found the option 'snipets', expected 'snippets': correct or remove it"
    assert "expected one of macros, snippets, weeks, own_pages, fail_on_errors, frontend" in unknown("x")
