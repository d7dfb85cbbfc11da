"""Terms in sentences of each language."""

from __future__ import annotations

import pytest

from dragoman.terms.inflection import Finder


def found(lang, text, *terms):
    """Return what a text uses: the words as they stand, with the first spelling of the term."""
    spellings = [term.split("|") for term in terms]
    return [(text[use.start : use.end], spellings[use.index][0]) for use in Finder(lang, spellings).uses(text)]


def words(lang, text, *terms):
    return [word for word, _ in found(lang, text, *terms)]


def test_english_plurals_are_found():
    text = "Two kernels, three batches, non-linearities and loss functions."
    assert words("en", text, "kernel", "batch", "non-linearity", "loss function") == [
        "kernels",
        "batches",
        "non-linearities",
        "loss functions",
    ]


def test_a_capital_at_the_start_of_a_sentence_is_no_other_word():
    assert words("en", "Momentum helps. MOMENTUM is shouted.", "momentum") == ["Momentum"]
    assert words("en", "Adam is a method, adam is not.", "Adam") == ["Adam"]


def test_hyphens_spaces_and_line_ends_are_the_same_in_english():
    text = "a least-squares fit, a step\nsize, a minibatch and a mini batch"
    assert words("en", text, "least squares", "step size", "mini-batch") == [
        "least-squares",
        "step\nsize",
        "minibatch",
        "mini batch",
    ]


def test_a_form_in_english_is_taken_as_it_stands():
    assert words("en", "A cost that costs nothing; two cost functions.", "cost function|cost") == [
        "cost",
        "cost functions",
    ]


@pytest.mark.parametrize("text", ["the gradients'", "gradientlike", "a sub-gradient", "gradient-based", "_gradient"])
def test_a_part_of_another_word_is_not_found(text):
    assert words("en", text, "gradient") == (["gradients"] if text == "the gradients'" else [])


def test_the_longest_term_is_found():
    text = "Stochastic gradient descent is gradient descent with a stochastic gradient."
    terms = ("gradient", "gradient descent", "stochastic gradient", "stochastic gradient descent")
    assert words("en", text, *terms) == ["Stochastic gradient descent", "gradient descent", "stochastic gradient"]


def test_french_plurals_and_elisions_are_found():
    text = "L’inertie, d'époque en époque ; des descentes de gradient, les taux d’apprentissage, Étiquettes."
    assert words("fr", text, "inertie", "époque", "descente de gradient", "taux d'apprentissage", "étiquette") == [
        "inertie",
        "époque",
        "époque",
        "descentes de gradient",
        "taux d’apprentissage",
        "Étiquettes",
    ]


def test_a_french_word_that_only_begins_like_a_term_is_not_found():
    assert words("fr", "La loterie, le mini-lot et le lot.", "lot") == ["lot"]


@pytest.mark.parametrize(
    "word",
    [
        *("gradyan", "Gradyanlar", "gradyanı", "gradyanının", "gradyanlarının", "gradyana", "gradyandan", "gradyanla"),
        *("gradyanlarla", "gradyandır", "gradyansız", "gradyanlı", "gradyanınızı", "gradyandaki", "gradyanınkinin"),
    ],
)
def test_turkish_suffixes_belong_to_the_word(word):
    assert words("tr", f"Burada {word} görülür.", "gradyan") == [word]


@pytest.mark.parametrize(
    ("term", "text", "word"),
    [
        ("ağırlık", "Her ağırlığa bir adım.", "ağırlığa"),
        ("kayıp|kayb", "Kaybı azaltır.", "Kaybı"),
        ("adım boyu|adım boyları", "Adım boylarını deneyin.", "Adım boylarını"),
        ("veri kümesi", "Bir veri kümesinde.", "veri kümesinde"),
        ("ıraksama", "Iraksamayı önler.", "Iraksamayı"),
        ("iterasyon", "İterasyonun sonu.", "İterasyonun"),
        ("SGD", "SGD'nin adımı ve SGD’den farkı.", "SGD'nin"),
        ("katman", "Katmanlarda.", "Katmanlarda"),
    ],
)
def test_turkish_words_change_at_their_end_and_at_their_capital(term, text, word):
    assert words("tr", text, term)[0] == word


@pytest.mark.parametrize(
    ("term", "text"), [("ağ", "Ağaç ve ağır."), ("adım boyu", "Elli adım boyunca."), ("lot", "Lotus."), ("iz", "IZ")]
)
def test_a_turkish_word_that_only_begins_like_a_term_is_not_found(term, text):
    assert words("tr", text, term) == []


