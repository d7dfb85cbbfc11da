"""Real builds of sources that are wrong: what is said, and that nothing is written."""

from __future__ import annotations

import re

import pytest

from projects import Built, Project, call
from snippets_folder import leaving

BROKEN = {
    "yaml": (
        "fr/week05/05.md",
        b"---\nlang-ref: [ch.05\ntitle: x\n---\n",
        r"docs/fr/week05/05\.md:2: front-matter\.yaml",
    ),
    "no lang-ref": ("tr/week05/05.md", b"---\ntitle: x\n---\n", r"docs/tr/week05/05\.md:1: front-matter\.lang-ref"),
    "lang-ref twice": (
        "ar/week05/05-1.md",
        b"---\nlang-ref: ch.05-1\nlang-ref: ch.05\ntitle: x\n---\n",
        r"docs/ar/week05/05-1\.md:3: front-matter\.duplicate: found lang-ref again \(first on line 2\)",
    ),
    "path disagrees": (
        "ar/week05/05.md",
        b"---\nlang-ref: ch.05-1\ntitle: x\n---\n",
        r"docs/ar/week05/05\.md:2: front-matter\.lang-ref: found lang-ref 'ch\.05-1', expected 'ch\.05'",
    ),
    "unknown folder": ("de/index.md", b"---\nlang-ref: home\ntitle: x\n---\n", r"docs/de/index\.md:1: library\.folder"),
    "wrong lang": (
        "fr/index.md",
        b"---\nlang: tr\nlang-ref: home\ntitle: x\n---\n",
        r"docs/fr/index\.md:2: front-matter\.lang: found lang 'tr', expected 'fr'",
    ),
    "TeX": (
        "tr/index.md",
        b"---\nlang-ref: home\ntitle: x\n---\n\ntext\n\n$$\na +\n\\frac{1}{\n$$\n",
        r"docs/tr/index\.md:10: math: found .*KaTeX reads: Unexpected end of input",
    ),
    "dollar": (
        "ar/index.md",
        b"---\nlang-ref: home\ntitle: x\n---\n\n$x$ y$\n",
        r"docs/ar/index\.md:6: math\.unbalanced",
    ),
    "no snippet": (
        "en/week05/05-1.md",
        b'---\nlang-ref: ch.05-1\ntitle: x\n---\n\n```python exec="1" snippet="05-1-nothing"\n```\n',
        r"docs/en/week05/05-1\.md:6: snippet: found snippet='05-1-nothing'",
    ),
    "not UTF-8": (
        "tr/week05/05-1.md",
        "---\nlang-ref: ch.05-1\ntitle: g\n---\n\nığ\n".encode("iso8859-9"),
        r"docs/tr/week05/05-1\.md:6: encoding\.utf-8: found the byte 0xfd",
    ),
}


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A build of a course with every kind of defect at once, over the site of an earlier build."""
    project = Project(tmp_path_factory.mktemp("refused"))
    assert project.build().returncode == 0
    (project.site / "mark").write_text("the previous site")
    for path, data, _ in BROKEN.values():
        project.write_bytes(path, data)
    return project.build()


@pytest.mark.parametrize("defect", BROKEN)
def test_defect_is_refused_with_its_file_and_line(refused: Built, defect: str) -> None:
    assert re.search(BROKEN[defect][2], refused.output), refused.output


def test_refused_build_exits_non_zero_and_leaves_the_previous_site(refused: Built) -> None:
    assert refused.returncode != 0
    assert (refused.site / "mark").read_text() == "the previous site"
    assert not list(refused.site.parent.glob(".site-*"))


@pytest.mark.parametrize("flags", [(), ("--strict",), ("--quiet",), ("--quiet", "--strict")])
def test_defect_in_the_last_language_only_fails_every_kind_of_build(project: Project, flags: tuple[str, ...]) -> None:
    project.write("ar/index.md", "lang: ar\nlang-ref: home\ntitle: x", r"$\partiel x$")
    built = project.build(*flags)
    assert built.returncode != 0
    assert r"docs/ar/index.md:7: math: found \partiel x" in built.output
    assert not built.site.exists()


def test_mistakes_of_setup_are_a_line_each_as_the_commands_say_them(project: Project) -> None:
    config = project.folder / "mkdocs.yml"
    config.write_text(
        "site_name: x\ntheme: {name: material}\nplugins:\n  dragoman:\n  i18n:\n    languages:\n"
        "      - {locale: de, name: D, default: true}\n      - {locale: de, name: D}\n",
        "utf-8",
    )
    built = project.build()
    told = call("course", "check", cwd=project.folder)
    assert (built.returncode, told.returncode) == (1, 2)
    assert len(told.stderr.splitlines()) == 2
    assert "found the language de twice, expected it once" in told.stderr
    for line in told.stderr.splitlines():
        assert line.partition(": ")[2] in built.output
    assert "Traceback" not in built.output


def test_failing_snippet_is_reported_where_it_fails_and_where_it_is_shown(project: Project) -> None:
    project.snippet("05-1-broken", "import torch\n\nw = torch.zeros(2)\nw @ torch.zeros(3)\n")
    fence = '```python exec="1" snippet="05-1-broken"\n```'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Descent", fence)
    project.write("tr/week05/05-1.md", "lang: tr\nlang-ref: ch.05-1\ntitle: İniş", fence)
    built = project.build()
    assert built.returncode != 0
    assert "snippets/week05/05-1-broken.py:4: RuntimeError" in built.output
    assert "docs/en/week05/05-1.md:6: snippet 05-1-broken: " in built.output
    assert "docs/tr/week05/05-1.md:7: snippet 05-1-broken: " in built.output


def test_warning_fails_only_a_strict_build(project: Project) -> None:
    project.write("fr/index.md", "lang-ref: home\ntitle: Accueil", "Bienvenue.")
    assert project.build("--strict").returncode != 0
    assert not project.site.exists()
    built = project.build()
    assert built.returncode == 0
    assert "docs/fr/index.md:1: front-matter.lang: found no lang, expected lang: fr" in built.output


BROUGHT = {
    "code": (
        '```python exec="1"\nopen("ran", "w")\n```',
        "found code that the source page does not have, expected the same code",
    ),
    "shell": ('```bash exec="1"\ntouch ran\n```', "found code that the source page does not have"),
    "path": (
        '```python exec="1" snippet="../../etc/x"\n```',
        "found '../../etc/x' as snippet, expected one that the source page shows (none)",
    ),
    "snippet": ('```python exec="1" snippet="05-1-new"\n```', "found '05-1-new' as snippet"),
}


def test_translation_cannot_bring_code_and_is_built_without_it(project: Project) -> None:
    project.snippet("05-1-new", leaving(project.folder / "traces" / "ran", ""))
    for name, (fence, _) in BROUGHT.items():
        project.write(f"en/{name}.md", f"lang-ref: {name}\ntitle: x", "Before.\n\nAfter.")
        project.write(f"fr/{name}.md", f"lang: fr\nlang-ref: {name}\ntitle: x", f"Avant.\n\n{fence}\n\nAprès.")
    built = project.build()
    assert built.returncode == 0
    for name, (_, found) in BROUGHT.items():
        assert f"docs/fr/{name}.md:9: trust.code: {found}" in built.output
        page = built.page(f"fr/{name}")
        assert "Avant." in page
        assert "Après." in page
        assert "<!-- markdown-exec" not in page
        assert 'class="example"' not in page
    assert not list(project.folder.rglob("ran"))
    assert project.build("--strict").returncode != 0


def test_finding_of_any_kind_fails_a_strict_build_also_when_quiet(project: Project) -> None:
    project.write("tr/index.md", "lang-ref: home\ntitle: x", "Merhaba.")
    built = project.build("--strict", "--quiet")
    assert built.returncode != 0
    assert "docs/tr/index.md:1: front-matter.lang" in built.output
    assert not built.site.exists()


def test_page_that_cannot_be_read_and_page_with_another_ending_are_findings(project: Project) -> None:
    (project.folder / "docs" / "fr").mkdir()
    (project.folder / "docs" / "fr" / "gone.md").symlink_to("nowhere.md")
    project.write("en/extra.markdown", "title: x", "$\\bad$")
    built = project.build()
    assert built.returncode != 0
    assert "docs/fr/gone.md:1: library.file" in built.output
    assert "docs/en/extra.markdown:1: library.extension" in built.output
    assert "Traceback" not in built.output


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A course with formulas that are refused or named, each kind on a page of its own."""
    project = Project(tmp_path_factory.mktemp("formulas"))
    project.write("en/index.md", "lang-ref: home\ntitle: The $\\yok$ of it", "Welcome.")
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: x\ndescription: Le $\\hic$ ici", "Bienvenue.")
    project.write("tr/index.md", "lang: tr\nlang-ref: home\ntitle: Bir $x ve", "Merhaba.")
    lying = [
        r"\begin{equation}a\end{equation}",
        r"b\tag{1}",
        r"\kern-5000em x",
        r"\def\x{" + "a" * 1000 + "}" + r"\x" * 300,
    ]
    body = "\n\n".join([*(f"$${tex}$$" for tex in lying), "In $90%$ or $ y $ of it, From **$5** to **$10**."])
    project.write("en/lying.md", "lang-ref: lying\ntitle: x", body)
    project.write("en/alike.md", "lang-ref: alike\ntitle: $\\yok$", "A $\\yok x$.\n\nB $\\yok y$.")
    return project.build()


