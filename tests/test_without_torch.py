"""The site of a translator who lacks what snippets import, and a course that needs none of it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from installed import hiding
from projects import Built, Project, call


@pytest.fixture
def without_torch(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(hiding("torch", "matplotlib"))
    folders = [str(tmp_path / "hidden"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(folders)}


def test_expected_text_is_shown_and_figures_are_marked_as_not_drawn(
    project: Project, without_torch: dict[str, str]
) -> None:
    project.snippet("05-1-a", "# %% say\nprint(1.5)\n\n# %% draw\nimport matplotlib.pyplot as plt\nplt.plot([1])\n")
    fences = (
        '```python exec="1" snippet="05-1-a:say" source="above"\n```\n\n'
        '```python exec="1" snippet="05-1-a:draw" alt="A point" caption="The point."\n```'
    )
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", fences)
    assert call("course", "run", "--update", cwd=project.folder).returncode == 0
    shutil.rmtree(project.folder / ".cache")
    config = str(project.folder / "mkdocs.yml")
    done = call("mkdocs", "build", "--strict", "-f", config, **without_torch)
    assert done.returncode == 0, done.stderr
    page = Built(project.site, 0, "").page("week05/05-1")
    assert "1.5" in page
    assert '<span class="not-drawn" role="img" aria-label="A point">▢ A point</span>' in page
    assert "The point." in page


def test_snippet_without_expected_text_is_refused(project: Project, without_torch: dict[str, str]) -> None:
    project.snippet("05-1-a", "import math\n\nimport torch\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-a"\n```')
    done = call("mkdocs", "build", "-f", str(project.folder / "mkdocs.yml"), **without_torch)
    assert done.returncode != 0
    said = "snippets/week05/05-1-a.py:1: snippet: found neither torch, which it imports, nor an expected output"
    assert said in done.stderr


def test_checks_and_the_course_itself_need_no_torch(tmp_path: Path, without_torch: dict[str, str]) -> None:
    assert call("course", "check", **without_torch).returncode == 0
    assert call("mkdocs", "build", "--strict", "-q", "-d", str(tmp_path / "site"), **without_torch).returncode == 0


def test_run_says_what_is_missing(without_torch: dict[str, str]) -> None:
    done = call("course", "run", **without_torch)
    assert done.returncode == 2
    assert re.search(r"found no (matplotlib, )?torch, which [\w-]+ imports, expected it to run that", done.stderr)


def test_code_of_a_page_shows_what_it_is_expected_to_print(project: Project, without_torch: dict[str, str]) -> None:
    fence = '```python exec="1" source="above"\nimport torch\n\nprint(6 * 7)\n```'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", fence)
    project.write("fr/week05/05-1.md", "lang: fr\nlang-ref: ch.05-1\ntitle: x", fence)
    config = str(project.folder / "mkdocs.yml")
    refused = call("mkdocs", "build", "-f", config, **without_torch)
    assert refused.returncode != 0
    assert "docs/en/week05/05-1.md:7: snippet: found neither torch, which it imports, nor" in refused.stderr
    assert call("course", "run", "--update", cwd=project.folder).returncode == 0
    shutil.rmtree(project.folder / ".cache")
    done = call("mkdocs", "build", "--strict", "-f", config, **without_torch)
    assert done.returncode == 0, done.stderr
    for path in ("week05/05-1", "fr/week05/05-1"):
        assert "<code>42</code>" in Built(project.site, 0, "").page(path)


def test_snippet_that_imports_nothing_of_it_runs(project: Project, without_torch: dict[str, str]) -> None:
    code = "import random\n\nimport numpy as np\n\nprint(random.random(), np.random.rand())\nnp.ones(2)\n"
    project.snippet("05-1-a", code)
    fences = '```python exec="1" snippet="05-1-a"\n```\n\n```python exec="1"\nprint(6 * 7)\n```'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", fences)
    for environment in (without_torch, {}):  # seeded alike in both
        done = call("mkdocs", "build", "--strict", "-f", str(project.folder / "mkdocs.yml"), **environment)
        assert done.returncode == 0, done.stderr
        page = Built(project.site, 0, "").page("week05/05-1")
        assert "<code>42</code>" in page
        assert "0.8444218515250481 0.5488135039273248" in page
        assert "array([1., 1.])" in page
    done = call("course", "run", "--update", "05-1-a", cwd=project.folder, **without_torch)
    assert done.returncode == 0, done.stderr + done.stdout
