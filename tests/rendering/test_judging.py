"""A translation brings no code, no foreign files and no other generator than its English page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import attacks
from dragoman.cli import sync as cli_sync
from dragoman.rendering.judging import Judge
from payloads import BODIES, EVIL, META, RUN
from untrusted import ENGLISH, HEAD, english, page

FIRST = 7  # the line of a page where its body begins


def found(body: str, head: str = HEAD, source: str = ENGLISH) -> list[tuple[str, int]]:
    """Return the kind and line of each finding, the first line of the body being 1."""
    findings = Judge("docs").findings(page(body, head), english(source))
    return [(finding.kind, finding.line - FIRST + 1) for finding in findings]


@pytest.mark.parametrize("name", [name for name, (_, kind) in BODIES.items() if kind])
def test_what_a_translation_may_not_bring_is_found_at_its_line(name):
    body, expected = BODIES[name]
    kind, _, line = expected.partition("@")
    assert (kind, int(line or 1)) in found(body)


def test_hundreds_of_attacks_are_found_at_their_lines():
    """What is code is none, and TeX is KaTeX's to judge; an address with a backslash is text."""
    silent = (
        "code,",
        "command of TeX,",
        "pictures to choose from, tab",
        "address in angles, sentence",
        "address in angles, heading",
    )
    missed = [
        name
        for name, attack in attacks.attacks()
        if not any(1 <= line <= attack.count("\n") + 1 for _, line in found(f"{attack}\n\nFin."))
    ]
    assert [name for name in missed if not name.startswith(silent)] == []


@pytest.mark.parametrize("name", [name for name, (_, kind) in META.items() if kind])
def test_front_matter_that_steers_or_holds_html_is_found_at_its_line(name):
    meta, kind = META[name]
    assert (kind, 4 - FIRST + 1) in found("Texte.", f"lang: fr\nlang-ref: x\n{meta}")


def test_the_same_in_the_english_page_is_no_finding():
    body = '<video controls src="v.mp4"></video>\n\n**bold**{: .loud}\n\n{% raw %}\n\n## Title {#here}'
    assert found(body, source=body) == []
    assert {kind for kind, _ in found(body)} == {"trust.html", "trust.attribute", "trust.include"}


def test_a_script_is_a_finding_even_where_the_english_page_has_one():
    assert found("<script>2</script>", source="<script>1</script>") == [("trust.html", 1)]


@pytest.mark.parametrize(
    "body",
    [
        "Un <b>mot</b>, H<sub>2</sub>O<br>x<sup>2</sup>, <bdi>x</bdi>, <center>milieu</center>.",
        '<div dir="rtl">\n\nنص\n\n</div>',
        '<span lang="en">overfitting</span> et <p dir="ltr">x</p>',
        '<IMG alt="une autre" src=\'y.png\' width="50%" style="zoom: 40%;"/>',
        "<div hidden>\n\nPas montré.\n\n</div>",
        "[x](https://fr.wikipedia.org/wiki/Gradient) et [y](../05.md#title), [z](#title)",
        "`<script>` et `{% include %}`, $a<b>c$, $x_{i=1}$",
        "```html\n<script>x</script>\n<a href='javascript:1'>\n```",
        '``` {.python title="x"}\nx\n```\n\n```python= \nx\n```',
        "Si x < y et y > z, alors \\<script>.",
        "{{site.baseurl}}/images/x.png",
        "Une phrase en \u2067عربي\u2069 isolée.",
        "## Titre {#title}",
        '=== "Un"\n\n    a\n\n=== "Deux"\n\n    b',
        "- [x] fait\n- [ ] ouvert",
        "Mot[^1].\n\n[^1]: Note.\n\nTerme\n:   Sens",
        "- liste {a, b}\n- $\\{x\\}$",
    ],
)
def test_honest_text_gives_no_finding(body):
    assert found(body) == []


def test_what_is_more_likely_a_comparison_is_found():
    assert found("si x <y et y> z") == [("trust.html", 1)]


@pytest.mark.parametrize("line", [1, 3, 6])
def test_what_stands_there_twice_is_found_twice(line):
    body = "\n" * (line - 1) + f"<script>{RUN}</script>\n\n[x](https://{EVIL}/)\n\n<script>{RUN}</script>"
    assert {("trust.html", line), ("trust.html", line + 4), ("trust.host", line + 2)} <= set(found(body))


def test_a_link_to_another_host_is_a_warning_and_an_image_from_it_an_error():
    findings = Judge("docs").findings(page(f"[x](https://{EVIL}/)\n\n![x](https://{EVIL}/x.png)"), english())
    assert [(finding.kind, finding.severity.value) for finding in findings] == [
        ("trust.host", "warning"),
        ("trust.host", "error"),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("alice.github.io", "bob.github.io"), ("a.co.uk", "b.co.uk"), ("127.0.0.1", "10.0.0.1"), ("localhost", "other")],
)
def test_hosts_that_only_share_a_public_suffix_are_not_the_same(ours, theirs):
    assert found(f"[x](http://{theirs}/)", source=f"[x](http://{ours}/)") == [("trust.host", 1)]


def test_no_directive_silences_what_a_translation_may_not_bring():
    assert found(f"<!-- course: ignore trust -- mine -->\n\n<script>{RUN}</script>") == [("trust.html", 3)]


