"""The search indexes of the built site: what is in them, and what a browser asks of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browser import Visit
from dragoman.languages.language import language
from dragoman.rendering.words import FENCE
from projects import LANGUAGES, Built
from searching import HOMES, open_search, search


def fragments(site: Path, lang: str) -> list[dict]:
    """Return what the index of a language holds about its pages."""
    found = sorted((site / "assets" / "search" / lang / "fragment").iterdir())
    return [json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd")) for file in found]


def test_index_shows_formulas_in_words_and_no_tex(built: Built) -> None:
    for lang in LANGUAGES:
        for fragment in fragments(built.site, lang):
            assert "katex" not in json.dumps(fragment)
            page = json.loads(fragment["filters"]["page"][0])
            for heading, _, code, _ in page["sections"]:
                assert not [word for word in page["words"][heading:code] if "\\" in word]
    page = next(one for one in fragments(built.site, "en") if "05-1" in one["filters"]["page"][0])["filters"]["page"][0]
    assert "the gradient ∇f(w) ∈ ℝᴺ can be computed" in " ".join(
        word.replace(FENCE, "") for word in json.loads(page)["words"] if word
    )


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
  const asked = new Map();  // what was asked before is not asked again
  const addresses = new Map();
  for (const [word, url] of words) {
    const wanted = terms(rules, word).join(" ");
    if (!wanted) continue;
    if (!asked.has(wanted)) asked.set(wanted, (await pagefind.search(wanted)).results);
    for (const one of asked.get(wanted)) {
      if (!addresses.has(one.id)) addresses.set(one.id, JSON.parse((await one.data()).filters.page[0]).url);
    }
    if (!asked.get(wanted).some((one) => addresses.get(one.id) === url)) missed.push([word, url]);
  }
  return missed;
}
"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_page_finds_that_page(visit: Callable[..., Visit], built: Built, lang: str) -> None:
    words: list[list[str]] = []
    forms = language(lang).folding.forms
    for fragment in fragments(built.site, lang):
        page = json.loads(fragment["filters"]["page"][0])
        places = zip(page["words"], fragment["content"].split(" "), strict=True)
        # What hangs on a formula is searched without it.
        whole = {shown for shown, term in places if [*forms(shown)][:1] == [term.rstrip(".")]}
        words += [[word, page["url"]] for word in sorted(whole)]
    assert len(words) > 500
    missed = visit("").page.evaluate(ASK, [words, f"/assets/search/{lang}/"])
    assert missed == []


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


def test_nothing_of_the_index_is_asked_for_before_the_dialog_opens(visit: Callable[..., Visit]) -> None:
    visited = visit("ar/week05/05-1/")
    page = visited.page
    assert [url for url in visited.requests if "/assets/search/" in url] == []
    open_search(page)
    assert search(page, "الزخم").pages
    page.wait_for_selector(".course-search__original[aria-busy=false]", state="attached")
    asked = [url for url in visited.requests if "/assets/search/" in url]
    # First the language of the reader, then the original.
    assert list(dict.fromkeys(urlsplit(url).path.split("/")[3] for url in asked)) == ["ar", "en"]
    assert {urlsplit(url).netloc for url in visited.requests} == {urlsplit(page.url).netloc}
    assert len(asked) == len(set(asked))
