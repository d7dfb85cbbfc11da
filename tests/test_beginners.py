"""What a translator is told after a mistake of the first days: one finding, which says what to do and is right."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli import sync as cli_sync
from dragoman.cli.main import main
from dragoman.findings import Severity

PAGE = "fr/week05/05-1.md"
ENGLISH = """---
lang: en
lang-ref: ch.05-1
title: Gradient descent
---

## The loss

We call $L(w)$ the loss, and $\\eta = 0.1$ the step.

See [the notes](https://example.org/notes) for more.

$$
w \\gets w - \\eta \\nabla L(w) \\\\
$$

- first it falls
- then it stays

Call `step()` in the loop, 20 times, and stop at $5\\%$.

```python
for k in range(20):
    step()
```

<img src="/images/loss.png" alt="A loss that falls"/>

### The end of it

That is all we need here.
"""
FRENCH = """---
lang: fr
lang-ref: ch.05-1
title: Descente de gradient
---

<!-- ## The loss -->

## La perte

<!-- We call $L(w)$ the loss, and $\\eta = 0.1$ the step. -->

On appelle $L(w)$ la perte, et $\\eta = 0{,}1$ le pas.

<!-- See [the notes](https://example.org/notes) for more. -->

Voir [les notes](https://example.org/notes) pour en savoir plus.

$$
w \\gets w - \\eta \\nabla L(w) \\\\
$$

<!--
- first it falls
- then it stays
-->

- d'abord elle descend
- puis elle reste

<!-- Call `step()` in the loop, 20 times, and stop at $5\\%$. -->

Appelez `step()` dans la boucle, 20 fois, et arrêtez à $5\\%$.

```python
for k in range(20):
    step()
```

<img src="/images/loss.png" alt="Une perte qui descend"/>

<!-- ### The end of it -->

### La fin

<!-- That is all we need here. -->

C'est tout ce qu'il nous faut ici.
"""
SECOND = """---
lang: {lang}
lang-ref: ch.05-{number}
title: {title}
---

## {title}

$\\mu_k = \\frac{{1}}{{n}}$: $\\sum_i x_i$, $v_{{t+1}}$.

[a](https://example.com/two), `model.mean(y)`.
"""
LAST = "C'est tout ce qu'il nous faut ici."
LAST_COMMENT = "<!-- That is all we need here. -->\n\n"
CALL = "Appelez `step()` dans"
CODE = "```python\nfor k in range(20):\n    step()\n```\n"
IMAGE = '<img src="/images/loss.png" alt="Une perte qui descend"/>'

# What is typed for what, and all that is said of it but hints: line, kind, what to do.
MISTAKES = {
    "the title left as it is": (
        "Descente de gradient",
        "Gradient descent",
        "4: text.source: found the source title “Gradient descent”, expected its translation: translate it",
    ),
    "no title": (
        "title: Descente de gradient\n",
        "",
        "1: front-matter.title: found no title, expected title: with the title of the page: add it",
    ),
    "a title with a colon": ("Descente de", "Descente : le", "quote values that contain a colon"),
    "a front matter without an end": (
        "gradient\n---\n",
        "gradient\n",
        "1: front-matter.delimiter: found front matter that never closes, expected --- on a line of its own behind it: add it",
    ),
    "another lang-ref": (
        "ch.05-1",
        "ch.5-1",
        "3: front-matter.lang-ref: found lang-ref 'ch.5-1', expected 'ch.05-1' at this path: correct it",
    ),
    "the language of the source": (
        "lang: fr",
        "lang: en",
        "correct it, or move the file to the folder of its language",
    ),
    "a comment without an end": (
        "the step. -->",
        "the step.",
        "11: comment.unclosed: found a comment that never closes, expected --> before the next comment, where it is read to end: write it",
    ),
    "a comment with two ends": (
        "the step. -->",
        "the step. -->\n-->",
        "12: comment.stray: found --> without a comment before it, expected nothing: remove it, or open the comment",
    ),
    "a beginning that lacks a sign": ("<!-- We", "<!- We", "11: comment.opener: found <!-, expected <!--: write <!--"),
    "a beginning with a space": ("<!-- We", "< !-- We", "11: comment.opener: found < !--, expected <!--: write <!--"),
    "a beginning that the keyboard has made one dash": (
        "<!-- We",
        "<!— We",
        "11: comment.opener: found <!—, expected <!--: write <!--",
    ),
    "an end with an exclamation mark": (
        "the step. -->",
        "the step. --!>",
        "11: comment.closer: found --!>, expected -->: write -->",
    ),
    "an end that the keyboard has made one dash": (
        "the step. -->",
        "the step. —>",
        "11: comment.closer: found —>, expected -->: write -->",
    ),
    "the translation in the comment": (
        f"{LAST_COMMENT}{LAST}",
        f"<!-- {LAST} -->",
        "if the comment holds the translation, take it out of <!-- and -->",
    ),
    "a comment typed anew": (
        "That is all we need",
        "That's everything we'd want",
        "change it where needed, then course accept",
    ),
    "text left as it is": (
        LAST,
        "That is all we need here.",
        "48: text.source: found text of the source (“That is all we need here.”), expected its translation: translate or remove it",
    ),
    "a paragraph forgotten below its comment": (LAST, "", "expected a translation below its comment: write it there"),
    "a paragraph forgotten with its comment": (
        f"{LAST_COMMENT}{LAST}\n",
        "",
        "expected one here: course update {file} adds its comment",
    ),
    "one dollar lost": (
        "appelle $L(w)$",
        "appelle $L(w)",
        "expected $…$: add the missing $, or write \\$ for a dollar",
    ),
    "both dollars lost": (
        "appelle $L(w)$",
        "appelle L(w)",
        "13: parity.math: found L(w) as text, expected $L(w)$ as in the source: put dollars around it",
    ),
    "a capital letter": (
        "appelle $L(w)$",
        "appelle $L(W)$",
        "13: parity.math: found $L(W)$, expected $L(w)$ as in the source: correct it",
    ),
    "a formula lost": (
        "appelle $L(w)$",
        "appelle cela",
        "13: parity.math: found no $L(w)$ here, expected the formula as in the source: add it",
    ),
    "a command mistyped": (
        "et $\\eta",
        "et $\\etta",
        "13: parity.math: found \\etta in $\\etta = 0{,}1$, expected a TeX command: write \\eta",
    ),
    "a backslash lost": (
        "et $\\eta",
        "et $eta",
        "13: parity.math: found $eta = 0{,}1$, expected $\\eta = 0.1$ as in the source: correct it",
    ),
    "a brace lost": ("0{,}1", "0{,1", "expected a partner for each { and }: add or remove one"),
    "the backslash before a percent sign lost": ("à $5\\%$", "à $5%$", "expected a percent sign: write \\%"),
    "a space between dollar and formula": ("appelle $L(w)$", "appelle $ L(w) $", "expected $L(w)$: remove it"),
    "another number": ("20 fois", "30 fois", "33: parity.number: found 30, expected 20 as in the source: correct it"),
    "an address cut off": (
        "notes) pour",
        "note) pour",
        "17: parity.link: found https://example.org/note, expected https://example.org/notes as in the source: correct it",
    ),
    "a space in a link": (
        "[les notes](",
        "[les notes] (",
        "expected [les notes](https://example.org/notes): remove the space",
    ),
    "the parentheses of another keyboard": (
        "[les notes](https://example.org/notes)",
        "[les notes]（https://example.org/notes）",
        "expected [les notes](https://example.org/notes): write ( and )",
    ),
    "a link lost": (
        "[les notes](https://example.org/notes)",
        "les notes",
        "17: parity.link: found no link to https://example.org/notes, expected it as in the source: add it",
    ),
    "a heading made text": (
        "## La perte",
        "La perte",
        "9: parity.heading: found text, expected a heading of level 2 as in the source: write ## before it",
    ),
    "another level": (
        "### La fin",
        "## La fin",
        "44: parity.heading: found a heading of level 2, expected level 3 as in the source: write ###",
    ),
    "an item lost": (
        "- puis elle reste\n",
        "",
        "28: parity.list: found 1 list item, expected 2 as in the source: add what makes the difference",
    ),
    "code translated": (
        f"{CODE}\n{IMAGE}",
        f"{CODE}\n{IMAGE}".replace("step", "pas"),
        "37: parity.code: found the code pas(), expected step() as in the source: correct it",
    ),
    "inline code translated": (
        CALL,
        CALL.replace("step", "pas"),
        "33: parity.code: found `pas()`, expected `step()` as in the source: correct it",
    ),
    "inline code made text": (
        CALL,
        CALL.replace("`", ""),
        "33: parity.code: found step() as text, expected `step()` as in the source: mark it as code",
    ),
    "one backtick lost": (
        CALL,
        CALL.replace(")`", ")"),
        "33: parity.code: found ` without a partner, expected `code`: add the missing `",
    ),
    "a fence without an end": (
        f"{CODE}\n{IMAGE}",
        f"{CODE.removesuffix(chr(96) * 3 + chr(10))}\n{IMAGE}",
        "35: markdown.fence: found a fence without an end, expected its signs again on the line below the code: add them",
    ),
    "quotation marks for a fence": (
        f"{CODE}\n{IMAGE}",
        f"{CODE}\n{IMAGE}".replace("`", "'"),
        "35: markdown.fence: found ''' around code, expected ```: write ``` in the first line and in the last",
    ),
    "the name of an image translated": (
        "/images/loss.png",
        "/images/perte.png",
        "40: parity.image: found /images/perte.png, expected /images/loss.png as in the source: correct it",
    ),
    "an attribute translated": (
        "<img ",
        '<img style="couleur: rouge" ',
        "expected no attribute that the source page does not have: remove it",
    ),
    "a script": (
        "C'est",
        "<script>alert(1)</script>C'est",
        "48: trust.html: found <script>, expected no HTML that the source page does not have: remove it",
    ),
    "a mark mistyped": (
        LAST,
        "<!-- course: to-do -->",
        "48: comment.directive: found course: to, expected one of todo, review, ignore: correct it",
    ),
    "a merge that is not done": (
        LAST,
        f"<<<<<<< HEAD\n{LAST}\n=======\nC'est tout.\n>>>>>>> main",
        "48: markdown.conflict: found <<<<<<<, where git has put two texts, expected one: keep it, and remove the other and the lines <<<<<<<, ======= and >>>>>>>",
    ),
}


def told(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return what is said of these files beside a course of two pages, but for hints, each without its folder."""
    others = {
        "en/week05/05-1.md": ENGLISH,
        "en/week05/05-2.md": SECOND.format(lang="en", number=2, title="Momentum"),
        "images/loss.png": b"",
    }
    for name, content in (others | files).items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = cli_sync.findings(cli_sync.open_docs(folder / "docs", "en"), ())
    return [str(one).replace(f"{folder / 'docs'}/", "") for one in found if one.severity is not Severity.INFO]


def test_right_translation_is_told_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, {PAGE: FRENCH}) == []


@pytest.mark.parametrize("name", MISTAKES)
def test_beginner_is_told_in_one_finding_what_to_do(tmp_path: Path, name: str) -> None:
    right, wrong, message = MISTAKES[name]
    assert right in FRENCH
    (only,) = told(tmp_path, {PAGE: FRENCH.replace(right, wrong, 1)})
    assert only.startswith(f"{PAGE}:")
    assert message.format(file=PAGE) in only if "{file}" in message else message in only


FILES = {
    "saved in another encoding": ({PAGE: FRENCH.encode("latin-1")}, "save the file as UTF-8"),
    "saved with a byte order mark": ({PAGE: FRENCH.encode("utf-8-sig")}, "run course fix"),
    "saved with the line ends of Windows": ({PAGE: FRENCH.replace("\n", "\r\n")}, "run course fix"),
    "letters and accents apart": ({PAGE: unicodedata.normalize("NFD", FRENCH)}, "run course fix"),
    "an empty file": ({PAGE: ""}, "found no front matter, expected --- and title: add them"),
    "another folder": (
        {"fr/week5/05-1.md": FRENCH},
        "expected it in fr/week05/05-1.md, at the path of its source page: move the file",
    ),
    "a second copy": ({PAGE: FRENCH, "fr/week05/05-1 (1).md": FRENCH}, "move the file"),
    "an ending put behind by a program": ({f"{PAGE}.txt": FRENCH}, "expected .md: rename it to 05-1.md"),
    "an ending in capitals": ({"fr/week05/05-1.MD": FRENCH}, "expected .md: rename it"),
    "the name of the language as its folder": (
        {PAGE: FRENCH, "french/week05/05-1.md": FRENCH},
        "rename it, or add the language to mkdocs.yml",
    ),
    "the text of another page": (
        {PAGE: SECOND.format(lang="fr", number=1, title="Élan")},
        "found the translation of en/week05/05-2.md, expected that of en/week05/05-1.md: move it to fr/week05/05-2.md",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_beginner_is_told_in_one_finding_what_to_do_with_the_file(tmp_path: Path, name: str) -> None:
    files, message = FILES[name]
    (only,) = told(tmp_path, files)
    assert message in only.replace(f"{tmp_path / 'docs'}/", "")


# After the command that its message names there is nothing more to say.
COMMANDS = {
    "saved with a byte order mark": ("fix", FILES["saved with a byte order mark"][0]),
    "saved with the line ends of Windows": ("fix", FILES["saved with the line ends of Windows"][0]),
    "letters and accents apart": ("fix", FILES["letters and accents apart"][0]),
    "a comment typed anew": ("accept", {PAGE: FRENCH.replace("That is all we need", "That's everything we'd want")}),
    "a number that the source has changed": (
        "fix",
        {"en/week05/05-1.md": ENGLISH.replace("20 t", "25 t"), PAGE: FRENCH},
    ),
    "a formula that the source has changed": (
        "fix",
        {"en/week05/05-1.md": ENGLISH.replace("call $L(w)$", "call $L(v)$"), PAGE: FRENCH},
    ),
    "marks that the source has changed": (
        "accept",
        {"en/week05/05-1.md": ENGLISH.replace("That is all we need", "*That is all* we need"), PAGE: FRENCH},
    ),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_command_that_a_message_names_does_what_it_says(tmp_path: Path, name: str) -> None:
    command, files = COMMANDS[name]
    told(tmp_path, files)
    found = cli_sync.findings(cli_sync.open_docs(tmp_path / "docs", "en"), ())
    (one,) = [one for one in found if one.kind != "drift.unverified"]
    assert f"course {command}" in one.message
    page = str(tmp_path / "docs" / PAGE)
    assert CliRunner().invoke(main, [command, "--docs", str(tmp_path / "docs"), page]).exit_code == 0
    after = cli_sync.findings(cli_sync.open_docs(tmp_path / "docs", "en"), ())
    assert [str(one) for one in after if one.kind != "drift.unverified"] == []
