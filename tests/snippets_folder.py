"""A folder of snippets, and ``course run`` in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

# What C code writes, nobody refuses: a folder beside docs/ and snippets/ is not compared either.
_LEAVING = "import ctypes as _c; _c.CDLL(None).dprintf(_c.CDLL(None).open({path!r}, 0o2101, 0o644), {text!r}{values})"
STABLE = '# %% one\nimport torch\n\ntorch.manual_seed(0)\nprint(f"{torch.rand(1).item():.4f}")\n'


def leaving(path: Path, text: str, values: str = "") -> str:
    """Return a line of code that appends ``text`` to a file outside of its working folder, as only tests may."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return _LEAVING.format(path=str(path).encode(), text=text.encode(), values=f", {values}" if values else "") + "\n"


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
        from conftest import call  # noqa: PLC0415 - it needs this module itself

        return call("course", "run", *arguments, cwd=self.path, **{"COLUMNS": "300"} | environment)
