"""``course check``, ``status``, ``update`` and ``adopt``, as their users call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.pages.directives import REVIEW
from synced_docs import ENGLISH, SPANISH, TURKISH, Docs
from translated import commented, text


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    return Docs(tmp_path)


def test_findings_are_printed_with_file_line_kind_and_what_to_paste(docs: Docs):
    lines = docs.run("check", code=1).splitlines()
    assert lines[0] == ("docs/es/week05/05-1.md:17: parity.math: found $M$, expected $L$ as in the source: correct it")
    assert lines[1].startswith("docs/tr/week05/05-1.md:14: drift.stale: found a source comment that is not ")
    assert lines[2:] == ["    <!--", "    The loss $L$ rises.", "    -->"]


def test_course_without_findings_exits_with_zero(docs: Docs):
    docs.write("tr", TURKISH.replace("falls", "rises"))
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    assert docs.run("check") == ""


def test_check_is_about_the_paths_that_are_named(docs: Docs):
    assert "docs/tr" not in docs.run("check", "docs/es", code=1)
    assert "docs/es" not in docs.run("check", "docs/tr/week05/05-1.md", code=1)


def test_findings_as_json_name_all_there_is(docs: Docs):
    found = json.loads(docs.run("check", "--format", "json", code=1))
    assert found[0] == {
        "file": "es/week05/05-1.md",
        "line": 17,
        "lang": "es",
        "lang_ref": "ch.05-1",
        "kind": "parity.math",
        "severity": "error",
        "message": "found $M$, expected $L$ as in the source: correct it",
        "suggestion": "$L$",
        "grade": "mechanical",
    }
    assert found[1]["severity"] == "warning"
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    assert json.loads(docs.run("check", "docs/es", "--format", "json")) == []


def test_findings_as_annotations_are_one_line_each(docs: Docs):
    lines = docs.run("check", "--format", "github", code=1).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("::error file=docs/es/week05/05-1.md,line=17,title=parity.math::found $M$")
    assert lines[1].startswith("::warning file=docs/tr/week05/05-1.md,line=14,title=drift.stale::found")
    assert "%0A<!--%0AThe loss" in lines[1]


def test_exit_code_is_that_of_what_is_severe_enough(docs: Docs):
    everything = docs.run("check", code=1)
    assert docs.run("check", "--fail-on", "error", code=1) == everything
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    assert "drift.stale" in docs.run("check", "--fail-on", "error")
    assert "drift.stale" in docs.run("check", "--fail-on", "warning", code=1)


def test_defects_of_english_pages_are_found_too(docs: Docs):
    docs.write("en", ENGLISH + "\n<!-- a --!>\n")
    assert "docs/en/week05/05-1.md:13: comment.closer" in docs.run("check", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "docs/tr/none.md"],
        ["check", "beside.md"],
        ["check", "docs/assets"],
        ["check", "--fail-on", "nothing"],
        ["check", "--docs", "none"],
        ["check", "--source", "de"],
        ["check", "--format", "xml"],
        ["status", "de"],
        ["status", "en"],
        ["new", "tr", "ch.99"],
        ["new", "TR", "ch.05-1"],
        ["new", "en", "ch.05-1"],
        ["new", "tr", "ch.05-1"],
        ["new", "de,", "week06"],
        ["new", ",", "ch.05-1"],
        ["new", "de,x1", "ch.05-1"],
        ["diff", "de", "ch.05-1"],
        ["diff", "tr", "ch.99"],
        ["update"],
        ["update", "docs/en"],
        ["update", "docs/tr/none.md"],
        ["adopt", "docs/en/week05/05-1.md"],
        ["adopt", "docs/tr", "--least", "2"],
    ],
)
def test_call_that_cannot_be_carried_out_exits_with_two_and_changes_nothing(docs: Docs, arguments: list[str]):
    (docs.folder / "beside.md").write_text("No page of the course.")
    (docs.folder / "docs/assets").mkdir()
    before = {file: file.read_bytes() for file in docs.folder.rglob("*.md")}
    assert "Error: " in docs.run(*arguments, code=2)
    assert {file: file.read_bytes() for file in docs.folder.rglob("*.md")} == before


def test_another_language_can_be_the_source(docs: Docs):
    assert "docs/en/week05/05-1.md" in docs.run("check", "docs/en", "--source", "tr", code=1)


def test_neither_mkdocs_nor_torch_is_imported(docs: Docs):
    code = (
        "import sys\nfrom dragoman.cli.main import main\ntry:\n    main(['check'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'torch', 'mkdocs', 'material'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=docs.folder, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_update_changes_comments_and_marks_and_a_second_run_changes_nothing(docs: Docs):
    said = docs.run("update", "docs/tr")
    assert said == "docs/tr/week05/05-1.md:14: source comment replaced by the current source\n"
    assert docs.read("tr") == text("tr", TURKISH.replace("falls.\n-->\n\n", f"rises.\n-->\n\n{REVIEW}\n\n"))
    assert docs.run("update", "docs/tr") == "docs/tr/week05/05-1.md: nothing to change\n"
    docs.run("update", "docs/tr", "--accept")
    assert docs.read("tr") == text("tr", TURKISH.replace("falls", "rises"))


def test_update_can_show_what_it_would_change(docs: Docs):
    before = docs.read("tr")
    shown = docs.run("update", "docs/tr/week05/05-1.md", "--dry-run")
    assert "--- a/docs/tr/week05/05-1.md" in shown
    assert "-The loss $L$ falls.\n+The loss $L$ rises.\n" in shown
    assert docs.read("tr") == before


def test_update_that_leaves_something_exits_with_one(docs: Docs):
    docs.write("en", ENGLISH.replace("The end is near.", "- one thing\n- another matter"))
    docs.write(
        "tr",
        TURKISH.replace("The end is near.", "").replace(
            "Son", "- <!-- one thing --> Bir\n- <!-- another thing --> Son"
        ),
    )
    assert "left: " in docs.run("update", "docs/tr", code=1)


def test_update_keeps_windows_line_ends(docs: Docs):
    docs.path("tr").write_bytes(text("tr", TURKISH).replace("\n", "\r\n").encode())
    docs.run("update", "docs/tr")
    assert docs.path("tr").read_bytes().count(b"\n") == docs.path("tr").read_bytes().count(b"\r\n")


def test_adopt_gives_a_page_its_comments_and_shows_how_sure_it_is(docs: Docs):
    docs.write("es", "\n## Descenso\n\nLa pérdida $L$ sube.\n\nEl fin está cerca.\n")
    said = docs.run("adopt", "docs/es").splitlines()
    assert len(said) == 3
    assert all(": confidence 0." in line or ": confidence 1.00" in line for line in said)
    assert docs.read("es").count("<!--") == 3
    assert docs.run("check", "docs/es") == ""
    assert docs.run("adopt", "docs/es") == "docs/es/week05/05-1.md: nothing to change\n"


def test_adopt_leaves_what_is_not_sure_enough_and_can_show_it(docs: Docs):
    docs.write("es", "\n## Descenso\n\nLa pérdida $L$ sube.\n\nEl fin está cerca.\n")
    before = docs.read("es")
    shown = docs.run("adopt", "docs/es", "--least", "1", "--dry-run")
    assert "left without a comment" in shown
    assert docs.read("es") == before


def test_page_that_names_another_lecture_is_left_alone_and_told_of_once(docs: Docs):
    other = docs.path("tr").with_name("05-2.md")
    (docs.path("en").with_name("05-2.md")).write_text(
        text("en", "\n## Other\n\nQuite another page.\n").replace("ch.05-1", "ch.05-2"), "utf-8"
    )
    docs.path("tr").unlink()
    body = commented(("## Other", "## Başka"), ("Quite another page.", "Bambaşka bir sayfa."))
    other.write_text(text("tr", body), "utf-8")
    before = other.read_bytes()
    said = docs.run("check", str(other), code=1)
    assert [line.split(": ")[1] for line in said.splitlines()] == ["front-matter.lang-ref"]
    for command in ("update", "adopt", "accept", "fix"):
        assert "front-matter.lang-ref: found lang-ref 'ch.05-1', expected 'ch.05-2'" in docs.run(
            command, str(other), code=2
        )
        assert other.read_bytes() == before
