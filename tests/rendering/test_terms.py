"""The term base in an article: the list of terms, and the first use of each in a lecture."""

from __future__ import annotations

import re

import pytest

from dragoman.rendering.terms import GlossaryPages
from dragoman.rendering.tree import Tree
from dragoman.terms import term_base
from glossary import BASE


@pytest.fixture
def terms():
    base = term_base.read(BASE, ("en", "fr", "ar"), "en")
    assert base.findings == ()
    return GlossaryPages(base, "en")


def with_terms(terms, html, lang, link):
    tree = Tree(html)
    terms.mark(tree, lang, link)
    return tree.html


def marked(terms, html, lang="en"):
    """Return the marked texts, and the page with each in brackets."""
    result = with_terms(terms, html, lang, "../glossary/")
    bare = re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"[\1]", result, flags=re.DOTALL)
    return re.findall(r"\[(.*?)\]", bare, re.DOTALL), bare


def test_the_first_use_of_each_term_links_to_its_definition(terms):
    html = "<p>The cost, the step size.</p>\n<p>Step sizes and cost.</p>"
    assert marked(terms, html)[1] == "<p>The [cost], the [step size].</p>\n<p>Step sizes and cost.</p>"
    assert '<a class="term" href="../glossary/#cost" data-definition="What is made small.">cost</a>' in with_terms(
        terms, html, "en", "../glossary/"
    )


def test_a_translated_page_carries_the_english_term(terms):
    html = with_terms(terms, "<p>Le coût et Adam.</p>", "fr", "g/")
    assert (
        '<a class="term" href="g/#cost" data-term="cost" data-term-lang="en" data-definition="Ce que l’on réduit.">coût</a>'
        in html
    )
    assert '<a class="term" href="g/#adam" data-definition="Une méthode.">Adam</a>' in html


def test_definitions_are_escaped(terms):
    assert 'data-definition="How far a &quot;step&quot; goes; &lt; 1."' in with_terms(
        terms, "<p>step size</p>", "en", "g/"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h2>The cost</h2>",
        "<p><code>cost</code></p>",
        "<pre><code>cost</code></pre>",
        '<p><a href="x">the cost</a></p>',
        '<p><span class="math" dir="ltr">cost</span></p>',
        "<details><summary>Which cost?</summary></details>",
        '<p class="admonition-title">The cost</p>',
        "<figure><figcaption><p>The cost</p></figcaption></figure>",
        "<table><tr><td><p>cost</p></td></tr></table>",
        "<div>cost</div>",
        '<p title="cost"><img alt="cost" src="cost.png"><!-- cost --></p>',
    ],
)
def test_what_is_no_running_text_is_left_alone(terms, html):
    html = Tree(html).html
    assert with_terms(terms, html, "en", "g/") == html
    assert marked(terms, f"{html}<p>Its cost.</p>")[1] == f"{html}<p>Its [cost].</p>"


def test_lists_emphasis_and_answers_are_running_text(terms):
    assert marked(terms, "<ul><li>the <em>cost</em></li></ul>")[0] == ["cost"]
    assert marked(terms, "<details><summary>?</summary><p>the cost</p></details>")[0] == ["cost"]


def test_a_page_keeps_everything_besides(terms):
    html = Tree(
        "<p>A &amp; b&nbsp;&lt;c  <br/>\n<img src=x> cost&#39;s\n\n</p ><P CLASS='a'>d</P>\n<p>step\nsize</p>"
    ).html
    found, bare = marked(terms, html)
    assert (found, bare.replace("[", "").replace("]", "")) == (["cost", "step\nsize"], html)


def test_a_base_without_terms_changes_nothing():
    assert with_terms(GlossaryPages(term_base.Glossary(), "en"), "<p>cost</p>", "en", "g/") == "<p>cost</p>"


def test_the_list_is_sorted_with_the_english_term_beside_each(terms):
    tree = Tree('<p>a</p>\n<div class="glossary">\n</div>\n<p>b</p>')
    terms.list_all(tree, "ar")
    html = tree.html
    assert re.findall(r'<dt id="(.*?)"', html) == ["adam", "cost", "step-size"]
    assert '<dt id="cost"><dfn>تكلفة</dfn> <span lang="en" dir="ltr">(cost)</span></dt>\n<dd>ما يُصغَّر.</dd>' in html
    assert '<dt id="adam"><dfn>Adam</dfn></dt>' in html
    assert html.startswith("<p>a</p>")
    assert html.endswith("<p>b</p>")
