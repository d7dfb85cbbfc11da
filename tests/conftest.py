"""Fixtures: the built site, built copies of it, and a browser to look at them."""

from __future__ import annotations

import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, sync_playwright

from browser import find
from examples_course import Course

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fr", "tr", "ar")
SITE = "https://example.org/course/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000280000001e08020000003c1c2b910000000c4944415478da6360a02f0000008500010d0a2db4"
    "0000000049454e44ae426082"
)
LECTURES = {lang: ("" if lang == "en" else f"{lang}/") + "week05/05-1/" for lang in LANGUAGES}


# What makes a test of a room slow, by the fixture that it asks for; tests beside the rooms are of whole sites.
_SLOW = {"behind", "browser", "built", "corpus_folder", "course", "drawn", "folder", "partial", "project", "scheduler"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that ``make test-quick`` leaves out."""
    for item in items:
        if item.path.parent == ROOT / "tests" or _SLOW & set(getattr(item, "fixturenames", ())):
            item.add_marker("slow")


@dataclass(frozen=True)
class Built:
    """What ``mkdocs build`` did."""

    site: Path
    returncode: int
    output: str

    def page(self, path: str) -> str:
        """Return the HTML of a page by its URL path."""
        return (self.site / path / "index.html").read_text("utf-8")

    def pages(self) -> Iterator[tuple[str, str]]:
        """Yield the URL path and the HTML of each page."""
        for file in sorted(self.site.rglob("index.html")):
            folder = file.parent.relative_to(self.site).as_posix()
            yield ("" if folder == "." else f"{folder}/"), file.read_text("utf-8")


def call(command: str, *arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment as a user does, without what this process sets for its own MkDocs."""
    inherited = {key: value for key, value in os.environ.items() if key != "NO_MKDOCS_2_WARNING"}
    return subprocess.run(
        [str(Path(sys.executable).with_name(command)), *arguments],
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def mkdocs(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs in our own project."""
    return call("mkdocs", *arguments, **environment)


class Project:
    """A small course of its own in a temporary folder, with our configuration."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"
        (folder / "mkdocs.yml").write_text(
            f"INHERIT: {ROOT / 'mkdocs.yml'}\n"
            f"hooks: ['{ROOT / 'hooks' / 'mkdocs_hooks.py'}']\n"
            f"theme: {{custom_dir: '{ROOT / 'overrides'}'}}\n"
            "watch: [snippets]\n"
            "nav: [index.md, {week05: [week05/05.md, week05/05-1.md]}]\n",
            "utf-8",
        )
        (folder / "snippets" / "week05").mkdir(parents=True)
        self.write("en/index.md", "lang-ref: home\ntitle: Home", "Welcome.")
        self.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Gradient descent\n\nIt descends.")
        self.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", "## Gradient descent\n\nWith $x^2$.")

    def write(self, path: str, meta: str, body: str) -> None:
        """Write a page of the docs folder."""
        self.write_bytes(path, f"---\n{meta}\n---\n\n{body}\n".encode())

    def write_bytes(self, path: str, data: bytes) -> None:
        """Write a file of the docs folder byte for byte."""
        file = self.folder / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def snippet(self, name: str, source: str) -> None:
        """Write a snippet of week 5."""
        (self.folder / "snippets" / "week05" / f"{name}.py").write_text(source, "utf-8")

    def build(self, *arguments: str) -> Built:
        """Build it."""
        done = mkdocs("build", "-f", str(self.folder / "mkdocs.yml"), *arguments)
        return Built(self.site, done.returncode, done.stdout + done.stderr)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def course(project: Project) -> Course:
    return Course(project)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Callable[[str, Callable[[Path], Built]], Built]:
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


Once = Callable[[str, Callable[[Path], Built]], Built]


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
    shutil.copytree(ROOT / "snippets", folder / "snippets")
    done = mkdocs("build", "-f", str(folder / "mkdocs.yml"))
    return Built(folder / "site", done.returncode, done.stdout + done.stderr)


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders on loopback: ``serve(folder)`` is its address."""
    servers = []

    def start(folder: Path) -> str:
        handler = functools.partial(_Silent, directory=str(folder))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that asks nobody but the test's own server."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find(), args=CHROMIUM)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """A page that was opened, and what it asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


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
