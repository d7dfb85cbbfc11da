"""A small course in a folder of its own, on which the ``course`` command is called as its users do."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

import privileges
from dragoman.cli.main import main
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

    def run(self, *arguments: str, code: int = 0) -> str:
        """Call ``course`` in this process; return what it prints, an unusable call's message included."""
        with contextlib.chdir(self.folder):
            done = CliRunner().invoke(main, list(arguments), prog_name="course", env={"COLUMNS": "300"})
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        assert done.exit_code == code, done.output
        return done.stdout + (done.stderr if code == 2 else "")

    def process(
        self,
        *arguments: str,
        code: int = 0,
        encoding: str = "utf-8",
        preexec: Callable[[], None] = privileges.drop,
    ) -> str:
        """Do the same in a process of its own."""
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

    def files(self) -> dict[str, bytes]:
        """Return all files below the folder by their names, without those of git and what is only kept for later."""
        return {
            name: path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
            and not (name := path.relative_to(self.folder).as_posix()).startswith((".git/", ".cache/"))
        }

    def commit(self, message: str) -> None:
        """Commit all files, in a repository that is begun with the first call."""
        for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "--allow-empty", "-m", message]):
            subprocess.run(
                [
                    "git",
                    "-c",
                    "user.name=a",
                    "-c",
                    "user.email=a@example.org",
                    "-c",
                    "commit.gpgsign=false",
                    *arguments,
                ],
                cwd=self.folder,
                check=True,
            )
