"""A page of the course in MkDocs: rendered by the core, from what other plugins have made of its Markdown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url, meta

from dragoman.rendering.page import Place
from dragoman.rendering.words import Section
from dragoman.website import alternates
from dragoman.website.build import Site


class LecturePage(pages.Page):
    """A page whose ``render`` returns what the core has rendered."""

    sections: tuple[Section, ...] = ()
    """What the search finds."""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        site: Site,
        size: Callable[[str, str], tuple[int, int] | None],
    ) -> None:
        """``size`` is that of the image which a ``src`` names in the page at an address."""
        super().__init__(title, file, config)
        page = site.page(file.src_uri)
        assert page is not None  # noqa: S101 - the host asks for pages of the course only
        self._page = page
        self._site = site
        self._size = size

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the page without its comments, with images and front matter in order, or what another plugin gives."""
        given = config.plugins.on_page_read_source(page=self, config=config)
        if given is None:
            root = get_relative_url(".", self.url).rstrip("/") + "/"
            given = f"{self._site.front_matter(self._page.lecture)}\n{self._page.markdown(root)}"
        self.markdown, self.meta = meta.get_data(given)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Have the core make the article."""
        links = _Links(self.file, files, config)
        extensions: Sequence[Extension | str] = [*config.markdown_extensions, links]
        place = self._place(config, files.documentation_pages())
        article = self._page.article(self.markdown or "", place, extensions, config.mdx_configs or {})
        self.content = article.html
        self.toc = get_toc(list(article.outline))  # type: ignore[arg-type]
        self.sections = article.sections
        self.present_anchor_ids = links.anchors
        if pages.log.getEffectiveLevel() > logging.DEBUG:
            self.links_to_anchors = links.to_anchors

    def _place(self, config: MkDocsConfig, others: Sequence[File]) -> Place:
        lang, source = str(config.plugins["i18n"].current_language), self._site.settings.source  # type: ignore[attr-defined]
        urls = {file.src_uri.partition("/")[2]: file.url for file in others}
        address = alternates.locator(urls, lang, source)
        glossary = next((file for file in others if PurePosixPath(file.src_uri).name == "glossary.md"), None)
        return Place(
            self.title or "",
            glossary.url_relative_to(self.file) if glossary else None,
            lambda name, other: str(get_relative_url(address(name, other), self.url)),
            lambda src: self._size(self.url, src),
        )


class _Links(Extension):
    """MkDocs' own reading of links and anchors."""

    def __init__(self, file: File, files: Files, config: MkDocsConfig) -> None:
        super().__init__()
        self._in_html = pages._RawHTMLPreprocessor()  # noqa: SLF001 - as in Page.render, which this stands for
        self._in_tree = pages._ExtractAnchorsTreeprocessor(file, files, config)  # noqa: SLF001
        self._links = pages._RelativePathTreeprocessor(file, files, config)  # noqa: SLF001

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register what MkDocs would."""
        for one in (self._in_html, self._in_tree, self._links):
            one._register(md)  # noqa: SLF001

    @property
    def anchors(self) -> set[str]:
        return self._in_html.present_anchor_ids | self._in_tree.present_anchor_ids

    @property
    def to_anchors(self) -> dict[File, dict[str, str]]:
        return self._links.links_to_anchors


def titles(nav: Any) -> dict[str, str]:
    """Return the titles that a navigation gives to pages, by their files."""
    if isinstance(nav, list):
        return {file: title for item in nav for file, title in titles(item).items()}
    if isinstance(nav, dict):
        found = {file: title for title, file in nav.items() if isinstance(file, str)}
        return found | {
            file: title for item in nav.values() if isinstance(item, list) for file, title in titles(item).items()
        }
    return {}
