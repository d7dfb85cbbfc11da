"""What of its source a reader would see in a finished page is named at its line without a build."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli.main import main
from dragoman.kept import Kept
from dragoman.website import finished
from dragoman.website.options import Options
from dragoman.website.project import Project
from shown import signs

LANGUAGES = {"corpus": ("en", "fr", "tr", "ar"), "corpus-more": ("en", "es", "zh", "fa")}
HEAD = "---\nlang-ref: ch.05\ntitle: x\n---\n\n"
CONFIG = """\
site_name: x
theme: {name: material}
plugins:
  - i18n: {docs_structure: folder, languages: [{locale: en, name: English, default: true}, {locale: fr, name: F}]}
  - dragoman
"""


def course(folder: Path, source: str, translation: str = "Texte.", more: str = "") -> Path:
    for lang, body in (("en", source), ("fr", translation)):
        (folder / "docs" / lang).mkdir(parents=True, exist_ok=True)
        (folder / "docs" / lang / "a.md").write_text(f"{HEAD}{body}\n", "utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG + more, "utf-8")
    return folder


def said(folder: Path, *options: str) -> list[tuple[str, int, str]]:
    """Return the file, the line of its body and the kind of what the command says of what shows or is no formula."""
    done = CliRunner().invoke(main, ["check", "-f", str(folder / "mkdocs.yml"), *options])
    assert done.exit_code in (0, 1), done.output
    found = []
    for line in done.output.splitlines():
        place, kind, *_ = [*line.removeprefix(f"{folder}/docs/").split(": "), ""]
        if kind.startswith(("markdown.", "math")):
            file, number = place.rsplit(":", 1)
            found.append((file, int(number) - 5, kind))
    return found


@pytest.mark.parametrize(
    "text",
    [
        *("a $ b", "{: .a} b", "x {% raw %} y", "{{ page.title }}", "a[^1] b", "[[id]] b", "see :numref: b"),
        *('a\n=== "Tab"', "a\n!!! note", "<Note kind='a' /> b", "a <Note kind", "a <Note b", "a <Note>b</Note>"),
        *("??? question", "a [b](c d", "\\alpha and b", "{{ open", "{% open", "a [^open b", "[[open"),
    ],
)
def test_sign_that_a_reader_would_see_is_named_at_its_line(tmp_path: Path, text: str) -> None:
    course(tmp_path, f"Words.\n\n{text}\n\nMore `{text}`.".replace("`a\n", "`"))
    found = said(tmp_path, "--rendered")
    assert found
    assert {file for file, _, _ in found} == {"en/a.md"}
    assert {line for _, line, _ in found} <= {3, 4, 5}


@pytest.mark.parametrize(
    "text",
    [
        *("\\$x\\$ and \\$*b*\\$ and \\$", "costs $5 or 5 $, $HOME", "\\[[id]]", "\\{% raw %}", "\\{{ x }}", "\\[^1]"),
        *(
            "&lt;Note> \\<Note>",
            "`$ {% {{ [[ [^ === !!! <Note`",
            "$\\{\\{x\\}\\}$",
            "    $ {% {{ [[ :a: <Note",
            "a === b",
        ),
        *("x[1][2], a :: b, 10:20:30, 1 < 2", '<img alt="a {: b" src="https://a.org/b.png">', "*Words*{: .a}"),
    ],
)
def test_what_is_escaped_code_or_read_is_not(tmp_path: Path, text: str) -> None:
    assert said(course(tmp_path, f"Words.\n\n{text}\n"), "--rendered") == []


def test_translations_and_formulas_are_looked_at_and_nothing_runs(tmp_path: Path) -> None:
    source = '```{.python exec="1"}\nopen("../ran", "w")\n```\n\n$\\undefined$'
    course(tmp_path, source, f"{source}\n\n1.\n\n        a\n\n    x $ y")
    assert said(tmp_path, "--rendered") == [
        ("en/a.md", 5, "math"),
        ("fr/a.md", 5, "math"),
        ("fr/a.md", 11, "markdown.indent"),
    ]
    assert not [path for path in tmp_path.rglob("*") if path.name == "ran"]


def test_extensions_of_the_course_are_those_of_its_pages(tmp_path: Path) -> None:
    course(tmp_path, ":smile: and ++ctrl++")
    assert said(tmp_path, "--rendered") == [("en/a.md", 1, "markdown.shown")]
    more = "markdown_extensions: [pymdownx.keys, pymdownx.emoji: {emoji_index: !!python/name:material.extensions.emoji.twemoji }]\n"
    course(tmp_path, ":smile: and ++ctrl++", more=more)
    assert said(tmp_path, "--rendered") == []
    course(tmp_path, "x", more="markdown_extensions: [no.such.extension]\n")
    done = CliRunner().invoke(main, ["check", "--rendered", "-f", str(tmp_path / "mkdocs.yml")])
    assert done.exit_code == 2
    assert "no.such" in done.output
    assert done.output.count("\n") == 1


def test_what_was_kept_changes_nothing(tmp_path: Path) -> None:
    course(tmp_path, "a $ b and :x-y: here")
    first = said(tmp_path, "--rendered")
    assert [line for _, line, _ in first] == [1]
    assert said(tmp_path, "--rendered") == first
    course(tmp_path, "Words.\n\na $ b and :x-y: here\n\n:x-z: there")
    assert [line for _, line, _ in said(tmp_path, "--rendered")] == [3, 5]


@pytest.mark.slow
@pytest.mark.parametrize("name", LANGUAGES)
def test_each_sign_that_shows_in_a_real_course_is_escaped_or_named(corpus_folder: Path, name: str) -> None:
    docs = corpus_folder.with_name(name)
    # The macros that its pages use, and that no page defines.
    macros = {f"\\{one}": one for one in ("tcab", "xcab", "ycab", "ttrailer", "xtrailer", "ytrailer")}
    project = Project(docs, docs, LANGUAGES[name], "en", options=Options(weeks=True, macros=macros))
    site = finished.opened(project, Kept())
    shown = [
        (str(page.path), sign) for page, article in finished.articles(site, project) for sign in signs(article.html)
    ]
    named = {(one.file, one.line) for one in site.findings if one.kind.startswith(("math", "markdown.", "trust."))}
    unnamed = []
    for path, sign in shown:
        text = (docs / path).read_text("utf-8")
        lines = [line for number, line in enumerate(text.split("\n"), 1) if (f"./{path}", number) in named]
        if f"\\{sign}" not in text and not any(sign in line for line in lines):
            unnamed.append((path, sign))
    assert unnamed == []
    assert len(shown) >= 8
