"""Beside the pages of a translation stand images that do nothing, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.pages import library
from dragoman.trust import files
from projects import Project

PAGE = "---\nlang: fr\nlang-ref: home\ntitle: x\n---\n\nTexte.\n"
PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"><style>'
    'path{fill:red}</style><defs><path id="a" d="M0 0L1 1"/></defs><use xlink:href="#a" style="fill:url(#b)"/></svg>'
)
ACTIVE = [
    "<script>alert(1)</script>",
    '<path onload="alert(1)"/>',
    '<a href="javascript:alert(1)"><path/></a>',
    '<use href="https://evil.example/x.svg#a"/>',
    '<image href="https://evil.example/x.png"/>',
    "<style>@import url(https://evil.example/x.css)</style>",
    '<path style="fill:url(https://evil.example/x)"/>',
    "<foreignObject><iframe/></foreignObject>",
    '<set attributeName="href" to="javascript:alert(1)"/>',
    '<animate attributeName="href" values="javascript:alert(1)"/>',
    "<svg:script>alert(1)</svg:script>",
]


def found(folder: Path) -> dict[str, str]:
    read = library.read(folder, ("en", "fr"), "en", name="docs")
    return {one.file: one.kind for one in files.findings(files.refused(read), "docs")}


def docs(folder: Path) -> Path:
    for lang in ("en", "fr"):
        (folder / lang).mkdir(parents=True)
        (folder / lang / "index.md").write_text(
            PAGE.replace("lang: fr\n", "" if lang == "en" else "lang: fr\n"), "utf-8"
        )
    return folder


@pytest.mark.parametrize("name", ["x.html", "x.js", "x.css", "x.pdf", "x.HTM", "x", "x.md.html", "x.svgz", "x.woff2"])
def test_file_that_is_neither_a_page_nor_an_image_is_refused_below_a_translation_only(
    tmp_path: Path, name: str
) -> None:
    folder = docs(tmp_path)
    for lang in ("en", "fr"):
        (folder / lang / name).write_text("x", "utf-8")
    assert found(folder) == {f"docs/fr/{name}": "trust.file"}


@pytest.mark.parametrize("name", ["x.png", "X.JPG", "x.webp", ".hidden", "index.md~"])
def test_images_and_what_is_never_published_are_not_refused(tmp_path: Path, name: str) -> None:
    folder = docs(tmp_path)
    (folder / "fr" / name).write_bytes(b"x")
    assert found(folder) == {}


@pytest.mark.parametrize("active", ACTIVE)
def test_drawing_that_does_something_is_refused(tmp_path: Path, active: str) -> None:
    folder = docs(tmp_path)
    (folder / "fr" / "x.svg").write_text(PLAIN.replace("</svg>", f"{active}</svg>"), "utf-8")
    assert found(folder) == {"docs/fr/x.svg": "trust.file"}


def test_drawing_that_only_shows_is_not_refused(tmp_path: Path) -> None:
    folder = docs(tmp_path)
    (folder / "fr" / "x.svg").write_text(f'<?xml version="1.0"?>\n{PLAIN}', "utf-8")
    assert found(folder) == {}


@pytest.mark.parametrize(
    "text", ['<!DOCTYPE svg [<!ENTITY x "y">]>' + PLAIN, "\ufffe", '<?xml-stylesheet href="x"?>' + PLAIN]
)
def test_drawing_that_another_parser_could_read_otherwise_is_refused(tmp_path: Path, text: str) -> None:
    folder = docs(tmp_path)
    (folder / "fr" / "x.svg").write_text(text, "utf-16" if text == "\ufffe" else "utf-8")
    assert found(folder) == {"docs/fr/x.svg": "trust.file"}


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    folder = docs(tmp_path / "docs")
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.md").write_text("secret", "utf-8")
    (folder / "fr" / "linked").symlink_to(secret)
    (folder / "fr" / "one.md").symlink_to(secret / "key.md")
    assert found(folder) == {"docs/fr/linked": "trust.file", "docs/fr/one.md": "trust.file"}


def test_what_is_refused_is_not_in_the_site(project: Project) -> None:
    outside = project.folder / "outside"
    outside.mkdir()
    (outside / "x.md").write_text(PAGE.replace("home", "x").replace("Texte", "SECRET"), "utf-8")
    for name, text in {"tr/x.html": "SECRET", "tr/x.js": "SECRET", "tr/a.svg": f"<svg>{ACTIVE[0]}</svg>"}.items():
        project.write_bytes(name, text.encode())
    (project.folder / "docs" / "tr" / "linked").symlink_to(outside)
    built = project.build()
    assert built.returncode == 0, built.output
    assert built.output.count("trust.file") == 4
    published = [file for file in built.site.rglob("*") if file.is_file()]
    assert not [file for file in published if "SECRET" in file.read_text("utf-8", "replace")]
    assert not [file for file in published if file.name in ("x.html", "x.js", "a.svg")]
