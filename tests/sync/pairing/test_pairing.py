from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hypothesis_profile as h
from dragoman.pages.blocks import split
from dragoman.sync.pairing.quotation import link
from dragoman.sync.pairing.source_comments import Comment, units
from translated import HEAD, commented, lecture, matches, paired, reading

# Reading


def pieces(body: str) -> list[tuple[str, str]]:
    return [
        ("comment", " | ".join(block.text.strip() for block in piece.blocks))
        if isinstance(piece, Comment)
        else ("text", " | ".join(block.text.strip() for block in piece))
        for piece in reading(body).pieces
    ]


def test_comments_and_text_are_read_in_order():
    body = "\n<!-- One -->\n\nUn\n\n<!--\n## Two\n\nThree\n-->\n\n## Deux\n\nTrois\n"
    assert pieces(body) == [
        ("comment", "One"),
        ("text", "Un"),
        ("comment", "## Two | Three"),
        ("text", "## Deux | Trois"),
    ]


def test_comments_know_their_lines():
    (first, _, second, _) = reading("\n<!-- One -->\nUn\n\n<!--\nTwo\n-->\nDeux\n").pieces
    assert (first.line - HEAD, first.last_line - HEAD, first.blocks[0].line - HEAD) == (2, 2, 2)
    assert (second.line - HEAD, second.last_line - HEAD, second.blocks[0].line - HEAD) == (5, 7, 6)


@pytest.mark.parametrize("closer", ["..>", "->", "–>", "--!>", "-- >"])
def test_mistyped_delimiter_is_no_part_of_the_comment(closer: str):
    assert pieces(f"<!-- A title {closer}\nUn titre\n")[0] == ("comment", "A title")


def test_mistyped_opener_is_no_part_of_the_comment():
    assert pieces("<--! A title -->\nUn titre\n")[0] == ("comment", "A title")


@pytest.mark.parametrize(
    "comment",
    ["title: Gradient descent", "lang-ref: ch.05-1\ntitle: A", "TODO", "NOTE: look this up", "translation date: 1 May"],
)
def test_front_matter_and_notes_in_comments_are_no_source_comments(comment: str):
    assert pieces(f"\n<!-- {comment} -->\n\nUn\n") == [("text", "Un")]


def test_note_that_the_english_page_has_too_is_a_source_comment():
    body = commented(("NOTE: we begin at zero.", "NOT: sıfırdan başlarız."), ("The end $e$.", "Son $e$."))
    assert [one[:2] for one in matches("\nNOTE: we begin at one.\n\nThe end $e$.\n", body, "tr")] == [
        ("NOTE: we begin at one.", "NOTE: we begin at zero."),
        ("The end $e$.", "The end $e$."),
    ]


def test_directives_are_no_source_comments():
    page = reading("\n<!-- course: ignore parity.math -- split on purpose -->\n\nUn\n")
    assert [(one.name, one.kinds, one.reason, one.line - HEAD) for one in page.directives] == [
        ("ignore", ("parity.math",), "split on purpose", 2)
    ]
    assert len(page.pieces) == 1


def test_comment_inside_of_a_line_is_about_a_part_of_its_block():
    (part,) = reading("\nUn <!-- one --> et deux\n").parts
    assert (part.comment.text.strip(), part.comment.partial, part.target.line - HEAD) == ("one", True, 2)


def test_comment_inside_of_a_figure_is_about_a_part_of_it():
    body = '\n<center>\n<img src="a.png"/><br>\n<!-- Fig. 1: A net -->\nAbb. 1: Ein Netz\n</center>\n'
    (part,) = reading(body, "de").parts
    assert part.comment.text.strip() == "Fig. 1: A net"
    assert part.target.text.startswith("<center>")


def test_text_glued_to_a_comment_is_read():
    assert pieces("\n<!-- One -->Un\n") == [("comment", "One"), ("text", "Un")]


def test_comments_that_no_text_parts_are_one_unit():
    body = "\n<!-- One -->\n\n<!-- Two -->\n\nUn\n\nDeux\n\n<!-- Three -->\n\nTrois\n"
    assert [(len(unit.comments), len(unit.text)) for unit in units(reading(body).pieces)] == [(2, 2), (1, 1)]


def test_text_before_the_first_comment_is_a_unit_without_comment():
    assert [len(unit.comments) for unit in units(reading("\nZero\n\n<!-- One -->\n\nUn\n").pieces)] == [0, 1]


def test_windows_line_ends_and_decomposed_letters_are_read_as_others():
    assert pieces("\r\n<!--\r\nOne\r\n-->\r\n\r\ne\u0301te\u0301\r\n") == [("comment", "One"), ("text", "été")]


# Quotes


