"""ProperDocs, which keeps the plugin interface of MkDocs, makes the same site."""

from __future__ import annotations

from pathlib import Path

from projects import ROOT, Built, call


def test_site_that_properdocs_builds_is_the_same_file_by_file(built: Built, tmp_path: Path) -> None:
    done = call("properdocs", "build", "--strict", "-f", str(ROOT / "mkdocs.yml"), "-d", str(tmp_path / "site"))
    assert done.returncode == 0, done.stdout + done.stderr
    ours, theirs = (
        {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (built.site, tmp_path / "site")
    )
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []
