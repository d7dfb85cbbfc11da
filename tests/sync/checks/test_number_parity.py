from __future__ import annotations

import pytest

from dragoman.findings import Severity
from translated import check, commented


def numbers(english: str, target: str, lang: str = "fr") -> list[str]:
    """Return what is said of the numbers of a translated block."""
    found = check(f"\n{english}\n", commented((english, target)), lang)
    assert {one.severity for one in found if one.kind == "parity.number"} <= {Severity.WARNING}
    return [one.message for one in found if one.kind == "parity.number"]


@pytest.mark.parametrize(
    ("english", "target", "lang"),
    [
        ("It takes 0.5 s for 1,200 images.", "Il faut 0,5 s pour 1 200 images.", "fr"),
        ("It takes 0.5 s for 1,200 images.", "Es dauert 0,5 s für 1.200 Bilder.", "de"),
        ("It takes 0.5 s for 1,200 images.", "يستغرق ٠٫٥ ثانية ل ١٬٢٠٠ صورة.", "ar"),
        ("It takes 0.5 s for 1,200 images.", "۰٫۵ ثانیه برای ۱۲۰۰ تصویر", "fa"),
        ("It takes 0.5 s for 1,200 images.", "Il faut 0.5 s pour 1,200 images.", "fr"),
        ("It has 3 layers.", "Il a trois couches.", "fr"),
        ("It has 100,000 words.", "它有10万个词。", "zh"),
        ("It has 5 million weights in 2 layers.", "Il a 5 millions de poids en deux couches.", "fr"),
        ("In 1990 it was new.", "90'larda yeniydi.", "tr"),
        ("It takes 10% of them.", "Bunların %10'u.", "tr"),
        ("A 3x3 kernel with 64 channels.", "Un noyau $3\\times 3$ à 64 canaux.", "fr"),
        ("A $3\\times 3$ kernel.", "Un noyau 3 par 3, $3\\times 3$.", "fr"),
        ("1. The 7 first ones\n2. The others", "1) Les 7 premiers\n2) Les autres", "fr"),
        ("LeCun (1989, 1998) showed it.", "LeCun（1989,1998）展示了它。", "zh"),
        ("In the 1980s it was new.", "在20世纪80年代它是新的。", "zh"),
        ("It has 1.3 million images.", "它有130多万张图片。", "zh"),
        ("It is $1$ here. When $c = 2$ it rises.", "C'est $1$ ici. Quand $c$ = $2$, il monte.", "fr"),
        ("It has 4 layers, which means 2 more than 2.", "Il a quatre couches, 2 de plus que 2 ou 2.", "fr"),
        ("It is $0.068$, or $12.5\\%$ of $1,200$.", "C'est $0{,}068$, ou $12{,}5\\%$ de $1\\,200$.", "fr"),
        ("There are 70641 samples.", "Hay 70 641 muestras.", "es"),
    ],
)
def test_number_as_a_language_writes_it_is_the_same(english: str, target: str, lang: str) -> None:
    assert numbers(english, target, lang) == []


@pytest.mark.parametrize(
    ("english", "target", "lang", "shown"),
    [
        ("It takes 0.5 s for 12.", "Il faut 0,6 s pour 12.", "fr", "found 0,6, expected 0.5"),
        ("It takes 64 channels.", "Il faut 46 canaux.", "fr", "found 46, expected 64"),
        ("In 12 cases it holds.", "في ١٣ حالة.", "ar", "found ١٣, expected 12"),
        ("It takes 1.5 s.", "Il faut 15 s.", "fr", "found 15, expected 1.5"),
        ("It was 1989 when it was shown.", "On l'a montré.", "fr", "found no 1989"),
        ("From 30 to 40 of them.", "De 30 à 30 d'entre eux.", "fr", "found 30, expected 40"),
    ],
)
def test_other_number_is_found(english: str, target: str, lang: str, shown: str) -> None:
    (message,) = numbers(english, target, lang)
    assert message.startswith(shown)


def test_number_that_follows_the_source_already_is_right() -> None:
    found = check("\nIt takes 15 s.\n", commented(("It takes 12 s.", "Il faut 15 s.")))
    assert [one.kind for one in found] == ["drift.cosmetic"]
