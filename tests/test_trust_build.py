"""Hostile translations, built and opened in a browser: nothing of theirs runs or leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import attacks
from elements import elements
from payloads import BODIES, EVASIVE, EVIL, META, RUN
from projects import Built, Project
from untrusted import CODE_ELEMENTS, ENGLISH


def article(built: Built, path: str) -> str:
    html = built.page(path)
    return html[html.index("<article") : html.rindex("</article>")]


CODE = "```python\nfor step in range(3):\n    x = x - 0.1 * (2 * x)  # a < b & c\n```"
EACH = 20  # attacks of a page
PAGES = attacks.pages(EACH)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, dict[str, str]]:
    """A site with a French page for each payload, and the name of each page by its payload."""
    project = Project(tmp_path_factory.mktemp("attacked"))
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text() + "plugins: {dragoman: {fail_on_errors: false}}\n", "utf-8")
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
    for number, (body, _) in enumerate(PAGES):
        slug = pages[f"attacks: {number}"] = f"attacks{number}"
        project.write(f"en/{slug}.md", f"lang-ref: {slug}\ntitle: Title", f"{ENGLISH}\n\n{CODE}")
        project.write(
            f"fr/{slug}.md", f"lang: fr\nlang-ref: {slug}\ntitle: Titre", f"{CODE}\n\n{body}\n\n{CODE}\n\nFin."
        )
    project.write("fr/attacks.md", "lang: fr\nlang-ref: attacks\ntitle: Titre", "Rien.\n\n## Titre\n\nFin.")
    project.write("en/attacks.md", "lang-ref: attacks\ntitle: Title", ENGLISH)
    built = project.build()
    assert built.returncode == 0, built.output
    return built, pages


def hostile(built: Built, path: str) -> Iterator[str]:
    """Yield what is in the text of a page and could run, load or lead elsewhere."""
    for tag, attributes in elements(article(built, path)):
        chosen = tag == "input" and attributes.get("type") in ("checkbox", "radio")
        if tag in CODE_ELEMENTS and not chosen:
            yield tag
        for name, value in attributes.items():
            address = name in ("href", "src")
            runs = name.startswith("on") or name in ("srcset", "ping", "srcdoc") or "url(" in value
            leads = address and (EVIL in value or not re.match(r"https?://|mailto:|#|[^:]*$", value))
            of_the_theme = name == "id" and value.startswith("__") and not value.startswith(("__code", "__tabbed"))
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


def test_commands_of_tex_that_are_no_mathematics_are_named(attacked):
    built, pages = attacked
    for name, line in (("link in TeX", 7), ("image in TeX", 8), ("style in TeX", 7)):
        assert re.search(rf"docs/fr/{pages[name]}.md:{line}: math: .*is not allowed", built.output)


def test_a_translation_is_steered_as_its_english_page_is(attacked):
    built, pages = attacked
    for name in ("template", "hide", "search", "key that is two"):
        html = built.page(f"fr/{pages[f'meta: {name}']}")
        assert "<article" in html
        assert "http-equiv" not in html
        assert "on-this-page" not in html  # the contents, which English hides
        assert not re.search(r'md-sidebar--primary"[^>]*hidden', html)


def test_front_matter_brings_no_html(attacked):
    built, pages = attacked
    for name in META:
        html = built.page(f"fr/{pages[f'meta: {name}']}")
        assert f"<script>{RUN}" not in html
        assert not [attributes for _, attributes in elements(html) if "onerror" in attributes]


def test_no_other_file_is_in_the_page(attacked):
    built, pages = attacked
    for name in ("snippet", "snippet block", "snippet in code", "markdown-include", "jinja"):
        assert "INHERIT" not in built.page(f"fr/{pages[name]}")


def test_words_and_code_around_hundreds_of_attacks_stay_as_they_are(attacked):
    built, pages = attacked
    assert sum(len(ends) for _, ends in PAGES) >= 500
    whole = re.search(r"<pre>.*?</pre>", article(built, "attacks0"), re.DOTALL)
    assert whole
    for number, (_, ends) in enumerate(PAGES):
        html = article(built, f"fr/{pages[f'attacks: {number}']}")
        assert [end for end in ends if end not in html] == []
        assert html.count(whole.group()) == 2


# What stands outside the article, but for the contents, which have the headings of the page.
OUTSIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => !one.closest("article, script, svg"))
  .map((one) => [one.tagName, one.id, ...[...one.classList].filter((name) => !name.includes("--"))].join(" ")).join("\\n")"""
CONTENTS = (
    """() => [...new Set([...document.querySelectorAll(".on-this-page *")].map((one) => one.localName))].sort()"""
)


def test_nothing_runs_and_nothing_is_asked_elsewhere(attacked, serve: Callable[[Path], str], browser: Browser):
    built, pages = attacked
    address = serve(built.site)
    context = browser.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    ran = []
    moved = []
    around = ""
    name = ""
    tab = context.new_page()
    tab.on("dialog", lambda dialog: (ran.append(name), dialog.dismiss()))
    for name, slug in {"nothing": "attacks", **pages}.items():
        tab.goto(f"{address}/fr/{slug}/", wait_until="load")
        tab.evaluate("""() => { for (const each of document.querySelectorAll("article *")) {
            each.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})); each.focus && each.focus(); } }""")
        if tab.evaluate("window.pwned") or not tab.url.startswith(address):
            ran.append(name)
        around = around or tab.evaluate(OUTSIDE)
        if name.startswith("attacks") and tab.evaluate(OUTSIDE) != around:
            moved.append(name)
        if not set(tab.evaluate(CONTENTS)) <= {"a", "li", "summary", "ul"}:
            moved.append(name)
    context.close()
    assert ran == []
    assert moved == []
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
