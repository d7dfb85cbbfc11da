"""A translation brings no code, no foreign files and no other generator than its English page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Route

from conftest import Built, Project
from course import allowed, library, trust
from course.lecture import Lecture, parse
from course.purify import purify
from payloads import BODIES, EVASIVE, EVIL, META, RUN

ENGLISH = (
    "## Title\n\nA [link](https://en.wikipedia.org/wiki/Gradient) and <b>bold</b>.\n\n"
    '<div hidden>\n\nNot shown.\n\n</div>\n\n<img src="x.png" alt="x" style="zoom:40%">'
)
HEAD = "lang: fr\nlang-ref: x\ntitle: Titre"
FIRST = 7  # the line of a page where its body begins
CODE_ELEMENTS = {"base", "embed", "form", "iframe", "input", "link", "meta", "object", "script", "style", "template"}


def page(body: str, head: str = HEAD, lang: str = "fr") -> Lecture:
    return parse(PurePosixPath(lang, "x.md"), f"---\n{head}\n---\n\n{body}\n".encode())


def english(body: str = ENGLISH) -> Lecture:
    return page(body, "lang: en\nlang-ref: x\ntitle: Title", "en")


def found(body: str, head: str = HEAD, source: str = ENGLISH) -> list[tuple[str, int]]:
    """Return the kind and line of each finding, the first line of the body being 1."""
    findings = trust.check(page(body, head), allowed.of(english(source)), "docs/fr/x.md")
    return [(finding.kind, finding.line - FIRST + 1) for finding in findings]


def published(body: str, source: str = ENGLISH) -> str:
    return trust.without(page(body).visible, allowed.of(english(source))).text.strip()


class Article(HTMLParser):
    """The elements and attributes of a page's text, also of the head where that is asked for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


def article(built: Built, path: str) -> Article:
    html = built.page(path)
    return Article(html[html.index("<article") : html.rindex("</article>")])


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
    kinds = [finding.kind for finding in trust.check(page(body), allowed.of(None), "docs/fr/x.md")]
    assert kinds == ["trust.html", "trust.attribute"]


def test_what_is_taken_out_leaves_the_words_and_the_lines():
    body = 'Un <font color="red">mot</font>.\n\n<script>\n1\n</script>\n\n[fin](https://evil.example/ "x")'
    visible = trust.without(page(body).visible, allowed.of(english()))
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
    findings = trust.check(
        page(f"[x](https://{EVIL}/)\n\n![x](https://{EVIL}/x.png)"), allowed.of(english()), "docs/fr/x.md"
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
    docs = Path(__file__).parent.parent / "docs"
    assert trust.screen(library.read(docs, ("en", "fr", "tr", "ar"), "en"), "docs").findings == ()


def test_honest_pages_of_the_real_course_give_none_but_real_findings(corpus_folder):
    """A style with a translated property, a comment and a tag that were mistyped: nothing else."""
    read = library.read(corpus_folder, ("en", "fr", "tr", "ar"), "en")
    findings = trust.screen(read, "docs").findings
    real = re.compile(r"couleur de fond|<! - |<bŞekil")
    assert [str(finding) for finding in findings if not real.search(finding.message)] == []
    assert len(findings) >= 30


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, str]]:
    """A site with a French page for each payload, and the name of each page by its payload."""
    project = Project(tmp_path_factory.mktemp("attacked"))
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text() + "extra: {course: {fail_on_errors: false}}\n", "utf-8")
    project.snippet("05-1-x", "print(1)\n")
    (project.folder / "docs" / "fr").mkdir(parents=True)
    (project.folder / "docs" / "en" / "x.png").write_bytes(b"")
    pages = {}
    payloads = {**{name: (body, "title: Titre") for name, (body, _) in BODIES.items()}}
    payloads |= {f"evasive: {name}": (body, "title: Titre") for name, body in EVASIVE.items()}
    payloads |= {f"meta: {name}": ("Texte.", meta) for name, (meta, _) in META.items()}
    for number, (name, (body, meta)) in enumerate(payloads.items()):
        slug = pages[name] = f"p{number}"
        project.write(f"en/{slug}.md", f"lang-ref: {slug}\ntitle: Title\nhide: [toc]", ENGLISH)
        project.write(f"fr/{slug}.md", f"lang: fr\nlang-ref: {slug}\n{meta}", f"{body}\n\n## Titre\n\nFin.")
    built = project.build()
    assert built.returncode == 0, built.output
    return built, pages


