"""What a course need not say, and how what it says wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError

from dragoman.hosts import defaults
from dragoman.website.assets import THEME
from projects import ROOT, Project

BARE = "site_name: x\nplugins: []\n"


def completed(folder: Path, text: str = "theme: {name: material}\n") -> MkDocsConfig:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(BARE + text, "utf-8")
    config = load_config(str(folder / "mkdocs.yml"))
    defaults.complete(config)
    return config


def test_course_that_says_nothing_has_the_look_and_the_markdown_of_lectures(tmp_path: Path) -> None:
    config = completed(tmp_path)
    assert config.theme["font"] is False
    assert "navigation.indexes" in config.theme["features"]
    assert [one["scheme"] for one in config.theme["palette"]] == ["default", "slate"]
    assert {"attr_list", "admonition", "pymdownx.superfences"} <= set(config.markdown_extensions)
    assert config.mdx_configs["toc"] == {"permalink": True}
    assert config.theme.dirs[0] == str(THEME / "templates")


def test_what_a_course_says_itself_holds(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    config = completed(
        tmp_path,
        "theme: {name: material, custom_dir: own, font: {text: Lato}, features: [navigation.tabs], icon: {logo: a/b}}\n"
        "markdown_extensions: [footnotes, {toc: {permalink: §, toc_depth: 3}}]\n"
        "extra_css: [own.css]\nextra_javascript: [own.js]\nextra: {generator: true}\n"
        "validation: {links: {absolute_links: warn}}\n",
    )
    assert config.theme["font"] == {"text": "Lato"}
    assert config.theme["features"] == ["navigation.tabs"]
    assert config.theme["icon"] == {"logo": "a/b", "alternate": "material/translate"}
    assert config.theme.dirs[:2] == [str(tmp_path / "own"), str(THEME / "templates")]
    assert config.mdx_configs["toc"] == {"permalink": "§", "toc_depth": 3}
    assert "footnotes" in config.markdown_extensions
    assert config.extra_css[-1] == "own.css"
    assert str(config.extra_javascript[-1]) == "own.js"
    assert config.extra["generator"] is True
    assert config.validation.links.absolute_links == 30


def test_another_theme_is_named_with_the_one_that_is_needed(tmp_path: Path) -> None:
    with pytest.raises(
        BuildError, match=r"found the theme 'mkdocs', expected material: write theme: \{name: material\}"
    ):
        completed(tmp_path, "theme: {name: mkdocs}\n")


def test_file_of_a_course_stands_in_the_place_of_the_one_in_the_package(project: Project) -> None:
    own = project.folder / "own"
    (own / "partials").mkdir(parents=True)
    (own / "partials" / "credits.html").write_text("<p>OWN TEMPLATE</p>")
    (own / "sitemap.xml").write_text("OWN SITEMAP")
    project.write_bytes("assets/js/switcher.js", b"// OWN SCRIPT")
    # Folders whose names could be tags of languages.
    project.write_bytes("css/own.css", b".own {}")
    project.write_bytes("js/own.js", b"// OWN")
    config = project.folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace(str(ROOT / "overrides"), str(own))
    text += "plugins: {search: {}}\n"
    config.write_text(f"{text}extra_css: [css/own.css]\nextra_javascript: [js/own.js]\n", "utf-8")
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    assert "OWN TEMPLATE" in built.page("")
    assert (built.site / "sitemap.xml").read_text("utf-8") == "OWN SITEMAP"
    assert (built.site / "assets/js/switcher.js").read_text("utf-8") == "// OWN SCRIPT"
    assert (built.site / "assets/css/site.css").read_text("utf-8").rstrip().endswith(".own {}")
    assert (built.site / "js/own.js").read_text("utf-8") == "// OWN"
    assert not (built.site / "search").exists()
    assert "md-search" not in built.page("")
