"""What the head and the furniture of each page say: addresses, languages, credits, weeks, sitemap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest

from conftest import LANGUAGES, Built, Project

SITE = "https://example.org/course/"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000280000001e08020000003c1c2b910000000c4944415478da6360a02f0000008500010d0a2db4"
    "0000000049454e44ae426082"
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def tags(html: str, element: str, /, **attributes: str) -> list[dict[str, str]]:
    parser = _Tags()
    parser.feed(html)
    wanted = attributes.items()
    return [found for tag, found in parser.found if tag == element and all(found.get(k) == v for k, v in wanted)]


def meta(html: str, name: str) -> str | None:
    found = tags(html, "meta", name=name) or tags(html, "meta", property=name)
    return found[0]["content"] if found else None


def pages(site: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(site.rglob("index.html")):
        folder = file.parent.relative_to(site).as_posix()
        yield ("" if folder == "." else f"{folder}/"), file.read_text("utf-8")


def lang_of(path: str) -> str:
    first = path.partition("/")[0]
    return first if first in LANGUAGES else "en"


def hreflang(html: str) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in tags(html, "link", rel="alternate")}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A course below a path, of which only some pages are translated, with images and credits."""
    project = Project(tmp_path_factory.mktemp("course"))
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + f"site_url: {SITE}\n", "utf-8")
    project.write("en/index.md", "lang-ref: home\ntitle: Home", 'Welcome to $x^2$ & more.\n\n<div class="weeks"></div>')
    project.write("ar/index.md", "lang: ar\nlang-ref: home\ntitle: البداية", 'أهلا.\n\n<div class="weeks"></div>')
    project.write_bytes("en/week05/plot.png", PNG)
    project.write(
        "en/week05/05-1.md",
        'lang-ref: ch.05-1\ntitle: "Descent"\nlecturer: A. Lecturer\nauthors: [B. One, C. Two]\ndate: 2026-03-02\n'
        "description: How to descend",
        "## [Gradient *descent*](https://www.youtube.com/watch?v=x&t=754s)\n\nText.\n\n![A plot](plot.png)",
    )
    project.write(
        "fr/week05/05-1.md",
        "lang: fr\nlang-ref: ch.05-1\ntitle: Descente\ntranslator: D. Trois\ntranslation-date: 2026-11-21",
        "## [Descente](https://www.youtube.com/watch?v=x&t=754s)\n\nTexte.",
    )
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    return built


def test_language_and_direction_of_each_page_are_those_of_its_address(course: Built, built: Built) -> None:
    for site in (course.site, built.site):
        for path, html in pages(site):
            lang = lang_of(path)
            assert tags(html, "html")[0]["lang"] == lang, path
            assert tags(html, "html")[0]["dir"] == ("rtl" if lang == "ar" else "ltr"), path


def test_alternates_are_absolute_reciprocal_and_only_of_pages_that_exist(course: Built) -> None:
    known = {SITE + path: hreflang(html) for path, html in pages(course.site)}
    assert known[f"{SITE}week05/05-1/"] == {
        "en": f"{SITE}week05/05-1/",
        "fr": f"{SITE}fr/week05/05-1/",
        "x-default": f"{SITE}week05/05-1/",
    }
    assert known[f"{SITE}ar/"].keys() == {"en", "ar", "x-default"}
    for address, alternates in known.items():
        for other in alternates.values():
            assert known[other] == alternates
            assert address in alternates.values()


def test_translated_page_is_its_own_canonical_and_indexed(course: Built) -> None:
    for path in ("", "ar/", "week05/05-1/", "fr/week05/05-1/"):
        html = course.page(path)
        assert tags(html, "link", rel="canonical") == [{"rel": "canonical", "href": SITE + path}]
        assert meta(html, "og:url") == SITE + path
        assert meta(html, "robots") is None


def test_fallback_does_not_pretend(course: Built) -> None:
    for path in ("fr/", "tr/", "ar/week05/05/", "ar/week05/05-1/"):
        html = course.page(path)
        assert tags(html, "link", rel="canonical")[0]["href"] == SITE + re.sub("^(fr|tr|ar)/", "", path)
        assert meta(html, "robots") == "noindex"
        assert hreflang(html) == {}
        article = tags(html, "article")[0]
        assert (article["lang"], article["dir"]) == ("en", "ltr")
        assert "not-translated" in html


def test_sitemap_holds_each_page_that_exists_with_its_alternates(course: Built) -> None:
    urls = ET.parse(course.site / "sitemap.xml").getroot()
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {
        url.findtext("s:loc", None, names): {
            one.get("hreflang"): one.get("href") for one in url.findall("x:link", names)
        }
        for url in urls
    }
    indexed = {SITE + path: hreflang(html) for path, html in pages(course.site) if meta(html, "robots") is None}
    assert found == indexed
    days = [url.findtext("s:lastmod", None, names) for url in urls]
    assert sorted(filter(None, days)) == ["2026-03-02", "2026-11-21"]


