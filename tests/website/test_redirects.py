"""The addresses that pages had before."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from dragoman.pages.lecture import parse
from dragoman.pages.library import Library
from dragoman.website import redirects


def library(known: str) -> Library:
    pages = {
        name: parse(PurePosixPath(name), f"---\nlang-ref: {ref}\ntitle: A\n{extra}\n---\n".encode())
        for name, ref, extra in (
            ("en/week05/05-1.md", "ch.05-1", f"redirect-from: {known}"),
            ("en/about.md", "about", ""),
            ("fr/week05/05-1.md", "ch.05-1", "redirect-from: week05/french"),
        )
    }
    return Library(Path("docs"), ("en", "fr"), "en", {page.path: page for page in pages.values()}, ())


@pytest.mark.parametrize("known", ["week05/a, été", "[week05/a, été]", "\n  - week05/a\n  - été"])
def test_old_names_of_the_source_page_lead_to_it(known: str):
    found = redirects.redirects(library(known))
    assert {name: str(page.path) for name, page in found.items()} == dict.fromkeys(
        ["week05/a", "été"], "en/week05/05-1.md"
    )
    assert list(redirects.find(library(known), "docs")) == []


def test_source_that_was_below_its_tag_is_found_from_there():
    known = "en/week05/05-1"
    assert list(redirects.redirects(library(known))) == [known]
    assert list(redirects.find(library(known), "docs")) == []


@pytest.mark.parametrize("name", ["/a", "../a", "a/../../b", "https://example.org/", "a b", ".a", "about"])
def test_what_can_be_no_old_name_is_reported_and_leads_nowhere(name: str):
    assert redirects.redirects(library(f"'{name}'")) == {}
    (finding,) = redirects.find(library(f"'{name}'"), "docs")
    assert (finding.file, finding.line, finding.kind) == ("docs/en/week05/05-1.md", 4, "front-matter.redirect-from")
    assert repr(name) in finding.message


def test_title_and_address_cannot_end_the_markup():
    html = redirects.html("en", '"><b>', '"><i>', "<u>&")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html