def hostile(built: Built, path: str) -> Iterator[str]:
    """Yield what is in the text of a page and could run, load or lead elsewhere."""
    for tag, attributes in article(built, path).elements:
        if tag in CODE_ELEMENTS:
            yield tag
        for name, value in attributes.items():
            address = name in ("href", "src")
            runs = name.startswith("on") or name in ("srcset", "ping", "srcdoc") or "url(" in value
            leads = address and (EVIL in value or not re.match(r"https?://|mailto:|[^:]*$", value))
            of_the_theme = name == "id" and value.startswith("__") and not value.startswith("__code")
            if runs or leads or of_the_theme:
                yield f'{name}="{value}"'


def test_a_page_is_built_without_what_its_translation_may_not_bring(attacked):
    built, pages = attacked
    left = {name: list(hostile(built, f"fr/{slug}")) for name, slug in pages.items()}
    assert {name: what for name, what in left.items() if what} == {}
    assert all("Fin." in built.page(f"fr/{slug}") for slug in pages.values())


def test_what_only_the_rendered_page_shows_is_reported_too(attacked):
    built, pages = attacked
    silent = {name for name in EVASIVE if f"docs/fr/{pages[f'evasive: {name}']}.md:" not in built.output}
    # Code and text after all, which is why nobody reports them.
    assert silent <= {
        "code that is none in a block",
        "code that opens in an attribute",
        "title that is a tag",
        "token of an example",
    }


def test_a_translation_is_steered_as_its_english_page_is(attacked):
    built, pages = attacked
    for name in ("template", "hide", "search", "key that is two"):
        html = built.page(f"fr/{pages[f'meta: {name}']}")
        assert "<article" in html
        assert "http-equiv" not in html
        assert re.search(r'md-sidebar--secondary"[^>]*hidden', html)  # the contents, which English hides
        assert not re.search(r'md-sidebar--primary"[^>]*hidden', html)


def test_front_matter_brings_no_html(attacked):
    built, pages = attacked
    for name in META:
        html = built.page(f"fr/{pages[f'meta: {name}']}")
        assert f"<script>{RUN}" not in html
        assert not [attributes for _, attributes in Article(html).elements if "onerror" in attributes]


def test_no_other_file_is_in_the_page(attacked):
    built, pages = attacked
    for name in ("snippet", "snippet block", "snippet in code", "markdown-include", "jinja"):
        assert "INHERIT" not in built.page(f"fr/{pages[name]}")


def test_nothing_runs_and_nothing_is_asked_elsewhere(attacked, serve: Callable[[Path], str], browser: Browser):
    built, pages = attacked
    address = serve(built.site)
    context = browser.new_context()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url.startswith(address):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", answer)
    ran = []
    for name, slug in pages.items():
        tab = context.new_page()
        tab.on("dialog", lambda dialog, name=name: (ran.append(name), dialog.dismiss()))
        tab.goto(f"{address}/fr/{slug}/", wait_until="load")
        tab.evaluate("""() => { for (const each of document.querySelectorAll("article *")) {
            each.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})); each.focus && each.focus(); } }""")
        if tab.evaluate("window.pwned") or not tab.url.startswith(address):
            ran.append(name)
        tab.close()
    context.close()
    assert ran == []
    assert [url for url in asked if not url.startswith(address)] == []


def test_page_is_built_without_what_it_may_not_bring(project):
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil", f"Un <script>{RUN}</script> mot.")
    built = project.build()
    assert built.returncode == 0, built.output
    assert "docs/fr/index.md:7: trust.html: found <script>" in built.output
    assert RUN not in built.page("fr")


