from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest
import yaml
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages.directives import TODO
from dragoman.pages.front_matter import written
from dragoman.pages.lecture import Lecture, parse
from dragoman.sync.checks import drift
from dragoman.sync.checks.drift import State
from dragoman.sync.editing import scaffold
from dragoman.sync.pairing.pairing import pair
from dragoman.sync.pairing.pairs import source_blocks
from translated import check, lecture, sync_of

BODY = """
## [Descent](https://a.org)

We follow $g$ --> down.

$$
x = 1
$$

```python exec="1" snippet="a:b"
```

```python exec="1" snippet="a:c" alt="A plot" caption="Two curves"
```

- one
- two

??? question "Why?"

    Because of $g$.

    And more.
"""


def scaffolded(body: str = BODY, lang: str = "es", head: str = "") -> tuple[Lecture, str]:
    text = f"---\nlang-ref: ch.05-1\ntitle: Descent\n{head}---\n{body}"
    source = parse(PurePosixPath("en/week05/05-1.md"), text.encode())
    return source, scaffold.translation(source, lang, "2026-11-21")


def test_front_matter_is_canonical_and_has_what_all_languages_share():
    _, text = scaffolded(head="lecturer: A B\ndate: 2020-02-03\n")
    head = text.split("---\n")[1]
    assert head.splitlines() == [
        "lang: es",
        "lang-ref: ch.05-1",
        "title: Descent",
        "lecturer: A B",
        "date: 2020-02-03",
        "translator:",
        "translation-date: 2026-11-21",
    ]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2020-02-03", ["date: 2020-02-03"]),
        ("3 Feb 2020", ["date: 2020-02-03"]),
        ("10 March 2020", ["date: 2020-03-10"]),
        ("March 10, 2020", ["date: 2020-03-10"]),
        ("3/2/2020", []),
        ("28 Fev 2021", []),
        ("soon", []),
    ],
)
def test_date_is_written_as_the_check_wants_it_or_left_out(date: str, expected: list[str]):
    _, text = scaffolded(head=f"date: {date}\n")
    assert [line for line in text.split("---\n")[1].splitlines() if line.startswith("date:")] == expected
    page = parse(PurePosixPath("es/week05/05-1.md"), text.encode())
    assert page.findings == ()


TITLES = (
    *("A: B", "Foo:", "null", "~", "Yes", "no", "on", "2020", "0x1F", "1e3", "1_000", "12:30:45", "2020-02-03", ".inf"),
    *("'quoted'", 'say "x"', "#1", "a #b", "[a]", "{a}", " x", "- a", "? a", "---", "...", "<<", "=", "!a", "&a", "*a"),
    *(
        "%a",
        "@a",
        "`a`",
        "|",
        ">",
        "a\\b",
        "",
        "a\nb\n\n---\n",
        "\x00",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
        "😀",
        "x" * 300,
    ),
)


@pytest.mark.parametrize("title", TITLES)
def test_title_that_yaml_would_misread_is_quoted(title: str):
    check_title(title)


@given(h.any_text | h.hostile_text)
def test_every_reader_of_yaml_reads_the_title_of_the_english_page(title: str):
    check_title(title)


def check_title(title: str) -> None:
    source = parse(PurePosixPath("en/a.md"), written({"lang-ref": "a", "title": title}).encode())
    assert (source.meta.get("title"), source.findings) == (title.strip(), ())
    text = scaffold.translation(source, "no", "2026-11-21")
    head = next(yaml.safe_load_all(text))
    assert head["title"] == (title.strip() or None)
    assert (head["lang"], head["lang-ref"], head["translation-date"]) == ("no", "a", date(2026, 11, 21))
    page = parse(PurePosixPath("no/a.md"), text.encode())
    assert (page.meta.get("title"), page.meta.get("translator"), page.findings) == (title.strip(), "", ())


def test_each_block_has_its_source_comment_and_a_mark_and_formulas_and_code_stand_as_they_are():
    _, text = scaffolded()
    assert text.count(TODO) == 5
    assert "<!--\nWe follow $g$ → down.\n-->" in text
    assert "-->\n\n<!-- course: todo -->\n\n$$\nx = 1\n$$\n\n```python exec=" in text
    assert '<!--\n```python exec="1" snippet="a:c" alt="A plot"' in text


@pytest.mark.parametrize("block", ["$$\nx_{alt=1}\n$$", "$$ x_{alt=1} $$", '```python title="alt=, caption="\nx\n```'])
def test_formula_and_code_that_only_name_what_is_translated_stand_as_they_are(block: str):
    assert TODO not in scaffolded(f"\n{block}\n")[1]


def test_admonition_is_one_place_with_what_is_in_it():
    _, text = scaffolded()
    assert '<!--\n??? question "Why?"\n\n    Because of $g$.\n\n    And more.\n-->\n\n<!-- course: todo -->' in text


def test_nothing_is_published_but_formulas_and_code():
    page = parse(PurePosixPath("es/week05/05-1.md"), scaffolded()[1].encode())
    assert page.findings == ()
    assert page.visible.text.split() == ["$$", "x", "=", "1", "$$", "```python", 'exec="1"', 'snippet="a:b"', "```"]


def test_whatever_is_not_translated_yet_is_missing_and_nothing_else_is_found():
    source, text = scaffolded()
    page = parse(PurePosixPath("es/week05/05-1.md"), text.encode())
    kinds = {one.kind for one in sync_of(source, page).check(page)}
    assert kinds == {"drift.missing"}
    states = drift.states(pair(page, source_blocks(source)))
    assert states[State.FRESH] == 2
    assert states[State.FRESH] + states[State.MISSING] == len(source_blocks(source))


def test_translation_in_the_place_of_its_mark_is_fresh():
    english = "\n## Descent\n\nWe follow $g$.\n"
    _, text = scaffolded(english, "tr")
    for translation in ("## İniş", "$g$ ile ineriz."):
        text = text.replace(TODO, translation, 1)
    body = text.split("---\n", 2)[2]
    assert check(english, body, "tr") == []


@given(h.hostile_text)
def test_scaffold_of_any_page_publishes_no_prose_and_has_its_blocks(body: str):
    source = lecture("en", body)
    page = parse(PurePosixPath("tr/week05/05-1.md"), scaffold.translation(source, "tr", "2026-11-21").encode())
    blocks = source_blocks(source)
    verbatim = [group for group in scaffold.groups(blocks) if scaffold.is_verbatim(group)]
    assert sum(len(group) for group in scaffold.groups(blocks)) == len(blocks)
    shown = "".join(scaffold.source_text(source, group) for group in verbatim)
    assert set(page.visible.text.split()) <= set(shown.replace("<", " <").split()) | set(shown.split())
