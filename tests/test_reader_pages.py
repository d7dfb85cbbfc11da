"""What the head and the furniture of each page say: videos, credits, weeks, descriptions, images."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dragoman.rendering.tree import Tree
from elements import meta, tags
from projects import LANGUAGES, PNG, Built, Project


def test_heading_that_leads_into_a_video_shows_its_time(partial: Built) -> None:
    html = partial.page("fr/week05/05-1")
    assert '<h2 id="gradient-descent">Descente <a class="video"' in html
    assert (
        'aria-label="Vidéo à 12:34" data-pagefind-ignore=""><span aria-hidden="true">▶ </span><bdi dir="ltr">12:34</bdi></a>'
        in html
    )
    toc = html[html.index("md-nav--secondary") : html.index("<article")]
    assert "12:34" not in toc
    assert "Descente" in toc


def test_every_video_of_our_own_headings_is_a_time(built: Built) -> None:
    for path, html in built.pages():
        for heading in re.findall(r"<h[1-6][ >].*?</h[1-6]>", html, re.DOTALL):
            for link in tags(heading, "a"):
                assert "youtu" not in link["href"] or link["class"] == "video", path


def test_permalink_of_each_heading_is_named_in_the_language_of_the_text(partial: Built) -> None:
    for path, words in (
        ("week05/05-1", "Link to “Gradient descent”"),
        ("fr/week05/05-1", "Lien vers «\N{NO-BREAK SPACE}Descente\N{NO-BREAK SPACE}»"),
        ("ar/week05/05-1", "Link to “Gradient descent”"),
    ):
        assert tags(partial.page(path), "a", **{"class": "headerlink"})[0]["aria-label"] == words


def test_credits_are_in_the_words_of_the_reader(partial: Built) -> None:
    def text(path: str) -> str:
        found = re.search(r'<ul class="credits".*?</ul>', partial.page(path), re.DOTALL)
        return unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", "", found[0])).strip()) if found else ""

    assert text("week05/05-1") == "Lecturer: A. Lecturer Written by B. One, C. Two 2 March 2026"
    assert text("fr/week05/05-1") == "Traduction\N{NO-BREAK SPACE}: D. Trois Traduction du 21 novembre 2026"
    assert "2 مارس 2026" in text("ar/week05/05-1")
    assert text("") == ""
    assert re.search(r'<ul class="credits" lang="ar" dir="rtl"', partial.page("ar/week05/05-1"))
    assert '<time datetime="2026-11-21">' in partial.page("fr/week05/05-1")


def test_title_that_nobody_has_translated_is_marked_around_the_article(partial: Built) -> None:
    def titles(path: str) -> set[tuple[str, str]]:
        """The titles in the bar, the menu and the contents, each with the language that it is marked as."""
        tree = Tree(partial.page(path))
        labels = [label.css_first("[lang]") or label for label in tree.all(".md-nav .md-ellipsis")]
        bar = tree.all("[data-md-component=header-topic]")
        return {(label.attrs.sget("lang") or "", " ".join(label.text().split())) for label in [*labels, *bar]}

    assert titles("fr/week05/05") == {("en", "Week 5"), ("", "Descente")}
    assert titles("fr/week05/05-1") == {("en", "Week 5"), ("", "Descente")}
    assert titles("ar/week05/05-1") == {("en", "Week 5"), ("en", "Gradient descent"), ("en", "Descent")}
    assert {lang for lang, _ in titles("week05/05")} == {""}


def test_home_tells_the_weeks_and_what_of_them_is_translated(partial: Built) -> None:
    html = partial.page("ar")
    table = html[html.index('<div class="weeks"') : html.index("</ol>", html.index('<div class="weeks"'))]
    assert [link["href"] for link in tags(table, "a")] == [
        "week05/05/",
        "week05/05-1/",
        "https://www.youtube.com/watch?v=x&t=754s",
    ]
    assert '<a href="week05/05-1/" lang="en" dir="ltr">Descent</a>' in table
    assert "لم تُترجم بعد" in table
    assert "الصفحات المترجمة: 0 من 1" in html
    english = partial.page("")
    assert "not translated yet" not in english[english.index("<article") :]
    assert "Translated pages" not in english


def test_home_of_our_course_offers_the_code_of_each_lecture(built: Built) -> None:
    for lang in LANGUAGES:
        home = "" if lang == "en" else f"{lang}/"
        html = built.page(home)
        table = html[html.index('<div class="weeks"') : html.index("</ol>", html.index('<div class="weeks"'))]
        downloads = [link["href"] for link in tags(table, "a") if "download" in link]
        assert downloads
        for link in downloads:
            assert (built.site / home / link).is_file()
        assert "5.1" in table


def test_description_is_that_of_the_front_matter_or_the_first_paragraph(partial: Built) -> None:
    assert meta(partial.page("week05/05-1"), "description") == "How to descend"
    assert meta(partial.page(""), "description") == "Welcome to x² & more."
    assert meta(partial.page("fr/week05/05-1"), "description") == "Texte."
    assert meta(partial.page("week05/05"), "description") == "It descends."


def test_link_previews_are_in_the_language_of_the_page(partial: Built) -> None:
    html = partial.page("fr/week05/05-1")
    assert meta(html, "og:title") == "Descente"
    assert meta(html, "og:description") == "Texte."
    assert meta(html, "og:locale") == "fr_FR"
    assert meta(html, "og:type") == "article"
    assert meta(partial.page("ar"), "og:type") == "website"
    assert meta(partial.page("ar"), "og:locale") == "ar_EG"
    assert meta(partial.page("ar/week05/05"), "og:locale") == "en_GB"
    assert meta(html, "og:image") is None


def test_description_of_each_page_is_its_own_in_its_own_language(built: Built) -> None:
    found = [meta(html, "description") for _, html in built.pages()]
    assert all(found)
    assert len(set(found)) == len(found)


def test_image_has_the_size_of_its_file_and_is_lazy(partial: Built) -> None:
    for path in ("week05/05-1", "ar/week05/05-1"):
        image = tags(partial.page(path), "img", alt="A plot")[0]
        assert (image["width"], image["height"], image["loading"]) == ("40", "30", "lazy")


def test_figures_of_examples_are_sized(built: Built) -> None:
    for lang in LANGUAGES:
        figures = tags(built.page(("" if lang == "en" else f"{lang}/") + "week05/05-1"), "svg", role="img")
        assert len(figures) > 2
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
    for path, html in built.pages():
        faces = tags(html, "link", rel="preload")
        assert 1 <= len(faces) <= 2
        for face in faces:
            assert (built.site / path / face["href"]).resolve().is_file()
            assert "crossorigin" in face


HEADS = {
    "": ("Week 5", "Lecture A", "How long may a step be", "Output", "Builds on"),
    "fr/": ("Semaine 5", "Leçon A", "De quelle longueur", "Sortie", "S’appuie sur"),
    "tr/": ("5. hafta", "Ders A", "Bir adım ne kadar", "Çıktı", "Ön bilgi:"),
    "ar/": ("الأسبوع 5", "المحاضرة أ", "كم يجوز أن تطول", "الناتج", "يسبقها:"),
}


@pytest.mark.parametrize("prefix", HEADS)
def test_head_of_a_lecture_says_where_it_is_what_it_answers_and_what_comes_before(built: Built, prefix: str) -> None:
    tree = Tree(built.page(f"{prefix}week05/05-1"))
    week, part, question, output, before = HEADS[prefix]
    (head,) = tree.all("header.lecture-head")
    assert [one.text() for one in head.css(".kicker > span")] == [week, part]
    assert head.css_first(".question").text().startswith(question)
    facts = " ".join(head.css_first(".facts").text().split())
    assert before in facts
    assert len(head.css(".facts a[hreflang]")) == 3
    assert head.css_first(".facts a[download]") is not None
    labels = {
        tuple(one.text() for one in label.css("span")) for label in tree.all(".example:not(.exercise) .output-head")
    }
    assert {label for label, _ in labels} == {output}
    assert all(re.fullmatch(r"PyTorch \d+\.\d+", version) for _, version in labels)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_home_shows_every_week_and_leads_to_what_there_is_of_those_to_come(built: Built, lang: str) -> None:
    tree = Tree(built.page("" if lang == "en" else f"{lang}/"))
    weeks = tree.all(".week")
    assert len(weeks) == 15
    assert all(week.css_first("h3").text().strip() and week.css_first("a[href]") is not None for week in weeks)
    to_come = [week for week in weeks if "to-come" in (week.attributes["class"] or "")]
    assert all(link.attributes["href"].startswith("https://") for week in to_come for link in week.css("a"))
    counts = [int(one.text()) for one in tree.all(".counted > b")]
    assert counts[:2] == [15, len(LANGUAGES)]
    assert counts[2] > 20
    assert len(tree.all(".hero-example .math-display")) == len(tree.all(".hero-example svg[data-figure]")) == 1
    assert tree.all(".hero-example pre")[0].text().count("\n") == 3


def test_long_code_folds(built: Built) -> None:
    long, short = (Tree(built.page(f"week02/{name}")) for name in ("02-1", "02-3"))
    folded = [one for tree in (long, short) for one in tree.all("details.code")]
    assert folded
    assert all(one.css_first("pre").text().rstrip().count("\n") + 1 > 30 for one in folded)
    assert f"all {folded[0].css_first('pre').text().rstrip().count(chr(10)) + 1} lines" in folded[0].text()
