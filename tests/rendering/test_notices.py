"""How far a translation is behind, as its readers are told."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pytest
from markdown import Markdown

from dragoman.languages import folders
from dragoman.languages.language import language
from dragoman.pages.lecture import Lecture, parse
from dragoman.pages.placeholders import Placeholders
from dragoman.rendering import notices
from dragoman.rendering.tree import Tree
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import Paired, source_blocks
from projects import Built, Project

ENGLISH = "## Descent\n\nWe follow the gradient.\n\n$$\nx^2\n$$\n\n- one\n- two\n"
HEAD = "---\nlang: {}\nlang-ref: ch.05\ntitle: x\n---\n\n"


def lecture(lang: str, body: str) -> Lecture:
    return parse(PurePosixPath(lang, "week05/05.md"), (HEAD.format(lang) + body).encode())


def commented(english: str, translation: str) -> str:
    return f"<!--\n{english}\n-->\n\n{translation}\n\n"


FRENCH = (
    commented("## Descent", "## Descente")
    + commented("We follow the gradient.", "Nous suivons le gradient.")
    + "$$\nx^2\n$$\n\n"
    + commented("- one\n- two", "- un\n- deux")
)


def sides(english: str, french: str) -> tuple[Lecture, Lecture, Paired]:
    source, page = lecture("en", english), lecture("fr", french)
    return page, source, pair(page, source_blocks(source))


def annotated(english: str, french: str) -> tuple[str, Placeholders]:
    page, source, paired = sides(english, french)
    waiting: Placeholders = Placeholders()
    return notices.additions(page, source, paired, source_blocks(source)).put(page.visible, waiting), waiting


def shown(english: str, french: str) -> str:
    """Return the text with its notices as readable tags."""
    text, waiting = annotated(english, french)
    return waiting.replaced(text, _name)


def _name(notice: notices.Notice) -> str:
    if isinstance(notice, notices.Untranslated):
        return "[END]" if notice.ends else "[BEGIN]"
    return f"[{type(notice).__name__.upper()}]"


def test_translation_in_sync_is_shown_as_it_is():
    page, _, paired = sides(ENGLISH, FRENCH)
    assert notices.behind(paired) == notices.Behind(changed=0, missing=0, total=3)
    assert "[" not in shown(ENGLISH, FRENCH)
    assert shown(ENGLISH, FRENCH).split() == page.visible.text.split()


def test_paragraph_whose_english_has_changed_is_marked_and_counted():
    changed = ENGLISH.replace("follow", "leave")
    assert notices.behind(sides(changed, FRENCH)[2]) == notices.Behind(changed=1, missing=0, total=3)
    assert "[CHANGED]\n\nNous suivons" in shown(changed, FRENCH)


def test_formula_that_has_changed_is_marked_and_counted():
    changed = ENGLISH.replace("x^2", "x^3")
    assert notices.behind(sides(changed, FRENCH)[2]) == notices.Behind(changed=1, missing=0, total=4, copied=1)
    assert "[CHANGED]\n\n$$\nx^2" in shown(changed, FRENCH)


def test_formula_that_is_missing_is_counted():
    without = FRENCH.replace("$$\nx^2\n$$\n\n", "")
    assert notices.behind(sides(ENGLISH, without)[2]) == notices.Behind(changed=0, missing=1, total=4)


def test_paragraph_that_is_to_be_looked_at_is_marked_and_counted():
    review = FRENCH.replace("Nous suivons", "<!-- course: review -->\n\nNous suivons")
    assert notices.behind(sides(ENGLISH, review)[2]) == notices.Behind(changed=1, missing=0, total=3)
    assert re.search(r"\[CHANGED\]\s+Nous suivons", shown(ENGLISH, review))


def test_paragraph_that_is_not_translated_is_shown_in_english_in_its_place():
    without = FRENCH.replace("Nous suivons le gradient.", "<!-- course: todo -->")
    assert notices.behind(sides(ENGLISH, without)[2]) == notices.Behind(changed=0, missing=1, total=3)
    text = shown(ENGLISH, without)
    assert re.search(r"Descente\s+\[BEGIN\]\s+We follow the gradient\.\s+\[END\]\s+\$\$\nx\^2", text)


def test_translation_that_is_marked_as_not_done_is_not_shown_beside_its_english():
    marked = FRENCH.replace("Nous suivons", "<!-- course: todo -->\n\nNous suivons")
    assert notices.behind(sides(ENGLISH, marked)[2]) == notices.Behind(changed=0, missing=1, total=3)
    text = shown(ENGLISH, marked)
    assert re.search(r"Descente\s+\[BEGIN\]\s+We follow the gradient\.\s+\[END\]\s+\$\$\nx\^2", text)
    assert "Nous suivons" not in text


def test_new_english_paragraph_is_shown_where_it_stands_in_english():
    longer = ENGLISH.replace("$$\nx^2", "It leads downhill.\n\n$$\nx^2")
    assert re.search(r"gradient\.\s+\[BEGIN\]\s+It leads downhill\.\s+\[END\]\s+\$\$", shown(longer, FRENCH))


def test_admonition_that_is_not_translated_is_shown_as_a_whole():
    longer = ENGLISH + '\n??? question "Why?"\n\n    Because.\n'
    assert re.search(r'\[BEGIN\]\n+\?\?\? question "Why\?"\n\n    Because.\n+\[END\]', shown(longer, FRENCH))


def test_nothing_is_added_to_a_page_without_comments():
    plain = "## Descente\n\nNous suivons le gradient.\n\n- un\n- deux\n"
    assert "[" not in shown(ENGLISH, plain)


def test_mark_does_not_part_the_items_of_a_list():
    english = "- one\n\n- two\n"
    french = commented("- one", "- un") + commented("- second", "- deux")
    assert "[CHANGED]" not in shown(english, french)


def test_marks_that_stand_in_a_file_are_no_marks():
    token = Placeholders().put(notices.Untranslated())
    forged = FRENCH.replace("Nous suivons", f"{token} Nous suivons")
    assert shown(ENGLISH, forged) == shown(ENGLISH, FRENCH.replace("Nous suivons", " Nous suivons"))


@pytest.mark.parametrize("lang", folders.available())
def test_notice_says_whether_words_have_changed_or_what_can_be_copied(lang: str) -> None:
    phrase = language(lang).phrases
    said = []
    for changed in (ENGLISH.replace("follow", "leave"), ENGLISH.replace("x^2", "x^3")):
        text, waiting = annotated(changed, FRENCH)
        tree = Tree(Markdown().convert(text))
        notices.show(tree, waiting, "../../en/", "en", phrase)
        said += [" ".join(one.text().split()) for one in tree.all("p.notice")]
    assert said == [
        phrase("The original has changed since this was translated"),
        phrase("A formula, a number, a link or code has changed in the original since this was translated"),
    ]
    assert len({*said, "The original has changed since this was translated"}) == (2 if lang == "en" else 3)


def test_change_of_the_source_that_needs_nothing_is_not_counted_and_not_marked() -> None:
    changed = ENGLISH.replace("We follow the gradient.", "We *follow* the gradient!")
    assert notices.behind(sides(changed, FRENCH)[2]) == notices.Behind(changed=0, missing=0, total=3)
    assert "[CHANGED]" not in shown(changed, FRENCH)


@pytest.mark.parametrize("lang", ["fr", "tr", "ar"])
def test_notices_are_in_the_language_of_the_page_and_lead_to_the_english_block(lang):
    text, waiting = annotated(ENGLISH.replace("follow", "leave"), FRENCH)
    tree = Tree(Markdown().convert(text))
    notices.show(tree, waiting, "../../en/", "en", language(lang).phrases)
    assert f'lang="{lang}"' in tree.html
    assert 'href="../../en/#source-1"' in tree.html
    assert "has changed" not in tree.html


@pytest.mark.parametrize(("source", "side"), [("en", "ltr"), ("ar", "rtl"), ("de", "ltr")])
def test_what_is_not_translated_is_in_the_source_language_between_its_notice_and_the_next_text(source, side):
    longer = ENGLISH.replace("$$\nx^2", "It leads downhill.\n\n- *far*\n\n$$\nx^2")
    text, waiting = annotated(longer, FRENCH)
    tree = Tree(Markdown().convert(text))
    notices.show(tree, waiting, "../", source, language("fr").phrases)
    boxes = tree.all("div.untranslated")
    assert [(box.attrs["lang"], box.attrs["dir"]) for box in boxes] == [(source, side)] * 2
    assert [[part.tag for part in box.css("*")][1:] for box in boxes] == [["p", "p"], ["p", "ul", "li", "em"]]


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("behind"))
    project.write("en/index.md", "lang-ref: home\ntitle: Home", "We leave the gradient.\n\nA new one, with $x^2$.")
    body = commented("We follow the gradient.", "نتبع التدرج.")
    project.write("ar/index.md", "lang: ar\nlang-ref: home\ntitle: البداية", body.strip())
    project.write("en/status.md", "lang-ref: status\ntitle: Status", '<div class="translations"></div>')
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("nav: [index.md,", "nav: [index.md, status.md,"), "utf-8")
    assert project.build().returncode == 0
    return project


def test_page_that_is_behind_says_so_and_links_into_the_english_page(behind: Project):
    page = (behind.site / "ar/index.html").read_text("utf-8")
    assert "تغيّر الأصل في فقرة واحدة" in page
    assert re.search(r'<a href="\.\./?#source-0" hreflang="en">', page)
    assert 'id="source-0"' in (behind.site / "index.html").read_text("utf-8")


def test_untranslated_paragraph_is_marked_as_english_and_typeset(behind: Project):
    page = (behind.site / "ar/index.html").read_text("utf-8")
    block = page[page.index('<div class="untranslated"') :]
    assert block.startswith('<div class="untranslated" lang="en" dir="ltr">')
    assert "A new one, with" in block[:3000]
    assert "katex" in block[:3000]


def test_status_page_says_what_each_language_has(behind: Project):
    page = (behind.site / "status/index.html").read_text("utf-8")
    table = page[page.index('<div class="translations"') : page.index("</table>")]
    assert "1&nbsp;changed, 1&nbsp;missing" in table
    assert table.count("not translated") == 4 * 3 - 1  # four pages in three languages, but for the one above
    assert 'href="../ar/"' in table


def test_page_that_nobody_translated_invites_a_translation(behind: Project):
    page = (behind.site / "fr/week05/05/index.html").read_text("utf-8")
    notice = page[page.index('class="not-translated"') :][:400]
    assert "pas encore traduite" in notice
    assert re.search(r'<a href="../../status/">\s*Aider à la traduire', notice)


@pytest.mark.complete
def test_page_in_sync_says_nothing(built: Built):
    assert 'class="sync-notice"' not in built.page("ar/week05/05-1")


BOX = "!!! note\n    First words.\n\n    Second words.\n\n    Third words."


def test_what_is_not_translated_in_a_box_is_shown_in_it() -> None:
    french = "!!! note\n\n" + commented("    First words.", "    Un.") + commented("    Third words.", "    Trois.")
    text = shown(f"{BOX}\n", french)
    assert "    [BEGIN]\n\n\n    Second words.\n\n\n    [END]" in text


def test_note_and_abbreviation_that_are_not_translated_are_given_without_a_box() -> None:
    english = "Words[^a] of a GPU.\n\n[^a]: A note.\n\n    Its end.\n\n*[GPU]: Graphics\n"
    text = shown(english, commented("Words[^a] of a GPU.", "Des mots[^a] d’un GPU."))
    assert "BEGIN" not in text
    assert "[^a]: A note.\n\n    Its end.\n" in text
    assert "*[GPU]: Graphics" in text


def test_what_is_missing_in_several_boxes_is_shown_in_each() -> None:
    english = f"{BOX}\n\nBetween.\n\n{BOX.replace('words', 'things')}\n"
    french = (
        "!!! note\n\n"
        + commented("    First words.", "    Un.")
        + commented("    Second words.", "    Deux.")
        + commented("Between.", "Entre.")
        + "!!! note\n\n"
        + commented("    First things.", "    Choses.")
        + commented("    Second things.", "    Deux choses.")
    )
    assert re.findall(r"\[BEGIN\]\s+(\w+ \w+)\.\s+\[END\]", shown(english, french)) == ["Third words", "Third things"]
