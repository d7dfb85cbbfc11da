"""Words as the search compares them, in Python and in JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from dragoman.languages import folders
from dragoman.languages.folding import formula, names, signed
from dragoman.languages.language import language
from dragoman.website.assets import THEME
from projects import ROOT

SCRIPT = THEME / "assets" / "js" / "folding.js"

# Language, query, a word of a page, whether the query finds the word.
MEETINGS = [
    ("ar", "الانحدار", "انحدار", True),
    ("ar", "انحدار", "الانحدار", True),
    ("ar", "إنحدار", "والانحدار،", True),
    ("ar", "بالانحدار", "للانحدار", True),
    ("ar", "فالانحدار", "كالانحدار", True),
    ("ar", "انحدار", "بانحدارٍ", True),
    ("ar", "انحدار", "وانحدارًا", True),
    ("ar", "خوارزميَّة", "الخوارزمية", True),
    ("ar", "خوارزميه", "خوارزمية", True),
    ("ar", "خوارزمية", "الخوارزميات", True),
    ("ar", "خـــوارزمية", "(خوارزمية).", True),
    ("ar", "التفاف", "الالتفافية", True),
    ("ar", "التفاف", "بالتفاف", True),
    ("ar", "التفاف", "لالتفافات", True),
    ("ar", "التفاف", "التفاضل", False),
    ("ar", "٢", "2", True),
    ("ar", "2", "٢", True),
    ("ar", "۲", "2", True),
    ("ar", "٠٫٩٩", "0.99", True),
    ("ar", "۰٫۹۹", "0.99", True),
    ("ar", "0.99", "٠٫٩٩", True),
    ("ar", "٠٫٩٩", "0.9", False),
    ("ar", "٣", "2", False),
    ("ar", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", True),
    ("ar", "٠١٢٣٤٥٦٧٨٩", "0123456789", True),
    ("fr", "0.99", "0,99", True),
    ("tr", "0.99", "0,99'dan", True),
    ("ar", "مدي", "مدى", True),
    ("ar", "الحد", "حد", True),
    ("ar", "وحدة", "الوحدة", True),
    ("ar", "تحسين", "تحسب", False),
    ("ar", "انحدار", "اندحار", False),
    ("ar", "وزن", "زمن", False),
    ("fr", "retropropagation", "rétropropagation", True),
    ("fr", "RÉTROPROPAGATION", "rétropropagation", True),
    ("fr", "l'attention", "attention", True),
    ("fr", "attention", "«\u00a0l’attention\u00a0»", True),
    ("fr", "l’attention", "l'attention", True),
    ("fr", "optimisation", "d’optimisation", True),
    ("fr", "oeuvre", "l’œuvre,", True),
    ("fr", "aujourd'hui", "aujourd’hui", True),
    ("fr", "minilots", "Mini-lots", True),
    ("fr", "attention", "tension", False),
    ("fr", "a\u0300", "à", True),
    ("tr", "EVRİŞİM", "evrişim", True),
    ("tr", "evrişim", "EVRİŞİM", True),
    ("tr", "evrisim", "evrişim", True),
    ("tr", "EVRISIM", "evrişim", True),
    ("tr", "IŞIK", "ışık", True),
    ("tr", "IŞIK", "işik", False),
    ("tr", "işik", "ışık", False),
    ("tr", "isik", "ışık", True),
    ("tr", "isik", "işik", True),
    ("tr", "öğrenme", "ogrenme", False),
    ("tr", "açı", "acı", False),
    ("tr", "aci", "açı", True),
    ("tr", "evrişimin", "evrişim", True),
    ("tr", "evrisimlerin", "evrişim", True),
    ("tr", "ağırlıklarının", "ağırlığı", True),
    ("tr", "agirligin", "AĞIRLIKLAR", True),
    ("tr", "fonksiyonunu", "fonksiyonlar", True),
    ("tr", "evrişim", "devinim", False),
    ("tr", "PyTorch", "PyTorch’ta", True),
    ("tr", "PyTorch'un", "PyTorch", True),
    ("tr", "IBM", "IBM", True),
    ("tr", "ıs\u0327ık", "ışık", True),
    ("tr", "karar", "kâr", False),
    ("tr", "kar", "kâr", True),
    ("en", "Naive", "naïve", True),
    ("en", "Newton", "Newton’s", True),
    ("en", "dont", "don't", True),
    ("en", "minibatch", "mini-batch", True),
    ("en", "mini-batch", "mini-batch", True),
    ("en", "loss.backward()", "loss.backward()", True),
    ("en", "batch", "match", False),
    ("en", "optimization", "optimisation", True),
    ("en", "Optimizers", "optimisers", True),
    ("en", "regularized", "regularised", True),
    ("en", "colors", "colours", True),
    ("en", "modeling", "modelling", True),
    ("en", "center", "centre", True),
    ("en", "size", "size", True),
    ("en", "metric", "metre", False),
    ("de", "größe", "GRÖSSE", True),
    ("de", "groesse", "Größe", True),
    ("de", "grosse", "Größe", True),
    ("de", "Eigenwert", "Eigenwerts", True),
    ("de", "gradienten", "Gradientenabstieg", True),
    ("de", "Masse", "Maße", True),
    ("de", "Gewicht", "Gesicht", False),
    ("es", "función", "funciones", True),
    ("es", "funciones", "FUNCION", True),
    ("es", "matrices", "matriz", True),
    ("es", "red", "«red»,", True),
    ("es", "peso", "paso", False),
    ("it", "errore", "l’errore", True),
    ("it", "dell'apprendimento", "apprendimento", True),
    ("it", "nell’addestramento", "all'addestramento", True),
    ("it", "probabilita", "probabilità", True),
    ("it", "peso", "passo", False),
    ("pt-BR", "função", "funções", True),
    ("pt-BR", "funcoes", "função", True),
    ("pt-BR", "neural", "neurais", True),
    ("pt-BR", "imagens", "imagem", True),
    ("pt-BR", "peso", "passo", False),
    ("ru", "еще", "ещё", True),
    ("ru", "ОБУЧЕНИЕ", "обучение", True),
    ("ru", "за́мок", "замок", True),
    ("ru", "слои", "слой", False),  # Pagefind knows that they are one
    ("pl", "sieć", "SIEĆ", True),
    ("pl", "siec", "sieć", True),
    ("pl", "blad", "błąd", True),
    ("pl", "kąt", "kat", False),
    ("he", "גרדיאנט", "הגרדיאנט", True),
    ("he", "הגרדיאנט", "גרדיאנט", True),
    ("he", "גרדיאנט", "ובגרדיאנטים", True),
    ("he", "מודלים", "המודל", True),
    ("he", "הסתברות", "ההסתברות", True),
    ("he", "פונקציה", "הפונקציות", True),
    ("he", "נוירון", "נוירונים", True),
    ("he", "רֶשֶׁת", "רשת", True),
    ("he", "ארה״ב", 'ארה"ב', True),
    ("he", "משקל", "מבחן", False),
    ("fa", "شبکه", "شبکه‌های", True),
    ("fa", "شبکه‌ها", "شبكه", True),
    ("fa", "یادگیری", "يادگيري", True),
    ("fa", "۱۲", "12", True),
    ("fa", "گرادیان", "گرادیان‌هایی", True),
    ("fa", "معنا", "معنای", True),
    ("fa", "وزن", "زمان", False),
    ("hi", "हिन्दी", "हिंदी", True),
    ("hi", "पढ़ना", "पढना", True),
    ("hi", "नेटवर्क", "नेटवर्क।", True),
    ("hi", "१२", "12", True),
    ("hi", "कि", "की", False),
    ("hi", "भार", "हार", False),
    ("ko", "경사하강법", "경사하강법을", True),
    ("ko", "학습률은", "학습률이", True),
    ("ko", "재평가를", "재평가", True),
    ("ko", "가중치", "가중", False),
    ("ja", "ＡＢＣ", "abc", True),
    ("zh-Hans", "１２", "12", True),
    ("xx", "élan", "ELAN", True),
    ("xx", "भाषा", "भाष", False),
]


@pytest.mark.parametrize(("lang", "query", "word", "found"), MEETINGS)
def test_query_finds_a_word_in_another_form_and_not_another_word(lang: str, query: str, word: str, found: bool) -> None:
    rules = language(lang).folding
    assert rules.terms(query)
    # Pagefind finds what begins with a term.
    meets = all(any(form.startswith(term) for form in rules.forms(word)) for term in rules.terms(query))
    assert meets is found


def words_of(lang: str) -> list[str]:
    text = "\n".join(page.read_text("utf-8") for page in sorted((ROOT / "docs" / lang).rglob("*.md")))
    said = " ".join(language(lang).phrases.words.values())
    return sorted({*text.split(), *said.split(), *(word for one in MEETINGS if one[0] == lang for word in one[1:3])})


@pytest.fixture(scope="module")
def browser_says() -> Iterator[Callable[[str, str, list[str]], list[Any]]]:
    """Return what a function of the script answers for each text, by the rules of a language."""
    with MiniRacer() as engine:
        engine.eval(SCRIPT.read_text("utf-8").replace("export function", "function"))

        def say(function: str, lang: str, texts: list[str]) -> list[Any]:
            given = json.dumps([language(lang).folding.for_browser(), texts])
            script = f"(([rules, texts]) => JSON.stringify(texts.map((text) => {function}(rules, text))))({given})"
            return list(json.loads(str(engine.eval(script))))

        yield say


@pytest.mark.parametrize("lang", [*folders.available(), "xx"])
def test_browser_folds_every_word_as_python_does(
    browser_says: Callable[[str, str, list[str]], list[Any]], lang: str
) -> None:
    words = [*words_of("en"), *words_of(lang), "梯度下降は梯子", "ภาษาไทย", "x梯y度"]
    rules = language(lang).folding
    assert len(words) > 200
    assert dict(zip(words, browser_says("terms", lang, words), strict=True)) == {
        word: rules.terms(word) for word in words
    }
    assert browser_says("title", lang, words) == [rules.title(word) for word in words]


def test_browser_reads_names_and_formulas_as_python_does(
    browser_says: Callable[[str, str, list[str]], list[Any]],
) -> None:
    words = [*words_of("en"), *words_of("ar"), *(one[0] for one in WRITTEN)]
    assert browser_says("names", "en", words) == [names(word) for word in words]
    tex = [f"{word}\\" for word in words]  # whatever has a backslash is TeX
    for texts, is_tex in ((tex, True), ([f"≤{word}" for word in words if not {*word} & {*"\\^_{"}], False)):
        pairs = [formula(one, tex=is_tex) for one in texts]
        for text, asked, known in zip(texts, browser_says("formula", "en", texts), pairs, strict=True):
            assert set(asked) <= set(known), text


# What a query asks for first, and what is written on a page that it finds; None for what it does not.
WRITTEN: list[tuple[str, str, str]] = [
    ("C++", "text", "(C++,"),
    ("c++", "text", "C++"),
    ("C++", "text", "c++"),
    ("a/b", "text", "a/b."),
    (".".join(["ab"] * 50), "text", ".".join(["ab"] * 50)),
    ("no_grad", "code", "with torch.no_grad():"),
    ("torch.no_grad()", "code", "with torch.no_grad():"),
    ("nn.Conv2d", "code", "x = torch.nn.Conv2d(3, 16, 5)"),
    ("NN.CONV2D", "code", "nn.Conv2d"),
    ("Conv2d", "code", "torch.nn.Conv2d"),
    ("backward()", "code", "loss.backward()"),
    ("nn.Conv2d", "text", "`nn.Conv2d`"),
    ("no_grad", "text", "torch.no_grad()"),
    (r"\nabla f", "tex", r"w - \gamma \nabla f(w)"),
    (r"$\nabla f(w)$", "tex", r"w - \gamma \nabla f \left( w \right)"),
    (r"\frac{1}{2}", "tex", r"f(w) = \tfrac12 w^\top H w"),
    (r"\frac12", "tex", r"\dfrac{1}{2}"),
    (r"a \leq b", "tex", r"a\le b"),
    (r"\mathbf{w}_k", "tex", "w_{k}"),
    (r"\Sigma", "tex", r"\Sigma_{i}"),
    ("x^2", "tex", "x^{2}"),
    ("∇f", "signs", "f(w − γ∇f(w))"),
    ("∇f(w)", "signs", "∇ f(w)"),
    ("α", "signs", "α > 0"),
    ("≤", "signs", "a ≤ b"),
    ("x²", "signs", "x² + 1"),
    ("wₖ₊₁", "signs", "wₖ₊₁ = wₖ"),
    ("a-b≤1", "signs", "a − b ≤ 1"),
    ("1/2", "signs", "(1/2)wᵀHw"),
    ("∥∇f∥", "signs", "∥∇f∥²"),
]
NOT_WRITTEN = [
    ("C++", "text", "C+"),
    ("n/d", "text", "and/do"),
    ("no_grad", "code", "no grad"),
    ("nn.Conv2d", "code", "nn.Conv1d"),
    ("Conv2d", "code", "Conv2dTranspose"),
    (r"\nabla f", "tex", r"\nabla g + f"),
    (r"\sigma", "tex", r"\Sigma"),
    ("∇f", "signs", "f∇"),
    ("x²", "signs", "x + 2"),
]
INDEXED: dict[str, Callable[[str], list[str]]] = {
    "code": lambda text: [term for terms in names(text, every=True) for term in terms],
    "text": lambda text: [term for terms in names(text) for term in terms] or signed(text),
    "tex": lambda text: formula(text, tex=True),
    "signs": lambda text: formula(text, tex=False),
}


@pytest.mark.parametrize(
    ("query", "where", "written", "found"),
    [*((*one, True) for one in WRITTEN), *((*one, False) for one in NOT_WRITTEN)],
)
def test_name_or_formula_is_asked_for_first_as_it_is_written(
    browser_says: Callable[[str, str, list[str]], list[Any]], query: str, where: str, written: str, found: bool
) -> None:
    (readings,) = browser_says("readings", "en", [query])
    (first,) = readings[0]
    # Pagefind looks for what is in quotes word by word, side by side.
    assert first.startswith('"')
    assert (f" {first.strip(chr(34))} " in f" {' '.join(INDEXED[where](written))} ") is found


def test_name_of_many_parts_has_no_more_terms_than_one_of_some() -> None:
    (terms,) = names(".".join(["ab"] * 2000))
    assert len("".join(terms)) < 200


@pytest.mark.parametrize(
    ("query", "number"),
    [("torch.nn.Conv2d", 4), ("no_grad", 3), ("momentum", 1), ("SGD", 1), ("e.g.", 1), ("∇f", 1), ("gradient ∇f", 3)],
)
def test_words_are_asked_for_last_and_letters_of_a_formula_not_at_all(
    browser_says: Callable[[str, str, list[str]], list[Any]], query: str, number: int
) -> None:
    (readings,) = browser_says("readings", "en", [query])
    assert len(readings) == number
    assert readings[-1] == ['"ǀǂ2207f"'] if query == "∇f" else language("en").folding.terms(query)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("梯", ["梯"]),
        ("梯度", ["梯度"]),
        ("梯度下降", ["梯度", "度下", "下降"]),
        ("勾配の計算", ["勾配", "配の", "の計", "計算"]),
        ("PyTorch入門", ["pytorch", "入門"]),
        ("第2章", ["第", "2", "章"]),
        ("𠮷野", ["𠮷野"]),
    ],
)
def test_query_in_a_script_without_spaces_asks_for_every_two_letters(query: str, terms: list[str]) -> None:
    assert language("zh-Hans").folding.terms(query) == terms
    assert language("ja").folding.terms(query) == terms


@pytest.mark.parametrize("lang", [one for one in folders.available() if one not in {"ja", "zh-Hans"}])
def test_every_word_is_found_as_it_is_written(lang: str) -> None:
    rules = language(lang).folding
    assert [word for word in words_of(lang) if not {*rules.terms(word)} <= {*rules.forms(word)}] == []


def test_rules_for_the_browser_are_those_of_one_language_only() -> None:
    steps = json.dumps(language("fr").folding.for_browser(), ensure_ascii=False)
    assert "french" in steps
    assert "ال" not in steps


def test_script_holds_no_rule_of_its_own() -> None:
    assert Path(SCRIPT).read_text("utf-8").isascii()
