"""Builds the wheel: what a site needs of the front-end packages goes into it, with their licences."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

_PROJECT = Path(__file__).resolve().parent
_PACKAGES = _PROJECT / "node_modules"
sys.path.insert(0, str(_PROJECT / "hooks"))

from dragoman.website.assets import DIAGRAMS  # noqa: E402 - it needs nothing that is not there at build time
from dragoman.website.options import Options  # noqa: E402 - nor does this


class BuildWithFrontend(build_py):
    """Copies the front-end packages beside the theme, where the installed package looks for them."""

    def run(self) -> None:
        """Build the package; in a checkout that is only linked to, npm's own folder is used."""
        super().run()
        if not self.editable_mode:
            _copy(Path(self.build_lib) / "dragoman" / "theme" / "vendor")


def _copy(vendor: Path) -> None:
    for pattern in ("katex/dist/katex.min.js", DIAGRAMS, *Options().frontend):
        found = sorted(_PACKAGES.glob(pattern))
        if not found:
            sys.exit(
                f"found no node_modules/{pattern}, expected the front-end packages: run make wheel, or npm ci first"
            )
        for file in found:
            package = _package(file)
            for one in (file, *_licences(package)):
                target = vendor / one.relative_to(_PACKAGES)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(one, target)


def _package(file: Path) -> Path:
    name = file.relative_to(_PACKAGES).parts
    return _PACKAGES.joinpath(*name[: 2 if name[0].startswith("@") else 1])


def _licences(package: Path) -> list[Path]:
    found = sorted(package.glob("LICEN[CS]E*"))
    if not found:
        sys.exit(f"found no licence in {package}, expected one to hand on: look for it")
    return found


setup(cmdclass={"build_py": BuildWithFrontend})
