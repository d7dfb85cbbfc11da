"""``course check``, ``status``, ``new``, ``diff``, ``update`` and ``adopt``, as their users call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.pages.directives import REVIEW, TODO
from synced_docs import ENGLISH, SPANISH, TURKISH, Docs
from translated import text


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    return Docs(tmp_path)


# check


def test_findings_are_printed_with_file_line_kind_and_what_to_paste(docs: Docs):
    lines = docs.run("check", code=1).splitlines()
    assert lines[0] == ("docs/es/week05/05-1.md:17: parity.math: found $M$, expected $L$ as in the English: correct it")
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
        "message": "found $M$, expected $L$ as in the English: correct it",
        "suggestion": "$L$",
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


# status


def test_status_is_a_table_of_pages_and_languages_and_says_what_to_do_next(docs: Docs):
    docs.write("fr", "")
    docs.path("fr").unlink()
    shown = docs.run("status")
    row = next(line for line in shown.splitlines() if "ch.05-1" in line)
    assert "not translated, 10 words" in row
    assert "2/3 fresh, 1 stale" in row
    assert "3/3 fresh" in row
    assert "tr/week05/05-1.md: 1 stale and 0 missing of 3 blocks: course diff tr ch.05-1" in shown
    assert "fr ch.05-1: 10 words: course new fr ch.05-1" in shown


def test_status_as_json_counts_the_blocks_of_each_translation(docs: Docs):
    status = json.loads(docs.run("status", "--format", "json"))
    none = dict.fromkeys(("cosmetic", "stale", "orphan", "missing", "unverified"), 0)
    file = "week05/05-1.md"
    assert status == {
        "es": {"ch.05-1": none | {"file": f"es/{file}", "blocks": 3, "fresh": 3}},
        "tr": {"ch.05-1": none | {"file": f"tr/{file}", "blocks": 3, "fresh": 2, "stale": 1}},
    }


def test_status_is_about_the_languages_that_are_named(docs: Docs):
    assert list(json.loads(docs.run("status", "es", "--format", "json"))) == ["es"]


def test_status_for_github_is_a_markdown_table(docs: Docs):
    assert docs.run("status", "--format", "github").splitlines() == [
        "| page | es | tr |",
        "|---|---|---|",
        "| ch.05-1 | 3/3 fresh | 2/3 fresh, 1 stale |",
    ]


def cell(docs: Docs, lang: str) -> str:
    return docs.run("status", lang, "--format", "github").splitlines()[2].split(" | ")[1].removesuffix(" |")


def test_page_of_which_nothing_is_translated_is_not_translated_and_its_words_are_told(docs: Docs):
    docs.write("en", ENGLISH + "\n$$\nx^2\n$$\n\n```\nrun()\n```\n")
    docs.run("new", "de", "ch.05-1")
    assert "$$\nx^2\n$$" in docs.read("de")
    assert cell(docs, "de") == "not translated, 10 words"
    shown = docs.run("status", "de")
    assert "│ all pages │ 0/1 translated, " in shown
    assert "│           │ 10 words left " in shown
    assert "de/week05/05-1.md: 0 stale and 3 missing of 3 blocks: translate them" in shown


def test_words_that_are_left_of_a_page_in_part_translated_are_told(docs: Docs):
    docs.write("tr", TURKISH.replace("Son yakındır.", TODO))
    assert cell(docs, "tr") == "1/3 fresh, 1 stale, 1 missing (4 words)"
    assert "1/1 translated, 4 words" not in docs.run("status", "es")


def test_status_of_three_languages_is_legible_in_a_hundred_columns(docs: Docs):
    docs.write("en", ENGLISH + "\n## The end\n\n- one\n- two\n")
    docs.write("tr", TURKISH.replace("Son yakındır.", TODO))
    docs.write("fr", "\n## Descente\n\nLa perte $L$ monte.\n")
    lines = docs.run("status").split("Most worth")[0].splitlines()
    assert max(map(len, lines)) <= 100
    assert all(
        any(part in line for line in lines) for part in ("1/5 fresh, 1 stale,", "3 missing (11 words)", "3 unverified")
    )


# new


def test_new_writes_a_translation_to_be_done_and_says_how(docs: Docs):
    said = docs.run("new", "de", "ch.05-1")
    assert (
        said
        == f"docs/de/week05/05-1.md: write each translation in the place of {TODO}, then: course check docs/de/week05/05-1.md\n"
    )
    written = docs.read("de")
    assert written.startswith(
        "---\nlang: de\nlang-ref: ch.05-1\ntitle: Gradient descent\ntranslator:\ntranslation-date: 2"
    )
    assert written.count(TODO) == 3
    status = json.loads(docs.run("status", "de", "--format", "json"))
    assert status["de"]["ch.05-1"]["missing"] == 3


def test_new_can_show_what_it_would_write(docs: Docs):
    assert "<!--\n## Descent\n-->" in docs.run("new", "de", "ch.05-1", "--dry-run")
    assert not docs.path("de").exists()


# diff


def test_diff_shows_the_changed_english_beside_the_translation(docs: Docs):
    assert docs.run("diff", "tr", "ch.05-1") == (
        "docs/tr/week05/05-1.md:14 (docs/en/week05/05-1.md:9, word)\nThe loss $L$ [-falls.-] {+rises.+}\n\n$L$ kaybı düşer.\n\n"
    )


def test_diff_of_a_page_in_sync_says_so(docs: Docs):
    assert docs.run("diff", "es", "ch.05-1") == "docs/es/week05/05-1.md: no block is stale\n"


def test_translation_to_be_looked_at_counts_as_behind_until_the_mark_is_gone(docs: Docs):
    docs.run("update", "docs/tr")
    assert json.loads(docs.run("status", "tr", "--format", "json"))["tr"]["ch.05-1"]["stale"] == 1
    assert "course diff tr ch.05-1" in docs.run("status", "tr")
    assert [line.split(": ")[1] for line in docs.run("check", "docs/tr", code=1).splitlines()] == ["drift.review"]
    where = "docs/tr/week05/05-1.md:14 (docs/en/week05/05-1.md:9, to be looked at: the English as it is now, as no comment keeps what it was)"
    assert docs.run("diff", "tr", "ch.05-1") == f"{where}\nThe loss $L$ rises.\n\n$L$ kaybı düşer.\n\n"
    docs.run("update", "docs/tr", "--accept")
    assert docs.run("diff", "tr", "ch.05-1").endswith("no block is stale\n")


def test_changed_formula_counts_as_behind_though_no_comment_quotes_it(docs: Docs):
    docs.write("en", ENGLISH + "\n$$\nx^3\n$$\n")
    docs.write("tr", TURKISH.replace("falls", "rises") + "\n$$\nx^2\n$$\n")
    counted = json.loads(docs.run("status", "tr", "--format", "json"))["tr"]["ch.05-1"]
    assert (counted["fresh"], counted["stale"], counted["unverified"]) == (3, 1, 0)
    assert [line.split(": ")[1] for line in docs.run("check", "docs/tr", code=1).splitlines()] == ["parity.math"]
    assert "$$\nx^3\n$$\n\n$$\nx^2\n$$\n" in docs.run("diff", "tr", "ch.05-1")
    assert docs.run("update", "docs/tr") == "docs/tr/week05/05-1.md: nothing to change\n"


# update


def test_update_changes_comments_and_marks_and_a_second_run_changes_nothing(docs: Docs):
    said = docs.run("update", "docs/tr")
    assert said == "docs/tr/week05/05-1.md:14: source comment replaced by the current English\n"
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


# adopt


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
