"""A course of one page in sixteen languages that are complete, and in some that nobody has given phrases to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.languages import folders
from dragoman.languages.language import ADMONITIONS, language
from dragoman.rendering.tree import Tree, text, texts
from projects import Built, Once, mkdocs

WITHOUT_PHRASES = ("ckb", "dv", "ps", "ug", "ur", "yi", "zh-TW", "br")
LANGUAGES = ("en", *(one for one in folders.available() if one != "en"), *WITHOUT_PHRASES)
NAMES = "|".join([*(language(one).phrases.own_name for one in LANGUAGES), "Wombat", "x", "PyTorch"])
SAID = ("aria-label", "title", "placeholder", "alt")


def build(folder: Path) -> Built:
    """Build a course whose own words are numbers, apart from its name."""
    rows = "".join(
        f"      - {{locale: {one}, name: '{language(one).phrases.own_name}'{', default: true' if one == 'en' else ''}}}\n"
        for one in LANGUAGES
    )
    (folder / "mkdocs.yml").write_text(
        "site_name: Wombat\nsite_url: https://example.org/\ntheme: {name: material}\nplugins:\n"
        f"  i18n:\n    docs_structure: folder\n    languages:\n{rows}  markdown-exec: {{languages: [python]}}\n"
        "  dragoman: {}\nextra:\n  quiet: !!python/name:dragoman.hosts.quiet.Quiet\n",
        "utf-8",
    )
    boxes = "\n\n".join(f"!!! {kind}\n    1" for kind in ADMONITIONS)
    for lang in LANGUAGES:
        (folder / "docs" / lang).mkdir(parents=True)
        meta = "lecturer: '5'\nauthors: '6'\ntranslator: '7'\ntranslation-date: 2026-01-02\n" if lang != "en" else ""
        page = f"---\nlang: {lang}\nlang-ref: home\ntitle: '1'\n---\n\n## 2\n\n3\n"
        (folder / "docs" / lang / "index.md").write_text(page, "utf-8")
        page = f"---\nlang: {lang}\nlang-ref: boxes\ntitle: '4'\n{meta}---\n\n## 2\n\n3[^1]\n\n[^1]: 2\n\n{boxes}\n\n```python\nx = 1\n```\n"
        (folder / "docs" / lang / "boxes.md").write_text(page, "utf-8")
    (folder / "docs" / "en" / "only.md").write_text("---\nlang-ref: only\ntitle: '8'\n---\n\n9\n", "utf-8")
    done = mkdocs("build", "-f", str(folder / "mkdocs.yml"))
    return Built(folder / "site", done.returncode, done.stdout + done.stderr)


@pytest.fixture(scope="module")
def many(once: Once) -> Built:
    site = once("many-languages", build)
    assert site.returncode == 0, site.output
    return site


def page(many: Built, lang: str, name: str = "boxes/") -> str:
    return many.page(("" if lang == "en" else f"{lang}/") + name)


def unmarked(html: str) -> list[str]:
    """Return what a page says in its own language, in its text and to screen readers."""
    tree = Tree(html)

    def apart(node) -> bool:
        return node.tag in {"script", "style"} or (node.tag != "html" and "lang" in node.attrs)

    said = [text(node) for node in texts(tree.root, apart)]
    # Attributes cannot be marked.
    return said + [node.attrs.sget(name) for name in SAID for node in tree.all(f"[{name}]")]


ENGLISH = sorted({*language("fr").phrases.words, "Next", "Previous", "Skip to content", "Table of contents", "Footer"})
# Words that other languages have, too.
SHARED = {
    *(
        "Danger",
        "Question",
        "Quiz",
        "Important",
        "Attention",
        "Page",
        "Video",
        "Information",
        "Navigation",
        "Error",
        "Code",
    ),
    *("Lemma", "Proposition", "Definition", "Section"),
}


@pytest.mark.parametrize("lang", [one for one in folders.available() if one != "en"])
@pytest.mark.parametrize("name", ["boxes/", "only/", ""])
def test_no_english_is_on_a_page_of_a_complete_language(many: Built, lang: str, name: str) -> None:
    said = [" ".join(words.split()) for words in unmarked(page(many, lang, name))]
    assert [one for one in said if one in ENGLISH and one not in SHARED] == []
    if language(lang).phrases("Search").isascii() is False:
        left = re.sub(rf"\b(?:{NAMES}|text|html)\b", "", "\n".join(said))
        assert re.findall("[A-Za-z]{3,}", left) == []


@pytest.mark.parametrize("lang", WITHOUT_PHRASES)
def test_what_a_language_lacks_is_english_and_says_so(many: Built, lang: str) -> None:
    html = page(many, lang)
    assert f'lang="{lang}"' in html
    assert '<span lang="en" dir="ltr">Search</span>' in html
    assert '<span lang="en" dir="ltr">Warning</span>' in html
    tree = Tree(html)
    said = [text(node).strip() for node in texts(tree.root, lambda node: node.tag != "html" and "lang" in node.attrs)]
    assert [one for one in said if one in ENGLISH] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_has_the_direction_and_the_faces_of_its_language(many: Built, lang: str) -> None:
    html = page(many, lang)
    assert f'<html dir="{language(lang).direction}" lang="{lang}"' in html
    assert f'<body dir="{language(lang).direction}"' in html
    loaded = re.findall(r'rel="preload" href="[^"]*fontsource/([^"]+)"', html)
    assert tuple(loaded) == language(lang).faces


@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_page_of_every_language_is_known_as_one(many: Built, lang: str) -> None:
    assert "<title>Wombat</title>" in page(many, lang, "")
