"""What a browser is answered while sites come and go."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from dragoman.live.site import LiveSite

MOUNT = "/some/course/"


def ask(site: LiveSite, path: str) -> tuple[str, dict[str, str], str]:
    """Return status, headers and text of an answer."""
    said: list[Any] = []
    content = b"".join(site({"PATH_INFO": path}, lambda *answer: said.extend(answer)))
    return said[0], dict(said[1]), content.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    (site / "week01").mkdir(parents=True)
    (site / "index.html").write_text("<body>Home</body>")
    (site / "week01" / "index.html").write_text("<body>Week</body>")
    (site / "week01" / "é.js").write_text("1")
    (site / "404.html").write_text("<body>Not here</body>")
    (tmp_path / "secret.html").write_text("secret")
    return site


@pytest.fixture
def site(folder: Path) -> LiveSite:
    site = LiveSite(MOUNT)
    site.show(folder)
    return site


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        (MOUNT, "200 OK", "Home"),
        (f"{MOUNT}week01/", "200 OK", "Week"),
        (f"{MOUNT}week01/index.html", "200 OK", "Week"),
        (f"{MOUNT}week01/é.js".encode().decode("latin-1"), "200 OK", "1"),
        (f"{MOUNT}nothing/", "404 Not Found", "Not here"),
        (f"{MOUNT}index.html/", "404 Not Found", "Not here"),
        ("/elsewhere/", "404 Not Found", "Not here"),
        (f"{MOUNT}../secret.html", "404 Not Found", "Not here"),
        (f"{MOUNT}week01/../../secret.html", "404 Not Found", "Not here"),
        (f"{MOUNT}/etc/passwd", "404 Not Found", "Not here"),
        (f"{MOUNT}\0", "404 Not Found", "Not here"),
        (f"{MOUNT}{'x' * 5000}", "404 Not Found", "Not here"),
    ],
)
def test_path_has_the_file_of_the_site_and_no_other(site: LiveSite, path: str, status: str, text: str) -> None:
    said, headers, content = ask(site, path)
    assert said == status
    assert content.startswith(f"<body>{text}") or content == text
    assert int(headers["Content-Length"]) == len(content.encode())


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/", "/some/course/"),
        ("/some/course", "/some/course/"),
        (f"{MOUNT}week01", "/some/course/week01/"),
        (f"{MOUNT}/week01", "/some/course//week01/"),
    ],
)
def test_folder_without_its_slash_leads_to_the_one_with_it(site: LiveSite, path: str, location: str) -> None:
    status, headers, _ = ask(site, path)
    assert (status, headers["Location"]) == ("302 Found", location)


def test_redirect_leads_to_no_other_server(folder: Path) -> None:
    site = LiveSite("/")
    site.show(folder)
    assert ask(site, "//week01")[1]["Location"] == "/week01/"


def test_page_is_there_as_soon_as_a_site_is() -> None:
    site = LiveSite("/")
    status, _, text = ask(site, "/")
    assert status == "503 Service Unavailable"
    assert "being built" in text
    assert "/livereload/" in text
    site.fail("mkdocs.yml:1: found <b>")
    status, _, text = ask(site, "/")
    assert status == "200 OK"
    assert "mkdocs.yml:1: found &lt;b&gt;" in text


def test_error_stands_over_the_last_good_page_until_there_is_another(site: LiveSite, folder: Path) -> None:
    site.fail("main.html:1: found what is wrong")
    for path in (MOUNT, f"{MOUNT}nothing/"):
        text = ask(site, path)[2]
        assert text.index("<body>") < text.index("found what is wrong") < text.index("</body>")
    site.show(folder)
    assert "found what is wrong" not in ask(site, MOUNT)[2]


def test_browser_that_waits_hears_of_the_next_version(site: LiveSite, folder: Path) -> None:
    version = ask(site, "/livereload/")[2]
    assert version
    assert f'const version = "{version}"' in ask(site, MOUNT)[2]
    heard: list[str] = []
    waiting = threading.Thread(target=lambda: heard.append(ask(site, f"/livereload/{version}")[2]))
    waiting.start()
    site.show(folder)
    waiting.join(60)
    assert heard not in ([], [version])


def test_two_runs_of_the_server_have_no_version_in_common(folder: Path) -> None:
    versions = set()
    for _ in range(2):
        site = LiveSite(MOUNT)
        site.show(folder)
        versions.add(ask(site, "/livereload/")[2])
    assert len(versions) == 2
