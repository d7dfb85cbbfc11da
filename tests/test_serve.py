"""``mkdocs serve`` shows what is wrong, goes on, and recovers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT, Project

PATIENCE = 60  # seconds


@pytest.fixture
def address(project: Project, request: pytest.FixtureRequest) -> Iterator[str]:
    """A server of a small course with an error in its Turkish page; the parameter holds flags."""
    project.write("tr/index.md", "lang: tr\nlang-ref: home\ntitle: Ana sayfa", r"Merhaba $\yok$.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (project.folder / "serve.log").open("w") as log:
        process = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("mkdocs")),
                "serve",
                "-a",
                f"127.0.0.1:{port}",
                "-f",
                str(project.folder / "mkdocs.yml"),
                *getattr(request, "param", ()),
            ],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def _wait_for(url: str, *, contains: str, without: str = "\0") -> str:
    """Return the page as soon as it contains one text and not the other."""
    end = time.monotonic() + PATIENCE
    page = ""
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
                page = answer.read().decode()
        except OSError:
            page = ""
        if contains in page and without not in page:
            return page
        time.sleep(0.2)
    pytest.fail(f"{url} did not show {contains!r} without {without!r}; it showed {page[:2000]}")


def test_serve_shows_findings_and_recovers_when_the_file_is_mended(project: Project, address: str) -> None:
    page = _wait_for(f"{address}/tr/", contains="docs/tr/index.md:7: math: found \\yok")
    assert "Merhaba" in page
    assert "finding" not in _wait_for(f"{address}/fr/", contains="Welcome.")
    project.write("tr/index.md", "lang: tr\nlang-ref: home\ntitle: Ana sayfa", "Selam $x$.")
    _wait_for(f"{address}/tr/", contains="Selam", without="math: found")
    project.write_bytes("fr/index.md", b"---\nlang: fr\nlang-ref: home\ntitle: x\n---\n\n\xff\n")
    _wait_for(f"{address}/fr/", contains="docs/fr/index.md:7: encoding.utf-8")
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil", "Bonjour.")
    _wait_for(f"{address}/fr/", contains="Bonjour.", without="encoding")
    log = (project.folder / "serve.log").read_text()
    assert "docs/tr/index.md:7: math: found" in log
    assert "Traceback" not in log


def test_serve_shows_the_error_of_a_snippet_and_recovers_when_it_is_mended(project: Project, address: str) -> None:
    fence = '```python exec="1" snippet="05-1-sum" source="above"\n```'
    url = f"{address}/week05/05-1/"
    _wait_for(url, contains="Gradient descent")
    project.snippet("05-1-sum", "x = 1\n\nx / 0\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", f"Summed.\n\n{fence}")
    page = _wait_for(url, contains="snippets/week05/05-1-sum.py:3: ")
    assert "Summed." in page
    assert "ZeroDivisionError: division by zero" in page.partition("Summed.")[2]
    project.snippet("05-1-sum", "print('sum', 40 + 2)\n")
    _wait_for(url, contains="sum 42", without="ZeroDivisionError")
    project.snippet("05-1-sum", "print('sum', 40 + 3)\n")
    _wait_for(url, contains="sum 43", without="sum 42")
    assert "Traceback (most" not in (project.folder / "serve.log").read_text()


def test_serve_gives_a_translation_the_anchors_that_its_english_page_has_now(project: Project, address: str) -> None:
    project.write("fr/week05/05.md", "lang: fr\nlang-ref: ch.05\ntitle: Semaine 5", "## Descente")
    _wait_for(f"{address}/fr/week05/05/", contains='<h2 id="gradient-descent">')
    project.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Momentum")
    _wait_for(f"{address}/fr/week05/05/", contains='<h2 id="momentum">', without="gradient-descent")


@pytest.mark.parametrize("address", [("--strict",)], indirect=True)
def test_strict_server_serves_and_shows_findings(project: Project, address: str) -> None:
    page = _wait_for(f"{address}/tr/", contains="docs/tr/index.md:7: math: found \\yok")
    assert "Merhaba" in page
    project.write("fr/index.md", "lang-ref: home\ntitle: x", "Bonjour.")
    _wait_for(f"{address}/fr/", contains="docs/fr/index.md:1: front-matter.lang: found no lang")
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: x", "Bonjour encore.")
    _wait_for(f"{address}/fr/", contains="Bonjour encore.", without="front-matter.lang")


def test_serve_shows_a_translation_without_what_it_may_not_bring(project: Project, address: str) -> None:
    body = "Bonjour <script>window.pwned=1</script> [mot](https://evil.example/)."
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil\nhide: [toc]", body)
    page = _wait_for(f"{address}/fr/", contains="docs/fr/index.md:8: trust.html: found &lt;script&gt;")
    assert "docs/fr/index.md:8: trust.host: found a link to evil.example" in page
    assert "docs/fr/index.md:5: trust.front-matter" in page
    assert "Bonjour" in page
    assert "<script>window.pwned" not in page
    assert 'href="https://evil.example' not in page


def test_what_an_editor_leaves_is_not_served(project: Project, address: str) -> None:
    for name in ("05-1.md~", "#05-1.md#", "4913"):
        project.write(f"en/week05/{name}", "title: x", "LEFTOVER")
    project.write("en/index.md", "lang-ref: home\ntitle: Home", "Saved later.")
    _wait_for(f"{address}/", contains="Saved later.")
    for name in ("05-1.md~", "%2305-1.md%23", "4913"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/week05/{name}", timeout=PATIENCE)
