from __future__ import annotations

import pytest

from dragoman.website.options import Options, names, read, unknown


def test_options_have_defaults_and_names() -> None:
    assert Options().snippets == "snippets"
    assert names() == (
        "macros",
        "bibliography",
        "snippets",
        "weeks",
        "own_pages",
        "fail_on_errors",
        "colab",
        "hue",
        "faces",
        "frontend",
    )


def test_unknown_option_is_told_the_nearest_or_all() -> None:
    assert unknown("snipets") == "found the option 'snipets', expected 'snippets': correct or remove it"
    assert (
        "expected one of macros, bibliography, snippets, weeks, own_pages, fail_on_errors, colab, hue, faces"
        in unknown("x")
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"hue": "red"}, "found hue: 'red', expected a number"),
        ({"hue": True}, "found hue: True, expected a number"),
        ({"faces": {"title": "Inter"}}, "found faces of 'title', expected of text, headings, code"),
        ({"faces": {"text": "x; } body { display: none"}}, "expected names of families: write text: Charter, serif"),
        ({"faces": {"code": 3}}, "found code: 3, expected names of families"),
    ],
)
def test_look_that_cannot_be_is_refused(given: dict[str, object], message: str) -> None:
    ((_, said),) = read(given)[1]
    assert message in said


def test_look_of_a_course_is_read() -> None:
    options, wrong = read({"hue": 25, "faces": {"text": "Charter, 'EB Garamond'"}})
    assert wrong == []
    assert (options.hue, options.faces) == (25, {"text": "Charter, 'EB Garamond'"})
