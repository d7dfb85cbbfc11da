"""A translation brings no code, no foreign files and no other generator than its English page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.pages import library
from dragoman.trust import policy, screening
from payloads import BODIES, EVIL, META
from untrusted import ENGLISH, HEAD, english, page

FIRST = 7  # the line of a page where its body begins


def found(body: str, head: str = HEAD, source: str = ENGLISH) -> list[tuple[str, int]]:
    """Return the kind and line of each finding, the first line of the body being 1."""
    findings = screening.check(page(body, head), policy.of(english(source)), "docs/fr/x.md")
    return [(finding.kind, finding.line - FIRST + 1) for finding in findings]


def published(body: str, source: str = ENGLISH) -> str:
    return screening.without(page(body).visible, policy.of(english(source))).text.strip()


@pytest.mark.parametrize("name", BODIES)
def test_what_a_translation_may_not_bring_is_found_at_its_line(name):
    body, expected = BODIES[name]
    kind, _, line = expected.partition("@")
    assert (kind, int(line or 1)) in found(body)


@pytest.mark.parametrize("name", [name for name, (_, kind) in META.items() if kind])
def test_front_matter_that_steers_or_holds_html_is_found_at_its_line(name):
    meta, kind = META[name]
    assert (kind, 4 - FIRST + 1) in found("Texte.", f"lang: fr\nlang-ref: x\n{meta}")


def test_the_same_in_the_english_page_is_no_finding():
    body = '<video controls src="v.mp4"></video>\n\n**bold**{: .loud}\n\n{% raw %}\n\n## Title {#here}'
    assert found(body, source=body) == []
    assert published(body, source=body) == body
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
        "- liste {a, b}\n- $\\{x\\}$",
    ],
)
def test_honest_text_gives_no_finding_and_stays_as_it_is(body):
    assert found(body) == []
    assert published(body) == body


def test_a_translation_without_an_english_page_may_hold_what_does_no_harm():
    body = '<b>x</b> ![y](y.png) <img src="y.png" style="zoom:50%">\n\n<video>\n\n<b style="position:fixed">x</b>'
    kinds = [finding.kind for finding in screening.check(page(body), policy.of(None), "docs/fr/x.md")]
    assert kinds == ["trust.html", "trust.attribute"]


def test_what_is_taken_out_leaves_the_words_and_the_lines():
    body = 'Un <font color="red">mot</font>.\n\n<script>\n1\n</script>\n\n[fin](https://evil.example/ "x")'
    visible = screening.without(page(body).visible, policy.of(english()))
    assert visible.text.split() == ["Un", "mot.", "fin"]
    assert visible.line_at(visible.text.index("fin")) == FIRST + 6


def test_the_sound_part_of_a_style_stays():
    assert published('<img src="x.png" style="zoom : 40% ; couleur de fond:#DCDCDC ;">') == (
        '<img src="x.png" style="zoom:40%">'
    )


def test_what_is_more_likely_a_comparison_is_found_and_stays_as_text():
    assert found("si x <y et y> z") == [("trust.html", 1)]
    assert published("si x <y et y> z") == "si x &lt;y et y> z"


def test_a_link_to_another_host_is_a_warning_and_an_image_from_it_an_error():
    findings = screening.check(
        page(f"[x](https://{EVIL}/)\n\n![x](https://{EVIL}/x.png)"), policy.of(english()), "docs/fr/x.md"
    )
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


def test_our_own_pages_give_no_finding():
    docs = Path(__file__).parents[2] / "docs"
    assert screening.screen(library.read(docs, ("en", "fr", "tr", "ar"), "en"), "docs").findings == ()


def test_honest_pages_of_the_real_course_give_none_but_real_findings(corpus_folder):
    """A style with a translated property, a comment and a tag that were mistyped: nothing else."""
    read = library.read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    findings = screening.screen(read, "docs").findings
    real = re.compile(r"couleur de fond|<! - |<bŞekil")
    assert [str(finding) for finding in findings if not real.search(finding.message)] == []
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


DIAGRAM = '```mermaid\nflowchart LR\n  a[One] --> b[Two]\n  click a "https://example.org/a"\n```'


def test_diagram_of_the_source_with_other_texts_is_drawn() -> None:
    theirs = DIAGRAM.replace("One", "Un")
    assert found(theirs, source=DIAGRAM) == []
    assert published(theirs, source=DIAGRAM) == theirs


@pytest.mark.parametrize(
    "change", [("/a", "/b"), ("One", "<img src=x>"), ("One", '"#60;img"'), ("  click", "  style a fill:red\n  click")]
)
def test_diagram_with_more_than_texts_of_its_own_is_not_drawn(change: tuple[str, str]) -> None:
    theirs = DIAGRAM.replace(*change)
    assert found(theirs, source=DIAGRAM) == [("trust.code", 1)]
    assert published(theirs, source=DIAGRAM) == theirs.replace("```mermaid", "```")
