"""Fixtures: the package installed from its wheel, and the courses in this folder built with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

import installed as environment
from installed import Installed
from projects import Built

SITES = Path(__file__).parent


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that all processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def wheel(shared: Path) -> Path:
    """The package, built once."""
    folder = shared / "wheel"
    with FileLock(shared / "wheel.lock"):
        if not list(folder.glob("*.whl")):
            folder.mkdir()
            environment.wheel(folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, shared: Path) -> Installed:
    """An environment with the package, made once."""
    folder = shared / "environment"
    with FileLock(shared / "environment.lock"):
        if not folder.exists():
            environment.install(wheel, folder)
    return Installed(folder)


@pytest.fixture(scope="session")
def course_of(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """A course of this folder by its name, built outside of the repository, once in a process."""
    built: dict[str, Built] = {}

    def course(name: str) -> Built:
        if name not in built:
            folder = tmp_path_factory.mktemp("courses") / name
            shutil.copytree(SITES / name, folder)
            built[name] = installed.build(folder)
        return built[name]

    return course
