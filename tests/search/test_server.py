"""The search index under ``mkdocs serve``, and builds whose index cannot be made."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dragoman.search.interface import packed
from dragoman.search.record import SearchError
from dragoman.search.server import SearchOnDemand, SearchPages
from projects import Project, mkdocs
from searching import sections
from serving import PATIENCE, Server

ENTRY = "assets/search/en/pagefind-entry.json"


@pytest.fixture
def pages(tmp_path: Path) -> Callable[[str], SearchPages]:
    return lambda text: _pages(tmp_path / text, text)


def _pages(folder: Path, text: str, lang: str = "en") -> SearchPages:
    found = SearchPages(folder)
    found.add(lang, "page/", json.dumps(packed(sections(f"<h1>Title</h1><p>{text}</p>"))))
    return found


def names(search: SearchOnDemand, lang: str = "en") -> str:
    """Return the name of the index: it changes with its content."""
    entry = search.file(f"assets/search/{lang}/pagefind-entry.json")
    assert entry
    return next(iter(json.loads(entry)["languages"].values()))["hash"]


def test_index_is_that_of_the_last_build_and_language(pages: Callable[[str], SearchPages]) -> None:
    search = SearchOnDemand()
    assert search.file(ENTRY) is None
    search.replace(pages("one"))
    first = names(search)
    assert names(search) == first
    assert search.file(f"assets/search/en/pagefind.{first}.pf_meta")
    search.replace(pages("two"))
    assert names(search) != first
    assert search.file(f"assets/search/en/pagefind.{first}.pf_meta") is None
    assert search.file(ENTRY.replace("/en/", "/fr/")) is None
    assert search.file("assets/search/en/../../../index.html") is None
    assert search.file("index.html") is None


def test_build_under_serve_makes_no_index_before_a_browser_asks(
    pages: Callable[[str], SearchPages], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")
    search = SearchOnDemand()
    search.replace(pages("one"))
    with pytest.raises(SearchError, match="pagefind failed"):
        search.file(ENTRY)


def test_build_whose_index_cannot_be_made_leaves_the_previous_site(project: Project) -> None:
    project.site.mkdir()
    (project.site / "index.html").write_text("previous")
    done = mkdocs("build", "-f", str(project.folder / "mkdocs.yml"), PAGEFIND_BINARY_PATH="/bin/false")
    assert done.returncode != 0
    assert "search: found that pagefind failed, expected an index" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project.site / "index.html").read_text() == "previous"


def test_served_search_finds_what_was_just_written(project: Project, browser: Browser) -> None:
    with (project.folder / "mkdocs.yml").open("a") as config:
        config.write("site_url: http://localhost/some/course/\n")
    project.write("ar/index.md", "lang: ar\nlang-ref: home\ntitle: البداية", "هنا الزرافة.")
    with Server(project.folder / "mkdocs.yml", project.folder / "serve.log") as server:
        address = f"{server.address}/some/course/"

        def found(path: str, query: str) -> list[str]:
            # The page would load itself anew, and so close the dialog, when the site has been built again.
            with browser.new_page() as page:
                page.route("**/livereload/*", lambda route: route.abort())
                page.goto(address + path, wait_until="load")
                page.locator(".course-search__open").click()
                page.locator(".course-search__query").fill(query)
                page.wait_for_selector(".course-search__results[aria-busy=false]", state="attached")
                return page.locator(".course-search__results a").evaluate_all("(all) => all.map((one) => one.href)")

        server.wait_for("/some/course/", "Welcome.")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}assets/search/fr/pagefind-entry.json", timeout=PATIENCE)
        assert found("", "welcome") == [address]
        assert found("", "aardvark") == []
        assert found("ar/", "زرافة") == [f"{address}ar/"]
        assert found("ar/", "welcome") == []
        project.write("en/index.md", "lang-ref: home\ntitle: Home", "An aardvark.")
        server.wait_for("/some/course/", "aardvark")
        assert found("", "aardvark") == [address]
        assert found("", "welcome") == []
        assert "Traceback" not in server.log
