"""``course rename``, as its users call it."""

from __future__ import annotations

from pathlib import Path

import pytest

import privileges
from dragoman import files
from synced_docs import Docs
from translated import commented

EXAMPLE = '```python exec snippet="05-2-adam:plot" alt="{}"\n```'
CONFIG = (
    "# ours\nnav:\n  - week05/05-1.md\n  - Adam: 'week05/05-2.md'  # kept\n  - week05/05-22.md\nplugins:\n  dragoman:\n  i18n:\n"
    "    docs_structure: folder\n    languages: [{locale: en, default: true}, {locale: tr}, {locale: es}]\n"
)
OLD, NEW = "week05/05-2", "week05/05-4"


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A course of two pages that lead to each other, with an example."""
    docs = Docs(tmp_path)
    english = ("## Adam", "It [descends](05-1.md#descent) $x$.", EXAMPLE.format("A curve"))
    for lang, texts in {
        "en": english,
        "tr": ("## Adam", "[İner](05-1.md#descent) $x$.", EXAMPLE.format("Bir eğri")),
        "es": ("## Adán", "[Desciende](05-1.md#descent) $x$.", EXAMPLE.format("Una curva")),
    }.items():
        body = "\n" + "\n\n".join(english) + "\n" if lang == "en" else commented(*zip(english, texts, strict=True))
        page = f"---\nlang: {lang}\nlang-ref: ch.05-2\ntitle: Adam {lang}\n---\n{body}"
        docs.path(lang).with_name("05-2.md").write_text(
            page.replace("\n", "\r\n") if lang == "es" else page, "utf-8", newline=""
        )
        link = {"en": "[Next](05-2.md).", "tr": "[Sonra](05-2.md).", "es": "[Después](../week05/05-2.md)."}
        docs.write(
            lang,
            "\n## Descent\n\n[Next](05-2.md).\n"
            if lang == "en"
            else commented(("## Descent", "## X"), ("[Next](05-2.md).", link[lang])),
        )
    snippets = tmp_path / "snippets"
    for name, text in {
        "week05/05-2-adam.py": "# %% plot\nprint(1)\n",
        "expected/week05/05-2-adam.txt": "# %% plot\n1\n",
        "week05/05-1-other.py": "print(2)\n",
    }.items():
        (snippets / name).parent.mkdir(parents=True, exist_ok=True)
        (snippets / name).write_text(text)
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    return docs


def test_page_is_renamed_wherever_it_is_named_and_nothing_else_changes(docs: Docs):
    before = docs.files()
    found = docs.run("check", code=1)  # of Windows line ends only
    docs.run("rename", OLD, NEW)
    expected = {}
    for name in before:
        data = before[name]
        new = name.replace("05-2.md", "05-4.md").replace("05-2-", "05-4-")
        for old in (b"05-2.md)", b"05-2-adam", b"ch.05-2", b"05-2.md'"):
            data = data.replace(old, old.replace(b"05-2", b"05-4"))
        expected[new] = data
    source = "docs/en/week05/05-4.md"
    expected[source] = expected[source].replace(b"ch.05-4\n", b"ch.05-4\nredirect-from: week05/05-2\n")
    assert docs.files() == expected
    assert docs.run("check", code=1) == found.replace("05-2", "05-4")


def test_each_name_that_a_page_had_leads_to_it(docs: Docs):
    for old, new in (("05-2", "05-4"), ("05-4", "05-5"), ("05-5", "05-6")):
        docs.run("rename", f"docs/en/week05/{old}.md", f"week05/{new}")
    text = docs.files()["docs/en/week05/05-6.md"].decode()
    assert "\nlang-ref: ch.05-6\nredirect-from: week05/05-5, week05/05-4, week05/05-2\n" in text
    assert "front-matter" not in docs.run("check", code=1)


@pytest.mark.parametrize(
    ("known", "after"),
    [
        ("redirect-from: [a, b]", "redirect-from: [week05/05-2, a, b]"),
        ("redirect-from:\n  - a", "redirect-from:\n  - week05/05-2\n  - a"),
        ("redirect-from: a", "redirect-from: week05/05-2, a"),
    ],
)
def test_old_name_joins_those_that_are_known_as_they_are_written(docs: Docs, known: str, after: str):
    page = docs.folder / "docs/en/week05/05-2.md"
    page.write_text(page.read_text("utf-8").replace("title: ", f"{known}\ntitle: "), "utf-8")
    docs.run("rename", OLD, NEW)
    assert f"\n{after}\ntitle: " in docs.files()["docs/en/week05/05-4.md"].decode()


def test_snippets_go_to_the_folder_of_the_page_and_one_whose_new_name_is_taken_stays(docs: Docs):
    said = docs.run("rename", OLD, "optics/05-4")
    assert "left: " not in said
    assert {"snippets/optics/05-4-adam.py", "snippets/expected/optics/05-4-adam.txt"} <= set(docs.files())
    (docs.folder / "snippets/week05/about-it-adam.py").write_text("print(3)\n")
    said = docs.run("rename", "optics/05-4", "about-it")
    assert "left: snippet 05-4-adam: it keeps its name, as another is called about-it-adam" in said
    now = docs.files()
    assert "snippets/optics/05-4-adam.py" in now
    assert b'snippet="05-4-adam:plot"' in now["docs/en/about-it.md"]
    assert b"](week05/05-1.md#descent)" in now["docs/tr/about-it.md"]
    assert b"](../about-it.md)" in now["docs/tr/week05/05-1.md"]


def test_snippet_that_reads_files_beside_it_stays_beside_them(docs: Docs):
    snippet = docs.folder / "snippets/week05/05-2-adam.py"
    snippet.write_text("# reads: data.csv\n# %% plot\nprint(1)\n")
    said = docs.run("rename", OLD, "week06/06-1")
    assert "left: snippets/week05/05-2-adam.py: it stays beside the files that it reads" in said
    assert b'snippet="05-2-adam:plot"' in docs.files()["docs/en/week06/06-1.md"]
    assert snippet.exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("week05/05-3", NEW, "found 'week05/05-3', expected a page of docs/en/: week05/05-2"),
        (OLD, "week05/05-1", "found a page with the lang-ref 'ch.05-1' already"),
        (OLD, "../05-4", "found the new name '../05-4', expected a path below docs/en/"),
        (OLD, "/week05/05-4", "found the new name '/week05/05-4'"),
        (OLD, "fr/05-4", "found docs/tr/fr/05-4.md, expected nothing there yet"),
        (OLD, OLD, "found the new name 'week05/05-2'"),
        (OLD, "tr/05-4", "found the new name 'tr/05-4'"),
        (OLD, "week05/05-7", "found docs/tr/week05/05-7.md, expected nothing there yet"),
        (OLD, "week05/05-8", "found snippets/expected/week05/05-8-adam.txt, expected nothing there yet"),
    ],
)
def test_nothing_is_changed_where_something_is_in_the_way(docs: Docs, old: str, new: str, said: str):
    for name in ("docs/tr/fr/05-4.md", "docs/tr/week05/05-7.md", "snippets/expected/week05/05-8-adam.txt"):
        (docs.folder / name).parent.mkdir(exist_ok=True)
        (docs.folder / name).write_text("")
    before = docs.files()
    shown = docs.run("rename", old, new, code=2)
    assert said in shown
    assert shown.endswith("Nothing was changed.\n")
    assert docs.files() == before


@pytest.mark.parametrize("data", [b"\xff", b"---\rlang: tr\r---\r"])
def test_page_that_cannot_be_read_is_in_the_way(docs: Docs, data: bytes):
    (docs.folder / "docs/tr/about.md").write_bytes(data)
    before = docs.files()
    assert "docs/tr/about.md:1: encoding." in docs.run("rename", OLD, NEW, code=2)
    assert docs.files() == before


def test_file_that_cannot_be_written_leaves_all_as_they_were(docs: Docs, monkeypatch: pytest.MonkeyPatch):
    before = docs.files()
    put = files._put

    def refuse(path: Path, data: bytes, *, new: bool, durable: bool) -> None:
        if path.name == "mkdocs.yml":
            raise PermissionError(13, "Permission denied", str(path))
        put(path, data, new=new, durable=durable)

    monkeypatch.setattr(files, "_put", refuse)
    assert "mkdocs.yml: found no permission" in docs.run("rename", OLD, NEW, code=2)
    assert docs.files() == before


def test_page_that_the_disk_has_no_room_for_leaves_all_as_they_were(docs: Docs):
    before = docs.files()
    docs.process("rename", OLD, NEW, code=2, preexec=privileges.no_larger_than(150))
    assert docs.files() == before


def test_dry_run_shows_all_changes_and_makes_none(docs: Docs):
    before = docs.files()
    said = docs.run("rename", OLD, NEW, "--dry-run")
    assert "docs/tr/week05/05-2.md -> docs/tr/week05/05-4.md" in said
    for line in (
        "-lang-ref: ch.05-2",
        "+lang-ref: ch.05-4",
        "+[Sonra](05-4.md).",
        "+  - Adam: 'week05/05-4.md'  # kept",
    ):
        assert f"\n{line}" in said
    assert docs.files() == before
