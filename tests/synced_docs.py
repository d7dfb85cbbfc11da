"""A small course in a folder of its own, on which the ``course`` command is called as its users do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import privileges
from translated import commented, text

ENGLISH = "\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n"
TURKISH = commented(
    ("## Descent", "## İniş"), ("The loss $L$ falls.", "$L$ kaybı düşer."), ("The end is near.", "Son yakındır.")
)
SPANISH = commented(
    ("## Descent", "## Descenso"), ("The loss $L$ rises.", "La pérdida $M$ sube."), ("The end is near.", "Fin.")
)


class Docs:
    """A course of one lecture in English, Turkish and Spanish, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("en", ENGLISH)
        self.write("tr", TURKISH)
        self.write("es", SPANISH)

    def path(self, lang: str) -> Path:
        return self.folder / "docs" / lang / "week05/05-1.md"

    def write(self, lang: str, body: str) -> None:
        self.path(lang).parent.mkdir(parents=True, exist_ok=True)
        self.path(lang).write_text(text(lang, body), "utf-8", newline="")

    def read(self, lang: str) -> str:
        return self.path(lang).read_bytes().decode()

    def run(
        self,
        *arguments: str,
        code: int = 0,
        encoding: str = "utf-8",
        preexec: Callable[[], None] = privileges.drop,
    ) -> str:
        """Call ``course``; return what it prints, an unusable call's message included."""
        done = subprocess.run(
            [sys.executable, "-c", "from dragoman.cli.main import main; main(prog_name='course')", *arguments],
            cwd=self.folder,
            env=os.environ | {"COLUMNS": "300", "PYTHONIOENCODING": encoding},
            capture_output=True,
            encoding=encoding,
            timeout=120,
            check=False,
            preexec_fn=preexec,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + (done.stderr if code == 2 else "")
