"""A page's way from Markdown to an article, which no program that builds sites is needed for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from markdown import Markdown

from dragoman.rendering import page as pages
from dragoman.rendering.page import Article, Place
from dragoman.rendering.tree import Tree
from dragoman.website.build import Settings, Site
from projects import ROOT

EXTENSIONS = ("admonition", "attr_list", "md_in_html", "sane_lists", "tables", "toc", "pymdownx.superfences")
PLACE = Place("Title", "../glossary/", lambda name, lang: f"/{lang}/{name}", lambda _: (3, 2))


def site(folder: Path, **files: str) -> Site:
    for name, text in files.items():
        file = folder / "docs" / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".md").write_text(text, "utf-8")
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    return Site(
        Settings(folder, folder / "docs", ("en", "ar"), "en", {}, katex, folder / "snippets", folder / ".cache")
    )


def article(made: Site, path: str) -> Article:
    page = made.page(path)
    assert page is not None
    return page.article(page.markdown("../"), PLACE, EXTENSIONS, {"toc": {"permalink": True}})


ENGLISH = (
    "---\nlang-ref: ch.05\ntitle: x\n---\n\n## The *descent*\n\nWe follow $\\nabla f$, see `f(x)`.\n\n![A](a.png)\n"
)
ARABIC = (
    "---\nlang: ar\nlang-ref: ch.05\ntitle: س\n---\n\n<!-- ## The *descent* -->\n\n## الانحدار\n\n"
    "<!-- We follow $\\nabla f$, see `f(x)`. -->\n\nنتبع $\\nabla f$، انظر `f(x)`.\n"
)


def test_article_has_formulas_permalinks_sizes_and_directions(tmp_path: Path) -> None:
    made = site(tmp_path, en__a=ENGLISH, ar__a=ARABIC)
    english, arabic = article(made, "en/a.md"), article(made, "ar/a.md")
    assert english.html.count('class="katex"') == arabic.html.count('class="katex"') == 1
    assert 'width="3" height="2" loading="lazy"' in english.html
    assert 'id="the-descent"' in arabic.html
    assert '<code dir="ltr">f(x)</code>' in arabic.html
    assert [token["name"] for token in arabic.outline] == ["الانحدار"]
    assert [section.anchor for section in english.sections] == ["", "the-descent"]


def test_formula_that_is_another_in_the_article_is_named_once_at_its_line(tmp_path: Path) -> None:
    run_away = (
        ENGLISH
        + '\n$$\ny = x\n\n<center><img src="{{site.baseurl}}/a.png" alt="A" /></center>\n\n## Next\n\nAnd $$ so on.\n'
    )
    made = site(tmp_path, en__a=run_away)
    before = made.findings
    article(made, "en/a.md")
    assert {(one.file, one.kind) for one in before if one.kind.startswith("math")} == {("docs/en/a.md", "math")}
    assert made.findings == before


def test_formula_that_only_the_article_has_is_named_in_its_page(tmp_path: Path) -> None:
    made = site(tmp_path, en__a=ENGLISH)
    page = made.page("en/a.md")
    assert page is not None
    page.article("Shown by another plugin: $\\nabla f}$.", PLACE, EXTENSIONS, {})
    assert [(one.file, one.line, one.kind) for one in made.late] == [("docs/en/a.md", 5, "math")]


def test_article_is_the_same_each_time(tmp_path: Path) -> None:
    made = site(tmp_path, en__a=ENGLISH, ar__a=ARABIC)
    assert article(made, "ar/a.md") == article(made, "ar/a.md")


def test_page_is_read_as_markdown_once_as_html_once_and_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    class Counted(Tree):
        def __init__(self, html: str) -> None:
            counted.append("read")
            super().__init__(html)

        @property
        def html(self) -> str:
            counted.append("written")
            return super().html

    convert = Markdown.convert

    def counting(self: Markdown, text: str) -> str:
        counted.append("converted")
        return convert(self, text)

    made = site(tmp_path, en__a=ENGLISH, ar__a=ARABIC)
    monkeypatch.setattr(pages, "Tree", Counted)
    monkeypatch.setattr(Markdown, "convert", counting)
    for path in ("en/a.md", "ar/a.md"):
        counted.clear()
        article(made, path)
        assert counted == ["converted", "read", "written"]


@pytest.mark.parametrize(
    "text", ["\U000f0000\U000f0019\U000f0001", "&#xf0000;&#xf0010;&#xf0001;", '<span data-math="0">x</span>']
)
def test_no_text_is_taken_for_what_the_build_puts_in_itself(tmp_path: Path, text: str) -> None:
    made = site(tmp_path, en__a=f"---\nlang-ref: ch.05\ntitle: x\n---\n\nBefore {text} after $y$.\n")
    html = article(made, "en/a.md").html
    assert html.count('class="katex"') == 1
    assert not {sign for sign in html if "\U000f0000" <= sign <= "\U000f00ff"}


EVERY_PAGE = """
import sys
from importlib.abc import MetaPathFinder