def test_switcher_leads_to_the_same_page_in_every_language_and_tells_which_lack_it(course: Built) -> None:
    for path, html in pages(course.site):
        rest = re.sub("^(fr|tr|ar)/", "", path)
        links = tags(html, "a", **{"class": "md-select__link"})
        assert [urljoin(SITE + path, link["href"]) for link in links] == [
            SITE + prefix + rest for prefix in ("", "fr/", "tr/", "ar/")
        ]
        assert [link["hreflang"] for link in links if "aria-current" in link] == [lang_of(path)]
    french = course.page("fr/week05/05-1")
    assert french.count("pas encore traduite") == 2


def test_error_page_offers_every_home_in_its_language(course: Built) -> None:
    html = (course.site / "404.html").read_text("utf-8")
    article = html[html.index("<article") : html.index("</article>")]
    sections = [(one["lang"], one["dir"]) for one in tags(article, "section")]
    assert sections == [("en", "ltr"), ("fr", "ltr"), ("tr", "ltr"), ("ar", "rtl")]
    links = [urljoin(f"{SITE}a/b/c", link["href"]) for link in tags(article, "a")]
    assert [link.replace("/./", "/").removesuffix(".") for link in links] == [
        SITE + prefix for prefix in ("", "fr/", "tr/", "ar/")
    ]
    for words in ("Page not found", "Page introuvable", "Sayfa bulunamadı", "الصفحة غير موجودة"):
        assert words in article
    assert meta(html, "robots") == "noindex"
    assert len(tags(html, "a", **{"class": "md-select__link"})) == 4
    assert not (course.site / "fr" / "404.html").exists()


def test_previous_and_next_are_the_same_sequence_in_every_language(course: Built, built: Built) -> None:
    for site in (course.site, built.site):
        walks = {lang: [] for lang in LANGUAGES}
        for path, html in pages(site):
            steps = [tags(html, "link", rel=rel) for rel in ("prev", "next")]
            targets = [urljoin(f"{SITE}{path}", step[0]["href"]) if step else None for step in steps]
            strip = f"{SITE}{'' if lang_of(path) == 'en' else lang_of(path) + '/'}"
            walks[lang_of(path)].append([target and target.removeprefix(strip) for target in targets])
        assert walks["fr"] == walks["en"]
        assert walks["tr"] == walks["en"]
        assert walks["ar"] == walks["en"]


def test_previous_and_next_tell_the_number_of_the_chapter(course: Built) -> None:
    html = course.page("ar/week05/05")
    footer = html[html.index("<footer") :]
    assert re.search(r'lang="en" dir="ltr"><span class="chapter">5\.1</span> Descent<', footer)
    assert "chapter" not in footer[: footer.index("md-footer__link--next")]


def test_navigation_names_the_site_once(course: Built) -> None:
    for path, html in pages(course.site):
        home = SITE + ("" if lang_of(path) == "en" else f"{lang_of(path)}/")
        navigation = html[html.index("md-nav--primary") : html.index("<article")]
        links = [link for link in tags(navigation, "a") if "md-nav__link" in link.get("class", "")]
        assert home not in [urljoin(SITE + path, link["href"]) for link in links], path


def test_course_without_a_navigation_has_the_same_sequence_in_every_language(corpus: Built) -> None:
    for path in ("week05/05-1", "week10/10", "week04/04-1"):
        steps = {
            tuple(
                link["href"] for link in tags(corpus.page(prefix + path), "link") if link.get("rel") in ("prev", "next")
            )
            for prefix in ("", "fr/", "tr/", "ar/")
        }
        assert len(steps) == 1
    assert tags(corpus.page("ar/week05/05-1"), "link", rel="prev")[0]["href"] == "../05/"
    assert tags(corpus.page("ar/week05/05"), "link", rel="prev")[0]["href"] == "../../week04/04-1/"


def test_heading_that_leads_into_a_video_shows_its_time(course: Built) -> None:
    html = course.page("fr/week05/05-1")
    assert '<h2 id="gradient-descent">Descente <a class="video" dir="ltr"' in html
    assert 'aria-label="Vidéo à 12:34" data-pagefind-ignore><span aria-hidden="true">▶ </span>12:34</a>' in html
    toc = html[html.index("md-nav--secondary") : html.index("<article")]
    assert "12:34" not in toc
    assert "Descente" in toc


def test_every_video_of_our_own_headings_is_a_time(built: Built) -> None:
    for path, html in pages(built.site):
        for heading in re.findall(r"<h[1-6][ >].*?</h[1-6]>", html, re.DOTALL):
            for link in tags(heading, "a"):
                assert "youtu" not in link["href"] or link["class"] == "video", path


def test_permalink_of_each_heading_is_named_in_the_language_of_the_text(course: Built) -> None:
    for path, words in (
        ("week05/05-1", "Link to “Gradient descent”"),
        ("fr/week05/05-1", "Lien vers «\N{NO-BREAK SPACE}Descente\N{NO-BREAK SPACE}»"),
        ("ar/week05/05-1", "Link to “Gradient descent”"),
    ):
        assert tags(course.page(path), "a", **{"class": "headerlink"})[0]["aria-label"] == words


