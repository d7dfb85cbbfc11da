"""The folder that a snippet runs in: its working, home and temporary folder, with what it is given and nothing else."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dragoman.execution.isolated import terminal
from dragoman.execution.isolated.job import Job

_MOST_SAID = 2**16  # bytes

_HERE = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "PWD")
_BELOW = {
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "MPLCONFIGDIR": ".cache/matplotlib",
    "TORCH_HOME": ".cache/torch",
    "TORCHINDUCTOR_CACHE_DIR": ".cache/inductor",
    "TRITON_CACHE_DIR": ".cache/triton",
    "HF_HOME": ".cache/huggingface",
    "NUMBA_CACHE_DIR": ".cache/numba",
}


@dataclass(frozen=True, slots=True)
class Scratch:
    """The folder ``path`` of ``job``."""

    path: Path
    job: Job

    @property
    def script(self) -> str:
        """The file with the code."""
        return str(self.path / self.job.script)

    def file(self, name: str) -> Path:
        """Return a file beside the folder: ``stdout``, ``stderr``, the ``answer``, the last ``cell``, the ``trace`` of an end."""
        return self.path.parent / name

    def fill(self) -> None:
        """Make the folder with copies of what the job is given."""
        self.path.mkdir()
        for name, content in self.job.files:
            copy = self.path / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
        Path(self.script).write_text(self.job.text, "utf-8", "surrogatepass")

    def enter(self) -> None:
        """Make this process work here, and keep here what it keeps for itself."""
        os.chdir(self.path)
        os.environ.update(dict.fromkeys(_HERE, str(self.path)))
        os.environ.update({name: str(self.path / folder) for name, folder in _BELOW.items()})
        os.environ.pop("OLDPWD", None)
        tempfile.tempdir = str(self.path)
        sys.path.insert(0, str(self.path))
        sys.argv = [self.script]

    def said(self) -> str:
        """Return the end of what was written to ``stderr``, as a terminal shows it."""
        with self.file("stderr").open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _MOST_SAID))
            return terminal.shown(self.named(file.read().decode("utf-8", "replace")))

    def named(self, text: str) -> str:
        """Return ``text`` with files as the author knows them; the folder has another name in every run."""
        folder = PurePosixPath(self.job.file).parent
        helpers = {str(self.path / name): f"{folder}/{name}" for name, _ in self.job.files if name.endswith(".py")}
        for file, name in {self.script: self.job.file, **helpers, str(self.path): "."}.items():
            text = text.replace(file, name)
        return text
