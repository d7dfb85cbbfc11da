"""Addresses that are none end no build: they stay as they are written, and are named with the sources."""

from __future__ import annotations

import pytest
from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from dragoman.hosts.lecture_page import _Links


@pytest.mark.parametrize("address", ["http://[", "//[", "https://[::1", "//a]/b", "http://a\uff0fb.c/"])
def test_address_that_cannot_be_read_is_left_as_it_is(address: str) -> None:
    config = MkDocsConfig()
    config.load_dict({"site_name": "x"})
    config.validate()
    file = File("en/a.md", "docs", "site", use_directory_urls=True)
    other = File("en/b.md", "docs", "site", use_directory_urls=True)
    links = _Links(file, Files([file, other]), config)
    html = Markdown(extensions=[links]).convert(f"[x]({address}) ![y]({address}) [z](b.md)")
    assert f'href="{address}"' in html
    assert f'src="{address}"' in html
    assert 'href="../b/"' in html
