"""Searching the built site as a reader does: in a browser, in four languages."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from conftest import LANGUAGES, Built, Project
from course import folding

HOMES = {"en": "", "fr": "fr/", "tr": "tr/", "ar": "ar/"}
HOME, ABOUT, WEEK, LECTURE = "", "about/", "week05/05/", "week05/05-1/"


@dataclass(frozen=True)
class Found:
    """What the dialog shows for a query."""

    status: str
    pages: dict[str, str]  # path below the home page of the language -> title
    links: list[str]
    titles: list[str]
    excerpts: list[str]
    marked: list[str]


def open_search(page: Page) -> None:
    page.locator(".course-search__open").click()
    assert page.locator(".course-search__query").evaluate("(input) => input === document.activeElement")


def search(page: Page, query: str) -> Found:
    """Type a query into the open dialog, wait for the answer, and read it."""
    page.locator(".course-search__query").fill(query)
    page.wait_for_selector(".course-search__results[aria-busy=false]", state="attached")
    home = page.evaluate("new URL(document.querySelector('link[rel=home]')?.href ?? '/', location.href).pathname")
    prefix = f"{home}{HOMES[page.locator('html').get_attribute('lang')]}"
    links = page.locator(".course-search__results a").evaluate_all("(all) => all.map((one) => one.href)")
    paths = [urlsplit(link).path for link in links]
    assert all(path.startswith(prefix) for path in paths), paths
    titles = page.locator(".course-search__page > a")
    texts = titles.all_inner_texts()
    hrefs = titles.evaluate_all("(all) => all.map((one) => one.pathname)")
    return Found(
        page.locator(".course-search__status").inner_text(),
        {href.removeprefix(prefix): text for href, text in zip(hrefs, texts, strict=True)},
        links,
        page.locator(".course-search__section > a").all_inner_texts(),
        page.locator(".course-search__results p").all_inner_texts(),
        page.locator(".course-search__results mark").all_inner_texts(),
    )


@pytest.fixture
def visit(browser: Browser, serve: Callable[[Path], str]) -> Iterator[Callable[..., Page]]:
    """Open a page of a site: ``visit(site, "ar/", width=390)``; ``page.asked`` are the paths it requested."""
    contexts = []
    addresses: dict[Path, str] = {}

    def go(site: Path, path: str, *, width: int = 1360, javascript: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.asked = []  # type: ignore[attr-defined]
        page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
        if site not in addresses:
            addresses[site] = serve(site)
        page.goto(f"{addresses[site]}/{path}", wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


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
    ("fr", "RÉSEAUX", {LECTURE, WEEK}, {ABOUT, HOME}),
    ("fr", "mini-lots", {LECTURE}, {ABOUT, WEEK}),
    ("fr", "a haute voix", {ABOUT}, {WEEK, LECTURE}),
    ("fr", "différentiation automatique", {WEEK}, {ABOUT}),
    ("fr", "oeuvre", {HOME}, {ABOUT}),
    ("fr", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("tr", "evrişim", {WEEK}, {ABOUT, HOME}),
    ("tr", "EVRİŞİM", {WEEK}, {ABOUT, HOME}),
    ("tr", "evrisim", {WEEK}, {ABOUT, HOME}),
    ("tr", "evrişimin", {WEEK}, {ABOUT, HOME}),
    ("tr", "ağırlıklar", {"week02/02-1/", "glossary/"}, {ABOUT, HOME}),
    ("tr", "agirlik", {"week02/02-1/", "glossary/"}, {ABOUT, HOME}),
    ("tr", "AĞIRLIK", {"week02/02-1/", "glossary/"}, {ABOUT, HOME}),
    ("tr", "derin ogrenme", {HOME, ABOUT}, {WEEK}),
    ("tr", "DERİN ÖĞRENME", {HOME, ABOUT}, {WEEK}),
    ("tr", "gürültü tabanı", {LECTURE}, {HOME, ABOUT}),
    ("tr", "lisans", {ABOUT}, {WEEK, LECTURE}),
    ("tr", "PyTorch'un", {HOME, LECTURE}, set()),
    ("tr", "ıraksar", {LECTURE}, {HOME, ABOUT}),
    ("tr", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
    ("ar", "الانحدار", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "انحدار", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "إنحدار", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "بالانحدار", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "الزَّخْم", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "زخم", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "والزخم", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "التفاف", {WEEK}, {HOME, ABOUT}),
    ("ar", "الإلتفاف", {WEEK}, {HOME, ABOUT}),
    ("ar", "داله تربيعيه", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "شبكات", {WEEK, LECTURE}, {HOME, ABOUT}),
    ("ar", "الرخـــصة", {ABOUT}, {WEEK, LECTURE}),
    ("ar", "momentum", {LECTURE}, {ABOUT, HOME}),
    ("ar", "التعلم العميق", {HOME, ABOUT}, set()),
    ("ar", "xyzzy", set(), {HOME, ABOUT, WEEK, LECTURE}),
]


@pytest.mark.parametrize(("lang", "query", "found", "missed"), QUERIES)
def test_query_finds_the_pages_it_should_and_no_other(
    dialogs: Callable[[str], Page], lang: str, query: str, found: set[str], missed: set[str]
) -> None:
    result = search(dialogs(lang), query)
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
        "fr": ("inertie", "Techniques d’optimisation I", "L’inertie dans PyTorch", "L’inertie"),
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


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("query", ["PyTorch", "f", "w", "gradient", "التدرج", "gradyan", "pas", "SGD"])
def test_excerpts_are_sentences_without_tex_code_or_marks_of_the_index(
    dialogs: Callable[[str], Page], lang: str, query: str
) -> None:
    result = search(dialogs(lang), query)
    for text in (*result.excerpts, *result.titles, *result.pages.values()):
        assert not [trace for trace in ("$", "\\", "{", "}", "¶", "·", "import ") if trace in text], text
        assert 0 < len(text) < 400


def fragments(site: Path, lang: str) -> list[dict]:
    """Return what the index of a language holds about its pages."""
    found = sorted((site / "assets" / "search" / lang / "fragment").iterdir())
    return [json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")) for file in found]


def test_index_shows_formulas_in_words_and_no_tex(built: Built) -> None:
    for lang in LANGUAGES:
        for fragment in fragments(built.site, lang):
            assert "katex" not in json.dumps(fragment)
            assert not [word for word in json.loads(fragment["filters"]["page"][0])["words"] if "\\" in word]
    page = next(one for one in fragments(built.site, "en") if "05-1" in one["filters"]["page"][0])["filters"]["page"][0]
    assert "the gradient ∇f(w) ∈ Rᵈ can be computed" in " ".join(word for word in json.loads(page)["words"] if word)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_shown_and_terms_searched_stand_at_the_same_places(built: Built, lang: str) -> None:
    for fragment in fragments(built.site, lang):
        page = json.loads(fragment["filters"]["page"][0])
        assert len(page["words"]) == len(fragment["content"].split(" "))
        assert page["words"][0]


ASK = """
async ([words, folder]) => {
  const [{terms}, pagefind, rules] = await Promise.all([
    import(new URL("../../js/folding.js", new URL(folder, location.href))),
    import(new URL(folder + "pagefind.js", location.href)),
    fetch(folder + "rules.json").then((answer) => answer.json()),
  ]);
  await pagefind.options({noWorker: true});
  const missed = [];
  for (const [word, url] of words) {
    const wanted = terms(rules, word);
    if (!wanted.length) continue;
    const {results} = await pagefind.search(wanted.join(" "));
    const pages = await Promise.all(results.map(async (one) => JSON.parse((await one.data()).filters.page[0]).url));
    if (!pages.includes(url)) missed.push([word, url]);
  }
  return missed;
}
"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_page_finds_that_page(visit: Callable[..., Page], built: Built, lang: str) -> None:
    words: list[list[str]] = []
    forms = folding.of(lang).forms
    for fragment in fragments(built.site, lang):
        page = json.loads(fragment["filters"]["page"][0])
        places = zip(page["words"], fragment["content"].split(" "), strict=True)
        # What hangs on a formula is searched without it.
        whole = {shown for shown, term in places if forms(shown)[:1] == [term.rstrip(".")]}
        words += [[word, page["url"]] for word in sorted(whole)]
    assert len(words) > 500
    missed = visit(built.site, "").evaluate(ASK, [words, f"/assets/search/{lang}/"])
    assert missed == []


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


