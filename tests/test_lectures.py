"""The lectures themselves: complete in four languages, as long as a lecture, with examples, figures and questions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.cli.sync import findings, open_docs
from dragoman.execution.snippets import find_fences
from dragoman.formulas.finder import find
from dragoman.pages.blocks import VERBATIM, split
from dragoman.pages.lecture import LANG_REF, Lecture
from dragoman.terms import term_base
from dragoman.terms.check import prose as term_prose
from dragoman.terms.inflection import Finder
from projects import LANGUAGES, ROOT

SYNC = open_docs(ROOT / "docs", "en")
LECTURES = [ref for ref in SYNC.library.of("en") if (match := LANG_REF.fullmatch(ref)) and match[2]]
OVERVIEWS = [ref for ref in SYNC.library.of("en") if (match := LANG_REF.fullmatch(ref)) and not match[2]]


QUIZ = re.compile(r"^!!! quiz .*(?:\n+ {4}.*)*", re.MULTILINE)


def words(page: Lecture) -> int:
    """Return the words of the prose, without formulas, code, addresses and multiple-choice questions."""
    text = "\n\n".join(
        block.text for block in split(page.visible.text, page.visible.lines) if block.kind not in VERBATIM
    )
    text = QUIZ.sub("", text)
    for formula in reversed(find(text).formulas):
        text = text[: formula.start] + " " + text[formula.end :]
    text = re.sub(r"\]\([^)]*\)|`[^`]*`|https?://\S+", " ", text)
    return len(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text))


def test_weeks_2_and_5_are_there() -> None:
    assert {"ch.02-1", "ch.02-2", "ch.02-3", "ch.05-1", "ch.05-2", "ch.05-3"} <= set(LECTURES)
    assert {"ch.02", "ch.05"} <= set(OVERVIEWS)


@pytest.mark.complete
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_there_in_every_language(lang: str) -> None:
    assert set(SYNC.library.of(lang)) == set(SYNC.library.of("en"))


@pytest.mark.complete
def test_nothing_is_found_in_any_page() -> None:
    assert [str(finding) for finding in findings(SYNC, [])] == []


@pytest.mark.parametrize("ref", LECTURES)
def test_lecture_is_as_long_as_a_lecture(ref: str) -> None:
    assert 900 <= words(SYNC.library.of("en")[ref]) <= 2200


FORMULA = re.compile(r"\$\$[^$]+\$\$|\$[^$\n]+\$")
STRAIGHT = re.compile("['\"]")
FRENCH = re.compile(r"[ \u202f]:(?=\s)|[ \u00a0][;?!]|« | »|«\S|\S»|[\u00a0\u202f ]{2,}[:;?!»]")
TORN = re.compile(r"(?<!\S)و (?=[A-Za-z\d$`])|[\u0600-\u06ff] \((?=[A-Za-z])")
TYPOGRAPHY = {
    "en": STRAIGHT,
    "tr": STRAIGHT,
    "fr": re.compile(f"{STRAIGHT.pattern}|{FRENCH.pattern}"),
    "ar": re.compile(f"{STRAIGHT.pattern}|{TORN.pattern}"),
}


def captions(code: re.Match[str]) -> str:
    """Return what readers read of a fence: its alternative text and its caption."""
    return " ".join(re.findall(r'(?:alt|caption)="(.*?)"', code.group()))


def prose(page: Lecture) -> str:
    """Return the text of a page with a sign in the place of formulas, code and markup."""
    text = re.sub(r"^```.*?^```$", captions, page.visible.text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r'^(?:\?\?\?|!!!) \w+ "(.*)"$', r"\1", text, flags=re.MULTILINE)
    return re.sub(rf"{FORMULA.pattern}|`[^`\n]*`|\]\([^)]*\)|<[^>]*>", "`", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_typography_is_that_of_the_language(lang: str) -> None:
    pages = {page.path: prose(page) for page in SYNC.library.of(lang).values()}
    found = [
        f"{path}: {text[max(0, match.start() - 20) : match.end() + 20]!r}"
        for path, text in pages.items()
        for match in TYPOGRAPHY[lang].finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize("lang", ["fr", "tr"])
def test_numbers_in_french_and_turkish_formulas_have_a_decimal_comma(lang: str) -> None:
    found = [
        f"{page.path}: {formula}"
        for page in SYNC.library.of(lang).values()
        for formula in FORMULA.findall(page.visible.text)
        if re.search(r"\d\.\d", formula)
    ]
    assert found == []


GREEK = (
    "alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|tau|phi|varphi|chi|psi|omega"
    "|Gamma|Delta|Theta|Lambda|Xi|Sigma|Phi|Psi|Omega|ell"
)
SYMBOL = re.compile(rf"(\\(?:matr|mathcal)\{{\w\}}|\\(?:{GREEK})(?![A-Za-z])|[A-Z])|\\[A-Za-z]+")
WORDS = re.compile(r"\\(?:text|texttt|tag|operatorname)\*?\{[^}]*\}")


def symbols(text: str) -> list[str]:
    """Return the capital, bold, calligraphic and Greek letters of all formulas; an entry of a matrix is its matrix."""
    formulas = re.sub(r"([A-Z])_\{[a-z]{2}\}", r"\\matr{\1}", WORDS.sub("", " ".join(FORMULA.findall(text))))
    return [symbol for symbol in SYMBOL.findall(formulas) if symbol]


ROWS = re.findall(r"^\| (\$.*?) \|", SYNC.library.of("en")["notation"].visible.text, flags=re.MULTILINE)
TABLE = [symbol for row in ROWS for symbol in sorted(set(symbols(row)))]


def test_symbol_stands_once_in_the_table_of_symbols() -> None:
    assert len(TABLE) > 30
    assert sorted(TABLE) == sorted(set(TABLE))


@pytest.mark.parametrize("ref", LECTURES)
def test_letter_of_a_lecture_stands_in_the_table_of_symbols(ref: str) -> None:
    assert set(symbols(SYNC.library.of("en")[ref].visible.text)) - set(TABLE) == set()


@pytest.mark.parametrize("ref", LECTURES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_lecture_has_executed_examples_a_figure_and_questions(ref: str, lang: str) -> None:
    text = SYNC.library.of(lang)[ref].visible.text
    fences = [fence.attributes for fence in find_fences(text)]
    examples = [each for each in fences if each.get("snippet") and "alt" not in each]
    assert len(examples) >= 2
    assert any(each.get("alt") for each in fences)
    assert len(re.findall(r"^\?\?\? question ", text, re.MULTILINE)) >= 2


@pytest.mark.parametrize("ref", LECTURES)
def test_lecture_names_its_sources_and_has_an_exercise_that_checks_itself(ref: str) -> None:
    page = SYNC.library.of("en")[ref]
    text = page.visible.text
    assert re.search(r"(?<![\w\\])@[a-z]+\d{4}[a-z]?\b", text)
    assert "!!! quiz" in text
    assert f'snippet="{page.path.stem}-exercise:' in text


@pytest.mark.complete
@pytest.mark.parametrize("lang", LANGUAGES)
def test_term_of_the_term_base_is_used_in_a_lecture(lang: str) -> None:
    base = term_base.load(ROOT / "docs", LANGUAGES, "en", "docs")
    entries = base.of(lang)
    pages = SYNC.library.of(lang)
    text = "\n\n".join(term_prose(pages[ref].visible.text) for ref in LECTURES if ref in pages)
    used = {use.index for use in Finder(lang, [wording.spellings for _, wording in entries]).uses(text)}
    assert len(entries) > 100
    assert [entry.term for at, (entry, _) in enumerate(entries) if at not in used] == []


@pytest.mark.parametrize("ref", OVERVIEWS)
def test_overview_leads_to_each_part_of_its_week(ref: str) -> None:
    text = SYNC.library.of("en")[ref].visible.text
    parts = [other for other in LECTURES if other.startswith(f"{ref}-")]
    assert parts
    assert all(f"]({part.removeprefix('ch.')}.md)" in text for part in parts)


def test_no_sentence_of_ours_stands_in_the_real_course(corpus_folder: Path) -> None:
    tool = corpus_folder.parent / "tools" / "overlap.py"
    if not tool.is_file():
        pytest.skip(f"there is no {tool.name} beside the corpus")
    done = subprocess.run([sys.executable, str(tool), "docs"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^0 passages", done.stdout + done.stderr, re.MULTILINE)