def test_credits_are_in_the_words_of_the_reader(course: Built) -> None:
    def text(path: str) -> str:
        found = re.search(r'<ul class="credits".*?</ul>', course.page(path), re.DOTALL)
        return unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", "", found[0])).strip()) if found else ""

    assert text("week05/05-1") == "Lecturer: A. Lecturer Written by B. One, C. Two 2 March 2026"
    assert text("fr/week05/05-1") == "Traduction\N{NO-BREAK SPACE}: D. Trois Traduction du 21 novembre 2026"
    assert "2 مارس 2026" in text("ar/week05/05-1")
    assert text("") == ""
    assert re.search(r'<ul class="credits" lang="ar" dir="rtl"', course.page("ar/week05/05-1"))
    assert '<time datetime="2026-11-21">' in course.page("fr/week05/05-1")


def test_home_tells_the_weeks_and_what_of_them_is_translated(course: Built) -> None:
    html = course.page("ar")
    table = html[html.index('<table class="weeks"') : html.index("</table>")]
    assert [link["href"] for link in tags(table, "a")] == [
        "week05/05/",
        "week05/05-1/",
        "https://www.youtube.com/watch?v=x&t=754s",
    ]
    assert '<a href="week05/05-1/" lang="en" dir="ltr">Descent</a>' in table
    assert "لم تُترجم بعد" in table
    assert "الصفحات المترجمة: 0 من 1" in html
    english = course.page("")
    assert "not translated yet" not in english[english.index("<article") :]
    assert "Translated pages" not in english


def test_home_of_our_course_offers_the_code_of_each_lecture(built: Built) -> None:
    for lang in LANGUAGES:
        home = "" if lang == "en" else f"{lang}/"
        html = built.page(home)
        table = html[html.index('<table class="weeks"') : html.index("</table>")]
        downloads = [link["href"] for link in tags(table, "a") if "download" in link]
        assert downloads
        for link in downloads:
            assert (built.site / home / link).is_file()
        assert "5.1" in table


def test_description_is_that_of_the_front_matter_or_the_first_paragraph(course: Built) -> None:
    assert meta(course.page("week05/05-1"), "description") == "How to descend"
    assert meta(course.page(""), "description") == "Welcome to x² & more."
    assert meta(course.page("fr/week05/05-1"), "description") == "Texte."
    assert meta(course.page("week05/05"), "description") == "It descends."


def test_link_previews_are_in_the_language_of_the_page(course: Built) -> None:
    html = course.page("fr/week05/05-1")
    assert meta(html, "og:title") == "Descente"
    assert meta(html, "og:description") == "Texte."
    assert meta(html, "og:locale") == "fr_FR"
    assert meta(html, "og:type") == "article"
    assert meta(course.page("ar"), "og:type") == "website"
    assert meta(course.page("ar"), "og:locale") == "ar_AR"
    assert meta(course.page("ar/week05/05"), "og:locale") == "en_GB"
    assert meta(html, "og:image") is None


def test_description_of_each_page_is_its_own_in_its_own_language(built: Built) -> None:
    found = [meta(html, "description") for _, html in pages(built.site)]
    assert all(found)
    assert len(set(found)) == len(found)


def test_image_has_the_size_of_its_file_and_is_lazy(course: Built) -> None:
    for path in ("week05/05-1", "ar/week05/05-1"):
        image = tags(course.page(path), "img", alt="A plot")[0]
        assert (image["width"], image["height"], image["loading"]) == ("40", "30", "lazy")


def test_figures_of_examples_are_sized(built: Built) -> None:
    for lang in LANGUAGES:
        figures = tags(built.page(("" if lang == "en" else f"{lang}/") + "week05/05-1"), "svg", role="img")
        assert len(figures) == 3
        assert all(figure["width"] and figure["height"] and figure["viewbox"] for figure in figures)


def test_image_without_alternative_text_is_a_warning_in_english_only(project: Project) -> None:
    project.write_bytes("en/week05/plot.png", PNG)
    project.write("en/week05/05.md", "lang-ref: ch.05\ntitle: x", "Text\n\n![](plot.png)\n")
    project.write("fr/week05/05.md", "lang: fr\nlang-ref: ch.05\ntitle: x", "Texte\n\n![](plot.png)\n")
    built = project.build()
    assert built.returncode == 0, built.output
    assert "docs/en/week05/05.md:8: image.alt: found an image without alternative text" in built.output
    assert built.output.count("image.alt") == 1


def test_figure_without_alternative_text_is_a_warning(project: Project) -> None:
    project.snippet("05-1-plot", "import matplotlib.pyplot as plt\n\nplt.plot([1, 2])\n")
    fence = '```python exec="1" snippet="05-1-plot"'
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: x", f'{fence}\n```\n\n{fence} alt="A line"\n```')
    built = project.build()
    assert "docs/en/week05/05-1.md:6: image.alt" in built.output
    assert built.output.count("image.alt") == 1


def test_preloaded_faces_are_files_of_the_site(built: Built) -> None:
    for path, html in pages(built.site):
        faces = tags(html, "link", rel="preload")
        assert 1 <= len(faces) <= 2
        for face in faces:
            assert (built.site / path / face["href"]).resolve().is_file()
            assert "crossorigin" in face
