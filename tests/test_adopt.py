from __future__ import annotations

from hypothesis import given

import hypothesis_profile as h
from course import adopt as adopting
from course.lecture import parse
from course.pairing import pair
from course.pairs import english_blocks
from translated import body_of, lecture, states, visible

ENGLISH = "\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n"
PLAIN = "\n## النزول\n\nتهبط الخسارة $L$.\n\nالنهاية قريبة.\n"


def adopt(english: str, body: str, lang: str = "ar", least: float = 0.3) -> tuple[str, tuple[adopting.Adopted, ...]]:
    page, source = lecture(lang, body), lecture("en", english)
    text, adopted = adopting.adopt(page, source, pair(page, english_blocks(source)), least)
    return body_of(text), adopted


def test_page_without_comments_gets_them_and_is_fresh():
    after, adopted = adopt(ENGLISH, PLAIN)
    assert after.startswith(
        "\n<!--\n## Descent\n-->\n\n## النزول\n\n<!--\nThe loss $L$ rises.\n-->\n\nتهبط الخسارة $L$.\n"
    )
    assert all(one.done and 0 < one.confidence <= 1 for one in adopted)
    assert states(ENGLISH, after, "ar") == {"fresh": 3}
    assert visible(after, "ar") == visible(PLAIN, "ar")
    assert adopt(ENGLISH, after) == (after, ())


def test_what_is_less_sure_than_asked_gets_no_comment():
    after, adopted = adopt(ENGLISH, PLAIN, least=1.0)
    assert [one.done for one in adopted] == [one.confidence >= 1 for one in adopted]
    assert after.count("<!--") == sum(one.done for one in adopted) < 3


def test_formulas_and_code_get_no_comment():
    english = "\nWe set\n\n$$\nx = 1\n$$\n\nand so $y$.\n"
    after, _ = adopt(english, "\nPonemos\n\n$$\nx = 1\n$$\n\ny así $y$.\n", "es")
    assert "-->\n\n$$" not in after
    assert after.count("<!--") == 2


def test_page_with_comments_below_gets_them_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n$L$ kaybı artar.\n\n<!-- The loss $L$ rises. -->\n\nSon $e$ yakındır.\n"
    after, _ = adopt("\n## Descent\n\nThe loss $L$ rises.\n\nThe end $e$ is near.\n", body, "tr")
    assert after.endswith("\nSon $e$ yakındır.\n\n<!--\nThe end $e$ is near.\n-->\n")


@given(h.hostile_text, h.hostile_text)
def test_adopt_of_any_page_is_a_fixed_point_that_keeps_what_is_shown(english: str, body: str):
    page, source = lecture("ar", body), lecture("en", english)
    once, _ = adopting.adopt(page, source, pair(page, english_blocks(source)), 0.5)
    again = parse(page.path, once.encode())
    assert visible(body_of(once), "ar") == visible(body, "ar")
    assert adopting.adopt(again, source, pair(again, english_blocks(source)), 0.5)[0] == once
