"""Templates are told data, never what calls back."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from dragoman.hosts import template_data
from dragoman.languages.language import language
from dragoman.rendering.notices import Behind
from dragoman.website.build import Settings, Site
from dragoman.website.options import Options
from projects import ROOT


@pytest.mark.parametrize("path", ["en/index.md", "ar/week05/05-1.md", "en/week05/05-1.md"])
def test_templates_are_told_no_function(tmp_path: Path, path: str) -> None:
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    languages = ("en", "fr", "tr", "ar")
    site = Site(Settings(ROOT, ROOT / "docs", languages, "en", {}, katex, tmp_path, tmp_path / ".cache"))
    plugin = SimpleNamespace(
        original_configs={},
        config={"languages": [SimpleNamespace(locale=one, name=one, site_name="") for one in languages]},
    )
    config = SimpleNamespace(site_url="https://example.org/", site_name="Course", plugins={"i18n": plugin})
    build = SimpleNamespace(site=site, config=config, options=Options(), serving=True)
    meta = {"date": "2026-03-02", "lang-ref": "ch.05-1"}
    page = SimpleNamespace(
        file=SimpleNamespace(src_uri=path), url="week05/05-1/", meta=meta, title="Title", edit_url=None
    )
    nav = SimpleNamespace(pages=[page])
    told = template_data.of_page(build, page, "ar", nav) | template_data.of_template(build, "404.html", "ar", {})
    assert "words" in told
    assert told["days"]["date"]["iso"] == "2026-03-02"
    assert [name for name, value in told.items() if callable(value)] == []
    assert not any(callable(value) for words in told["said_in"].values() for value in words.values())


def test_reader_is_told_how_much_of_a_page_only_lacks_what_can_be_copied() -> None:
    told = list(template_data.behind(Behind(3, 0, 20, copied=2), language("fr").phrases))
    assert told[1] == "Paragraphes où il suffit de recopier une formule, un nombre, un lien ou du code\u00a0: 2."
    assert len(list(template_data.behind(Behind(3, 0, 20), language("fr").phrases))) == 1


@pytest.mark.parametrize(
    ("repository", "form"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/issues/new?title=en/x.md%3A%20&body="),
        (
            "https://gitlab.com/a/b/",
            "https://gitlab.com/a/b/-/issues/new?issue[title]=en/x.md%3A%20&issue[description]=",
        ),
    ],
)
def test_mistake_in_a_page_is_told_in_the_form_of_its_repository(repository: str, form: str) -> None:
    page = SimpleNamespace(file=SimpleNamespace(src_uri="en/x.md"))
    assert template_data.report(SimpleNamespace(repo_url=repository), page) == form


@pytest.mark.parametrize(
    ("repository", "switched", "link"),
    [
        ("https://github.com/our/course", True, "our/course/blob/notebooks/fr/week05/05-1.ipynb"),
        ("https://github.com/our/course.git", True, "our/course/blob/notebooks/fr/week05/05-1.ipynb"),
        ("https://github.com/our/course/", True, "our/course/blob/notebooks/fr/week05/05-1.ipynb"),
        ("https://github.com/our/course", False, ""),
        ("https://gitlab.com/our/course", True, ""),
        (None, True, ""),
    ],
)
def test_page_leads_to_colab_where_its_course_says_so(repository: str | None, switched: bool, link: str) -> None:
    build = SimpleNamespace(config=SimpleNamespace(repo_url=repository), options=Options(colab=switched))
    expected = link and f"https://colab.research.google.com/github/{link}"
    # A page that is not translated is in the folder of the reader's language, too.
    assert template_data.colab(build, "en/week05/05-1.md", "fr") == expected
