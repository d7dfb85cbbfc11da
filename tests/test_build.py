"""Real builds: what is in the site, what is said, and what is left as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from projects import ROOT, Built, Project, mkdocs
from snippets_folder import leaving


def test_failure_while_pages_are_rendered_leaves_the_previous_site(project: Project) -> None:
    assert project.build().returncode == 0
    (project.site / "mark").write_text("the previous site")
    broken = project.folder / "overrides"
    broken.mkdir()
    (broken / "main.html").write_text("{% extends 'base.html' %}{% block content %}{{ 1 / 0 }}{% endblock %}")
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text().replace(str(ROOT / "overrides"), str(broken)))
    built = project.build()
    assert built.returncode != 0
    assert (project.site / "mark").exists()
    assert not list(project.folder.glob(".site-*"))


HEADINGS = "{}\n---\n\n- item\n\n    ### {}\n\n> ## {}\n\n!!! note\n    ## {}\n\n## {}"
PRINTED = "`" * 9 + "\n<b>bold</b> **b** $x$ <script>\n# head"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """One course for all tests that only look at a page of their own."""
    project = Project(tmp_path_factory.mktemp("small"))
    home = "lang-ref: home\ntitle: 'R&D <b> $x^2$'\ndescription: The $w_k$ <b> & more"
    project.write("en/index.md", home, "Welcome.")
    project.write("ar/index.md", "lang: ar\nlang-ref: home\ntitle: الصفحة الرئيسية", "أهلا.")
    project.write("ar/week05/05.md", "lang: ar\nlang-ref: ch.05\ntitle: الأسبوع", "## الانحدار التدريجي\n\nنص.")
    english = HEADINGS.format("Underlined", "In a list", "Quoted", "Noted", "Last")
    project.write("en/headings.md", "lang-ref: headings\ntitle: Headings", english)
    arabic = HEADINGS.format("تحته خط", "في قائمة", "مقتبس", "ملاحظة", "أخير")
    project.write("ar/headings.md", "lang: ar\nlang-ref: headings\ntitle: عناوين", arabic)
    project.snippet("05-1-a", f"print({PRINTED!r})\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-a"\n```')
    project.snippet("05-1-trace", leaving(project.folder / "traces" / "trace", ""))
    fence = '```python exec="1" snippet="05-1-trace"\n```'
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil", f"<!--\n{fence}\nSECRET\n-->\n\nBonjour.")
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    return built


def test_fence_in_a_comment_is_neither_executed_nor_shown(small: Built) -> None:
    assert not (small.site.parent / "traces" / "trace").exists()
    page = small.page("fr")
    assert "Bonjour" in page
    assert "SECRET" not in page
    assert "trace" not in page


def test_anchors_of_a_translation_are_those_of_its_english_page(small: Built) -> None:
    for path in ("week05/05", "fr/week05/05", "ar/week05/05"):
        assert '<h2 id="gradient-descent">' in small.page(path)


def test_anchors_agree_however_a_heading_is_written_and_wherever_it_stands(small: Built) -> None:
    for path in ("headings", "fr/headings", "ar/headings"):
        anchors = re.findall(r'<h[23] id="([^"]*)"', small.page(path))
        assert anchors == ["underlined", "in-a-list", "quoted", "noted", "last"]
        assert 'href="#quoted"' in small.page(path)


def test_untranslated_page_is_the_english_one_and_says_so(small: Built) -> None:
    fallback = small.page("ar/week05/05-1")
    assert '<article class="md-content__inner md-typeset" lang="en" dir="ltr">' in fallback
    assert "لم تُترجم هذه الصفحة بعد" in fallback
    assert '<html dir="rtl" lang="ar"' in fallback
    assert "not-translated" not in small.page("ar")


def test_error_page_is_that_of_the_source_language(small: Built) -> None:
    assert '<html dir="ltr" lang="en"' in (small.site / "404.html").read_text("utf-8")


def test_what_is_printed_is_shown_as_it_is(small: Built) -> None:
    page = small.page("week05/05-1")
    assert "&lt;b&gt;bold&lt;/b&gt; **b** $x$ &lt;script&gt;\n# head</code>" in page
    assert "<h1 id=" not in page


def test_description_is_in_words(small: Built) -> None:
    assert '<meta name="description" content="The wₖ &lt;b&gt; &amp; more">' in small.page("")


def test_title_is_text_and_no_markup(small: Built) -> None:
    (title,) = re.findall(r"<h1>(.*?)</h1>", small.page(""), re.DOTALL)
    assert title.startswith('R&amp;D &lt;b&gt; <span class="math" dir="ltr"><span class="katex">')


def test_console_is_free_of_the_banner_of_the_theme(built: Built) -> None:
    assert "end of life" not in built.output


def test_second_build_does_not_run_unchanged_snippets_again(project: Project) -> None:
    log = project.folder / "traces" / "log"
    project.snippet("05-1-log", f"{leaving(log, 'run ')}print(1)\n")
    for lang in ("en", "fr"):
        project.write(
            f"{lang}/week05/05-1.md",
            f"lang: {lang}\nlang-ref: ch.05-1\ntitle: x",
            '```python exec="1" snippet="05-1-log" source="above"\n```',
        )
    for _ in range(2):
        assert project.build().returncode == 0
    assert log.read_text() == "run "


def test_previous_site_is_replaced_and_nothing_else_is_left(project: Project) -> None:
    assert project.build().returncode == 0
    (project.site / "old.html").write_text("of the previous build")
    assert project.build().returncode == 0
    assert not (project.site / "old.html").exists()
    assert sorted(path.name for path in project.folder.iterdir()) == [
        ".cache",
        "docs",
        "mkdocs.yml",
        "site",
        "snippets",
    ] or (sorted(path.name for path in project.folder.iterdir()) == ["docs", "mkdocs.yml", "site", "snippets"])


def test_every_page_of_the_course_is_built_in_every_language(built: Built) -> None:
    for lang in ("", "fr/", "tr/", "ar/"):
        for page in ("", "about", "week05/05", "week05/05-1"):
            assert "not-translated" not in built.page(lang + page)


def test_seeds_build_unchanged_in_the_place_of_our_pages(seeded: Built) -> None:
    assert seeded.returncode == 0, seeded.output
    assert "ERROR" not in seeded.output
    arabic = seeded.page("ar/week05/05")
    assert arabic.count("<h2 id=") == 3
    assert "Lecture part A" not in arabic
    assert '<h2 id="lecture-part-a">' in seeded.page("tr/week05/05")


def test_corpus_builds_with_an_inherited_configuration(corpus: Built) -> None:
    assert corpus.returncode == 0, corpus.output
    assert len(list(corpus.site.rglob("index.html"))) == 152
    assert corpus.output.count("image.missing") == 1


def test_plain_mkdocs_needs_no_make_and_a_quiet_one_says_nothing(built: Built, tmp_path: Path) -> None:
    assert built.returncode == 0
    done = mkdocs("build", "-q", "-d", str(tmp_path / "site"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


SOURCES = [file.relative_to(ROOT / "docs" / "en").as_posix() for file in (ROOT / "docs" / "en").rglob("*.md")]


def test_sitemap_lists_each_page_of_each_language_once(built: Built) -> None:
    sitemap = (built.site / "sitemap.xml").read_text("utf-8")
    found = re.findall(r"<loc>[^<]*?//[^/]+/([^<]*)</loc>", sitemap)
    wanted = [
        lang + page
        for lang in ("", "fr/", "tr/", "ar/")
        for page in ("", *(f"{path.removesuffix('.md')}/" for path in SOURCES if path != "index.md"))
    ]
    assert sorted(found) == sorted(wanted)
    assert "{%" not in sitemap


def test_style_sheets_and_fonts_that_pages_name_are_in_the_site(built: Built) -> None:
    for path in ("", "ar/week05/05-1"):
        page = built.page(path)
        folder = built.site / path
        for sheet in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page):
            file = (folder / sheet).resolve()
            assert file.is_file(), sheet
            for font in re.findall(r"url\(([^)]+\.woff2)\)", file.read_text("utf-8")):
                assert (file.parent / font.strip("\"'")).is_file(), font


def test_dot_files_of_the_site_folder_are_kept(project: Project) -> None:
    assert project.build().returncode == 0
    (project.site / ".nojekyll").write_text("")
    assert project.build().returncode == 0
    assert (project.site / ".nojekyll").exists()