class Refusing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("mkdocs", "material", "mkdocs_static_i18n", "markdown_exec"):
            raise ImportError(f"{name} is not to be imported")


sys.meta_path.insert(0, Refusing())
from pathlib import Path
from dragoman.rendering.page import Place
from dragoman.website.build import Settings, Site

docs, project, katex = map(Path, sys.argv[1:])
languages = tuple(sorted(folder.name for folder in docs.iterdir() if len(folder.name) == 2))
site = Site(Settings(project, docs, languages, "en", {}, katex, project / "snippets", project / ".cache"))
place = Place("x", None, lambda name, lang: f"/{lang}/{name}", lambda src: None)
rendered = 0
for path in sorted(site.library.pages, key=lambda path: path.parts[0] != "en"):
    page = site.page(str(path))
    extensions = ["admonition", "attr_list", "md_in_html", "sane_lists", "tables", "toc", "pymdownx.superfences"]
    article = page.article(page.markdown("../"), place, extensions, {})
    rendered += bool(article.html.strip())
print(rendered, len(site.library.pages))
"""


def test_every_page_of_a_real_course_is_rendered_without_a_program_that_builds_sites(
    corpus_folder: Path, tmp_path: Path
) -> None:
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    done = subprocess.run(
        [sys.executable, "-c", EVERY_PAGE, str(corpus_folder), str(tmp_path), str(katex)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rendered, pages = map(int, done.stdout.split())
    assert rendered == pages > 100


KEPT = {
    "a box of a kind of its own": '!!! exercise "Title"\n\n    Words.\n',
    "numbered lines": '``` {.python linenums="1"}\nx = 1\n```\n',
    "footnotes": "A word[^1].\n\n[^1]: A note.\n",
    "tabs": '=== "One"\n\n    Words.\n\n=== "Two"\n\n    Words.\n',
    "a list of tasks": "- [x] done\n- [ ] to do\n",
    "a diagram": "```mermaid\ngraph LR; A --> B\n```\n",
    "a definition": "Term\n:   What it is.\n",
    "an abbreviation": "The HTML.\n\n*[HTML]: Language\n",
    "keys": "++ctrl+c++\n",
    "marked words": "==marked== and ^^underlined^^ and ~~gone~~\n",
    "a class and an id": 'Words.\n{: .loud #here data-x="1"}\n',
    "a player": '<video controls src="v.mp4"></video>\n',
    "an embedded page": '<iframe src="https://player.example.org/1" width="300"></iframe>\n',
}
WIDE = (
    *(*EXTENSIONS, "footnotes", "def_list", "abbr", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.keys"),
    *("pymdownx.mark", "pymdownx.caret", "pymdownx.tilde", "pymdownx.highlight"),
)


@pytest.mark.parametrize("name", KEPT)
def test_what_the_rendered_source_holds_its_translation_keeps(tmp_path: Path, name: str) -> None:
    head = "---\nlang-ref: ch.05\ntitle: x\n---\n\n"
    made = site(
        tmp_path,
        en__a=f"{head}{KEPT[name]}",
        ar__a=f"{head.replace('lang-ref', 'lang: ar' + chr(10) + 'lang-ref')}{KEPT[name]}",
    )
    english, arabic = (
        page.article(page.markdown("../"), PLACE, WIDE, {}) for page in (made.page("en/a.md"), made.page("ar/a.md"))
    )
    assert [str(one) for one in made.late] == []
    shape = [
        [(node.tag, sorted(node.attributes)) for node in Tree(one.html).all("*") if node.tag != "bdi"]
        for one in (english, arabic)
    ]
    without_directions = [(tag, [one for one in names if one not in ("dir", "lang")]) for tag, names in shape[1]]
    assert without_directions == [
        (tag, [one for one in names if one not in ("dir", "lang")]) for tag, names in shape[0]
    ]
