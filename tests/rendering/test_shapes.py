"""No page of a single shape, however often repeated, ends in an exception: it is rendered, or named as too large."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from dragoman.pages.lecture import parse
from dragoman.rendering.page import Place
from dragoman.website.build import Settings, Site
from projects import ROOT
from shapes import NAMES, shape

HEAD = "---\n{}lang-ref: ch.05\ntitle: x\n---\n\n"
EXTENSIONS = ("admonition", "attr_list", "md_in_html", "sane_lists", "tables", "toc", "pymdownx.superfences")
PLACE = Place("Title", None, lambda name, lang: f"/{lang}/{name}", lambda _: None)


@pytest.mark.parametrize("name", NAMES)
def test_page_of_one_shape_is_rendered_in_both_languages(tmp_path: Path, name: str) -> None:
    for lang in ("en", "fr"):
        (tmp_path / "docs" / lang).mkdir(parents=True)
        head = HEAD.format("" if lang == "en" else "lang: fr\n")
        (tmp_path / "docs" / lang / "a.md").write_text(head + shape(name, 1_500), "utf-8", newline="")
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    site = Site(
        Settings(tmp_path, tmp_path / "docs", ("en", "fr"), "en", {}, katex, tmp_path / "snippets", tmp_path / ".cache")
    )
    for path in ("en/a.md", "fr/a.md"):
        page = site.page(path)
        assert page is not None
        assert isinstance(page.article(page.markdown("../"), PLACE, EXTENSIONS, {}).html, str)


@pytest.mark.parametrize("name", NAMES)
def test_page_of_200_kb_of_one_shape_is_named(name: str) -> None:
    page = parse(PurePosixPath("en/a.md"), (HEAD.format("") + shape(name, 200_000)).encode())
    assert {finding.kind for finding in page.findings} == {"page.size"}
    assert page.visible.text == ""
