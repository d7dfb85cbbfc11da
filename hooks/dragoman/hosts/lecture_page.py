"""A page of the course in MkDocs: rendered by the core, from what other plugins have made of its Markdown."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urljoin

from markdown import Markdown
from markdown.extensions import Extension
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages
from mkdocs.structure.files import File, Files
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url, meta

from dragoman.hosts.builds import Build
from dragoman.kept import ABSENT
from dragoman.rendering import foreign
from dragoman.rendering.notebook import Piece
from dragoman.rendering.page import Made, Place
from dragoman.search.interface import packed
from dragoman.website import alternates


@dataclass(frozen=True, slots=True)
class _Rendered:
    """An article with all that MkDocs learnt from it."""

    made: Made
    sections: str
    anchors: frozenset[str]
    to_anchors: Mapping[str, Mapping[str, str]]
    """By file, the anchors that links ask for, and each link as it is written."""
    logged: tuple[tuple[int, str], ...]


class LecturePage(pages.Page):
    """A page whose ``render`` returns what the core has rendered."""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        build: Build,
    ) -> None:
        """``build`` is the one that the page belongs to."""
        super().__init__(title, file, config)
        self.link = urljoin(config.site_url or "", self.url)
        self._build = build
        self._lang = str(config.plugins["i18n"].current_language)  # type: ignore[attr-defined]
        self.renew()
        self.sections = ""
        """What the search finds, in JSON."""
        self.notebook: tuple[Piece, ...] = ()
        """What the notebook of the page holds."""

    def renew(self) -> None:
        """Take the page as the build has read it last."""
        page = self._build.site.page(self.file.src_uri)
        assert page is not None  # noqa: S101 - the host asks for pages of the course only
        self._page = page
        self._site = self._build.site

    @property
    def typeset(self) -> dict[str, str]:
        """The title as the theme's menu shows it where nobody has translated the page: marked as what it is."""
        return {"title": foreign.named(self.title or "", self._written)} if self._written != self._lang else {}

    @property
    def _written(self) -> str:
        return self._page.lecture.lang

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the page without its comments, with images and front matter in order, or what another plugin gives."""
        given = config.plugins.on_page_read_source(page=self, config=config)
        if given is None:
            root = get_relative_url(".", self.url).rstrip("/") + "/"
            self.markdown, self.meta = self._page.markdown(root), self._site.front_matter(self._page.lecture)
        else:
            self.markdown, self.meta = meta.get_data(given)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Have the core make the article, or take the one that it made of the same before."""
        place = self._place(files.documentation_pages())
        key = self._key(place, config, files)
        kept = self._site.kept
        found: _Rendered = kept.find(key) if key else ABSENT
        if found is ABSENT or not found.made.fits({"size": place.size, "example": self._site.examples.shown}):
            found = self._rendered(place, config, files)
            if key:
                kept.put(key, found)
        else:
            for level, message in found.logged:
                pages.log.log(level, "%s", message)
        self._page.take(found.made)
        self.content = found.made.article.html
        self.sections = found.sections
        self.notebook = found.made.article.notebook
        outline = list(found.made.article.outline)
        if self._written != self._lang:
            outline = foreign.named_all(outline, self._written)
        self.toc = get_toc(outline)  # type: ignore[arg-type]
        self.present_anchor_ids = set(found.anchors)
        if pages.log.getEffectiveLevel() > logging.DEBUG:
            self.links_to_anchors = {files.src_uris[uri]: dict(links) for uri, links in found.to_anchors.items()}

    def _key(self, place: Place, config: MkDocsConfig, files: Files) -> bytes | None:
        """Return what stands for all that the article is made from; None where it is not known."""
        markdown = self.markdown or ""
        inputs = self._build.inputs(config, files)
        if inputs is None:
            return None
        try:
            own = self._page.inputs(markdown, place)
            return self._site.kept.key("article", inputs, own, self._site.inputs(self._page.lecture))
        except TypeError:
            return None

    def _rendered(self, place: Place, config: MkDocsConfig, files: Files) -> _Rendered:
        links = _Links(self.file, files, config)
        extensions: Sequence[Extension | str] = [*config.markdown_extensions, links]
        with _heard(pages.log) as logged:
            made = self._page.made(self.markdown or "", place, extensions, config.mdx_configs or {})
        return _Rendered(
            replace(made, article=replace(made.article, sections=())),
            json.dumps(packed(made.article.sections)),
            frozenset(links.anchors.union(self._page.numbers.own)),
            {file.src_uri: dict(found) for file, found in links.to_anchors.items()},
            tuple(logged),
        )

    def _place(self, others: Sequence[File]) -> Place:
        urls = {file.src_uri.partition("/")[2]: file.url for file in others}
        address = alternates.locator(urls, self._lang, self._site.settings.source)
        glossary = next((file for file in others if PurePosixPath(file.src_uri).name == "glossary.md"), None)
        return Place(
            self.title or "",
            glossary.url_relative_to(self.file) if glossary else None,
            lambda name, other: str(get_relative_url(address(name, other), self.url)),
            lambda src: self._build.image_size(self.url, src),
            self.link,
        )


@contextmanager
def _heard(logger: logging.Logger) -> Iterator[list[tuple[int, str]]]:
    """Collect what a logger is told, with its level."""
    heard: list[tuple[int, str]] = []

    def hear(record: logging.LogRecord) -> bool:
        heard.append((record.levelno, record.getMessage()))
        return True

    logger.addFilter(hear)
    try:
        yield heard
    finally:
        logger.removeFilter(hear)


class _Paths(pages._RelativePathTreeprocessor):  # noqa: SLF001
    """MkDocs' own links, but for what is no address: that is left as it is, and named with the sources."""

    def path_to_url(self, url: str) -> str:
        try:
            return super().path_to_url(url)
        except ValueError:
            return url


class _Links(Extension):
    """MkDocs' own reading of links and anchors."""

    def __init__(self, file: File, files: Files, config: MkDocsConfig) -> None:
        super().__init__()
        self._in_html = pages._RawHTMLPreprocessor()  # noqa: SLF001 - as in Page.render, which this stands for
        self._in_tree = pages._ExtractAnchorsTreeprocessor(file, files, config)  # noqa: SLF001
        self._links = _Paths(file, files, config)

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