def test_strict_build_stops_at_what_a_translation_may_not_bring(project):
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil", f"Un <script>{RUN}</script> mot.")
    built = project.build("--strict")
    assert built.returncode != 0
    assert "docs/fr/index.md:7: trust.html: found <script>" in built.output
    assert not built.site.exists()


def test_a_link_to_another_host_does_not_stop_a_build_that_is_not_strict(project):
    project.write("fr/index.md", "lang: fr\nlang-ref: home\ntitle: Accueil", f"[mot](https://{EVIL}/)")
    built = project.build()
    assert built.returncode == 0, built.output
    assert "docs/fr/index.md:7: trust.host" in built.output
    assert EVIL not in built.page("fr")
    assert "mot" in built.page("fr")


def test_an_english_page_may_hold_what_its_author_wants(project):
    project.write("en/about.md", "lang-ref: about\ntitle: About", f"<script>{RUN}</script> [x](https://{EVIL}/)")
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    assert f"<script>{RUN}</script>" in built.page("about")


ELEMENTS = (
    "a img b div p svg math style script table td select title xmp noscript iframe form mglyph annotation-xml "
    "foreignObject template textarea h2 x-y details"
)
KEYS = (
    "href src onerror onclick style class id title alt lang dir xlink:href srcset formaction data-math name hidden "
    "markdown ONload"
)
NAMES = st.sampled_from(ELEMENTS.split())
ATTRIBUTES = st.sampled_from([*KEYS.split(), "\x00on", "ON load"])
PLAIN = "javascript:x //x x.png __config md-overlay rtl en zoom:40% position:fixed background:url(x) <script> --!> 1"
VALUES = st.sampled_from(
    [*PLAIN.split(), "JAVA\tSCRIPT:x", f"https://{EVIL}/", "&#106;avascript:x", "\u202e", '">', "'"]
)
PIECES = st.one_of(
    st.builds("<{} {}={}>".format, NAMES, ATTRIBUTES, VALUES),
    st.builds('<{} {}="{}">'.format, NAMES, ATTRIBUTES, VALUES),
    st.builds("<{}/{}='{}'".format, NAMES, ATTRIBUTES, VALUES),
    st.builds("</{}>".format, NAMES),
    st.builds("[x]({})".format, VALUES),
    st.builds("**x**{{: {}={} }}".format, ATTRIBUTES, VALUES),
    st.sampled_from(["<!--", "-->", "--!>", "<![CDATA[", "]]>", "`", "$", "\n\n", "    ", "- ", "text", "{", "```\n"]),
)
MARKUP = st.lists(PIECES, max_size=12).map(" ".join)
RULES = allowed.of(english())


@given(MARKUP)
def test_no_mixture_of_markup_leaves_an_attribute_that_is_not_allowed(text):
    for name, value, tag in harmful(purify(text, RULES, lambda *_: None)):
        pytest.fail(f"{tag} {name}={value}")


@given(MARKUP)
def test_no_mixture_of_markup_breaks_the_check_or_comes_back(text):
    lecture = page(text)
    list(trust.check(lecture, allowed.of(english()), "docs/fr/x.md"))
    visible = trust.without(lecture.visible, RULES)
    assert len(visible.lines) == visible.text.count("\n") + 1


def harmful(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield the attributes of a purified piece of HTML that nothing allows."""
    for tag, attributes in Article(html).elements:
        assert tag not in CODE_ELEMENTS | {"svg", "math", "title", "xmp", "noscript"}
        for name, value in attributes.items():
            fine = (
                (name in ("alt", "title", "lang", "dir", "markdown", "class", "id", "hidden", "style", "name"))
                # An address below the page, whatever it is made of.
                or (
                    name in ("href", "src")
                    and re.match(r"\s*(?:[a-z][\w+.-]*:|[\\/]{2})", value, re.IGNORECASE) is None
                )
                or (name, tag) == ("data-math", "span")
            )
            bad = EVIL in value or value in ("position:fixed", "background:url(x)") or "md-overlay" in value
            if not fine or (bad and name not in ("alt", "title", "href")) or (name == "id" and value == "__config"):
                yield name, value, tag
