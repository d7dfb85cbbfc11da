"""What a reader finds with a query: in a browser, in four languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
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


# All that the dialog would show for each query, page after page, without typing it.
ASK = """async ([index, queries]) => {
  const [{ start }, { result }] = await Promise.all(
    ["engine", "dialog"].map((name) => import(new URL(`/assets/js/${name}.js`, location.href))));
  const { find, meant } = await start(new URL(index, location.origin));
  const answers = {};
  for (const query of queries) {
    const pages = await Promise.all((await find(query)).map((one) => one.load()));
    answers[query] = { meant: await meant(query), pages: pages.map((page) => {
      const item = result(page, new URL(page.url, location.origin));
      const all = (choice) => [...item.querySelectorAll(choice)].map((one) => one.textContent);
      const entries = [...item.querySelectorAll(".course-search__section")].map((one) =>
        [one.querySelector("a").textContent, one.querySelector("a").hash, one.querySelector("p")?.textContent ?? ""]);
      return { url: page.url, title: all("a")[0], entries, excerpts: all("p"), marks: all("mark") };
    }) };
  }
  return answers;
}"""


@pytest.fixture(scope="module")
def answers(dialogs: Callable[[str], Page]) -> Callable[[str, str], Any]:
    """What the search answers to a query, of those that this file asks: all of a language are asked at once."""
    asked: dict[str, set[str]] = {lang: {*SHOWN_WHOLE} for lang in LANGUAGES}
    for lang, query, *_ in (*QUERIES, *TERMS, *FIRST, *SLIPS):
        asked[lang].add(query)
    known: dict[str, Any] = {}

    def answer(lang: str, query: str) -> Any:
        if lang not in known:
            known[lang] = dialogs(lang).evaluate(ASK, [f"/assets/search/{lang}/", sorted(asked[lang])])
        return known[lang][query]

    return answer


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
    answers: Callable[[str, str], Any], lang: str, query: str, found: set[str], missed: set[str]
) -> None:
    pages = {page["url"].removeprefix(HOMES[lang]): page for page in answers(lang, query)["pages"]}
    assert found <= pages.keys(), pages
    assert not missed & pages.keys(), pages
    for page in pages.values():
        assert page["title"]
        assert page["marks"]


# Language, query, and what is first: a page, and a mark of it.
FIRST = [
    ("en", "torch.no_grad", "week02/02-3/", "torch.no_grad"),
    ("en", "torch.no_grad()", "week02/02-3/", "torch.no_grad"),
    ("en", "nn.Conv2d", "week03/03-2/", "nn.Conv2d"),
    ("en", "torch.nn.Conv2d", "week03/03-2/", "nn.Conv2d"),
    ("ar", "nn.Conv2d", "week03/03-2/", "nn.Conv2d"),
    ("tr", "NN.Conv2D", "week03/03-2/", "nn.Conv2d"),
    ("fr", r"\nabla f", LECTURE, "∇f"),
    ("ar", r"$\nabla f(w_k)$", LECTURE, "∇f(wₖ)"),
    ("tr", "∇f", LECTURE, "∇f"),
    ("en", r"\frac{1}{2}", "", "1/2"),
    ("en", "α", "", "α"),
    ("ar", "≤", "", "≤"),
    ("en", "momentum", "glossary/", "momentum"),
    ("en", "gradient", "glossary/", "gradient"),
    ("en", "Learning rates", "glossary/", "learning"),
    ("fr", "inertie", "glossary/", "inertie"),
    ("tr", "ağırlık", "glossary/", "ağırlık"),
    ("tr", "agirlik", "glossary/", "ağırlık"),
    ("ar", "الالتفاف", "glossary/", "التفاف"),
    ("ar", "convolution", "glossary/", "convolution"),
]


@pytest.mark.parametrize(("lang", "query", "url", "mark"), FIRST)
def test_name_formula_or_term_is_first_where_it_stands_as_it_is_asked_for(
    answers: Callable[[str, str], Any], lang: str, query: str, url: str, mark: str
) -> None:
    first = answers(lang, query)["pages"][0]
    assert not url or first["url"] == HOMES[lang] + url
    assert any(mark in one for one in first["marks"]), first["marks"]
    assert mark in " ".join([first["title"], *(heading for heading, *_ in first["entries"]), *first["excerpts"]])


# Language, query with a slip, what was meant.
SLIPS = [
    ("en", "convolutoin", "convolution"),
    ("en", "backpropagaton", "backpropagation"),
    ("en", "gradeint descent", "gradient descent"),
    ("en", "convolution", ""),
    ("en", "xyzzy", ""),
    ("en", "cnn", ""),
    ("fr", "retropropagtion", "rétropropagation"),
    ("fr", "inertei", "inertie"),
    ("tr", "evrişmi", "evrişim"),
    ("tr", "agrilik", "ağırlık"),
    ("ar", "الإلتفاق", "التفاف"),
    ("ar", "convolutoin", "convolution"),
]


@pytest.mark.parametrize(("lang", "query", "meant"), SLIPS)
def test_slip_in_a_word_of_the_glossary_or_of_a_heading_is_set_right(
    answers: Callable[[str, str], Any], lang: str, query: str, meant: str
) -> None:
    answer = answers(lang, query)
    assert answer["meant"].lower() == meant
    assert not meant or answer["pages"] == []


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
    assert word.lower().removeprefix("ال") in result.titles[0].lower()


TERMS = [
    ("en", "weight decay", "weight decay", "weight-decay", "Multiplying the weights by a factor"),
    ("en", "gradient", "gradient", "gradient", "The vector of"),
    ("fr", "taille du pas", "taille du pas (step size)", "step-size", "Nombre strictement positif"),
    ("tr", "agirlik", "ağırlık (weight)", "weight", "Modelde eğitimin ayarladığı sayı"),
    ("ar", "الالتفاف", "التفاف \u2066(convolution)\u2069", "convolution", "عملية خطية"),
]


@pytest.mark.parametrize(("lang", "query", "term", "anchor", "definition"), TERMS)
def test_term_of_the_glossary_is_found_with_its_own_anchor_and_the_beginning_of_its_definition(
    answers: Callable[[str, str], Any], lang: str, query: str, term: str, anchor: str, definition: str
) -> None:
    (glossary,) = [page for page in answers(lang, query)["pages"] if page["url"].endswith("glossary/")]
    # The term itself first, and not every term that has the word.
    assert 1 <= len(glossary["entries"]) <= 3
    heading, place, text = glossary["entries"][0]
    assert (heading, place) == (term, f"#{anchor}")
    assert text.startswith(definition)


SHOWN_WHOLE = ("PyTorch", "f", "w", "gradient", "التدرج", "gradyan", "pas", "SGD")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", SHOWN_WHOLE)
def test_excerpts_are_sentences_without_tex_or_marks_of_the_index(
    answers: Callable[[str, str], Any], lang: str, query: str
) -> None:
    for page in answers(lang, query)["pages"]:
        for text in (page["title"], *(heading for heading, *_ in page["entries"]), *page["excerpts"]):
            marks = ("$", "\\", "_{", "^{", "{{", "¶", "·", "\u2060", "\u2063")
            assert not [trace for trace in marks if trace in text], text
            assert 0 < len(text) < 700


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


def test_page_that_nobody_has_translated_is_offered_apart_as_what_it_is(
    visit: Callable[..., Visit], small: Path
) -> None:
    page = visit("ar/", site=small).page
    open_search(page)
    for query, url, missing in (("descends", WEEK, "لم تُترجم بعد"), ("zebra", HOME, "")):
        assert search(page, query).pages == {}
        page.wait_for_selector(".course-search__original:not([hidden], [aria-busy=true])")
        box = page.locator(".course-search__original")
        assert box.locator(".course-search__heading").inner_text() == "في النص الأصلي"
        link = box.locator(".course-search__page > a")
        # Of a page that is translated the original, of another the reader's own site.
        assert urlsplit(link.get_attribute("href")).path == f"/{'ar/' if missing else ''}{url}"
        assert "".join(box.locator(".course-search__missing").all_inner_texts()) == missing
        for part in (link, box.locator("li p").first):
            assert (part.get_attribute("lang"), part.get_attribute("dir")) == ("en", "ltr")
        assert box.locator("mark").first.inner_text().lower() == query
    page.locator(".course-search__query").fill("xyzzy")
    page.wait_for_selector(".course-search__original", state="hidden")
    english = visit("", site=small).page
    open_search(english)
    assert search(english, "descends").pages.keys() == {WEEK}
    assert english.locator(".course-search__original").count() == 0


def test_language_without_a_page_of_its_own_finds_those_of_the_original(
    visit: Callable[..., Visit], small: Path
) -> None:
    page = visit("fr/", site=small).page
    open_search(page)
    assert search(page, "descends").pages == {}
    page.wait_for_selector(".course-search__original:not([hidden], [aria-busy=true])")
    assert page.locator(".course-search__missing").inner_text() == "page pas encore traduite"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/fr/{WEEK}")
    assert not (small / "assets" / "search" / "fr").exists()


def test_word_with_a_slip_in_it_is_searched_as_it_was_meant(visit: Callable[..., Visit], small: Path) -> None:
    page = visit("", site=small).page
    open_search(page)
    assert search(page, "reuslt").status == "Nothing found for “reuslt”."
    page.get_by_role("button", name="Did you mean “Result”?").click()
    page.wait_for_selector(".course-search__results a")
    assert page.locator(".course-search__query").input_value() == "Result"
    assert not page.locator(".course-search__meant").is_visible()


def test_from_a_disk_there_is_no_search_and_nothing_fails_for_it(browser: Browser, small: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((small / "index.html").as_uri())
    page.keyboard.press("/")
    assert page.locator(".course-search").count() == 0
    # The faces are another matter.
    assert [one for one in said if "woff2" not in one and "net::ERR_FAILED" not in one] == []
    page.close()


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
