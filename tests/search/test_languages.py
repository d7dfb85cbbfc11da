"""What a reader finds in each language: Pagefind's own search in the index that it made, in a browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dragoman.languages import folders
from dragoman.languages.language import language
from dragoman.search.interface import interface, record
from dragoman.search.record import SearchIndex
from dragoman.website.assets import THEME
from searching import open_search, sections

# By language, what a page says, and the queries that find it; none finds the other page.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "ar": ("نحسب التدرج والانحدار", ("تدرج", "بالانحدار")),
    "de": (
        "Die Größe der Gradienten und das Gewicht neuronaler Netze",
        ("Größe", "groesse", "Gradient", "neuronale", "Netz"),
    ),
    "en": ("The gradients of networks that were optimised", ("gradient", "network", "optimize")),
    "es": (
        "Las funciones de activación y sus matrices lineales",
        ("función", "funcion", "matriz", "lineal", "activacion"),
    ),
    "fa": ("شبکه‌های عصبی یادگیری را آغاز می‌کنند", ("شبکه", "شبکه‌ها", "عصبي")),
    "fr": ("L’entraînement des réseaux linéaires", ("entrainement", "réseau", "l'entraînement", "linéaire")),
    "he": ("הגרדיאנטים של הרשתות", ("גרדיאנט", "רשת", "הגרדיאנט")),
    "hi": ("हिंदी में तंत्रिका नेटवर्कों का प्रशिक्षण", ("हिन्दी", "नेटवर्क", "प्रशिक्षण")),
    "it": (
        "L’apprendimento delle reti neurali e la probabilità",
        ("dell'apprendimento", "rete", "neurale", "probabilita"),
    ),
    "ja": (
        "勾配降下法で損失を最小化するPyTorch入門",
        ("勾配", "降下", "最小化", "勾配降下法", "PyTorch", "入門", "損失を"),
    ),
    "ko": ("경사하강법을 학습률에 따라 조정한다", ("경사하강법", "학습률은", "경사", "조정")),
    "pl": ("Sieci neuronowe i wielkość kroków", ("sieci", "neuronowe", "wielkosc", "wielkość")),
    "pt-BR": ("As funções das redes neurais em imagens", ("função", "funcao", "rede", "neural", "imagem")),
    "ru": ("Обучение нейронных сетей по слоям", ("обучения", "нейронная", "сеть", "слой")),
    "tr": ("Ağırlıkların evrişimi", ("ağırlık", "evrisim", "AĞIRLIKLAR")),
    "zh-Hans": ("用PyTorch训练神经网络，梯度下降。", ("梯度", "梯度下降", "神经网络", "训练", "网络", "pytorch", "梯")),
}
OTHER = "降落网度 損配 नहीं wombat وزن"

NOWHERE = {
    "ru": ("градусник",),
    "zh-Hans": ("下梯", "络神"),
    "ja": ("配勾",),
    "ko": ("하강",),
    "he": ("רגש",),
    "de": ("xyzzy",),
}
# What search.js knows of a page.
PAGE = """<!doctype html><html lang="{lang}"><body>
<div class="course-search" data-root="." data-index="assets/search/{lang}/" data-words='{words}'>
<button class="course-search__open">?</button>
<dialog class="course-search__dialog"><form class="course-search__form"><input class="course-search__query">
<button class="course-search__close" type="button"></button></form><p class="course-search__status"></p>
<button class="course-search__meant"></button>
<ol class="course-search__results"></ol><button class="course-search__more"></button></dialog></div>
<script src="assets/js/search.js" defer></script>"""


def test_words_of_every_language_are_found(browser: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    assert PAGES.keys() == set(folders.available())
    shutil.copytree(THEME / "assets" / "js", tmp_path / "assets" / "js")
    for lang, (text, _) in PAGES.items():
        index = SearchIndex(lang, tmp_path / "making" / lang)
        index.add(record(sections(f"<h1>Title</h1><p>{text}</p>"), "page/", lang))
        index.add(record(sections(f"<h1>Title</h1><p>{OTHER}</p>"), "other/", lang))
        index.make()
        index.write(tmp_path / "assets" / "search" / lang)
        words = json.dumps(interface(lang, language(lang).phrases, lang)["words"]).replace("'", "&#39;")
        (tmp_path / f"{lang}.html").write_text(PAGE.replace("{lang}", lang).replace("{words}", words), "utf-8")
    address, page, missed = serve(tmp_path), browser.new_page(), []
    for lang, (text, queries) in PAGES.items():
        page.goto(f"{address}/{lang}.html")
        open_search(page)
        for query in (*queries, *NOWHERE.get(lang, ())):
            page.locator(".course-search__query").fill(query)
            page.wait_for_selector(".course-search__results[aria-busy=false]", state="attached")
            links = page.locator(".course-search__page > a").evaluate_all("(all) => all.map((one) => one.pathname)")
            marks = "".join(page.locator(".course-search__results mark").all_inner_texts())
            if links != (["/page/"] if query in queries else []) or not set(marks) <= set(text):
                missed.append((lang, query, links, page.locator(".course-search__status").inner_text()))
    page.close()
    assert missed == []


def shown(text: str, lang: str) -> list[tuple[str, str]]:
    """Return the words of a text with the terms that they are found under."""
    html = record(sections(f"<h1>T</h1><p>{text}</p>"), "x/", lang)
    body = html.split("<p>")[1].split("</p>")[0].split(" ")
    page = json.loads(html.split('data-page="')[1].split('"')[0].replace("&quot;", '"'))
    return list(zip(page["words"][1:], body, strict=True))


@pytest.mark.parametrize("lang", ["zh-Hans", "ja", "en"])
def test_each_letter_of_a_script_without_spaces_is_a_word_found_with_the_next(lang: str) -> None:
    glue = "\u2060"
    assert shown("用AI算，梯度", lang) == [
        ("用", "用"),
        (f"{glue}AI", "ai"),
        (f"{glue}算，", "算"),
        (f"{glue}梯", "梯度"),
        (f"{glue}度", "度"),
    ]


def test_words_with_spaces_between_them_are_parted_by_them_only() -> None:
    assert shown("경사 하강", "ko") == [("경사", "경사"), ("하강", "하강")]


def test_section_may_be_empty() -> None:
    assert "<p></p>" in record(sections("<h1>T</h1>"), "x/", "en")
