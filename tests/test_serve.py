"""``mkdocs serve`` shows what is wrong, goes on, and recovers; it neither grows nor hangs, and leaves nothing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dragoman.website.assets import THEME
from projects import ROOT, Project, call
from serving import PATIENCE, Server
from snippets_folder import leaving

FENCE = '```python exec="1" snippet="05-1-sum" source="above"\n```'
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def server(project: Project, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of a small course with an error in its Turkish page; the parameter holds flags."""
    project.write("tr/index.md", "lang: tr\nlang-ref: home\ntitle: Ana sayfa", r"Merhaba $\yok$.")
    flags = getattr(request, "param", ())
    with Server(project.folder / "mkdocs.yml", project.folder / "serve.log", *flags) as server:
        yield server


def test_serve_shows_findings_and_recovers_when_the_file_is_mended(project: Project, server: Server) -> None:
    page = server.wait_for("/tr/", contains="docs/tr/index.md:7: math: found \\yok")
    assert "Merhaba" in page
    assert "finding" not in server.wait_for("/fr/", contains="Welcome.")
    project.write("tr/index.md", "lang: tr\nlang-ref: home\ntitle: Ana sayfa", "Selam $x$.")
    server.wait_for("/tr/", contains="Selam", without="math: found")
    project.write_bytes("fr/index.md", b"---\nlang: fr\nlang-ref: home\ntitle: x\n---\n\n\xff\n")
    server.wait_for("/fr/", contains="docs/fr/index.md:7: encoding.utf-8")
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil", "Bonjour.")
    server.wait_for("/fr/", contains="Bonjour.", without="encoding")
    log = server.log
    assert "docs/tr/index.md:7: math: found" in log
    assert "Traceback" not in log


def test_serve_shows_the_error_of_a_snippet_and_recovers_when_it_is_mended(project: Project, server: Server) -> None:
    fence = '```python exec="1" snippet="05-1-sum" source="above"\n```'
    url = "/week05/05-1/"
    server.wait_for(url, contains="Gradient descent")
    project.snippet("05-1-sum", "x = 1\n\nx / 0\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", f"Summed.\n\n{fence}")
    page = server.wait_for(url, contains="snippets/week05/05-1-sum.py:3: ")
    assert "Summed." in page
    assert "ZeroDivisionError: division by zero" in page.partition("Summed.")[2]
    project.snippet("05-1-sum", "print('sum', 40 + 2)\n")
    server.wait_for(url, contains="sum 42", without="ZeroDivisionError")
    project.snippet("05-1-sum", "print('sum', 40 + 3)\n")
    server.wait_for(url, contains="sum 43", without="sum 42")
    assert "Traceback (most" not in server.log


def test_serve_gives_a_translation_the_anchors_that_its_english_page_has_now(project: Project, server: Server) -> None:
    project.write("fr/week05/05.md", "lang: fr\nlang-ref: ch.05\ntitle: Semaine 5", "## Descente")
    server.wait_for("/fr/week05/05/", contains='<h2 id="gradient-descent">')
    project.write("en/week05/05.md", "lang-ref: ch.05\ntitle: Week 5", "## Momentum")
    server.wait_for("/fr/week05/05/", contains='<h2 id="momentum">', without="gradient-descent")


@pytest.mark.parametrize("server", [("--strict",)], indirect=True)
def test_strict_server_serves_and_shows_findings(project: Project, server: Server) -> None:
    page = server.wait_for("/tr/", contains="docs/tr/index.md:7: math: found \\yok")
    assert "Merhaba" in page
    project.write("fr/index.md", "lang-ref: home\ntitle: x", "Bonjour.")
    server.wait_for("/fr/", contains="docs/fr/index.md:1: front-matter.lang: found no lang")
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: x", "Bonjour encore.")
    server.wait_for("/fr/", contains="Bonjour encore.", without="front-matter.lang")


def test_serve_shows_a_translation_without_what_it_may_not_bring(project: Project, server: Server) -> None:
    body = "Bonjour <script>window.pwned=1</script> [mot](https://evil.example/)."
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil\nhide: [toc]", body)
    page = server.wait_for("/fr/", contains="docs/fr/index.md:8: trust.html: found &lt;script&gt;")
    assert "docs/fr/index.md:8: trust.host: found a link to evil.example" in page
    assert "docs/fr/index.md:5: trust.front-matter" in page
    assert "Bonjour" in page
    assert "<script>window.pwned" not in page
    assert 'href="https://evil.example' not in page


