"""What a reader finds with a query: in a browser, in four languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from browser import Visit
from projects import LANGUAGES, Built, Project
from searching import ABOUT, HOME, HOMES, LECTURE, WEEK, open_search, search


@pytest.fixture(scope="module")
def dialogs(browser: Browser, serve: Callable[[Path], str], built: Built) -> Iterator[Callable[[str], Page]]:
    """Home pages of our own site with the dialog open, by language."""
    pages: dict[str, Page] = {}
    address = serve(built.site)

    def dialog(lang: str) -> Page:
        if lang not in pages:
            pages[lang] = browser.new_page()
            pages[lang].goto(f"{address}/{HOMES[lang]}")
            open_search(pages[lang])
        return pages[lang]

    yield dialog
    for page in pages.values():
        page.close()


# Language, query, pages that must be found, pages that must not.
QUERIES = [
    ("en", "convolution", {WEEK}, {ABOUT}),
    ("en", "convolutions", {WEEK}, {ABOUT}),
    ("en", "CONVOLUTION", {WEEK}, {ABOUT}),
    ("en", "momentum", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("en", "gradient descent", {WEEK, LECTURE}, {ABOUT}),
    ("en", "mini-batch", {LECTURE}, {ABOUT, WEEK}),
    ("en", "minibatches", {LECTURE}, {ABOUT, WEEK}),
    ("en", "condition number", {LECTURE}, {HOME, WEEK}),
    ("en", "heavy ball", {LECTURE}, {HOME, ABOUT}),
    ("en", "licence", {ABOUT}, {WEEK, LECTURE}),
    ("en", "screen reader", {ABOUT}, {WEEK, LECTURE}),
    ("en", "MRI reconstruction", {WEEK}, {ABOUT}),
    ("en", "optim", {LECTURE, WEEK}, {ABOUT}),
    ("en", "optimiz", {LECTURE, WEEK}, {ABOUT}),
    ("en", "optimization", {LECTURE, WEEK}, {ABOUT}),
    ("en", "CC BY", {ABOUT}, {HOME}),
    ("en", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("en", "momentum xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("en", "gradyan", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("fr", "inertie", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("fr", "l'inertie", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("fr", "l’inertie", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("fr", "d'optimisation", {LECTURE, WEEK}, {ABOUT}),
    ("fr", "entrainement", {LECTURE}, {ABOUT}),
    ("fr", "entraînement", {LECTURE}, {ABOUT}),
    ("fr", "quadratiques", {WEEK, LECTURE}, {ABOUT, HOME}),
    ("fr", "algebre lineaire", {HOME}, {ABOUT, WEEK}),
    ("fr", "RÉSEAUX", {HOME, LECTURE, WEEK}, {ABOUT, "week04/04/"}),
    ("fr", "mini-lots", {LECTURE}, {ABOUT, WEEK}),
    ("fr", "a haute voix", {ABOUT}, {WEEK, LECTURE}),
    ("fr", "différentiation automatique", {WEEK}, {ABOUT}),
    ("fr", "oeuvre", {"week01/01-3/", LECTURE}, {HOME, ABOUT, WEEK}),
    ("fr", "Commencer par la semaine", set(), {HOME}),
    ("fr", "CC BY", {ABOUT}, {HOME}),
    ("fr", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("tr", "evrişim", {HOME, WEEK}, {ABOUT, LECTURE, "week02/02-1/"}),
    ("tr", "EVRİŞİM", {HOME, WEEK}, {ABOUT, LECTURE, "week02/02-1/"}),
    ("tr", "evrisim", {HOME, WEEK}, {ABOUT, LECTURE, "week02/02-1/"}),
    ("tr", "evrişimin", {HOME, WEEK}, {ABOUT, LECTURE, "week02/02-1/"}),
    ("tr", "ağırlıklar", {"week02/02-1/", "glossary/"}, {ABOUT, HOME}),
    ("tr", "agirlik", {"week02/02-1/", "glossary/"}, {ABOUT, HOME}),
    ("tr", "AĞIRLIK", {"week02/02-1/", "glossary/"}, {ABOUT, HOME}),
    ("tr", "derin ogrenme", {HOME, ABOUT}, {WEEK}),
    ("tr", "DERİN ÖĞRENME", {HOME, ABOUT}, {WEEK}),
    ("tr", "gürültü tabanı", {LECTURE}, {HOME, ABOUT}),
    ("tr", "lisans", {ABOUT}, {WEEK, LECTURE}),
    ("tr", "PyTorch'un", {HOME, LECTURE}, set()),
    ("tr", "ıraksar", {LECTURE}, {HOME, ABOUT}),
    ("tr", "CC BY", {ABOUT}, {HOME}),
    ("tr", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("ar", "الهبوط", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "هبوط", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "إنتشار خلفي", {HOME, "week02/02/", "week02/02-1/"}, {ABOUT, WEEK, LECTURE}),
    ("ar", "بالهبوط", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "الزَّخْم", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "زخم", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "والزخم", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "التفاف", {HOME, WEEK}, {ABOUT, LECTURE, "week02/02-1/"}),
    ("ar", "الإلتفاف", {HOME, WEEK}, {ABOUT, LECTURE, "week02/02-1/"}),
    ("ar", "داله تربيعيه", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "شبكات", {HOME, WEEK, LECTURE}, {ABOUT, "week04/04/"}),
    ("ar", "الرخـــصة", {ABOUT}, {WEEK, LECTURE}),
    ("ar", "الأسبوع ٢", {"week02/02/"}, {ABOUT}),
    ("ar", "الأسبوع ۲", {"week02/02/"}, {ABOUT}),
    ("ar", "٠٫٩٩", {LECTURE}, {HOME, ABOUT}),
    ("ar", "momentum", {LECTURE}, {ABOUT, HOME}),
    ("ar", "التعلم العميق", {HOME, ABOUT}, set()),
    ("ar", "CC BY", {ABOUT}, {HOME}),
    ("ar", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
]


@pytest.mark.parametrize(("lang", "query", "found", "missed"), QUERIES)
def test_query_finds_the_pages_it_should_and_no_other(
    dialogs: Callable[[str], Page], lang: str, query: str, found: set[str], missed: set[str]
) -> None:
    result = search(dialogs(lang), query, whole=True)
    assert found <= result.pages.keys(), result
    assert not missed & result.pages.keys(), result
    assert all(result.pages.values())
    assert bool(result.pages) is bool(result.marked)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_results_show_titles_sections_with_anchors_and_the_hit_in_its_words(
    dialogs: Callable[[str], Page], lang: str
) -> None:
    query, title, section, word = {
        "en": ("momentum", "Optimisation techniques I", "Momentum", "momentum"),
        "fr": ("inertie", "Techniques d’optimisation I", "L’inertie dans PyTorch", "Inertie"),
        "tr": ("MOMENTUM", "Optimizasyon teknikleri I", "Momentum", "momentum"),
        "ar": ("زخم", "تقنيات التحسين، الجزء الأول", "الزخم", "الزخم"),
    }[lang]
    page = dialogs(lang)
    result = search(page, query)
    assert result.pages[LECTURE] == title
    assert section in result.titles
    assert word in result.marked
    assert f"{HOMES[lang]}{LECTURE}#momentum" in " ".join(result.links)
    targets = [link for link in result.links if "#" in link]
    assert targets
    for link in targets:
        html = page.request.get(link).text()
        assert f'id="{link.partition("#")[2]}"' in html
    # A heading that holds the word comes before text that does.
    assert word.lower() in result.titles[0].lower()


@pytest.mark.parametrize(
    ("lang", "query", "term", "anchor", "definition"),
    [
        ("en", "weight decay", "weight decay", "weight-decay", "Multiplying the weights by a factor"),
        ("en", "gradient", "gradient", "gradient", "The vector of"),
        ("fr", "taille du pas", "taille du pas (step size)", "step-size", "Nombre strictement positif"),
        ("tr", "agirlik", "ağırlık (weight)", "weight", "Modelde eğitimin ayarladığı sayı"),
        ("ar", "الالتفاف", "التفاف \u2066(convolution)\u2069", "convolution", "عملية خطية"),
    ],
)
def test_term_of_the_glossary_is_found_with_its_own_anchor_and_the_beginning_of_its_definition(
    dialogs: Callable[[str], Page], lang: str, query: str, term: str, anchor: str, definition: str
) -> None:
    page = dialogs(lang)
    search(page, query, whole=True)
    entries = page.locator(".course-search__section", has=page.locator("a[href*='/glossary/#']"))
    # The term itself first, and not every term that has the word.
    assert 1 <= entries.count() <= 3
    assert entries.first.locator("a").inner_text() == term
    assert entries.first.locator("a").get_attribute("href").endswith(f"{HOMES[lang]}glossary/#{anchor}")
    assert entries.first.locator("p").inner_text().startswith(definition)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["PyTorch", "f", "w", "gradient", "التدرج", "gradyan", "pas", "SGD"])
def test_excerpts_are_sentences_without_tex_code_or_marks_of_the_index(
    dialogs: Callable[[str], Page], lang: str, query: str
) -> None:
    result = search(dialogs(lang), query)
    for text in (*result.excerpts, *result.titles, *result.pages.values()):
        assert not [trace for trace in ("$", "\\", "_{", "^{", "{{", "¶", "·", "import ") if trace in text], text
        assert 0 < len(text) < 400


@pytest.mark.parametrize(
    ("lang", "query", "status"),
    [
        ("en", "licence", "1\u00a0page found"),
        ("en", "heavy ball", "2\u00a0pages found"),
        ("en", "xyzzy", "Nothing found for “xyzzy”."),
        ("en", "$&xyzzy", "Nothing found for “$&xyzzy”."),
        ("fr", "xyzzy", "Aucun résultat pour «\u00a0xyzzy\u00a0»."),
        ("tr", "xyzzy", "“xyzzy” için sonuç bulunamadı."),
        ("ar", "xyzzy", "لا نتائج للبحث عن «xyzzy»."),
        ("en", "", ""),
        ("en", "...", "Nothing found for “...”."),
    ],
)
def test_status_is_said_in_the_words_of_the_reader(
    dialogs: Callable[[str], Page], lang: str, query: str, status: str
) -> None:
    assert search(dialogs(lang), query).status == status


SHOWN = """Welcome, zebra.

