"""The plugin beside others: what they make of a page is kept, and what it needs of them is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import ROOT, Project
from serving import Server

OTHERS = """
def on_page_markdown(markdown, page, config, files):
    return markdown.replace("It descends.", "It descends, says another, by $y^2$.")


def on_page_content(html, page, config, files):
    return html + '<p id="added">Added &amp; kept.</p>'
"""


@pytest.fixture
def beside(project: Project) -> Project:
    """A course with one plugin that changes Markdown and HTML."""
    (project.folder / "others.py").write_text(OTHERS, "utf-8")
    config = project.folder / "mkdocs.yml"
    ours = f"'{ROOT / 'hooks' / 'mkdocs_hooks.py'}'"
    config.write_text(config.read_text("utf-8").replace(f"hooks: [{ours}]", f"hooks: [{ours}, others.py]"), "utf-8")
    project.write("ar/week05/05.md", "lang: ar\nlang-ref: ch.05\ntitle: الأسبوع 5", "## الانحدار\n\nينحدر f(x) هنا.")
    return project


def is_kept(english: str, arabic: str) -> None:
    assert "It descends, says another, by" in english
    assert english.count('class="katex"') == 1
    for page in (english, arabic):
        assert page.count('<p id="added">Added &amp; kept.</p>') == 1
    assert '<bdi dir="ltr">f(x)</bdi>' in arabic


def test_what_other_plugins_make_of_a_page_is_kept_cold_and_warm(beside: Project) -> None:
    for _ in range(2):
        built = beside.build("--strict")
        assert built.returncode == 0, built.output
        is_kept(built.page("week05/05"), built.page("ar/week05/05"))


def test_what_other_plugins_make_of_a_page_is_kept_under_serve(beside: Project) -> None:
    with Server(beside.folder / "mkdocs.yml", beside.folder / "serve.log") as server:
        is_kept(server.wait_for("/week05/05/", contains="Added"), server.wait_for("/ar/week05/05/", contains="Added"))
        beside.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Gradient descent\n\nSaved. It descends.")
        is_kept(server.wait_for("/week05/05/", contains="Saved."), server.wait_for("/ar/week05/05/", contains="Added"))


def test_every_example_is_reported_where_markdown_exec_is_not_configured(project: Project) -> None:
    project.snippet("05-1-sum", "print(1)\n")
    fence = '```python exec="1" snippet="05-1-sum"\n```'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", f"{fence}\n\nText.\n\n{fence}")
    config = project.folder / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}plugins: {{markdown-exec: {{enabled: false}}}}\n", "utf-8")
    built = project.build()
    assert built.returncode == 1
    for line in (6, 11):
        message = f"docs/en/week05/05-1.md:{line}: snippet: found an example that nothing runs, expected markdown-exec"
        assert message in built.output


def test_misspelt_option_is_an_error_in_a_line(project: Project) -> None:
    config = project.folder / "mkdocs.yml"
    config.write_text(f"{config.read_text('utf-8')}plugins: {{dragoman: {{macro: {{}}}}}}\n", "utf-8")
    built = project.build()
    assert built.returncode == 1
    assert "found the option 'macro', expected 'macros': correct or remove it" in built.output
    assert "Traceback" not in built.output


def test_titles_of_the_navigation_are_those_of_its_pages(project: Project) -> None:
    config = project.folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace(
        "{week05: [week05/05.md, week05/05-1.md]}", "{Other: week05/05-1.md}, week05/05.md"
    )
    config.write_text(text, "utf-8")
    built = project.build()
    assert built.returncode == 0, built.output
    page = Path(built.site, "index.html").read_text("utf-8")
    assert "Other" in page


def test_draft_is_seen_under_serve_and_never_published(project: Project) -> None:
    project.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5\ndraft: true", "DRAFT")
    project.write("fr/week05/05.md", "lang: fr\nlang-ref: ch.05\ntitle: Semaine 5", "BROUILLON")
    project.write("fr/week05/05-1.md", "lang: fr\nlang-ref: ch.05-1\ntitle: Descente\ndraft: true", "BROUILLON")
    project.write("en/index.md", "lang-ref: home\ntitle: Home", 'Welcome.\n\n<div class="weeks"></div>')
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    text = "".join(
        file.read_text("utf-8", "replace") for file in built.site.rglob("*") if file.suffix in (".html", ".xml")
    )
    assert "DRAFT" not in text
    assert "BROUILLON" not in text
    assert "week05/05/" not in text
    assert not (built.site / "week05" / "05").exists()
    assert "With" in built.page("fr/week05/05-1")  # as in the source
    with Server(project.folder / "mkdocs.yml", project.folder / "serve.log") as server:
        server.wait_for("/week05/05/", contains="DRAFT")
        server.wait_for("/fr/week05/05-1/", contains="BROUILLON")