@linux
def test_twenty_saves_leave_as_many_processes_and_threads_as_one(project: Project, server: Server) -> None:
    project.snippet("05-1-sum", "print('sum', 40 + 2)\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", f"With $x$.\n\n{FENCE}")
    server.wait_for("/week05/05-1/", "sum 42")
    counts = []
    for number in range(20):
        project.write("en/index.md", "lang-ref: home\ntitle: Home", f"Saved {number} times: $x^{{{number}}}$.")
        server.wait_for("/", f"Saved {number} times")
        counts.append((len(server.processes()), sum(map(_threads, server.processes()))))
    # The server, what builds, and what forks for snippets; an engine for JavaScript is threads.
    assert {processes for processes, _ in counts[3:]} == {3}
    # One waits to build the whole site, one answers a browser.
    threads = [threads for _, threads in counts[3:]]
    assert max(threads) - min(threads) <= 2
    assert "Traceback" not in server.log


def _threads(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/task").iterdir()))


@linux
def test_last_good_page_is_served_while_a_build_runs(project: Project, server: Server) -> None:
    server.wait_for("/", "Welcome.")
    _build_without_end(project, server)
    project.write("en/index.md", "lang-ref: home\ntitle: Home", "Never seen.")
    for path, text in (("/", "Welcome."), ("/week05/05-1/", "Gradient descent")):
        assert text in server.get(path)
    assert "build-error" not in server.get("/")


def _build_without_end(project: Project, server: Server) -> None:
    """Have a snippet run that does not end before its limit, and wait until it does."""
    mark = project.folder / "traces" / "runs"
    source = f"# time-limit: 600\n{leaving(mark, 'runs')}while True:\n    pass\n"
    project.snippet("05-1-sum", source)
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", f"Never seen.\n\n{FENCE}")
    end = time.monotonic() + PATIENCE
    while not mark.exists():
        assert time.monotonic() < end, server.log
        time.sleep(0.05)


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("when", ["waiting", "building"])
def test_end_of_the_server_is_the_end_of_all_that_it_started(
    project: Project, when: str, number: signal.Signals
) -> None:
    # Not below a long path: the names of sockets are short.
    scratch = Path(tempfile.mkdtemp())
    with Server(project.folder / "mkdocs.yml", project.folder / "serve.log", TMPDIR=str(scratch)) as server:
        server.wait_for("/", "Welcome.")
        if when == "building":
            _build_without_end(project, server)
        family = server.processes()
        assert len(family) == (5 if when == "building" else 2), family
        server.process.send_signal(number)
        server.process.wait(PATIENCE)
    end = time.monotonic() + PATIENCE
    while left := [pid for pid in family if Path(f"/proc/{pid}/exe").exists()]:
        assert time.monotonic() < end, [family[pid] for pid in left]
        time.sleep(0.05)
    scratch.rmdir()  # there is nothing in it
    assert "Traceback" not in server.log


BREAKING = [
    ("overrides/main.html", "{% bogus %}", "overrides/main.html:1: found Encountered unknown tag 'bogus'"),
    ("overrides/main.html", "{{ nothing.there }}", "overrides/main.html:1: found UndefinedError: 'nothing'"),
    ("docs/own.css", "a {\n  color: red;\n", "docs/own.css:1: found { that is never closed"),
    ("docs/own.css", None, "mkdocs.yml: found no own.css"),
    ("mkdocs.yml", "nav: [a\n", "mkdocs.yml:2: found text that is not YAML"),
    ("mkdocs.yml", "INHERIT: nowhere.yml\n", "nowhere.yml"),
    ("mkdocs.yml", "site_name: x\nplugins: [nothing]\n", 'The "nothing" plugin is not installed'),
]


def test_what_breaks_a_build_is_said_over_the_last_good_page_until_it_is_mended(project: Project) -> None:
    shutil.copytree(THEME / "templates", project.folder / "overrides")
    config = project.folder / "mkdocs.yml"
    text = config.read_text("utf-8").replace(str(ROOT / "overrides"), "overrides")
    config.write_text(f"{text}extra_css: [own.css]\n", "utf-8")
    (project.folder / "docs" / "own.css").write_text("a {}\n")
    with Server(config, project.folder / "serve.log") as server:
        server.wait_for("/", "Welcome.")
        for file, broken, said in BREAKING:
            good = (project.folder / file).read_bytes()
            if broken is None:
                (project.folder / file).unlink()
            else:
                (project.folder / file).write_text(broken)
            assert "\n" not in server.wait_for_error("/fr/", said)
            assert "Welcome." in server.get("/")
            assert len([line for line in server.log.splitlines() if said in line]) == 1
            (project.folder / file).write_bytes(good)
            server.wait_for("/", "Welcome.", without="build-error")
        assert "Traceback" not in server.log


def test_course_that_cannot_be_built_at_first_is_served_when_it_is_mended(project: Project, tmp_path: Path) -> None:
    own = project.folder / "docs" / "own.css"
    own.write_text("a {")
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "extra_css: [own.css]\n", "utf-8")
    with Server(config, tmp_path / "serve.log") as server:
        assert "docs/own.css:1: found {" in server.wait_for_error("/", "own.css")
        own.write_text("a {}")
        server.wait_for("/", "Welcome.", without="build-error")


