"""The code of a page to take away."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from conftest import Built, Project
from dragoman.execution.downloads import notebook, script
from dragoman.execution.snippets import parse

SNIPPET = parse("05-1-a", Path("05-1-a.py"), '# %% one\nprint(1)\n\n# %% two tags=["hide-input"]\nprint(2)\n')


def test_script_holds_title_link_and_cells_in_the_percent_format() -> None:
    text = script("Descent", "https://example.org/page/", [SNIPPET])
    assert text.startswith("# %% [markdown]\n# # Descent\n#\n# https://example.org/page/\n")
    assert '# %% one\nprint(1)\n\n# %% two tags=["hide-input"]\nprint(2)\n' in text


def test_notebook_is_the_same_bytes_each_time_and_its_cell_ids_are_unique() -> None:
    text = script("Descent", "https://example.org/page/", [SNIPPET])
    first, second = notebook(text), notebook(text)
    assert first == second
    cells = json.loads(first)["cells"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "code"]
    assert len({cell["id"] for cell in cells}) == 3
    assert cells[2]["metadata"]["tags"] == ["hide-input"]


def test_lecture_offers_its_code_with_its_own_title_and_link(built: Built) -> None:
    for path, title in (("week05/05-1", "Optimisation techniques I"), ("tr/week05/05-1", "Optimizasyon")):
        folder = built.site / path
        text = (folder / "05-1.py").read_text("utf-8")
        assert f"# # {title}" in text.splitlines()[1]
        assert f"/{path}/" in text.splitlines()[3]
        assert "torch.optim.SGD" in text
        assert json.loads((folder / "05-1.ipynb").read_text("utf-8"))["nbformat"] == 4
        page = built.page(path)
        assert 'href="05-1.py"' in page
        assert 'href="05-1.ipynb"' in page
    assert not list((built.site / "week05" / "05").glob("*.py"))
    assert "downloads" not in built.page("about")


def test_downloaded_script_runs(built: Built, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(built.site / "week05" / "05-1" / "05-1.py")],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={"MPLBACKEND": "agg", "HOME": str(tmp_path)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "gamma   beta   rate  ratio" in done.stdout


def test_fallback_page_offers_the_code_too(project: Project) -> None:
    project.snippet("05-1-a", "print(1)\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-a"\n```')
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    for path in ("week05/05-1", "ar/week05/05-1"):
        assert (built.site / path / "05-1.py").is_file()
        assert 'href="05-1.ipynb"' in built.page(path)
