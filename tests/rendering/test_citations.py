"""Citations in an article: their links, the list of what is cited, in the language and direction of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from dragoman.pages.placeholders import Html, Placeholders
from dragoman.references import bibliography
from dragoman.rendering import constructs
from dragoman.rendering.citations import PageCitations
from dragoman.rendering.page import Article, Place
from dragoman.website.build import Settings, Site
from projects import PNG, ROOT

PLACE = Place("Title", None, lambda name, lang: f"/{lang}/{name}", lambda _: (3, 2))
BIB = """\
@article{a:1998, author = {Ayar, Ece}, title = {Falls of $x^2$}, journal = {Slopes}, volume = 3, year = 1998,
  doi = {10.1/x}}
@book{b2015, author = {Lindt, Ole and Sol, Ana and Ayar, Ece}, title = {Berge}, year = 2015, langid = {german}}
@article{c2020, author = {العربي, سلمى}, title = {الانحدار}, year = 2020, langid = {arabic}}
@book{unused, author = {Nobody}, title = {Nothing}}
"""
TEXT = """\
## As @b2015 say

By [@a:1998, p. $3$] and @b2015. Then [@c2020; @a:1998].

![w](hill.png "By [@b2015]") {#fig:hill}

??? note "Of @b2015"
    A note[^1].

[^1]: See [@b2015].
"""


def site(folder: Path, bib: str = BIB, **files: str) -> Site:
    for name, text in files.items():
        file = folder / "docs" / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".md").write_text(f"---\ntitle: x\nlang: {file.parent.name}\n---\n\n{text}", "utf-8")
        (file.parent / "hill.png").write_bytes(PNG)
    if bib:
        (folder / "docs" / "references.bib").write_text(bib, "utf-8")
    katex = ROOT / "node_modules" / "katex" / "dist" / "katex.min.js"
    return Site(
        Settings(folder, folder / "docs", ("en", "ar", "fa"), "en", {}, katex, folder / "snippets", folder / ".cache")
    )


def article(made: Site, path: str) -> Article:
    page = made.page(path)
    assert page is not None
    extensions, settings = constructs.extended([], {})
    return page.article(page.markdown("../"), PLACE, extensions, settings)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site(tmp_path_factory.mktemp("cited"), en__a=TEXT, ar__a=TEXT, fa__a=TEXT, en__none="Nothing.\n")


@pytest.fixture(scope="module")
def articles(made: Site) -> dict[str, Article]:
    return {path: article(made, path) for path in ("en/a.md", "ar/a.md", "fa/a.md")}


def tree(made: Article) -> LexborNode:
    root = LexborHTMLParser(made.html).root
    assert root is not None
    return root


def words(node: LexborNode | None) -> str:
    assert node is not None
    for hidden in node.css(".katex-mathml, .headerlink, .citation-back"):
        hidden.decompose()
    return " ".join(node.text().replace("\u200b", "").split())


def test_each_citation_leads_to_its_work_and_the_work_back_to_each(articles: dict[str, Article]) -> None:
    for made in articles.values():
        root = tree(made)
        ids = {one.attributes["id"] for one in root.css("[id]")}
        links = root.css("a.citation")
        assert len(links) >= 6
        assert {one.attributes["href"] for one in links} <= {f"#{one}" for one in ids}
        back = [one.attributes["href"] for one in root.css("a.citation-back")]
        assert sorted(back) == sorted(f"#{one.attributes['id']}" for one in links)
        said = [one.attributes["aria-label"] for one in root.css("a.citation-back")]
        assert len(set(said)) == len(said)


def test_citations_are_said_in_the_text_the_caption_and_the_note(articles: dict[str, Article]) -> None:
    root = tree(articles["en/a.md"])
    assert words(root.css_first("h2")) == "As Lindt et al. (2015) say"
    assert (
        words(root.css_first("p")) == "By (Ayar, 1998, p. 3) and Lindt et al. (2015). Then (العربي, 2020; Ayar, 1998)."
    )
    assert words(root.css_first("figcaption")) == "Figure 1.1 By (Lindt et al., 2015)"
    assert words(root.css_first(".footnote p")).startswith("See (Lindt et al., 2015).")
    assert words(root.css_first("summary")) == "Of Lindt et al. (2015)"
    assert root.css_first("summary a") is None


def test_list_has_what_is_cited_with_authors_year_title_and_container(articles: dict[str, Article]) -> None:
    for path, heading in (("en/a.md", "References"), ("ar/a.md", "المراجع"), ("fa/a.md", "منابع")):
        root = tree(articles[path])
        box = root.css_first("section.references")
        assert box is not None
        assert box.next is None or not box.next.is_element_node
        assert words(box.css_first("h2#references")) == heading
        assert [words(one) for one in box.css("li")] == [
            "Ayar, Ece (1998). Falls of x2. Slopes 3.",
            "Lindt, Ole; Sol, Ana; Ayar, Ece (2015). Berge.",
            "العربي, سلمى (2020). الانحدار.",
        ]
        assert [(one.attributes["lang"], one.attributes["dir"]) for one in box.css("li > p")] == [
            ("en", "ltr"),
            ("de", "ltr"),
            ("ar", "rtl"),
        ]
        assert box.css_first("li a").attributes["href"] == "https://doi.org/10.1/x"
        assert articles[path].outline[-1]["name"] == heading


def test_citation_in_a_page_from_right_to_left_is_one_stretch_of_one_direction(articles: dict[str, Article]) -> None:
    root = tree(articles["ar/a.md"])
    first, second, both = root.css("p > span[dir=rtl]")[:3]
    assert words(first) == "(Ayar، 1998، p. 3)"
    assert words(second) == "Lindt وآخرون (2015)"
    assert words(both) == "(العربي، 2020؛ Ayar، 1998)"
    assert [one.text() for one in both.css("bdi[dir=ltr]")] == ["Ayar"]
    english = tree(articles["en/a.md"])
    assert [one.text() for one in english.css("p bdi[dir=rtl]")] == ["العربي"]
    assert english.css_first("span[dir=rtl]") is None


def test_list_is_no_noise_in_the_search_and_holds_no_terms(articles: dict[str, Article]) -> None:
    for made in articles.values():
        found = " ".join(word.shown for section in made.sections for word in (*section.heading, *section.text))
        assert "Lindt" in found
        assert "Slopes" not in found
        assert "References" not in found


def test_page_without_citations_has_no_list(made: Site) -> None:
    found = article(made, "en/none.md")
    assert "references" not in found.html
    assert found.outline == ()


def test_nothing_is_read_in_a_course_without_works(tmp_path: Path) -> None:
    made = site(tmp_path, bib="", en__a="As [@a:1998] and @b2015 say, \\@c2020.\n")
    assert words(tree(article(made, "en/a.md"))) == "As [@a:1998] and @b2015 say, @c2020."
    assert made.findings == ()


def test_description_of_a_page_says_the_citation(tmp_path: Path) -> None:
    made = site(tmp_path, en__a="By [@a:1998], @b2015.\n", ar__a="By [@a:1998], @b2015.\n")
    assert made.description("en/a.md") == "By (Ayar, 1998), Lindt et al. (2015)."
    assert made.description("ar/a.md") == "By (Ayar، 1998), Lindt وآخرون (2015)."


def test_title_and_question_of_a_page_say_the_citation(tmp_path: Path) -> None:
    made = site(tmp_path, en__a="x\n")
    file = tmp_path / "docs" / "en" / "a.md"
    file.write_text("---\ntitle: After @b2015\nquestion: What of [@a:1998]?\n---\n\nx\n", "utf-8")
    made = site(tmp_path, en__b="x\n")
    assert made.title("en/a.md") == "After Lindt et al. (2015)"
    assert made.question("en/a.md") == "What of (Ayar, 1998)?"


def test_heading_of_the_author_keeps_its_anchor(tmp_path: Path) -> None:
    root = tree(article(site(tmp_path, en__a="## References\n\n[@b2015]\n"), "en/a.md"))
    assert [one.attributes["id"] for one in root.css("h2")] == ["references", "bibliography"]


def test_page_is_made_from_the_works_that_it_cites(tmp_path: Path) -> None:
    def inputs(bib: str, name: str) -> object:
        made = site(tmp_path, bib=bib, en__a="[@a:1998]\n", en__b="[@b2015]\n", ar__a="x\n", ar__b="x\n")
        page = made.page(name)
        assert page is not None
        return page.inputs(page.markdown(""), PLACE)

    changed = BIB.replace("{Slopes}", "{Hills}")
    assert inputs(BIB, "en/a.md") != inputs(changed, "en/a.md")
    assert inputs(BIB, "ar/a.md") != inputs(changed, "ar/a.md")
    for name in ("en/b.md", "ar/b.md"):
        assert inputs(BIB, name) == inputs(changed, name) == inputs(f"\n\n@misc{{z, title = {{Z}}}}{BIB}", name)


def test_work_that_is_unknown_shows_its_key_and_leads_nowhere(tmp_path: Path) -> None:
    made = site(tmp_path, en__a="[@none; @b2015]\n")
    root = tree(article(made, "en/a.md"))
    assert words(root.css_first("p")) == "(@none; Lindt et al., 2015)"
    assert [one.kind for one in made.findings] == ["citation.unknown"]


def test_name_with_signs_of_html_and_markdown_is_text_also_where_no_link_can_be() -> None:
    bib = "@misc{x, author = {{A *b* <c> _d_}}, title = {T}, year = 1998}"
    cited, waiting = PageCitations(bibliography.read(bib, "x"), "en", "en"), Placeholders[Html]()
    text, _ = cited.markdown("[by @x](y.md) and @x", waiting, lambda formulas: formulas)
    assert waiting.replaced(text, lambda it: it.words) == "[by A *b* <c> _d_ (1998)](y.md) and A *b* <c> _d_ (1998)"
    assert waiting.replaced(text, lambda it: it.html).startswith("[by A *b* &lt;c&gt; _d_ (1998)](y.md)")
    assert "*" not in text