def test_change_of_the_generators_own_code_starts_the_server_anew(project: Project, browser: Browser) -> None:
    code = project.folder / "hooks"
    shutil.copytree(ROOT / "hooks", code, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    (project.folder / "node_modules").symlink_to(ROOT / "node_modules")
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace(str(ROOT / "hooks"), str(code)), "utf-8")
    module = code / "dragoman" / "rendering" / "permalinks.py"
    good = module.read_text("utf-8")
    with Server(config, project.folder / "serve.log", PYTHONPATH=str(code)) as server:
        server.wait_for("/", "Welcome.")
        with browser.new_page() as page:
            page.goto(f"{server.address}/", wait_until="load")
            module.write_text(f"{good}\n)\n", "utf-8")
            assert "permalinks.py" in server.wait_for_error("/", "SyntaxError")
            page.wait_for_selector("#build-error", timeout=1000 * PATIENCE)
            anew = "name = lambda tree, _: tree.put(tree.last_in(tree.root), '<p>Made anew.</p>')"
            module.write_text(f"{good}\n\n{anew}\n", "utf-8")
            page.wait_for_selector("text=Made anew.", timeout=1000 * PATIENCE)
        assert "starting anew" in server.log
        assert server.process.pid in server.processes()
        project.write("en/index.md", "lang-ref: home\ntitle: Home", "Written after it.")
        assert "Made anew." in server.wait_for("/", "Written after it.")


def test_course_without_snippets_is_served(project: Project) -> None:
    shutil.rmtree(project.folder / "snippets")
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("watch: [snippets]\n", ""), "utf-8")
    with Server(project.folder / "mkdocs.yml", project.folder / "serve.log") as server:
        server.wait_for("/", "Welcome.")
        project.write("en/index.md", "lang-ref: home\ntitle: Home", "Saved.")
        server.wait_for("/", "Saved.")
    assert "Traceback" not in server.log


@linux
def test_nothing_forks_in_a_build(project: Project) -> None:
    project.snippet("05-1-sum", "print(1)\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", f"With $x$.\n\n{FENCE}")
    for number in range(40):
        meta = f"lang-ref: part{number}\ntitle: Part {number}"
        project.write(f"en/part{number}.md", meta, "A sentence.")
        project.write(f"fr/part{number}.md", f"lang: fr\n{meta}", "<!-- A sentence. -->\n\nUne phrase.")
    trace = project.folder / "trace"
    (project.folder / "sitecustomize.py").write_text(
        "import os, sys\n\ndef tell(event, _):\n    if event.startswith('os.fork'):\n"
        f"        with open({str(trace)!r}, 'a') as file:\n            print(sys.argv[0], file=file)\n\n"
        "sys.addaudithook(tell)\n"
    )
    path = os.pathsep.join(filter(None, [str(project.folder), os.environ.get("PYTHONPATH")]))
    built = call("mkdocs", "build", "-f", str(project.folder / "mkdocs.yml"), PYTHONPATH=path)
    assert built.returncode == 0, built.stderr
    forking = set(trace.read_text().split())
    assert {Path(name).name for name in forking} == {"fork_server.py"}


def test_what_an_editor_leaves_is_not_served(project: Project, server: Server) -> None:
    for name in ("05-1.md~", "#05-1.md#", "4913"):
        project.write(f"en/week05/{name}", "title: x", "LEFTOVER")
    project.write("en/index.md", "lang-ref: home\ntitle: Home", "Saved later.")
    server.wait_for("/", contains="Saved later.")
    for name in ("05-1.md~", "%2305-1.md%23", "4913"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{server.address}/week05/{name}", timeout=PATIENCE)
