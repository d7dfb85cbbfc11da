from __future__ import annotations

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.blocks import split
from translated import HEAD, commented, lecture, matches, paired

ENGLISH = "\n## Descent\n\nWe follow the gradient $g$.\n\nIt has two parts.\n"


def test_comment_above_its_translation_is_paired_with_it():
    body = "\n<!-- ## Descent -->\n## Descenso\n\n<!-- We follow the gradient $g$. -->\nSeguimos el gradiente $g$.\n"
    body += "\n<!-- It has two parts. -->\nTiene dos partes.\n"
    assert matches(ENGLISH, body, "es") == [
        ("## Descent", "## Descent", "## Descenso"),
        ("We follow the gradient $g$.", "We follow the gradient $g$.", "Seguimos el gradiente $g$."),
        ("It has two parts.", "It has two parts.", "Tiene dos partes."),
    ]
    assert not paired(ENGLISH, body, "es").below


def test_comment_below_its_translation_is_paired_with_it():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n$g$ gradyanını izleriz.\n\n<!-- We follow the gradient $g$. -->\n"
    body += "\nİki parçası var.\n\n<!-- It has two parts. -->\n"
    assert [(english, target) for english, _, target in matches(ENGLISH, body, "tr")] == [
        ("## Descent", "## İniş"),
        ("We follow the gradient $g$.", "$g$ gradyanını izleriz."),
        ("It has two parts.", "İki parçası var."),
    ]
    assert paired(ENGLISH, body, "tr").below


@pytest.mark.parametrize("below", [False, True])
def test_comment_without_the_marks_of_its_heading_is_paired_with_it(below: bool):
    english = "\n## [Descent](https://a.org/v?t=1)\n\nWe follow the gradient $g$.\n"
    parts = [
        ("<!-- Descent -->", "## [Descenso](https://a.org/v?t=1)"),
        ("<!-- We follow the gradient $g$. -->", "Seguimos el gradiente $g$."),
    ]
    body = "\n" + "\n\n".join("\n\n".join(reversed(part) if below else part) for part in parts) + "\n"
    assert matches(english, body, "es")[0] == (
        "## [Descent](https://a.org/v?t=1)",
        "Descent",
        "## [Descenso](https://a.org/v?t=1)",
    )


def test_comment_of_a_whole_section_is_paired_block_by_block():
    body = "\n<!--\n## Descent\n\nWe follow the gradient $g$.\n\nIt has two parts.\n-->\n"
    body += "\n## Descente\n\nNous suivons le gradient $g$.\n\nIl a deux parties.\n"
    assert [(source, target) for _, source, target in matches(ENGLISH, body)] == [
        ("## Descent", "## Descente"),
        ("We follow the gradient $g$.", "Nous suivons le gradient $g$."),
        ("It has two parts.", "Il a deux parties."),
    ]


def test_page_without_comments_is_paired_by_structure():
    body = "\n## النزول\n\nنتبع التدرج $g$.\n\nله جزءان.\n"
    found = paired(ENGLISH, body, "ar")
    assert not found.commented
    assert [(english, target) for english, _, target in matches(ENGLISH, body, "ar")] == [
        ("## Descent", "## النزول"),
        ("We follow the gradient $g$.", "نتبع التدرج $g$."),
        ("It has two parts.", "له جزءان."),
    ]


def test_missing_block_stands_after_the_one_before_it_in_english():
    body = "\n<!-- ## Descent -->\n\n## Descente\n\n<!-- It has two parts. -->\n\nIl a deux parties.\n"
    found = paired(ENGLISH, body)
    (missing,) = [one for one in found.pairs if not one.target]
    assert missing.current[0].text == "We follow the gradient $g$."
    assert missing.line - HEAD == 5
    assert found.pairs[1] is missing


def test_translation_that_joins_two_commented_blocks_belongs_to_both():
    english = "\nFirst we take $x$, a vector of numbers.\n\nThen we multiply it by the matrix $W$.\n\nEnd.\n"
    body = (
        "\n<!-- First we take $x$, a vector of numbers. -->\n<!-- Then we multiply it by the matrix $W$. -->\n"
        "\nZuerst nehmen wir $x$, einen Zahlenvektor, und multiplizieren ihn mit der Matrix $W$.\n\n<!-- End. -->\n\nEnde.\n"
    )
    assert [(len(one.comments), len(one.target)) for one in paired(english, body, "de").pairs] == [(2, 1), (1, 1)]


