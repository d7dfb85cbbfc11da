"""Words as the search compares them, in Python and in JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from py_mini_racer import MiniRacer

from dragoman.languages.language import language
from dragoman.website.assets import THEME
from projects import LANGUAGES, ROOT

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
]


@pytest.mark.parametrize(("lang", "query", "word", "found"), MEETINGS)
def test_query_finds_a_word_in_another_form_and_not_another_word(lang: str, query: str, word: str, found: bool) -> None:
    rules = language(lang).folding
    assert rules.terms(query)
    # Pagefind finds what begins with a term.
    meets = all(any(form.startswith(term) for form in rules.forms(word)) for term in rules.terms(query))
    assert meets is found


def words_of_the_docs(lang: str) -> list[str]:
    text = "\n".join(page.read_text("utf-8") for page in sorted((ROOT / "docs" / lang).rglob("*.md")))
    return sorted({*text.split(), *(word for one in MEETINGS for word in one[1:3])})


@pytest.mark.parametrize("lang", [*LANGUAGES, "xx"])
def test_browser_folds_every_word_of_the_docs_as_python_does(lang: str) -> None:
    words = words_of_the_docs("en" if lang == "xx" else lang)
    rules = language(lang).folding
    with MiniRacer() as engine:
        engine.eval(SCRIPT.read_text("utf-8").replace("export function", "function"))
        engine.eval(f"const rules = {json.dumps(rules.for_browser())};")
        in_browser = json.loads(
            str(engine.eval(f"JSON.stringify({json.dumps(words)}.map((word) => terms(rules, word)))"))
        )
    assert len(words) > 500
    assert dict(zip(words, in_browser, strict=True)) == {word: rules.terms(word) for word in words}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_the_docs_is_found_as_it_is_written(lang: str) -> None:
    rules = language(lang).folding
    assert [word for word in words_of_the_docs(lang) if not {*rules.terms(word)} <= {*rules.forms(word)}] == []


def test_rules_for_the_browser_are_those_of_one_language_only() -> None:
    steps = json.dumps(language("fr").folding.for_browser(), ensure_ascii=False)
    assert "french" in steps
    assert "ال" not in steps


def test_script_holds_no_rule_of_its_own() -> None:
    assert Path(SCRIPT).read_text("utf-8").isascii()
