"""The term base in the pages: the list of terms, and the first use of each in a lecture."""

from __future__ import annotations

import re

import pytest

from dragoman.terms import term_base
from dragoman.terms.markup import GlossaryPages

BASE = """\
step size:
  definition: How far a "step" goes; < 1.
  fr: {term: taille du pas, definition: La longueur d’un pas.}
  ar: {term: حجم الخطوة, definition: مقدار الخطوة.}
cost:
  definition: What is made small.
  fr: {term: coût, definition: Ce que l’on réduit.}
  ar: {term: تكلفة, definition: ما يُصغَّر.}
Adam:
  definition: A method.
  fr: {term: Adam, definition: Une méthode.}
  ar: {term: Adam, definition: طريقة.}
"""
PAGE = "lang-ref: glossary\ntitle: Terms"


@pytest.fixture
def terms():
    base = term_base.read(BASE, ("en", "fr", "ar"), "en")
    assert base.findings == ()
    return GlossaryPages(base, "en")


def marked(terms, html, lang="en"):
    """Return the marked texts, and the page with each in brackets."""
    result = terms.marked(html, lang, "../glossary/")
    bare = re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"[\1]", result, flags=re.DOTALL)
    return re.findall(r"\[(.*?)\]", bare, re.DOTALL), bare


def test_the_first_use_of_each_term_links_to_its_definition(terms):
    html = "<p>The cost, the step size.</p>\n<p>Step sizes and cost.</p>"
    assert marked(terms, html)[1] == "<p>The [cost], the [step size].</p>\n<p>Step sizes and cost.</p>"
    assert '<a class="term" href="../glossary/#cost" data-definition="What is made small.">cost</a>' in terms.marked(
        html, "en", "../glossary/"
    )


def test_a_translated_page_carries_the_english_term(terms):
    html = terms.marked("<p>Le coût et Adam.</p>", "fr", "g/")
    assert '<a class="term" href="g/#cost" data-term="cost" data-definition="Ce que l’on réduit.">coût</a>' in html
    assert '<a class="term" href="g/#adam" data-definition="Une méthode.">Adam</a>' in html


def test_definitions_are_escaped(terms):
    assert 'data-definition="How far a &quot;step&quot; goes; &lt; 1."' in terms.marked("<p>step size</p>", "en", "g/")


@pytest.mark.parametrize(
    "html",
    [
        "<h2>The cost</h2>",
        "<p><code>cost</code></p>",
        "<pre><code>cost</code></pre>",
        '<p><a href="x">the cost</a></p>',
        '<p><span class="math" dir="ltr" data-math="1">cost</span></p>',
        "<details><summary>Which cost?</summary></details>",
        '<p class="admonition-title">The cost</p>',
        "<figure><figcaption><p>The cost</p></figcaption></figure>",
        "<table><tr><td><p>cost</p></td></tr></table>",
        "<div>cost</div>",
        '<p title="cost"><img alt="cost" src="cost.png"><!-- cost --></p>',
    ],
)
def test_what_is_no_running_text_is_left_alone(terms, html):
    assert terms.marked(html, "en", "g/") == html
    assert marked(terms, f"{html}<p>Its cost.</p>")[1] == f"{html}<p>Its [cost].</p>"


def test_lists_emphasis_and_answers_are_running_text(terms):
    assert marked(terms, "<ul><li>the <em>cost</em></li></ul>")[0] == ["cost"]
    assert marked(terms, "<details><summary>?</summary><p>the cost</p></details>")[0] == ["cost"]


def test_a_page_keeps_every_byte_besides(terms):
    html = "<p>A &amp; b&nbsp;&lt;c  <br/>\n<img src=x>\r\n cost&#39;s\n\n</p ><P CLASS='a'>d</P>\n<p>step\nsize</p>"
    found, bare = marked(terms, html)
    assert (found, bare.replace("[", "").replace("]", "")) == (["cost", "step\nsize"], html)


def test_a_base_without_terms_changes_nothing():
    assert GlossaryPages(term_base.Glossary(), "en").marked("<p>cost</p>", "en", "g/") == "<p>cost</p>"


def test_the_list_is_sorted_with_the_english_term_beside_each(terms):
    html = terms.listed('<p>a</p>\n<div class="glossary">\n</div>\n<p>b</p>', "ar")
    assert re.findall(r'<dt id="(.*?)"', html) == ["adam", "cost", "step-size"]
    assert '<dt id="cost"><dfn>تكلفة</dfn> <span lang="en" dir="ltr">(cost)</span></dt>\n<dd>ما يُصغَّر.</dd>' in html
    assert '<dt id="adam"><dfn>Adam</dfn></dt>' in html
    assert html.startswith("<p>a</p>")
    assert html.endswith("<p>b</p>")


def test_lectures_are_marked_and_the_glossary_is_a_page_of_each_language(project):
    config = project.folder / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("index.md,", "index.md, glossary.md,"), "utf-8")
    numbered = iter(("bir", "iki", "üç"))
    base = re.sub("\n  ar:", lambda _: f"\n  tr: {{term: {next(numbered)}, definition: x}}\n  ar:", BASE)
    (project.folder / "docs" / "glossary.yml").write_text(base, "utf-8")
    place = '<div class="glossary"></div>'
    project.write("en/glossary.md", PAGE, f"All terms.\n\n{place}")
    project.write("fr/glossary.md", f"lang: fr\n{PAGE}", f"Les termes.\n\n{place}")
    project.write("en/week05/05-1.md", "lang-ref: ch.05-1\ntitle: Cost", "## The cost\n\nIts cost is $x^2$.")
    project.write("fr/week05/05-1.md", "lang: fr\nlang-ref: ch.05-1\ntitle: Coût", "## Le coût\n\nDes coûts, un coût.")
    project.write("en/index.md", "lang-ref: home\ntitle: Home", "No cost.")
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    assert 'Its <a class="term" href="../../glossary/#cost"' in built.page("week05/05-1")
    french = built.page("fr/week05/05-1")
    assert french.count('class="term"') == 1
    assert '<a class="term" href="../../glossary/#cost" data-term="cost"' in french
    assert re.findall('<dt id="(.*?)">', built.page("fr/glossary")) == ["adam", "cost", "step-size"]
    assert "<dfn>taille du pas</dfn>" in built.page("fr/glossary")
    # What is not translated is in English, and its terms lead to the glossary of the reader's language.
    assert re.findall('<dt id="(.*?)">', built.page("ar/glossary")) == ["adam", "cost", "step-size"]
    assert "<dfn>step size</dfn>" in built.page("ar/glossary")
    assert 'href="../../glossary/#cost" data-definition="What is made small."' in built.page("ar/week05/05-1")
    assert 'class="term"' not in built.page("")
    assert not (built.site / "glossary.yml").exists()


def test_a_defect_of_the_term_base_stops_the_build(project):
    (project.folder / "docs" / "glossary.yml").write_text("cost:\n  definition: What is made small.\n", "utf-8")
    built = project.build()
    assert built.returncode != 0
    assert "docs/glossary.yml:1: glossary.language: found no fr for 'cost'" in built.output


def test_a_course_without_glossary_has_no_terms(project):
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    assert 'class="term"' not in built.page("week05/05-1")
