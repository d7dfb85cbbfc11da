"""The real course, built with our machinery: what its finished pages show."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from projects import Built, Once, mkdocs

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
OPAQUE = frozenset({"code", "pre", "script", "style", "svg", "nav"})
TEX = re.compile(r"\$|\\[A-Za-z]+")
MARKUP = re.compile(r"\{\{|\}\}|<!--|markdown=|^\s*\|.*\|\s*$|[\U000f0000-\U000f0020]", re.MULTILINE)


class _Visible(HTMLParser):
    """Collects the text of the article outside code and formulas."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._inside = False
        self._opaque = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside |= tag == "article"
        if tag in VOID:
            return
        if self._opaque or tag in OPAQUE or "katex" in (dict(attrs).get("class") or "").split():
            self._opaque += 1

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "article"
        self._opaque -= bool(self._opaque) and tag not in VOID

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text.append(" " if self._opaque else data)


def _visible(page: Path) -> str:
    parser = _Visible()
    parser.feed(page.read_text("utf-8"))
    return "".join(parser.text)


def _source(page: Path, site: Path, docs: Path) -> Path:
    """Return the Markdown that a page was made from: English where there is no translation."""
    parts = page.parent.relative_to(site).parts
    lang, rest = ("en", parts) if parts[0].startswith("week") else (parts[0], parts[1:])
    own = docs / lang / Path(*rest).with_suffix(".md")
    return own if own.is_file() else docs / "en" / Path(*rest).with_suffix(".md")


def _unnamed(built: Built, docs: Path) -> list[str]:
    """Return the TeX that pages show where no finding about formulas or code names the line."""
    flagged: dict[Path, set[int]] = {}
    for path, line in re.findall(r"- +(\S+\.md):(\d+): (?:math|code)", built.output):
        flagged.setdefault(docs.joinpath(*Path(path).parts[-3:]), set()).add(int(line))
    unnamed = []
    for page in sorted(built.site.rglob("index.html")):
        source = _source(page, built.site, docs)
        lines = source.read_text("utf-8").split("\n")
        broken = "\n".join(lines[number - 1] for number in flagged.get(source, ()))
        unnamed += [f"{source}: {trace}" for trace in set(TEX.findall(_visible(page))) if trace not in broken]
    return unnamed


def test_pages_show_no_tex_but_where_the_source_is_broken_and_named(corpus: Built, corpus_folder: Path) -> None:
    assert len(list(corpus.site.rglob("index.html"))) == 152
    assert _unnamed(corpus, corpus_folder) == []


MORE = r"""
site_name: More
theme: {name: material}
plugins:
  i18n:
    docs_structure: folder
    fallback_to_default: true
    languages:
      - {locale: en, name: English, default: true}
      - {locale: es, name: Español}
      - {locale: zh, name: 中文}
      - {locale: fa, name: فارسی}
  dragoman:
    fail_on_errors: false
    macros: {\vect: '\boldsymbol{#1}', \matr: '\boldsymbol{#1}', \R: '\mathbb{R}'}
"""


def test_course_of_other_translators_in_other_scripts_builds_and_shows_no_source(
    once: Once, corpus_folder: Path
) -> None:
    docs = corpus_folder.parent / "corpus-more"
    if not docs.is_dir():
        pytest.skip(f"{docs} does not exist")

    def build(folder: Path) -> Built:
        (folder / "mkdocs.yml").write_text(f"docs_dir: {docs}\n{MORE}", "utf-8")
        done = mkdocs("build", "-f", str(folder / "mkdocs.yml"))
        return Built(folder / "site", done.returncode, done.stdout + done.stderr)

    more = once("more", build)
    assert more.returncode == 0, more.output
    pages = sorted(more.site.rglob("index.html"))
    assert len(pages) == 4 * len(list(docs.glob("en/*/*.md")))
    # Between ampersands, which somebody typed for dollars.
    assert _unnamed(more, docs) == [f"{docs / 'fa/week02/02-2.md'}: \\y"]
    assert [page for page in pages if MARKUP.search(_visible(page))] == []
    for lang, direction in (("es", "ltr"), ("zh", "ltr"), ("fa", "rtl")):
        assert f'<html dir="{direction}" lang="{lang}"' in more.page(f"{lang}/week02/02-2")
    # Whatever is wrong stands in a file.
    assert (
        re.findall(r"^(?:ERROR|WARNING) +-  (?!\S+\.md:\d+: |mkdocs_static_i18n: )(.*)", more.output, re.MULTILINE)
        == []
    )


def test_pages_show_no_markup_of_the_source(corpus: Built) -> None:
    shown = {
        str(page.relative_to(corpus.site)): MARKUP.findall(_visible(page)) for page in corpus.site.rglob("index.html")
    }
    leaks = {page: found for page, found in shown.items() if found}
    # Two braces of a formula whose dollar is lost, in a line that is named.
    assert leaks == {"fr/week08/08-3/index.html": ["}}"]}


def test_every_broken_formula_is_named_with_its_line(corpus: Built) -> None:
    for place in (
        "fr/week02/02-1.md:659: math: found \\frac{\\partiel",
        "fr/week03/03-1.md:98: math: found",
        "fr/week07/07-2.md:145: math: found",
        "fr/week02/02-3.md:466: math: found",
        "fr/week01/01-1.md:191: math.outside: found \\times",
        "ar/week07/07-3.md:254: math.unbalanced",
        "tr/week10/10-3.md:45: math: found \\trailer",
    ):
        assert place in corpus.output


def test_translations_have_the_anchors_of_their_english_page(corpus: Built) -> None:
    def anchors(path: str) -> list[str]:
        return re.findall(r'<h[2-6] id="([^"]+)"', corpus.page(path))

    for page in ("week05/05-1", "week02/02-2"):
        english = anchors(page)
        assert english
        for lang in ("fr", "tr", "ar"):
            assert len(set(anchors(f"{lang}/{page}")) & set(english)) >= 0.8 * len(english)