def test_turkish_letters_tell_words_apart_and_ascii_does_not(visit: Callable[..., Page], small: Path) -> None:
    page = visit(small, "tr/")
    open_search(page)
    assert search(page, "IŞIK").pages.keys() == {HOME}
    assert search(page, "ışık").pages.keys() == {HOME}
    assert search(page, "işik").pages.keys() == {WEEK}
    assert search(page, "isik").pages.keys() == {HOME, WEEK}
    assert search(page, "ISIK").pages.keys() == {HOME, WEEK}


def test_vocalised_arabic_is_found_without_its_marks_and_with_them(visit: Callable[..., Page], small: Path) -> None:
    page = visit(small, "ar/")
    open_search(page)
    for query in ("خوارزمية", "خوارزميَّة", "الخوارزميه", "خوارزميات", "بالخوارزمية"):
        assert search(page, query).marked == ["خوارزميَّة"], query


def test_fallback_page_is_not_found_in_the_language_it_is_not_in(visit: Callable[..., Page], small: Path) -> None:
    page = visit(small, "ar/")
    open_search(page)
    assert search(page, "descends").pages == {}
    assert search(page, "zebra").pages == {}
    english = visit(small, "")
    open_search(english)
    assert search(english, "descends").pages.keys() == {WEEK}
    assert search(english, "zebra").pages.keys() == {HOME}


