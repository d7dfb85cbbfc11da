from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given

import hypothesis_profile as h
from dragoman.findings import Finding
from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.checks.check import Sync
from dragoman.sync.editing import adopt as adopting
from dragoman.sync.pairing.pairs import Paired
from translated import KATEX, body_of, lecture, states, sync_of, visible

ENGLISH = "\n## Descent\n\nThe loss $L$ rises.\n\nThe end is near.\n"
PLAIN = "\n## النزول\n\nتهبط الخسارة $L$.\n\nالنهاية قريبة.\n"


def adopt(english: str, body: str, lang: str = "ar", least: float = 0.3) -> tuple[str, tuple[adopting.Adopted, ...]]:
    """Return the body after adopting, which a second time leaves as it is and shows what it showed."""
    page, source = lecture(lang, body), lecture("en", english)
    sync = sync_of(source, page)
    before = kinds(sync, page)
    text, adopted = adopting.adopt(page, source, sync, least)
    again = parse(page.path, text.encode())
    assert visible(body_of(text), lang) == visible(body, lang)
    assert kinds(sync, again) <= before
    assert adopting.adopt(again, source, sync, least)[0] == text
    return body_of(text), adopted


def kinds(sync: Sync, page: Lecture) -> Counter[str]:
    return Counter(one.kind for one in (*page.findings, *sync.check(page)))


def test_page_without_comments_gets_them_and_is_fresh():
    after, adopted = adopt(ENGLISH, PLAIN)
    assert after.startswith(
        "\n<!--\n## Descent\n-->\n\n## النزول\n\n<!--\nThe loss $L$ rises.\n-->\n\nتهبط الخسارة $L$.\n"
    )
    assert all(not one.left and 0 < one.confidence <= 1 for one in adopted)
    assert states(ENGLISH, after, "ar") == {"fresh": 3}
    assert adopt(ENGLISH, after) == (after, ())


def test_what_is_less_sure_than_asked_gets_no_comment():
    after, adopted = adopt(ENGLISH, PLAIN, least=1.0)
    assert [not one.left for one in adopted] == [one.confidence >= 1 for one in adopted]
    assert after.count("<!--") == sum(not one.left for one in adopted) < 3


def test_formulas_and_code_get_no_comment():
    english = "\nWe set\n\n$$\nx = 1\n$$\n\nand so $y$.\n"
    after, _ = adopt(english, "\nPonemos\n\n$$\nx = 1\n$$\n\ny así $y$.\n", "es")
    assert "-->\n\n$$" not in after
    assert after.count("<!--") == 2


def test_page_with_comments_below_gets_them_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n$L$ kaybı artar.\n\n<!-- The loss $L$ rises. -->\n\nSon $e$ yakındır.\n"
    after, _ = adopt("\n## Descent\n\nThe loss $L$ rises.\n\nThe end $e$ is near.\n", body, "tr")
    assert after.endswith("\nSon $e$ yakındır.\n\n<!--\nThe end $e$ is near.\n-->\n")


FIGURE = """
We begin with $x$.

<center>
<img src="/a.png"/><br>
Figure 1. The {first}

<img src="/b.png"/><br>
Figure 2. The {second}
</center>

We end with $y$.
"""


def test_comment_is_never_put_inside_of_an_element():
    english = FIGURE.format(first="start", second="end")
    body = FIGURE.format(first="بداية", second="نهاية").replace("We begin with", "نبدأ").replace("We end with", "ننتهي")
    for commented in (body, body.replace("ننتهي $y$.", "<!--\nWe end with $y$.\n-->\n\nننتهي $y$.")):
        after, adopted = adopt(english, commented)
        assert body[body.index("<center>") : body.index("</center>")] in after
        assert "<!--\nWe begin with $x$.\n-->" in after
        assert [one.left for one in adopted if one.translation.startswith("<img")] == [
            "it stands inside of an HTML element"
        ]