def judged(docs: Path) -> list[str]:
    sync = cli_sync.open_docs(docs, "en")
    judge = Judge("docs")
    return [str(one) for sides in sync.translations() for one in judge.findings(*sides)]


def test_our_own_pages_give_no_finding():
    assert judged(Path(__file__).parents[2] / "docs") == []


def test_honest_pages_of_the_real_course_give_none_but_real_findings(corpus_folder):
    """A style with a translated property, TeX, a comment, a tag and an address that were mistyped: nothing else."""
    findings = judged(corpus_folder)
    real = re.compile(r"couleur de fond|found (?:<! -|<bŞekil|[$\\].*) in the finished page|yann.Le Cun.com")
    assert [one for one in findings if not real.search(one)] == []
    assert len(findings) >= 30


@pytest.mark.parametrize(
    "body",
    [
        '<pre onclick="x()">\na\n</pre>',
        '<pre>\n\n    <b onclick="x()">a</b>\n</pre>',
        '- a\n\n    b <i onclick="x()">c</i>',
    ],
)
def test_tag_in_raw_html_or_in_a_list_is_no_code(body: str):
    assert any(kind.startswith("trust.") for kind, _ in found(body))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<div class="example">x</div>', "trust.attribute"),
        ('<figure class="plot">x</figure>', "trust.attribute"),
        ('<p id="search">x</p>', "trust.attribute"),
        ('<h2 id="search">Titre</h2>', "trust.attribute"),
        ("## Titre {#search}", "trust.attribute"),
        ('<a name="search">x</a>', "trust.attribute"),
        ("[x](https://en.wikipedia.org/redirect?q=https://evil.example)", "trust.host"),
        ("[x](https://en.wikipedia.org/redirect?q=https%3A%2F%2Fevil.example%2Fa)", "trust.host"),
        ("[x](https://en.wikipedia.org/l?u=//evil.example)", "trust.host"),
        ("[x](https://en.wikipedia.org/https://evil.example)", "trust.host"),
        ("<svg><path d='M0 0'/></svg>", "trust.html"),
        ('<p class="on">x</p>', "trust.attribute"),
        ("<input>", "trust.html"),
        ('<input type="password">', "trust.html"),
        ('<input type="checkbox" onclick="x">', "trust.attribute"),
        ('<label for="__drawer">x</label>', "trust.attribute"),
    ],
)
def test_what_would_imitate_the_site_or_lead_on_is_found(body: str, kind: str):
    assert (kind, 1) in found(body)


def test_changed_value_is_to_be_put_back_and_an_attribute_that_the_source_has_nowhere_to_be_removed():
    source = '<img src="a.png" style="zoom: 40%; background-color: #DCDCDC;">'
    for body, told in (
        ('<img src="a.png" style="zoom: 40%; couleur de fond: #DCDCDC;">', "put that one back"),
        ('<img src="a.png" onclick="x">', "remove it"),
    ):
        (finding,) = Judge("docs").findings(page(body), english(source))
        assert finding.kind == "trust.attribute"
        assert told in finding.message


SHARED = (
    '!!! exercise "Do it"\n\n    Words.\n\n``` {.python linenums="1"}\nx = 1\n```\n\nA note[^1].\n\n[^1]: The note.\n\n'
    '=== "One"\n\n    a\n\n=== "Two"\n\n    b\n\n- [x] done\n- [ ] open\n\n```mermaid\ngraph TD\n```\n\n'
    '<span class="twemoji"><svg viewBox="0 0 9 9"><path d="M0 0"/></svg></span>\n\n'
    "<math><mi>x</mi></math>\n\n<details open><summary>More</summary>a</details>\n\n"
    '<iframe src="https://www.youtube.com/embed/x"></iframe>\n\n[v](https://www.youtube.com/watch?v=1&t=2)'
)


def test_whatever_the_source_page_has_may_stand_in_its_translations():
    translated = SHARED.replace("Words", "Mots").replace("Do it", "\u00c0 faire").replace("The note", "La note")
    assert found(translated, source=SHARED) == []
    more = SHARED + "\n\n[^2]: More.\n\nAnother[^2]."
    assert found(more, source=SHARED) == []


def test_a_drawing_that_differs_from_that_of_the_source_page_is_found():
    assert found(SHARED.replace("M0 0", "M0 1"), source=SHARED) == [("trust.html", 28)]
    assert ("trust.html", 28) in found(SHARED.replace("<path", "<a href='//evil.example'></a><path"), source=SHARED)


DIAGRAM = '```mermaid\nflowchart LR\n  a[One] --> b[Two]\n  click a "https://example.org/a"\n```'


def test_diagram_of_the_source_with_other_texts_is_drawn():
    assert found(DIAGRAM.replace("One", "Un"), source=DIAGRAM) == []
    assert "trust.code" in {
        kind for kind, _ in found("> " + DIAGRAM.replace("\n", "\n> "), source=DIAGRAM.replace("/a", "/b"))
    }


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (("/a", "/b"), 4),
        (("One", "<img src=x>"), 3),
        (("One", '"#60;img"'), 3),
        (("  click", "  style a fill:red\n  click"), 4),
    ],
)
def test_diagram_with_more_than_texts_of_its_own_is_not_drawn(change: tuple[str, str], line: int):
    assert found(DIAGRAM.replace(*change), source=DIAGRAM) == [("trust.code", line)]
