"""What a reader would not see, or would see as source, is named at its line; what is in code or read is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

import hypothesis_profile as h
from dragoman.pages import library
from dragoman.website import losses

HEAD = "---\nlang-ref: ch.05-1\ntitle: x\n---\n\n"
OTHER = "---\nlang-ref: ch.05-2\ntitle: z\n---\n\n## There $x$\n\n<a id='given'></a>\n\n## Own {#own}\n"


def found(folder: Path, source: str, translation: str | None = None) -> list[tuple[str, int, str]]:
    """Return language, line below the front matter and kind of each loss."""
    files = {"en/week05/05-1.md": HEAD + source, "en/week05/05-2.md": OTHER, "en/week05/f.png": "x"}
    if translation is not None:
        files["fr/week05/05-1.md"] = HEAD + translation
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    read = library.read(folder, ("en", "fr"), "en", name="docs")
    return [(one.file.split("/")[1], one.line - 5, one.kind) for one in losses.find(read, "docs")]


def commented(source: str, translation: str) -> str:
    return f"<!--\n{source}\n-->\n\n{translation}\n"


@pytest.mark.parametrize(
    "text",
    [
        *("{: #id}\n## Heading", "{% include x %}", "{% raw %}", "{::comment}", "{:/comment}", "- toc\n{:toc}"),
        *("one\\\\\ntwo", "$$\nx\n$$ {#eq}", "{{ site.title }}", "{% assign x = 1 %} words"),
        *('<Note kind="x" />', "<Question choices={[1]}/>", "<Tabs.Item>", "{#if a}", "{/if}", "{@html x}"),
        *("> [!TIP]\n> words", "## H[[id]]", "see :numref:`a`", "see :eqref:`a` here", ":label:`b`", "[[wiki page]]"),
    ],
)
def test_syntax_that_nothing_reads_is_named(tmp_path: Path, text: str) -> None:
    lost = found(tmp_path, f"Words.\n\n{text}\n")
    assert lost
    assert {(lang, kind) for lang, _, kind in lost} == {("en", "markdown.unread")}
    assert 3 <= lost[0][1] <= 5


@pytest.mark.parametrize(
    "text",
    [
        *(
            "`{% include x %}` and `<Note />`",
            "```\n{{ x }} {:toc} [[a]]\n```",
            "$\\{x\\} \\\\ y$",
            "$$\na \\\\\nb\n$$",
        ),
        *("## Heading {#id}", "Words.\n{: .loud}", "![a]({{site.baseurl}}/x.png)", "<IMG src='f.png' alt=''>"),
        *(
            "<Sub>2</Sub>",
            "a[1][2] and x[[1, 2]](f)",
            "A: b::c, 12:30:45, ::1",
            "> quoted [link](05-2.md)",
            "1 < x, Y > 2",
        ),
        *(
            "- [x] done",
            "[a](<05-2.md> 'title')",
            '[a](05-2.md "a (title)")',
            "[a](https://en.wikipedia.org/wiki/A_(b))",
        ),
    ],
)
def test_what_is_code_a_formula_or_read_is_not(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, f"Words.\n\n{text}\n\nMore.\n") == []


@pytest.mark.parametrize(
    "link", ["[x](#nope)", "[x](05-2.md#nope)", "[x](nowhere.md)", "[x](../week09/09.md#a)", "[x](/en/no.md)"]
)
def test_link_that_leads_nowhere_is_named_in_the_source_first(tmp_path: Path, link: str) -> None:
    ((lang, line, kind),) = found(tmp_path, f"Words {link}.\n", commented(f"Words {link}.", f"Mots {link}."))
    assert (lang, line) == ("en", 1)
    assert kind == ("link.anchor" if "05-2" in link or "(#" in link else "link.page")


@pytest.mark.parametrize(
    "link",
    [
        *("[x](#here)", "[x](05-2.md#there)", "[x](05-2.md#given)", "[x](./05-2.md#own)", "[x](../week05/05-2.md)"),
        *("[x](/en/week05/05-2.md)", "[x]({{site.baseurl}}/en/week05/05-2)", "[x](05-2.md)", "<mailto:a@example.org>"),
    ],
)
def test_link_that_leads_to_a_page_and_a_place_is_not(tmp_path: Path, link: str) -> None:
    assert found(tmp_path, f"## Here\n\nWords {link}.\n", f"## Ici\n\nMots {link}.\n") == []


@pytest.mark.parametrize("image", ["![a](g.png)", '<img src="g.png" alt="">', "![a](../f.png)", "![a](a%00b.png)"])
def test_image_that_does_not_exist_is_named(tmp_path: Path, image: str) -> None:
    assert found(tmp_path, f"{image}\n") == [("en", 1, "image.missing")]


@pytest.mark.parametrize("image", ["![a](f.png)", '<img src="f.png" alt="">', "![a](https://example.org/g.png)"])
def test_image_beside_the_source_is_found_from_a_translation(tmp_path: Path, image: str) -> None:
    assert found(tmp_path, f"{image}\n", f"{image}\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Dans [la partie](05-2.md tous les poids (weights) bougent.",
        "Dans [la partie](05-2.md tous les poids bougent",
        "[la partie](https://example.org/a et la suite",
        "![la partie](f.png tous",
    ],
)
def test_link_without_an_end_is_named_at_its_line(tmp_path: Path, text: str) -> None:
    lost = found(
        tmp_path,
        "In [the part](05-2.md) all weights move.\n",
        commented("In [the part](05-2.md) all weights move.", text),
    )
    assert ("fr", 5, "markdown.link") in lost


@pytest.mark.parametrize("indent", ["    ", "\t", "     "])
def test_paragraph_that_became_code_is_named(tmp_path: Path, indent: str) -> None:
    page = commented("Text with $x$ here.", f"{indent}Texte avec $x$ ici.")
    assert found(tmp_path, "Text with $x$ here.\n", page) == [("fr", 5, "markdown.indent")]
    code = "Text.\n\n    x = 1\n"
    assert found(tmp_path, code, commented("Text.", "Texte.") + "\n    x = 1\n") == []


def test_body_that_left_its_box_is_named_and_a_box_of_another_kind(tmp_path: Path) -> None:
    source = '!!! note\n\n    Text of it.\n\n??? question "Why?"\n\n    Because.\n'
    left = commented("!!! note", "!!! note") + "\nTexte.\n\n" + '??? question "Pourquoi ?"\n\n    Parce que.\n'
    assert found(tmp_path, source, left) == [("fr", 5, "markdown.box")]
    other = source.replace("??? question", "??? soru")
    assert found(tmp_path, source, other) == [("fr", 5, "markdown.box")]
    assert found(tmp_path, "!!! note\n\nText.\n") == [("en", 1, "markdown.box")]


@given(h.hostile_text | h.any_text)
def test_any_text_is_looked_through_and_each_loss_has_its_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "any"
    for lang, line, _ in found(folder, text, text):
        assert lang in ("en", "fr")
        assert -5 <= line <= text.count("\n") + 2