def test_block_with_a_comment_inside_gets_no_other():
    english = '\nWe begin.\n\n<center>\n<img src="/a.png"/><br>\n<b>Fig. 1</b>: The whole graph\n</center>\n\n## The end\n\nWe end.\n'
    figure = '<center>\n<img src="/a.png"/><br>\n<b>Şekil 1</b>: Bütün çizge\n<!-- Drawn by hand -->\n</center>'
    body = f"\nBaşlarız.\n\n<!-- We begin. -->\n\n{figure}\n\n## Son\n\n<!-- ## The end -->\n\nBitiririz.\n\n<!-- We end. -->\n"
    after, adopted = adopt(english, body, "tr")
    assert after == body
    assert [one.left for one in adopted] == ["a comment quotes it already, in pieces or with other blocks"]


def test_blocks_that_one_stale_comment_quotes_get_no_other():
    english = "\n## Practicum\n\nWe discuss the signals and the kernels $k$ that exploit them.\n"
    body = "\n<!-- Practicum\nWe discuss the signals and the kernel $k$ that exploits them. -->\n\n## التدريب\n\nنناقش الإشارات والنوى $k$.\n"
    after, adopted = adopt(english, body)
    assert after == body
    assert [one.left for one in adopted] == ["a comment quotes it already, in pieces or with other blocks"]


def test_comment_that_would_bring_findings_is_left_out_and_the_others_are_not():
    def _is_wrong(page: Lecture) -> bool:
        return "<!--\nThe loss" in page.to_bytes().decode()

    class Strict(Sync):
        """Finds a comment on the loss wrong, which makes other pairs."""

        def pairs(self, page: Lecture) -> Paired:
            known = super().pairs(page)
            return replace(known, pairs=(*known.pairs, *known.pairs[:1])) if _is_wrong(page) else known

        def check(self, page: Lecture) -> tuple[Finding, ...]:
            wrong = _is_wrong(page)
            return (*super().check(page), *([Finding("docs/a.md", 1, "parity.math", "found a loss")] if wrong else []))

    page, source = lecture("ar", PLAIN), lecture("en", ENGLISH)
    plain = sync_of(source, page)
    text, adopted = adopting.adopt(page, source, Strict(plain.library, "docs", KATEX), 0.3)
    assert [bool(one.left) for one in adopted] == [False, True, False]
    assert "findings" in adopted[1].left
    assert text.count("<!--") == 2


def test_comment_stands_above_the_mark_and_the_silence_of_its_block():
    body = PLAIN.replace("تهبط", "<!-- course: ignore parity.math -- so it is -->\n\nتهبط").replace("$L$", "$M$")
    after, _ = adopt(ENGLISH, body)
    assert "<!--\nThe loss $L$ rises.\n-->\n\n<!-- course: ignore" in after


@given(h.hostile_text, h.hostile_text)
def test_adopt_of_any_page_is_a_fixed_point_that_keeps_what_is_shown_and_brings_no_finding(english: str, body: str):
    adopt(english, body, least=0.5)


def test_comments_that_bring_findings_are_named_by_these_and_not_sought_one_by_one() -> None:
    texts = [f"The {word} of them is long, and it is told in full." for word in "abcdefghijklmnopqrstuvwxyz"]
    page, source = lecture("fr", "\n" + "\n\n".join(texts) + "\n"), lecture("en", "\n" + "\n\n".join(texts) + "\n")
    plain = sync_of(source, page)
    looks = 0

    class Strict(Sync):
        def pairs(self, page: Lecture) -> Paired:
            known = super().pairs(page)
            return (
                replace(known, pairs=(*known.pairs, *known.pairs[:1]))
                if "<!--\nThe h" in page.to_bytes().decode()
                else known
            )

        def check(self, page: Lecture) -> tuple[Finding, ...]:
            nonlocal looks
            looks += 1
            lines = page.to_bytes().decode().split("\n")
            bad = [at for at, line in enumerate(lines) if lines[at - 1] == "<!--" and line[:5] in ("The h", "The q")]
            return tuple(Finding("f", at, "parity.math", f"found {lines[at]}") for at in bad)

    _, adopted = adopting.adopt(page, source, Strict(plain.library, "docs", KATEX), 0.3)
    assert [one.translation[4] for one in adopted if one.left] == ["h", "q"]
    assert looks <= 6
