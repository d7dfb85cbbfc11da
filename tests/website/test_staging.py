from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.website.staging import Staging


def site_with(folder: Path, *files: str) -> Path:
    for name in files:
        file = folder / "site" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"previous {name}", "utf-8")
    return folder / "site"


def staged(site: Path, *files: str) -> Staging:
    staging = Staging(site)
    for name in files:
        file = staging.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"new {name}", "utf-8")
    return staging


def contents(site: Path) -> dict[str, str]:
    return {file.relative_to(site).as_posix(): file.read_text("utf-8") for file in site.rglob("*") if file.is_file()}


def test_new_site_takes_the_place_of_the_previous_one_beside_what_git_keeps_there(tmp_path: Path):
    site = site_with(tmp_path, "index.html", "gone.html", ".git/HEAD", ".nojekyll")
    assert staged(site, "index.html").publish() == site
    assert contents(site) == {
        "index.html": "new index.html",
        ".git/HEAD": "previous .git/HEAD",
        ".nojekyll": "previous .nojekyll",
    }
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


def test_site_stays_whole_with_what_git_keeps_there_where_something_cannot_be_moved(tmp_path: Path):
    hidden = [f".kept-{number}/file" for number in range(20)]
    site = site_with(tmp_path, "index.html", ".git/HEAD", ".well-known/a", *hidden)
    before = contents(site)
    # A folder is not moved to where another one has something in it.
    staging = staged(site, "index.html", ".well-known/b")
    with pytest.raises(OSError, match="well-known"):
        staging.publish()
    assert contents(site) == before
    assert [file.name for file in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("hidden", [[], [".git/HEAD"]])
def test_site_stays_whole_where_the_new_one_is_not_there(tmp_path: Path, hidden: list[str]):
    site = site_with(tmp_path, "index.html", *hidden)
    before = contents(site)
    with pytest.raises(FileNotFoundError):
        Staging(site).publish()
    assert contents(site) == before
