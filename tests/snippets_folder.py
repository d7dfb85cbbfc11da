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
        from projects import call  # noqa: PLC0415 - it needs this module itself

        return call("course", "run", *arguments, cwd=self.path, **{"COLUMNS": "300"} | environment)


BESIDE = {
    "week05/a.txt": "first",
    "week05/unused.txt": "nobody reads this",
    "week05/data/x.csv": "1,2",
    "week05/data/y.csv": "3,4",
    "week05/helper.py": "from inner import name\n\n\ndef told():\n    return open(name).read()\n",
    "week05/inner.py": "name = 'told.txt'\n",
    "week05/told.txt": "told",
    "week05/pack/__init__.py": "",
    "week05/pack/part.py": "from .other import x\n",
    "week05/pack/other.py": "x = 5\n",
}
"""Files beside snippets, by where they are in the snippets folder."""
_DATA = {"week05/data/x.csv", "week05/data/y.csv"}
NEEDED = (
    ("print(open('a.txt').read())", {"week05/a.txt"}),
    ("print(open('./data/x.csv').read())", {"week05/data/x.csv"}),
    ("from pathlib import Path\nprint((Path('data') / 'x.csv').read_text())", _DATA),
    ("print([open(f'data/{name}.csv').read() for name in 'xy'])", _DATA),
    ("from glob import glob\nprint([open(name).read() for name in sorted(glob('data/*.csv'))])", _DATA),
    ("from pathlib import Path\nprint(sorted(path.name for path in Path().glob('**/*.csv')))", _DATA),
    ("import os\nprint(sorted(os.listdir('data')))", _DATA),
    ("# reads: data/y.csv\n# %% a\nname = 'ata/y'\nprint(open('d' + name + '.csv').read())", {"week05/data/y.csv"}),
    ("from helper import told\nprint(told())", {"week05/helper.py", "week05/inner.py", "week05/told.txt"}),
    ("import pack.part\nprint(pack.part.x)", {f"week05/pack/{name}.py" for name in ("__init__", "part", "other")}),
    ("import os\nprint('*', 'week05', '', '\\n', len(os.sep))", set()),
)
"""Snippets, and the files that each needs."""
