"""The term base in the pages of a course."""

from __future__ import annotations

import re

from glossary import BASE

PAGE = "lang-ref: glossary\ntitle: Terms"
PAGE = "lang-ref: glossary\ntitle: Terms"


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
    (project.folder / "docs" / "glossary.yml").write_text(
        "cost:\n  fr: {term: coût, definition: Ce que l’on minimise.}\n", "utf-8"
    )
    built = project.build()
    assert built.returncode != 0
    assert "docs/glossary.yml:1: glossary.definition: found no definition of 'cost'" in built.output


def test_a_course_without_glossary_has_no_terms(project):
    built = project.build("--strict")
    assert built.returncode == 0, built.output
    assert 'class="term"' not in built.page("week05/05-1")
