"""``course check --watch``: it says after each save what a new check would say."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.cli import sync as cli_sync
from dragoman.cli.watching import Watch, _counts
from projects import ROOT
from synced_docs import ENGLISH, SPANISH, TURKISH, Docs

GLOSSARY = "loss:\n  tr: {term: kayıp}\n  es: {term: coste}\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Docs:
    docs = Docs(tmp_path)
    monkeypatch.chdir(tmp_path)
    return docs


def checked() -> tuple[object, ...]:
    """Return what a new check finds."""
    return tuple(cli_sync.findings(cli_sync.open_docs(Path("docs"), "en"), ()))


def saved(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def other(docs: Docs, lang: str, body: str) -> Callable[[], None]:
    """Return what writes another page of a language."""
    page = f"---\nlang: {lang}\nlang-ref: ch.05-2\ntitle: Page\n---\n{body}"
    return lambda: saved(docs.path(lang).with_name("05-2.md"), page)


def test_findings_after_each_save_are_those_of_a_new_check(docs: Docs):
    watch = Watch(cli_sync.open_docs(Path("docs"), "en"))
    assert watch.findings == checked()
    steps: list[Callable[[], None]] = [
        lambda: docs.write("es", SPANISH.replace("$M$", "$L$")),
        lambda: docs.write("en", ENGLISH.replace("rises", "soars")),
        lambda: docs.write("en", ENGLISH + "\n[There](05-2.md#there), $\\newmacro$.\n"),
        other(docs, "en", "\n## Where\n"),
        other(docs, "en", "\n## There\n"),
        other(docs, "tr", "\n## Orada\n\n![a](plot.png)\n"),
        lambda: saved(docs.path("en").with_name("plot.png"), ""),
        lambda: docs.write("tr", TURKISH.replace("\n-->", "\n", 1)),
        lambda: docs.write(
            "en", ENGLISH + "\nSo $\\alpha_k = \\beta^2$, and [it](https://a.org/one) with `step(x)` and `leap(y)`.\n"
        ),
        other(docs, "tr", "\n$\\alpha_k = \\beta^2$, [bu](https://a.org/one) `step(x)`, `leap(y)`.\n"),
        lambda: saved(docs.folder / "docs/glossary.yml", GLOSSARY),
        lambda: saved(docs.folder / "docs/glossary.yml", GLOSSARY.replace("kayıp", "yitim")),
        other(docs, "tr", "\n[@one1998].\n"),
        lambda: saved(docs.folder / "docs/references.bib", "@book{one1989, title = {One}}"),
        lambda: saved(docs.folder / "docs/references.bib", "@book{one1998, title = {One}}"),
        lambda: docs.path("tr").write_bytes(b"\xff"),
        lambda: docs.write("tr", TURKISH),
        lambda: saved(docs.path("en"), None),
        lambda: docs.write("en", ENGLISH),
        lambda: saved(docs.folder / "docs/es/page.md", "no front matter"),
        lambda: saved(docs.path("es"), None),
    ]
    for number, step in enumerate(steps):
        step()
        before = watch.findings
        seen = watch.look()
        assert seen is not None, number
        assert watch.findings == checked(), number
        news = set(watch.findings) - set(before)
        assert news <= set(seen.findings), number
    assert watch.look() is None


def test_translation_that_was_saved_is_the_only_one_that_is_told_of(docs: Docs):
    watch = Watch(cli_sync.open_docs(Path("docs"), "en"))
    docs.write("es", SPANISH + "\n$M_2$ más.\n")
    seen = watch.look()
    assert seen is not None
    assert seen.changed == ("docs/es/week05/05-1.md",)
    assert {one.file for one in seen.findings} == {"docs/es/week05/05-1.md"}
    docs.write("en", ENGLISH.replace("rises", "soars"))
    seen = watch.look()
    assert seen is not None
    assert {one.file for one in seen.findings} == {"docs/es/week05/05-1.md", "docs/tr/week05/05-1.md"}


def test_command_goes_on_after_a_save_and_ends_with_ctrl_c(docs: Docs):
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", "from dragoman.cli.main import main; main()", "check", "--watch", "docs/es"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(3)]
    assert first[0] == "checking all pages\n"
    assert first[1].startswith("docs/es/week05/05-1.md:17: parity.math: ")
    assert first[2] == "1 error found in all; waiting for a save (Ctrl-C ends)\n"
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    assert process.stdout.readline() == "saved: docs/es/week05/05-1.md\n"
    assert process.stdout.readline() == "nothing found in all; waiting for a save (Ctrl-C ends)\n"
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output.strip(), errors) == (0, "", "")


def test_editor_that_is_set_up_as_we_say_reads_the_lines(docs: Docs):
    (text,) = re.findall(r"```json\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.DOTALL)
    (task,) = json.loads(text)["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    background = task["problemMatcher"]["background"]
    assert task["args"] == ["check", "--watch"]
    lines = docs.run("check", code=1).splitlines()
    found = [match for line in lines if (match := re.search(pattern["regexp"], line))]
    assert [(match[pattern["file"]], match[pattern["line"]], match[pattern["code"]]) for match in found] == [
        ("docs/es/week05/05-1.md", "17", "parity.math"),
        ("docs/tr/week05/05-1.md", "14", "drift.stale"),
    ]
    begun, ended = re.compile(background["beginsPattern"]), re.compile(background["endsPattern"])
    assert begun.search("checking all pages")
    assert begun.search("saved: docs/es/week05/05-1.md")
    assert ended.search(_counts((), ()))