def test_language_without_a_page_of_its_own_offers_no_search(visit: Callable[..., Page], small: Path) -> None:
    page = visit(small, "fr/")
    assert page.locator(".course-search").count() == 0
    assert not (small / "assets" / "search" / "fr").exists()


def test_captions_are_found_and_code_output_and_descriptions_of_drawings_are_not(
    visit: Callable[..., Page], small: Path
) -> None:
    page = visit(small, "")
    open_search(page)
    assert search(page, "platypus").excerpts == ["A platypus with x."]
    for noise in ("wombat", "quokka", "okapi", "matplotlib"):
        assert search(page, noise).pages == {}, noise


def test_search_works_below_a_path(visit: Callable[..., Page], small: Path, tmp_path: Path) -> None:
    shutil.copytree(small, tmp_path / "some" / "course")
    page = visit(tmp_path, "some/course/tr/week05/05/")
    open_search(page)
    page.locator(".course-search__query").fill("ışık")
    page.wait_for_selector(".course-search__results[aria-busy=false] a")
    page.locator(".course-search__section > a").click()
    assert urlsplit(page.url).path == "/some/course/tr/"
    assert urlsplit(page.url).fragment


def test_search_of_the_theme_is_gone(built: Built) -> None:
    assert not (built.site / "search").exists()
    assert list(built.site.rglob("search_index.json")) == []
    for lang in LANGUAGES:
        page = built.page(f"{HOMES[lang]}about")
        assert "md-search" not in page
        assert page.count('class="course-search"') == 1


def test_bundle_holds_what_a_browser_asks_for_and_no_more(built: Built) -> None:
    for lang in LANGUAGES:
        names = {file.name for file in (built.site / "assets" / "search" / lang).iterdir()}
        assert len([name for name in names if name.startswith("wasm.")]) == 1
        assert not [name for name in names if "ui" in name or "worker" in name or "highlight" in name]


