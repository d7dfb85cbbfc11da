"""Whole courses, in many languages, each built from the installed package outside of the repository."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from installed import Installed
from projects import Built

pytestmark = pytest.mark.slow

NAMES = sorted(file.parent.name for file in Path(__file__).parent.glob("*/mkdocs.yml"))


def test_wheel_is_small_and_hands_on_the_licences_of_what_is_in_it(wheel: Path) -> None:
    assert wheel.stat().st_size < 15_000_000
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    vendored = [name.partition("/vendor/")[2] for name in names if "/vendor/" in name]
    packages = {"/".join(name.split("/")[: 2 if name.startswith("@") else 1]) for name in vendored}
    assert {"katex", "@fontsource/ibm-plex-sans"} <= packages
    assert {f"{package}/LICENSE" for package in packages} <= set(vendored)


def test_package_comes_from_the_wheel_without_the_repository_and_pytorch(installed: Installed, tmp_path: Path) -> None:
    code = "import dragoman.website.assets as a, importlib.util as u; print(a.__file__, a.KATEX, u.find_spec('torch'))"
    done = installed.call("python", "-c", code, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    module, katex, torch = done.stdout.split()
    assert Path(module).is_relative_to(installed.folder)
    assert Path(katex).is_relative_to(installed.folder)
    assert Path(katex).is_file()
    assert torch == "None"


@pytest.mark.parametrize("name", NAMES)
def test_course_builds_strict_and_its_check_is_clean(
    course_of: Callable[[str], Built], installed: Installed, name: str
) -> None:
    built = course_of(name)
    assert built.returncode == 0, built.output
    settings = yaml.safe_load((built.site.parent / "mkdocs.yml").read_text("utf-8"))
    languages = settings["plugins"]["i18n"]["languages"]
    source = next(one["locale"] for one in languages if one.get("default"))
    done = installed.call("course", "check", "--source", source, cwd=built.site.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