def links(comments: str, english: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    sides = [split(text, range(1, text.count("\n") + 2)) for text in (comments, english)]
    linked = link(*sides)
    return [*linked.in_order, *linked.moved]


def test_equal_blocks_are_linked_as_english_and_comment():
    assert links("A\n\nB", "A\n\nB") == [((0,), (0,)), ((1,), (1,))]


def test_english_block_without_comment_is_in_no_link():
    assert links("A\n\nC", "A\n\nB\n\nC") == [((0,), (0,)), ((2,), (1,))]


def test_comment_of_what_is_gone_is_linked_with_nothing():
    english = "We begin here.\n\nWe end here."
    assert links("We begin here.\n\nOnce upon a time, nets were shallow.\n\nWe end here.", english) == [
        ((0,), (0,)),
        ((), (1,)),
        ((1,), (2,)),
    ]


def test_block_that_stands_elsewhere_in_english_is_linked_with_it():
    assert links("A\n\nB\n\nC\n\nD", "C\n\nA\n\nB\n\nD") == [((1,), (0,)), ((2,), (1,)), ((3,), (3,)), ((0,), (2,))]


def test_block_that_stands_more_than_once_is_linked_in_order_only():
    assert links("E.g.\n\nA\n\nE.g.\n\nB", "A\n\nE.g.\n\nB\n\nE.g.") == [
        ((), (0,)),
        ((0,), (1,)),
        ((1,), (2,)),
        ((2,), (3,)),
    ]


def test_comment_whose_marks_have_changed_in_its_place_was_not_moved():
    sides = [
        split(text, range(1, 6))
        for text in ("A\n\nThe 'loss' falls at last.\n\nB", "A\n\nThe loss falls at last.\n\nB")
    ]
    assert link(*sides).moved == ()


def test_changed_block_is_linked_with_what_it_became():
    comments = "A\n\nThe loss is not convex in general.\n\nB"
    assert links(comments, "A\n\nThe loss is convex in general.\n\nB") == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


def test_short_heading_of_which_one_word_has_changed_is_linked():
    assert links("A\n\n## Review\n\nB", "A\n\n## Recap\n\nB")[1] == ((1,), (1,))


def test_block_that_english_has_split_is_linked_with_both():
    comments = "A\n\nThe first part is about nets. The second part is about their training.\n\nB"
    english = "A\n\nThe first part is about nets.\n\nThe second part is about their training.\n\nB"
    assert ((1, 2), (1,)) in links(comments, english)


def test_mark_and_list_that_were_quoted_apart_are_linked_as_one():
    comments = "**Pooling**\n* Aggregating over a feature map, and over its neighbours\n* Max pooling of $x$"
    english = "* **Pooling**\n  * Aggregating over a feature map, and over its neighbours\n  * Max pooling of $x$"
    assert links(comments, english) == [((0,), (0, 1))]


def test_list_that_was_taken_apart_is_linked_with_the_comment_that_lacks_its_mark():
    comments = "**Pooling**\n* Aggregating over it\n* Max pooling\n* Other pooling"
    english = "* **Pooling**\n  * Aggregating over it\n  * Max pooling\n\n  * Other pooling"
    assert links(comments, english) == [((0, 1), (0, 1))]


def test_code_is_linked_with_code_only():
    assert links("```\nx = 1\n```", "x = 1 is code") == [((), (0,))]


# Pairs

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
    assert missing.english[0].text == "We follow the gradient $g$."
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
    assert all(one.english and one.target for one in paired(english, body, "es").pairs)


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


def test_directive_belongs_to_the_pair_that_it_stands_in():
    body = "\n<!-- ## Descent -->\n\n## Descente\n\n<!-- We follow the gradient $g$. -->\n\n<!-- course: review -->\n\nNous suivons $g$.\n"
    assert [len(one.directives) for one in paired(ENGLISH, body).pairs if one.target] == [0, 1]


_LINES = ("", "Text.", "$$\nx\n$$", "<!-- Text. -->", "<!-- course: todo -->", "<!-- course: review -->")
_pages = st.lists(st.sampled_from([*_LINES, "<!-- course: ignore parity -- why -->"]), max_size=6).map("\n\n".join)


@given(_pages, _pages, st.sampled_from(["fr", "ar"]))
def test_each_directive_belongs_to_one_pair_if_there_is_any(english: str, body: str, lang: str):
    pairs = paired(english, body, lang).pairs
    directives = [directive for one in pairs for directive in one.directives]
    assert sorted(one.line for one in directives) == ([one.line for one in reading(body).directives] if pairs else [])


def marked(body: str) -> list[str]:
    """Return the texts of the pairs that are marked to be looked at."""
    return [one.target[0].text for one in paired(ENGLISH, body, "tr").pairs if one.is_marked("review")]


def test_mark_to_be_looked_at_belongs_to_the_text_below_it_where_a_comment_holds_a_whole_section():
    body = "\n<!--\n## Descent\n\nWe follow the gradient $g$.\n\nIt has two parts.\n-->\n"
    body += "\n## İniş\n\n<!-- course: review -->\n\n$g$ gradyanını izleriz.\n\nİki parçası var.\n"
    assert marked(body) == ["$g$ gradyanını izleriz."]


def test_mark_to_be_looked_at_belongs_to_the_text_below_it_where_comments_stand_below():
    body = "\n## İniş\n\n<!-- ## Descent -->\n\n<!-- course: review -->\n\n$g$ gradyanını izleriz.\n"
    body += "\n<!-- We follow the gradient $g$. -->\n\nİki parçası var.\n\n<!-- It has two parts. -->\n"
    assert paired(ENGLISH, body, "tr").below
    assert marked(body) == ["$g$ gradyanını izleriz."]


def test_source_of_a_pair_is_its_comment_and_english_where_there_is_none():
    found = paired("\nNew text.\n\n$$\nx\n$$\n", "\n<!-- Old text. -->\nTexte.\n\n$$\nx\n$$\n")
    assert [block.text.strip() for one in found.pairs for block in one.source] == ["Old text.", "$$\nx\n$$"]


@pytest.mark.parametrize(("english", "body"), [("", ""), ("", "\nTexte\n"), ("\nText\n", ""), ("", "<!-- a -->")])
def test_empty_pages_are_paired(english: str, body: str):
    found = paired(english, body)
    assert sum(len(one.english) for one in found.pairs) == len(english.split())


@given(h.hostile_text, h.hostile_text)
def test_every_block_of_any_pages_is_in_one_pair(english: str, body: str):
    found = paired(english, body)
    source = lecture("en", english)
    rows = [id(block) for one in found.pairs for block in one.english]
    targets = [id(block) for one in found.pairs for block in one.target]
    assert len(rows) == len(set(rows)) == len(split(source.visible.text, source.visible.lines))
    assert len(targets) == len(set(targets))


# A page that was only begun


@pytest.mark.parametrize("body", ["{mark}\n\n{text}", "{text}\n\n{mark}"])
def test_text_beside_the_mark_for_what_is_not_translated_is_no_translation_yet(body: str):
    beside = body.format(mark="<!-- course: todo -->", text="Wir folgen dem Gradienten $g$.")
    body = commented(
        ("## Descent", "## Abstieg"), ("We follow the gradient $g$.", beside), ("It has two parts.", "Er hat zwei.")
    )
    found = paired(ENGLISH, body, "de").pairs
    assert [[block.text for block in one.target] for one in found] == [["## Abstieg"], [], ["Er hat zwei."]]
    assert [[block.text for block in one.unfinished] for one in found] == [[], ["Wir folgen dem Gradienten $g$."], []]


def test_text_beside_a_mark_that_may_translate_english_without_comment_is_its_translation():
    body = "\n<!-- ## Descent -->\n\n<!-- course: todo -->\n\nWir folgen dem Gradienten $g$.\n\nEr hat zwei Teile.\n"
    found = paired(ENGLISH, body, "de").pairs
    assert [len(one.target) for one in found] == [0, 1, 1]
    assert not any(one.unfinished for one in found)


def test_formula_below_a_mark_is_not_taken_for_the_text_that_is_marked():
    body = "\n<!-- We set $x$. -->\n\n<!-- course: todo -->\n\n$$\nx\n$$\n\n<!-- The end. -->\n\nEnde.\n"
    found = paired("\nWe set $x$.\n\n$$\nx\n$$\n\nThe end.\n", body, "de").pairs
    assert [[block.text for block in one.target] for one in found] == [[], ["$$\nx\n$$"], ["Ende."]]


def test_first_translated_block_of_a_begun_page_belongs_to_the_comment_above_it():
    english = "Training searches for better weights, and the search can fail in dull ways.\n\n## Descent\n\nIt falls."
    begun = (
        "<!--\nTraining searches for better weights, and the search can fail in dull ways.\n-->\n\nUn début.\n\n"
        "<!--\n## Descent\n-->\n\n<!-- course: todo -->\n\n<!--\nIt falls.\n-->\n\n<!-- course: todo -->\n"
    )
    page = paired(english, begun)
    assert not page.below
    assert [[block.text for block in one.target] for one in page.pairs] == [["Un début."], [], []]


def test_first_translated_block_of_a_begun_page_belongs_to_the_comment_below_it_where_comments_stand_below():
    english = "## Descent\n\nTraining searches for better weights, and the search can fail in dull ways."
    begun = (
        "<!-- course: todo -->\n\n<!--\n## Descent\n-->\n\nUn début.\n\n"
        "<!--\nTraining searches for better weights, and the search can fail in dull ways.\n-->\n"
    )
    page = paired(english, begun)
    assert page.below
    assert [[block.text for block in one.target] for one in page.pairs] == [[], ["Un début."]]
