"""What MkDocs accepts as options of the plugin: what the core's dataclass has, and nothing else."""

from __future__ import annotations

import pytest

from dragoman.hosts.schema import Schema, options
from dragoman.website.options import Options


def validated(**given: object) -> tuple[Options | None, list[str]]:
    config = Schema()
    config.load_dict(given)
    failed, warnings = config.validate()
    said = [str(error) for _, error in [*failed, *warnings]]
    return (None if failed else options(config)), said


def test_course_that_sets_nothing_has_what_holds_by_default() -> None:
    assert validated() == (Options(), [])


def test_options_are_taken() -> None:
    found, said = validated(macros={r"\R": r"\mathbb{R}"}, fail_on_errors=False, frontend=["a.css"], snippets="code")
    assert said == []
    assert found == Options(macros={r"\R": r"\mathbb{R}"}, fail_on_errors=False, frontend=("a.css",), snippets="code")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("macro", "expected 'macros'"),
        ("fail_on_error", "'fail_on_errors'"),
        ("zzz", "expected one of macros, bibliography, snippets"),
    ],
)
def test_option_that_is_none_is_an_error_with_the_nearest_right_name(name: str, expected: str) -> None:
    _, said = validated(**{name: 1})
    assert len(said) == 1
    assert said[0].startswith(f"found the option '{name}', expected ")
    assert expected in said[0]


@pytest.mark.parametrize("given", [{"macros": []}, {"fail_on_errors": "no"}, {"frontend": [1]}, {"snippets": 3}])
def test_option_of_another_type_is_an_error(given: dict[str, object]) -> None:
    found, said = validated(**given)
    assert found is None
    assert len(said) == 1
