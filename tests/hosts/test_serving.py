"""What `mkdocs serve` watches."""

from __future__ import annotations

from pathlib import Path

from dragoman.hosts.serving import inherited


def test_configurations_that_one_inherits_are_those_above_it(tmp_path: Path) -> None:
    texts = {
        "course/mkdocs.yml": "site_name: x\nINHERIT: ../shared/mkdocs.yml  # of the faculty\n",
        "shared/mkdocs.yml": "\ufeffINHERIT: 'top.yml'\n",
        "shared/top.yml": "extra:\n  INHERIT: none.yml\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    above = [one.resolve().relative_to(tmp_path).as_posix() for one in inherited(tmp_path / "course" / "mkdocs.yml")]
    assert above == ["shared/mkdocs.yml", "shared/top.yml"]
