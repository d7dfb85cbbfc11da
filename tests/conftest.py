"""Fixtures: the built site, built copies of it, and a browser to look at them."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from browser import CHROMIUM, Visit, find
from examples_course import Course
from projects import PNG, ROOT, SITE, Built, Once, Project, mkdocs

# What makes a test of a room slow, by the fixture that it asks for; tests beside the rooms are of whole sites.
_SLOW = {"behind", "browser", "built", "corpus_folder", "course", "drawn", "folder", "partial", "project", "scheduler"}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use more processes than processors where tests wait for browsers, builds and snippets: those that are slow."""
    processors = max(2, os.cpu_count() or 1)
    return processors if config.option.markexpr == "not slow" else processors * 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ``make test-quick`` leaves out."""
    for item in items:
        if item.path.parent == ROOT / "tests" or _SLOW & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def course(project: Project) -> Course:
    return Course(project)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Build a site once for all processes of a run: ``once(name, build)``, where ``build`` is handed an empty folder."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def built(name: str, build: Callable[[Path], Built]) -> Built:
        folder, record = shared / f"site-{name}", shared / f"site-{name}.json"
        with FileLock(shared / f"site-{name}.lock"):
            if not record.exists():
                folder.mkdir()
                done = build(folder)
                record.write_text(json.dumps([str(done.site), done.returncode, done.output]), "utf-8")
        site, returncode, output = json.loads(record.read_text("utf-8"))
        return Built(Path(site), returncode, output)

    return built


@pytest.fixture(scope="session")
def built(once: Once) -> Built:
    """Our own site."""

    def build(folder: Path) -> Built:
        done = mkdocs("build", "--strict", "-d", str(folder / "site"))
        return Built(folder / "site", done.returncode, done.stdout + done.stderr)

    site = once("ours", build)
    assert site.returncode == 0, site.output
    return site


@pytest.fixture(scope="session")
def partial(once: Once) -> Built:
    """A course below a path, of which only some pages are translated, with images and credits."""
    site = once("partial", _partial)
    assert site.returncode == 0, site.output
    return site


def _partial(folder: Path) -> Built:
    project = Project(folder)
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + f"site_url: {SITE}\n", "utf-8")
    project.write("en/index.md", "lang-ref: home\ntitle: Home", 'Welcome to $x^2$ & more.\n\n<div class="weeks"></div>')
    project.write("ar/index.md", "lang: ar\nlang-ref: home\ntitle: البداية", 'أهلا.\n\n<div class="weeks"></div>')
    project.write_bytes("en/week05/plot.png", PNG)
    project.write(
        "en/week05/05-1.md",
        'lang-ref: ch.05-1\ntitle: "Descent"\nlecturer: A. Lecturer\nauthors: [B. One, C. Two]\ndate: 2026-03-02\n'
        "description: How to descend",
        "## [Gradient *descent*](https://www.youtube.com/watch?v=x&t=754s)\n\nText.\n\n![A plot](plot.png)",
    )
    project.write(
        "fr/week05/05-1.md",
        "lang: fr\nlang-ref: ch.05-1\ntitle: Descente\ntranslator: D. Trois\ntranslation-date: 2026-11-21",
        "## [Descente](https://www.youtube.com/watch?v=x&t=754s)\n\nTexte.",
    )
    return project.build("--strict")


def _folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value:
        pytest.skip(f"{variable} is not set")
    return Path(value).resolve()


@pytest.fixture(scope="session")
def corpus_folder() -> Path:
    """The docs folder of a real course in our format."""
    return _folder("COURSE_CORPUS")


@pytest.fixture(scope="session")
def corpus(once: Once, corpus_folder: Path) -> Built:
    """The site of the real course."""

    def build(folder: Path) -> Built:
        where = {"COURSE_CORPUS": str(corpus_folder), "COURSE_CORPUS_SITE": str(folder / "site")}
        done = mkdocs("build", "-f", str(ROOT / "corpus.yml"), **where)
        return Built(folder / "site", done.returncode, done.stdout + done.stderr)

    return once("corpus", build)


@pytest.fixture(scope="session")
def seeded(once: Once) -> Built:
    """Our site with the seeds in the place of our pages."""
    seeds = _folder("COURSE_SEEDS")
    return once("seeded", lambda folder: _seeded(folder, seeds))


def _seeded(folder: Path, seeds: Path) -> Built:
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copytree(seeds, folder / "docs", dirs_exist_ok=True)
    (folder / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nhooks: ['{ROOT / 'hooks' / 'mkdocs_hooks.py'}']\n"
        f"theme: {{custom_dir: '{ROOT / 'overrides'}'}}\nwatch: []\n",
        "utf-8",
    )
    for shared in ("snippets", ".cache"):
        (folder / shared).symlink_to(ROOT / shared)
    done = mkdocs("build", "-f", str(folder / "mkdocs.yml"))
    return Built(folder / "site", done.returncode, done.stdout + done.stderr)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that goes away before it has all."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders on loopback: ``serve(folder)`` is its address, the same each time."""
    servers: dict[Path, _Server] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            handler = functools.partial(_Silent, directory=str(folder))
            servers[folder] = _Server(("127.0.0.1", 0), handler)
            threading.Thread(target=servers[folder].serve_forever, args=(0.05,), daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that asks nobody but the test's own server."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str], built: Built) -> Iterator[Callable[..., Visit]]:
    """Open pages of our site: ``visit(path, width=390, scheme="dark", javascript=False)``."""
    contexts = []

    def go(
        path: str, *, width: int = 1360, scheme: str = "light", javascript: bool = True, site: Path = built.site
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=javascript
        )
        contexts.append(context)
        visited = Visit(context.new_page())
        visited.page.on("request", lambda request: visited.requests.append(request.url))
        visited.page.on(
            "response", lambda response: visited.failures.append(response.url) if response.status >= 400 else None
        )
        visited.page.goto(f"{address(site)}/{path}", wait_until="load")
        visited.page.evaluate("document.fonts.ready.then(() => true)")
        return visited

    addresses: dict[Path, str] = {}

    def address(site: Path) -> str:
        if site not in addresses:
            addresses[site] = serve(site)
        return addresses[site]

    yield go
    for context in contexts:
        context.close()