def test_text_belongs_to_the_comment_right_above_it_where_the_text_of_the_one_before_is_lost():
    one = "We begin with the weights, which are small numbers, and look at what the network makes of them at first."
    two = "Then we follow the slope, one step after the other, until the loss does not fall any more in the long run."
    three = "The paragraphs below tell how long the translations of this page are compared with their English, $x_{}$."
    drei = "Die Absätze darunter sagen, wie lang die Übersetzungen im Vergleich zu ihrem Englisch sind, $x_{}$."
    rest = [(three.replace("{}", str(number)), drei.replace("{}", str(number))) for number in range(4)]
    zwei = "Dann folgen wir dem Gefälle, einen Schritt nach dem anderen, bis der Verlust auf Dauer nicht mehr fällt."
    body = commented((one, ""), (two, zwei), *rest)
    english = "\n\n".join([one, two, *(block for block, _ in rest)])
    assert [target[:4] for _, _, target in matches(f"\n{english}\n", body, "de")][:2] == ["", "Dann"]


def test_formula_and_code_need_no_comment():
    english = "\nWe set\n\n$$\nx = 1\n$$\n\nand run\n\n```\nrun()\n```\n"
    body = "\n<!-- We set -->\nPonemos\n\n$$\nx = 1\n$$\n\n<!-- and run -->\ny ejecutamos\n\n```\nrun()\n```\n"
    assert all(one.current and one.target for one in paired(english, body, "es").pairs)


def test_formula_and_code_belong_to_the_text_before_them_where_that_was_moved():
    blocks = {name: f"We set ${name}$ in the part on {name}.\n\n$$\n{name} = 1\n$$" for name in "abcd"}
    body = "\n".join(
        f"\n<!-- {english} -->\nPonemos ${name}$.\n\n{formula}"
        for name, block in blocks.items()
        for english, formula in [block.split("\n\n")]
    )
    english = "\n\n".join(blocks[name] for name in "cabd")
    found = matches(f"\n{english}\n", body, "es")
    assert sorted(one[2] for one in found if one[0] == one[2]) == [f"$$\n{name} = 1\n$$" for name in "abcd"]
    assert all(english and target for english, _, target in found)


def test_comment_inside_of_a_list_says_what_its_block_translates():
    english = "\nIntro here.\n\n- one thing\n- another thing\n"
    body = "\n<!-- Intro here. -->\nGiriş.\n\n- bir şey <!-- one thing --> burada\n- başka şey\n"
    assert ("- one thing\n- another thing", "one thing") in [one[:2] for one in matches(english, body, "tr")]


def test_comment_inside_of_a_block_that_quotes_nothing_known_says_nothing():
    body = "\n<!-- Intro here. -->\nGiriş <!-- bkz. 3 --> işte.\n"
    assert [one[:2] for one in matches("\nIntro here.\n", body, "tr")] == [("Intro here.", "Intro here.")]


def test_comment_that_quotes_a_comment_in_the_code_says_nothing():
    english = "\nWe train.\n\n```\n# train with real\nstep()\n```\n"
    body = "\nEğitiriz.\n\n<!-- We train. -->\n\n```\n# gerçekle eğit\nstep()\n```\n\n<!-- # train with real -->\n"
    assert [one[1] for one in matches(english, body, "tr")] == ["We train.", ""]


def test_source_of_a_pair_is_its_comment_and_english_where_there_is_none():
    found = paired("\nNew text.\n\n$$\nx\n$$\n", "\n<!-- Old text. -->\nTexte.\n\n$$\nx\n$$\n")
    assert [block.text.strip() for one in found.pairs for block in one.source] == ["Old text.", "$$\nx\n$$"]


@pytest.mark.parametrize(("english", "body"), [("", ""), ("", "\nTexte\n"), ("\nText\n", ""), ("", "<!-- a -->")])
def test_empty_pages_are_paired(english: str, body: str):
    found = paired(english, body)
    assert sum(len(one.current) for one in found.pairs) == len(english.split())


@given(h.hostile_text, h.hostile_text)
def test_every_block_of_any_pages_is_in_one_pair(english: str, body: str):
    found = paired(english, body)
    source = lecture("en", english)
    rows = [id(block) for one in found.pairs for block in one.current]
    targets = [id(block) for one in found.pairs for block in one.target]
    assert len(rows) == len(set(rows)) == len(split(source.visible.text, source.visible.lines))
    assert len(targets) == len(set(targets))
