"""``course fix``, as its users call it."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from synced_docs import ENGLISH, SPANISH, TURKISH, Docs
from translated import commented, text

NAME = "docs/{}/week05/05-1.md"


@pytest.fixture
def docs(tmp_path: Path) -> Docs:
    """A course in sync."""
    docs = Docs(tmp_path)
    docs.write("tr", TURKISH.replace("falls", "rises"))
    docs.write("es", SPANISH.replace("$M$", "$L$"))
    return docs


def fixed(docs: Docs, *arguments: str, code: int = 0) -> str:
    """Return what a fix says; a second one changes nothing."""
    said = docs.run("fix", *arguments, code=code)
    after = docs.files()
    again = docs.run("fix", *arguments, code=code)
    assert again == "nothing to fix\n" or code
    assert docs.files() == after
    return said


# Source, wrong translation, right translation.
WRONG = {
    "a formula": ("The loss $L$ rises.", "La pérdida $M$ sube.", "La pérdida $L$ sube."),
    "a translated command": ("So $\\partial f$.", "Así $\\parcial f$.", "Así $\\partial f$."),
    "a display whose words are translated": (
        "$$\ny = x \\text{ if } x\n$$",
        "$$\nz = x \\text{ si } x\n$$",
        "$$\ny = x \\text{ si } x\n$$",
    ),
    "an address": (
        "See [it](https://example.org/film?v=1).",
        "Véase [eso](https://example.org/film؟v=1).",
        "Véase [eso](https://example.org/film?v=1).",
    ),
    "an image": ("![A](plots/one.png)", "![Una](plots/uno.png)", "![Una](plots/one.png)"),
    "a lost dollar": ("So $x$ is $y + 1$ now.", "Así $x es $y + 1$ ya.", "Así $x$ es $y + 1$ ya."),
    "a lost dollar at the end": ("So $x$ is $y + 1$ now.", "Así $x$ es y + 1$ ya.", "Así $x$ es $y + 1$ ya."),
    "a lost brace": ("So $\\frac{x}{2}$ and $x$.", "Así $\\frac{x}{2$ y $x$.", "Así $\\frac{x}{2}$ y $x$."),
    "a formula with a decimal comma": ("So $x = 0.5 y$.", "Así $x = 0{,}5 z$.", "Así $x = 0{,}5 y$."),
    "a command that was translated in one place": (
        "So $\\beta_1 \\beta_2$.",
        "Así $\\betta_1 \\beta_2$.",
        "Así $\\beta_1 \\beta_2$.",
    ),
    "the first line of an example": (
        '```python exec="1" snippet="05-1-a:b" alt="A curve"\n```',
        '```python exec="1" snippet="05-1-a:c" alt="Una curva"\n```',
        '```python exec="1" snippet="05-1-a:b" alt="Una curva"\n```',
    ),
    "an image above its caption": (
        "<center>\n<img src='a.png' alt=\"A curve\"><br>\nFig. 1: a curve\n</center>",
        "<center>\nFig. 1: una curva\n</center>",
        "<center>\n<img src='a.png' alt=\"\"><br>\nFig. 1: una curva\n</center>".replace("><br>", ">"),
    ),
    "a line of code": (
        "```python\nx = 1\nprint(x)  # said\n```",
        "```python\nx = 2  # uno\nprint(x)  # dicho\n```",
        "```python\nx = 1  # uno\nprint(x)  # dicho\n```",
    ),
    "lines of code that were put in and taken out": (
        "```\nx = 1\ny = 2  # put in\nz = 3\n```",
        "```\nx = 1\nz = 3  # tres\nw = 4\n```",
        "```\nx = 1\ny = 2\nz = 3  # tres\n```",
    ),
    "code in a list": (
        "- a:\n\n    ```\n    if x:\n        y = 1\n    ```",
        "- a:\n\n    ```\n    if x:\n        y = 2\n    ```",
        "- a:\n\n    ```\n    if x:\n        y = 1\n    ```",
    ),
    "inline code": ("Call `model.eval()`.", "Llama `model.evol()`.", "Llama `model.eval()`."),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", WRONG)
def test_what_a_translation_repeats_wrongly_is_written_as_in_the_source(docs: Docs, name: str, newline: str):
    source, wrong, right = WRONG[name]
    docs.write("en", f"{ENGLISH}\n{source}\n")
    if "$$" in source or ("```" in source and "alt=" not in source):
        body = SPANISH.replace("$M$", "$L$") + f"\n{wrong}\n"
    else:
        body = SPANISH.replace("$M$", "$L$") + commented((source, wrong))
    docs.path("es").write_bytes(text("es", body).replace("\n", newline).encode())
    before = docs.files()
    fixed(docs, NAME.format("es"), "--kind", "parity")
    name = NAME.format("es")
    wrong, right = (part.replace("\n", newline).encode() for part in (wrong, right))
    assert docs.files() == before | {name: before[name].replace(wrong, right)}


@pytest.mark.parametrize(
    ("source", "put_in"),
    [
        ("$$\nx = 1\n$$", "$$\nx = 1\n$$"),
        ("```python\nf(x)\n```", "```python\nf(x)\n```"),
        ("![A curve](a.png)", "![](a.png)"),
        ('<img src="a.png">', '<img src="a.png">'),
    ],
)
def test_what_was_lost_below_its_comment_is_put_back(docs: Docs, source: str, put_in: str):
    docs.write("en", f"\n{source}\n{ENGLISH}")
    docs.write("tr", f"\n{source.replace('A curve', 'Eğri')}\n{TURKISH.replace('falls', 'rises')}")
    body = SPANISH.replace("$M$", "$L$")
    docs.write("es", f"\n<!--\n{source}\n-->\n{body}")
    fixed(docs, "docs/es", "--kind", "parity")
    assert docs.read("es") == text("es", f"\n<!--\n{source}\n-->\n\n{put_in}\n{body}")


def test_only_what_is_asked_for_is_fixed(docs: Docs):
    docs.write("en", f"{ENGLISH}\nCall `model.eval()` for $x$.\n")
    for lang, body in (("es", SPANISH.replace("$M$", "$L$")), ("tr", TURKISH.replace("falls", "rises"))):
        docs.write(lang, body + commented(("Call `model.eval()` for $x$.", "`model.evol()` $y$.")))
    docs.run("fix", "--language", "es", "--kind", "parity.math")
    assert "`model.evol()` $x$." in docs.read("es")
    assert "`model.evol()` $y$." in docs.read("tr")
    docs.run("fix", NAME.format("es"))
    assert "`model.eval()` $x$." in docs.read("es")
    docs.run("fix", NAME.format("en"))
    assert "`model.eval()` $x$." in docs.read("tr")


def test_silenced_finding_is_left_as_it_is(docs: Docs):
    silence = "<!-- course: ignore parity.math -- another letter is usual here -->"
    docs.write("es", SPANISH.replace("La pérdida", f"{silence}\n\nLa pérdida"))
    before = docs.files()
    assert fixed(docs) == "nothing to fix\n"
    assert docs.files() == before


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The $\\alpha$ rises with $\\beta + 1$.", "La $\\alpha$ sube."),
        ("So $\\text{if } a = b$ holds.", "Pues $a = c$ si."),
        ("So $x$ is $x + y$.", "Así $x es x + y."),
        ("See `run(1)` and `go(2)`.", "Véase eso."),
        ("Call `f(the loss)` now.", "Llama `f(la perdida)` ya."),
        ("```python\nrun('all of it')\n```", "```python\nstop('todo eso')\n```"),
        ("```python\nrun()\n```", "```python\nrun()\nstop()  # dicho\n```"),
    ],
)
def test_what_somebody_has_to_look_at_is_left_and_said(docs: Docs, source: str, target: str):
    docs.write("en", f"{ENGLISH}\n{source}\n")
    own = f"\n{target}\n" if "```" in source else commented((source, target))
    docs.write("es", SPANISH.replace("$M$", "$L$") + own)
    before = docs.files()
    said = fixed(docs, "docs/es", code=1)
    assert said.startswith(f"{NAME.format('es')}:")
    assert all(": left: parity." in line for line in said.splitlines())
    assert docs.files() == before


def test_file_is_stored_as_others_are(docs: Docs):
    plain = docs.files()
    for lang in ("es", "tr", "en"):
        data = unicodedata.normalize("NFD", docs.read(lang)).replace("\n", "\r\n")
        docs.path(lang).write_bytes(b"\xef\xbb\xbf" + data.encode())
    said = fixed(docs)
    assert docs.files() == plain
    assert f"{NAME.format('es')}:1: letters and accents joined\n" in said
    assert docs.run("check") == ""


def test_front_matter_and_marks_of_comments_are_written_as_they_should_be(docs: Docs):
    head, body = docs.read("es").split("---\n", 2)[1:]
    head += "traslation-date: 28 Feb 2021\ntranslator : Ana\n"
    wrong = head.replace("lang: es\n", "")
    page = f"---\n{wrong}---\n{body}".replace("<!--", "<--!", 1).replace("-->", "--!>", 1)
    docs.path("es").write_text(page, "utf-8")
    fixed(docs, "docs/es")
    right = head.replace("traslation-date: 28 Feb 2021", "translation-date: 2021-02-28").replace(
        "translator :", "translator:"
    )
    assert docs.read("es") == f"---\n{right}---\n{body}".replace("translator:", "translator :")
    assert docs.run("check", "docs/es") == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", 2),
        (b"\xff\xfe", 2),
        (b"no front matter\n", 2),
        (b"---\nlang: es\n", 0),
        ("---\nlang: es\nmood: good\ndate: Şubat\n---\n".encode(), 0),
    ],
)
def test_page_of_which_nothing_can_be_told_stays_as_it_is(docs: Docs, data: bytes, code: int):
    docs.path("es").write_bytes(data)
    docs.run("fix", code=code)
    assert docs.path("es").read_bytes() == data


def test_line_ends_of_old_macintoshes_are_those_of_others_afterwards(docs: Docs):
    plain = docs.files()
    docs.path("es").write_bytes(docs.path("es").read_bytes().replace(b"\n", b"\r"))
    docs.run("fix", "--kind", "encoding.newline")
    assert docs.files() == plain


def test_dry_run_shows_the_change_and_writes_nothing(docs: Docs):
    docs.write("es", SPANISH)
    before = docs.files()
    said = docs.run("fix", "--dry-run")
    assert f"{NAME.format('es')}:17: parity.math: M -> L\n" in said
    assert "\n-La pérdida $M$ sube.\n+La pérdida $L$ sube.\n" in said
    assert docs.files() == before


def test_page_that_cannot_be_read_is_named_and_the_others_are_fixed(docs: Docs):
    docs.write("es", SPANISH)
    docs.path("tr").write_bytes(b"\xff")
    assert f"{NAME.format('tr')}:1: encoding.utf-8" in docs.run("fix", code=2)
    assert "$M$" not in docs.read("es")


@pytest.mark.parametrize("arguments", [["docs/de"], ["--language", "de"], ["beside.md"]])
def test_call_that_cannot_be_carried_out_says_what_to_do(docs: Docs, arguments: list[str]):
    assert ", expected " in docs.run("fix", *arguments, code=2)


# Of a source: before and after a correction; of its translation: before, and after.
CORRECTED = {
    "a formula": ("The $x^2$ of $y$.", "The $x^3$ of $y$.", "El $x^2$ de $y$.", "El $x^3$ de $y$."),
    "a formula and a comma": ("So $x$ holds.", "So, $z$ holds.", "Vale $x$, pues.", "Vale $z$, pues."),
    "a number": ("It takes 12.5 s.", "It takes 13.5 s.", "Tarda 12,5 s.", "Tarda 13,5 s."),
    "an address": (
        "See [it](https://example.org/a).",
        "See [it](https://example.org/b).",
        "Véase [eso](https://example.org/a).",
        "Véase [eso](https://example.org/b).",
    ),
    "inline code": ("Call `f(x)`.", "Call `g(x)`.", "Llama `f(x)`.", "Llama `g(x)`."),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", CORRECTED)
def test_correction_of_the_source_is_carried_into_the_translation_and_its_comment(docs: Docs, name: str, newline: str):
    old, new, target, carried = CORRECTED[name]
    docs.write("en", f"{ENGLISH}\n{new}\n")
    docs.write("tr", TURKISH.replace("falls", "rises") + commented((new, "Öyle.")))
    body = SPANISH.replace("$M$", "$L$") + commented((old, target))
    docs.path("es").write_bytes(text("es", body).replace("\n", newline).encode())
    before = docs.read("es")
    fixed(docs, NAME.format("es"), "--kind", "drift")
    assert docs.read("es") == before.replace(old, new).replace(target, carried)


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [
        ("The $x$ of $x$.", "The $x$ of $y$.", "El $x$ de $x$."),
        ("The $x$ rises.", "The $z$ rises.", "El $x$ sube, y $x$ baja."),
        ("It takes 12 s.", "It takes 13 s.", "Tarda doce segundos."),
    ],
)
def test_correction_of_which_the_place_is_in_doubt_is_left_and_said(docs: Docs, old: str, new: str, target: str):
    docs.write("en", f"{ENGLISH}\n{new}\n")
    docs.write("tr", TURKISH.replace("falls", "rises") + commented((new, "Öyle.")))
    docs.write("es", SPANISH.replace("$M$", "$L$") + commented((old, target)))
    before = docs.files()
    assert ":26: left: " in docs.run("fix", "docs/es", "--kind", "drift", code=1)
    assert docs.files() == before


def test_changed_words_are_never_taken_for_a_correction(docs: Docs):
    docs.write("en", ENGLISH.replace("The loss $L$ rises.", "The gain $M$ soars."))
    before = docs.files()
    assert docs.run("fix", "--kind", "drift") == "nothing to fix\n"
    assert docs.files() == before