def test_nothing_of_the_index_is_asked_for_before_the_dialog_opens(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "ar/week05/05-1/")
    assert [url for url in page.asked if "/assets/search/" in url] == []
    open_search(page)
    assert search(page, "الزخم").pages
    asked = [url for url in page.asked if "/assets/search/" in url]
    assert {urlsplit(url).path.split("/")[3] for url in asked} == {"ar"}
    assert {urlsplit(url).netloc for url in page.asked} == {urlsplit(page.url).netloc}
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_search_is_absent_without_javascript(visit: Callable[..., Page], built: Built, lang: str) -> None:
    page = visit(built.site, HOMES[lang], javascript=False)
    assert page.locator(".course-search").count() == 1
    assert not page.locator(".course-search").is_visible()


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_key_opens_the_search_and_escape_closes_it(visit: Callable[..., Page], built: Built, key: str) -> None:
    page = visit(built.site, "about/")
    page.locator("article a").first.focus()
    page.keyboard.press(key)
    query = page.locator(".course-search__query")
    assert query.evaluate("(input) => input === document.activeElement")
    assert query.input_value() == ""
    page.keyboard.type("a/s")
    assert query.input_value() == "a/s"
    page.keyboard.press("Escape")
    assert not page.locator(".course-search__dialog").is_visible()
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_shortcut_with_a_modifier_is_left_to_the_browser(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "about/")
    page.keyboard.press("Alt+s")
    assert not page.locator(".course-search__dialog").is_visible()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim() || document.activeElement.className")


def test_arrow_keys_walk_through_the_results_and_enter_follows_one(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "")
    page.keyboard.press("/")
    result = search(page, "momentum")
    page.keyboard.press("ArrowDown")
    assert focused(page) == next(iter(result.pages.values()))
    page.keyboard.press("ArrowDown")
    assert focused(page) == result.titles[0]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert "course-search__query" in focused(page)
    page.keyboard.press("ArrowUp")
    assert "course-search__query" in focused(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == result.links[1]


def test_enter_in_the_query_follows_the_first_result(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "")
    page.keyboard.press("/")
    result = search(page, "licence")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == result.links[0]


def test_result_on_the_same_page_closes_the_dialog(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "week05/05-1/")
    page.keyboard.press("/")
    search(page, "momentum")
    page.locator(".course-search__section > a", has_text="Momentum").last.click()
    assert not page.locator(".course-search__dialog").is_visible()
    assert "#" in page.url


@pytest.mark.parametrize("width", [390, 1360])
def test_tab_stays_in_the_dialog(visit: Callable[..., Page], built: Built, width: int) -> None:
    page = visit(built.site, "ar/", width=width)
    open_search(page)
    links = len(search(page, "الزخم").links)
    stops = []
    for _ in range(2 * (links + 3)):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                "[document.activeElement.tagName, document.activeElement.closest('.course-search__dialog') !== null]"
            )
        )
    # The browser's own controls are a stop, too; for the page that is its body.
    assert all(inside or tag == "BODY" for tag, inside in stops)
    assert len([tag for tag, _ in stops if tag == "A"]) >= links


@pytest.mark.parametrize("lang", LANGUAGES)
def test_roles_and_names_are_those_a_screen_reader_needs(visit: Callable[..., Page], built: Built, lang: str) -> None:
    search_word, field, close = {
        "en": ("Search", "Search this course", "Close the search"),
        "fr": ("Rechercher", "Rechercher dans le cours", "Fermer la recherche"),
        "tr": ("Ara", "Bu derste ara", "Aramayı kapat"),
        "ar": ("بحث", "ابحث في المقرّر", "إغلاق البحث"),
    }[lang]
    for width in (390, 1360):
        page = visit(built.site, HOMES[lang], width=width)
        page.get_by_role("button", name=search_word, exact=True).click()
        dialog = page.get_by_role("dialog", name=search_word)
        assert dialog.get_by_role("search").get_by_role("textbox", name=field).is_visible()
        assert dialog.get_by_role("status").count() == 1
        search(page, "PyTorch")
        assert dialog.get_by_role("list").first.get_by_role("link").count() > 1
        dialog.get_by_role("button", name=close).click()
        assert not page.locator(".course-search__dialog").is_visible()


