from __future__ import annotations

import pytest

from translated import check, commented, found

ENGLISH = "We then follow the gradient of the loss. It is not convex, and there are many minima that we may find."


def leftovers(english: str, target: str, lang: str = "tr") -> list[int]:
    body = f"\n<!--\n{english}\n-->\n\n{target}\n"
    first = body.count("\n", 0, body.rindex("-->")) + 2
    return [line - first for line, kind in found(f"\n{english}\n", body, lang) if kind == "text.source"]


def test_english_paragraph_in_the_place_of_its_translation_is_found():
    assert leftovers(ENGLISH, ENGLISH) == [1]


def test_english_sentence_beside_its_translation_is_found_at_its_line():
    assert leftovers(ENGLISH, "Sonra kaybın gradyanını izleriz.\nIt is not convex, and there are many minima.") == [2]


def test_english_below_the_translation_is_found():
    body = f"\n<!--\n{ENGLISH}\n-->\n\nSonra gradyanı izleriz.\n\n{ENGLISH}\n"
    assert "text.source" in [kind for _, kind in found(f"\n{ENGLISH}\n", body, "tr")]


def test_short_english_sentence_that_was_left_is_found():
    assert leftovers("The simplest method takes one step:", "The simplest method takes one step:", "de") == [1]
    assert leftovers("Adam, RMSprop, SGD, Adagrad, AdamW", "Adam, RMSprop, SGD, Adagrad, AdamW", "de") == []


def test_english_heading_is_found():
    assert leftovers("## Diagrams of the graphs", "## Diagrams of the graphs", "ar") == [1]


def test_each_block_is_found_once():
    assert leftovers(ENGLISH, f"{ENGLISH} {ENGLISH}") == [1]


@pytest.mark.parametrize(
    ("lang", "target"),
    [
        ("fr", "Nous suivons ensuite le gradient de la perte. Elle n'est pas convexe, et il y a de nombreux minima."),
        ("tr", "Sonra kaybın gradyanını izleriz. Konveks değildir ve bulabileceğimiz birçok minimum vardır."),
        ("ar", "ثم نتبع تدرج الخسارة (the gradient of the loss). إنها ليست محدبة، وهناك العديد من القيم الصغرى."),
        ("de", "Dann folgen wir dem Gradienten. In der Regel ist er nicht konvex, und es gibt viele Minima."),
        ("nl", "We volgen dan de gradient van de loss. Het is niet convex, en er zijn veel minima die we vinden."),
        ("es", "Después seguimos el gradiente *of the loss that is not convex* y hay muchos mínimos."),
        ("es", "Después seguimos “the gradient of the loss that is not convex” y hay muchos mínimos."),
        ("de", "Danach folgt „the gradient of the loss that is not convex“ und so weiter."),
        ("ja", "次に「the gradient of the loss that is not convex」をたどります。"),
        ("tr", "`we follow the gradient of the loss` ile $\\text{the gradient of the loss and it}$"),
        ("tr", "[Bakınız](https://a.org/we-follow-the-gradient-of-the-loss-and-it-is) şuraya."),
    ],
)
def test_translation_is_not_taken_for_english(lang: str, target: str):
    assert leftovers(ENGLISH, target, lang) == []


def test_english_that_is_not_that_of_the_block_is_left_alone():
    assert leftovers(ENGLISH, "Sonra. Attention Is All You Need: the title of a paper, as it is known to all.") == []


@pytest.mark.parametrize("heading", ["## ReLU", "## Toeplitz matrix", "## PyTorch and NumPy"])
def test_heading_of_names_is_left_alone(heading: str):
    assert leftovers(heading, heading) == ([] if "and" not in heading else [1])


def test_title_that_is_still_english_is_found_at_its_line():
    (one,) = check("\nText.\n", commented(("Text.", "Metin.")), "tr", title="Gradient descent")
    assert (one.kind, one.line) == ("text.source", 4)


def test_title_of_one_word_may_be_the_same():
    page = commented(("Text.", "Metin."))
    assert check("\nText.\n", page, "tr", title="PyTorch") == []


@pytest.mark.parametrize(
    "source",
    [
        "Nous suivons le gradient de la perte, qui n’est pas convexe.",
        "Wir folgen dem Gradienten der Kostenfunktion, die nicht konvex ist.",
        "ثم نتبع تدرج دالة الخسارة حتى نصل إلى قيمة صغرى.",
        "אנחנו הולכים בכיוון הגרדיאנט של פונקציית ההפסד עד למינימום.",
    ],
)
def test_text_of_a_source_in_any_language_is_found(source: str):
    assert leftovers(source, source, "tr") == [1]


def test_diagram_whose_texts_were_left_is_found() -> None:
    diagram = "```mermaid\nflowchart LR\n  a[All the data] --- b{Is it good?}\n```"
    assert leftovers(diagram, diagram) == [1]
    assert leftovers(diagram, diagram.replace("All the data", "Tüm veriler").replace("Is it good?", "İyi mi?")) == []
