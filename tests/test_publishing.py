"""The site on hosts: the workflows say what exists, and the archive works wherever it is unpacked."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from dragoman.cli.main import main as course
from projects import ROOT, Built, call

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def jobs(file: Path) -> dict[str, dict]:
    return yaml.safe_load(file.read_text("utf-8"))["jobs"]


def steps(file: Path) -> Iterator[dict]:
    for job in jobs(file).values():
        yield from job["steps"]


def commands(file: Path) -> Iterator[list[str]]:
    for step in steps(file):
        for line in step.get("run", "").splitlines():
            yield shlex.split(line)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Path:
    """The site as ``make zip`` packs it."""
    folder = tmp_path_factory.mktemp("archive")
    done = call("python", str(ROOT / "tests" / "pack.py"), str(built.site), str(folder / "site.zip"))
    assert done.returncode == 0, done.stderr
    return folder / "site.zip"


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_commands_of_a_workflow_exist(file: Path) -> None:
    known = {"make": TARGETS, "course": set(course.commands), "npm": {"ci"}, "python": {"-m"}}
    run = list(commands(file))
    assert run
    for command, *arguments in run:
        assert arguments[0] in known[command] if command in known else command == "cd" or shutil.which(command)
        if command == "course":
            options = {option for one in course.commands[arguments[0]].params for option in one.opts}
            assert {one for one in arguments if one.startswith("-")} <= options


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_actions_of_a_workflow_are_official_and_of_one_major_version(file: Path) -> None:
    used = [step["uses"] for step in steps(file) if "uses" in step]
    assert [one for one in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", one)] == []
    # A step does one thing.
    assert all(("uses" in step) != ("run" in step) for step in steps(file))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_do_no_more_than_it_must(file: Path) -> None:
    assert yaml.safe_load(file.read_text("utf-8"))["permissions"] == {"contents": "read"}
    writing = {name for name, job in jobs(file).items() if "write" in job.get("permissions", {}).values()}
    assert writing <= {"deploy"}
    assert all("timeout-minutes" in job for job in jobs(file).values())


def test_pages_publishes_the_folder_that_make_builds() -> None:
    uploads = [step for step in steps(ROOT / ".github/workflows/pages.yml") if "upload-pages" in step.get("uses", "")]
    site_dir = re.search(r"^site_dir: (.+)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert [step["with"]["path"] for step in uploads] == [site_dir[1]]


def test_pull_requests_are_checked_with_annotations() -> None:
    check = ROOT / ".github/workflows/check.yml"
    # YAML 1.1 reads the key "on" as true.
    assert "pull_request" in yaml.safe_load(check.read_text("utf-8"))[True]
    # What is not translated yet is no fault of a pull request.
    assert ["course", "check", "--format", "github", "--fail-on", "error"] in list(commands(check))
    made = [line for command in commands(check) if command[0] == "make" for line in made_by(command)]
    checks = [line for line in made if Path(line[0]).name == "course" and line[1] == "check"]
    assert checks
    assert [line for line in checks if line[2:] != ["--fail-on", "error"]] == []
    tests = [line for line in made if line[1:3] == ["-m", "pytest"]]
    assert tests
    assert [line for line in tests if line[-2:] != ["-m", "not complete"]] == []


def made_by(command: list[str]) -> list[list[str]]:
    """Return the commands that a call of make would run."""
    done = subprocess.run([*command, "--dry-run"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [shlex.split(line) for line in done.stdout.splitlines() if line.startswith(".venv/bin/")]


def test_archive_holds_the_site_in_one_folder(archive: Path, built: Built) -> None:
    with zipfile.ZipFile(archive) as packed:
        names = {name for name in packed.namelist() if not name.endswith("/")}
    files = {f"site/{file.relative_to(built.site).as_posix()}" for file in built.site.rglob("*") if file.is_file()}
    assert names == files


@pytest.fixture
def unpacked(archive: Path, tmp_path: Path) -> Path:
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "some where")
    return tmp_path


@pytest.mark.parametrize("path", ["", "week05/05-1/", "ar/week05/05-1/", "tr/glossary/"])
def test_archive_works_from_a_local_server_below_any_path(
    browser: Browser, serve: Callable[[Path], str], unpacked: Path, path: str
) -> None:
    page = browser.new_page()
    failures = []
    page.on("response", lambda response: failures.append(response.url) if response.status >= 400 else None)
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(f"{serve(unpacked)}/some%20where/site/{path}", wait_until="load")
    page.keyboard.press("/")
    page.locator(".course-search__query").fill("SGD")
    page.locator(".course-search__results > li").first.wait_for()
    assert failures == []
    page.close()


@pytest.mark.parametrize("path", ["week05/05-1/index.html", "ar/week05/05-1/index.html"])
def test_archive_can_be_read_from_the_disk_search_aside(browser: Browser, unpacked: Path, path: str) -> None:
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    failures = []
    page.on("requestfailed", lambda request: failures.append(request.url))
    page.goto((unpacked / "some where" / "site" / path).as_uri(), wait_until="load")
    page.evaluate("document.fonts.ready.then(() => 1)")
    # From the disk a browser loads nothing ahead of its use.
    ahead = page.evaluate("[...document.querySelectorAll('link[rel=preload]')].map((link) => link.href)")
    assert [one for one in failures if one not in ahead] == []
    assert page.locator(".course-search").count() == 0
    assert page.locator("article .katex").first.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    face = "IBM Plex Sans Arabic" if path.startswith("ar") else "IBM Plex Sans"
    assert page.evaluate(
        "face => [...document.fonts].some((one) => one.family.includes(face) && one.status === 'loaded')", face
    )
    page.close()
