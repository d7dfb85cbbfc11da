"""Translations against the term base."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from dragoman.pages import lecture
from dragoman.pages.lecture import Kind
from dragoman.terms import term_base
from dragoman.terms.check import Pair, TermCheck, prose

DOCS = Path(__file__).parents[2] / "docs"
BASE = """\
mini-batch:
  definition: A few examples.
  fr: {term: mini-lot, definition: Quelques exemples., avoid: [mini-batch, paquet]}
batch:
  definition: Some examples.
  fr: {term: lot, definition: Des exemples., avoid: [paquet d’exemples]}
momentum:
  definition: A memory.
  fr: {term: inertie, definition: Une mémoire., avoid: [élan]}
gradient:
  definition: An array.
  fr: {term: gradient, definition: Un tableau.}
gradient descent:
  definition: A method.
  fr: {term: descente de gradient, definition: Une méthode.}
"""


def pairs(page):
    """Return the blocks of a page: each source comment with the text below it."""
    for comment, text in zip(page.segments, page.segments[1:], strict=False):
        if (comment.kind, text.kind) == (Kind.COMMENT, Kind.TEXT):
            yield Pair(comment.text.removeprefix("<!--").removesuffix("-->"), text.text, text.line)


def check(*blocks):
    body = "\n".join(f"<!--\n{source}\n-->\n\n{translation}\n" for source, translation in blocks)
    page = lecture.parse(PurePosixPath("fr/week05/05-1.md"), f"---\nlang-ref: ch.05-1\n---\n\n{body}".encode())
    base = term_base.read(BASE, ("en", "fr"), "en")
    assert base.findings == ()
    return [str(finding) for finding in TermCheck(base, "fr", "en").check(f"docs/{page.path}", pairs(page))]


def test_another_translation_of_a_term_is_reported_with_its_line():
    (message,) = check(("Keep it.\n\nMomentum helps.", "Gardez-le.\n\nUn élan aide."))
    expected = "found 'élan' for 'momentum', expected 'inertie' as in docs/glossary.yml: use that term"
    assert message == f"docs/fr/week05/05-1.md:13: glossary.term: {expected}"


def test_the_word_to_avoid_may_be_used_where_the_source_does_not_have_the_term():
    assert check(("He ran up.", "Il prit son élan.")) == []


def test_the_term_and_another_word_in_one_block_are_reported_if_both_translate_the_term():
    once = ("Momentum helps.", "L’inertie aide avec élan.")
    twice = ("Momentum helps; use momentum.", "L’inertie aide ; prenez l’élan.")
    assert (len(check(once)), len(check(twice))) == (0, 1)


def test_the_english_term_may_follow_in_parentheses():
    assert check(("A mini-batch and a mini-batch.", "Un mini-lot (mini-batch) et un autre.")) == []


def test_a_word_to_avoid_inside_a_term_is_part_of_it():
    assert check(("A batch.", "Un paquet d’exemples.")) != []
    assert check(("A mini-batch, a batch, a batch.", "Un mini-lot, un lot, un lot.")) == []


@pytest.mark.parametrize("hidden", ["`élan`", "$\\text{élan}$", "[ici](élan.md)", "<span class='élan'>ici</span>"])
def test_code_formulas_and_addresses_are_no_translation(hidden):
    assert check(("Momentum.", f"Le terme {hidden}.")) == []


@pytest.mark.parametrize(
    "hidden", ["`momentum`", "$\\text{momentum}$", "[here](momentum.md)", "`a`\n```\nmomentum\n```"]
)
def test_code_formulas_and_addresses_of_the_source_ask_for_no_term(hidden):
    assert check((f"The {hidden}.", "Un élan."), (f"The {hidden}.", "Rien.")) == []


def test_a_term_of_two_blocks_that_the_page_never_uses_is_reported_once_at_the_first():
    blocks = [("Nothing.", "Rien."), ("Momentum.", "Vitesse."), ("Momentum.", "Vitesse."), ("Momentum.", "Vitesse.")]
    (message,) = check(*blocks)
    assert message.startswith("docs/fr/week05/05-1.md:15: glossary.term: found no translation of 'momentum'")


def test_a_term_of_one_block_may_be_said_otherwise():
    assert check(("Momentum and momentum.", "Vitesse.")) == []


def test_a_term_that_the_page_uses_anywhere_is_there():
    assert check(("Momentum.", "Vitesse."), ("Momentum.", "Elle."), ("Fine.", "L’inertie.")) == []


def test_a_term_inside_a_longer_one_is_there():
    blocks = [("The gradient.", "La descente de gradient."), ("The gradient.", "Celui-ci.")]
    assert check(*blocks) == []


def test_a_longer_term_asks_for_itself_only():
    blocks = [("A mini-batch.", "Un mini-lot."), ("A mini-batch.", "Le mini-lot.")]
    assert check(*blocks) == []


def test_findings_are_warnings():
    base = term_base.read(BASE, ("en", "fr"), "en")
    (finding,) = TermCheck(base, "fr", "en").check("a.md", [Pair("Momentum", "élan", 1)])
    assert (finding.severity, finding.kind) == ("warning", "glossary.term")


def test_prose_keeps_the_place_of_everything():
    text = "a `b` $c$ [d](e)\n```\nf\n```\n<!-- g\nh --> i"
    assert [(sign, text.index(sign)) for sign in prose(text) if not sign.isspace()] == [
        (sign, text.index(sign)) for sign in ("a", "[", "d", "]", "i")
    ]


@pytest.mark.parametrize("lang", ["fr", "tr", "ar"])
def test_the_pages_of_the_course_use_the_terms_of_the_term_base(lang):
    base = term_base.load(DOCS, ("en", "fr", "tr", "ar"), "en", "docs")
    terms = TermCheck(base, lang, "en")
    checked = 0
    for file in sorted((DOCS / lang).rglob("*.md")):
        page = lecture.parse(PurePosixPath(file.relative_to(DOCS).as_posix()), file.read_bytes())
        blocks = list(pairs(page))
        checked += len(blocks)
        assert terms.check(f"docs/{page.path}", blocks) == ()
    assert checked > 60
