"""What the command loads: it checks translations where there is neither PyTorch nor time for more of MkDocs than its reader of YAML."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from click.testing import CliRunner
from dragoman.cli.main import main
print(CliRunner().invoke(main, ["check"]).output, CliRunner().invoke(main, ["status"]).output, file=sys.stderr)
print(*sorted({"torch", "mkdocs.config", "mkdocs.theme", "mkdocs_static_i18n", "numpy", "matplotlib"} & set(sys.modules)))
"""


def test_check_and_status_load_neither_torch_nor_mkdocs() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=120)
    assert "ch.05-1" in done.stderr
    assert done.stdout.strip() == ""