@pytest.mark.parametrize(
    "word",
    [
        "تدرج",
        "التدرج",
        "والتدرج",
        "بالتدرج",
        "للتدرج",
        "ولتدرج",
        "كالتدرجات",
        "تدرجاتها",
        "تدرّجًا",
        "التَّدَرُّجَ",
        "تدرجين",
        "تدرجه",
    ],
)
def test_arabic_prefixes_article_and_vowel_signs_belong_to_the_word(word):
    assert words("ar", f"نحسب {word} هنا.", "تدرج") == [word]


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("انحدار تدريجي", "الانحدار التدريجي"),
        ("معدل التعلم", "معدلات التعلم"),
        ("معدل التعلم", "بمعدل تعلم"),
        ("دفعة مصغّرة", "الدفعات المصغرة"),
        ("دالة التكلفة", "ودالة تكلفة"),
        ("تدرج عشوائي", "تدرجات عشوائية"),
        ("نواة", "ونواتها"),
        ("طبقة", "لطبقتين"),
        ("ضوضاء", "ضوضاؤه"),
        ("أوزان", "الاوزان"),
        ("التفاف", "بالالتفاف"),
    ],
)
def test_arabic_terms_of_several_words_agree_in_each(term, word):
    assert words("ar", f"هذا {word} مثلًا", term) == [word]


@pytest.mark.parametrize(("term", "text"), [("طبقة", "إذا طُبّقت القاعدة"), ("وحدة", "وحده"), ("وزن", "توزين وأوزانه")])
def test_an_arabic_word_of_the_same_letters_is_not_found(term, text):
    assert words("ar", text, term) == []


def test_a_form_stands_for_its_term():
    assert found("ar", "هذه أوزانها", "وزن|أوزان") == [("أوزانها", "وزن")]


@pytest.mark.parametrize(
    ("lang", "term", "text", "word"),
    [
        ("de", "Gradient", "Die Gradienten fallen.", "Gradienten"),
        ("de", "neuronales Netz", "In neuronalen Netzen ist", "neuronalen Netzen"),
        ("de", "Fehler", "des Fehlers", "Fehlers"),
        ("es", "función de activación", "Las funciones de activación son", "funciones de activación"),
        ("es", "matriz", "Dos matrices.", "matrices"),
        ("es", "red neuronal", "Redes neuronales", "Redes neuronales"),
        ("it", "rete neurale", "Le reti neurali", "reti neurali"),
        ("it", "peso", "I pesi sono", "pesi"),
        ("it", "media", "le medie", "medie"),
        ("pt-BR", "função de ativação", "As funções de ativação", "funções de ativação"),
        ("pt-BR", "variável", "duas variáveis", "variáveis"),
        ("ru", "нейронная сеть", "В нейронных сетях есть", "нейронных сетях"),
        ("ru", "градиентный спуск", "градиентным спуском", "градиентным спуском"),
        ("ru", "функция потерь", "функцию потерь", "функцию потерь"),
        ("ru", "обучение", "при обучении", "обучении"),
        ("pl", "gradient", "gradientów", "gradientów"),
        ("pl", "sieć neuronowa", "w sieciach neuronowych", "sieciach neuronowych"),
        ("pl", "funkcja", "funkcji", "funkcji"),
        ("he", "גרדיאנט", "של הגרדיאנטים כאן", "הגרדיאנטים"),
        ("he", "רשת נוירונים", "ברשתות נוירונים", "ברשתות נוירונים"),
        ("he", "נוירון", "והנוירונים", "והנוירונים"),
        ("fa", "شبکه عصبی", "در شبکه‌های عصبی است", "شبکه‌های عصبی"),
        ("fa", "گرادیان", "گرادیان‌ها", "گرادیان‌ها"),
        ("hi", "ढाल", "ढालों का", "ढालों"),
        ("hi", "तंत्रिका", "तंत्रिका जाल", "तंत्रिका"),
        ("ja", "勾配", "損失の勾配を計算", "勾配"),
        ("ja", "Adam", "ここでAdamを使う", "Adam"),
        ("ko", "경사", "경사를 따라", "경사를"),
        ("zh-Hans", "梯度", "计算梯度，然后", "梯度"),
    ],
)
def test_term_is_found_in_the_form_that_its_sentence_gives_it(lang, term, text, word):
    assert words(lang, text, term) == [word]


@pytest.mark.parametrize(
    ("lang", "term", "text"),
    [
        ("de", "Netz", "Netzwerk und Gesetz"),
        ("es", "red", "redondo y pared"),
        ("it", "rete", "retina"),
        ("pt-BR", "rede", "redesenho"),
        ("ru", "сеть", "сетка"),
        ("pl", "waga", "wagary"),
        ("he", "רשת", "מרשתת"),
        ("fa", "وزن", "وزنه‌برداری"),
        ("hi", "भार", "भारत और भारी"),
        ("ja", "Adam", "Adamax"),
        ("ko", "경사", "경사도표"),
    ],
)
def test_a_word_that_only_begins_like_a_term_is_not_found(lang, term, text):
    assert words(lang, text, term) == []


def test_words_of_another_language_are_found_as_they_are_written():
    assert words("zz", "Das Gewicht und Gewichte", "Gewicht") == ["Gewicht"]


def test_no_terms_find_nothing():
    assert words("en", "any text") == []