## Result

```python exec="1" snippet="05-1-animals" source="above" alt="Another drawing of an okapi"
```

```python exec="1" snippet="05-1-animals:draw" alt="A drawing of an okapi" caption="A platypus with $x$."
```
"""
COURSE = {
    "en/index.md": ("lang-ref: home\ntitle: Home", SHOWN),
    "ar/index.md": ("lang: ar\nlang-ref: home\ntitle: البداية", "تدرب الشبكة خوارزميَّة سريعة."),
    "tr/index.md": ("lang: tr\nlang-ref: home\ntitle: Başlangıç", "## Birinci\n\nBurada ışık var."),
    "tr/week05/05.md": ("lang: tr\nlang-ref: ch.05\ntitle: Hafta", "## Birinci\n\nBurada işik var."),
}
SNIPPET = """# %%
import matplotlib.pyplot as plt

wombat = 1
print("quokka", wombat)

# %% draw
plt.plot([0, wombat])
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of which three pages are translated, none of them into French."""
    project = Project(tmp_path_factory.mktemp("small"))
    for path, (meta, body) in COURSE.items():
        project.write(path, meta, body)
    project.snippet("05-1-animals", SNIPPET)
    done = project.build("--strict")
    assert done.returncode == 0, done.output
    return done.site


def test_turkish_letters_tell_words_apart_and_ascii_does_not(visit: Callable[..., Visit], small: Path) -> None:
    page = visit("tr/", site=small).page
    open_search(page)
    assert search(page, "IŞIK").pages.keys() == {HOME}
    assert search(page, "ışık").pages.keys() == {HOME}
    assert search(page, "işik").pages.keys() == {WEEK}
    assert search(page, "isik").pages.keys() == {HOME, WEEK}
    assert search(page, "ISIK").pages.keys() == {HOME, WEEK}


def test_vocalised_arabic_is_found_without_its_marks_and_with_them(visit: Callable[..., Visit], small: Path) -> None:
    page = visit("ar/", site=small).page
    open_search(page)
    for query in ("خوارزمية", "خوارزميَّة", "الخوارزميه", "خوارزميات", "بالخوارزمية"):
        assert search(page, query).marked == ["خوارزميَّة"], query


def test_fallback_page_is_not_found_in_the_language_it_is_not_in(visit: Callable[..., Visit], small: Path) -> None:
    page = visit("ar/", site=small).page
    open_search(page)
    assert search(page, "descends").pages == {}
    assert search(page, "zebra").pages == {}
    english = visit("", site=small).page
    open_search(english)
    assert search(english, "descends").pages.keys() == {WEEK}
    assert search(english, "zebra").pages.keys() == {HOME}


def test_language_without_a_page_of_its_own_offers_no_search(visit: Callable[..., Visit], small: Path) -> None:
    page = visit("fr/", site=small).page
    assert page.locator(".course-search").count() == 0
    assert not (small / "assets" / "search" / "fr").exists()


def test_captions_are_found_and_code_output_and_descriptions_of_drawings_are_not(
    visit: Callable[..., Visit], small: Path
) -> None:
    page = visit("", site=small).page
    open_search(page)
    assert search(page, "platypus").excerpts == ["A platypus with x."]
    for noise in ("wombat", "quokka", "okapi", "matplotlib"):
        assert search(page, noise).pages == {}, noise


def test_search_works_below_a_path(visit: Callable[..., Visit], small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "some" / "course")
    page = visit("some/course/tr/week05/05/", site=tmp_path).page
    open_search(page)
    page.locator(".course-search__query").fill("ışık")
    page.wait_for_selector(".course-search__results[aria-busy=false] a")
    page.locator(".course-search__section > a").click()
    assert urlsplit(page.url).path == "/some/course/tr/"
    assert urlsplit(page.url).fragment