@pytest.mark.parametrize(
    ("lang", "query", "status"),
    [
        ("en", "licence", "1 page found"),
        ("en", "heavy ball", "2 pages found"),
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


COUNTS = {
    "en": ["0 pages found", "1 page found", "2 pages found", "5 pages found", "12 pages found", "103 pages found"],
    "fr": ["0 page", "1 page", "2 pages", "5 pages", "12 pages", "103 pages"],
    "tr": ["0 sayfa", "1 sayfa", "2 sayfa", "5 sayfa", "12 sayfa", "103 sayfa"],
    "ar": ["لم يُعثر", "صفحة واحدة", "صفحتين", "5 صفحات", "12 صفحة", "103 صفحات"],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_number_of_pages_takes_the_plural_form_of_the_language(
    visit: Callable[..., Page], built: Built, lang: str
) -> None:
    script = """
    async (numbers) => {
      const {counted} = await import(new URL("/assets/js/search.js", location.href));
      const {counts} = JSON.parse(document.querySelector(".course-search").dataset.words);
      return numbers.map((number) => counted(counts, number));
    }
    """
    texts = visit(built.site, HOMES[lang]).evaluate(script, [0, 1, 2, 5, 12, 103])
    assert all(part in text for part, text in zip(COUNTS[lang], texts, strict=True)), texts


@pytest.mark.parametrize("file", ["pagefind.js", "rules.json", "wasm.", "pagefind-entry.json", "fragment/"])
def test_failure_is_said_in_words_and_the_next_key_tries_again(
    visit: Callable[..., Page], built: Built, file: str
) -> None:
    page = visit(built.site, "ar/")
    pattern = f"**/assets/search/ar/{file}*"
    page.route(pattern, lambda route: route.abort())
    open_search(page)
    assert "تعذّر تحميل البحث" in search(page, "الزخم").status
    page.unroute(pattern)
    assert WEEK in search(page, "زخم").pages


def test_failure_in_the_middle_is_not_taken_for_no_result(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "fr/")
    open_search(page)
    assert "Aucun résultat" in search(page, "xyzzy").status
    page.reload()
    open_search(page)
    page.wait_for_function("performance.getEntriesByType('resource').some(({name}) => name.endsWith('.pf_meta'))")
    page.context.set_offline(True)
    assert "n’a pas pu être chargée" in search(page, "inertie").status
    page.context.set_offline(False)
    assert WEEK in search(page, "inerties").pages


def test_waiting_is_said_in_words(visit: Callable[..., Page], built: Built) -> None:
    page = visit(built.site, "fr/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/wasm.*", hold)
    open_search(page)
    page.locator(".course-search__query").fill("inertie")
    page.wait_for_function("document.querySelector('.course-search__status').textContent")
    assert page.locator(".course-search__status").inner_text() == "Chargement de la recherche…"
    held[0].continue_()
    page.wait_for_selector(".course-search__results[aria-busy=false] a")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dialog_fills_a_phone_and_reads_in_the_direction_of_the_page(
    visit: Callable[..., Page], built: Built, lang: str
) -> None:
    page = visit(built.site, f"{HOMES[lang]}week05/05-1/", width=390)
    open_search(page)
    assert search(page, "momentum").pages
    box = page.locator(".course-search__dialog").bounding_box()
    assert (box["x"], box["width"], box["height"]) == (0, 390, 800)
    assert page.evaluate("document.querySelector('.course-search__dialog').scrollWidth") <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    query = page.locator(".course-search__query").bounding_box()
    close = page.locator(".course-search__close").bounding_box()
    assert (query["x"] < close["x"]) is (lang != "ar")
    assert page.locator(".course-search__query").evaluate("(input) => getComputedStyle(input).direction") == (
        "rtl" if lang == "ar" else "ltr"
    )
