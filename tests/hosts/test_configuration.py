"""What a configuration of MkDocs says, read without any plugin."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.findings import CourseError
from dragoman.hosts import configuration


def written(folder: Path, text: str, name: str = "mkdocs.yml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_what_is_inherited_from_elsewhere_is_put_in(tmp_path: Path) -> None:
    written(tmp_path / "base", "a: {b: 1, c: 2}\n", "base.yml")
    file = written(tmp_path / "course", "INHERIT: ../base/base.yml\na: {c: 3}\n")
    assert configuration.read(file) == {"a": {"b": 1, "c": 3}}


def test_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLDER", "pages")
    file = written(tmp_path, "docs_dir: !ENV FOLDER\nsite_dir: !ENV [UNSET_FOLDER, site]\n")
    assert configuration.read(file) == {"docs_dir": "pages", "site_dir": "site"}


def test_tags_name_nothing_that_is_imported_or_called(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "a: !!python/name:no_such_module.name\n"
        f"b: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ['{tmp_path}/made']]\n"
        "c: !relative $config_dir\nd: !unknown {x: 1}\ne: 1\n",
    )
    assert configuration.read(file) == {"a": None, "b": None, "c": None, "d": None, "e": 1}
    assert not (tmp_path / "made").exists()


def test_nothing_is_said_by_an_empty_file(tmp_path: Path) -> None:
    assert configuration.read(written(tmp_path, "")) == {}


@pytest.mark.parametrize("text", ["a: [\n", "- a\n", "INHERIT: gone.yml\n", "a: " + "[" * 5000, "a: \x07\n"])
def test_what_is_no_configuration_is_said_in_a_line(tmp_path: Path, text: str) -> None:
    with pytest.raises(CourseError) as raised:
        configuration.read(written(tmp_path, text))
    (finding,) = raised.value.findings
    assert str(finding).startswith(f"{tmp_path.as_posix()}/mkdocs.yml:")
    assert "\n" not in str(finding)


def test_mistake_in_what_is_inherited_is_named_there(tmp_path: Path) -> None:
    written(tmp_path, "x: 1\na: ]\n", "base.yml")
    with pytest.raises(CourseError, match=r"base\.yml:2: "):
        configuration.read(written(tmp_path, "INHERIT: base.yml\n"))
