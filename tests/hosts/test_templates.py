"""Front matter that a template cannot show is named in its file, and nothing of Jinja's is seen."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from mkdocs.exceptions import BuildError

from dragoman.hosts import templates
from dragoman.kept import Kept

ICON = "{% for one in nav.pages %}{% if one.meta.icon %}{% include one.meta.icon %}{% endif %}{% endfor %}"


def page(folder: Path, name: str, **meta: Any) -> SimpleNamespace:
    return SimpleNamespace(meta={"title": "x", **meta}, file=SimpleNamespace(abs_src_path=str(folder / "docs" / name)))


def rendered(folder: Path, template: str, shown: SimpleNamespace, *others: SimpleNamespace) -> str:
    env: Any = Environment(loader=DictLoader({"main.html": template}), autoescape=True)
    templates.keep(env, lambda _name, _context: None, Kept())
    config = SimpleNamespace(config_file_path=str(folder / "mkdocs.yml"))
    context = {"page": shown, "nav": SimpleNamespace(pages=[shown, *others]), "config": config}
    return str(env.get_template(shown.meta.get("template", "main.html")).render(context))


def test_key_that_the_theme_cannot_take_is_named_in_its_page(tmp_path: Path) -> None:
    home = page(tmp_path, "en/index.md")
    assert rendered(tmp_path, "{{ page.meta.title }}", home) == "x"
    for shown in ((page(tmp_path, "en/a.md", icon="no.svg"),), (home, page(tmp_path, "en/a.md", icon="no.svg"))):
        with pytest.raises(BuildError, match=r"docs/en/a\.md:1: front-matter\.key: found icon, .*no\.svg.*: correct"):
            rendered(tmp_path, ICON, *shown)
    with pytest.raises(BuildError, match=r"docs/en/a\.md:1: front-matter\.key: found template"):
        rendered(tmp_path, "", page(tmp_path, "en/a.md", template="no.html"))
    with pytest.raises(BuildError, match=r"docs/en/a\.md:1: .*found tags, .*TypeError"):
        rendered(tmp_path, "{{ page.meta.tags + 1 }}", page(tmp_path, "en/a.md", tags="x"))


def test_fault_of_a_template_itself_is_raised_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        rendered(tmp_path, "{{ 'a' + 1 }}", page(tmp_path, "en/index.md"))
