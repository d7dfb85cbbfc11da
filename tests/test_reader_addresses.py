"""Where each page says it is and leads to: languages, canonical addresses, the sitemap, previous and next."""

from __future__ import annotations

import re
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from elements import meta, tags
from every_page import lang_of
from projects import LANGUAGES, SITE, Built


def hreflang(html: str) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in tags(html, "link", rel="alternate")}


def test_language_and_direction_of_each_page_are_those_of_its_address(partial: Built, built: Built) -> None:
    for site in (partial, built):
        for path, html in site.pages():
            lang = lang_of(path)
            assert tags(html, "html")[0]["lang"] == lang, path
            assert tags(html, "html")[0]["dir"] == ("rtl" if lang == "ar" else "ltr"), path


def test_alternates_are_absolute_reciprocal_and_only_of_pages_that_exist(partial: Built) -> None:
    known = {SITE + path: hreflang(html) for path, html in partial.pages()}
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


def test_translated_page_is_its_own_canonical_and_indexed(partial: Built) -> None:
    for path in ("", "ar/", "week05/05-1/", "fr/week05/05-1/"):
        html = partial.page(path)
        assert tags(html, "link", rel="canonical") == [{"rel": "canonical", "href": SITE + path}]
        assert meta(html, "og:url") == SITE + path
        assert meta(html, "robots") is None


def test_fallback_does_not_pretend(partial: Built) -> None:
    for path in ("fr/", "tr/", "ar/week05/05/", "ar/week05/05-1/"):
        html = partial.page(path)
        assert tags(html, "link", rel="canonical")[0]["href"] == SITE + re.sub("^(fr|tr|ar)/", "", path)
        assert meta(html, "robots") == "noindex"
        assert hreflang(html) == {}
        article = tags(html, "article")[0]
        assert (article["lang"], article["dir"]) == ("en", "ltr")
        assert "not-translated" in html


def test_sitemap_holds_each_page_that_exists_with_its_alternates(partial: Built) -> None:
    urls = ET.parse(partial.site / "sitemap.xml").getroot()
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = {
        url.findtext("s:loc", None, names): {
            one.get("hreflang"): one.get("href") for one in url.findall("x:link", names)
        }
        for url in urls
    }
    indexed = {SITE + path: hreflang(html) for path, html in partial.pages() if meta(html, "robots") is None}
    assert found == indexed
    days = [url.findtext("s:lastmod", None, names) for url in urls]
    assert sorted(filter(None, days)) == ["2026-03-02", "2026-11-21"]


def test_switcher_leads_to_the_same_page_in_every_language_and_tells_which_lack_it(partial: Built) -> None:
    for path, html in partial.pages():
        rest = re.sub("^(fr|tr|ar)/", "", path)
        links = tags(html, "a", **{"class": "md-select__link"})
        assert [urljoin(SITE + path, link["href"]) for link in links] == [
            SITE + prefix + rest for prefix in ("", "fr/", "tr/", "ar/")
        ]
        assert [link["hreflang"] for link in links if "aria-current" in link] == [lang_of(path)]
    french = partial.page("fr/week05/05-1")
    assert french.count("pas encore traduite") == 3  # Turkish and Arabic, and what the search says of others


def test_error_page_offers_every_home_in_its_language(partial: Built) -> None:
    html = (partial.site / "404.html").read_text("utf-8")
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
    assert not (partial.site / "fr" / "404.html").exists()


def test_previous_and_next_are_the_same_sequence_in_every_language(partial: Built, built: Built) -> None:
    for site in (partial, built):
        walks = {lang: [] for lang in LANGUAGES}
        for path, html in site.pages():
            steps = [tags(html, "link", rel=rel) for rel in ("prev", "next")]
            targets = [urljoin(f"{SITE}{path}", step[0]["href"]) if step else None for step in steps]
            strip = f"{SITE}{'' if lang_of(path) == 'en' else lang_of(path) + '/'}"
            walks[lang_of(path)].append([target and target.removeprefix(strip) for target in targets])
        assert walks["fr"] == walks["en"]
        assert walks["tr"] == walks["en"]
        assert walks["ar"] == walks["en"]


def test_previous_and_next_tell_the_number_of_the_chapter(partial: Built) -> None:
    html = partial.page("ar/week05/05")
    footer = html[html.index("<footer") :]
    assert re.search(r'lang="en" dir="ltr"><span class="chapter">5\.1</span> Descent<', footer)
    assert "chapter" not in footer[: footer.index("md-footer__link--next")]


def test_navigation_names_the_site_once(partial: Built) -> None:
    for path, html in partial.pages():
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