def test_formula_of_a_title_and_of_a_description_is_refused_at_its_line(formulas: Built) -> None:
    assert formulas.returncode != 0
    assert "docs/en/index.md:3: math: found \\yok" in formulas.output
    assert "docs/fr/index.md:5: math: found \\hic" in formulas.output
    assert "docs/tr/index.md:4: math.unbalanced: found $ without a partner" in formulas.output
    assert not re.search(r"docs:1: math", formulas.output)
    assert not formulas.site.exists()


def test_formula_that_lies_is_named_at_its_line(formulas: Built) -> None:
    said = re.findall(r"docs/en/lying\.md:(\d+): (math\S*): ", formulas.output)
    assert sorted((int(line), kind) for line, kind in said) == [
        (8, "math.number"),
        (10, "math"),
        (12, "math"),
        (14, "math.comment"),
        (14, "math.spaced"),
    ]


def test_refused_formulas_that_fail_alike_are_all_reported_at_their_lines(formulas: Built) -> None:
    said = re.findall(r"docs/en/alike\.md:(\d+): math: found", formulas.output)
    assert [int(line) for line in said] == [3, 6, 8]


@pytest.mark.parametrize("path", [".cache", ".cache/snippets"])
def test_file_in_the_place_of_the_cache_is_a_finding(project: Project, path: str) -> None:
    project.snippet("05-1-a", "print(1)\n")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", '```python exec="1" snippet="05-1-a"\n```')
    file = project.folder / path
    file.parent.mkdir(exist_ok=True)
    file.write_text("a file")
    built = project.build()
    assert built.returncode != 0
    assert f"{path}:1: cache: found a file, expected a folder" in built.output
    assert "Traceback" not in built.output
    assert file.read_text() == "a file"
