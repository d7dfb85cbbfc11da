"""A page is still found at the addresses that it had before."""

from __future__ import annotations

import re

from projects import SITE, Project


def leads(project: Project, path: str) -> tuple[str, str, str]:
    """Return language, link and canonical address of the page that leads on."""
    html = (project.site / path).read_text("utf-8")
    (way,) = set(re.findall(r'(?:data-way="|url=|<a href=")([^"]*)"', html))
    return re.search(r'<html lang="([^"]*)"', html)[1], way, re.search(r'canonical" href="([^"]*)"', html)[1]


def test_old_address_leads_to_the_page_in_each_language(project: Project) -> None:
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + f"site_url: {SITE}\n", "utf-8")
    meta = "lang-ref: ch.05-1\ntitle: Descent\nredirect-from: week05/05-4, old"
    project.write("en/week05/05-1.md", meta, "## Gradient descent\n\nWith $x^2$.")
    project.write("ar/week05/05-1.md", "lang: ar\nlang-ref: ch.05-1\ntitle: الانحدار", "## الانحدار\n\nمع $x^2$.")
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    for prefix, lang in (("", "en"), ("ar/", "ar"), ("fr/", "en")):
        new = f"{SITE}{prefix}week05/05-1/"
        assert leads(project, f"{prefix}week05/05-4/index.html") == (lang, "../05-1/", new)
        assert leads(project, f"{prefix}old/index.html") == (lang, "../week05/05-1/", new)
    assert "05-4" not in (project.site / "sitemap.xml").read_text("utf-8")
