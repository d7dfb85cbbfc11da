"""No link of the built site is dead, wherever it is served, and no page loads anything from another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from every_page import ALL
from links import Link, Site, css_addresses, read
from projects import ROOT, Built, mkdocs

FOLDER = "https://example.org/courses/dl/"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our site, built for a folder of its host."""
    folder = tmp_path_factory.mktemp("below")
    config = folder / "mkdocs.yml"
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nhooks: ['{ROOT / 'hooks' / 'mkdocs_hooks.py'}']\n"
        f"theme: {{custom_dir: '{ROOT / 'overrides'}'}}\nsite_url: {FOLDER}\nwatch: []\n",
        "utf-8",
    )
    for shared in ("docs", "snippets", ".cache"):
        (ROOT / shared).mkdir(exist_ok=True)
        (folder / shared).symlink_to(ROOT / shared)
    done = mkdocs("build", "--strict", "-f", str(config), "-d", str(folder / "site"))
    assert done.returncode == 0, done.stderr
    return folder / "site"


def write(folder: Path, **files: str) -> Site:
    """Write pages into a folder: ``write(folder, index="…", other="…")``."""
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return Site(folder, FOLDER)


def test_every_link_and_anchor_of_our_site_leads_somewhere(built: Built) -> None:
    assert list(Site(built.site, "http://localhost:8000/").findings()) == []


def test_every_link_leads_somewhere_also_below_a_folder_of_the_host(below: Path) -> None:
    assert list(Site(below, FOLDER).findings()) == []


def test_pages_that_the_tests_read_are_all_pages_of_the_site(built: Built) -> None:
    files = {file.relative_to(built.site).as_posix() for file in built.site.rglob("*.html")}
    assert files == {path if path.endswith(".html") else f"{path}index.html" for path in ALL}


def test_no_link_of_our_site_goes_out_unencrypted(built: Built) -> None:
    addresses = {link.address for file in built.site.rglob("*.html") for link in read(file.read_text("utf-8"))[0]}
    plain = {one for one in addresses if re.match("(?i)http:", one) and not one.startswith("http://localhost:8000/")}
    assert plain == set()


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ('<a href="missing/">x</a>', "a leads nowhere: missing/"),
        ('<a href="other.html#nowhere">x</a>', "a leads to no anchor: other.html#nowhere"),
        ('<a href="#nowhere">x</a>', "a leads to no anchor: #nowhere"),
        ('<a href="../../up/">x</a>', "a leaves the folder of the site: ../../up/"),
        ('<a href="/other.html">x</a>', "a leaves the folder of the site: /other.html"),
        ('<img src="missing.png" alt="">', "img leads nowhere: missing.png"),
        ('<div><img src=missing.png alt=""></div>', "img leads nowhere: missing.png"),
        ('<img srcset="other.html 1x, missing.png 2x" alt="">', "img leads nowhere: missing.png"),
        (
            '<script src="https://cdn.example.com/x.js"></script>',
            "script of another host: https://cdn.example.com/x.js",
        ),
        ('<link rel=stylesheet href="//cdn.example.com/x.css">', "link of another host: //cdn.example.com/x.css"),
        ("<style>@import 'missing.css';</style>", "style leads nowhere: missing.css"),
        ('<p style="background: url(missing.png)"></p>', "p leads nowhere: missing.png"),
        ('<p id="a"></p><p id="a"></p>', "id twice: a"),
        ('<a href="javascript:x()">x</a>', "script in an address: javascript:x()"),
    ],
)
def test_fault_is_found(tmp_path: Path, html: str, fault: str) -> None:
    assert list(write(tmp_path, index=html, other="").findings()) == [f"index.html: {fault}"]


def test_what_is_there_is_no_fault(tmp_path: Path) -> None:
    html = """
      <a href="">x</a><a href="#">x</a><a href="#a%20b">x</a><a href="https://example.com/x#y">x</a><p id="a b"></p>
      <a href="other.html#c">x</a><a href="/courses/dl/">x</a><a href="mailto:a@example.org">x</a>
      <img src="data:image/png;base64,AA" alt=""><link rel="canonical" href="https://example.org/courses/dl/">
      <!-- <a href="missing/">x</a> -->
    """
    assert list(write(tmp_path, index=html, other='<a name="c"></a>').findings()) == []


def test_links_of_a_page_are_told_apart_by_who_follows_them() -> None:
    links, ids = read('<p id="a"><a href="x.html">x</a><link rel="preload" href="x.woff2"><img src="x.png">')
    assert links == [
        Link("a", "x.html", loaded=False),
        Link("link", "x.woff2", loaded=True),
        Link("img", "x.png", loaded=True),
    ]
    assert ids == ["a"]
    face = (
        "@font-face { src: url(a.woff2) format('woff2'), url(a.woff) format('woff'), url(a.ttf) format(\"truetype\") }"
    )
    assert css_addresses(face) == ["a.woff2"]
    assert css_addresses("/* url(a) */ @import 'b'; p { background: url( \"c\" ) }") == ["b", "c"]
