"""Dead public links are named once, with all their places; servers are asked gently. Nobody but a server of the test is asked."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from dragoman.cli.main import main
from dragoman.pages.lecture import parse
from dragoman.pages.library import Library
from dragoman.website import external
from dragoman.website.external import Patience

PATIENCE = Patience(timeout=0.5, tries=2, pause=0.01)
HEAD = "---\nlang: {}\nlang-ref: x\ntitle: x\n---\n\n"


@dataclass
class Asked:
    """A server, and what it was asked."""

    address: str = ""
    requests: list[str] = field(default_factory=list)
    at_once: int = 0
    most: int = 0


@pytest.fixture
def server() -> Iterator[Asked]:
    asked = Asked()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            with lock:
                asked.requests.append(f"{self.command} {self.path}")
                times = asked.requests.count(f"{self.command} {self.path}")
                asked.at_once += 1
                asked.most = max(asked.most, asked.at_once)
            time.sleep(2 if "slow" in self.path else 0.02)
            status = {
                "/gone": 404,
                "/private": 403,
                "/only-get": 200 if self.command == "GET" else 500,
                "/later": 200 if times > 1 else 503,
                "/moved": 301,
                "/broken": 500,
            }.get(self.path, 200)
            with lock:
                asked.at_once -= 1
            self.send_response(status)
            if status == 301:
                self.send_header("Location", "/gone")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET = answer  # noqa: N815 - the names are the library's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing of who does not wait."""

    running = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    asked.address = f"http://127.0.0.1:{running.server_port}"
    yield asked
    running.shutdown()
    running.server_close()


def library(**pages: str) -> Library:
    read = {}
    for name, body in pages.items():
        lang, _, stem = name.partition("_")
        page = parse(PurePosixPath(lang, f"{stem}.md"), (HEAD.format(lang) + body).encode())
        read[page.path] = page
    return Library(Path("docs"), ("en", "fr"), "en", read, ())


def dead(read: Library, *leave: str) -> list[str]:
    return [str(one) for one in external.find(external.addresses(read, "docs"), leave, PATIENCE)]


def test_dead_address_is_one_finding_with_all_its_places(server: Asked) -> None:
    link = f"[x]({server.address}/gone)"
    read = library(
        en_a=f"{link}\n\n[there]({server.address}/gone#place)", fr_a=f"Un\n\n{link}", en_b=f"[y]({server.address}/)"
    )
    (only,) = dead(read)
    assert only == (
        f"docs/en/a.md:7: link.external: found the answer 404 at {server.address}/gone (also docs/en/a.md:9, "
        "docs/fr/a.md:9), expected a page: correct the address, or leave it out"
    )
    assert Counter(server.requests) == {"HEAD /gone": 1, "GET /gone": 1, "HEAD /": 1}


@pytest.mark.parametrize("path", ["/fine", "/private", "/only-get", "/later"])
def test_address_where_somebody_answers_is_not_dead(server: Asked, path: str) -> None:
    assert dead(library(en_a=f'<a href="{server.address}{path}">x</a>')) == []


@pytest.mark.parametrize(("path", "why"), [("/moved", "404"), ("/broken", "500"), ("/slow", "timed out")])
def test_address_that_gives_no_page_is_dead(server: Asked, path: str, why: str) -> None:
    (only,) = dead(library(en_a=f"![x]({server.address}{path})"))
    assert why in only
    assert sum(request.endswith(path) for request in server.requests) <= 2 * PATIENCE.tries


def test_no_server_and_no_address_are_told_apart() -> None:
    found = dead(library(en_a="[x](http://127.0.0.1:9/) [y](http://[x) [z](http://a..b/)"))
    assert len(found) == 3
    assert "no server" in found[0]


def test_code_comments_and_pages_of_the_course_are_not_asked_for() -> None:
    body = "`[x](http://a.test/)`\n\n<!-- [x](http://b.test/) -->\n\n[x](b.md) [y](mailto:a@b.test)\n\n```\nhttp://c.test/\n```"
    assert external.addresses(library(en_a=body), "docs") == {}


def test_addresses_to_be_left_alone_are_not_asked_for(server: Asked) -> None:
    read = library(en_a=f"[x]({server.address}/gone) [y]({server.address}/fine)")
    assert dead(read, f"{server.address}/g*") == []
    assert server.requests == ["HEAD /fine"]


def test_no_server_is_asked_by_many_at_a_time(server: Asked) -> None:
    assert dead(library(en_a=" ".join(f"[x]({server.address}/{number})" for number in range(20)))) == []
    assert len(server.requests) == 20
    assert server.most <= 2


def test_command_prints_dead_addresses_and_nothing_else(server: Asked, tmp_path: Path) -> None:
    (tmp_path / "docs" / "en").mkdir(parents=True)
    text = HEAD.format("en") + f"[x]({server.address}/gone) [y](nowhere.md)\n"
    (tmp_path / "docs" / "en" / "a.md").write_text(text, "utf-8")
    docs = tmp_path / "docs"
    done = CliRunner().invoke(main, ["check", "--external", "--docs", str(docs)])
    assert done.exit_code == 1
    assert done.output.count("\n") == 1
    assert f"{docs}/en/a.md:7: link.external: found the answer 404 at" in done.output
    spared = CliRunner().invoke(main, ["check", "--external", "--leave", f"{server.address}/*", "--docs", str(docs)])
    assert (spared.exit_code, spared.output) == (0, "")
