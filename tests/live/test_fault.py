"""What ended a build is said in a line that begins with the file and the line to be corrected."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
import yaml

from dragoman.live.fault import described


def fault(folder: Path, template: str) -> str:
    """Return what is said of a template that cannot be rendered."""
    (folder / "overrides").mkdir()
    (folder / "overrides" / "main.html").write_text(template)
    env = jinja2.Environment(loader=jinja2.FileSystemLoader(folder / "overrides"), autoescape=True)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is what the test is about
        env.get_template("main.html").render(number=1)
    return described(caught.value, [folder])


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>\n{% bogus %}", "overrides/main.html:2: found Encountered unknown tag 'bogus'"),
        ("<p>\n\n{% if x %}", "overrides/main.html:3: found Unexpected end of template"),
        ("\n{{ a.b.c }}", "overrides/main.html:2: found UndefinedError: 'a' is undefined"),
        ("\n{{ number() }}", "overrides/main.html:2: found TypeError: 'int' object is not callable"),
        ("\n{{ 1 / 0 }}", "overrides/main.html:2: found ZeroDivisionError: division by zero"),
        ("{% include 'none.html' %}", "overrides/main.html:1: found TemplateNotFound: 'none.html'"),
        ("\n{{ 'x' | nothing }}", "overrides/main.html:2: found No filter named 'nothing'"),
    ],
)
def test_template_is_named_with_its_line(tmp_path: Path, template: str, said: str) -> None:
    assert fault(tmp_path, template).startswith(said)


def test_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("a: 1\nb: [\n")
    with (tmp_path / "mkdocs.yml").open() as file, pytest.raises(yaml.YAMLError) as caught:
        yaml.safe_load(file)
    assert described(caught.value, [tmp_path]).startswith("mkdocs.yml:3: found text that is not YAML")


def test_error_of_a_library_names_the_line_that_called_it(tmp_path: Path) -> None:
    code = tmp_path / "hook.py"
    code.write_text("import json\n\njson.loads('{')\n")
    with pytest.raises(ValueError, match="Expecting") as caught:
        exec(compile(code.read_text(), str(code), "exec"), {})
    assert described(caught.value, [tmp_path]).startswith("hook.py:3: found JSONDecodeError: Expecting")


def test_message_of_several_lines_is_one(tmp_path: Path) -> None:
    assert described(OSError("one\n  two"), [tmp_path]) == "found OSError: one two, expected none: correct it"


def test_error_that_is_its_own_cause_is_named(tmp_path: Path) -> None:
    first, second = ValueError("one"), ValueError("two")
    first.__cause__, second.__cause__ = second, first
    for error in (first, second):
        assert described(error, [tmp_path]).startswith(f"found ValueError: {error}")
