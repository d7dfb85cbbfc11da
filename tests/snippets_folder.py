"""A folder of snippets, and ``course run`` in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from conftest import call

STABLE = '# %% one\nimport torch\n\ntorch.manual_seed(0)\nprint(f"{torch.rand(1).item():.4f}")\n'


class Folder:
    """A snippets folder of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.snippets = path / "snippets"

    def write(self, name: str, source: str) -> None:
        """Write a snippet of week 5."""
        file = self.snippets / "week05" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source, "utf-8")

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Call ``course run`` in the folder."""
        return call("course", "run", *arguments, cwd=self.path, **{"COLUMNS": "300"} | environment)
