"""The package as a course has it: installed from its wheel, without this repository, Node.js and PyTorch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from projects import ROOT, Built

# What a wheel is made of; building one leaves files beside them.
SOURCES = ("hooks", "LICENSE", "pyproject.toml", "setup.py")


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the package."""

    folder: Path

    def call(self, program: str, *arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment, with no others on PATH."""
        return subprocess.run(
            [str(self.folder / "bin" / program), *arguments],
            cwd=cwd,
            env={"PATH": str(self.folder / "bin"), "HOME": str(cwd), **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    def build(self, course: Path) -> Built:
        """Build a course as its author does before publishing it."""
        done = self.call("python", "-m", "mkdocs", "build", "--strict", cwd=course)
        return Built(course / "site", done.returncode, done.stdout + done.stderr)


def wheel(folder: Path) -> Path:
    """Build the wheel in an empty folder, as ``make wheel`` does, and return it."""
    checkout = folder / "checkout"
    checkout.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            left_out = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(ROOT / name, checkout / name, ignore=left_out)
        else:
            shutil.copy(ROOT / name, checkout / name)
    (checkout / "node_modules").symlink_to(ROOT / "node_modules")
    _pip("wheel", "--no-build-isolation", "--no-deps", "-w", str(folder), str(checkout))
    (built,) = folder.glob("*.whl")
    return built


def install(package: Path, folder: Path) -> Installed:
    """Install a wheel into a new environment, which takes what it depends on from that of the tests, PyTorch aside."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=600)
    (packages,) = folder.glob("lib/python*/site-packages")
    # Behind its own packages, and without what a development install adds to the path.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    (packages / "sitecustomize.py").write_text(hiding("torch"), "utf-8")
    target = ("install", "--no-deps", "--no-index", "--ignore-installed", str(package))
    _pip("--python", str(folder / "bin" / "python"), *target)
    return Installed(folder)


def hiding(*packages: str) -> str:
    """Return a ``sitecustomize.py`` that hides packages from importlib, as if they were not installed."""
    return f"""
from importlib.machinery import PathFinder

found = PathFinder.find_spec


def find_spec(name, path=None, target=None):
    return None if name.partition(".")[0] in {packages} else found(name, path, target)


PathFinder.find_spec = find_spec
"""


def _pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments],
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
