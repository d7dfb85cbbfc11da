"""Faults of old, put back one by one into a copy of the generator: ``tests/fuzz.py`` must find each within a minute.

``python tests/fuzz_faults.py`` says how long that took; it exits with 1 if one was not found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from projects import ROOT

SECONDS = 60


@dataclass(frozen=True)
class Fault:
    """What was wrong, and how it is put back: ``new`` in the place of ``old`` in a file, and the stage that finds it."""

    what: str
    file: str
    old: str
    new: str
    stage: str


FAULTS = (
    Fault(
        "more digits than Python makes a number of",
        "pages/size.py",
        "for digits in _DIGITS.finditer(text)",
        "for digits in ()",
        "check",
    ),
    Fault(
        "an address that cannot be read",
        "website/targets.py",
        "except ValueError:",
        "except ZeroDivisionError:",
        "check",
    ),
    Fault(
        "an image with a name that is too long, or holds a NUL",
        "website/targets.py",
        "except (OSError, ValueError):",
        "except ZeroDivisionError:",
        "check",
    ),
    Fault(
        "front matter with brackets so deep that they end the process",
        "pages/front_matter.py",
        "if len(text) > most or (depth := _depth(text)) > deepest:",
        "if (depth := 0) > 1:",
        "front-matter",
    ),
    Fault(
        "an image at the top of the site with a name that is too long",
        "website/preflight.py",
        "os.path.isfile(file)",
        "file.is_file()",
        "article",
    ),
)


def found(fault: Fault, folder: Path) -> float | None:
    """Return after how many seconds a fault is found that is put into a copy in ``folder``, None if it is not."""
    shutil.copytree(ROOT / "hooks", folder / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "hooks" / "dragoman" / fault.file
    text = file.read_text("utf-8")
    file.write_text(text.replace(fault.old, fault.new, 1), "utf-8")
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "fuzz.py"), "--seconds", str(SECONDS), fault.stage],
        env=os.environ | {"PYTHONPATH": str(folder / "hooks")},
        capture_output=True,
        timeout=4 * SECONDS,
        check=False,
    )
    return time.monotonic() - start if done.returncode else None


def main() -> int:
    """Print each fault with the time that it took to find it."""
    missed = 0
    for fault in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            seconds = found(fault, Path(folder))
        missed += seconds is None
        print(f"{'not found' if seconds is None else f'found after {seconds:.0f} s'}: {fault.what}", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
